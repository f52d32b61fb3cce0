// Choosing a code for the words chosen: two letters and Enter.

import { fill, h, newElementId, shorten } from "./elements.js";
import { KINDS } from "./kinds.js";
import { mark } from "./rows.js";
import { makeLookup } from "./suggesting.js";

const IDEA = 60; // characters a new idea may have

/** Return the chooser: `el`, `update(what)`, `begin(letters)` (puts the cursor into the field). */
export function makeChooser(app) {
  const chooser = { app, options: [], at: 0, lookup: null, recent: [], listId: newElementId("codes"), done: "" };
  chooser.field = h("input.uc-field", {
    id: newElementId("code"), type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": chooser.listId,
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: "80",
    oninput: () => { chooser.done = ""; chooser.at = 0; listOptions(chooser); }, onkeydown: (event) => takeKeyOfField(chooser, event),
    onfocus: () => holdSelection(app),
  });
  chooser.list = h("div.uc-options", { id: chooser.listId, role: "listbox", "aria-label": "Codes" });
  chooser.about = h("div.uc-about", { "aria-live": "polite" });
  chooser.passage = h("blockquote.uc-passage", { dir: "auto" });
  chooser.told = h("p.uc-told", {});
  chooser.memo = h("textarea.uc-field", { id: newElementId("memo"), rows: "2", maxlength: "5000", onfocus: () => holdSelection(app) });
  chooser.certainty = makeCertainty();
  chooser.el = h("section.uc-chooser", { "aria-label": "Choose a code", hidden: true },
    chooser.passage, h("label", { for: chooser.field.id }, "Code for these words"),
    h("div.uc-beside", {}, chooser.field, h("button", { onclick: () => leaveChooser(chooser) }, "Done")),
    chooser.told, chooser.list, chooser.about, makeMore(chooser));
  return { el: chooser.el, update: (what) => updateChooser(chooser, what), begin: (letters) => beginChooser(chooser, letters) };
}

/** Return a list for how sure the coder is; empty means nothing is said of it. */
export function makeCertainty(given = "", attributes = {}) {
  const words = { "": "not said", certain: "certain", fairly_certain: "fairly certain", unsure: "unsure" };
  const select = h("select.uc-field", { id: newElementId("sure"), ...attributes },
    Object.entries(words).map(([value, said]) => h("option", { value }, said)));
  select.value = given || "";
  return select;
}

function makeMore(chooser) {
  return h("details.uc-more", {}, h("summary", {}, "A note, and how sure you are"),
    h("label", { for: chooser.memo.id }, "Note (goes with the next code you choose)"), chooser.memo,
    h("label", { for: chooser.certainty.id }, "How sure"), chooser.certainty);
}

/** The browser lets go of its selection when a field is entered: from then on the coder draws it. */
function holdSelection(app) {
  if (app.selection?.native) app.select({ ...app.selection, native: false });
}

function updateChooser(chooser, what) {
  const { app } = chooser;
  if (what.has("view")) {
    chooser.lookup = makeLookup(app.view.codes);
    chooser.recent = [...app.view.recent];
  }
  if (!what.has("selection") && !what.has("view")) return;
  const span = app.canWrite && !app.placing && !app.selection?.quiet ? app.selection : null;
  const same = span && chooser.span && span.start === chooser.span.start && span.end === chooser.span.end;
  chooser.el.hidden = !span;
  chooser.span = span;
  if (!span) fill(chooser.passage); // words whose consent may be withdrawn are not left on the page
  if (!span || same) return;
  Object.assign(chooser, { at: 0, done: "" });
  chooser.field.value = "";
  fill(chooser.passage, shorten(app.map.slice(span.start, span.end), 220));
  listOptions(chooser);
}

function beginChooser(chooser, letters) {
  chooser.app.showTab("codes");
  holdSelection(chooser.app);
  updateChooser(chooser, new Set(["selection"]));
  chooser.field.value = letters;
  chooser.at = 0;
  listOptions(chooser);
  chooser.field.focus();
}

