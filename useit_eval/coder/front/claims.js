// The panel in which passages become a configuration: what is in it, what is missing, and what is worth a second look.

import { makeBearing } from "./bearing.js";
import { describeHalf, nameClaim, partsOf } from "./building.js";
import { drawDiagram, drawGlance, drawStrip, offerDrags, proposedPlace, redrawIn } from "./diagram.js";
import { fill, h, newElementId, shorten } from "./elements.js";
import { makeFields } from "./fields.js";
import { makeDesk } from "./linking.js";
import { lintHalf } from "./lint.js";
import { drawPassages } from "./passages.js";

/** Return the panel: `el`, `strip` (the half-built configuration in small, for the panel of codes), `update(what)`. */
export function makeClaims(app) {
  const panel = { app, desk: makeDesk(app), open: new Set(), more: { all: false }, noted: "" };
  const tell = (sentence) => tellDone(panel, sentence);
  panel.how = { tell, open: panel.open, more: panel.more };
  panel.fields = makeFields(panel.desk);
  panel.bearing = makeBearing(panel.desk, { tell });
  buildClaims(panel);
  offerDrags(app.root);
  return { el: panel.el, strip: panel.strip, update: (what) => updateClaims(panel, what) };
}

function buildClaims(panel) {
  panel.choice = h("select.uc-field", { id: newElementId("claim"), onchange: () => goOnWith(panel, panel.choice.value) });
  panel.fresh = h("button", { "data-key": "fresh", onclick: () => goOnWith(panel, "") }, "Begin a new one");
  panel.head = h("div.uc-claim-head", {}, h("label", { for: panel.choice.id }, "Which configuration"), panel.choice, panel.fresh);
  panel.told = h("p.uc-told", { role: "status", tabindex: "-1", "data-key": "claim-told" });
  panel.picked = h("div.uc-picked-passage", {});
  panel.diagram = h("div", {});
  panel.notes = h("section.uc-notes", { "aria-label": "Worth a second look" });
  panel.passages = h("section.uc-list", { "aria-label": "Your marked passages" });
  panel.remove = h("button", { "data-key": "remove-claim", "data-else": "fresh", onclick: () => removeWhole(panel) }, "Remove this configuration");
  panel.removal = h("div.uc-row", {}, panel.remove);
  panel.el = h("div.uc-claims", { onclick: () => panel.fields.flush() },
    panel.head, panel.told, panel.picked, panel.diagram, panel.notes, panel.fields.el, panel.bearing.el, panel.passages, panel.removal);
  buildStrip(panel);
}

/** The half-built configuration stands, in small, above what is marked as well; a person may fold it away. */
function buildStrip(panel) {
  panel.stripTitle = h("summary", {});
  panel.stripHow = h("p.uc-quiet", {});
  panel.stripBody = h("div", {});
  panel.stripTold = h("p.uc-told", { tabindex: "-1", "data-key": "strip-told" });
  panel.stripFresh = h("button.uc-small", { onclick: () => goOnWith(panel, "") }, "Begin a new one");
  panel.strip = h("details.uc-strip", { open: true }, panel.stripTitle, panel.stripHow, panel.stripTold, panel.stripBody,
    h("div.uc-row", {}, h("button.uc-small", { onclick: () => panel.app.showTab("configuration") }, "See the whole"), panel.stripFresh));
}

function updateClaims(panel, what) {
  const { app, desk } = panel;
  if (what.has("source")) beginSource(panel);
  if (!["view", "record", "picked", "source"].some((name) => what.has(name))) return;
  if (panel.lastPicked !== app.picked) [panel.told, panel.stripTold].forEach((told) => fill(told));
  panel.lastPicked = app.picked;
  drawChoice(panel);
  const lost = [
    redrawIn(panel.picked, drawPickedPassage(panel)), redrawIn(panel.diagram, drawDiagram(desk, panel.how)),
    redrawIn(panel.notes, drawNotes(panel)), redrawIn(panel.passages, drawPassageSection(panel)),
  ].some(Boolean);
  if (lost) panel.told.focus({ preventScroll: true });
  if (redrawIn(panel.stripBody, drawStrip(desk, panel.how))) panel.stripTold.focus({ preventScroll: true });
  panel.fields.update();
  panel.bearing.update();
  panel.removal.hidden = !desk.claim() || !desk.mine();
  drawStripHead(panel);
}

/** Another source: who only reads is shown the first configuration there, who codes begins a new one. */
function beginSource(panel) {
  const { app, desk } = panel;
  desk.current = app.canWrite ? null : app.record.standing("claim")[0]?.claim_id ?? null;
  panel.more.all = false;
  fill(panel.told);
}

