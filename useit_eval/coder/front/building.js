// A configuration as it is being built: its slots in plain words, what is in them, and what is taken for granted. Pure.

/** Words for each slot: the question that an empty one asks, and what leads from the slot before to this one. */
export const SLOT_WORDS = {
  intervention: { asks: "What was done or offered?", leads: "something is done", ink: "macro_asset", letter: "I" },
  context: { asks: "What was already so, and made the difference?", leads: "where this is so already", ink: "context", letter: "C" },
  actor: { asks: "Who acts?", leads: "somebody acts", ink: "micro_asset", letter: "A" },
  mechanism_resource: { asks: "What was put within people's reach?", leads: "people get this", ink: "resource", letter: "R" },
  mechanism_reasoning: { asks: "What changed in their thinking?", leads: "so they come to think or feel this", ink: "reasoning", letter: "T" },
  mechanism_mixed: { asks: "Is it both at once, in words that cannot be parted?", leads: "both in one passage", ink: "new", letter: "RT" },
  outcome: { asks: "What came of it?", leads: "and this comes of it", ink: "outcome", letter: "O" },
};

/** Words the record keeps where nothing was written; a field shows them as empty. */
export const UNSAID = { paraphrase: "Not yet put into words.", about_case: "not stated" };

const KIND_SLOTS = {
  context: "context", resource: "mechanism_resource", reasoning: "mechanism_reasoning", outcome: "outcome",
  macro_asset: "context", micro_asset: "context",
};

/** Return the slot that a code's kind suggests, or null; a person is free to use another. */
export function proposeSlot(kind, slots) {
  const slot = KIND_SLOTS[kind];
  return slots.some((one) => one.slot === slot) ? slot : null;
}

/** Return what was written in a column of a claim, or "" for what stands for nothing. */
export function saidOf(claim, column) {
  const value = claim?.[column] ?? "";
  return value === UNSAID[column] ? "" : value;
}

/** Return a claim's standing parts, in the order in which they stand in the text. */
export function partsOf(record, claim) {
  if (!claim) return [];
  const mine = record.standing("claim_part").filter((part) => part.claim_id === claim.claim_id && record.row(part.coding_id));
  return mine.sort((a, b) => record.row(a.coding_id).start - record.row(b.coding_id).start);
}

/** Return the rows by which a claim bears on theories: they name it by its label, or by an id it had before it got one. */
export function bearingsOf(record, claim) {
  if (!claim) return [];
  const isIt = (named) => (claim.label !== null && named === claim.label) || record.tip(named)?.claim_id === claim.claim_id;
  return record.standing("evidence").filter((row) => row.subject_kind === "claim" && isIt(row.subject_label));
}

/** Return the standing claim for any id it had, null when it was removed or never was. */
export function standingClaim(record, id) {
  const tip = id ? record.tip(id) : null;
  return tip && !tip.removed && tip.claim_id ? tip : null;
}

/** Return the columns of a new claim, taken from the turn in which its first passage stands; null when no voice is known. */
export function beginClaim(app, coding, { strand } = {}) {
  const turn = app.turnAt(coding.start);
  const voice_id = turn?.voice_id ?? app.view.voices[0]?.voice_id ?? null;
  if (!voice_id) return null;
  return {
    source_id: coding.source_id, locator: turn?.locator ?? null, voice_id, reported_by: voice_id,
    strand: strand ?? app.view.strands[0]?.id ?? null, about_case: null, status: "observed",
    elicitation: elicitationAt(app.view, turn).elicitation, paraphrase: null,
  };
}

/** Return how what is said in a turn came to be said, and why one may think so: {elicitation, why}. */
export function elicitationAt(view, turn) {
  const question = view.questions.find(({ question_id }) => question_id === turn?.question_id);
  if (!question) return { elicitation: "not_known", why: "No question of the topic guide was put before it." };
  const whys = {
    unprompted: "an open question", prompted: "a question about this very thing", theory_shown: "the theory itself was shown",
  };
  return { elicitation: question.elicitation, why: `It answers “${question.text}” (${whys[question.elicitation] ?? "not known"}).` };
}

/** Return what lintHalf looks at. */
export function describeHalf(app, claim) {
  const parts = partsOf(app.record, claim).map((part) => {
    const { start, end } = app.record.row(part.coding_id);
    const turn = app.turnAt(start);
    const heard = app.map.slice(Math.min(start, turn.start), Math.max(end, turn.end));
    return { ...part, start, end, words: app.map.slice(start, end), heard, voice_id: turn.voice_id };
  });
  const said = claim && { ...claim, paraphrase: saidOf(claim, "paraphrase"), about_case: saidOf(claim, "about_case") };
  const voices = Object.fromEntries(app.view.voices.map((voice) => [voice.voice_id, voice.pseudonym || voice.label]));
  return { parts, claim: said, voices, theories: app.view.theories };
}

/** Return the line by which a claim is known in a list. */
export function nameClaim(record, claim, words) {
  const said = saidOf(claim, "paraphrase") || words || "no passage yet";
  return `${claim.label ?? "New"}: ${said}`;
}
