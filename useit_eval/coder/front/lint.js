// What is worth a second look in a half-built configuration, said in plain words. Pure, and never in anybody's way.

import {
  ACTIVITIES, ATTENDING, CHANGES, FUTURE, LIVED, OTHERS, PROVIDING, THINKING, findListed, findRunOfWords, sharedWords,
} from "./activities.js";

const LEAST_RUN = 8; // words said alike that make a sentence a copy
const THINKS = ["mechanism_reasoning", "mechanism_mixed"];
const COUNTED = /(?:\b\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|many|lots|dozens))\b/iu;

/**
 * Return what is worth a second look: [{rule, parts: [part_id], sentence}], in the order of RULES.
 *
 * `half` is {parts: [{part_id, coding_id, slot, start, end, words, heard, voice_id}], claim: null or {voice_id,
 * reported_by, about_case, status, elicitation, paraphrase}, voices: {id: name}, theories: [{theory_id, title, text}]}:
 * `words` those marked, `heard` those of the turns in which they stand.
 */
export function lintHalf(half) {
  return Object.entries(RULES).flatMap(([rule, look]) => look(half).map((found) => ({ rule, ...found })));
}

/** Rules by their names; each returns what it finds as [{parts, sentence}]. */
export const RULES = {
  activity_as_reasoning: lintReasoning,
  activity_as_outcome: lintOutcome,
  no_context: lintContext,
  resource_alone: lintResource,
  passage_twice: lintTwice,
  still_to_come: lintFuture,
  words_copied: lintCopy,
  somebody_else: lintTeller,
  words_of_theory: lintTheory,
  two_voices: lintVoices,
};

const inSlots = (half, ...slots) => half.parts.filter((part) => slots.includes(part.slot));
const note = (parts, sentence) => ({ parts: parts.map((part) => part.part_id), sentence });

function lintReasoning(half) {
  return inSlots(half, ...THINKS).flatMap((part) => {
    const named = findListed(part.words, ACTIVITIES);
    if (!named || findListed(part.words, THINKING)) return [];
    return [note([part], `This names an activity (“${named}”). What changed in people's thinking? Look for what they thought, felt or decided because of it.`)];
  });
}

function lintOutcome(half) {
  return inSlots(half, "outcome").flatMap((part) => {
    const named = findListed(part.words, ACTIVITIES);
    if (!named || findListed(part.words, CHANGES)) return [];
    const put = findListed(part.words, PROVIDING);
    const attended = COUNTED.test(part.words) && findListed(part.words, ATTENDING);
    if (!put && !attended) return [];
    return [note([part], `This tells what was done (“${put || attended}”, “${named}”). Look for what was different afterwards, and for whom.`)];
  });
}

function filledSlots(half) {
  return new Set(half.parts.map((part) => part.slot));
}

function lintContext(half) {
  const filled = filledSlots(half);
  if (filled.has("context") || filled.size < 2) return [];
  return [note([], "There is no context yet. For whom, or in what situation, was it so? Look for what was already there and made the difference.")];
}

function lintResource(half) {
  const filled = filledSlots(half);
  if (!filled.has("mechanism_resource") || filled.size < 2 || THINKS.some((slot) => filled.has(slot))) return [];
  return [note(inSlots(half, "mechanism_resource"), "Something was offered, and nothing yet says what people thought of it. Look for what it made them think, feel or decide.")];
}

function lintTwice(half) {
  const places = new Map();
  half.parts.forEach((part) => {
    const key = `${part.start}-${part.end}`;
    places.set(key, [...(places.get(key) ?? []), part]);
  });
  return [...places.values()].filter((parts) => new Set(parts.map((part) => part.slot)).size > 1).map((parts) => (
    note(parts, "The same words stand in two places of this configuration. Can you take fewer words for each? If they cannot be parted, leave them in one.")));
}

function lintFuture(half) {
  if (half.claim?.status !== "observed") return [];
  return inSlots(half, "outcome").flatMap((part) => {
    const found = FUTURE.map((pattern) => part.words.match(pattern)).find(Boolean);
    if (!found) return [];
    return [note([part], `“${found[0].trim()}” sounds like something still to come, and below it says that it happened. Should that be “expected”?`)];
  });
}

function lintCopy(half) {
  const said = half.claim?.paraphrase ?? "";
  const runs = half.parts.map((part) => findRunOfWords(said, part.heard ?? part.words, LEAST_RUN)).filter(Boolean);
  if (!runs.length) return [];
  const longest = runs.reduce((one, other) => (other.length > one.length ? other : one));
  return [note([], `Your sentence repeats ${longest.length} words just as they were said (“${longest.slice(0, 8).join(" ")}${longest.length > 8 ? " …" : ""}”). Say it in words of your own, so that nobody is known by theirs.`)];
}

function lintTeller(half) {
  const { claim } = half;
  if (!claim || claim.voice_id !== claim.reported_by || claim.about_case) return [];
  return inSlots(half, ...THINKS, "outcome").filter((part) => tellsOfOther(part.words)).slice(0, 1).map((part) => (
    note([part], `This may be somebody else's experience, told by ${half.voices[claim.reported_by] ?? "this person"}. If so, say below whom it is about and who says it.`)));
}

/** Do words tell what another person lived through, and nothing of the teller? */
function tellsOfOther(words) {
  if (/\b(?:I|me|my own|myself|we|us)\b/u.test(words)) return false;
  const lived = LIVED.join("|");
  const other = `(?:my|a|an|this|that|one|her|his|our|the) (?:\\p{L}+ )?(?:${OTHERS.join("|")})`;
  return new RegExp(`(?:^|[^\\p{L}])(?:${other}(?:,? who)?|she|he) (?:just |really |never |finally )?(?:${lived})(?![\\p{L}])`, "iu").test(words);
}

function lintTheory(half) {
  if (half.claim?.elicitation !== "theory_shown") return [];
  return half.parts.flatMap((part) => {
    const best = half.theories.map((theory) => sharedWords(part.words, theory.text)).sort((a, b) => b.length - a.length)[0] ?? [];
    if (best.length < 3) return [];
    return [note([part], `The theory had been shown, and these are words of the theory (“${best.slice(0, 3).join("”, “")}”). Look for an example that is the person's own.`)];
  });
}

function lintVoices(half) {
  const voices = [...new Set(half.parts.map((part) => part.voice_id).filter(Boolean))];
  if (voices.length < 2) return [];
  const names = voices.map((id) => half.voices[id] ?? "somebody");
  return [note([], `These passages are of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}. Look whether each tells of something of their own: then make two configurations of it.`)];
}