function firstWords(app, claim) {
  const first = partsOf(app.record, claim)[0];
  const row = first && app.record.row(first.coding_id);
  return row ? `“${shorten(app.map.slice(row.start, row.end), 50)}”` : "";
}

function drawChoice(panel) {
  const { app, desk } = panel;
  const now = desk.claim()?.claim_id ?? "";
  const claims = app.record.standing("claim");
  const options = claims.map((claim) => {
    const whose = claim.coder === app.by.coder ? "" : `${claim.coder}, `;
    return [claim.claim_id, shorten(`${whose}${nameClaim(app.record, claim, firstWords(app, claim))}`, 80)];
  });
  if (app.canWrite) options.unshift(["", now ? "A new one" : "A new one: nothing in it yet"]);
  const key = JSON.stringify(options);
  if (panel.choice.dataset.options !== key) fill(panel.choice, options.map(([value, said]) => h("option", { value }, said)));
  panel.choice.dataset.options = key;
  panel.choice.value = now;
  panel.fresh.hidden = !app.canWrite || !now;
  panel.head.hidden = !options.length;
}

function goOnWith(panel, id) {
  panel.fields.flush();
  fill(panel.told);
  fill(panel.stripTold);
  panel.desk.choose(id || null);
  if (!id) panel.choice.focus();
}

function tellDone(panel, sentence) {
  if (!sentence) return;
  fill(panel.told, sentence);
  panel.app.frame.hear(sentence);
  fill(panel.stripTold, sentence);
}

function removeWhole(panel) {
  tellDone(panel, panel.desk.removeClaim());
}

function drawPickedPassage(panel) {
  const { app, desk } = panel;
  if (!desk.mine()) return null;
  const row = desk.picked();
  if (!row) return app.canWrite ? drawHowTo(desk) : null;
  const code = app.code(row.code_id);
  return [
    h("p.uc-quiet", {}, "The passage you picked: ", h("b", { dir: "auto" }, code.name)),
    h(`p.uc-passage.uc-kind-${code.kind}`, { dir: "auto" }, h("span.uc-tag", { "data-letter": code.letter, "aria-hidden": "true" }), ` ${shorten(app.map.slice(row.start, row.end), 120)}`),
    drawProposed(panel, row),
  ];
}

/** The place that the code suggests is one press away; its box may be further down than a person sees. */
function drawProposed({ desk, how }, row) {
  const slot = proposedPlace(desk, row);
  if (!slot) return null;
  return h("button.uc-small.uc-main-action", {
    "data-key": "put-proposed", "data-else": "claim-told", onclick: () => how.tell(desk.put(row.coding_id, slot.slot)),
  }, `Put it in as ${slot.name.toLowerCase()}`);
}

function drawHowTo(desk) {
  return [
    desk.claim() ? null : h("p", {}, "A configuration says in passages: where this was so, people got this, so they came to think that, and this came of it."),
    h("p.uc-quiet", {}, "Pick a marked passage, in the text or in the list below; then press where it belongs."),
  ];
}

function drawNotes(panel) {
  const { app, desk } = panel;
  if (!desk.claim() || !desk.mine()) return null;
  const half = describeHalf(app, desk.claim());
  const found = lintHalf(half);
  if (!found.length) return null;
  return [h("h3", {}, "Worth a second look"), h("ul", {}, found.map(({ rule, parts, sentence }) => h("li", { "data-rule": rule }, h("p", { dir: "auto" }, sentence),
    drawShow(panel, half.parts.find((part) => part.part_id === parts[0]), rule)))),
  h("p.uc-quiet", {}, "Only hints: everything is saved either way.")];
}

function drawShow({ app }, part, rule) {
  if (!part) return null;
  return h("button.uc-small", {
    "data-key": `note-${rule}-${part.coding_id}`, "aria-label": `Show it in the text: “${shorten(part.words, 40)}”`,
    onclick: () => { app.pick(part.coding_id, { go: false }); app.goTo(part.start, { quiet: true }); },
  }, "Show it");
}

function drawPassageSection(panel) {
  const { desk, app } = panel;
  if (!app.canWrite || !desk.mine()) return null;
  return [h("h3", {}, "Your marked passages"), drawPassages(desk, panel.how)];
}

function drawStripHead(panel) {
  const { app, desk } = panel;
  const claim = desk.claim();
  panel.strip.hidden = !app.canWrite || !app.codings().length;
  panel.stripFresh.hidden = !claim;
  fill(panel.stripTitle, h("b", {}, claim ? `Configuration ${claim.label ?? "begun"}` : "A new configuration"), " ", drawGlance(desk));
  fill(panel.stripHow, desk.picked() ? "Where does the passage you picked belong? Press a line." : "Mark or pick a passage, then press where it belongs.");
}
