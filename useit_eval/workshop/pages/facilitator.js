// The facilitator's page: who has joined, what the room has covered, the slips, and the three things a facilitator does.

import { count, fill, h } from "./elements.js";

const EVERY = 3000;
const SVG = "http://www.w3.org/2000/svg";
const page = document.getElementById("page");
const slips = document.getElementById("slips");
const shown = { parts: null, room: null, slipsOf: "", ending: false, drawn: {} };

begin();

async function begin() {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  const entered = token ? await post("/facilitator/enter", { token }) : { status: 200 };
  if (entered.status !== 200) return tellClosed(entered.told.sentence);
  globalThis.addEventListener("hashchange", () => location.reload());
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
  return look();
}

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin", cache: "no-store",
    });
    return { status: answer.status, told: await answer.json() };
  } catch {
    return { status: 0, told: { sentence: "The workshop is not running. Start it again on the terminal: codes and names stay." } };
  }
}

let timer = 0;
async function look() {
  clearTimeout(timer);
  const { status, told } = await post("/facilitator/room", {});
  if (status === 200) draw(told);
  else if (status === 401 || !shown.parts) return tellClosed(told.sentence);
  else say(told.sentence);
  if (status === 200 && told.room.ended) return undefined;
  timer = setTimeout(look, document.visibilityState === "visible" ? EVERY : 5 * EVERY);
  return undefined;
}

async function act(what, number = 0) {
  const { status, told } = await post("/facilitator/do", { do: what, number });
  if (status !== 200) return say(told.sentence);
  say({ open: "The comparison is open: everybody has been told.", close: "The comparison is closed again.", renew: `Slip ${number} has new words. Print it again.`, end: "The workshop has ended." }[what]);
  return look();
}

function say(sentence) {
  if (shown.parts) fill(shown.parts.said, sentence);
}

function tellClosed(sentence) {
  fill(page, h("h1", {}, "Facilitator"), h("p", {}, sentence));
}

function build(told) {
  const { practice, title } = told.study;
  const parts = { said: h("p.said", { role: "status" }), doing: h("div.doing", {}), wrong: h("div", { role: "status" }), people: h("ol.people", {}), joined: h("p.lead", {}), covered: h("tbody", {}) };
  fill(page,
    h("header", {}, h("h1", {}, title, practice && !/practice/i.test(title) ? h("span.badge", {}, "practice: invented") : null),
      h("p", {}, "Participants open ", h("b.link", {}, told.link), " and type the four words of their slip.")),
    parts.said,
    h("section", { "aria-labelledby": "do" }, h("h2", { id: "do" }, "Lead"), parts.doing, parts.wrong),
    h("div.columns", {},
      h("section", { "aria-labelledby": "who" }, h("h2", { id: "who" }, "Who has joined"), parts.joined, parts.people),
      h("section", { "aria-labelledby": "what" }, h("h2", { id: "what" }, "What the room has covered"),
        h("p.quiet", {}, "Of the room as a whole: nobody is timed or ranked. Marked turns count as read."),
        h("div.scroll", { tabindex: "0", role: "region", "aria-label": "Coverage" }, h("table", {}, h("thead", {}, h("tr", {},
          ["Interview", "Turns read by anybody", "Turns marked by anybody", "People who read it", "People who marked it"].map((name) => h("th", { scope: "col" }, name)))), parts.covered)))),
  );
  shown.parts = parts;
}

function draw(told) {
  if (!shown.parts) build(told);
  shown.room = told.room;
  const { parts } = shown;
  const named = told.people.filter((person) => person.coder).length;
  const here = told.people.filter((person) => person.here).length;
  fill(parts.joined, `${named} of ${count(told.people.length, "slip")} ${named === 1 ? "has" : "have"} a name; ${count(here, "page is", "pages are")} open now.`);
  redraw("doing", parts.doing, [told.room, shown.ending, told.facilitator], () => drawDoing(told));
  redraw("wrong", parts.wrong, told.wrong, () => drawWrong(told.wrong));
  redraw("people", parts.people, told.people.map(({ picture, ...rest }) => rest), () => told.people.map(drawPerson));
  redraw("covered", parts.covered, told.coverage, () => told.coverage.map(drawCovered));
  const codes = JSON.stringify(told.people.map((person) => person.code));
  if (codes !== shown.slipsOf) { shown.slipsOf = codes; drawSlips(told); }
}

