// Acts as rows: what one thing a person did writes into the record. Pure: rows in, an act out, nothing changed.

import { mintId } from "./ids.js";
import { KEYS } from "./record.js";

/** Return an act: {act, does, rows: [{table, row}]}. `said` is what the screen calls it, kept in the browser only. */
export function makeAct(does, rows, said = "") {
  return { act: mintId(), does, rows, said };
}

/**
 * Return the act that marks one passage with one or more codes.
 *
 * `passage`: {source_id, start, end, quote_sha256}, places in code points; `by`: {coder, round_no};
 * `codes`: code ids; `memo` and `certainty` may be null.
 */
export function mark(passage, codes, { by, memo = null, certainty = null, quotable = true, said = "" }) {
  const rows = codes.map((code_id) => newRow("coding", {
    ...passage, code_id, coder: by.coder, memo: memo || null, certainty: certainty || null, origin: "human",
    round_no: by.round_no, quotable,
  }));
  return makeAct("mark", rows, said);
}

/** Return the act that puts a row's new content in place of the old: `table`, the standing row, changed columns. */
export function change(table, row, columns, { does = "change", said = "" } = {}) {
  return makeAct(does, [nextRow(table, row, { ...columns, removed: false })], said);
}

/** Return the act that removes standing rows: [{table, row}, ...]; list what hangs on a row before the row. */
export function remove(entries, { does = "remove", said = "" } = {}) {
  return makeAct(does, entries.map(({ table, row }) => nextRow(table, row, { removed: true })), said);
}

/** Return what must go with a coding: its parts in claims, then the coding. `record` gives the standing parts. */
export function withParts(record, coding) {
  const parts = record.standing("claim_part").filter((part) => part.coding_id === coding.coding_id);
  return [...parts.map((row) => ({ table: "claim_part", row })), { table: "coding", row: coding }];
}

/**
 * Return the act that begins or adds to a claim.
 *
 * `claim`: the whole claim row's columns without keys (a new claim), or {claim_id} of a standing one; `parts`:
 * [{coding_id, slot, code_id, intensity, valence, intended}].
 */
export function link(claim, parts, { by, said = "" }) {
  const rows = [];
  let { claim_id } = claim;
  if (!claim_id) {
    rows.push(newRow("claim", { ...claim, label: null, coder: by.coder, round_no: by.round_no }));
    claim_id = rows[0].row.claim_id;
  }
  parts.forEach((part) => rows.push(newRow("claim_part", {
    intensity: "unknown", valence: "unknown", intended: null, ...part, claim_id,
  })));
  return makeAct("link", rows, said);
}

/** Return the act that takes parts out of a claim; with `claim`, the claim and what bears through it go as well. */
export function unlink(parts, { claim = null, evidence = [], said = "" } = {}) {
  const entries = [
    ...evidence.map((row) => ({ table: "evidence", row })),
    ...parts.map((row) => ({ table: "claim_part", row })),
    ...(claim ? [{ table: "claim", row: claim }] : []),
  ];
  return remove(entries, { does: "unlink", said });
}

/**
 * Return the act that says how a claim bears on a theory version; `before` is the standing evidence row it replaces.
 *
 * `columns`: {theory_id, theory_version, subject_label, bearing, relevance, richness, rigour, reason, explained}.
 */
export function bear(columns, { by, before = null, said = "" }) {
  const content = { subject_kind: "claim", explained: null, ...columns, rater: by.coder };
  const row = before ? nextRow("evidence", before, { ...content, removed: false }) : newRow("evidence", content);
  return makeAct("bear", [row], said);
}

/** Return the act that says which turns were read: [[from, to], ...] by the turns' numbers. */
export function read(source_id, ranges, { by }) {
  const rows = ranges.map(([from_turn, to_turn]) => newRow("coverage", {
    source_id, coder: by.coder, from_turn, to_turn, round_no: by.round_no,
  }));
  return makeAct("read", rows);
}

/**
 * Return the act that undoes an act, or redoes one when the act was itself an undoing; null when nothing is left to do.
 *
 * What the act added is removed; what it changed or removed comes back as it was. Each new row supersedes the last row
 * of its chain, a removal too, so that nothing is ever rewritten. Removals go from the last row to the first: parts
 * before the coding they stand on.
 */
export function inverse(act, record, { does = "undo", said = "" } = {}) {
  const rows = [];
  for (const { table, row } of [...act.rows].reverse()) {
    const tip = record.tip(row[KEYS[table]]);
    if (!tip) continue;
    const before = row.supersedes ? record.row(row.supersedes) : null;
    const gone = !before || Boolean(before.removed);
    if (gone && tip.removed) continue;
    rows.push(nextRow(table, tip, { ...(gone ? {} : contentOf(table, before)), removed: gone }));
  }
  return rows.length ? makeAct(does, leadRows(rows, record), said) : null;
}

function newRow(table, content) {
  return { table, row: { [KEYS[table]]: mintId(), ...content, supersedes: null, removed: false } };
}

function nextRow(table, row, columns) {
  const key = KEYS[table];
  const { store_id, recorded_by, recorded_at, quote, ...kept } = row; // words stand in the text, and nowhere else
  return { table, row: { ...kept, ...columns, [key]: mintId(), supersedes: row[key] } };
}

function contentOf(table, row) {
  const { [KEYS[table]]: key, supersedes, removed, store_id, recorded_by, recorded_at, quote, ...content } = row;
  return content;
}

/** Return rows whose references lead to rows that stand: those of this act first, then those of the record. */
function leadRows(rows, record) {
  const made = new Map(rows.map(({ table, row }) => [row.supersedes, row[KEYS[table]]]));
  const lead = (id) => {
    const tip = record.tip(id);
    const last = tip ? tip[KEYS[record.table(id)]] : id;
    return made.get(last) ?? last;
  };
  const order = { coding: 0, claim: 0 };
  const led = rows.map(({ table, row }) => (table === "claim_part" && !row.removed
    ? { table, row: { ...row, coding_id: lead(row.coding_id), claim_id: lead(row.claim_id) } }
    : { table, row }));
  const back = led.filter(({ row }) => !row.removed).sort((a, b) => (order[a.table] ?? 1) - (order[b.table] ?? 1));
  return [...back, ...led.filter(({ row }) => row.removed)];
}
