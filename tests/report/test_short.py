"""A chapter opens with its answer: what is tried, how far it has come, what speaks against, which ratings."""

from __future__ import annotations

import re

import pytest

from useit_eval.document.page import Listing, Paragraph
from useit_eval.ground.findings import Sentence, Table

STRANDS = ("social_enterprise", "community_research", "matching_skills", "community_finance")
THEMES = ("partnership", "communication")


def _short(page):
    assert page.sections[0].anchor == "short"
    return page.sections[0].blocks


def _sentences(blocks) -> list[Sentence]:
    found = []
    for block in blocks:
        found += block.sentences if isinstance(block, Paragraph) else block.items if isinstance(block, Listing) else ()
    return found


@pytest.mark.parametrize("strand", STRANDS)
def test_a_strand_opens_with_what_it_tries_how_far_it_has_come_and_its_ratings(as_shipped, strand):
    blocks = _short(as_shipped.pages[strand])
    sentences = _sentences(blocks)
    assert sentences[0].explains and not re.search(r"\d", sentences[0].text)
    answer = next(s for s in sentences if re.match(r"Not yet|Hardly yet|In part|Mostly|Not known", s.text))
    assert answer.ids and all(label.startswith("L") for label in answer.ids)
    table = next(block for block in blocks if isinstance(block, Table))
    assert table.columns[:3] == ("Theory", "In short", "Proposed rating") and "signed by nobody" in table.caption


def test_a_strand_says_at_once_what_speaks_against_it_or_that_nothing_does(as_shipped):
    research = [s.text for s in _sentences(_short(as_shipped.pages["community_research"]))]
    assert any(text.startswith("Against “Neighbours find what officials do not see”") for text in research)
    finance = [s.text for s in _sentences(_short(as_shipped.pages["community_finance"]))]
    assert any("Nothing on record speaks against" in text and "not support" in text for text in finance)


@pytest.mark.parametrize("slug", [*STRANDS, *THEMES, "macro_micro", "index"])
def test_the_answer_says_that_one_source_tests_no_theory_taken_from_it(as_shipped, slug):
    texts = [s.text for s in as_shipped.sentences()]
    assert any("are not tested by it" in text for text in texts)
    page = as_shipped.lines(slug)
    assert any("rests on one source" in text for text, _ in page)


def test_the_whole_names_the_steps_that_the_source_goes_against_on_its_first_pages(as_shipped):
    sentences = _sentences(_short(as_shipped.pages["macro_micro"]))
    told = next(s for s in sentences if s.text.startswith("“Neighbours find what officials do not see”"))
    assert "Community researchers who look for skills" in told.text and "CR1" in told.ids


@pytest.mark.parametrize("slug", [*STRANDS, *THEMES, "macro_micro"])
def test_no_sentence_is_told_twice_in_the_body_of_a_strand_and_none_reads_like_code(as_shipped, slug):
    page = as_shipped.pages[slug]
    words = " ".join(s.text for s in as_shipped.sentences())
    assert not re.search(r"\b(funder_expert|funder expert|not_known|at_least|mechanism_resource)\b", words)
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", words + page.subtitle)
    assert not re.search(r"\b1 (?:records|claims|links|modules|ratings|units|theories)\b", words)


def test_a_voice_stands_beside_the_title_of_its_group(as_shipped):
    from tests.evaluation.conftest import walk

    tables = [part for part in walk(as_shipped.pages["matching_skills"]) if isinstance(part, Table)]
    voices = next(table for table in tables if table.caption == "Who says it")
    assert {row[1] for row in voices.rows} >= {"Councils", "Expert appointed by the funder"}
