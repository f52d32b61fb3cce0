// What stands where in a turn: lanes for passages that overlap, runs of words with the same passages, lines. Pure.

/**
 * Return a Map from each span's id to its lane, 0 nearest to the words: the lowest lane free where the span begins.
 *
 * `spans`: [{id, start, end}]; of two that begin together the longer comes first.
 */
export function assignLanes(spans) {
  const lanes = new Map();
  const ends = []; // for each lane, where its last span ends
  const ordered = [...spans].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  ordered.forEach(({ id, start, end }) => {
    let lane = ends.findIndex((last) => last <= start);
    if (lane < 0) lane = ends.length;
    ends[lane] = end;
    lanes.set(id, lane);
  });
  return lanes;
}

/** Return for each turn the spans that reach into it: [[span, ...], ...]. Turns are in order and do not overlap. */
export function shareSpans(turns, spans) {
  const shared = turns.map(() => []);
  spans.forEach((span) => {
    for (let i = firstTurn(turns, span.start); i < turns.length && turns[i].start < span.end; i++) {
      if (turns[i].end > span.start) shared[i].push(span);
    }
  });
  return shared;
}

/** Return the index of the first turn that ends after a place. */
export function firstTurn(turns, point) {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (turns[middle].end <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Return the runs of a stretch: [{start, end, spans}], cut wherever a span begins or ends and at `cuts`.
 *
 * A run is never empty; runs follow one another without a gap.
 */
export function cutRuns(start, end, spans, cuts = []) {
  const places = new Set([start, end]);
  const add = (place) => { if (place > start && place < end) places.add(place); };
  spans.forEach((span) => { add(span.start); add(span.end); });
  cuts.forEach(add);
  const sorted = [...places].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, i) => ({
    start: from, end: sorted[i + 1], spans: spans.filter((span) => span.start < sorted[i + 1] && span.end > from),
  }));
}

/** Return the lines of a stretch of a text, in code points, line ends left out: [{start, end}], at least one. */
export function cutLines(map, start, end) {
  const lines = [];
  let from = start;
  for (const line of map.slice(start, end).split("\n")) {
    let points = line.length;
    for (let i = 0; i < line.length; i++) if ((line.charCodeAt(i) & 0xfc00) === 0xdc00) points -= 1;
    lines.push({ start: from, end: from + points });
    from += points + 1;
  }
  while (lines.length > 1 && lines.at(-1).start === lines.at(-1).end) lines.pop();
  return lines;
}

/** Return for each turn the number of the text's line on which it begins, counted from 1 as an editor counts. */
export function numberLines(map, turns) {
  const numbers = [];
  let line = 1;
  let at = 0;
  turns.forEach((turn) => {
    const unit = map.toUnit(turn.start);
    for (let found = map.text.indexOf("\n", at); found >= 0 && found < unit; found = map.text.indexOf("\n", at)) {
      line += 1;
      at = found + 1;
    }
    numbers.push(line);
  });
  return numbers;
}

/** Return ranges merged where they touch: [[from, to], ...] with both ends inside. */
export function mergeRanges(ranges) {
  const merged = [];
  [...ranges].sort((a, b) => a[0] - b[0]).forEach(([from, to]) => {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  });
  return merged;
}

/** Return seconds as a clock shows them. */
export function tellTime(seconds) {
  const whole = Math.floor(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
}
