"""An author's Markdown: theirs in every word, and nothing in it runs or is fetched."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.document.reading import elements
from useit_eval.document.prose import to_html


def test_raw_html_shows_as_text():
    assert to_html("a <b>b</b> <script>x</script>", under=2) == "<p>a &lt;b&gt;b&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>\n"


def test_headings_fit_under_their_section_and_skip_no_level():
    html = to_html("## A\n\n##### B\n\n# C", under=3)
    assert re.findall(r"<h(\d)>", html) == ["4", "5", "4"]


def test_links_that_run_or_read_files_stay_text():
    assert "href" not in to_html("[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x)", under=2)


def test_pictures_are_not_fetched():
    assert "<img" not in to_html("![a](https://example.org/a.png)", under=2)


def test_labels_in_the_text_are_linked_and_those_in_code_and_links_are_not():
    html = to_html("C1 `C1` [C1](x.html)", under=2, cite=lambda text: text.replace("C1", "<i>C1</i>"))
    assert html == '<p><i>C1</i> <code>C1</code> <a href="x.html">C1</a></p>\n'


@given(st.text(alphabet="<>&\"'`[]()!*_#-=/\\ \n:javscriptonerflmg1", max_size=80))
def test_no_text_makes_an_element_that_runs_or_fetches(markdown):
    for element in elements(to_html(markdown, under=2)):
        assert element.name not in {"script", "img", "iframe", "style", "object"}
        assert not any(name.startswith("on") or name == "style" for name in element.attributes)
        assert not element.attributes.get("href", "").lower().startswith(("javascript", "data", "file", "vbscript"))
