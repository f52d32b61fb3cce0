// The frame about the transcript: what is open, whether all is saved, the panels, and the few words of help.

import { makeChooser } from "./chooser.js";
import { makeCoverage } from "./coverage.js";
import { count, fill, h, newElementId, shorten } from "./elements.js";
import { makeFinder } from "./finder.js";
import { makeMarked } from "./marked.js";
import { makeReader } from "./reader.js";
import { makeStatus } from "./status.js";
import { followTheme } from "./theme.js";

const HELP_SEEN = "useit-coder/help-closed";
const MODES = {
  blind: "blind: others' marks are hidden", training: "training: compare when ready",
  read: "Reading only", compare: "Comparing coders", code: "",
};

/** Return the frame: its elements and what other modules ask of it (see app.js). */
export function makeFrame(app, { makeClaims, makeCompare }) {
  app.helpId = newElementId("help");
  const frame = { app, shown: null };
  frame.reader = makeReader(app);
  frame.chooser = makeChooser(app);
  frame.marked = makeMarked(app);
  frame.finder = makeFinder(app);
  frame.coverage = makeCoverage(app);
  frame.status = makeStatus(app);
  frame.panels = { configuration: makeClaims(app), compare: makeCompare(app) };
  buildFrame(frame);
  const stopTheme = followTheme(frame.el);
  return Object.assign(frame, {
    update: (what) => updateFrame(frame, what),
    showSource: () => { frame.shown = null; },
    showTab: (name) => showTab(frame, name),
    openSheet: () => showTab(frame, frame.tab),
    closeSheet: () => frame.el.classList.remove("uc-sheet"),
    say: (sentence, how) => frame.status.say(sentence, how),
    hear: (sentence) => fill(frame.live, sentence),
    close: () => { stopTheme(); frame.reader.close(); frame.coverage.close(); },
  });
}

function buildFrame(frame) {
  const { app } = frame;
  frame.live = h("div.uc-hidden", { "aria-live": "polite", role: "status" });
  frame.title = h("h2.uc-title", {});
  frame.badges = h("span.uc-badges", {});
  frame.sources = h("select.uc-field", { id: newElementId("source"), "aria-label": "Source", onchange: () => app.open(frame.sources.value) });
  frame.help = makeHelp(app);
  frame.peek = h("button.uc-main-action.uc-peek", { hidden: true, onclick: () => followPeek(frame) });
  frame.coders = h("div.uc-coders", { role: "group", "aria-label": "Whose passages are shown", hidden: true });
  frame.codes = h("div", {}, frame.chooser.el, frame.marked.top, frame.panels.configuration.strip, frame.marked.el);
  frame.side = makeSide(frame);
  frame.el = h("div.useit-coder", { "data-lm-suppress-shortcuts": "true", onkeydown: (event) => takeFrameKey(frame, event) },
    h("div.uc-bar", {}, frame.title, frame.sources, frame.badges, frame.status.el),
    frame.help,
    h("div.uc-tools", {}, makeFinderToggle(frame), frame.finder.el, frame.coders, frame.coverage.el),
    frame.status.messages,
    h("div.uc-body", {}, frame.reader.el, frame.side),
    frame.peek, frame.live);
}

/** On a narrow screen the fields for finding are folded away, so that the text has the room. */
function makeFinderToggle(frame) {
  const toggle = h("button.uc-finder-toggle", { "aria-expanded": "false", onclick: () => {
    const open = frame.el.classList.toggle("uc-finding");
    toggle.setAttribute("aria-expanded", String(open));
    if (open) frame.finder.focus();
  } }, "Find …");
  return toggle;
}

