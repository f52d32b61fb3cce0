// What a configuration says about a theory: which way it bears, how near, how thick and how sound it is, and why.

import { bearingsOf } from "./building.js";
import { fill, h, newElementId } from "./elements.js";

/** Words on the screen for a bearing and for the three grades. */
export const BEARING_WORDS = {
  supports: "speaks for it", refines: "speaks for it, but only under a condition", refutes: "speaks against it",
  neutral: "touches it, and speaks neither for nor against",
};
export const GRADES = {
  relevance: ["How near is it to what the theory says?", ["1: at its edge", "2: on a part of it", "3: on its very point"]],
  richness: ["How much is told?", ["1: a remark", "2: some detail", "3: step by step, with how and why"]],
  rigour: ["How far can one rely on it?", ["1: hearsay, or a general view", "2: at first hand", "3: at first hand, with an event that could be checked"]],
};

/** Return the part of the panel on theories: `el`, `update()`, `close()`. */
export function makeBearing(desk, { tell }) {
  const bearing = { desk, tell, of: null, before: null, made: {}, key: "" };
  bearing.list = h("ul.uc-bearings", {});
  bearing.about = h("p.uc-quiet", { dir: "auto" });
  bearing.form = h("div.uc-bearing-form", {});
  bearing.summary = h("summary", {});
  bearing.el = h("details.uc-more.uc-bearing", {}, bearing.summary, bearing.list, bearing.form);
  return { el: bearing.el, update: () => showBearings(bearing) };
}

/** Return in one sentence what is missing before a bearing can be kept, "" when nothing is. */
export function missingInBearing(said) {
  if (!said.theory_id) return "Choose a theory first.";
  if (!said.bearing) return "Choose which way it speaks.";
  const open = Object.keys(GRADES).find((name) => !said[name]);
  if (open) return `Answer “${GRADES[open][0]}” with 1, 2 or 3.`;
  return said.reason ? "" : "Say why, in one sentence.";
}

function showBearings(bearing) {
  const { desk } = bearing;
  const claim = desk.claim();
  const { theories } = desk.app.view;
  bearing.el.hidden = !claim || !theories.length;
  if (bearing.el.hidden) { bearing.of = null; return; }
  const rows = bearingsOf(desk.app.record, claim);
  fill(bearing.summary, "What it says about a theory: ", h("span.uc-quiet", {}, rows.length ? rows.map((row) => `${BEARING_WORDS[row.bearing].split(",")[0]} (${row.theory_id})`).join("; ") : "nothing yet"));
  const key = JSON.stringify([rows, desk.mine()]);
  if (key !== bearing.key || bearing.of !== desk.current) fill(bearing.list, rows.map((row) => drawBearing(bearing, row)));
  bearing.key = key;
  if (bearing.of !== desk.current) drawBearingForm(bearing, null);
  bearing.of = desk.current;
}

function nameTheory({ desk }, { theory_id, theory_version }) {
  const known = desk.app.view.theories.find((theory) => theory.theory_id === theory_id);
  return `${theory_id}${known ? `, ${known.title}` : ""} (version ${theory_version})`;
}

function drawBearing(bearing, row) {
  const grades = Object.keys(GRADES).map((name) => `${name} ${row[name]}`).join(", ");
  return h("li", {},
    h("p", { dir: "auto" }, h("b", {}, `${nameTheory(bearing, row)}: ${BEARING_WORDS[row.bearing]}. `), row.reason),
    h("p.uc-quiet", {}, `${grades}${row.explained ? `. Explained: ${row.explained}` : ""}`),
    bearing.desk.mine() ? h("div.uc-row", {},
      h("button", { onclick: () => drawBearingForm(bearing, row, { focus: true }) }, "Change"),
      h("button", { onclick: () => bearing.desk.takeBack(row) }, "Take it back")) : null);
}

function drawBearingForm(bearing, before, { focus = false } = {}) {
  const { desk, form } = bearing;
  bearing.before = before;
  bearing.form.hidden = !desk.mine();
  if (!desk.mine()) return fill(form);
  const { made } = bearing;
  made.theory_id = choiceOf("theory", ["", "choose"], desk.app.view.theories.map((theory) => [theory.theory_id, `${theory.theory_id}: ${theory.title}`]));
  made.theory_id.addEventListener("change", () => showTheory(bearing));
  made.bearing = choiceOf("bearing", ["", "choose"], (desk.app.view.terms.bearings ?? []).map((word) => [word, BEARING_WORDS[word] ?? word]));
  made.bearing.addEventListener("change", () => { explained.hidden = made.bearing.value !== "refutes"; });
  Object.keys(GRADES).forEach((name) => { made[name] = makeGrade(name); });
  made.reason = h("textarea.uc-field", { id: newElementId("reason"), rows: "2", maxlength: "1000", dir: "auto" });
  made.explained = h("textarea.uc-field", { id: newElementId("explained"), rows: "2", maxlength: "1000", dir: "auto" });
  const explained = h("div", {}, labelled(made.explained, "How could that be explained? (may stay empty)"));
  Object.entries(made).forEach(([name, field]) => { field.value = String(before?.[name] ?? ""); });
  explained.hidden = made.bearing.value !== "refutes";
  fill(form, labelled(made.theory_id, "Which theory?"), bearing.about, labelled(made.bearing, "Which way does it speak?"),
    Object.keys(GRADES).map((name) => made[name].el), labelled(made.reason, "Why?"), explained,
    h("div.uc-row", {}, h("button", { onclick: () => keepBearing(bearing) }, before ? "Keep the change" : "Keep what it says")));
  showTheory(bearing);
  return focus ? made.bearing.focus() : undefined;
}

function choiceOf(stem, none, options) {
  return h("select.uc-field", { id: newElementId(stem) }, [none, ...options].map(([value, said]) => h("option", { value }, said)));
}

/** Return three choices with their meanings in sight: {el, value} with "" while none is taken. */
function makeGrade(name) {
  const [question, meanings] = GRADES[name];
  const group = newElementId(name);
  const boxes = meanings.map((_, i) => h("input", { type: "radio", name: group, id: newElementId(name), value: String(i + 1) }));
  return {
    el: h("fieldset.uc-grade", {}, h("legend", {}, question), boxes.map((box, i) => h("label.uc-check", { for: box.id }, box, h("span", {}, meanings[i])))),
    get value() { return boxes.find((box) => box.checked)?.value ?? ""; },
    set value(given) { boxes.forEach((box) => { box.checked = box.value === given; }); },
  };
}

function labelled(field, words) {
  return [h("label", { for: field.id }, words), field];
}

function showTheory({ desk, made, about }) {
  const theory = desk.app.view.theories.find((one) => one.theory_id === made.theory_id.value);
  fill(about, theory ? theory.text : "");
}

function keepBearing(bearing) {
  const { desk, made, before, tell } = bearing;
  const said = Object.fromEntries(Object.entries(made).map(([name, field]) => [name, field.value.trim()]));
  const missing = missingInBearing(said);
  if (missing) return tell(missing);
  const theory = desk.app.view.theories.find((one) => one.theory_id === said.theory_id);
  desk.bear({
    ...said, theory_version: before?.theory_id === said.theory_id ? before.theory_version : theory.version,
    ...Object.fromEntries(Object.keys(GRADES).map((name) => [name, Number(said[name])])),
    explained: said.bearing === "refutes" && said.explained ? said.explained : null,
  }, before);
  drawBearingForm(bearing, null);
  return tell(`Kept: it ${BEARING_WORDS[said.bearing].split(",")[0]}, ${said.theory_id}.`);
}
