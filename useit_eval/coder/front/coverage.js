// Which turns this coder has had before their eyes. It is shown to them and kept; nobody is timed or ranked.

import { fill, h } from "./elements.js";
import { mergeRanges } from "./layout.js";
import { read } from "./rows.js";

const TICK = 500; // milliseconds
const FLUSH = 4000;

/** Return what is read of the open source: `el` (a button that leads to what is not), `update(what)`, `flush()`, `close()`. */
export function makeCoverage(app) {
  const coverage = { app, seen: new Map(), fresh: new Set(), source: null, flushed: 0 };
  coverage.el = h("button.uc-coverage", { onclick: () => goOn(coverage) });
  const timer = setInterval(() => tick(coverage), TICK);
  return {
    el: coverage.el,
    update: (what) => { if (what.has("record") || what.has("view")) drawCoverage(coverage); },
    flush: () => flush(coverage),
    close: () => { clearInterval(timer); flush(coverage); },
  };
}

/** Return the numbers of turns a coder has read: from rows of coverage, and `more` not yet sent. */
export function findRead(rows, coder, more = []) {
  const own = rows.filter((row) => row.coder === coder).map((row) => [row.from_turn, row.to_turn]);
  const numbers = new Set();
  mergeRanges([...own, ...more.map((number) => [number, number])]).forEach(([from, to]) => {
    for (let number = from; number <= to; number++) numbers.add(number);
  });
  return numbers;
}

function readNow({ app, fresh }) {
  return findRead(app.record.standing("coverage"), app.by.coder, [...fresh]);
}

function drawCoverage(coverage) {
  const { app, el } = coverage;
  const turns = app.view.turns.length;
  const done = readNow(coverage);
  const left = app.view.turns.filter((turn) => !done.has(turn.number)).length;
  fill(el, left ? `${left} of ${turns} turns not yet read` : `All ${turns} turns read`);
  el.setAttribute("aria-label", left ? `${left} of ${turns} turns not yet read: go to the next` : `All ${turns} turns read`);
}

function goOn(coverage) {
  const { app } = coverage;
  const done = readNow(coverage);
  const next = app.view.turns.find((turn) => !done.has(turn.number));
  if (next) app.goTo(next.start, { share: 0.1 });
  app.frame.reader.focus();
}

/** Count how long each turn in view has been so; long enough depends on how long the turn is. */
function tick(coverage) {
  const { app, seen, fresh } = coverage;
  if (!app.view || !app.canWrite || document.visibilityState !== "visible" || !app.root.isConnected) return;
  if (coverage.source !== app.view.source.source_id) Object.assign(coverage, { source: app.view.source.source_id, known: null });
  const { first, last, seen: isSeen } = app.frame.reader.inView();
  if (!onScreen(app.frame.reader.el)) return;
  const done = readNow(coverage);
  for (let index = first; index <= last; index++) {
    const turn = app.view.turns[index];
    if (!turn || done.has(turn.number) || !isSeen(index)) continue;
    const time = (seen.get(turn.segment_id) ?? 0) + TICK;
    seen.set(turn.segment_id, time);
    if (time >= Math.min(1500 + (turn.end - turn.start) * 6, 6000)) fresh.add(turn.number);
  }
  if (fresh.size && Date.now() - coverage.flushed > FLUSH) flush(coverage);
}

function onScreen(element) {
  const box = element.getBoundingClientRect();
  return box.height > 0 && box.bottom > 40 && box.top < window.innerHeight - 40;
}

function flush(coverage) {
  const { app, fresh } = coverage;
  if (!fresh.size || !app.deeds) return;
  const ranges = mergeRanges([...fresh].map((number) => [number, number]));
  fresh.clear();
  coverage.flushed = Date.now();
  app.send(read(coverage.source, ranges, { by: app.by }));
}