function makeHelp(app) {
  const steps = h("ol", {},
    h("li", {}, "Choose words: drag over them, or press and hold on a phone. ",
      h("span.uc-keyboard", {}, "By keyboard: arrow keys go by word and sentence; with Shift they choose.")),
    h("li", {}, "Choose a code: press it in the list, or type two letters and Enter. A new idea may be typed too."),
    h("li", {}, "Press what is marked to add a note, move or remove it, or link it: context, resource, reasoning, outcome. All is saved as you go."));
  const help = h("section.uc-help", { id: app.helpId, "aria-label": "How to code" }, steps,
    h("button", { onclick: () => closeHelp(help) }, "Got it"));
  help.hidden = wasClosed();
  return help;
}

function closeHelp(help) {
  help.hidden = true;
  try { globalThis.localStorage.setItem(HELP_SEEN, "1"); } catch { /* shown again next time: no harm */ }
}

function wasClosed() {
  try { return globalThis.localStorage.getItem(HELP_SEEN) === "1"; } catch { return false; }
}

function makeSide(frame) {
  frame.tabs = {};
  const parts = [["codes", "Codes", frame.codes], ["configuration", "Configuration", frame.panels.configuration.el], ["compare", "Compare", frame.panels.compare.el]];
  const made = parts.map(([name, title, content]) => {
    const panel = h("div.uc-panel", { role: "tabpanel", id: newElementId(name), tabindex: "0" }, content);
    const tab = h("button.uc-tab", {
      role: "tab", id: newElementId("tab"), "aria-controls": panel.id, onclick: () => toggleTab(frame, name),
      onkeydown: (event) => takeTabKey(frame, event),
    }, title);
    panel.setAttribute("aria-labelledby", tab.id);
    frame.tabs[name] = { tab, panel };
    return frame.tabs[name];
  });
  const side = h("aside.uc-side", { "aria-label": "Codes and configurations" },
    h("div.uc-tabs", { role: "tablist", "aria-label": "Panels" }, made.map(({ tab }) => tab)), made.map(({ panel }) => panel));
  markTab(frame, "codes");
  return side;
}

function markTab(frame, name) {
  if (frame.later && frame.tab !== name) updateOthers(frame);
  frame.tab = name;
  Object.entries(frame.tabs).forEach(([other, { tab, panel }]) => {
    tab.setAttribute("aria-selected", other === name ? "true" : "false");
    tab.tabIndex = other === name ? 0 : -1;
    panel.hidden = other !== name;
  });
}

function showTab(frame, name) {
  markTab(frame, name);
  if (frame.el.classList.contains("uc-sheet")) return;
  frame.el.classList.add("uc-sheet");
  const { selection } = frame.app;
  if (selection) requestAnimationFrame(() => frame.app.goTo(selection.start, { quiet: true, share: 0.2, unlessSeen: true }));
}

/** On a narrow screen the panel is a sheet: its tab opens and closes it. */
function toggleTab(frame, name) {
  if (frame.tab === name && frame.el.classList.contains("uc-sheet")) frame.el.classList.remove("uc-sheet");
  else showTab(frame, name);
}

function takeTabKey(frame, event) {
  const names = Object.keys(frame.tabs).filter((name) => !frame.tabs[name].tab.hidden);
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  const next = names[(names.indexOf(frame.tab) + way + names.length) % names.length];
  showTab(frame, next);
  frame.tabs[next].tab.focus();
}

