// A configuration drawn as boxes, one under the other, that read as a sentence; an empty box asks its question.

import { SLOT_WORDS, partsOf, proposeSlot } from "./building.js";
import { fill, h, shorten } from "./elements.js";

const PASSAGE = "application/x-useit-passage";
const PART = "application/x-useit-part";
const BOTH = "mechanism_mixed"; // a way out, and so never asked for

/** Return the boxes of the configuration on the desk. `tell(sentence)` hears what was done; `open` holds ids of parts. */
export function drawDiagram(desk, { tell, open }) {
  const { app } = desk;
  const parts = partsOf(app.record, desk.claim());
  const picked = desk.mine() ? desk.picked() : null;
  return h("ol.uc-diagram", { "aria-label": "The configuration and what is still missing in it" },
    shownSlots(desk, parts, picked).map((slot) => drawBox(desk, slot, { parts: parts.filter((part) => part.slot === slot.slot), picked, tell, open })));
}

function drawBox(desk, { slot, name, hint }, { parts, picked, tell, open }) {
  const words = wordsOf(slot, hint);
  const box = h(`li.uc-box.uc-kind-${words.ink}`, { "data-slot": slot }, h("div.uc-boxed", {},
    h("h3", {}, h("span.uc-tag", { "data-letter": words.letter, "aria-hidden": "true" }), h("span", {}, name), h("span.uc-quiet", {}, words.leads)),
    parts.length ? h("ul.uc-parts", {}, parts.map((part) => drawPart(desk, part, { name, tell, open })))
      : slot === BOTH ? null : h("p.uc-empty", {}, `${words.asks} Nothing yet.`),
    picked ? drawPut(desk, { slot, name, picked, tell }) : null));
  box.classList.toggle("uc-is-empty", !parts.length);
  if (desk.mine()) takeDrops(desk, box, slot, tell);
  return box;
}

function wordsOf(slot, hint = "") {
  return SLOT_WORDS[slot] ?? { asks: hint, leads: "", ink: "new", letter: "" };
}

/** Return the slots worth showing: the one for both at once only when it holds something or could. */
function shownSlots(desk, parts, picked) {
  return desk.app.view.study.slots.filter(({ slot }) => slot !== BOTH || picked || parts.some((part) => part.slot === slot));
}

/** Return where the picked passage stands in the configuration on the desk, and where its code suggests it should. */
function placesOf(desk, picked) {
  const held = partsOf(desk.app.record, desk.claim()).filter((part) => part.coding_id === picked.coding_id).map((part) => part.slot);
  const proposed = held.length ? null : proposeSlot(desk.app.code(picked.code_id).kind, desk.app.view.study.slots);
  return { held, proposed };
}

/** Return the slot that a passage's code suggests in the configuration on the desk; null when it stands in one or none is suggested. */
export function proposedPlace(desk, row) {
  const { proposed } = placesOf(desk, row);
  return desk.app.view.study.slots.find(({ slot }) => slot === proposed) ?? null;
}

function drawPut(desk, { slot, name, picked, tell }) {
  const { held, proposed } = placesOf(desk, picked);
  if (held.includes(slot)) return h("p.uc-quiet", {}, "The passage you picked is here.");
  const suggested = slot === proposed;
  return h(`button.uc-small.uc-put${suggested ? ".uc-main-action" : ""}`, {
    "data-key": `put-${slot}`, "data-else": "claim-told", onclick: () => tell(desk.put(picked.coding_id, slot)),
    "aria-label": `Put it here: the picked passage as ${name}${suggested ? ", suggested by its code" : ""}`,
  }, suggested ? "Put it here (suggested)" : "Put it here");
}

