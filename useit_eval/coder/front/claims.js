// Stands in until the panel is built.

import { h } from "./elements.js";

/** Return the panel: {el, update()}. */
export function makeClaims(app) {
  return { el: h("div"), update() {} };
}
