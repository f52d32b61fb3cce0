// The coder on a page: one transcript, what is marked in it, and the panels beside it. `render` is the only door.

import { makeClaims } from "./claims.js";
import { makeCompare } from "./compare.js";
import { makeDeeds } from "./deeds.js";
import { h } from "./elements.js";
import { makeFrame } from "./frame.js";
import { digestText } from "./ids.js";
import { nameCode, letterOf } from "./kinds.js";
import { makeOutbox } from "./outbox.js";
import { makePlace } from "./place.js";
import { mapPoints } from "./points.js";
import { makeRecord } from "./record.js";

const LOOK = 60000; // milliseconds between two questions whether the source still stands as it is shown

/**
 * Draw the coder into `el` and return {app, close}.
 *
 * `channel` is {send(message), onMessage(fn), onState(fn)} with states "ready", "waiting" and "away". `options`:
 * {source} to open first, {storage} for tests.
 *
 * Panels are `make...(app) -> {el, update(what)}`; `what` is a set of "view", "record", "selection", "picked", "state".
 * What a panel gets, `app`:
 *   view      the view as Python sent it; its rows are those at opening: ask `record` for what stands now
 *   record    see record.js: record.standing("coding") and so on; record.state(id) "saved" | "waiting"
 *   by        {coder, round_no}, for rows.js
 *   mode, canWrite   canWrite is false in read and compare mode: show no controls that write
 *   map       places of the open text: map.slice(start, end) gives the words of a span of code points
 *   code(id)  {code_id, name, kind, definition, letter, retired}, for new ideas too
 *   codings(), shown()  codings that stand; those of the coders a person has chosen to see
 *   turnAt(point)    the turn of the view in which a code point stands
 *   send(act) keeps, shows and sends an act of rows.js; ask(message) -> promise of Python's answer (compare, ping)
 *   undo(), redo()
 *   selection {start, end} in code points or null; select(span) sets it; passage(span) -> what rows.mark needs
 *   picked    id of the coding looked at, or null; pick(id) sets it and brings it into view
 *   goTo(point)      brings a place into view and moves the caret there
 *   showTab(name)    opens a panel: "codes" | "configuration" | "compare"
 *   say(sentence)    tells a person, on the screen and to screen readers
 *   on(fn)    fn(what) after every change; returns a function that stops it
 */
export function render({ channel, el, options = {} }) {
  const app = makeApp(channel, el, options);
  app.frame = makeFrame(app, { makeClaims, makeCompare });
  el.append(app.frame.el);
  app.stops = [
    channel.onMessage((message) => takeMessage(app, message)),
    channel.onState((state) => takeState(app, state)),
  ];
  app.leave = () => { if (app.view) { app.place.keep(); app.frame.marked.flush(); app.frame.coverage.flush(); } };
  const ask = (event) => { if (app.outbox?.unkept()) event.preventDefault(); };
  [["pagehide", app.leave], ["beforeunload", ask]].forEach(([name, listener]) => {
    globalThis.addEventListener(name, listener);
    app.stops.push(() => globalThis.removeEventListener(name, listener));
  });
  const looking = setInterval(() => { if (document.visibilityState === "visible") app.lookAgain(); }, LOOK);
  app.stops.push(() => clearInterval(looking));
  if (!app.asked.open) askOpen(app, options.source);
  return { app, close: () => closeApp(app) };
}

function makeApp(channel, el, options) {
  const listeners = new Set();
  const app = {
    channel, options, root: el, view: null, record: makeRecord(), by: null, mode: "read", canWrite: false, map: null,
    selection: null, picked: null, state: null, hiddenCoders: new Set(), asked: { n: 0, open: false, answers: new Map() }, frame: null,
    on: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
  };
  const due = new Set();
  app.changed = (...what) => {
    if (!due.size) queueMicrotask(() => { const now = new Set(due); due.clear(); tellChange(app, listeners, now); });
    what.forEach((name) => due.add(name));
  };
  return Object.assign(app, readers(app), doers(app));
}

function tellChange(app, listeners, what) {
  if (!app.view) return app.frame?.update(what);
  app.frame.update(what);
  return listeners.forEach((listener) => listener(what));
}

function readers(app) {
  return {
    code: (id) => describeCode(app, id),
    turnAt: (point) => findTurn(app.view.turns, point),
    passage: (span) => describePassage(app, span),
    codings: () => app.record.standing("coding"),
    shown: () => app.record.standing("coding").filter((row) => !app.hiddenCoders.has(row.coder)),
    counts: () => app.deeds?.counts() ?? { waiting: 0, refused: 0 },
  };
}

function doers(app) {
  return {
    send: (act) => app.deeds.send(act),
    undo: () => app.deeds.undo(),
    redo: () => app.deeds.redo(),
    ask: (message) => askPython(app, message),
    open: (source) => { app.leave(); askOpen(app, source); },
    lookAgain: () => { if (app.view && app.state === "ready") askPython(app, { kind: "ping", source: app.view.source.source_id }); },
    select: (span) => { app.selection = span; app.changed("selection"); },
    pick: (id, { go = true } = {}) => pickCoding(app, id, go),
    goTo: (point, how) => app.frame.reader.goTo(point, how),
    showTab: (name) => app.frame.showTab(name),
    say: (sentence, how) => app.frame.say(sentence, how),
  };
}

