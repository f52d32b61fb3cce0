// The rows a person sees: those of the view, and those of acts not yet saved. Rows are added, never edited.

/** Keys of the tables a coder writes. */
export const KEYS = {
  coding: "coding_id", claim: "claim_id", claim_part: "part_id", evidence: "evidence_id", coverage: "coverage_id",
};
const REFERENCES = { claim_part: { coding_id: "coding", claim_id: "claim" } };

/**
 * Return a record of rows.
 *
 * `load(tables, source_id)` puts the rows of a view in place of the last view's; rows of the sitting stay known, so that
 * they can be undone. `apply(act)` adds an act's rows as waiting; `settle(act, labels)` marks
 * them saved; `take(act)` takes them off again (a refused act). `standing(table)` gives the rows that nothing supersedes
 * and that are not removals, their references leading to the rows that stand. `tip(id)` is the last row of a row's
 * chain, `row(id)` any row, `state(id)` "saved" or "waiting". `subscribe(fn)` calls fn(table names) after a change.
 */
export function makeRecord() {
  const tables = Object.fromEntries(Object.keys(KEYS).map((name) => [name, new Map()]));
  const held = {
    tables, known: new Map(), where: new Map(), after: new Map(), states: new Map(), acts: new Map(), cache: {},
    source: null,
  };
  const listeners = new Set();
  const tell = (names) => {
    names.forEach((name) => { delete held.cache[name]; });
    if (names.has("coding") || names.has("claim")) delete held.cache.claim_part;
    listeners.forEach((listener) => listener(names));
  };
  return {
    load: (given, source = null) => { loadTables(held, given, source); tell(new Set(Object.keys(KEYS))); },
    apply: (act) => { if (addAct(held, act)) tell(tablesOf(act)); },
    settle: (act, labels = []) => { settleAct(held, act, labels); tell(tablesOf(act)); },
    take: (act) => { takeAct(held, act); tell(tablesOf(act)); },
    standing: (table) => (held.cache[table] ??= findStanding(held, table)),
    row: (id) => findRow(held, id),
    tip: (id) => findTip(held, id),
    table: (id) => held.where.get(id),
    state: (id) => held.states.get(id) ?? "saved",
    waiting: () => [...held.acts.values()],
    subscribe: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
  };
}

function tablesOf(act) {
  return new Set(act.rows.map((entry) => entry.table));
}

function loadTables(held, given, source) {
  held.source = source;
  Object.values(held.tables).forEach((rows) => rows.clear());
  Object.entries(given).forEach(([table, rows]) => rows.forEach((row) => addRow(held, table, row)));
  [...held.acts.values()].forEach((act) => { held.acts.delete(act.act); addAct(held, act); });
}

function addRow(held, table, row) {
  const id = row[KEYS[table]];
  held.tables[table].set(id, row);
  held.known.set(id, row);
  held.where.set(id, table);
  if (row.supersedes) held.after.set(row.supersedes, id);
}

function addAct(held, act) {
  if (held.acts.has(act.act)) return false;
  held.acts.set(act.act, act);
  act.rows.forEach(({ table, row }) => {
    const id = row[KEYS[table]];
    if (held.tables[table].has(id)) return; // saved before, its acknowledgement was lost
    addRow(held, table, row);
    held.states.set(id, "waiting");
  });
  return true;
}

function settleAct(held, act, labels) {
  held.acts.delete(act.act);
  act.rows.forEach(({ table, row }) => held.states.delete(row[KEYS[table]]));
  labels.forEach(({ claim_id, label }) => {
    const row = held.tables.claim.get(claim_id);
    if (row) addRow(held, "claim", { ...row, label });
  });
}

function takeAct(held, act) {
  held.acts.delete(act.act);
  act.rows.forEach(({ table, row }) => {
    const id = row[KEYS[table]];
    if (held.states.get(id) !== "waiting") return;
    [held.tables[table], held.known, held.where, held.states].forEach((map) => map.delete(id));
    if (held.after.get(row.supersedes) === id) held.after.delete(row.supersedes);
  });
}

function findRow(held, id) {
  return held.known.get(id);
}

function findTip(held, id) {
  const seen = new Set();
  while (held.after.has(id) && !seen.has(id)) {
    seen.add(id);
    id = held.after.get(id);
  }
  return findRow(held, id);
}

function findStanding(held, table) {
  const rows = [];
  for (const [id, row] of held.tables[table]) {
    const elsewhere = held.source && row.source_id && row.source_id !== held.source;
    if (!row.removed && !elsewhere && !held.after.has(id)) rows.push(leadOn(held, table, row));
  }
  return rows;
}

/** Return a row whose references lead to the rows that stand now. */
function leadOn(held, table, row) {
  let led = row;
  for (const [column, target] of Object.entries(REFERENCES[table] ?? {})) {
    const tip = held.after.has(row[column]) ? findTip(held, row[column]) : null;
    if (tip) led = { ...led, [column]: tip[KEYS[target]] };
  }
  return led;
}
