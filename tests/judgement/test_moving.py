"""What a reader is told of the ratings that move: each number and each row by evidence one can count."""

from __future__ import annotations

import pytest

from tests.evidence.rows import STRANDS, make_bearing, make_theories
from tests.judgement.rubrics import RUBRIC
from useit_eval.judgement import sensitivity

WHOLE = "c:poor r:course o:job"
THEORIES = make_theories({"theory_id": "N1"}, {"theory_id": "N2"}, {"theory_id": "S1", "strand": "south"})
BEARING = make_bearing(
    (f"S1 {WHOLE}", f"S2 {WHOLE}", f"S3 {WHOLE}"),
    ("N1 C001 supports", "N1 C002 supports", "N2 C001 supports", "N2 C002 supports", "N2 C003 supports"),
)
"""N1 rests on two sources, N2 on three; nothing bears on S1. One coder linked them all."""
ONE_UNIT = make_bearing((f"S1 {WHOLE}", f"S1 {WHOLE}"), ("N1 C001 supports", "N1 C002 supports"))


@pytest.fixture(scope="module")
def told():
    return {finding.key: finding for finding in sensitivity(BEARING, THEORIES, RUBRIC, strands=STRANDS)}


def _sentences(finding) -> dict[str, tuple[str, ...]]:
    return {sentence.text: sentence.ids for sentence in finding.sentences if not sentence.explains}


def test_every_move_is_told_once_with_the_theories_it_is_about(told):
    assert _sentences(told["judgement.sensitivity"]) == {
        "Without source S1, 1 rating moves.": ("N1",),
        "Without source S2, 1 rating moves.": ("N1",),
        "Without the claims linked by coder 1, the only one, 2 ratings move.": ("N1", "N2"),
        "Of 3 voices left out in turn, these alone move a rating: V-S1 (N1) and V-S2 (N1).": ("N1",),
        "When a bar of the rubric is a step lower or higher, 1 of 3 ratings moves: “Theory N1”.": ("N1",),
        "When a gate caps a step lower or higher, or not at all, none of 3 ratings moves.": ("N1", "N2", "S1"),
    }


def test_the_first_sentence_says_under_how_many_changes_and_claims_nothing(told):
    first = told["judgement.sensitivity"].sentences[0]
    # Three sources, three voices and one coder; three bars, each lower and higher; one gate lower, higher and off, one lower and off.
    assert first.text.startswith("The ratings were proposed again under 18 changes:") and first.explains


def test_the_table_has_a_row_for_each_change_that_moves_and_none_for_the_only_coder(told):
    table = told["judgement.sensitivity"].table
    assert [row[0] for row in table.rows] == [
        "Without source S1", "Without source S2", "Without voice V-S1", "Without voice V-S2",
        "With the bar “claims” higher: 3, not 2", "With the bar “units that stop” higher: 2, not 1",
    ]  # fmt: skip
    assert {row[1:] for row in table.rows} == {("well supported", "emerging", "N1")} and set(table.ids) == {("N1",)}


def test_a_strand_is_told_of_its_own_theories_only_and_one_without_theories_not_at_all(told):
    north, south = told["judgement.sensitivity.north"], told["judgement.sensitivity.south"]
    assert (north.trace, south.trace) == (("N1", "N2"), ("S1",))
    assert north.data == {"movers": ["N1", "N2"], "by_kind": {"source": ["N1"], "voice": ["N1"], "coder": ["N1", "N2"], "bar": ["N1"]}}
    assert south.data == {"movers": [], "by_kind": {}}
    found = sensitivity(BEARING, THEORIES, RUBRIC, strands={**STRANDS, "east": "East"})
    assert [finding.key.removeprefix("judgement.sensitivity") for finding in found] == ["", ".north", ".south"]


def test_sources_are_told_first_then_coders_then_what_was_said_after_the_theory_was_shown():
    shown = BEARING.assign(elicitation=["unprompted", "theory_shown", *["unprompted"] * 3])
    whole = sensitivity(shown, THEORIES, RUBRIC, strands=STRANDS)[0]
    assert [text.split(",")[0] for text in _sentences(whole)][:4] == [
        "Without source S1", "Without source S2", "Without the claims linked by coder 1",
        "Without claims made after the theory was shown",
    ]  # fmt: skip


def test_where_nothing_moves_it_is_said_and_there_is_no_table(told):
    south = told["judgement.sensitivity.south"]
    assert south.table is None
    assert _sentences(south) == {
        "No rating hangs on a single voice: each of 3 voices was left out in turn.": ("S1",),
        "When a bar of the rubric is a step lower or higher, none of 1 rating moves.": ("S1",),
        "When a gate caps a step lower or higher, or not at all, none of 1 rating moves.": ("S1",),
    }


def test_the_only_source_and_the_only_voice_need_no_row_and_a_gate_that_moves_has_one():
    (whole, _) = sensitivity(ONE_UNIT, THEORIES[:1], RUBRIC, strands={"north": "North"})
    sentences = _sentences(whole)
    assert "Without source S1, the only one, 1 rating moves." in sentences
    assert "When a gate caps a step lower or higher, or not at all, 1 of 1 rating moves: “Theory N1”." in sentences
    assert {row[0].split(" “")[0] for row in whole.table.rows} == {"With the bar", "With the gate"}
    assert ("With the gate “one unit” off", "emerging", "well supported", "N1") in whole.table.rows


def test_without_named_voices_nothing_is_said_of_voices():
    (whole, _) = sensitivity(BEARING.assign(voice=""), THEORIES[:1], RUBRIC, strands={"north": "North"})
    assert not [text for text in _sentences(whole) if "voice" in text]


def test_a_source_without_which_two_ratings_move_is_one_sentence_and_one_row_for_each_way_they_move():
    shared = BEARING[BEARING["source"] != "S3"]
    (whole, _) = sensitivity(shared, THEORIES[:2], RUBRIC, strands={"north": "North"})
    assert _sentences(whole)["Without source S1, 2 ratings move."] == ("N1", "N2")
    assert ("Without source S1", "well supported", "emerging", "N1 and N2") in whole.table.rows
