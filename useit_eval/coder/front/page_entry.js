// The coder on the workshop's page: coming in, choosing a name, and a channel of plain requests that outlives a sleeping phone.

import { render } from "./app.js";
import { count, fill, h } from "./elements.js";

const BEAT = 5000; // milliseconds between two signs of life while the page is looked at
const RETRIES = [1000, 2000, 4000, 8000];
const PATIENT = 25000; // milliseconds after which a request is given up
const MOST_SENT = 180000; // bytes of acts in one request, well below what the server takes
const STORED = "useit-coder/";
const COLOURS = ["Amber", "Blue", "Copper", "Coral", "Golden", "Green", "Indigo", "Ivory", "Purple", "Ruby", "Silver", "White"];
const BIRDS = ["heron", "finch", "lark", "owl", "plover", "puffin", "robin", "swallow", "starling", "thrush", "wagtail", "wren"];

startPage(document.getElementById("page"));
globalThis.addEventListener("hashchange", () => location.reload()); // another picture was scanned

async function startPage(place) {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname); // the token stays out of the history
  const { status, told } = token ? await postJson("/enter", { token }) : await postJson("/me", {});
  if (status === 200) return showNext(place, told);
  if (status === 0) return showLost(place, token);
  return showCodeForm(place, token || status !== 401 ? told.sentence : "");
}

/** Return {status, told}: status 0 when nobody answered. */
async function postJson(path, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENT);
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      credentials: "same-origin", cache: "no-store", signal: giveUp.signal,
    });
    return { status: answer.status, told: await answer.json(), wait: Number(answer.headers.get("Retry-After")) || 0 };
  } catch {
    return { status: 0, told: { sentence: "The workshop does not answer. Is this device in the same network?" }, wait: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function showNext(place, me) {
  if (me.room?.ended) return showEnded(place, 0);
  return me.coder ? showCoder(place, me) : showNameForm(place, me);
}

function showLost(place, token) {
  showCard(place, "The workshop does not answer",
    h("p", {}, "Either it has not begun, or this device is in another network. Nothing you saved is lost."),
    h("button.ws-go", { onclick: () => { if (token) location.hash = token; location.reload(); } }, "Try again"));
}

function showCard(place, title, ...content) {
  document.body.className = "ws-door";
  const heading = h("h1", { tabindex: "-1" }, title);
  fill(place, h("div.ws-card", {}, heading, content));
  return heading;
}

function showCodeForm(place, sentence = "") {
  const field = h("input.ws-field", {
    id: "ws-code", name: "code", autocomplete: "off", autocapitalize: "none", spellcheck: "false", inputmode: "text",
    maxlength: "120", required: true, "aria-describedby": "ws-fault", placeholder: "like: river lamp apple moss",
  });
  showCard(place, "Coding workshop", makeForm({
    field, label: "The four words on your slip", button: "Come in", sentence,
    send: () => postJson("/enter", { code: field.value }), next: (told) => showNext(place, told),
  }), h("p.ws-quiet", {}, "Or point your phone's camera at the picture on the slip. No account, no e-mail address."));
  field.focus();
}

function showNameForm(place, me) {
  const field = h("input.ws-field", {
    id: "ws-name", name: "name", autocomplete: "off", spellcheck: "false", maxlength: "30", required: true, dir: "auto",
    "aria-describedby": "ws-fault",
  });
  const suggest = h("button.ws-small", { onclick: () => { field.value = suggestName(); } }, "Suggest one");
  showCard(place, "Choose a name",
    h("p", {}, "What you mark is kept under a name that you choose. Take one that is not your own: a colour and a bird, for instance."),
    makeForm({
      field, label: "Your name in this workshop", button: "Begin", beside: suggest,
      send: () => postJson("/name", { name: field.value }), next: (told) => showCoder(place, { ...me, ...told }),
    }),
    h("ul.ws-quiet", {},
      h("li", {}, "Others in the room do not see what you mark."),
      h("li", {}, "Nobody is timed, ranked or graded, and what you mark here is never counted as evidence."),
      me.study.practice ? h("li", {}, "The interviews are invented for practice.") : null));
  field.focus();
}

function suggestName() {
  const one = (list) => list[globalThis.crypto.getRandomValues(new Uint32Array(1))[0] % list.length];
  return `${one(COLOURS)} ${one(BIRDS)}`;
}

function makeForm({ field, label, button, send, next, beside = null, sentence = "" }) {
  const fault = h("p.ws-fault", { id: "ws-fault", role: "alert" }, sentence);
  const go = h("button.ws-go", {}, button);
  go.type = "submit";
  let busy = false;
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    fill(fault);
    const { status, told } = await send();
    busy = false;
    if (status === 200) return next(told);
    fill(fault, told.sentence);
    return field.focus();
  };
  return h("form", { onsubmit: submit, novalidate: true }, h("label", { for: field.id }, label), h("div.ws-row", {}, field, beside), fault, go);
}

function showCoder(place, me) {
  document.body.className = "ws-coding";
  const el = h("div.ws-coder", {});
  fill(place, h("h1.ws-hidden", {}, `Workshop: ${me.study.title}`), el);
  const kept = `${STORED}source/${[me.study.title, me.coder].map(encodeURIComponent).join("/")}`;
  const channel = makeRoomChannel({
    room: me.room, keepSource: (source) => keepWords(kept, source),
    onComparison: (open) => coder.app.say(open
      ? "Your facilitator has opened the comparison: look under Compare when you are ready."
      : "The comparison is closed again. You can go on coding."),
    onEnded: () => endCoder(place, coder),
    onStranger: () => location.reload(),
  });
  const coder = render({ channel, el, options: { source: readWords(kept), states: { away: "No connection to the workshop", waiting: "The workshop is busy" } } });
  globalThis.useitCoder = coder;
}

function endCoder(place, coder) {
  const { waiting } = coder.app.counts();
  coder.close();
  showEnded(place, waiting);
}

function showEnded(place, waiting) {
  if (!waiting) forgetWords();
  showCard(place, "The workshop has ended",
    h("p", {}, "Thank you for taking part. What you marked is kept with the study."),
    waiting ? h("p.ws-fault", {}, `${count(waiting, "act")} could not be saved before the end. Please tell your facilitator.`) : h("p.ws-quiet", {}, "Nothing of it is left in this browser. You can close the page."));
}

function readWords(key) {
  try { return localStorage.getItem(key) ?? undefined; } catch { return undefined; }
}

function keepWords(key, words) {
  try { localStorage.setItem(key, words); } catch { /* the first source is shown next time */ }
}

/** Take what the coder kept off a phone that goes home. */
function forgetWords() {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(STORED)).forEach((key) => localStorage.removeItem(key));
  } catch { /* nothing was kept */ }
}

