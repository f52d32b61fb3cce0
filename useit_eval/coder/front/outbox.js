// Acts kept in this browser until Python has said that they are in the store; sent again, in order, whenever it is back.

const PATIENCE = 15000; // milliseconds after which an unanswered act is sent again; sending twice is harmless
const BATCH = 20;

/**
 * Return the outbox of one coder in one study.
 *
 * Each act has a key of its own in localStorage, so that two tabs never write over each other. `put(act)` keeps and
 * sends; `drop(id)` forgets an acknowledged or refused act; `acts()` lists what is kept, oldest first; `wake()` sends
 * everything not yet answered; `setReady(flag)` says whether anybody listens. `onFull()` is called once when the browser
 * keeps nothing.
 */
export function makeOutbox({ study, coder, send, storage = ownStorage(), onFull = () => {} }) {
  const prefix = `useit-coder/act/${encodeURIComponent(study)}/${encodeURIComponent(coder)}/`;
  const box = { prefix, storage, send, onFull, kept: new Map(), sent: new Map(), ready: false, last: 0, timer: 0 };
  readKept(box);
  box.timer = setInterval(() => { if (box.ready) sendDue(box, Date.now()); }, PATIENCE / 3);
  return {
    put: (act) => { keepAct(box, act); if (box.ready) sendDue(box, Date.now()); },
    drop: (id) => dropAct(box, id),
    acts: () => [...box.kept.values()].map((entry) => entry.act),
    has: (id) => box.kept.has(id),
    wake: () => { box.sent.clear(); if (box.ready) sendDue(box, Date.now()); },
    setReady: (flag) => { box.ready = flag; },
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
    if (act) box.kept.set(act.act, { key, act });
    else box.storage.removeItem(key);
  });
}

function parseAct(words) {
  try {
    const act = JSON.parse(words);
    return act && typeof act.act === "string" && Array.isArray(act.rows) ? act : null;
  } catch {
    return null;
  }
}

function keepAct(box, act) {
  box.last = Math.max(Date.now(), box.last + 1);
  const key = `${box.prefix}${String(box.last).padStart(15, "0")}/${act.act}`;
  box.kept.set(act.act, { key, act });
  try {
    if (!box.storage) throw new Error("no storage");
    box.storage.setItem(key, JSON.stringify(act));
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
  const due = [...box.kept.values()].map((entry) => entry.act)
    .filter((act) => !(now - box.sent.get(act.act) < PATIENCE));
  for (let at = 0; at < due.length; at += BATCH) {
    const batch = due.slice(at, at + BATCH);
    batch.forEach((act) => box.sent.set(act.act, now));
    box.send(batch.map(({ act, does, rows }) => ({ act, does, rows })));
  }
}
