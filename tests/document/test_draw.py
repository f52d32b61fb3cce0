"""Both faces of a figure: every kind has them, and neither says more or less than the rows."""

from __future__ import annotations

import struct

import pytest

from tests.document import sample
from tests.document.reading import document, every_text
from useit_eval.document import docx, draw, html
from useit_eval.document.page import Page, Section
from useit_eval.ground.findings import FigureSpec

FIGURES = {spec.title: spec for spec in sample.figures()}


def test_the_sample_shows_every_kind():
    assert {spec.kind for spec in sample.figures()} == set(draw.KINDS)


@pytest.mark.parametrize("title", FIGURES)
def test_every_kind_prints_at_the_width_of_a_page(title):
    for raw in draw.pictures(FIGURES[title]):
        width, height = struct.unpack(">II", raw[16:24])
        assert raw.startswith(b"\x89PNG") and width == 1260 and 60 < height < 1800


@pytest.mark.parametrize("title", FIGURES)
def test_every_kind_prints_larger_for_sheets(title):
    assert draw.pictures(FIGURES[title], large=True) != draw.pictures(FIGURES[title])


def test_a_picture_is_drawn_once():
    assert draw.pictures(sample.counts())[0] is draw.pictures(sample.counts())[0]


@pytest.mark.parametrize("spec", [s for s in sample.hostile().sections[0].blocks if isinstance(s, FigureSpec)], ids=lambda s: s.kind)
def test_hostile_text_is_drawn_and_not_read_as_mathematics(spec, recwarn):
    assert draw.pictures(spec)
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


def test_the_table_of_a_figure_holds_its_filled_columns_and_ids():
    table = draw.table_of(sample.targets())
    assert table.columns == ("Figure", "Value", "Exactness", "Unit", "As of", "Target", "Exactness of target", "Target stated")
    assert table.rows[0] == ("People trained as neighbourhood guides", 23, None, "people", "June 2019", 40, None, "end of 2020")
    assert table.ids[0] == ("F001", "F002")


def test_a_figure_stands_on_the_labels_of_its_rows_and_claims():
    assert draw.labels_of(sample.configuration()) == ("C001", "C002", "C003", "C004", "C005")
    assert draw.labels_of(sample.ladder()) == ("C001", "C004")


def test_what_is_set_as_text_is_no_chart():
    with pytest.raises(ValueError, match="set as text"):
        draw.chart(sample.configuration())


@pytest.mark.parametrize("kind", draw.KINDS)
def test_a_figure_without_rows_says_that_there_is_nothing_to_draw(kind):
    page = Page("p", "P", "", (Section("S", (FigureSpec(kind, "None", (), "Nothing."),)),))
    assert "There is nothing to draw yet." in html.render(page)
    assert "There is nothing to draw yet." in every_text(document(docx.render(page)))
