// A long list of which only what is in view is drawn; heights are estimated until they are measured.

const OVER = 500; // pixels drawn above and below what is in view

/**
 * Return the list: `el` (the canvas to put into `scroller`), `draw()`, `reset(count)`, `redraw()`, `reveal(index, y)`,
 * `drawn` (Map from index to element), `inView()`, `top(index)` and `resize()`.
 *
 * `make(index)` returns an element; `estimate(index)` its likely height; `refresh(index, element)` brings a drawn one up
 * to date and returns true when it may have another height.
 */
export function makeList({ scroller, make, estimate, refresh }) {
  const canvas = document.createElement("div");
  canvas.className = "uc-canvas";
  const list = {
    scroller, canvas, make, estimate, refresh, drawn: new Map(), count: 0,
    heights: new Float64Array(0), measured: new Uint8Array(0), tops: new Float64Array(1), width: 0,
  };
  return {
    el: canvas,
    drawn: list.drawn,
    reset: (count) => resetList(list, count),
    draw: () => drawList(list),
    redraw: () => redrawList(list),
    top: (index) => list.tops[index],
    inView: () => findInView(list),
    reveal: (index, find, share = 0.3) => revealItem(list, index, find, share),
    resize: () => resizeList(list),
  };
}

function resetList(list, count) {
  list.drawn.forEach((element) => element.remove());
  list.drawn.clear();
  Object.assign(list, {
    count, heights: new Float64Array(count), measured: new Uint8Array(count), tops: new Float64Array(count + 1),
    width: list.scroller.clientWidth,
  });
  for (let i = 0; i < count; i++) list.heights[i] = list.estimate(i);
  sumTops(list, 0);
}

function sumTops(list, from) {
  for (let i = from; i < list.count; i++) list.tops[i + 1] = list.tops[i] + list.heights[i];
  list.canvas.style.height = `${list.tops[list.count]}px`;
}

/** Draw what is in view; measuring may move the view's edge, so a second round may draw a little more. */
function drawList(list) {
  for (let round = 0; round < 3; round++) {
    const [first, last] = findWanted(list);
    dropOthers(list, first, last);
    const fresh = addWanted(list, first, last);
    if (!measureItems(list, fresh)) break;
  }
  placeItems(list);
}

function findWanted(list) {
  const top = list.scroller.scrollTop;
  const first = findItem(list, top - OVER);
  const last = findItem(list, top + list.scroller.clientHeight + OVER);
  return [first, last];
}

/** Return the index of the item at a height of the canvas. */
function findItem(list, y) {
  let low = 0;
  let high = Math.max(0, list.count - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list.tops[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function dropOthers(list, first, last) {
  for (const [index, element] of list.drawn) {
    if ((index < first || index > last) && !isHeld(element)) {
      element.remove();
      list.drawn.delete(index);
    }
  }
}

/** What holds the keyboard or an end of the browser's selection stays drawn, wherever it is. */
function isHeld(element) {
  const { anchorNode, focusNode, isCollapsed } = document.getSelection();
  return element.contains(document.activeElement) || (!isCollapsed && (element.contains(anchorNode) || element.contains(focusNode)));
}

function addWanted(list, first, last) {
  const fresh = [];
  for (let index = first; index <= last && index < list.count; index++) {
    if (!list.drawn.has(index)) fresh.push(index);
  }
  fresh.forEach((index) => {
    const element = list.make(index);
    element.dataset.index = index;
    list.drawn.set(index, element);
    list.canvas.insertBefore(element, findNext(list, index));
  });
  return fresh;
}

/** Return the drawn element after an index, so that the order in the document is the order of the text. */
function findNext(list, index) {
  let next = null;
  let at = Infinity;
  for (const [other, element] of list.drawn) {
    if (other > index && other < at && element.parentNode) [at, next] = [other, element];
  }
  return next;
}

/** Measure items; return whether any height differs. What lies above the view moves the view along with it. */
function measureItems(list, indexes) {
  const anchor = findItem(list, list.scroller.scrollTop);
  const before = list.tops[anchor];
  let lowest = Infinity;
  indexes.forEach((index) => {
    const height = list.drawn.get(index).offsetHeight;
    if (!height || Math.abs(height - list.heights[index]) < 0.5) return;
    list.heights[index] = height;
    lowest = Math.min(lowest, index);
  });
  indexes.forEach((index) => { list.measured[index] = 1; });
  if (lowest === Infinity) return false;
  sumTops(list, lowest);
  const moved = list.tops[anchor] - before;
  if (moved) list.scroller.scrollTop += moved;
  return true;
}

function placeItems(list) {
  for (const [index, element] of list.drawn) {
    const y = `translateY(${list.tops[index]}px)`;
    if (element.style.transform !== y) element.style.transform = y;
  }
}

function redrawList(list) {
  const changed = [];
  for (const [index, element] of list.drawn) if (list.refresh(index, element)) changed.push(index);
  measureItems(list, changed);
  drawList(list);
}

function findInView(list) {
  const top = list.scroller.scrollTop;
  const bottom = top + list.scroller.clientHeight;
  const shown = (index) => Math.min(bottom, list.tops[index + 1]) - Math.max(top, list.tops[index]);
  // Before a reader's eyes: more than half of the item, or half of what is in view.
  const seen = (index) => shown(index) > Math.min(list.heights[index], bottom - top) / 2;
  return { first: findItem(list, top + 1), last: findItem(list, bottom - 1), seen };
}

/** Bring an item into view; `find(element)` may give what in it to show. It is drawn before it is looked for. */
function revealItem(list, index, find, share) {
  const height = list.scroller.clientHeight;
  list.scroller.scrollTop = list.tops[index] - height * share;
  drawList(list);
  list.scroller.scrollTop = list.tops[index] - height * share;
  drawList(list);
  const part = find?.(list.drawn.get(index));
  if (!part) return;
  const offset = part.getBoundingClientRect().top - list.scroller.getBoundingClientRect().top;
  list.scroller.scrollTop += offset - height * share;
  drawList(list);
}

/** The width changed: every height is unknown again; what was at the top stays at the top. */
function resizeList(list) {
  if (!list.scroller.clientWidth) return undefined; // taken off the page for a while, as notebooks do
  if (list.scroller.clientWidth === list.width) return drawList(list);
  const anchor = findItem(list, list.scroller.scrollTop);
  const within = list.scroller.scrollTop - list.tops[anchor];
  list.width = list.scroller.clientWidth;
  for (let i = 0; i < list.count; i++) list.heights[i] = list.estimate(i);
  list.measured.fill(0);
  sumTops(list, 0);
  measureItems(list, [...list.drawn.keys()]);
  list.scroller.scrollTop = list.tops[anchor] + within;
  return drawList(list);
}
