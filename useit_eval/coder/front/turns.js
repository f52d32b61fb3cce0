// One turn as a reader sees it: who speaks and when, the words with their bars, and the codes beside them.

import { h, shorten } from "./elements.js";
import { LANE, MOST_LANES, drawLanes } from "./lanes.js";
import { cutLines, cutRuns, tellTime } from "./layout.js";

/**
 * Return the element of a turn. `shown` is {turn, line, spans, begins, hits, chosen, caret, picked}: the turn, the
 * text's line it begins on, passages that reach into it, those that begin in it, and what is looked for and chosen.
 */
export function drawTurn(app, shown) {
  const { turn } = shown;
  const words = h("div.uc-words", { dir: "auto", lang: app.view.source.language || null });
  const margin = h("ul.uc-margin", { "aria-label": `Codes in turn ${turn.number}` });
  const element = h("div.uc-turn", { role: "group", "aria-label": nameTurn(app, turn) }, drawHead(app, turn), words, margin);
  element.parts = { words, margin, wordsKey: "", marginKey: "" };
  refreshTurn(app, element, shown);
  return element;
}

/** Bring a turn's element up to date; return whether anything in it was drawn anew. */
export function refreshTurn(app, element, shown) {
  const { parts } = element;
  const wordsKey = keyOfWords(shown);
  const marginKey = keyOfMargin(app, shown);
  const wordsAnew = wordsKey !== parts.wordsKey;
  const marginAnew = marginKey !== parts.marginKey;
  if (wordsAnew) drawWords(app, parts.words, shown);
  if (marginAnew) drawMargin(app, parts.margin, shown);
  Object.assign(parts, { wordsKey, marginKey });
  element.classList.toggle("uc-has-margin", shown.begins.length > 0);
  return wordsAnew || marginAnew;
}

function nameTurn(app, turn) {
  return `Turn ${turn.number}${turn.speaker ? `, ${turn.speaker}` : ""}`;
}

function drawHead(app, turn) {
  const question = app.questions.get(turn.question_id);
  const rendering = turn.rendering && turn.rendering !== "original" ? turn.rendering : null;
  return h("div.uc-head", {},
    h("span.uc-number", { title: `Turn ${turn.number}` }, String(turn.number)),
    turn.speaker ? h("span.uc-speaker", { dir: "auto" }, turn.speaker) : null,
    Number.isFinite(turn.spoken_at) ? h("span.uc-time", {}, tellTime(turn.spoken_at)) : null,
    turn.locator && !/^(turn )?\d+$/.test(turn.locator) ? h("span.uc-locator", {}, shorten(turn.locator, 40)) : null,
    rendering ? h("span.uc-note", {}, rendering) : null,
    turn.interleaved ? h("span.uc-note", {}, "two speakers mixed: never quoted") : null,
    question ? h("span.uc-note", { title: question.text }, `answers ${question.question_id}`) : null);
}

function keyOfWords({ spans, hits, chosen, caret, picked }) {
  const span = (one) => `${one.id},${one.start},${one.end},${one.lane},${one.kind}`;
  return JSON.stringify([spans.map(span), hits.map((hit) => [hit.start, hit.current]), chosen, caret, picked]);
}

function keyOfMargin(app, { begins, picked }) {
  return JSON.stringify([begins.map(({ id, row }) => [id, row.code_id, row.memo, row.certainty, app.record.state(id)]), picked]);
}

function drawWords(app, element, shown) {
  const deepest = shown.spans.reduce((most, span) => Math.max(most, span.lane + 1), 0);
  element.style.setProperty("--uc-lanes", `${Math.min(deepest, MOST_LANES) * LANE + (deepest ? 5 : 0)}px`);
  const { turn } = shown;
  element.replaceChildren(...cutLines(app.map, turn.start, turn.end).map((line, i) => (
    h("div.uc-line", { "data-line": String(shown.line + i) }, drawRuns(app, line, shown)))));
}

function drawRuns(app, line, { spans, hits, chosen, caret, picked }) {
  const marks = [...spans, ...hits, ...(chosen ? [{ ...chosen, chosen: true }] : []), ...(caret ? [{ ...caret, caret: true }] : [])];
  const near = marks.filter((span) => span.start < line.end && span.end > line.start);
  if (line.start === line.end) return [document.createTextNode("\u200b")];
  return cutRuns(line.start, line.end, near).map((run) => drawRun(app, run, line, picked));
}

function drawRun(app, run, line, picked) {
  const coded = run.spans.filter((span) => span.kind);
  const element = h("span.uc-run", { "data-start": String(run.start) }, app.map.slice(run.start, run.end));
  const has = (test) => run.spans.some(test);
  if (coded.length) {
    element.classList.add("uc-coded");
    Object.assign(element.style, drawLanes(coded));
  }
  if (picked && coded.some((span) => span.id === picked)) element.classList.add("uc-picked");
  if (has((span) => span.hit)) element.classList.add("uc-hit");
  if (has((span) => span.current)) element.classList.add("uc-current");
  if (has((span) => span.chosen)) element.classList.add("uc-chosen");
  if (has((span) => span.caret)) element.classList.add("uc-caret");
  const begun = coded.filter((span) => span.start === run.start || (run.start === line.start && span.start < line.start && span.whole === false));
  return [begun.map((span) => drawTag(span)), element];
}

/** The letter before a passage; its sign comes from CSS, so it is no part of the words. */
function drawTag({ id, letter, kind }) {
  return h(`span.uc-tag.uc-kind-${kind}`, { "data-letter": letter, "data-coding": id, draggable: "true", "aria-hidden": "true" });
}

function drawMargin(app, element, { begins, picked }) {
  const several = app.mode === "compare";
  element.replaceChildren(...begins.map(({ id, row }) => h("li", {}, drawNote(app, id, row, { several, picked }))));
}

function drawNote(app, id, row, { several, picked }) {
  const code = app.code(row.code_id);
  const waiting = app.record.state(id) === "waiting";
  return h(`button.uc-marginal.uc-kind-${code.kind}`, {
    "data-coding": id, "aria-pressed": picked === id ? "true" : "false", onclick: () => { app.pick(id); app.frame.openSheet(); },
    "aria-label": `${code.name}, ${code.kind.replace("_", "-")}: “${shorten(app.map.slice(row.start, row.end), 60)}”${row.memo ? `. Note: ${shorten(row.memo, 120)}` : ""}${waiting ? ". Waiting to be saved" : ""}`,
  },
  h("span.uc-tag", { "data-letter": code.letter, "aria-hidden": "true" }),
  h("span.uc-name", { dir: "auto" }, code.name),
  several ? h("span.uc-who", {}, ` ${row.coder}`) : null,
  row.certainty && row.certainty !== "certain" ? h("span.uc-note", {}, ` ${row.certainty.replace("_", " ")}`) : null,
  waiting ? h("span.uc-waits", {}, " waiting") : null,
  row.memo ? h("span.uc-memo", { dir: "auto" }, shorten(row.memo, 90)) : null);
}
