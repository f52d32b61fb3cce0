// The transcript: what is in view drawn, what is marked in it, and where the reader is.

import { makeCaret } from "./caret.js";
import { h } from "./elements.js";
import { makeHandles } from "./handles.js";
import { takeKey } from "./keys.js";
import { assignLanes, cutLines, firstTurn, numberLines, shareSpans } from "./layout.js";
import { makeList } from "./list.js";
import { pointAt, watchSelection } from "./selecting.js";
import { drawTurn, refreshTurn } from "./turns.js";

/**
 * Return the reader: `el`, `show()` (another source), `update(what)`, `goTo(point)`, `focus()`, `setHits(hits)`
 * (what the finder found, [{start, end, current}]), `inView()` (indexes of turns), `onScroll(fn)`, `caret()`, `close()`.
 */
export function makeReader(app) {
  const reader = { app, turns: [], shared: [], begun: [], hits: [], hitsByTurn: [], spans: [], caret: null, focused: false, scrolled: new Set() };
  reader.el = h("div.uc-reader", {
    tabindex: "0", role: "application", "aria-roledescription": "transcript", "aria-label": "Transcript",
    "aria-describedby": app.helpId, onkeydown: (event) => takeKey(reader, event),
    onfocus: () => { reader.focused = true; reader.list.redraw(); }, onblur: () => { reader.focused = false; },
    onclick: (event) => clickWords(reader, event),
  });
  reader.list = makeList({
    scroller: reader.el, make: (index) => drawTurn(app, showTurn(reader, index)),
    refresh: (index, element) => refreshTurn(app, element, showTurn(reader, index)),
    estimate: (index) => estimateHeight(reader, index),
  });
  reader.el.append(reader.list.el);
  reader.handles = makeHandles(reader);
  const stops = [watchSelection(reader.list.el, () => app.map, (span, collapsed) => takeSelection(reader, span, collapsed)), watchScroll(reader)];
  return {
    el: reader.el,
    show: () => showSource(reader),
    update: (what) => updateReader(reader, what),
    goTo: (point, how = {}) => goToPoint(reader, point, how),
    focus: () => reader.el.focus({ preventScroll: true }),
    setHits: (hits) => { setHits(reader, hits); reader.list.redraw(); },
    inView: () => reader.list.inView(),
    onScroll: (listener) => reader.scrolled.add(listener),
    caret: () => reader.caret,
    close: () => stops.forEach((stop) => stop()),
  };
}

function showSource(reader) {
  const { app } = reader;
  Object.assign(reader, { turns: app.view.turns, hits: [], hitsByTurn: [], caret: makeCaret(app.map, app.view.turns) });
  reader.lines = numberLines(app.map, reader.turns);
  reader.startIndex = reader.turns.map((turn) => turn.start);
  placeSpans(reader);
  reader.el.scrollTop = 0;
  reader.list.reset(reader.turns.length);
  reader.list.draw();
  const last = app.place.last();
  if (last !== null) goToPoint(reader, last, { quiet: true, share: 0 });
}

/** Place every standing coding: its lane, the turns it reaches into, the turn it begins in. */
function placeSpans(reader) {
  const { app } = reader;
  const rows = app.shown().map((row) => ({ id: row.coding_id, start: row.start, end: row.end, row }));
  const lanes = assignLanes(rows);
  reader.spans = rows.map((span) => {
    const { kind, letter } = app.code(span.row.code_id);
    return { ...span, lane: lanes.get(span.id), kind, letter };
  }).sort((a, b) => a.start - b.start || a.lane - b.lane);
  reader.shared = shareSpans(reader.turns, reader.spans);
  reader.begun = reader.turns.map(() => []);
  reader.spans.forEach((span) => reader.begun[Math.min(firstTurn(reader.turns, span.start), reader.turns.length - 1)]?.push(span));
}

function showTurn(reader, index) {
  const turn = reader.turns[index];
  const { selection, picked } = reader.app;
  const word = reader.focused && reader.keyed ? reader.caret?.at() : null;
  const within = (span) => (span && span.start < turn.end && span.end > turn.start ? { start: span.start, end: span.end } : null);
  return {
    turn, line: reader.lines[index], spans: reader.shared[index], begins: reader.begun[index],
    hits: reader.hitsByTurn[index] ?? [], caret: within(word), chosen: selection?.native ? null : within(selection),
    picked: picked && reader.shared[index].some((span) => span.id === picked) ? picked : null,
  };
}

