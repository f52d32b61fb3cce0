"""What the registers of the field give the chapters of the shipped study."""

from __future__ import annotations

import pytest

from tests.evaluation.conftest import walk
from useit_eval.document.page import Record, Section
from useit_eval.ground.findings import Sentence, Table


def _section(page, title: str) -> Section:
    return next(part for part in walk(page) if isinstance(part, Section) and part.title == title)


def test_the_first_section_of_the_whole_is_a_drawing_and_a_table_that_adds_up(as_shipped):
    page = as_shipped.pages["macro_micro"]
    short = page.sections[0]
    assert page.answer_first and short.blocks[0].sentences[0].text.startswith("Hardly yet: of 31 links")
    table = next(block for block in short.blocks if isinstance(block, Table))
    assert len(table.rows) == 3 and sum(row[1] for row in table.rows) == 31
    whole = next(part for part in walk(_section(page, "Strand by strand")) if isinstance(part, Table))
    assert len(whole.rows) == 10 and sum(row[1] for row in whole.rows) == 31


def test_the_chapter_on_finance_holds_the_baseline_with_not_reported_where_nothing_is_told(as_shipped):
    part = _section(as_shipped.pages["community_finance"], "Assets and money: the baseline")
    assets, money = (found for found in walk(part) if isinstance(found, Table))
    assert len(assets.rows) == 9 and len(money.rows) == 7
    hospital = assets.rows[0]
    assert hospital[0].startswith("Midland Metropolitan Hospital") and "£350,000,000" in hospital[4]
    assert [row[4] for row in assets.rows].count("not reported") == 8


def test_partners_stand_in_the_theme_of_partnership_with_the_two_that_are_in_two_classes(as_shipped):
    part = _section(as_shipped.pages["partnership"], "Partners")
    told = [s.text for s in walk(part) if isinstance(s, Sentence)]
    assert any("16 organisations would read as 18" in text for text in told)
    assert any("Birmingham City Council (local authority and land owner)" in text for text in told)


def test_matching_says_that_no_list_is_printed_and_shows_both_sides_of_the_pathway(as_shipped):
    part = _section(as_shipped.pages["matching_skills"], "Needs, openings and the matching pathway")
    told = [s.text for s in walk(part) if isinstance(s, Sentence)]
    assert any("print no list of openings and people" in text for text in told)
    sides = next(found for found in walk(part) if isinstance(found, Table) and "Both sides" in found.caption)
    assert [row[0] for row in sides.rows][-3:] == ["Referral matched", "Pathway mapped", "Loan offered"]


@pytest.mark.parametrize("slug", ["macro_micro", "matching_skills", "community_finance", "community_research"])
def test_every_label_that_a_chapter_cites_has_a_record_there(as_shipped, slug):
    page = as_shipped.pages[slug]
    records = {part.label for part in walk(page) if isinstance(part, Record)}
    cited = {label for part in walk(page) if isinstance(part, Sentence) for label in part.ids}
    cited |= {label for part in walk(page) if isinstance(part, Table) for ids in part.ids for label in ids}
    assert cited - records == set()
