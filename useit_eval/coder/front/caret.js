// Marking with the keyboard alone: a caret that is always one whole word, and what the arrow keys do with it. Pure.

import { cutSentences, cutWords } from "./points.js";

/**
 * Return the caret of a text: `at()` the word {start, end} in code points or null, `set(point)`, `move(way, unit)` with
 * way -1 or 1 and unit "word", "sentence", "turn" or "edge" (of the turn), `span()` from the word at which `hold()` was
 * called to the present one, `letGo()`, `sentence()` the sentence about the caret.
 */
export function makeCaret(map, turns) {
  const caret = { map, turns, turn: 0, word: null, held: null, cuts: new Map() };
  return {
    at: () => caret.word,
    turn: () => caret.turn,
    set: (point) => setCaret(caret, point),
    move: (way, unit) => moveCaret(caret, way, unit),
    hold: (span) => { caret.held ??= span ?? caret.word; },
    letGo: () => { caret.held = null; },
    span: () => joinSpans(caret.held ?? caret.word, caret.word),
    sentence: () => findAbout(cutTurn(caret, caret.turn).sentences, caret.word?.start ?? 0) ?? caret.word,
  };
}

function joinSpans(one, other) {
  if (!one || !other) return null;
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}

/** Return a turn's words and sentences as spans of code points of the whole text. */
function cutTurn(caret, index) {
  if (!caret.cuts.has(index)) {
    const { start, end } = caret.turns[index];
    const from = caret.map.toUnit(start);
    const words = caret.map.slice(start, end);
    const spans = (cut) => cut.map(([a, b]) => ({ start: caret.map.toPoint(from + a), end: caret.map.toPoint(from + b) }));
    caret.cuts.set(index, { words: spans(cutWords(words)), sentences: spans(cutSentences(words)) });
  }
  return caret.cuts.get(index);
}

function findAbout(spans, point) {
  return spans.find((span) => span.start <= point && point < span.end) ?? spans.find((span) => span.end > point) ?? spans.at(-1);
}

function setCaret(caret, point) {
  let turn = caret.turns.findIndex((one) => one.end > point);
  if (turn < 0) turn = caret.turns.length - 1;
  const word = findAbout(cutTurn(caret, turn).words, point);
  if (word) Object.assign(caret, { turn, word });
  else moveTurn(caret, turn, 1, "first");
  return caret.word;
}

function moveCaret(caret, way, unit) {
  if (!caret.word) return setCaret(caret, caret.turns[0]?.start ?? 0);
  if (unit === "turn") return moveTurn(caret, caret.turn + way, way, "first");
  const { words, sentences } = cutTurn(caret, caret.turn);
  if (unit === "edge") return putCaret(caret, way < 0 ? words[0] : words.at(-1));
  if (unit === "word") {
    const next = words[words.findIndex((word) => word.start === caret.word.start) + way];
    return next ? putCaret(caret, next) : moveTurn(caret, caret.turn + way, way, way < 0 ? "last" : "first");
  }
  return moveSentence(caret, way, words, sentences);
}

/** To the first word of the next or last sentence; while extending, forward goes to the sentence's last word. */
function moveSentence(caret, way, words, sentences) {
  const here = sentences.findIndex((sentence) => caret.word.start < sentence.end);
  const lastOf = (sentence) => words.filter((word) => word.start < sentence.end).at(-1);
  const firstOf = (sentence) => words.find((word) => word.start >= sentence.start);
  if (caret.held && way > 0) {
    const end = lastOf(sentences[here] ?? sentences.at(-1));
    const target = end.start > caret.word.start ? end : sentences[here + 1] && lastOf(sentences[here + 1]);
    return target ? putCaret(caret, target) : moveTurn(caret, caret.turn + 1, 1, "sentence");
  }
  const begin = firstOf(sentences[here]);
  if (way < 0 && begin && begin.start < caret.word.start) return putCaret(caret, begin);
  const target = sentences[here + way] && firstOf(sentences[here + way]);
  return target ? putCaret(caret, target) : moveTurn(caret, caret.turn + way, way, way < 0 ? "lastSentence" : "first");
}

/** To another turn; turns without a word are passed over. */
function moveTurn(caret, index, way, where) {
  for (let turn = index; turn >= 0 && turn < caret.turns.length; turn += way) {
    const { words, sentences } = cutTurn(caret, turn);
    if (!words.length) continue;
    caret.turn = turn;
    const inSentence = (sentence) => words.filter((word) => word.start >= sentence.start && word.start < sentence.end);
    if (where === "last") return putCaret(caret, words.at(-1));
    if (where === "sentence") return putCaret(caret, inSentence(sentences[0]).at(-1) ?? words[0]);
    if (where === "lastSentence") return putCaret(caret, inSentence(sentences.at(-1))[0] ?? words.at(-1));
    return putCaret(caret, words[0]);
  }
  return caret.word;
}

function putCaret(caret, word) {
  if (word) caret.word = word;
  return caret.word;
}
