// The passage looked at, with what can be done to it; and the list of everything marked in this source.

import { makeCertainty } from "./chooser.js";
import { count, fill, h, newElementId, shorten } from "./elements.js";
import { KINDS } from "./kinds.js";
import { drawLanes } from "./lanes.js";
import { change, remove, withParts } from "./rows.js";

/** Return the panel: `top` (the passage looked at), `el` (the list), `update(what)`, `keepPlace()`, `dropPlace()`, `move(row, span)`, `flush()`
 * (keeps a note still being written). */
export function makeMarked(app) {
  const marked = { app, open: new Set(), flush: () => {} };
  marked.looked = h("section.uc-looked", { "aria-label": "The passage you picked", hidden: true });
  marked.placing = h("section.uc-placing", { "aria-label": "Another place", hidden: true });
  marked.list = h("section.uc-list", { "aria-label": "What is marked" });
  marked.top = h("div", {}, marked.placing, marked.looked);
  marked.el = h("div", {}, marked.list, makeKey());
  return {
    top: marked.top,
    el: marked.el,
    update: (what) => updateMarked(marked, what),
    keepPlace: () => keepPlace(marked),
    dropPlace: () => dropPlace(marked),
    move: (row, span) => moveCoding(marked, row, span),
    flush: () => marked.flush(),
  };
}

/** Return the key to letters and bars. */
function makeKey() {
  const line = (kind, { letter, name }) => {
    const sample = h("span.uc-sample", { "aria-hidden": "true" });
    Object.assign(sample.style, drawLanes([{ kind, lane: 0 }]));
    return h(`li.uc-kind-${kind}`, {}, h("span.uc-tag", { "data-letter": letter }), sample, name);
  };
  return h("details.uc-key", {}, h("summary", {}, "Letters and bars"),
    h("ul", {}, Object.entries(KINDS).map(([kind, described]) => line(kind, described))));
}

function updateMarked(marked, what) {
  const { app } = marked;
  if (what.has("picked") || what.has("record") || what.has("view")) drawLooked(marked);
  if (what.has("record") || what.has("view")) drawMarked(marked);
  if (app.placing && (what.has("selection") || what.has("picked"))) drawPlacing(marked);
}

function findPicked({ app }) {
  return app.codings().find((row) => row.coding_id === app.picked) ?? null;
}

/** The passage picked may have been changed: its last row is looked at then. */
function followPicked({ app }) {
  const tip = app.picked && app.record.tip(app.picked);
  if (tip && tip.coding_id !== app.picked) app.pick(tip.removed ? null : tip.coding_id, { go: false });
  else if (app.picked && !tip) app.pick(null);
}

function drawLooked(marked) {
  followPicked(marked);
  const { app, looked } = marked;
  const row = findPicked(marked);
  looked.hidden = !row || Boolean(app.placing);
  if (!row) {
    marked.flush();
    marked.flush = () => {};
    delete looked.dataset.id;
    return fill(looked);
  }
  const key = JSON.stringify([row, app.record.state(row.coding_id)]);
  if (looked.dataset.key === key && looked.childElementCount) return looked;
  const same = looked.dataset.id && app.record.tip(looked.dataset.id)?.coding_id === row.coding_id;
  if (same && looked.contains(document.activeElement)) { // somebody writes there: only what is said of saving changes
    fill(looked.querySelector(".uc-saving"), tellState(app, row));
    return looked;
  }
  marked.flush();
  marked.flush = () => {};
  Object.assign(looked.dataset, { key, id: row.coding_id });
  const code = app.code(row.code_id);
  const mine = app.canWrite && row.coder === app.by.coder;
  return fill(looked,
    h(`h3.uc-kind-${code.kind}`, {}, h("span.uc-tag", { "data-letter": code.letter, "aria-hidden": "true" }), h("span", { dir: "auto" }, code.name)),
    h("blockquote.uc-passage", { dir: "auto" }, shorten(app.map.slice(row.start, row.end), 260)),
    h("p.uc-quiet", {}, `Turn ${app.turnAt(row.start)?.number ?? ""} · ${row.coder} · `, h("span.uc-saving", {}, tellState(app, row))),
    mine ? drawForm(marked, row) : drawFixed(row));
}

function tellState(app, row) {
  if (app.record.state(row.coding_id) === "waiting") return "waiting to be saved";
  return "saved";
}

function drawFixed(row) {
  return [
    row.memo ? h("p", { dir: "auto" }, h("b", {}, "Note: "), row.memo) : null,
    row.certainty ? h("p", {}, h("b", {}, "How sure: "), row.certainty.replace("_", " ")) : null,
  ];
}

function drawForm(marked, row) {
  const memo = h("textarea.uc-field", { id: newElementId("note"), rows: "2", maxlength: "5000" });
  memo.value = row.memo ?? "";
  const keep = () => keepNote(marked, row, memo, sure);
  const sure = makeCertainty(row.certainty, { onchange: keep });
  memo.addEventListener("blur", keep);
  marked.flush = keep;
  return [
    h("label", { for: memo.id }, "Note"), memo,
    h("div.uc-sure", {}, h("label", { for: sure.id }, "How sure"), sure),
    h("div.uc-row", {},
      h("button", { onclick: () => anotherCode(marked, findLast(marked, row)) }, "Add another code"),
      h("button", { onclick: () => beginPlace(marked, findLast(marked, row)) }, "Change place"),
      h("button", { onclick: () => removeCoding(marked, findLast(marked, row)) }, "Remove")),
  ];
}

