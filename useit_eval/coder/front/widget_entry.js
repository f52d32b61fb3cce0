// The coder inside a notebook: who codes, and a channel of messages to a kernel that may be busy, restarted or gone.

import { render } from "./app.js";
import { fill, h, newElementId } from "./elements.js";
import { followTheme } from "./theme.js";

const SLOW_ANSWER = 1200; // milliseconds without an answer after which Python counts as busy
const NO_ANSWER = 8000; // milliseconds without an answer from an idle kernel after which Python counts as gone
const ASK_AGAIN = 15000; // milliseconds between two questions whether Python is back
const GLANCE = 400;
const KERNEL_GONE = ["restarting", "autorestarting", "dead", "terminating"];
const KEPT_UNDER = "useit-coder/";
const NOT_ANSWERED = "Python could not answer that. Choose Kernel and then Restart Kernel and Run All Cells in the menu, and ask again: nothing is lost.";
const AWAY_WORDS = "Python has stopped or was restarted. What waits here is kept in this browser: choose Run and then Run All Cells in the menu, and it is saved.";

export default { render: openInNotebook };

/** What anywidget calls for each view: draw the coder; the returned function takes it away. */
function openInNotebook({ model, el }) {
  const door = { el, coder: null, told: null, stop: null, channel: makeKernelChannel(model) };
  door.away = h("p.useit-coder-away", { role: "alert", hidden: true }, AWAY_WORDS);
  door.place = h("div", {});
  fill(el, h("div.useit-coder-cell", { "data-lm-suppress-shortcuts": "true" }, door.away, door.place));
  const watching = door.channel.onState((state) => showAway(door, state));
  const listening = door.channel.onMessage((message) => takeAtDoor(door, message));
  door.channel.send({ kind: "who" });
  return () => {
    [watching, listening].forEach((stop) => stop());
    door.stop?.();
    door.coder?.close();
    door.channel.close();
  };
}

function showAway(door, state) {
  door.away.hidden = state !== "away";
}

function takeAtDoor(door, message) {
  if (message.kind === "who") {
    door.told = message;
    if (message.coder && !door.coder) beginCoding(door, message);
    else if (!message.coder && !door.form) askName(door, message);
  } else if (door.form && !door.coder && message.kind === "error") { // a ping while nobody is named is answered so, too
    if (!door.said) return;
    fill(door.fault, message.sentence);
    door.field.focus();
  } else if (message.kind === "view") {
    keepWord(door.key, message.view.source.source_id);
    door.tried = null;
  } else if (door.tried && message.kind === "error") { // where this browser was last is no source any more
    door.tried = null;
    keepWord(door.key, "");
    door.coder.app.open();
  }
}

function beginCoding(door, { study, coder, source }) {
  keepWord(`${KEPT_UNDER}name/${encodeURIComponent(study.id)}`, coder);
  door.stop?.();
  door.key = `${KEPT_UNDER}source/${[study.id, coder].map(encodeURIComponent).join("/")}`;
  door.tried = source ? null : readWord(door.key) || null;
  fill(door.place);
  const states = { waiting: "Python is busy", away: "Python is not running" };
  door.coder = render({ channel: door.channel, el: door.place, options: { source: door.tried ?? undefined, states } });
  if (door.said) setTimeout(() => door.place.scrollIntoView({ block: "nearest" }), GLANCE);
}

/** Ask under which name somebody codes; the name used last in this browser stands there to be kept or changed. */
function askName(door, { study, names }) {
  const list = h("datalist", { id: newElementId("names") }, names.map((name) => h("option", { value: name })));
  door.field = h("input.uc-field", {
    id: newElementId("name"), maxlength: "60", autocomplete: "off", spellcheck: "false", dir: "auto", list: list.id,
    value: readWord(`${KEPT_UNDER}name/${encodeURIComponent(study.id)}`) ?? "",
  });
  door.fault = h("p.useit-coder-fault", { role: "alert", id: newElementId("fault") });
  door.field.setAttribute("aria-describedby", door.fault.id);
  const begin = h("button.uc-main-action", {}, "Begin");
  begin.type = "submit";
  door.form = h("form.useit-coder.useit-coder-door", {
    onsubmit: (event) => sayName(door, event), novalidate: true, onkeydown: (event) => event.stopPropagation(),
  },
  h("h2", {}, "Under which name do you code?"),
  h("p", {}, "What you mark is kept under this name. It need not be your own. Take the same one each time."),
  h("label", { for: door.field.id }, "Name"), h("div.uc-row", {}, door.field, begin), list, door.fault,
  study.practice ? h("p.uc-quiet", {}, "The interviews of this study are invented for practice.") : null);
  door.stop = followTheme(door.form);
  fill(door.place, door.form);
  showDoor(door.form);
}

