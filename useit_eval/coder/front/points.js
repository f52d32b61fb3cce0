// Places in a text: the record counts Unicode code points, JavaScript counts UTF-16 units. Pure.

/** Return the map of a text: `toPoint(unit)`, `toUnit(point)`, `slice(start, end)` in code points, `points` in all. */
export function mapPoints(text) {
  const wide = []; // units at which a character of two units begins, ascending
  for (let unit = 0; unit < text.length; unit++) if (isPair(text, unit)) wide.push(unit++);
  const wideAsPoints = wide.map((unit, before) => unit - before);
  const toPoint = (unit) => unit - countBelow(wide, unit);
  const toUnit = (point) => point + countBelow(wideAsPoints, point);
  return {
    text,
    points: text.length - wide.length,
    toPoint,
    toUnit,
    slice: (start, end) => text.slice(toUnit(start), toUnit(end)),
  };
}

/** Return how many code points a text has. */
export function countPoints(text) {
  let count = 0;
  for (let unit = 0; unit < text.length; unit++, count++) if (isPair(text, unit)) unit++;
  return count;
}

/** Return a span in units widened so that it cuts no character a reader sees as one (grapheme), nor a surrogate pair. */
export function snapSpan(text, start, end) {
  if (end < start) [start, end] = [end, start];
  return [snapPlace(text, start, -1), snapPlace(text, end, 1)];
}

/** Return a span in units without white space at its ends; null when nothing else is in it. */
export function trimSpan(text, start, end) {
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return start < end ? [start, end] : null;
}

/** Return a span in units widened so that neither end stands inside a word; what stands at a word's edge stays. */
export function widenToWords(text, start, end) {
  return [wordAbout(text, start)?.[0] ?? start, wordAbout(text, end)?.[1] ?? end];
}

/** Return the places, in units, at which words of a text begin and end: [[start, end], ...]. */
export function cutWords(text) {
  if (typeof Intl.Segmenter !== "function") return cutByPattern(text, /[\p{L}\p{M}\p{N}]+(?:['’\-][\p{L}\p{M}\p{N}]+)*/gu);
  return cutSegments(text, "word").filter(([, , piece]) => piece.isWordLike).map(([start, end]) => [start, end]);
}

/** Return the places, in units, of a text's sentences without the white space about them. */
export function cutSentences(text) {
  const cut = typeof Intl.Segmenter === "function"
    ? cutSegments(text, "sentence")
    : cutByPattern(text, /[^.!?\n]+[.!?]*\s*/gu);
  return cut.map(([start, end]) => trimSpan(text, start, end)).filter(Boolean);
}

const WINDOW = 64; // units looked at on either side of a place; longer graphemes do not occur in speech written down

function wordAbout(text, unit) {
  const from = snapPlace(text, Math.max(0, unit - WINDOW), -1);
  const near = text.slice(from, unit + WINDOW);
  return cutWords(near).map(([start, end]) => [from + start, from + end]).find(([start, end]) => start < unit && unit < end) ?? null;
}

function snapPlace(text, unit, way) {
  if (unit <= 0 || unit >= text.length) return Math.min(Math.max(unit, 0), text.length);
  let from = Math.max(0, unit - WINDOW);
  if (isPair(text, from - 1)) from -= 1;
  const near = text.slice(from, unit + WINDOW);
  if (typeof Intl.Segmenter === "function") {
    const found = segmenters("grapheme").segment(near).containing(unit - from);
    if (found.index === unit - from) return unit;
    return from + (way < 0 ? found.index : found.index + found.segment.length);
  }
  while (unit > 0 && unit < text.length && cutsCharacter(text, unit)) unit += way;
  return unit;
}

function cutsCharacter(text, unit) {
  return isPair(text, unit - 1) || /^[\p{M}\u200d\ufe0f]/u.test(text.slice(unit, unit + 2)) || text[unit - 1] === "\u200d";
}

function isPair(text, unit) {
  const first = text.charCodeAt(unit);
  const second = text.charCodeAt(unit + 1);
  return first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
}

function isBlank(sign) {
  return /\s/.test(sign);
}

/** Return how many of the sorted numbers are below a limit. */
function countBelow(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cutSegments(text, granularity) {
  const pieces = [];
  for (const piece of segmenters(granularity).segment(text)) {
    pieces.push([piece.index, piece.index + piece.segment.length, piece]);
  }
  return pieces;
}

function cutByPattern(text, pattern) {
  return Array.from(text.matchAll(pattern), (found) => [found.index, found.index + found[0].length]);
}

const madeSegmenters = {};

function segmenters(granularity) {
  madeSegmenters[granularity] ??= new Intl.Segmenter(undefined, { granularity });
  return madeSegmenters[granularity];
}