/**
 * Return a channel to the room: one request at a time, in order, tried again when the network is back.
 *
 * Acts need no queue of their own: the coder keeps them until they are acknowledged and sends them again on "ready".
 */
function makeRoomChannel({ room, keepSource, onComparison, onEnded, onStranger }) {
  const line = {
    queue: [], busy: false, state: "ready", room, source: null, fails: 0, timer: 0, over: false,
    listeners: [], watchers: [], keepSource, onComparison, onEnded, onStranger,
  };
  const wake = () => { if (document.visibilityState === "visible") beatLine(line); };
  document.addEventListener("visibilitychange", wake);
  ["online", "pageshow", "focus"].forEach((name) => globalThis.addEventListener(name, wake));
  globalThis.addEventListener("offline", () => setLineState(line, "away"));
  line.timer = setTimeout(() => beatLine(line), BEAT);
  return {
    send: (message) => { splitActs(message).forEach((part) => line.queue.push(part)); runLine(line); },
    onMessage: (listener) => { line.listeners.push(listener); return () => { line.listeners = []; }; },
    onState: (listener) => {
      line.watchers.push(listener);
      setTimeout(() => listener(line.state), 0);
      return () => { line.watchers = []; line.over = true; clearTimeout(line.timer); };
    },
  };
}

/** Return a message as several where its acts are too much for one. */
function splitActs(message) {
  if (message.kind !== "acts" || JSON.stringify(message).length < MOST_SENT / 3) return [message];
  return message.acts.map((act) => ({ ...message, acts: [act] }));
}

function beatLine(line) {
  clearTimeout(line.timer);
  if (line.over) return;
  if (!line.busy && !line.queue.length && (document.visibilityState === "visible" || line.state === "away")) line.queue.push({ n: 0, kind: "ping" });
  runLine(line);
  line.timer = setTimeout(() => beatLine(line), line.fails ? RETRIES[Math.min(line.fails, RETRIES.length) - 1] : BEAT);
}

async function runLine(line) {
  if (line.busy) return;
  line.busy = true;
  while (line.queue.length && !line.over) {
    const message = line.queue[0];
    const answer = await postJson("/say", { source: line.source, message });
    if (answer.status === 429) {
      await new Promise((resolve) => { setTimeout(resolve, 1000 * Math.max(1, answer.wait)); });
      continue;
    }
    if (answer.status === 0) { loseLine(line); break; }
    line.queue.shift();
    takeAnswer(line, message, answer);
  }
  line.busy = false;
}

/** Nobody answered: what was asked is told so; acts are kept by the coder. */
function loseLine(line) {
  const asked = line.queue.splice(0);
  line.fails += 1;
  setLineState(line, "away");
  asked.filter(({ kind }) => kind === "compare").forEach(({ n }) => tellLine(line, { n, kind: "error", sentence: "There is no connection to the workshop now. Ask again in a moment." }));
  clearTimeout(line.timer);
  line.timer = setTimeout(() => beatLine(line), RETRIES[Math.min(line.fails, RETRIES.length) - 1]);
}

function takeAnswer(line, message, { status, told }) {
  line.fails = 0;
  if (status === 401 || status === 409) return line.onStranger();
  setLineState(line, "ready");
  if (status !== 200) return refuseMessage(line, message, status, told.sentence);
  told.replies.forEach((reply) => {
    if (reply.kind === "view") {
      line.source = reply.view.source.source_id;
      line.keepSource(line.source);
    }
    if (reply.kind !== "pong") tellLine(line, reply);
  });
  return takeRoom(line, told.room);
}

function refuseMessage(line, message, status, sentence) {
  if (message.kind === "acts" && status < 500) message.acts.forEach(({ act }) => tellLine(line, { n: message.n, kind: "refused", act, sentence }));
  else if (message.kind !== "ping") tellLine(line, { n: message.n, kind: "error", later: message.kind === "acts", sentence });
}

function takeRoom(line, room) {
  const { comparison } = line.room;
  line.room = room;
  if (room.ended) return line.onEnded();
  if (room.comparison === comparison) return undefined;
  setLineState(line, "waiting"); // the coder asks for its view again, and is shown what is open now
  setLineState(line, "ready");
  return line.onComparison(room.comparison);
}

function setLineState(line, state) {
  if (line.state === state) return;
  line.state = state;
  line.watchers.forEach((watcher) => watcher(state));
}

function tellLine(line, message) {
  line.listeners.forEach((listener) => listener(message));
}
