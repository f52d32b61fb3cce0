"""Every sentence that states a finding names ids, and every id leads to a record on the same page."""

from __future__ import annotations

import re

from useit_eval.document.page import Record
from useit_eval.ground.findings import Table
from useit_eval.report.appendix import cited_in

from .conftest import lines_that_lead_nowhere, told_in_a_line, walk


def test_no_sentence_states_a_finding_without_ids(as_shipped):
    sentences = as_shipped.sentences()
    assert len(sentences) > 500
    assert [s.text for s in sentences if not s.ids and not s.explains] == []


def test_no_sentence_that_only_explains_carries_a_number(as_shipped):
    """A number is a finding: one that slips into an explanation stands on nothing."""
    explaining = {s.text for s in as_shipped.sentences() if s.explains}
    numbered = {text for text in explaining if re.search(r"\d", text) and not _of_method(text)}
    assert numbered == set()


def _of_method(text: str) -> bool:
    """Tell whether a number belongs to the method itself: a link to a page, a notebook, or how often something was tried."""
    of_method = ("RAMESES", ".html", "in notebook 05", "draws with seed", "The ratings were proposed again under")
    return any(words in text for words in of_method)


def test_every_id_of_a_chapter_leads_to_its_record(as_shipped):
    for slug, page in as_shipped.pages.items():
        if slug == "index":
            continue
        records = {part.label for part in walk(page) if isinstance(part, Record)}
        missing = set(cited_in(page.sections)) - records
        assert missing == set(), f"{slug}: {sorted(missing)[:10]}"


def test_what_the_whole_tells_in_a_line_stands_in_full_in_the_chapter_it_leads_to(as_shipped):
    assert len(told_in_a_line(as_shipped.pages["macro_micro"])) > 100
    assert lines_that_lead_nowhere(as_shipped.pages) == []


def test_no_record_stands_in_full_in_the_whole_and_in_the_chapter_of_its_strand(as_shipped):
    full = {part.label for part in walk(as_shipped.pages["macro_micro"]) if isinstance(part, Record) and not part.href}
    for label, slug in (("C070", "community_research"), ("F088", "matching_skills"), ("L001", "matching_skills")):
        assert label not in full
        assert label in {part.label for part in walk(as_shipped.pages[slug]) if isinstance(part, Record)}


def test_no_page_holds_an_id_of_the_store(as_shipped):
    """A source is called by its title: thirty-six letters and digits tell a reader nothing."""
    words = [s.text for s in as_shipped.sentences()]
    assert [text for text in words if re.search(r"\b[0-9a-f]{8}-[0-9a-f]{4}-", text)] == []
    assert [text for text in words if re.search(r"\bcoder_\d", text)] == []


def test_the_table_of_agreement_has_no_column_that_no_row_fills(as_shipped):
    tables = [part for part in walk(as_shipped.pages["macro_micro"]) if isinstance(part, Table)]
    (levels,) = [table for table in tables if table.caption == "Agreement at three levels"]
    assert [name for i, name in enumerate(levels.columns) if not any(row[i] for row in levels.rows)] == []


def test_a_chapter_says_that_nobody_signed(as_shipped):
    for page in as_shipped.pages.values():
        assert page.standing == "Proposed by rubric, not signed"


def test_the_chapter_on_community_research_sees_that_others_found_the_professionals(as_shipped):
    page = as_shipped.pages["community_research"]
    against = next(section for section in page.sections if section.anchor == "against")
    assert "CR1" in set(cited_in(against))
    told = " ".join(part for part in walk(against) if isinstance(part, str))
    assert re.search(r"organisation|colleague", told)


def test_the_limits_say_what_the_journal_is_and_how_far_two_coders_agreed(as_shipped):
    for slug, page in as_shipped.pages.items():
        if slug == "index":
            continue
        limits = next(section for section in page.sections if section.anchor == "limits")
        told = " ".join(part for part in walk(limits) if isinstance(part, str))
        assert "funder" in told and "1 independent unit" in told
        assert re.search(r"20 passages|twenty passages", told, re.IGNORECASE), slug
        assert "not at hand" in told
