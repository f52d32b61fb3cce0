// A configuration drawn as boxes, one under the other, that read as a sentence; an empty box asks its question.

import { SLOT_WORDS, partsOf, proposeSlot } from "./building.js";
import { fill, h, shorten } from "./elements.js";

const PASSAGE = "application/x-useit-passage";
const PART = "application/x-useit-part";

/** Return the boxes of the configuration on the desk. `tell(sentence)` hears what was done; `open` holds ids of parts. */
export function drawDiagram(desk, { tell, open }) {
  const { app } = desk;
  const parts = partsOf(app.record, desk.claim());
  const picked = desk.mine() ? desk.picked() : null;
  const shown = app.view.study.slots.filter(({ slot }) => slot !== "mechanism_mixed" || picked || parts.some((part) => part.slot === slot));
  return h("ol.uc-diagram", { "aria-label": "The configuration and what is still missing in it" },
    shown.map((slot) => drawBox(desk, slot, { parts: parts.filter((part) => part.slot === slot.slot), picked, tell, open })));
}

function drawBox(desk, { slot, name, hint }, { parts, picked, tell, open }) {
  const words = SLOT_WORDS[slot] ?? { asks: hint, leads: "", ink: "new", letter: "" };
  const suggested = picked && proposeSlot(desk.app.code(picked.code_id).kind, desk.app.view.study.slots) === slot;
  const box = h(`li.uc-box.uc-kind-${words.ink}`, { "data-slot": slot },
    words.leads ? h("p.uc-leads", { "aria-hidden": "true" }, `↓ ${words.leads}`) : null,
    h("div.uc-boxed", {},
      h("h4", {}, h("span.uc-tag", { "data-letter": words.letter, "aria-hidden": "true" }), h("span", {}, name), hint ? h("span.uc-quiet", {}, hint) : null),
      parts.length ? h("ul.uc-parts", {}, parts.map((part) => drawPart(desk, part, { name, tell, open })))
        : h("p.uc-empty", {}, `${words.asks} Nothing yet.`),
      picked ? drawPut(desk, { slot, name, picked, suggested, tell }) : null));
  box.classList.toggle("uc-is-empty", !parts.length);
  if (desk.mine()) takeDrops(desk, box, slot, tell);
  return box;
}

function drawPut(desk, { slot, name, picked, suggested, tell }) {
  return h(`button.uc-put${suggested ? ".uc-main-action" : ""}`, {
    "data-key": `put-${slot}`, onclick: () => tell(desk.put(picked.coding_id, slot)),
    "aria-label": `Put the picked passage in as ${name}${suggested ? ", suggested by its code" : ""}`,
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
  const { app } = desk;
  const parts = partsOf(app.record, desk.claim());
  const picked = desk.mine() ? desk.picked() : null;
  const proposed = picked ? proposeSlot(app.code(picked.code_id).kind, app.view.study.slots) : null;
  const shown = app.view.study.slots.filter(({ slot }) => slot !== "mechanism_mixed" || picked || parts.some((part) => part.slot === slot));
  return h("ul.uc-strip-slots", {}, shown.map(({ slot, name }) => {
    const words = SLOT_WORDS[slot] ?? { asks: "", ink: "new", letter: "" };
    const own = parts.filter((part) => part.slot === slot);
    const inside = own.map((part) => shorten(app.map.slice(app.record.row(part.coding_id).start, app.record.row(part.coding_id).end), 36));
    const content = [h("span.uc-tag", { "data-letter": words.letter, "aria-hidden": "true" }), h("b", {}, name),
      h("span.uc-strip-words", { dir: "auto" }, own.length ? inside.map((said) => `“${said}”`).join(" ") : `${words.asks} Nothing yet.`)];
    const line = h(`li.uc-kind-${words.ink}${own.length ? "" : ".uc-is-empty"}`, {}, picked
      ? h(`button.uc-strip-put${slot === proposed ? ".uc-suggested" : ""}`, { "data-key": `strip-${slot}`, onclick: () => tell(desk.put(picked.coding_id, slot)) },
        content, slot === proposed ? h("span.uc-quiet", {}, "suggested") : null)
      : h("div.uc-strip-line", {}, content));
    if (desk.mine()) takeDrops(desk, line, slot, tell);
    return line;
  }));
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
