// Two or more coders' codings side by side: what all saw, what one saw, what to look at again. Nobody is graded.

import { count, fill, h, newElementId, shorten } from "./elements.js";
import { redrawIn } from "./diagram.js";
import { tellInterval, tellMeasure } from "./figures.js";

const MOST_LISTED = 40;
const GRADELESS = "Where people see different things, a definition can often be made sharper. Low agreement is a prompt to do that; it is never a grade of a person.";
const HEADS = {
  both: "What you both saw", only_a: "What {a} saw that {b} did not", only_b: "What {b} saw that {a} did not",
  other_code: "The same words, another code", links: "The same passage, linked in another way",
};
const TRAINING_HEADS = {
  both: "What you both saw", only_a: "What you saw that the facilitator did not", only_b: "What to look at again",
  other_code: "What to look at again: the same words, another code", links: "The same passage, linked in another way",
};

/** Return the panel: `el`, `update(what)`. */
export function makeCompare(app) {
  const panel = { app, found: null, asked: false, fault: "", marked: null, chosen: null, all: new Set(), shut: new Set() };
  panel.ask = h("section.uc-ask", { "aria-label": "Compare" });
  panel.result = h("div.uc-result", {});
  panel.live = h("p.uc-told", { role: "status" });
  panel.el = h("div.uc-compare", {}, panel.ask, panel.live, panel.result);
  return { el: panel.el, update: (what) => updateCompare(panel, what) };
}

function updateCompare(panel, what) {
  if (what.has("source")) Object.assign(panel, { found: null, asked: false, fault: "", chosen: null });
  if (!["source", "view", "record"].some((name) => what.has(name))) return;
  redrawIn(panel.ask, drawAsk(panel));
  if (what.has("source") || what.has("view")) drawResult(panel);
}

/** Return whom a comparison is with: those chosen, or in training the facilitator. */
function namedCoders({ app, chosen }) {
  if (app.mode === "training") return app.view.compare_with?.length ? app.view.compare_with : ["facilitator"];
  return chosen ?? othersOf(app).slice(0, 2);
}

function othersOf(app) {
  return [...new Set([...(app.view.compare_with ?? []), ...(app.view.coders ?? [])])];
}

function drawAsk(panel) {
  const { app, found, asked } = panel;
  const training = app.mode === "training";
  const stale = found && panel.marked !== countMarks(app);
  const words = training
    ? "When you have marked what you see, compare it with the facilitator's coding. Until you ask, it stays hidden. You can go on coding afterwards."
    : "Choose whose codings to put side by side.";
  const button = found ? "Compare again" : training ? "I am ready: compare" : "Compare";
  return [
    h("p", {}, words), training ? null : drawCoderBoxes(panel),
    h("div.uc-row", {}, h("button.uc-main-action", { "data-key": "ask", onclick: () => askComparison(panel) }, asked ? "Asking …" : button)),
    stale ? h("p.uc-quiet", {}, "You have marked more since: compare again to see it here.") : null,
  ];
}

function countMarks(app) {
  return app.codings().map((row) => row.coding_id).join();
}

function drawCoderBoxes(panel) {
  const { app } = panel;
  const names = othersOf(app);
  const chosen = new Set(namedCoders(panel));
  return h("fieldset.uc-coders", {}, h("legend", {}, "Coders"), names.map((name) => {
    const id = newElementId("coder");
    const box = h("input", { type: "checkbox", id, "data-key": `coder-${name}`, checked: chosen.has(name), onchange: () => {
      panel.chosen = names.filter((one) => (one === name ? box.checked : chosen.has(one)));
      redrawIn(panel.ask, drawAsk(panel));
    } });
    return h("label.uc-check", { for: id }, box, h("span", { dir: "auto" }, name));
  }));
}

async function askComparison(panel) {
  const { app } = panel;
  const names = namedCoders(panel);
  if (app.mode === "compare" && names.length < 2) return tellCompared(panel, "Choose two coders or more.");
  const { source_id } = app.view.source;
  panel.asked = true;
  redrawIn(panel.ask, drawAsk(panel));
  const answer = await app.ask({ kind: "compare", with: names });
  if (app.view.source.source_id !== source_id) return undefined; // another text was opened meanwhile
  panel.asked = false;
  if (answer.kind === "comparison") Object.assign(panel, { found: answer.comparison, marked: countMarks(app), all: new Set() });
  redrawIn(panel.ask, drawAsk(panel));
  drawResult(panel);
  return tellCompared(panel, answer.kind === "comparison" ? summarise(panel) : answer.sentence ?? "It could not be compared now. Try again.");
}

function tellCompared(panel, sentence) {
  fill(panel.live, sentence);
}

function summarise({ found }) {
  const unread = found.only_b.filter(({ read }) => read === false).length;
  const differ = found.only_a.length + found.only_b.length + found.other_code.length - unread;
  const later = unread ? ` ${unread} more ${unread === 1 ? "is" : "are"} in turns you have not read yet.` : "";
  return `You both saw ${count(found.both.length, "place")}; ${count(differ, "place")} to talk about.${later}`.replace("You both", found.coders.length > 2 ? `${found.coders.slice(0, 2).join(" and ")}` : "You both");
}