/** Draw a part again only when what it shows has changed: the keyboard's place in it stays otherwise. */
function redraw(name, element, seen, make) {
  const now = JSON.stringify(seen);
  if (shown.drawn[name] === now) return;
  shown.drawn[name] = now;
  const focused = element.contains(document.activeElement) ? document.activeElement.textContent : null;
  fill(element, make());
  if (focused) [...element.querySelectorAll("button")].find((button) => button.textContent === focused)?.focus();
}

function drawDoing({ room, facilitator }) {
  if (room.ended) return h("p.lead", {}, "The workshop has ended, and the program on the terminal stops in a moment. All coding is kept.");
  return [
    h("p", {}, room.comparison
      ? `The comparison is open: everybody can compare with the coding by “${facilitator}”.`
      : `The comparison is closed: people code by themselves and see nothing of the coding by “${facilitator}” or of one another’s.`),
    h("div.row", {},
      h("button.main", { onclick: () => act(room.comparison ? "close" : "open") }, room.comparison ? "Close the comparison" : "Open the comparison"),
      h("button", { onclick: () => globalThis.print() }, "Print the slips"),
      h("button", { onclick: toggleSlips, "aria-expanded": String(!slips.hidden), "aria-controls": "slips" }, slips.hidden ? "Show the slips here" : "Hide the slips"),
      drawEnd()),
  ];
}

function drawEnd() {
  const again = (ending) => { shown.ending = ending; look(); };
  if (!shown.ending) return h("button", { onclick: () => again(true) }, "End the workshop");
  return h("span.ask", {}, "End it for everybody? ", h("button.main", { onclick: () => act("end") }, "End it now"), h("button", { onclick: () => again(false) }, "Go on"));
}

function toggleSlips() {
  slips.hidden = !slips.hidden;
  if (!slips.hidden) slips.scrollIntoView({ block: "start" });
  shown.drawn.doing = "";
  look();
}

function drawWrong(wrong) {
  const times = wrong.reduce((sum, one) => sum + one.times, 0);
  if (!times) return null;
  const many = wrong.filter((one) => one.times >= 10).map((one) => one.address);
  return h("p.warn", {}, `Wrong words were typed ${count(times, "time")}. `,
    many.length ? `Many came from ${many.join(", ")}: somebody may be guessing. Each further try is slowed down.` : "Most often that is a slip read wrongly.");
}

function drawPerson({ number, coder, here, entered }) {
  const state = here ? "here" : coder || entered ? "away" : "";
  return h(`li.${state || "free"}`, {}, h("span.number", { "aria-hidden": "true" }, String(number)),
    h("span.name", { dir: "auto" }, coder || (entered ? "choosing a name" : "slip not used yet")),
    h("span.state", {}, state === "here" ? "page open" : state === "away" ? "page closed" : ""));
}

function drawCovered({ title, label, turns, read, marked, readers, markers }) {
  return h("tr", {}, h("th", { scope: "row" }, title || label), h("td", {}, drawShare(read, turns)), h("td", {}, drawShare(marked, turns)),
    h("td.figure", {}, String(readers)), h("td.figure", {}, String(markers)));
}

function drawShare(part, whole) {
  return [h("progress", { value: String(part), max: String(whole || 1), "aria-hidden": "true" }), ` ${part} of ${whole}`];
}

function drawSlips({ people, study, link }) {
  fill(slips, h("h2.screen", {}, "Slips"), h("p.screen.quiet", {}, "Whoever holds a slip can code as its owner: keep this off the projector. Give a lost slip new words here."),
    h("div.sheet", {}, people.map(({ number, code, picture }) => h("article.slip", {},
      h("p.head", {}, h("b", {}, `Slip ${number}`), ` · ${study.title}`),
      h("ol.steps", {}, h("li", {}, "Join the network of the room."), h("li", {}, "Scan the picture, or open ", h("span.address", {}, link)),
        h("li", {}, "Without the picture, type these four words:")),
      drawPicture(picture, `Picture with the link of slip ${number}`),
      h("p.code", {}, code), h("p.small", {}, "Keep this slip: it lets you come back."),
      h("button.screen", { onclick: () => act("renew", number) }, `New words for slip ${number}`)))));
}

function drawPicture({ size, path }, label) {
  const svg = document.createElementNS(SVG, "svg");
  Object.entries({ viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" }).forEach(([key, value]) => svg.setAttribute(key, value));
  [["rect", { width: size, height: size, fill: "#fff" }], ["path", { d: path, fill: "#000" }]].forEach(([name, attributes]) => {
    const part = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => part.setAttribute(key, value));
    svg.append(part);
  });
  return svg;
}
