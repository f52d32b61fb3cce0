// Measures of agreement as a reader sees them. Pure.

/** Return a measure's value in words: a share as percent, a coefficient with two decimals. */
export function tellMeasure({ name, value }) {
  return Number.isFinite(value) ? tellNumber(name, value) : "not defined";
}

/** Return the range of a measure, "" where there is none. */
export function tellInterval({ name, low, high }) {
  return Number.isFinite(low) && Number.isFinite(high) ? `${tellNumber(name, low)} to ${tellNumber(name, high)}` : "";
}

function tellNumber(name, value) {
  if (/percent/i.test(name)) return `${Math.round(value * 100)}%`;
  return value.toFixed(2).replace("-", "−");
}
