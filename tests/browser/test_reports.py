"""The reports as a reader opens them: from the disk, without a network, every page drawn and every link leading on."""

from __future__ import annotations

import urllib.parse
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.notebooks, pytest.mark.timeout(280)]

# Where a link of a page leads, seen from the page: another file, and a place in it.
LINKS = "Array.from(document.querySelectorAll('a[href]')).map(a => a.href)"


@pytest.fixture(scope="module")
def opened(evaluated: Path, chromium, pictures: Path) -> dict[str, dict]:
    """Every HTML page of the reports, opened once: what it asked for, what it complained of, its links and places."""
    folder = evaluated / "reports" / "useit"
    found = {}
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    for path in sorted(p for p in folder.rglob("*.html") if "runs" not in p.relative_to(folder).parts):
        page, asked, complaints = context.new_page(), [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("pageerror", lambda error, complaints=complaints: complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_timeout(300)
        name = path.relative_to(folder).as_posix()
        page.screenshot(path=pictures / f"report_{name.replace('/', '_')}.png")
        found[name] = {
            "path": path,
            "asked": [url for url in asked if not url.startswith(("file:", "data:", "blob:"))],
            "complaints": complaints,
            "links": page.evaluate(LINKS),
            "ids": set(page.evaluate("Array.from(document.querySelectorAll('[id]')).map(e => e.id)")),
            "width": page.evaluate("document.documentElement.scrollWidth"),
            "text": page.evaluate("document.body.innerText"),
            "charts": page.evaluate(
                "Array.from(document.querySelectorAll('.plotly-graph-div')).map(e => !!e.querySelector('svg'))"
            ),
        }
        page.close()
    context.close()
    return found


def test_there_is_an_index_and_five_chapters_and_three_modules(opened):
    chapters = [name for name in opened if name.startswith("chapters/")]
    modules = {name.split("/")[1] for name in opened if name.startswith("training/")}
    assert "index.html" in opened
    assert len(chapters) >= 5
    assert modules >= {"module_1", "module_2", "module_3"}


def test_no_page_asks_for_anything_outside_its_own_folder(opened):
    assert {name: page["asked"] for name, page in opened.items() if page["asked"]} == {}


def test_no_page_fails_while_it_is_drawn(opened):
    assert {name: page["complaints"] for name, page in opened.items() if page["complaints"]} == {}


def test_every_chart_is_drawn(opened):
    drawn = [chart for page in opened.values() for chart in page["charts"]]
    assert drawn
    assert all(drawn)


def test_no_page_is_wider_than_the_window(opened):
    assert {name: page["width"] for name, page in opened.items() if page["width"] > 1200} == {}


def test_every_link_leads_to_a_page_and_a_place_that_are_there(opened):
    by_path = {page["path"].resolve(): page for page in opened.values()}
    broken = []
    for name, page in opened.items():
        for link in page["links"]:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme != "file":
                continue
            target = Path(urllib.parse.unquote(parts.path)).resolve()
            place = urllib.parse.unquote(parts.fragment)
            if not target.exists() or (place and target in by_path and place not in by_path[target]["ids"]):
                broken.append(f"{name} -> {target.name}#{place}")
    assert broken == []
