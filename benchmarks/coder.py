"""What the coder costs a person: a 20,000-word interview with 2,000 codings opened, marked and scrolled in Chromium.

    python benchmarks/coder.py              five openings, twenty markings, two hundred frames; kept as JSON by commit

Paint and marking are measured from the message or the key to the end of the frame that shows it, without a graphics card.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import run  # noqa: E402
from tests.browser.coder_page import long_view, open_coder  # noqa: E402
from tests.browser.conftest import QUIET  # noqa: E402

AIMS = {"first_paint_ms": 300, "marking_ms": 50, "frame_ms": 20}
FRAME = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));"
OPENING = f"""async (view) => {{
  const {{ render }} = await import('/joined.js');
  document.getElementById('here').replaceChildren();
  let heard;
  const channel = {{ send: () => {{}}, onMessage: (listener) => {{ heard = listener; }}, onState: () => {{}} }};
  const coder = render({{ channel, el: document.getElementById('here'), options: {{}} }});
  const text = JSON.stringify(view);
  {FRAME}
  const began = performance.now();
  heard({{ n: 1, kind: 'view', view: JSON.parse(text) }});
  {FRAME}
  const took = performance.now() - began;
  coder.close();
  return took;
}}"""
MARKING = f"""async (turn) => {{
  const start = app.view.turns[turn % 4].start + turn; // never the same words twice
  app.select({{ start, end: start + 30, native: false }});
  app.frame.chooser.begin('tr');
  await new Promise((done) => setTimeout(done, 100));
  const began = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, cancelable: true }}));
  {FRAME}
  const took = performance.now() - began;
  await new Promise((done) => setTimeout(done, 100));
  return took;
}}"""
SCROLLING = """async () => {
  const { el } = app.frame.reader;
  const times = [];
  let last = performance.now();
  for (let frame = 0; frame < 200; frame++) {
    el.scrollTop += 120;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times;
}"""


def measure() -> dict[str, object]:
    """Return milliseconds of opening, marking and scrolling: the median of each, and what nine in ten stay below."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        view = long_view(words=20_000, codings=2_000)
        opener = open_coder(context, long_view(words=200, codings=0))
        opened = [opener.evaluate(OPENING, view) for _ in range(5)]
        page = open_coder(context, view)
        marked = [page.evaluate(MARKING, turn) for turn in range(20)]
        frames = page.evaluate(SCROLLING)
        browser.close()
    found = {"first_paint_ms": opened, "marking_ms": marked, "frame_ms": frames}
    told = {name: round(statistics.median(times), 1) for name, times in found.items()}
    tenths = {f"{name}_nine_in_ten": round(statistics.quantiles(times, n=10)[-1], 1) for name, times in found.items()}
    return {**told, **tenths, "aims": AIMS, "aims_missed": [name for name, aim in AIMS.items() if told[name] > aim]}


def main() -> None:
    """Measure, write ``benchmarks/results/<commit>-coder.json`` and print it."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    commit = run._git("rev-parse", "--short=12", "HEAD")
    changed = bool(run._git("status", "--porcelain", "-uno", "--", "useit_eval/coder"))
    told = {"format": "useit-benchmark/1", "commit": commit, "changed_since": changed, **run._machine(), **measure()}
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / f"{commit}-coder.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
