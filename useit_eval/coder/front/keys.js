// What the keys do in the transcript.

const MOVES = {
  ArrowRight: [1, "word"], ArrowLeft: [-1, "word"], ArrowDown: [1, "sentence"], ArrowUp: [-1, "sentence"],
  Home: [-1, "edge"], End: [1, "edge"],
};

/** Take a key pressed in the transcript; keys that mean something here go no further (JupyterLab has its own). */
export function takeKey(reader, event) {
  if (event.target !== reader.el || event.altKey || !reader.turns.length) return;
  const taken = event.ctrlKey || event.metaKey ? takeCommand(reader, event) : takePlain(reader, event);
  if (taken) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function takeCommand(reader, event) {
  const turns = reader.turns;
  if (event.key === "ArrowDown") return move(reader, event, 1, "turn");
  if (event.key === "ArrowUp") return move(reader, event, -1, "turn");
  if (event.key === "Home") return jump(reader, turns[0].start);
  if (event.key === "End") return jump(reader, turns.at(-1).start);
  return false;
}

function takePlain(reader, event) {
  const { app } = reader;
  if (event.key in MOVES) return moveByKey(reader, event);
  if (event.key === "Enter") return choose(reader);
  if (event.key === "Escape") return leave(reader);
  if (app.canWrite && app.selection && event.key.length === 1 && event.key !== " ") {
    app.frame.chooser.begin(event.key);
    return true;
  }
  return false;
}

function moveByKey(reader, event) {
  const [way, unit] = MOVES[event.key];
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  return move(reader, event, sideways && runsLeftward(reader) ? -way : way, unit);
}

/** In a turn written from right to left the left arrow leads onward. */
function runsLeftward(reader) {
  const words = reader.list.drawn.get(reader.caret.turn())?.parts.words;
  return Boolean(words) && getComputedStyle(words).direction === "rtl";
}

function move(reader, event, way, unit) {
  const { app, caret } = reader;
  const fresh = !caret.at() || !reader.keyed;
  reader.keyed = true;
  if (!caret.at()) caret.set(reader.startIndex[reader.list.inView().first]);
  if (event.shiftKey && app.canWrite) {
    caret.hold(app.selection && fresh ? app.selection : undefined);
    caret.move(way, unit);
    app.select({ ...caret.span(), native: false });
    document.getSelection().removeAllRanges();
  } else {
    caret.letGo();
    if (!fresh) caret.move(way, unit);
    if (app.selection) app.select(null);
  }
  showCaret(reader);
  return true;
}

function jump(reader, point) {
  reader.caret.letGo();
  reader.app.goTo(point);
  showCaret(reader);
  return true;
}

/** Draw the caret, keep it in view, and let a screen reader hear it. */
export function showCaret(reader) {
  const { app, caret, el, list } = reader;
  const word = caret.at();
  if (!word) return;
  if (!list.drawn.has(caret.turn())) list.reveal(caret.turn());
  list.redraw();
  const mark = el.querySelector(".uc-caret");
  const box = mark?.getBoundingClientRect();
  const view = el.getBoundingClientRect();
  if (!box || box.top < view.top + 20 || box.bottom > view.bottom - 40) app.goTo(word.start, { share: 0.4 });
  const span = app.selection;
  const turn = reader.turns[caret.turn()];
  const said = span ? `Chosen: ${app.map.slice(span.start, span.end)}` : app.map.slice(word.start, word.end);
  app.frame.hear(reader.heardTurn === turn.number ? said : `Turn ${turn.number}${turn.speaker ? `, ${turn.speaker}` : ""}. ${said}`);
  reader.heardTurn = turn.number;
}

/** Enter: the words chosen get a code; with none chosen, the sentence about the caret is. */
function choose(reader) {
  const { app, caret } = reader;
  if (!app.canWrite) return false;
  if (app.placing) return app.frame.marked.keepPlace();
  if (!app.selection) {
    if (!caret.at()) return false;
    app.select({ ...caret.sentence(), native: false });
  }
  app.frame.chooser.begin("");
  return true;
}

function leave(reader) {
  const { app, caret } = reader;
  caret.letGo();
  document.getSelection().removeAllRanges();
  if (app.placing) return app.frame.marked.dropPlace();
  if (!app.selection && !app.picked) return false;
  if (app.selection) app.select(null);
  else app.pick(null);
  reader.list.redraw();
  return true;
}
