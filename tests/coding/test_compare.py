"""Two coders: which passages match, what is counted, and what a reader is told."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cmo.rows import CODES
from useit_eval.coding import compare_coders, match_passages
from useit_eval.ground.errors import InputRefused

SOURCES = pd.DataFrame({"source_id": ["s"], "label": ["J1"]})


def _codings(*rows: tuple[int, int, str], who: str = "a") -> pd.DataFrame:
    made = [(f"{who}{n}", "s", start, end, code) for n, (start, end, code) in enumerate(rows)]
    return pd.DataFrame(made, columns=["coding_id", "source_id", "start", "end", "code_id"])


FIRST = _codings((0, 10, "poor"), (0, 10, "course"), (20, 40, "job"), (60, 70, "hope"))


def test_a_passage_is_matched_with_the_one_that_overlaps_it_most():
    found = match_passages(FIRST, _codings((22, 41, "job"), (58, 64, "firm"), who="b"))
    assert found["first_code"].tolist() == ["job", "hope"]


def test_a_passage_that_shares_less_than_half_of_the_shorter_is_not_matched():
    found = match_passages(FIRST, _codings((38, 50, "job"), who="b"))
    assert found["first_code"].tolist() == [None]


def test_a_shared_code_is_taken_where_a_passage_has_several():
    found = match_passages(FIRST, _codings((0, 10, "course"), who="b"))
    assert found["first_code"].tolist() == ["course"]


def test_each_code_of_the_first_coder_answers_at_most_once():
    found = match_passages(FIRST, _codings((20, 40, "job"), (20, 40, "firm"), who="b"))
    assert found.sort_values("second_code")["first_code"].tolist() == [None, "job"]


def test_the_finding_counts_and_lists_differences_without_any_words():
    second = _codings((0, 10, "poor"), (20, 40, "firm"), (60, 70, "hope"), (100, 110, "job"), who="b")
    finding = compare_coders(FIRST, second, codes=CODES, sources=SOURCES)
    assert finding.key == "agreement.second_coding"
    assert finding.data["passages"] == 4 and finding.data["compared"] == 3 and finding.data["same"] == 2
    assert finding.data["percent"] == pytest.approx(2 / 3) and finding.data["percent_kind"] == 1
    assert [row[1:3] for row in finding.table.rows] == [("A job", "A firm of one's own"), ("not marked", "A job")]
    assert all(sentence.ids == ("J1",) or sentence.explains for sentence in finding.sentences)


def test_places_and_claims_are_named_when_they_are_known():
    segments = pd.DataFrame({"source_id": ["s"], "start": [0], "end": [50], "locator": ["2.1"]})
    claims = pd.DataFrame({"claim_id": ["x"], "label": ["C007"]})
    parts = pd.DataFrame({"coding_id": ["a2"], "claim_id": ["x"]})
    second = _codings((20, 40, "firm"), who="b")
    finding = compare_coders(FIRST, second, codes=CODES, sources=SOURCES, segments=segments, claims=claims, parts=parts)
    assert finding.table.rows == (("J1, 2.1", "A job", "A firm of one's own", "C007"),)
    assert finding.table.ids == (("C007",),)


def test_no_second_coding_is_told_in_words():
    finding = compare_coders(FIRST, FIRST.iloc[:0], codes=CODES, sources=SOURCES)
    assert "not known" in finding.sentences[0].text and finding.data["kappa"] is None


def test_one_code_throughout_is_explained_in_words():
    finding = compare_coders(FIRST, _codings((20, 40, "job"), who="b"), codes=CODES, sources=SOURCES)
    assert any("no value here" in sentence.text for sentence in finding.sentences)


def test_an_unknown_unit_is_refused():
    with pytest.raises(InputRefused, match="'word' is not a unit"):
        compare_coders(FIRST, FIRST, codes=CODES, sources=SOURCES, unit="word")


def test_it_is_said_that_what_only_one_marked_is_in_none_of_the_figures():
    second = _codings((0, 10, "poor"), (100, 110, "job"), who="b")
    finding = compare_coders(FIRST, second, codes=CODES, sources=SOURCES)
    told = [line.text for line in finding.sentences if line.explains]
    assert any("what only one of them marked is in none of these figures" in line for line in told)
