// Where a person was reading: kept in this browser for each study, source and coder.

/** Return the reading place of the open source: `last()` a code point or null, `keep()`, `moved(point)`. */
export function makePlace(app) {
  const { study, source, coder } = app.view;
  const key = `useit-coder/place/${[study.id, source.source_id, coder].map(encodeURIComponent).join("/")}`;
  let at = null;
  return {
    last: () => readPlace(key, app.map.points),
    moved: (point) => { at = point; },
    keep: () => { if (at !== null) writePlace(key, at); },
  };
}

function readPlace(key, points) {
  try {
    const at = Number.parseInt(globalThis.localStorage.getItem(key) ?? "", 10);
    return at >= 0 && at < points ? at : null;
  } catch {
    return null; // no storage: reading begins at the top
  }
}

function writePlace(key, at) {
  try {
    globalThis.localStorage.setItem(key, String(at));
  } catch {
    // no storage: the place is not kept, nothing else is lost
  }
}