function pickCoding(app, id, go) {
  app.picked = id;
  const row = id && app.record.row(id);
  if (row && go) app.goTo(row.start, { quiet: true, unlessSeen: true });
  app.changed("picked");
}

/** Thousands of rows ask for the same few codes. */
function describeCode(app, id) {
  if (!app.described.has(id)) {
    const code = nameCode(app.codes, id);
    app.described.set(id, { ...code, letter: letterOf(code.kind) });
  }
  return app.described.get(id);
}

function describePassage(app, { start, end }) {
  return { source_id: app.view.source.source_id, start, end, quote_sha256: digestText(app.map.slice(start, end)) };
}

/** Return the turn in which a code point stands, or the last one before it. */
export function findTurn(turns, point) {
  let low = 0;
  let high = turns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (turns[middle].start <= point) low = middle;
    else high = middle - 1;
  }
  return turns[low];
}

function askOpen(app, source) {
  app.asked.open = true;
  app.asked.n += 1;
  app.asked.opening = app.asked.n;
  app.channel.send({ n: app.asked.n, kind: "open", ...(source ? { source } : {}) });
}

function askPython(app, message) {
  app.asked.n += 1;
  const n = app.asked.n;
  app.channel.send({ ...message, n });
  return new Promise((resolve) => { app.asked.answers.set(n, resolve); });
}

function takeMessage(app, message) {
  const waiting = app.asked.answers.get(message.n);
  if (waiting) {
    app.asked.answers.delete(message.n);
    waiting(message);
  }
  if (message.kind === "view") takeView(app, message.view);
  else if (message.kind === "standing") heedStanding(app, message);
  else if (message.kind === "done") app.deeds?.settle(message);
  else if (message.kind === "refused") { app.deeds?.refuse(message); app.lookAgain(); }
  else if (message.kind === "error") app.frame.say(message.sentence, { stays: !message.later });
}

/** What Python shows of a source changes when its text does, and when somebody withdraws consent. */
function heedStanding(app, { source, stamp, sentence }) {
  if (source !== app.view?.source.source_id || stamp === app.view.stamp) return;
  if (stamp) askOpen(app, source);
  else dropWords(app, sentence);
}

/** Take the words of the open source off the page; what waits is kept, and another source can be opened. */
function dropWords(app, sentence) {
  const { view } = app;
  const none = { turns: [], voices: [], codings: [], claims: [], parts: [], evidence: [], coverage: [] };
  takeView(app, { ...view, ...none, stamp: null, source: { ...view.source, text: "", title: view.source.label } });
  app.canWrite = false;
  app.outbox.setReady(false);
  app.say(sentence, { stays: true });
}

function takeView(app, view) {
  const sameSource = app.view?.source.source_id === view.source.source_id && app.view.source.text === view.source.text;
  Object.assign(app, {
    view, mode: view.mode, canWrite: !["read", "compare"].includes(view.mode),
    by: { coder: view.coder, round_no: view.round_no }, map: mapPoints(view.source.text),
    codes: new Map(view.codes.map((code) => [code.code_id, code])), described: new Map(),
  });
  startDeeds(app);
  app.record.load({
    coding: view.codings, claim: view.claims, claim_part: view.parts, evidence: view.evidence, coverage: view.coverage,
  }, view.source.source_id);
  app.deeds.resume();
  if (!sameSource) {
    Object.assign(app, { selection: null, picked: null, place: makePlace(app) });
    app.frame.showSource();
  }
  takeState(app, app.state);
  app.changed("view", "record", "selection", "picked");
}

/** The outbox belongs to one coder in one study and round; it outlives the source that is open. */
function startDeeds(app) {
  const whose = `${app.view.study.id}/${app.view.coder}/${app.view.round_no}`;
  if (app.whose === whose) return;
  app.outbox?.close();
  app.whose = whose;
  app.outbox = makeOutbox({
    study: app.view.study.id, coder: app.view.coder, round: app.view.round_no, storage: app.options.storage,
    send: (acts) => { app.asked.n += 1; app.channel.send({ n: app.asked.n, kind: "acts", acts }); },
    onFull: () => app.say("This browser keeps nothing: leave the page open until everything is saved."),
  });
  app.deeds = makeDeeds({ record: app.record, outbox: app.outbox, say: app.say, changed: app.changed });
}

function takeState(app, state) {
  const back = state === "ready" && app.state !== null && app.state !== "ready";
  app.state = state;
  if (back && app.asked.open) askOpen(app, app.view?.source.source_id ?? app.options.source); // first the view, then the acts
  if (app.outbox) {
    app.outbox.setReady(state === "ready" && app.canWrite); // who only reads would be refused
    if (back || !app.woken) app.outbox.wake();
    app.woken = true;
  }
  app.changed("state");
}

function closeApp(app) {
  app.leave();
  app.stops.forEach((stop) => { if (typeof stop === "function") stop(); });
  app.outbox?.close();
  app.frame.close();
  app.root.replaceChildren(h("div"));
}
