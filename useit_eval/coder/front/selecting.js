// From what the browser calls a selection to a span of code points, whatever was dragged or clicked across.

import { countPoints, snapSpan, trimSpan, widenToWords } from "./points.js";

/**
 * Return the span of code points that a Range takes of the words drawn in `canvas`; null when it takes none.
 *
 * Only the words count: names of speakers, times, line numbers and notes between them are passed over. The span is
 * widened to whole characters and loses white space at its ends.
 */
export function spanOfRange(range, canvas, map) {
  let start = Infinity;
  let end = -Infinity;
  canvas.querySelectorAll(".uc-run").forEach((run) => {
    const node = run.firstChild;
    if (!node || !range.intersectsNode(node)) return;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (to <= from) return;
    const first = Number(run.dataset.start);
    start = Math.min(start, first + countPoints(node.data.slice(0, from)));
    end = Math.max(end, first + countPoints(node.data.slice(0, to)));
  });
  return start < end ? settleSpan(map, start, end) : null;
}

/** Return a span of code points trimmed of white space and widened to whole characters; null when it is all blank. */
export function settleSpan(map, start, end) {
  const trimmed = trimSpan(map.text, map.toUnit(start), map.toUnit(end));
  if (!trimmed) return null;
  const [from, to] = snapSpan(map.text, ...trimmed);
  return { start: map.toPoint(from), end: map.toPoint(to) };
}

/** Return a span of code points widened to whole words: a drag that begins a letter late means the word. */
export function takeWords(map, span) {
  if (!span) return null;
  const [from, to] = widenToWords(map.text, map.toUnit(span.start), map.toUnit(span.end));
  return { start: map.toPoint(from), end: map.toPoint(to) };
}

/** Return the code point at a place of the screen, null when no word is there. */
export function pointAt(x, y, canvas) {
  const found = document.caretPositionFromPoint?.(x, y);
  const range = found ? null : document.caretRangeFromPoint?.(x, y);
  const node = found?.offsetNode ?? range?.startContainer;
  const offset = found?.offset ?? range?.startOffset;
  const run = node?.parentElement?.closest?.(".uc-run");
  if (!run || !canvas.contains(run) || node.nodeType !== Node.TEXT_NODE) return null;
  return Number(run.dataset.start) + countPoints(node.data.slice(0, offset));
}

/**
 * Watch the browser's selection in `canvas` and call `found(span or null)` when a person has settled on one.
 * Returns a function that stops watching.
 */
export function watchSelection(canvas, map, found) {
  const watch = { timer: 0, down: false };
  const look = () => {
    const selection = document.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    if (!range || !canvas.isConnected || !range.intersectsNode(canvas)) return;
    found(range.collapsed ? null : takeWords(map(), spanOfRange(range, canvas, map())), range.collapsed);
  };
  const later = (wait) => { clearTimeout(watch.timer); watch.timer = setTimeout(look, wait); };
  const listen = {
    selectionchange: () => { if (!watch.down) later(200); },
    pointerdown: (event) => { watch.down = event.pointerType === "mouse" && canvas.contains(event.target); },
    pointerup: () => { if (watch.down) { watch.down = false; later(0); } },
    pointercancel: () => { watch.down = false; },
  };
  Object.entries(listen).forEach(([name, listener]) => document.addEventListener(name, listener));
  return () => {
    clearTimeout(watch.timer);
    Object.entries(listen).forEach(([name, listener]) => document.removeEventListener(name, listener));
  };
}
