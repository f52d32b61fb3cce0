"""A page whose every field wants to be code, opened in a real browser: nothing runs, nothing is asked for, all is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.document import sample
from useit_eval.document import write_html

pytestmark = pytest.mark.browser


@pytest.fixture(params=[1280, 360], ids=["desk", "phone"])
def opened(request, chromium, tmp_path: Path):
    write_html(sample.hostile(), tmp_path / "hostile.html")
    page = chromium.new_page(viewport={"width": request.param, "height": 800})
    page.heard = []
    page.on("dialog", lambda dialog: (page.heard.append("dialog"), dialog.dismiss()))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("request", lambda asked: page.heard.append(asked.url) if not asked.url.startswith("file:") else None)
    page.goto((tmp_path / "hostile.html").as_uri())
    page.wait_for_function("document.querySelectorAll('.plot svg.main-svg').length >= 4")
    yield page
    page.close()


def test_nothing_runs_and_nothing_is_asked_for(opened):
    assert opened.heard == []


def test_the_page_is_no_wider_than_the_screen(opened):
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_labels_in_charts_show_the_very_characters(opened):
    drawn = opened.evaluate("[...document.querySelectorAll('.plot text')].map(e => e.textContent).join('')")
    assert "<script>alert(\"x\")" in drawn and "&lt;" not in drawn
