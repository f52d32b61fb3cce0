"""The coder on a page of its own with a channel inside the page: no Python, no kernel, nothing fetched."""

from __future__ import annotations

import json
import random
from typing import Any

from useit_eval.coder.joining import FRONT, join_modules, read_style

MODULES = (
    "points",
    "ids",
    "rows",
    "record",
    "outbox",
    "layout",
    "caret",
    "selecting",
    "suggesting",
    "finder",
    "coverage",
)
ORIGIN = "http://coder.example/"

# What Python would do, as far as the front end can tell: rows are kept, acts acknowledged when `fake.answering`.
CHANNEL = """
window.makeFake = (view) => {
  const fake = { heard: [], acts: [], answering: true, refusing: null, state: 'ready', message: () => {}, tell: () => {} };
  const tables = { coding: 'codings', claim: 'claims', claim_part: 'parts', evidence: 'evidence', coverage: 'coverage' };
  const keys = { coding: 'coding_id', claim: 'claim_id', claim_part: 'part_id', evidence: 'evidence_id', coverage: 'coverage_id' };
  const keep = (act) => act.rows.forEach(({ table, row }) => {
    const rows = view[tables[table]].filter((old) => old[keys[table]] !== row.supersedes && old[keys[table]] !== row[keys[table]]);
    view[tables[table]] = row.removed ? rows : [...rows, row];
  });
  const answer = (message) => {
    if (message.kind === 'open') {
      fake.message({ n: message.n, kind: 'view', view: JSON.parse(JSON.stringify(view)) });
    } else if (message.kind === 'acts') {
      message.acts.forEach((act) => {
        if (fake.refusing) return fake.message({ n: message.n, kind: 'refused', act: act.act, sentence: fake.refusing });
        if (!fake.acts.some((old) => old.act === act.act)) { fake.acts.push(act); keep(act); }
        return fake.message({ n: message.n, kind: 'done', acts: [act.act], rows: [] });
      });
    } else if (message.kind === 'ping') fake.message({ n: message.n, kind: 'pong' });
  };
  fake.channel = {
    send: (message) => {
      fake.heard.push(JSON.parse(JSON.stringify(message)));
      if (fake.answering) setTimeout(() => answer(message), 5);
    },
    onMessage: (listener) => { fake.message = listener; },
    onState: (listener) => { fake.tell = (state) => { fake.state = state; listener(state); }; setTimeout(() => listener(fake.state), 0); },
  };
  return fake;
};
"""


def open_coder(context, view: dict[str, Any], *, path: str = "", options: str = "{}"):
    """Return a page with the coder drawn on a view; `window.fake` is the channel's other end, `window.coder` the coder."""
    join_modules("app.js")  # a fault in the modules is told here, not by a page that waits for them
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    html = (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Coder</title>"
        "<meta name=viewport content='width=device-width, initial-scale=1'>"
        f"<style>body{{margin:0}}{read_style()}</style></head><body><main id=here></main></body></html>"
    )
    page.route("**/*", lambda route: _serve(route, html))
    page.goto(ORIGIN + path)
    page.add_script_tag(content=CHANNEL)
    page.evaluate(
        f"""async (view) => {{
          window.fake = makeFake(view);
          window.began = performance.now();
          const {{ render }} = await import('/joined.js');
          window.began = performance.now();
          window.coder = render({{ channel: fake.channel, el: document.getElementById('here'), options: {options} }});
          window.app = window.coder.app;
        }}""",
        view,
    )
    page.wait_for_selector(".uc-turn")
    return page


def open_modules(context):
    """Return an empty page with the front end's pure functions under ``window.front``."""
    page = context.new_page()
    page.route(
        "**/*", lambda route: _serve(route, "<!doctype html><html lang=en><title>Front</title><body></body></html>")
    )
    page.goto(ORIGIN)
    imports = "".join(f"Object.assign(window.front, await import('/front/{name}.js'));" for name in MODULES)
    page.evaluate(f"async () => {{ window.front = {{}}; {imports} }}")
    return page


def _serve(route, html: str) -> None:
    url = route.request.url
    if url.endswith("/joined.js"):
        route.fulfill(body=join_modules("app.js"), content_type="text/javascript")
    elif "/front/" in url:
        route.fulfill(body=(FRONT / url.rsplit("/", 1)[1]).read_text("utf-8"), content_type="text/javascript")
    elif url.rstrip("/").startswith(ORIGIN.rstrip("/")) and not url.endswith((".ico", ".js")):
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    else:
        route.abort()


KINDS = ("context", "resource", "reasoning", "outcome", "macro_asset", "micro_asset")
CODES = (
    ("waiting_time", "Waiting a long time", "context", "A person waits for an answer, a letter or a place."),
    ("qualification", "Qualification from abroad", "context", "Training or a diploma from another country."),
    (
        "first_contact",
        "First contact by a neighbour",
        "resource",
        "Somebody known asks first, at a school gate or a shop.",
    ),
    ("course_offered", "Course offered", "resource", "A course is put within reach."),
    ("trust", "Trust in the person", "reasoning", "Somebody relies on who is before them."),
    ("being_asked", "Feeling asked as somebody", "reasoning", "A person feels seen for what they can do."),
    ("hope", "Hope of own work", "reasoning", "A person thinks that own work is possible again."),
    ("job", "Job found", "outcome", "Paid work begins."),
    ("card_made", "Skills card made", "outcome", "Skills are written down and kept."),
    ("hospital", "Hospital as employer", "macro_asset", "The hospital as a holder of jobs."),
    ("nursing", "Nursing skills", "micro_asset", "Skills of a nurse, used or not."),
)


