// What a person does: sent, kept, acknowledged or refused, undone and redone. Nothing is called saved before Python said so.

import { inverse } from "./rows.js";

/**
 * Return the deeds of a sitting: `send(act)`, `undo()`, `redo()`, `undoable()` and `redoable()` (what the next one is
 * called, or null), `settle(message)`, `refuse(message)`, `refusals` ([{act, sentence}]), `forget(id)`, `counts()`.
 */
export function makeDeeds({ record, outbox, say, changed }) {
  const deeds = { record, outbox, say, changed, done: [], undone: [], refusals: [] };
  return {
    refusals: deeds.refusals,
    send: (act) => sendAct(deeds, act),
    undo: () => turnBack(deeds, deeds.done, deeds.undone, "undo"),
    redo: () => turnBack(deeds, deeds.undone, deeds.done, "redo"),
    undoable: () => deeds.done.at(-1)?.said ?? null,
    redoable: () => deeds.undone.at(-1)?.said ?? null,
    settle: (message) => settleActs(deeds, message),
    refuse: (message) => refuseAct(deeds, message),
    forget: (id) => forgetRefusal(deeds, id),
    resume: () => outbox.acts().forEach((act) => record.apply(act)),
    counts: () => ({ waiting: outbox.acts().filter((act) => act.does !== "read").length, refused: deeds.refusals.length }),
  };
}

function sendAct(deeds, act) {
  putAct(deeds, act);
  if (act.does !== "read") {
    deeds.done.push(act);
    deeds.undone.length = 0;
  }
  deeds.changed("record");
  return act;
}

function putAct(deeds, act) {
  deeds.record.apply(act);
  deeds.outbox.put(act);
}

/** Undo the last act of one pile and put the act that did so on the other. */
function turnBack(deeds, from, to, does) {
  const act = from.pop();
  if (!act) return null;
  const back = inverse(act, deeds.record, { does, said: act.said });
  if (!back) return turnBack(deeds, from, to, does);
  putAct(deeds, back);
  to.push(back);
  deeds.say(`${does === "undo" ? "Undone" : "Done again"}: ${act.said || "the last act"}.`);
  deeds.changed("record");
  return back;
}

function settleActs(deeds, { acts = [], rows = [] }) {
  const waiting = new Map(deeds.outbox.acts().map((act) => [act.act, act]));
  acts.forEach((id) => {
    const act = waiting.get(id);
    if (act) deeds.record.settle(act, rows.filter((row) => row.claim_id));
    deeds.outbox.drop(id);
  });
  deeds.changed("record");
}

function refuseAct(deeds, { act: id, sentence }) {
  const act = deeds.outbox.acts().find((kept) => kept.act === id);
  deeds.outbox.drop(id);
  if (!act) return;
  deeds.record.take(act);
  [deeds.done, deeds.undone].forEach((pile) => {
    const at = pile.findIndex((kept) => kept.act === id);
    if (at >= 0) pile.splice(at, 1);
  });
  if (act.does !== "read") deeds.refusals.push({ act, sentence });
  deeds.changed("record");
}

function forgetRefusal(deeds, id) {
  const at = deeds.refusals.findIndex((refusal) => refusal.act.act === id);
  if (at >= 0) deeds.refusals.splice(at, 1);
  deeds.changed("record");
}