function drawPart(desk, part, { name, tell, open }) {
  const { app } = desk;
  const coding = app.record.row(part.coding_id);
  const code = app.code(part.code_id);
  const words = app.map.slice(coding.start, coding.end);
  const mine = desk.mine();
  const item = h("li.uc-part", {},
    mine ? drawGrip(PART, part.part_id) : null,
    h("button.uc-plain", { dir: "auto", "data-key": `go-${part.part_id}`, title: "Show it in the text", onclick: () => showPart(app, coding) },
      h("span.uc-said-words", {}, `“${shorten(words, 110)}”`), h("span.uc-quiet", {}, ` ${code.name}${app.record.state(part.part_id) === "waiting" ? ", waiting to be saved" : ""}`)),
    mine ? h("button.uc-icon", {
      "data-key": `out-${part.part_id}`, "data-else": `put-${part.slot}`, onclick: () => tell(desk.takeOut(part)),
      "aria-label": `Take “${shorten(words, 40)}” out of ${name}`, title: "Take it out",
    }, "×") : null,
    mine ? drawMoreOfPart(desk, part, { tell, open }) : drawFixedPart(part));
  return item;
}

function showPart(app, coding) {
  app.pick(coding.coding_id, { go: false });
  app.goTo(coding.start, { quiet: true });
}

/** Buttons never lose the text's selection, and so cannot be dragged: the grip beside them can. */
export function drawGrip(type, id) {
  return h("span.uc-grip", {
    draggable: "true", "aria-hidden": "true", title: "Drag it into a box",
    ondragstart: (event) => { event.dataTransfer.setData(type, id); event.dataTransfer.effectAllowed = "copyMove"; },
  }, "⠿");
}

/** Return the grip of a marked passage. */
export function drawPassageGrip(id) {
  return drawGrip(PASSAGE, id);
}

/** Let the letters before marked words be dragged into a box as well. */
export function offerDrags(root) {
  root.addEventListener("dragstart", (event) => {
    const tag = event.target.closest?.(".uc-words .uc-tag");
    if (tag) event.dataTransfer.setData(PASSAGE, tag.dataset.coding);
  });
}

function takeDrops(desk, box, slot, tell) {
  const fits = (event) => [PASSAGE, PART].some((type) => event.dataTransfer.types.includes(type));
  const over = (event) => { if (fits(event)) { event.preventDefault(); box.classList.add("uc-over"); } };
  box.addEventListener("dragenter", over);
  box.addEventListener("dragover", over);
  box.addEventListener("dragleave", () => box.classList.remove("uc-over"));
  box.addEventListener("drop", (event) => {
    if (!fits(event)) return;
    event.preventDefault();
    box.classList.remove("uc-over");
    const passage = event.dataTransfer.getData(PASSAGE);
    const part = desk.app.record.row(event.dataTransfer.getData(PART));
    if (passage) tell(desk.put(passage, slot));
    else if (part) tell(desk.move(part, slot));
  });
}

/** What the words for strength, good and bad mean on the screen. */
export const PART_WORDS = {
  intensity: ["How strongly", { unknown: "not said", none: "not at all", weak: "weakly", moderate: "clearly", strong: "strongly" }],
  valence: ["For the person", { unknown: "not said", positive: "good", negative: "bad", mixed: "both good and bad", neutral: "neither" }],
  intended: ["Meant by the programme", { "": "not said", yes: "yes", no: "no" }],
};

function drawMoreOfPart(desk, part, { tell, open }) {
  const flags = { "": null, yes: true, no: false };
  const intended = Object.keys(flags).find((word) => flags[word] === (part.intended ?? null));
  const slots = Object.fromEntries(desk.app.view.study.slots.map((one) => [one.slot, one.name]));
  const details = h("details.uc-more", { open: open.has(part.coding_id), ontoggle: () => {
    if (details.open) open.add(part.coding_id); else open.delete(part.coding_id);
  } }, h("summary", { "data-key": `more-${part.coding_id}` }, tellPart(part)),
  drawSelect("intensity", part.intensity ?? "unknown", PART_WORDS.intensity, part, (value) => desk.sayOfPart(part, { intensity: value })),
  drawSelect("valence", part.valence ?? "unknown", PART_WORDS.valence, part, (value) => desk.sayOfPart(part, { valence: value })),
  drawSelect("intended", intended, PART_WORDS.intended, part, (value) => desk.sayOfPart(part, { intended: flags[value] })),
  drawSelect("slot", part.slot, ["Stands as", slots], part, (value) => tell(desk.move(part, value))));
  return details;
}