function takeFrameKey(frame, event) {
  const { app } = frame;
  const typing = event.target.closest("input, textarea, select");
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && key === "f") openFinder(frame);
  else if (command && key === "s") app.say(app.counts().waiting ? "What waits is kept in this browser and saved as soon as it can be." : "All is saved as you go.");
  else if (command && !typing && (key === "y" || (key === "z" && event.shiftKey))) app.redo();
  else if (command && !typing && key === "z") app.undo();
  else {
    event.stopPropagation(); // JupyterLab's own keys are not meant while the coder has the keyboard
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function openFinder(frame) {
  frame.el.classList.add("uc-finding");
  frame.el.querySelector(".uc-finder-toggle").setAttribute("aria-expanded", "true");
  frame.finder.focus();
}

function updateFrame(frame, what) {
  const { app } = frame;
  if (!app.view) return frame.status.update(what);
  if (frame.shown !== app.view.source.source_id) openSource(frame, what);
  else if (what.has("view")) drawNames(frame);
  [frame.chooser, frame.marked, frame.finder, frame.coverage, frame.status].forEach((part) => part.update(what));
  updatePanels(frame, what);
  frame.reader.update(what); // last: it measures, and what is changed after that is laid out twice
  drawPeek(frame);
  if (what.has("view") || what.has("record")) drawWhose(frame);
  return undefined;
}

/** The panel before a person's eyes is brought up to date at once, the others once that is painted. */
function updatePanels(frame, what) {
  frame.panels[frame.tab]?.update(what);
  const waits = Boolean(frame.later);
  frame.later = new Set([...(frame.later ?? []), ...what]);
  if (!waits) setTimeout(() => updateOthers(frame), 80);
}

function updateOthers(frame) {
  const what = frame.later;
  frame.later = null;
  if (!what || !frame.el.isConnected) return;
  Object.entries(frame.panels).forEach(([name, panel]) => { if (name !== frame.tab) panel.update(what); });
}

function openSource(frame, what) {
  const { app } = frame;
  app.questions = new Map(app.view.questions.map((question) => [question.question_id, question]));
  drawNames(frame);
  frame.shown = app.view.source.source_id;
  what.add("source");
  frame.reader.show();
}

/** On a narrow screen one button at the foot leads on from what was chosen or picked. */
function drawPeek(frame) {
  const { app } = frame;
  const choosing = app.canWrite && app.selection && !app.selection.quiet;
  const picked = !choosing && app.picked && app.record.row(app.picked);
  frame.peek.hidden = !(choosing || picked);
  if (choosing) fill(frame.peek, app.placing ? "Keep this place" : "Choose a code for these words");
  else if (picked) fill(frame.peek, `Look at “${shorten(app.code(picked.code_id).name, 30)}”`);
}

function followPeek(frame) {
  const { app } = frame;
  if (app.placing) frame.marked.keepPlace();
  else if (app.selection) frame.chooser.begin("");
  else showTab(frame, "codes");
}

/** Where several coders' passages are shown, each can be put out of sight. */
function drawWhose(frame) {
  const { app } = frame;
  const names = [...new Set(app.codings().map((row) => row.coder))].sort();
  frame.coders.hidden = names.length < 2;
  if (frame.coders.dataset.names === names.join("\n")) return;
  frame.coders.dataset.names = names.join("\n");
  fill(frame.coders, names.map((name) => {
    const box = h("input", { type: "checkbox", checked: !app.hiddenCoders.has(name), onchange: () => {
      if (box.checked) app.hiddenCoders.delete(name); else app.hiddenCoders.add(name);
      app.changed("record");
    } });
    return h("label", { dir: "auto" }, box, ` ${name}`);
  }));
}

function drawNames(frame) {
  const { view } = frame.app;
  fill(frame.title, view.source.title || view.source.label);
  frame.title.classList.toggle("uc-hidden", view.sources.length > 1); // the list of sources beside it names it already
  fill(frame.badges,
    view.study.practice || view.source.practice ? h("span.uc-badge", {}, "practice: invented") : null,
    MODES[view.mode] ? h("span.uc-badge", {}, MODES[view.mode]) : null,
    h("span.uc-quiet", {}, `you are ${view.coder}`));
  fill(frame.sources, view.sources.map((source) => h("option", { value: source.source_id }, nameSource(source))));
  frame.sources.value = view.source.source_id;
  frame.help.hidden = frame.help.hidden || !frame.app.canWrite;
  frame.tabs.compare.tab.hidden = !["compare", "training"].includes(view.mode);
}

function nameSource({ title, label, turns, read }) {
  const left = Number.isFinite(read) && turns ? ` (${read >= turns ? "read" : `${turns - read} of ${count(turns, "turn")} to read`})` : "";
  return `${title || label}${left}`;
}
