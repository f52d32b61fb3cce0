// Looking for words, and going to a turn or a claim.

import { fill, h, newElementId } from "./elements.js";

const MOST_HITS = 5000; // hits counted; more are said to be more

/** Return every place of some words in the turns: [{start, end}] in code points; case and the kind of space do not matter. */
export function findWords(map, turns, words) {
  const wanted = words.trim();
  if (!wanted) return [];
  const pattern = new RegExp(wanted.split(/\s+/u).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "giu");
  const hits = [];
  for (const turn of turns) {
    const from = map.toUnit(turn.start);
    for (const found of map.slice(turn.start, turn.end).matchAll(pattern)) {
      const at = from + found.index;
      hits.push({ start: map.toPoint(at), end: map.toPoint(at + found[0].length) });
      if (hits.length >= MOST_HITS) return hits;
    }
  }
  return hits;
}

/** Return the finder: `el`, `update(what)`, `focus()`. */
export function makeFinder(app) {
  const finder = { app, hits: [], at: -1, timer: 0 };
  finder.field = h("input.uc-field", {
    id: newElementId("find"), type: "search", autocomplete: "off", spellcheck: "false", maxlength: "200",
    oninput: () => { clearTimeout(finder.timer); finder.timer = setTimeout(() => look(finder), 120); },
    onkeydown: (event) => takeFindKey(finder, event),
  });
  finder.told = h("span.uc-count", { role: "status" });
  finder.place = h("input.uc-field.uc-short", {
    id: newElementId("goto"), type: "text", autocomplete: "off", onkeydown: (event) => takePlaceKey(finder, event),
  });
  finder.el = h("div.uc-finder", { role: "search" },
    h("label", { for: finder.field.id }, "Find"), finder.field,
    h("button.uc-icon", { "aria-label": "Previous place found", onclick: () => step(finder, -1) }, "↑"),
    h("button.uc-icon", { "aria-label": "Next place found", onclick: () => step(finder, 1) }, "↓"), finder.told,
    h("label", { for: finder.place.id }, "Turn"), finder.place,
    h("button", { onclick: () => goToPlace(finder) }, "Go"));
  return {
    el: finder.el,
    focus: () => { finder.field.focus(); finder.field.select(); },
    update: (what) => { if (what.has("source")) look(finder); },
  };
}

function look(finder) {
  const { app } = finder;
  clearTimeout(finder.timer);
  finder.asked = finder.field.value;
  finder.hits = findWords(app.map, app.view.turns, finder.asked);
  finder.at = -1;
  const caret = app.frame.reader.caret()?.at()?.start ?? app.view.turns[app.frame.reader.inView().first]?.start ?? 0;
  if (finder.hits.length) go(finder, Math.max(0, finder.hits.findIndex((hit) => hit.start >= caret)));
  else show(finder);
}

function step(finder, way) {
  if (finder.asked !== finder.field.value) return look(finder);
  if (!finder.hits.length) return undefined;
  return go(finder, (finder.at + way + finder.hits.length) % finder.hits.length);
}

function go(finder, index) {
  finder.at = index;
  show(finder);
  finder.app.goTo(finder.hits[index].start, { quiet: true });
  finder.app.frame.reader.caret().set(finder.hits[index].start);
}

function show(finder) {
  finder.app.frame.reader.setHits(finder.hits.map((hit, i) => (i === finder.at ? { ...hit, current: true } : hit)));
  const many = `${finder.hits.length >= MOST_HITS ? "more than " : ""}${finder.hits.length.toLocaleString("en-GB")}`;
  const words = finder.hits.length ? `${finder.at + 1} of ${many}` : "not found";
  fill(finder.told, finder.field.value.trim() ? words : "");
}

function takeFindKey(finder, event) {
  if (event.key === "Enter") step(finder, event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") {
    finder.field.value = "";
    look(finder);
    finder.app.frame.reader.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function takePlaceKey(finder, event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.stopPropagation();
  goToPlace(finder);
}

/** Go to a turn by its number, or to a claim by its label. */
function goToPlace({ app, place }) {
  const wanted = place.value.trim();
  const turn = app.view.turns.find((one) => String(one.number) === wanted || one.locator === wanted);
  const claim = app.record.standing("claim").find((row) => row.label && row.label === wanted);
  const part = claim && app.record.standing("claim_part").find((row) => row.claim_id === claim.claim_id);
  const coding = part && app.record.row(part.coding_id);
  if (turn) app.goTo(turn.start, { share: 0.1 });
  else if (coding) app.pick(coding.coding_id);
  else return app.say(`There is no turn or claim “${wanted}”. Turns go from ${app.view.turns[0]?.number} to ${app.view.turns.at(-1)?.number}.`);
  return app.frame.reader.focus();
}
