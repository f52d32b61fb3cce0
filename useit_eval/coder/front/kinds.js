// Kinds of codes as a reader meets them: a letter, a pattern and a colour for each, so that none rests on colour alone.

/** Every kind: its letter, its name for readers and its pattern (see `drawLane` in lanes.js). */
export const KINDS = {
  context: { letter: "C", name: "context", pattern: "solid" },
  resource: { letter: "R", name: "resource", pattern: "dashes" },
  reasoning: { letter: "T", name: "reasoning (what people think)", pattern: "dots" },
  outcome: { letter: "O", name: "outcome", pattern: "double" },
  macro_asset: { letter: "A", name: "macro-asset (the area's)", pattern: "longdash" },
  micro_asset: { letter: "P", name: "micro-asset (people's own)", pattern: "dashdot" },
  new: { letter: "N", name: "new idea", pattern: "sparse" },
};

/** Return the letter of a kind. */
export function letterOf(kind) {
  return (KINDS[kind] ?? KINDS.new).letter;
}

/** Return a code of the codebook, or what can be said of a new idea ("new/...") or of a code that is not there. */
export function nameCode(codes, code_id) {
  const known = codes.get(code_id);
  if (known) return known;
  const idea = code_id.startsWith("new/") ? code_id.slice(4) : code_id;
  return {
    code_id, name: idea, kind: "new", definition: "A new idea, not yet in the codebook.", use_when: "",
    do_not_use_when: "", parent: null, retired: false,
  };
}