/** A note being written is kept first; then the passage as it stands now. */
function findLast(marked, row) {
  marked.flush();
  return marked.app.record.tip(row.coding_id);
}

function keepNote(marked, row, memo, sure) {
  const { app } = marked;
  const now = app.record.tip(row.coding_id);
  const columns = { memo: memo.value.trim() || null, certainty: sure.value || null };
  if (!now || now.removed || ((now.memo || null) === columns.memo && (now.certainty || null) === columns.certainty)) return;
  const said = columns.memo === (now.memo || null) ? "saying how sure" : "the note";
  const act = app.send(change("coding", now, columns, { said: `${said} on “${app.code(row.code_id).name}”` }));
  app.pick(act.rows[0].row.coding_id, { go: false });
}

function anotherCode({ app }, row) {
  app.select({ start: row.start, end: row.end, native: false });
  app.frame.chooser.begin("");
}

function beginPlace(marked, row) {
  const { app } = marked;
  app.placing = row.coding_id;
  app.select({ start: row.start, end: row.end, native: false });
  app.goTo(row.start);
  app.frame.reader.caret().hold({ start: row.start, end: row.start + 1 });
  app.frame.closeSheet();
  app.frame.reader.focus();
  drawLooked(marked);
  drawPlacing(marked);
  app.frame.hear("Choose the words where this belongs, then press Enter. Escape leaves it where it is.");
}

function drawPlacing(marked) {
  const { app, placing, looked } = marked;
  placing.hidden = !app.placing;
  looked.hidden = Boolean(app.placing) || !findPicked(marked);
  if (!app.placing) return fill(placing);
  const row = app.record.row(app.placing);
  const span = app.selection;
  return fill(placing,
    h("p", {}, `Choose the words where “${app.code(row.code_id).name}” belongs: drag over them, or Shift and arrow keys.`),
    span ? h("blockquote.uc-passage", { dir: "auto" }, shorten(app.map.slice(span.start, span.end), 220)) : null,
    h("div.uc-row", {},
      h("button.uc-main-action", { onclick: () => keepPlace(marked), disabled: !span }, "Keep this place"),
      h("button", { onclick: () => dropPlace(marked) }, "Leave it")));
}

function keepPlace(marked) {
  const { app } = marked;
  const row = app.placing && app.record.tip(app.placing);
  const span = app.selection;
  if (!row || !span) return true;
  endPlace(marked);
  if (span.start !== row.start || span.end !== row.end) moveCoding(marked, row, span);
  return true;
}

function dropPlace(marked) {
  endPlace(marked);
  return true;
}

function endPlace(marked) {
  const { app } = marked;
  app.placing = null;
  app.frame.reader.caret().letGo();
  app.select(null);
  drawPlacing(marked);
  drawLooked(marked);
  app.frame.reader.focus();
}

function moveCoding({ app }, row, span) {
  const act = change("coding", row, app.passage(span), { said: `another place for “${app.code(row.code_id).name}”` });
  app.send(act);
  app.pick(act.rows[0].row.coding_id, { go: false });
}

function removeCoding({ app }, row) {
  const entries = withParts(app.record, row);
  const { name } = app.code(row.code_id);
  app.send(remove(entries, { said: `removing “${name}”` }));
  app.pick(null);
  app.say(`Removed: “${name}”${entries.length > 1 ? " and its place in a configuration" : ""}. Undo brings it back.`);
  app.frame.reader.focus();
}

/** Passages under each code; a code's passages are drawn when it is opened. */
function drawMarked(marked) {
  const { app, list } = marked;
  const byCode = new Map();
  const shown = app.shown();
  shown.forEach((row) => (byCode.get(row.code_id) ?? byCode.set(row.code_id, []).get(row.code_id)).push(row));
  const total = shown.length;
  const key = JSON.stringify([...byCode].map(([id, rows]) => [id, marked.open.has(id) ? rows.map((row) => row.coding_id) : rows.length]));
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  const ordered = [...byCode].sort((a, b) => app.code(a[0]).name.localeCompare(app.code(b[0]).name));
  const ideas = ordered.filter(([id]) => id.startsWith("new/"));
  fill(list,
    h("h3", {}, total ? `${count(total, "passage")} marked under ${count(byCode.size, "code")}` : "Nothing is marked here yet"),
    ideas.length ? h("p.uc-quiet", {}, `${count(ideas.length, "new idea")}: somebody may move ${ideas.length === 1 ? "it" : "them"} into the codebook.`) : null,
    ordered.map(([id, rows]) => drawGroup(marked, id, rows)));
}

function drawGroup(marked, id, rows) {
  const { app, open } = marked;
  const code = app.code(id);
  const inner = h("ul", {});
  const show = () => fill(inner, [...rows].sort((a, b) => a.start - b.start).map((row) => h("li", {}, h("button.uc-plain", {
    dir: "auto", onclick: () => app.pick(row.coding_id),
  }, `${app.turnAt(row.start)?.number ?? ""}: ${shorten(app.map.slice(row.start, row.end), 70)}`))));
  const group = h("details.uc-group-of", { open: open.has(id), ontoggle: () => {
    if (group.open) { open.add(id); show(); } else open.delete(id);
  } }, h(`summary.uc-kind-${code.kind}`, {}, h("span.uc-tag", { "data-letter": code.letter, "aria-hidden": "true" }),
    h("span", { dir: "auto" }, code.name), h("span.uc-quiet", {}, ` ${rows.length}`)), inner);
  if (group.open) show();
  return group;
}
