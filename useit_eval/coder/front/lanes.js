// Bars under the words: one lane for each passage that overlaps, a pattern and a colour for each kind.

import { KINDS } from "./kinds.js";

/** Height of one lane and the most lanes drawn; what lies deeper shares the last lane and stands in the margin. */
export const LANE = 6;
export const MOST_LANES = 6;

const drawnLanes = new Map();

/** Return the CSS of a run's bars: {backgroundImage, backgroundSize, backgroundPosition, backgroundRepeat,
 * backgroundClip}. */
export function drawLanes(spans) {
  const key = spans.map((span) => `${span.kind}${span.lane}`).join("|");
  if (!drawnLanes.has(key)) drawnLanes.set(key, composeLanes(spans));
  return drawnLanes.get(key);
}

function composeLanes(spans) {
  const bars = spans.map((span) => drawBar(KINDS[span.kind] ?? KINDS.new, span));
  const tint = `color-mix(in srgb, var(--uc-mark) ${Math.min(8 + 4 * spans.length, 24)}%, transparent)`;
  return {
    backgroundImage: [...bars.map((bar) => bar.image), `linear-gradient(${tint}, ${tint})`].join(", "),
    backgroundSize: [...bars.map((bar) => bar.size), "100% calc(100% - var(--uc-lanes))"].join(", "),
    backgroundPosition: [...bars.map((bar) => bar.place), "left top"].join(", "),
    backgroundRepeat: [...bars.map(() => "repeat-x"), "no-repeat"].join(", "),
    backgroundClip: [...bars.map(() => "border-box"), "content-box"].join(", "), // the last one clips the colour too
  };
}

function drawBar(kind, { kind: name, lane }) {
  const colour = `var(--uc-${name in KINDS ? name : "new"})`;
  const { image, size } = BARS[kind.pattern](colour);
  const depth = Math.min(lane, MOST_LANES - 1);
  return { image, size, place: `left calc(100% - var(--uc-lanes) + ${depth * LANE + 5}px)` };
}

const stripes = (colour, ...stops) => `repeating-linear-gradient(90deg, ${stops.map(([ink, from, to]) => (
  `${ink ? colour : "transparent"} ${from}px ${to}px`)).join(", ")})`;

const BARS = {
  solid: (colour) => ({ image: `linear-gradient(${colour}, ${colour})`, size: "100% 3px" }),
  dashes: (colour) => ({ image: stripes(colour, [1, 0, 7], [0, 7, 10]), size: "100% 4px" }),
  longdash: (colour) => ({ image: stripes(colour, [1, 0, 18], [0, 18, 22]), size: "100% 3px" }),
  dashdot: (colour) => ({ image: stripes(colour, [1, 0, 10], [0, 10, 13], [1, 13, 16], [0, 16, 19]), size: "100% 3px" }),
  double: (colour) => ({ image: `linear-gradient(${colour} 1.5px, transparent 1.5px 3px, ${colour} 3px)`, size: "100% 4.5px" }),
  dots: (colour) => ({ image: `radial-gradient(circle at 3px 2px, ${colour} 1.9px, transparent 2.1px)`, size: "6px 4px" }),
  sparse: (colour) => ({ image: `radial-gradient(circle at 3px 2px, ${colour} 1.9px, transparent 2.1px)`, size: "14px 4px" }),
};
