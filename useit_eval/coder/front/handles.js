// The two handles of the passage looked at: dragged, or moved by arrow keys, they give it another place.

import { h } from "./elements.js";
import { pointAt, settleSpan } from "./selecting.js";
import { makeCaret } from "./caret.js";

/** Return the handles of a reader: `update()` puts them where the passage looked at begins and ends. */
export function makeHandles(reader) {
  const handles = { reader, span: null, id: null, dragging: null };
  handles.first = makeHandle(handles, "start");
  handles.last = makeHandle(handles, "end");
  return { update: () => updateHandles(handles) };
}

function makeHandle(handles, edge) {
  const name = edge === "start" ? "Beginning of the passage" : "End of the passage";
  return h(`button.uc-handle.uc-handle-${edge}`, {
    "aria-label": `${name}: arrow keys move it by a word, Enter keeps, Escape leaves it as it was`,
    onpointerdown: (event) => begin(handles, edge, event), onpointermove: (event) => drag(handles, event),
    onpointerup: (event) => finish(handles, event), onpointercancel: () => drop(handles),
    onkeydown: (event) => moveEdge(handles, edge, event), onclick: (event) => event.stopPropagation(),
    onblur: () => { if (handles.span && !handles.dragging) drop(handles); },
  });
}

function own(handles) {
  const { app } = handles.reader;
  const row = app.canWrite && app.picked ? app.codings().find((one) => one.coding_id === app.picked) : null;
  return row && row.coder === app.by.coder ? row : null;
}

function updateHandles(handles) {
  const { reader, first, last } = handles;
  const row = own(handles);
  const runs = row && !reader.app.placing ? reader.list.el.querySelectorAll(".uc-run.uc-picked") : [];
  if (!row || !runs.length) {
    if (first.isConnected) { first.remove(); last.remove(); }
    return;
  }
  if (!first.isConnected) reader.list.el.append(first, last);
  const frame = reader.list.el.getBoundingClientRect();
  const place = (handle, box, x) => {
    handle.style.left = `${x - frame.left}px`;
    handle.style.top = `${box.top - frame.top}px`;
  };
  const begins = runs[0].getClientRects()[0];
  const ends = [...runs[runs.length - 1].getClientRects()].at(-1);
  if (!begins || !ends) return;
  const leftward = getComputedStyle(runs[0]).direction === "rtl";
  place(first, begins, leftward ? begins.right : begins.left);
  place(last, ends, leftward ? ends.left : ends.right);
}

function begin(handles, edge, event) {
  const row = own(handles);
  if (!row) return;
  handles.dragging = edge;
  handles.span = { start: row.start, end: row.end };
  event.target.setPointerCapture?.(event.pointerId);
  event.target.style.pointerEvents = "none";
  event.preventDefault();
}

function drag(handles, event) {
  if (!handles.dragging) return;
  const point = pointAt(event.clientX, event.clientY, handles.reader.list.el);
  if (point === null) return;
  putEdge(handles, handles.dragging, point);
}

/** Move one edge, never past the other. */
function putEdge(handles, edge, point) {
  const { span, reader } = handles;
  if (edge === "start" && point < span.end) span.start = point;
  if (edge === "end" && point > span.start) span.end = point;
  reader.app.select({ ...span, native: false, quiet: true });
}

function finish(handles, event) {
  if (!handles.dragging) return;
  event.target.style.pointerEvents = "";
  keep(handles);
}

function keep(handles) {
  const { app } = handles.reader;
  const row = own(handles);
  const span = handles.span && settleSpan(app.map, handles.span.start, handles.span.end);
  drop(handles);
  if (row && span && (span.start !== row.start || span.end !== row.end)) app.frame.marked.move(row, span);
}

function drop(handles) {
  Object.assign(handles, { dragging: null, span: null });
  [handles.first, handles.last].forEach((handle) => { handle.style.pointerEvents = ""; });
  if (handles.reader.app.selection?.quiet) handles.reader.app.select(null);
}

function moveEdge(handles, edge, event) {
  const row = own(handles);
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!row || !(way || event.key === "Enter" || event.key === "Escape")) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") return drop(handles);
  if (event.key === "Enter") return keep(handles);
  const { app } = handles.reader;
  handles.span ??= { start: row.start, end: row.end };
  const caret = makeCaret(app.map, app.view.turns);
  caret.set(edge === "start" ? handles.span.start : handles.span.end - 1);
  const word = caret.move(way, "word");
  putEdge(handles, edge, edge === "start" ? word.start : word.end);
  app.frame.hear(`Chosen: ${app.map.slice(handles.span.start, handles.span.end)}`);
}