function headOf({ app, found }, name) {
  const heads = app.mode === "training" ? TRAINING_HEADS : { ...HEADS, ...(found.words ?? {}) };
  const [a, b] = found.coders;
  return heads[name].replace(/\{([ab])\}/g, (_, which) => (which === "a" ? a : b));
}

function drawResult(panel) {
  const { app, found } = panel;
  if (!found) return fill(panel.result);
  const order = app.mode === "training" ? ["both", "only_a", "only_b", "other_code", "links"] : ["both", "other_code", "only_a", "only_b", "links"];
  return fill(panel.result,
    h("p.uc-note-all", {}, GRADELESS),
    found.coders.length > 2 ? h("p.uc-quiet", {}, `The lists are of ${found.coders[0]} and ${found.coders[1]}; the figures below are of all ${found.coders.length}.`) : null,
    order.map((name) => drawSection(panel, name)), drawMeasures(panel));
}

function drawSection(panel, name) {
  const items = [...panel.found[name] ?? []].sort((a, b) => (a.read === false) - (b.read === false));
  const inner = h("ul.uc-compared", {});
  const show = () => fill(inner, (panel.all.has(name) ? items : items.slice(0, MOST_LISTED)).map((item) => drawItem(panel, name, item)));
  show();
  const more = items.length > MOST_LISTED && !panel.all.has(name)
    ? h("button", { onclick: () => { panel.all.add(name); show(); more.remove(); } }, `Show all ${items.length}`) : null;
  const details = h("details.uc-compare-section", { open: items.length > 0 && !panel.shut.has(name), ontoggle: () => {
    if (details.open) panel.shut.delete(name); else panel.shut.add(name);
  } }, h("summary", {}, h("b", {}, headOf(panel, name)), h("span.uc-quiet", {}, ` ${items.length || "none"}`)), inner, more);
  return details;
}

function drawItem(panel, name, item) {
  const { app } = panel;
  const reasons = reasonsOf(panel.found, item);
  const unread = name === "only_b" && item.read === false;
  return h("li", {},
    h("button.uc-plain", { dir: "auto", onclick: () => showPlace(app, item) },
      h("span.uc-quiet", {}, `Turn ${app.turnAt(item.start)?.number ?? ""} `), `“${shorten(app.map.slice(item.start, item.end), 110)}”`),
    item.by ? drawBy(panel, name, item.by) : h("p.uc-codes-of", {}, (item.codes ?? []).map((id) => drawCode(app, id))),
    reasons.map((reason) => h("p.uc-reason", { dir: "auto" }, h("b", {}, app.mode === "training" ? "The facilitator's reason: " : `${panel.found.coders[1]}'s note: `), reason)),
    unread ? h("p.uc-quiet", {}, "You have not read this turn yet.") : null,
    name === "only_b" && app.mode === "training" && app.canWrite && !unread ? h("button.uc-small", { onclick: () => codePlace(app, item) }, "Code these words") : null);
}

function drawBy(panel, name, by) {
  const { app } = panel;
  const who = (coder) => (app.mode === "training" ? (coder === app.by.coder ? "You" : "The facilitator") : coder);
  return h("dl.uc-by", {}, Object.entries(by).map(([coder, said]) => [h("dt", { dir: "auto" }, who(coder)),
    h("dd", {}, name === "links" ? String(said) : said.map((id) => drawCode(app, id)))]));
}

function drawCode(app, id) {
  const code = app.code(id);
  return h(`span.uc-code.uc-kind-${code.kind}`, { dir: "auto" }, h("span.uc-tag", { "data-letter": code.letter, "aria-hidden": "true" }), ` ${code.name}`);
}

function reasonsOf({ reasons, coders }, item) {
  const ids = item.codings?.[coders[1]] ?? [];
  return [...new Set(ids.map((id) => reasons?.[id]).filter(Boolean))];
}

/** The place is shown as chosen words that nothing is asked about. */
function showPlace(app, { start, end }) {
  app.select({ start, end, native: false, quiet: true });
  app.goTo(start, { quiet: true });
}

function codePlace(app, { start, end }) {
  app.goTo(start, { quiet: true });
  app.select({ start, end, native: false });
  app.frame.chooser.begin("");
}

function drawMeasures({ found }) {
  const measures = found.measures ?? [];
  if (!measures.length) return null;
  return h("details.uc-compare-section", {}, h("summary", {}, h("b", {}, "How far it agrees, in figures")),
    h("p.uc-quiet", {}, "Each figure asks of every turn read by all: are the same codes there? The range says how far it would move with other turns of the same kind."),
    h("table.uc-measures", {}, h("thead", {}, h("tr", {}, ["Figure", "Value", "Range", "Counted in"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, measures.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name), h("td", {}, tellMeasure(row)),
        h("td", {}, tellInterval(row)), h("td", {}, row.unit ? `${row.unit}s` : ""))))),
    measures.filter((row) => row.why).map((row) => h("p.uc-quiet", {}, `${row.name}: ${row.why}`)),
    h("p.uc-quiet", {}, "Percent agreement runs from 0% to 100%. The others are 1 when all agree and 0 when they agree as chance would."));
}