function listOptions(chooser) {
  const { app, field, span } = chooser;
  const letters = field.value.trim();
  const known = (ids) => ids.map((id) => app.codes.get(id)).filter((code) => code && !code.retired);
  const groups = letters ? [["", chooser.lookup.search(letters, span ? app.map.slice(span.start, span.end) : "")]] : groupAll(chooser, known);
  const seen = new Set();
  chooser.options = [];
  groups.forEach(([title, codes]) => codes.forEach((code) => {
    if (seen.has(code.code_id) || chooser.options.length >= 300) return;
    seen.add(code.code_id);
    chooser.options.push({ code, title });
  }));
  const idea = letters.replace(/^new\//i, "").replace(/;/g, ",").trim();
  const exact = chooser.options.some(({ code }) => code.name.toLowerCase() === idea.toLowerCase());
  if (idea && !exact) chooser.options.push({ idea: Array.from(idea).slice(0, IDEA).join("").trim(), title: "" });
  drawOptions(chooser);
}

function groupAll(chooser, known) {
  const { app, span } = chooser;
  const there = codesThere(chooser); // Enter must not lead to what is done already
  return [
    ["Used last", known(chooser.recent).filter((code) => !there.has(code.code_id)).slice(0, 5)],
    ["Share words with the passage", chooser.lookup.suggest(app.map.slice(span.start, span.end)).filter((code) => !there.has(code.code_id))],
    ["All codes", [...app.codes.values()].filter((code) => !code.retired).sort((a, b) => a.name.localeCompare(b.name))],
  ];
}

function codesThere({ app, span }) {
  const own = app.codings().filter((row) => row.start === span.start && row.end === span.end && row.coder === app.by.coder);
  return new Set(own.map((row) => row.code_id));
}

function drawOptions(chooser) {
  let title = "";
  const drawn = chooser.options.map((option, index) => {
    const head = option.title && option.title !== title ? h("div.uc-group", { role: "presentation" }, option.title) : null;
    title = option.title;
    return [head, drawOption(chooser, option, index)];
  });
  fill(chooser.list, drawn);
  lookAt(chooser, Math.min(chooser.at, chooser.options.length - 1));
  fill(chooser.told, chooser.done || tellCount(chooser));
}

function tellCount({ options, field }) {
  if (!field.value.trim()) return "Type two letters, then Enter. Arrow keys move in the list.";
  return options.length ? "" : "No code has these letters.";
}

function drawOption(chooser, { code, idea }, index) {
  const shown = code ? chooser.app.code(code.code_id) : { name: `New idea: ${idea}`, kind: "new", letter: "N" };
  return h(`div.uc-option.uc-kind-${shown.kind}`, {
    role: "option", id: `${chooser.listId}-${index}`, "aria-selected": "false",
    onmousedown: (event) => event.preventDefault(), onclick: () => chooseOption(chooser, index),
    onmousemove: () => { if (chooser.at !== index) lookAt(chooser, index, false); },
  }, h("span.uc-tag", { "data-letter": shown.letter, "aria-hidden": "true" }), h("span", { dir: "auto" }, shown.name));
}

/** Make one option the one that Enter takes, and say what its code means. */
function lookAt(chooser, index, scroll = true) {
  const rows = chooser.list.querySelectorAll(".uc-option");
  rows[chooser.at]?.setAttribute("aria-selected", "false");
  chooser.at = Math.max(0, index);
  const row = rows[chooser.at];
  row?.setAttribute("aria-selected", "true");
  if (row) chooser.field.setAttribute("aria-activedescendant", row.id);
  else chooser.field.removeAttribute("aria-activedescendant");
  if (row && scroll) requestAnimationFrame(() => keepInView(chooser, row)); // never before the frame's own layout
  fill(chooser.about, describe(chooser.options[chooser.at]));
}

function keepInView({ list, at }, row) {
  const top = at === 0 ? 0 : row.offsetTop;
  const bottom = row.offsetTop + row.offsetHeight;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

function describe(option) {
  if (!option) return null;
  if (!option.code) return h("p", {}, "Kept as a new idea; somebody moves it into the codebook, or not, later.");
  const { code } = option;
  return [
    h("p", { dir: "auto" }, h("b", {}, `${(KINDS[code.kind] ?? KINDS.new).name}. `), code.definition),
    code.use_when ? h("p", { dir: "auto" }, h("b", {}, "Use when: "), code.use_when) : null,
    code.do_not_use_when ? h("p", { dir: "auto" }, h("b", {}, "Not when: "), code.do_not_use_when) : null,
  ];
}

function takeKeyOfField(chooser, event) {
  const last = chooser.options.length - 1;
  const moves = { ArrowDown: Math.min(chooser.at + 1, last), ArrowUp: Math.max(chooser.at - 1, 0) };
  if (event.isComposing) return; // an input method is still putting a sign together
  if (event.key in moves) lookAt(chooser, moves[event.key]);
  else if (event.key === "Enter") chooseOption(chooser, chooser.at);
  else if (event.key === "Escape") leaveChooser(chooser);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function chooseOption(chooser, index) {
  const { app, span } = chooser;
  const option = chooser.options[index];
  if (!option || !span) return;
  const code_id = option.code ? option.code.code_id : `new/${option.idea}`;
  const { name } = app.code(code_id);
  if (codesThere(chooser).has(code_id)) return tell(chooser, `These words have “${name}” already.`);
  const act = mark(app.passage(span), [code_id], {
    by: app.by, memo: chooser.memo.value.trim(), certainty: chooser.certainty.value,
    quotable: isQuotable(app, span), said: `marking as “${name}”`,
  });
  chooser.recent = [code_id, ...chooser.recent.filter((id) => id !== code_id)];
  app.send(act);
  app.pick(act.rows[0].row.coding_id, { go: false });
  [chooser.memo, chooser.certainty, chooser.field].forEach((field) => { field.value = ""; });
  tell(chooser, `Marked as “${name}”. Choose another code for the same words, or Done (Escape).`);
}

function isQuotable(app, span) {
  const mixed = app.view.turns.some((turn) => turn.interleaved && turn.start < span.end && turn.end > span.start);
  return app.view.source.consent === "quote" && !mixed;
}

function tell(chooser, sentence) {
  Object.assign(chooser, { done: sentence, at: 0 });
  listOptions(chooser);
  chooser.app.frame.hear(sentence);
}

function leaveChooser(chooser) {
  const { app } = chooser;
  app.frame.reader.caret().letGo();
  app.select(null);
  app.frame.closeSheet();
  app.frame.reader.focus();
}