/** All cells were run and JupyterLab went on to the last one: the question is brought back before the person's eyes. */
function showDoor(form) {
  setTimeout(() => form.isConnected && form.scrollIntoView({ block: "center" }), 300);
}

function sayName(door, event) {
  event.preventDefault();
  fill(door.fault);
  door.said = true;
  door.channel.send({ kind: "name", coder: door.field.value.trim() });
}

function readWord(key) {
  try { return globalThis.localStorage.getItem(key); } catch { return null; }
}

function keepWord(key, word) {
  try { globalThis.localStorage.setItem(key, word); } catch { /* nothing is kept: it is asked again */ }
}

/**
 * Return a channel to the kernel through a widget's model: send, onMessage, onState, close.
 *
 * Messages get numbers of this view's own, so that two views of one widget never take each other's answers. The state
 * follows from answers: none for a while is "waiting", none from a kernel that is idle, or one that was restarted, "away".
 */
function makeKernelChannel(model) {
  const line = {
    model, state: "ready", base: drawBase(), last: 0, asked: new Map(), lost: false, listeners: new Set(),
    watchers: new Set(), kernel: model.widget_manager?.kernel ?? null, pinged: 0,
  };
  const hear = (reply) => hearReply(line, reply);
  const heed = () => heedKernel(line);
  model.on("msg:custom", hear);
  line.kernel?.statusChanged?.connect?.(heed);
  const timer = setInterval(() => judgeLine(line), GLANCE);
  return {
    send: (message) => sendLine(line, message),
    onMessage: (listener) => { line.listeners.add(listener); return () => line.listeners.delete(listener); },
    onState: (watcher) => {
      line.watchers.add(watcher);
      queueMicrotask(() => watcher(line.state));
      return () => line.watchers.delete(watcher);
    },
    close: () => {
      clearInterval(timer);
      model.off("msg:custom", hear);
      line.kernel?.statusChanged?.disconnect?.(heed);
    },
  };
}

function drawBase() {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0] % 2 ** 20 * 2 ** 32;
}

function sendLine(line, message) {
  line.last += 1;
  line.asked.set(line.last, { n: message.n ?? 0, kind: message.kind, at: Date.now(), answered: false });
  line.model.send({ ...message, n: line.base + line.last });
}

function hearReply(line, reply) {
  const own = Number.isInteger(reply?.n) ? reply.n - line.base : -1;
  const asked = line.asked.get(own);
  if (!asked) return; // meant for another view of the same widget
  asked.answered = true;
  line.lost = false;
  [...line.asked.keys()].filter((other) => other < own).forEach((other) => dropAsked(line, other));
  judgeLine(line);
  [...line.listeners].forEach((listener) => listener({ ...reply, n: asked.n }));
}

/** Answers come in order: what was asked before and is unanswered never will be, and who compares must not wait for it. */
function dropAsked(line, number) {
  const { n, kind, answered } = line.asked.get(number);
  line.asked.delete(number);
  if (!answered && kind === "compare") [...line.listeners].forEach((listener) => listener({ n, kind: "error", sentence: NOT_ANSWERED }));
}

function heedKernel(line) {
  if (KERNEL_GONE.includes(line.kernel.status)) line.lost = true;
  judgeLine(line);
}

function judgeLine(line) {
  const now = Date.now();
  const open = [...line.asked.values()].find(({ answered }) => !answered);
  const age = open ? now - open.at : 0;
  const gone = line.lost || (age > NO_ANSWER && line.kernel?.status === "idle");
  setKernelState(line, gone ? "away" : age > SLOW_ANSWER ? "waiting" : "ready");
  if (line.state !== "ready" && !line.lost && now - Math.max(line.pinged, open?.at ?? 0) > ASK_AGAIN) {
    line.pinged = now;
    sendLine(line, { kind: "ping" });
  }
}

function setKernelState(line, state) {
  if (line.state === state) return;
  line.state = state;
  [...line.watchers].forEach((watcher) => watcher(state));
}
