// What a person does to a configuration, as acts: put a passage in, move it, take it out, say more of it, remove it.

import { beginClaim, bearingsOf, partsOf, standingClaim } from "./building.js";
import { bear, change, link, remove, unlink } from "./rows.js";

/** Return the desk: which configuration is on it, and the deeds that change it. `desk.current` may be any id it had. */
export function makeDesk(app) {
  const desk = { app, current: null, strand: null };
  return Object.assign(desk, {
    claim: () => standingClaim(app.record, desk.current),
    mine: () => app.canWrite && (!desk.claim() || desk.claim().coder === app.by.coder),
    picked: () => pickedCoding(desk),
    choose: (id) => { desk.current = id; app.changed("record"); },
    put: (coding_id, slot) => putPassage(desk, coding_id, slot),
    move: (part, slot) => movePart(desk, part, slot),
    takeOut: (part) => takePart(desk, part),
    say: (columns, said) => sayOfClaim(desk, columns, said),
    sayOfPart: (part, columns) => app.send(change("claim_part", lastPart(desk, part), columns, { said: "how strongly, for whom" })),
    removeClaim: () => removeClaim(desk),
    bear: (columns, before) => bearOnTheory(desk, columns, before),
    takeBack: (row) => app.send(remove([{ table: "evidence", row }], { said: `what it says about ${row.theory_id}` })),
  });
}

function pickedCoding({ app }) {
  const tip = app.picked ? app.record.tip(app.picked) : null;
  return tip && !tip.removed && tip.coding_id ? tip : null;
}

function lastPart({ app }, part) {
  const tip = app.record.tip(part.part_id) ?? part;
  const led = app.record.standing("claim_part").find((row) => row.part_id === tip.part_id);
  const { start, end, words, heard, voice_id, ...row } = led ?? tip;
  return row;
}

function nameSlot({ app }, slot) {
  return (app.view.study.slots.find((one) => one.slot === slot)?.name ?? slot).toLowerCase();
}

/** Put a marked passage into a slot; the first one begins the configuration. Return a sentence on what was done. */
function putPassage(desk, coding_id, slot) {
  const { app } = desk;
  const coding = app.record.tip(coding_id);
  const name = nameSlot(desk, slot);
  if (!coding || coding.removed) return "Pick a marked passage first.";
  if (coding.coder !== app.by.coder) return `This is marked by ${coding.coder}: mark the words yourself first.`;
  if (!desk.mine()) return "This configuration is somebody else's. Begin one of your own.";
  const claim = desk.claim();
  if (partsOf(app.record, claim).some((part) => part.coding_id === coding.coding_id && part.slot === slot)) {
    return `It is there already, as ${name}.`;
  }
  const content = claim ? { claim_id: claim.claim_id } : beginClaim(app, coding, { strand: desk.strand ?? undefined });
  if (!content) return "Nobody is named in this text, so nothing can be linked yet: somebody must say who speaks.";
  const part = { coding_id: coding.coding_id, slot, code_id: coding.code_id };
  const said = `putting “${app.code(coding.code_id).name}” in as ${name}`;
  const act = app.send(link(content, [part], { by: app.by, said }));
  if (!claim) desk.current = act.rows[0].row.claim_id;
  return claim ? `Put in as ${name}.` : `A new configuration is begun: this is its ${name}.`;
}

function movePart(desk, part, slot) {
  const { app } = desk;
  const row = lastPart(desk, part);
  if (row.slot === slot) return "";
  if (partsOf(app.record, desk.claim()).some((other) => other.coding_id === row.coding_id && other.slot === slot)) {
    return `It is there already, as ${nameSlot(desk, slot)}.`;
  }
  app.send(change("claim_part", row, { slot }, { said: `moving a passage to ${nameSlot(desk, slot)}` }));
  return `Moved to ${nameSlot(desk, slot)}.`;
}

function takePart(desk, part) {
  const row = lastPart(desk, part);
  desk.app.send(unlink([row], { said: `taking a passage out of ${nameSlot(desk, row.slot)}` }));
  return "Taken out; the passage stays marked. Undo puts it back.";
}

function sayOfClaim(desk, columns, said) {
  const claim = desk.claim();
  if (!claim || !desk.mine()) return;
  if (Object.entries(columns).every(([name, value]) => (claim[name] ?? null) === value)) return;
  if (columns.strand) desk.strand = columns.strand;
  desk.app.send(change("claim", claim, columns, { said }));
}

function removeClaim(desk) {
  const { app } = desk;
  const claim = desk.claim();
  const parts = partsOf(app.record, claim);
  app.send(unlink(parts, { claim, evidence: bearingsOf(app.record, claim), said: `removing configuration ${claim.label ?? ""}`.trim() }));
  return "The configuration is removed; its passages stay marked. Undo brings it back.";
}

function bearOnTheory(desk, columns, before) {
  const claim = desk.claim();
  const content = { ...columns, subject_label: claim.label ?? claim.claim_id };
  desk.app.send(bear(content, { by: desk.app.by, before, said: `what it says about ${columns.theory_id}` }));
}
