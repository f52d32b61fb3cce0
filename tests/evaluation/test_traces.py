"""Every sentence that states a finding names ids, and every id leads to a record on the same page."""

from __future__ import annotations

import re

from useit_eval.document.page import Record
from useit_eval.report.appendix import cited_in

from .conftest import walk


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
