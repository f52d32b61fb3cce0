// What is said of a configuration besides its passages: in one sentence, who says it, about whom, and how it came up.

import { describeHalf, elicitationAt, saidOf } from "./building.js";
import { fill, h, newElementId } from "./elements.js";

/** Words on the screen for the words of the record. */
export const CLAIM_WORDS = {
  status: {
    observed: "it happened (observed)", anticipated: "it is expected, still to come (anticipated)",
    implied: "not said outright, but meant (implied)", hypothetical: "it would be so, if … (hypothetical)",
    denied: "said not to be so (denied)",
  },
  elicitation: {
    unprompted: "without being asked about it (unprompted)", prompted: "when asked about it (prompted)",
    theory_shown: "after the theory was shown", not_known: "not known",
  },
};

/**
 * Return the fields: `el`, `update()` (what stands now, except where somebody is writing), `flush()` (keeps what was
 * written and not yet kept: pressing a button does not leave the field).
 */
export function makeFields(desk) {
  const fields = { desk, of: null, made: {} };
  fields.made.paraphrase = h("textarea.uc-field", { id: newElementId("sentence"), rows: "3", maxlength: "1000", dir: "auto" });
  fields.made.about_case = h("input.uc-field", { id: newElementId("about"), type: "text", maxlength: "200", dir: "auto" });
  ["voice_id", "reported_by", "strand", "status", "elicitation"].forEach((name) => {
    fields.made[name] = h("select.uc-field", { id: newElementId(name), onchange: () => keepFields(fields) });
  });
  ["paraphrase", "about_case"].forEach((name) => fields.made[name].addEventListener("change", () => keepFields(fields)));
  fields.why = h("p.uc-quiet", {});
  fields.summary = h("summary", {});
  fields.el = h("div.uc-fields", {}, drawSentence(fields), h("details.uc-more", {}, fields.summary, drawRest(fields)));
  const leave = () => {
    if (fields.el.isConnected) keepFields(fields);
    else globalThis.removeEventListener("pagehide", leave);
  };
  globalThis.addEventListener("pagehide", leave);
  return { el: fields.el, update: () => showFields(fields), flush: () => keepFields(fields) };
}

function drawSentence({ made }) {
  return h("div", {}, labelFor(made.paraphrase, "In one sentence of your own"),
    h("p.uc-quiet", {}, "For whom or where; what was put within reach; what they came to think; what came of it."), made.paraphrase);
}

function labelFor(field, words, hint) {
  return h("label", { for: field.id }, words, hint ? h("span.uc-quiet", {}, ` ${hint}`) : null);
}

function drawRest({ made, why }) {
  return [
    labelFor(made.voice_id, "Who says it:", "whose words or experience it is"), made.voice_id,
    labelFor(made.reported_by, "Who tells it here:", "another person, if it was passed on"), made.reported_by,
    labelFor(made.about_case, "About whom:", "no names; say “her neighbour”, “the first two nurses”"), made.about_case,
    labelFor(made.strand, "Part of the programme"), made.strand,
    labelFor(made.status, "Did it happen?"), made.status,
    labelFor(made.elicitation, "How it came to be said"), made.elicitation, why,
  ];
}

function fillChoices({ made, desk }) {
  const { view } = desk.app;
  const voices = view.voices.map((voice) => [voice.voice_id, [voice.pseudonym || voice.label, voice.role].filter(Boolean).join(", ")]);
  const choices = {
    voice_id: voices, reported_by: voices, strand: view.strands.map(({ id, title }) => [id, title]),
    status: (view.terms.statuses ?? []).map((word) => [word, CLAIM_WORDS.status[word] ?? word]),
    elicitation: (view.terms.elicitations ?? []).map((word) => [word, CLAIM_WORDS.elicitation[word] ?? word]),
  };
  Object.entries(choices).forEach(([name, options]) => {
    const key = JSON.stringify(options);
    if (made[name].dataset.options === key) return;
    made[name].dataset.options = key;
    fill(made[name], options.map(([value, said]) => h("option", { value }, said)));
  });
}

function showFields(fields) {
  const { desk, made } = fields;
  const claim = desk.claim();
  fields.el.hidden = !claim;
  if (!claim) { fields.of = null; return; }
  fillChoices(fields);
  const another = fields.of !== desk.current;
  fields.of = desk.current;
  Object.entries(made).forEach(([name, field]) => {
    const said = saidOf(claim, name);
    if (another || field.dataset.kept === field.value || field.dataset.kept === undefined) field.value = said;
    field.dataset.kept = said;
    field.disabled = !desk.mine();
  });
  showWhy(fields, claim);
}

function showWhy({ desk, why, summary }, claim) {
  const { parts, voices } = describeHalf(desk.app, claim);
  const turn = parts.length ? desk.app.turnAt(parts[0].start) : null;
  const found = elicitationAt(desk.app.view, turn);
  fill(why, parts.length ? `${found.why}${found.elicitation === claim.elicitation ? "" : ` That would be: ${CLAIM_WORDS.elicitation[found.elicitation]}.`}` : "");
  const told = claim.reported_by === claim.voice_id ? "" : `, told by ${voices[claim.reported_by] ?? "somebody"}`;
  fill(summary, "Who says it, and how: ", h("span.uc-quiet", {}, `${voices[claim.voice_id] ?? "somebody"}${told}; ${CLAIM_WORDS.status[claim.status] ?? claim.status}; ${CLAIM_WORDS.elicitation[claim.elicitation] ?? claim.elicitation}`));
}

const CALLED = {
  paraphrase: "the sentence", about_case: "about whom", voice_id: "who says it", reported_by: "who tells it",
  strand: "the part of the programme", status: "whether it happened", elicitation: "how it came to be said",
};

function keepFields(fields) {
  const { desk, made } = fields;
  const claim = desk.claim();
  if (!claim || fields.of !== desk.current || !desk.mine()) return;
  const changed = Object.entries(made).filter(([, field]) => field.value.trim() !== (field.dataset.kept ?? ""));
  if (!changed.length) return;
  const columns = Object.fromEntries(changed.map(([name, field]) => [name, field.value.trim() || null]));
  changed.forEach(([, field]) => { field.dataset.kept = field.value.trim(); });
  desk.say(columns, `${CALLED[changed[0][0]]} of a configuration`);
}
