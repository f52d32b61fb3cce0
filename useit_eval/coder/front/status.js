// Whether all is saved, what was refused and why, and undo and redo with what they would undo.

import { count, fill, h } from "./elements.js";

const STATES = { ready: "", waiting: "Python is busy", away: "Python is not running" };

/** Return the status: `el` (in the bar), `messages` (sentences a person must see), `update(what)`, `say(sentence, {stays})`. */
export function makeStatus(app) {
  const status = { app, timer: 0 };
  status.state = h("span.uc-state", { role: "status" });
  status.undo = h("button.uc-undo", { onclick: () => app.undo() });
  status.redo = h("button.uc-undo", { onclick: () => app.redo() });
  status.el = h("div.uc-status", {}, status.state, status.undo, status.redo);
  status.said = h("div.uc-said", { role: "status", hidden: true });
  status.refused = h("div.uc-refused", { role: "alert" });
  status.messages = h("div.uc-messages", {}, status.said, status.refused);
  return {
    el: status.el, messages: status.messages,
    update: (what) => updateStatus(status, what),
    say: (sentence, how) => saySentence(status, sentence, how),
  };
}

function updateStatus(status) {
  const { app } = status;
  const { waiting, refused } = app.counts();
  const where = app.outbox?.unkept() ? "leave this page open: this browser keeps nothing" : "kept in this browser";
  const kept = waiting ? `${count(waiting, "act")} waiting, ${where}` : "All is saved";
  const why = { ...STATES, ...app.options.states }[app.state] ?? "";
  fill(status.state, app.view ? [kept, why ? ` · ${why}` : ""].join("") : why ? `${why}: the text is on its way` : "Opening …");
  status.state.dataset.state = waiting ? "waiting" : "saved";
  drawTurnBack(status.undo, "Undo", app.deeds?.undoable() ?? null);
  drawTurnBack(status.redo, "Redo", app.deeds?.redoable() ?? null);
  [status.undo, status.redo].forEach((button) => { button.hidden = !app.canWrite; });
  if (status.shownRefusals !== refusalKey(app)) drawRefusals(status, refused);
}

function drawTurnBack(button, name, said) {
  fill(button, name, said ? h("span.uc-what", {}, ` ${said}`) : null);
  button.title = said ? `${name} ${said}` : "";
  button.setAttribute("aria-label", said ? `${name} ${said}` : `${name}: nothing to ${name.toLowerCase()}`);
  if (said) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

function refusalKey(app) {
  return (app.deeds?.refusals ?? []).map(({ act }) => act.act).join();
}

function drawRefusals(status) {
  const { app } = status;
  status.shownRefusals = refusalKey(app);
  fill(status.refused, (app.deeds?.refusals ?? []).map(({ act, sentence }) => {
    const span = act.rows.find(({ row }) => Number.isInteger(row.start))?.row;
    return h("div.uc-refusal", {},
      h("p", {}, h("b", {}, `Not saved: ${act.said || "this act"}. `), sentence),
      h("div.uc-row", {},
        span && span.source_id === app.view.source.source_id ? h("button", { onclick: () => tryAgain(app, act, span) }, "Go there and choose again") : null,
        h("button", { onclick: () => app.deeds.forget(act.act) }, "Leave it")));
  }));
}

function tryAgain(app, act, span) {
  app.deeds.forget(act.act);
  app.goTo(span.start);
  app.select({ start: span.start, end: span.end, native: false });
  app.frame.reader.focus();
}

/** Say a sentence on the screen; it goes after a while unless it `stays`. */
function saySentence(status, sentence, { stays = false } = {}) {
  clearTimeout(status.timer);
  const hide = () => { status.said.hidden = true; };
  fill(status.said, h("span", {}, sentence), h("button", { onclick: hide }, "Close"));
  status.said.hidden = false;
  if (!stays) status.timer = setTimeout(hide, Math.max(6000, sentence.length * 90));
}
