// Words by which a note on a half-built configuration is worth giving. Short lists of British English; a person decides.

const words = (list) => list.trim().split(/\s*,\s*/);

/** What programmes put on: naming one says what was done, not what it changed. */
export const ACTIVITIES = words(`course, courses, class, classes, lesson, lessons, training, workshop, workshops, session,
  sessions, meeting, meetings, event, events, visit, visits, tour, drop-in, leaflet, leaflets, questionnaire,
  questionnaires, survey, interview, interviews, launch, placement, mentoring, advice, network, open day`);

/** What people think, feel or decide. */
export const THINKING = words(`think, thinks, thinking, thought, feel, feels, feeling, felt, believe, believes, believed,
  decide, decides, decided, hope, hopes, hoped, hoping, trust, trusted, worry, worried, afraid, scared, fear, feared,
  know, knew, known, realise, realised, understand, understood, want, wanted, wish, wished, mind, proud, pride, ashamed,
  shame, worth, confident, confidence, believed in, dare, dared, care, cared, expect, expected, matter, mattered, safe,
  belong, belonged, allowed, myself, suspect, suspicious, angry, sure, counts, respect, respected, seen, idea`);

/** What those who put something on do. */
export const PROVIDING = words(`held, hold, ran, run, delivered, deliver, organised, organise, put on, handed out, gave out,
  offered, provided, provide, arranged, hosted, launched, published, printed, trained, taught, invited, set up`);

/** How a count of people at something is told. */
export const ATTENDING = words("attended, came, took part, turned up, signed up, enrolled, registered, completed, went");

/** What tells of a change for somebody. */
export const CHANGES = words(`now, since, no longer, job, work, working, started, passed, got, changed, became, better,
  worse, more, less, stopped, left, qualified, earning, sold, moved, found, kept, still, confident, able, can, could,
  gave up, contract, post, paid`);

/** People of whom a teller tells. */
export const OTHERS = words(`friend, neighbour, sister, brother, mum, mother, dad, father, husband, wife, son, daughter,
  cousin, aunt, uncle, colleague, lady, man, woman, student, learner, mate, girl, boy, nurse, volunteer`);

/** Verbs that tell somebody's experience when he or she stands before them. */
export const LIVED = words(`thought, felt, said, was, got, told, realised, decided, wanted, knew, believed, started, passed,
  found, had, became, stopped, went, came, left, worried, hoped`);

/** What tells of something still to come. */
export const FUTURE = [
  /\b(?:i|you|he|she|it|we|they|that|this|there|who)(?:['’]ll| will)(?! (?:tell|say|give you|be honest|admit)\b)(?: \p{L}+)?/iu,
  /\bgoing to (?!the\b|an?\b|my\b|your\b|his\b|her\b|our\b|their\b|that\b|this\b|school\b|work\b|college\b|town\b|church\b|mosque\b)\p{L}+/iu,
  /\bhop(?:e|es|ing) to \p{L}+/iu, /\bhopefully\b/iu, /\bplan(?:s|ning)? to \p{L}+/iu, /\bone day\b(?=.*\b(?:i|we|she|he|they)\b)/iu,
  /\bnext (?:week|month|year|spring|summer|autumn|winter)\b/iu, /\bmight (?!have\b)\p{L}+/iu, /\blook(?:ing)? forward to\b/iu,
];

const COMMON = new Set(words(`about, after, again, also, because, been, before, being, could, does, doing, down, each, from,
  have, having, here, into, just, like, more, most, much, only, other, over, really, same, should, some, such, than, that,
  their, them, then, there, these, they, thing, things, this, those, through, under, very, want, well, were, what, when,
  where, which, while, will, with, would, your, people, person, come, comes, take, takes, find, what, know, think`));

/** Return a text's words in lower case, without punctuation: letters and digits with inner apostrophes and hyphens. */
export function splitWords(text) {
  return Array.from(text.toLowerCase().replace(/’/g, "'").matchAll(/[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*/gu), ([word]) => word);
}

/** Return the first of the listed words or phrases that a text has as whole words, or null. */
export function findListed(text, list) {
  const said = ` ${splitWords(text).join(" ")} `.replaceAll(" of course ", " ");
  return list.find((entry) => said.includes(` ${entry} `)) ?? null;
}

/** Return the longest run of words, of at least `least`, that stands in both texts; null when there is none. */
export function findRunOfWords(text, other, least) {
  const [one, two] = [splitWords(text), ` ${splitWords(other).join(" ")} `];
  let longest = null;
  for (let from = 0; from + least <= one.length; from++) {
    let to = from + Math.max(least, (longest?.length ?? 0) + 1);
    while (to <= one.length && two.includes(` ${one.slice(from, to).join(" ")} `)) longest = one.slice(from, to++);
  }
  return longest;
}

/** Return words of two texts that carry meaning and begin alike: a few letters at the end may differ. */
export function sharedWords(text, other) {
  const stem = (word) => word.replace(/(?:ings?|ed|es|s|ly)$/u, "");
  const weighty = (all) => splitWords(all).filter((word) => word.length > 3 && !COMMON.has(word));
  const known = new Set(weighty(other).map(stem));
  return [...new Set(weighty(text))].filter((word) => known.has(stem(word)));
}
