// Acts kept in this browser until Python has said that they are in the store; sent again, in order, whenever it is back.

import { KEYS } from "./record.js";

const PATIENCE = 15000; // milliseconds after which an unanswered act is sent again; sending twice is harmless
const BATCH = 20;

/**
 * Return the outbox of one coder in one study and round.
 *
 * Each act has a key of its own in localStorage, so that two tabs never write over each other. `put(act)` keeps and
 * sends; `drop(id)` forgets an acknowledged or refused act; `acts()` lists what is kept, oldest first; `wake()` sends
 * everything not yet answered; `setReady(flag)` says whether anybody listens; `unkept()` is how many acts only this page
 * holds, because the browser keeps nothing. `onFull()` is called once when that is so.
 */
export function makeOutbox({ study, coder, round = 1, send, storage = ownStorage(), onFull = () => {} }) {
  const prefix = `useit-coder/act/${[study, coder, round].map(encodeURIComponent).join("/")}/`;
  const box = { prefix, storage, send, onFull, kept: new Map(), sent: new Map(), ready: false, last: 0, timer: 0 };
  readKept(box);
  box.timer = setInterval(() => { if (box.ready) sendDue(box, Date.now()); }, PATIENCE / 3);
  return {
    put: (act) => { keepAct(box, act); if (box.ready) sendDue(box, Date.now()); },
    drop: (id) => dropAct(box, id),
    acts: () => [...box.kept.values()].map((entry) => entry.act),
    has: (id) => box.kept.has(id),
    unkept: () => [...box.kept.values()].filter((entry) => !entry.stored).length,
    wake: () => { box.sent.clear(); if (box.ready) sendDue(box, Date.now()); },
    setReady: (flag) => { box.ready = flag; },
    prefix,
    close: () => clearInterval(box.timer),
  };
}

function ownStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // switched off by the person; acts are kept in memory only
  }
}

function readKept(box) {
  if (!box.storage) return;
  const keys = [];
  for (let i = 0; i < box.storage.length; i++) keys.push(box.storage.key(i));
  keys.filter((key) => key.startsWith(box.prefix)).sort().forEach((key) => {
    const act = parseAct(box.storage.getItem(key));
    if (act) box.kept.set(act.act, { key, act, stored: true });
    else box.storage.removeItem(key);
    box.last = Math.max(box.last, Number(key.slice(box.prefix.length).split("/")[0]) || 0); // the clock may be put back
  });
}

function parseAct(words) {
  try {
    const act = JSON.parse(words);
    return act && typeof act.act === "string" && Array.isArray(act.rows) && act.rows.every(isEntry) ? act : null;
  } catch {
    return null;
  }
}

function isEntry(entry) {
  return Object.hasOwn(KEYS, entry?.table ?? "") && typeof entry.row?.[KEYS[entry.table]] === "string";
}

function keepAct(box, act) {
  box.last = Math.max(Date.now(), box.last + 1);
  const entry = { key: `${box.prefix}${String(box.last).padStart(15, "0")}/${act.act}`, act, stored: false };
  box.kept.set(act.act, entry);
  storeEntry(box, entry);
}

function storeEntry(box, entry) {
  try {
    if (!box.storage) throw new Error("no storage");
    box.storage.setItem(entry.key, JSON.stringify(entry.act));
    entry.stored = true;
  } catch {
    box.onFull();
    box.onFull = () => {};
  }
}

function dropAct(box, id) {
  const entry = box.kept.get(id);
  if (!entry) return;
  box.kept.delete(id);
  box.sent.delete(id);
  box.storage?.removeItem(entry.key);
}

function sendDue(box, now) {
  box.kept.forEach((entry) => { if (!entry.stored) storeEntry(box, entry); }); // there may be room again
  const due = [...box.kept.values()].map((entry) => entry.act)
    .filter((act) => !(now - box.sent.get(act.act) < PATIENCE));
  for (let at = 0; at < due.length; at += BATCH) {
    const batch = due.slice(at, at + BATCH);
    batch.forEach((act) => box.sent.set(act.act, now));
    box.send(batch.map(({ act, does, rows }) => ({ act, does, rows })));
  }
}