function drawSelect(name, value, [title, words], part, take) {
  const select = h("select.uc-field", { "data-key": `${name}-${part.coding_id}`, onchange: () => take(select.value) },
    Object.entries(words).map(([word, said]) => h("option", { value: word }, said)));
  select.value = value;
  return h("label.uc-inline", {}, h("span", {}, title), select);
}

function tellPart(part) {
  const said = [];
  const { intensity, valence } = PART_WORDS;
  if (part.intensity && part.intensity !== "unknown") said.push(intensity[1][part.intensity]);
  if (part.valence && part.valence !== "unknown") said.push(`${valence[1][part.valence]} for the person`);
  if (typeof part.intended === "boolean") said.push(part.intended ? "meant" : "not meant");
  return said.length ? said.join(", ") : "How strong, good or bad, meant or not";
}

function drawFixedPart(part) {
  const said = tellPart(part);
  return said.startsWith("How") ? null : h("p.uc-quiet", {}, said);
}

/** Return the small form of the diagram: one line for each slot, a button when there is a passage to put in. */
export function drawStrip(desk, { tell }) {
  const parts = partsOf(desk.app.record, desk.claim());
  const picked = desk.mine() ? desk.picked() : null;
  const places = picked ? placesOf(desk, picked) : { held: [], proposed: null };
  return h("ul.uc-strip-slots", {}, shownSlots(desk, parts, picked).map((slot) => drawStripLine(desk, slot, {
    own: parts.filter((part) => part.slot === slot.slot), picked, tell, held: places.held.includes(slot.slot), suggested: slot.slot === places.proposed,
  })));
}

function drawStripLine(desk, { slot, name, hint }, { own, picked, tell, held, suggested }) {
  const { app } = desk;
  const words = wordsOf(slot, hint);
  const inside = own.map((part) => app.record.row(part.coding_id)).map((row) => `“${shorten(app.map.slice(row.start, row.end), 36)}”`);
  const content = [h("span.uc-tag", { "data-letter": words.letter, "aria-hidden": "true" }), h("b", {}, name),
    h("span.uc-strip-words", { dir: "auto" }, own.length ? inside.join(" ") : `${words.asks} Nothing yet.`)];
  const line = h(`li.uc-kind-${words.ink}${own.length ? "" : ".uc-is-empty"}`, {}, picked && !held
    ? h(`button.uc-strip-put${suggested ? ".uc-suggested" : ""}`, { "data-key": `strip-${slot}`, "data-else": "strip-told", onclick: () => tell(desk.put(picked.coding_id, slot)) },
      content, suggested ? h("span.uc-quiet", {}, "suggested") : null)
    : h("div.uc-strip-line", {}, content));
  if (desk.mine()) takeDrops(desk, line, slot, tell);
  return line;
}

/** Return in one line which slots hold something: a letter each, ticked or not. */
export function drawGlance(desk) {
  const parts = partsOf(desk.app.record, desk.claim());
  const filled = new Set(parts.map((part) => part.slot));
  const shown = shownSlots(desk, parts, null);
  const open = shown.filter(({ slot }) => !filled.has(slot)).map(({ name }) => name.toLowerCase());
  return h("span.uc-glance", { role: "img", "aria-label": open.length ? `still empty: ${open.join(", ")}` : "every place holds something" },
    shown.map(({ slot }) => h(`span.uc-kind-${wordsOf(slot).ink}`, {}, h("span.uc-tag", { "data-letter": wordsOf(slot).letter }), filled.has(slot) ? "✓" : "–")));
}

/** Draw anew into an element and leave the keyboard where it was, or on what the control named in its stead. */
export function redrawIn(element, ...children) {
  const active = element.getRootNode().activeElement;
  const held = active && element.contains(active) ? [active.dataset.key, active.dataset.else] : [];
  const scrolled = element.scrollTop;
  fill(element, ...children);
  element.scrollTop = scrolled;
  const found = held.filter(Boolean).map((key) => element.querySelector(`[data-key="${CSS.escape(key)}"]`)).find(Boolean);
  if (found) found.focus({ preventScroll: true });
  return held.length > 0 && !found;
}
