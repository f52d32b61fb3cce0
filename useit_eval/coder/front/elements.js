// Elements made from text nodes only: nothing a person wrote is ever read as HTML.

/**
 * Return an element: `h("button.quiet", { "aria-label": "Close", onclick: fn }, "Close")`.
 *
 * Names beginning with "on" are listeners, `hidden`, `disabled`, `value` and `checked` properties, the rest attributes;
 * null and false are left out. Children are elements, texts, null or lists of these. A button keeps the selection in the
 * text: it never takes it away on mousedown.
 */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  if (tag === "button") {
    element.type = "button";
    element.addEventListener("mousedown", (event) => event.preventDefault());
  }
  Object.entries(attributes).forEach(([key, value]) => setAttribute(element, key, value));
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Put other children into an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Return "1 turn" or "3 turns". */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

/** Return a text cut to so many characters, at a word, with dots. */
export function shorten(text, length) {
  const signs = Array.from(text.replace(/\s+/g, " ").trim());
  if (signs.length <= length) return signs.join("");
  return `${signs.slice(0, length).join("").replace(/\s+\S*$/, "")} …`;
}

const PROPERTIES = new Set(["hidden", "disabled", "value", "checked", "tabIndex"]);
let madeIds = 0;

/** Return an id that no other element of the page has: several coders may stand in one notebook. */
export function newElementId(stem) {
  madeIds += 1;
  return `useit-coder-${stem}-${madeIds}-${Math.floor(performance.now())}`;
}

function setAttribute(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (PROPERTIES.has(key)) element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}