function estimateHeight(reader, index) {
  const turn = reader.turns[index];
  const width = Math.max(200, (reader.el.clientWidth || 700) * (reader.el.clientWidth > 620 ? 0.56 : 0.86));
  const deepest = reader.shared[index].reduce((most, span) => Math.max(most, span.lane + 1), 0);
  const lines = cutLines(reader.app.map, turn.start, turn.end)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(((line.end - line.start) * 8.2) / width)), 0);
  return 44 + Math.max(lines * (29 + deepest * 6), reader.begun[index].length * 30);
}

function updateReader(reader, what) {
  if (!reader.caret) return;
  if (what.has("record") || what.has("view")) placeSpans(reader);
  if (what.has("record") || what.has("view") || what.has("selection") || what.has("picked")) reader.list.redraw();
  reader.handles.update();
}

function setHits(reader, hits) {
  reader.hits = hits.map((hit) => ({ ...hit, hit: true }));
  reader.hitsByTurn = shareSpans(reader.turns, reader.hits);
}

/** Bring a place into view; unless `quiet` the caret goes there too. Works for turns that are not drawn. */
function goToPoint(reader, point, { quiet = false, share = 0.3, unlessSeen = false } = {}) {
  if (!reader.turns.length || (unlessSeen && isSeen(reader, point))) return;
  const index = Math.min(firstTurn(reader.turns, point), reader.turns.length - 1);
  if (!quiet) {
    reader.caret.set(point);
    reader.keyed = true;
  }
  reader.list.reveal(index, (element) => findRun(element, point), share);
  reader.list.redraw();
}

function isSeen(reader, point) {
  const run = findRun(reader.list.drawn.get(Math.min(firstTurn(reader.turns, point), reader.turns.length - 1)), point);
  const box = run?.getClientRects()[0];
  const view = reader.el.getBoundingClientRect();
  return Boolean(box) && box.top >= view.top && box.bottom <= view.bottom;
}

function findRun(element, point) {
  let found = null;
  element?.querySelectorAll(".uc-run").forEach((run) => { if (Number(run.dataset.start) <= point) found = run; });
  return found;
}

function takeSelection(reader, span, collapsed) {
  const { app } = reader;
  if (span) {
    reader.caret.letGo();
    reader.caret.set(span.start);
    // The words are drawn anew where an earlier choice is taken back, and the browser then lets go of its own: so it is drawn.
    app.select({ ...span, native: !app.selection || Boolean(app.selection.native) });
  } else if (collapsed && app.selection?.native) {
    app.select(null);
  }
}

/** A click on marked words picks what is marked there; clicking again goes on to what lies beneath. */
function clickWords(reader, event) {
  const { app } = reader;
  if (!document.getSelection().isCollapsed || event.target.closest("button")) return;
  const tag = event.target.closest(".uc-words .uc-tag");
  if (tag) return app.pick(tag.dataset.coding, { go: false });
  const point = pointAt(event.clientX, event.clientY, reader.list.el);
  if (point === null) return;
  reader.keyed = false;
  reader.caret.letGo();
  reader.caret.set(point);
  if (app.selection) app.select(null);
  const here = reader.spans.filter((span) => span.start <= point && point < span.end)
    .sort((a, b) => (a.end - a.start) - (b.end - b.start));
  const next = here[(here.findIndex((span) => span.id === app.picked) + 1) % here.length];
  if (next || app.picked) app.pick(next?.id ?? null, { go: false });
}

function watchScroll(reader) {
  const { app, el, list, scrolled } = reader;
  let due = 0;
  const tell = () => {
    due = 0;
    if (!reader.caret) return;
    reader.lastTop = el.scrollTop;
    list.draw();
    reader.handles.update();
    const { first } = list.inView();
    app.place.moved(reader.startIndex[first] ?? 0);
    scrolled.forEach((listener) => listener());
  };
  el.addEventListener("scroll", () => { due ||= requestAnimationFrame(tell); }, { passive: true });
  const keeping = setInterval(() => app.place?.keep(), 2000);
  const sized = new ResizeObserver(() => fitReader(reader));
  sized.observe(el);
  return () => { clearInterval(keeping); sized.disconnect(); cancelAnimationFrame(due); };
}

/** Notebooks take an output off the page when it is scrolled away; back again, the reader stands where they were. */
function fitReader(reader) {
  const { el, list } = reader;
  if (!reader.caret) return;
  const here = el.clientHeight > 0;
  if (here && reader.away) el.scrollTop = reader.lastTop ?? 0;
  reader.away = !here;
  list.resize();
  reader.handles.update();
}
