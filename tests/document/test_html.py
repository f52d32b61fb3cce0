"""A page on the screen: whole in itself, escaped, in order, and every label leads somewhere."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.document import sample
from tests.document.reading import elements, named
from useit_eval.document import html, write_html
from useit_eval.document.page import Callout, Listing, Page, Paragraph, Quotation, Record, Section
from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.findings import FigureSpec, Sentence, Table


@pytest.fixture(scope="module")
def text() -> str:
    return html.render(sample.page())


def plain(*blocks, **more) -> str:
    return html.render(Page("p", "P", "", (Section("S", blocks),), **more))


def test_the_same_page_gives_the_same_bytes(tmp_path):
    for name in ("one.html", "two.html"):
        write_html(sample.page(), tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_plotly_is_inlined_once_when_a_chart_needs_it(text):
    assert len([s for s in named(text, "script") if len(s.text) > 1_000_000]) == 1
    assert len([s for s in named(text, "script") if "plot-data" in s.classes]) == 5


def test_a_page_without_charts_stays_light():
    boxes = plain(sample.configuration(), sample.ladder())
    assert len(boxes) < 40_000
    assert "Plotly.newPlot" in boxes


def test_nothing_is_fetched_from_anywhere(text):
    for element in elements(text):
        for name in ("src", "srcset", "data", "action", "poster", "xlink:href", "background"):
            assert name not in element.attributes, element
        assert element.name not in {"link", "iframe", "object", "embed", "img", "base", "video", "audio"}
    styles = "".join(style.text for style in named(text, "style"))
    assert "url(" not in styles and "@import" not in styles
    outward = [a.attributes["href"] for a in named(text, "a") if re.match("https?:", a.attributes["href"])]
    assert outward == ["https://example.org", "https://example.org/x.png"]  # the author's own, followed only on a click


def test_only_our_own_scripts_may_run():
    hostile = html.render(sample.hostile())
    policy = next(m.attributes["content"] for m in named(hostile, "meta") if "http-equiv" in m.attributes)
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    scripts = [s for s in named(hostile, "script") if s.attributes.get("type") != "application/json"]
    assert policy.count("sha256-") == len(scripts) == 2


def test_hostile_text_shows_as_text_everywhere():
    page = html.render(sample.hostile())
    assert [e for e in elements(page) if any(name.startswith("on") for name in e.attributes)] == []
    assert "alert" not in "".join(s.text for s in named(page, "script") if len(s.text) < 5000 and not s.attributes)
    assert not any("javascript:" in a.attributes["href"] for a in named(page, "a"))
    body = next(e for e in elements(page) if e.name == "main").text
    assert body.count(sample.HOSTILE) > 30
    for heading in named(page, "h1", "h2", "h3", "title"):
        assert heading.text.startswith(sample.HOSTILE)
    assert "{{ 7*7 }}" in body and "49" not in body.replace("</script>", "")


def test_a_charts_data_cannot_end_its_script():
    spec = FigureSpec("counts", "C", ({"name": "</script><script>alert(1)</script>\u2028", "count": 1, "unit": "u"},), "alt")
    data = next(s for s in named(plain(spec), "script") if "plot-data" in s.classes)
    assert "<" not in data.text and "\\u003c" in data.text and "\u2028" not in data.text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_words_of_a_respondent_come_back_as_they_were(words):
    quotation = next(e for e in elements(plain(Quotation(words, "x", ()))) if e.name == "p" and e.attributes.get("dir") == "auto")
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]", "\ufffd", words)
    assert re.sub("[\u202c\u2069]+$", "", quotation.text.replace("\r\n", "\n")) == re.sub("[\u202c\u2069]+$", "", kept.replace("\r\n", "\n"))


def test_direction_marks_in_a_text_end_with_it():
    assert "a\u202eb\u2067c\u202c\u2069<" in plain(Paragraph((Sentence("a\u202eb\u2067c"),)))


def test_headings_go_down_one_step_at_a_time(text):
    levels = [int(heading.name[1]) for heading in named(text, "h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_page_has_language_skip_link_and_landmarks(text):
    assert named(text, "html")[0].attributes["lang"] == "en-GB"
    assert named(text, "a")[0].attributes == {"class": "skip", "href": "#main"}
    assert [m.attributes["id"] for m in named(text, "main")] == ["main"]
    assert {n.attributes["aria-label"] for n in named(text, "nav")} == {"Pages", "Contents"}
    assert [s.text for s in named(text, "span") if s.attributes.get("aria-current") == "page"] == ["Libraries"]


def test_no_anchor_is_given_twice_and_every_inner_link_arrives(text):
    ids = [e.attributes["id"] for e in elements(text) if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    inner = {a.attributes["href"][1:] for a in named(text, "a") if a.attributes["href"].startswith("#")}
    assert inner <= set(ids) and {"C001", "F002", "figures"} <= inner


def test_labels_lead_to_their_records_or_stay_plain():
    page = plain(Paragraph((Sentence("Told.", ("C001", "C404")),)), Record("C001", "A claim", (("Voice", "V1; see C001"),)))
    assert '<a href="#C001">C001</a>, <span class="label">C404</span>' in page


def test_labels_lead_to_other_pages_when_their_record_is_there():
    other = Page("o", "O", "", (Section("S", (Record("C404", "Elsewhere", ()),)),))
    page = html.render(Page("p", "P", "", (Section("S", (Paragraph((Sentence("T.", ("C404",)),)),)),)), pages=(("../o.html", other),))
    assert '<a href="../o.html#C404">C404</a>' in page


def test_more_than_four_labels_fold_and_none_is_lost():
    labels = tuple(f"C{n:03}" for n in range(1, 8))
    page = plain(Paragraph((Sentence("T.", labels),)), Paragraph((Sentence("T.", labels[:4]),)))
    rests = [e for e in elements(page) if "rest" in e.classes]
    assert [(rest.attributes["data-count"], rest.text) for rest in rests] == [("4", "C004, C005, C006, C007")]


def test_findings_without_ids_can_be_counted():
    page = plain(Paragraph((Sentence("A bare claim."), Sentence("How it was counted.", explains=True), Sentence("Told.", ("C1",)))))
    spans = [e for e in elements(page) if "s" in e.classes]
    assert [e.text for e in spans if "finding" in e.classes and not e.attributes["data-ids"]] == ["A bare claim."]
    assert [e.text for e in spans if "explains" in e.classes] == ["How it was counted."]


def test_tables_have_captions_and_scopes(text):
    captions = [c.text for c in named(text, "caption") if c.text]
    assert captions[:2] == ["Table 1. Theories with their proposed ratings", "Table 2. Figures of the ledger"]
    for head in named(text, "th"):
        if not any("prose" in around.classes for around in head.within):
            assert head.attributes["scope"] in ("col", "row")


def test_each_figure_has_its_text_and_the_same_as_a_table(text):
    every = elements(text)
    figures = [element for element in every if element.name == "figure"]
    assert len(figures) == 7
    for figure, spec in zip(figures, sample.figures(), strict=True):
        inside = [element for element in every if any(around is figure for around in element.within)]
        assert spec.alt in {element.attributes.get("aria-label") for element in inside}
        assert spec.title in figure.text and "The same as a table" in figure.text


def test_an_empty_slot_says_so(text):
    empty = [e for e in elements(text) if {"box", "empty"} <= e.classes]
    assert ["mechanism_reasoning" in e.classes for e in empty] == [True]
    assert "not stated" in empty[0].text


def test_a_rating_word_becomes_a_pill_only_in_a_column_of_ratings(text):
    pills = [e.text for e in elements(text) if "pill" in e.classes and any(a.name == "table" for a in e.within)]
    assert pills.count("well supported") == 1 and "None" not in pills


def test_insufficient_evidence_is_a_rating_too():
    page = plain(Table(("Theory", "Rating"), (("T1", "insufficient evidence"),)))
    assert [(e.text, "insufficient" in e.classes) for e in elements(page) if "pill" in e.classes] == [("insufficient evidence", True)]


def test_standing_and_practice_are_told_at_the_top():
    page = plain(standing="Proposed by rubric, not signed", practice=True)
    banners = [e.text for e in elements(page) if "banner" in e.classes]
    assert banners[0].startswith("Practice material") and banners[1] == "Proposed by rubric, not signed"
    assert "banner" not in named(plain(), "body")[0].text


def test_an_unknown_kind_of_figure_is_named():
    with pytest.raises(ValueError, match="'pie'.*configuration"):
        plain(FigureSpec("pie", "A pie", (), "alt"))


def test_a_page_that_cannot_be_written_leaves_the_earlier_one(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkFailed):
        write_html(sample.page(), tmp_path / "file" / "page.html")
    assert (tmp_path / "file").read_text() == "x"


def test_a_sentence_that_names_a_page_leads_there_by_its_title():
    links = Listing((Sentence("The guide (training/module_1/guide.html)", explains=True), Sentence("Odd (https://x.org/a.html)", explains=True)))
    assert '<a href="training/module_1/guide.html">The guide</a></span>' in plain(links)
    assert "Odd (https://x.org/a.html)" in plain(links)


def test_a_note_without_a_title_has_no_empty_line():
    assert "callout-title" not in "".join(str(e.classes) for e in elements(plain(Callout("note", "", (Sentence("Say this."),)))))


WORDY = Table(
    ("Theory", "Relation", "Inference", "Change"),
    (("T-one", "expands", "many words of an inference " * 30, "name it"), ("T-two", "silent", "fewer words", "")),
    (("F7",), ("F8",)),
    caption="Side by side",
)


def test_a_table_of_many_words_tells_each_row_with_every_cell_named():
    told = plain(WORDY)
    assert 'class="table rows"' in told and told.count('<span class="field">Relation:</span>') == 2
    assert told.count('<span class="field">Inference:</span>') == 2 and "F8" in told