def make_view(
    turns: list[tuple[str, str]], *, codings: list[tuple[int, int, str]] = (), mode: str = "code", **more
) -> dict[str, Any]:
    """Return a view of invented words: `turns` are (speaker, words), `codings` (start, end, code) in code points."""
    text, rows = "Practice interview: invented.\n\n", []
    for number, (speaker, words) in enumerate(turns, start=1):
        text += f"{speaker}: "
        start = len(text)
        text += words
        rows.append(_turn(number, start, len(text), speaker))
        text += "\n"
    marked = [_coding(i, start, end, code, text) for i, (start, end, code) in enumerate(codings)]
    return {
        "study": {"id": "practice", "title": "Practice", "practice": True, "template": "CMO", "slots": SLOTS},
        **{"mode": mode, "coder": "Amber", "round_no": 1, "theories": [], "strands": [], "coders": ["Amber"]},
        "sources": [{"source_id": _uuid(1), "label": "p1", "title": "Interview 1", "turns": len(rows), "read": 0}],
        "source": {"source_id": _uuid(1), "label": "p1", "title": "Interview 1", "language": "en", "consent": "quote",
                   "practice": True, "text": text, "text_sha256": ""},
        "turns": rows, "voices": [], "questions": [],
        "codes": [{"code_id": c, "name": n, "kind": k, "parent": None, "definition": d, "use_when": "", "do_not_use_when": "",
                   "retired": False} for c, n, k, d in CODES],
        "recent": ["trust"], "terms": {"certainties": ["certain", "fairly_certain", "unsure"]},
        **{"codings": marked, "claims": [], "parts": [], "evidence": [], "coverage": []}, **more,
    }  # fmt: skip


SLOTS = [{"slot": s, "name": s.replace("_", " ").capitalize(), "hint": ""} for s in
         ("context", "mechanism_resource", "mechanism_reasoning", "mechanism_mixed", "outcome")]  # fmt: skip


def _turn(number: int, start: int, end: int, speaker: str) -> dict[str, Any]:
    return {"segment_id": _uuid(1000 + number), "number": number, "locator": f"turn {number}", "start": start, "end": end,
            "speaker": speaker, "voice_id": None, "spoken_at": number * 20.0, "question_id": None, "rendering": "original",
            "interleaved": False}  # fmt: skip


def _coding(number: int, start: int, end: int, code: str, text: str) -> dict[str, Any]:
    return {"coding_id": _uuid(500000 + number), "source_id": _uuid(1), "start": start, "end": end, "quote": text[start:end],
            "quote_sha256": "", "code_id": code, "coder": "Amber", "memo": "A note on it." if number % 7 == 0 else None,
            "certainty": None, "origin": "human", "round_no": 1, "quotable": True, "supersedes": None, "removed": False}  # fmt: skip


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


TALK = (
    ("CR02", "How did you come to hear of it?"),
    ("Participant 1", "At the school gate. She walked along with me and asked what I did before. Nobody had asked me that in "
     "four years. Five. I said nurse, and it came out quiet, because I had put the papers away."),
    ("CR02", "What happened then?"),
    ("Participant 1", "She wrote it down on a card. My nursing, my languages, all of it. And I thought, well, perhaps it "
     "is not finished. I waited three months for a letter from the hospital, and then they offered a course."),
    ("Participant 1", "Café, naïve 👩🏽‍🔬 and e\u0301 stay whole.\nA second line of the same turn."),
    ("Participant 2", "قالت لي إن المستشفى يبحث عن ممرضات، وكنت أنتظر منذ ثلاثة أشهر."),
    ("CR02", "<b>Thanks</b> <img src=x onerror=alert(1)> for telling me."),
)  # fmt: skip


def long_view(words: int = 20_000, codings: int = 2_000, seed: int = 5) -> dict[str, Any]:
    """Return a view of so many words in turns of about fifty, with so many codings, some four deep."""
    chance = random.Random(seed)
    stock = (
        "work",
        "card",
        "hospital",
        "school",
        "waiting",
        "letter",
        "nurse",
        "course",
        "gate",
        "trust",
        "street",
        "bus",
    )
    turns = []
    for number in range(words // 50):
        said = [chance.choice(stock) for _ in range(50)]
        turns.append((f"Participant {number % 3 + 1}" if number % 2 else "CR02", " ".join(said).capitalize() + "."))
    view = make_view(turns)
    places = view["turns"]
    spans = []
    for _ in range(codings):
        turn = chance.choice(places)
        start = chance.randrange(turn["start"], turn["end"] - 40)
        end = min(turn["end"], start + chance.randrange(10, 90))
        spans.append((start, end, chance.choice(CODES)[0]))
    text = view["source"]["text"]
    view["codings"] = [_coding(i, start, end, code, text) for i, (start, end, code) in enumerate(spans)]
    return json.loads(json.dumps(view))
