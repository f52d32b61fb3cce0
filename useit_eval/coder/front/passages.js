// Marked passages to choose from when linking: in the order of the text, with what is used already.

import { proposeSlot } from "./building.js";
import { drawPassageGrip } from "./diagram.js";
import { count, h, shorten } from "./elements.js";

const SHOWN = 30;

/** Return the list of one's marked passages; pressing one picks it and offers the slots right under it. */
export function drawPassages(desk, { tell, more }) {
  const { app } = desk;
  const own = app.codings().filter((row) => row.coder === app.by.coder).sort((a, b) => a.start - b.start || a.end - b.end);
  const used = new Set(app.record.standing("claim_part").map((part) => part.coding_id));
  const free = own.filter((row) => !used.has(row.coding_id)).length;
  if (!own.length) return h("p.uc-quiet", {}, "Nothing is marked here yet. Choose words in the text and give them a code first.");
  const from = more.all ? 0 : Math.max(0, Math.min(own.length - SHOWN, own.findIndex((row) => row.coding_id === app.picked) - 10));
  const drawn = more.all ? own : own.slice(from, from + SHOWN);
  return [
    h("p.uc-quiet", {}, `${count(own.length, "passage")}, ${free} in no configuration yet. Press one, then a slot; or drag it into a box.`),
    h("ul.uc-passages", {}, drawn.map((row) => drawPassage(desk, row, used, tell))),
    drawn.length < own.length ? h("button", { "data-key": "all-passages", onclick: () => { more.all = true; app.changed("picked"); } }, `Show all ${own.length}`) : null,
  ];
}

function drawPassage(desk, row, used, tell) {
  const { app } = desk;
  const code = app.code(row.code_id);
  const picked = app.picked === row.coding_id;
  return h(`li.uc-kind-${code.kind}`, {},
    drawPassageGrip(row.coding_id),
    h("button.uc-plain", {
      "data-key": `passage-${row.coding_id}`, "aria-pressed": picked ? "true" : "false", onclick: () => app.pick(row.coding_id),
    }, h("span.uc-tag", { "data-letter": code.letter, "aria-hidden": "true" }), h("b", {}, code.name),
    h("span", { dir: "auto" }, ` “${shorten(app.map.slice(row.start, row.end), 70)}”`), used.has(row.coding_id) ? h("span.uc-quiet", {}, " in use") : null),
    picked && desk.mine() ? drawSlots(desk, row, code, tell) : null);
}

function drawSlots(desk, row, code, tell) {
  const { slots } = desk.app.view.study;
  const proposed = proposeSlot(code.kind, slots);
  const ordered = [...slots].sort((a, b) => (b.slot === proposed) - (a.slot === proposed));
  return h("div.uc-row.uc-slots", { role: "group", "aria-label": "Put it in as" }, h("span.uc-quiet", {}, "Put it in as:"), ordered.map(({ slot, name }) => h(
    `button${slot === proposed ? ".uc-main-action" : ""}`, { "data-key": `as-${slot}`, onclick: () => tell(desk.put(row.coding_id, slot)) }, name)));
}
