"""Patterns as readers meet them: counts together, ids beside each row, silence called silence."""

from __future__ import annotations

import pytest

from tests.cmo.rows import CODES
from tests.cmo.test_patterns import situated
from tests.cmo.test_regularities import told
from useit_eval.cmo import tell_contrasts, tell_patterns, tell_regularities
from useit_eval.coding import code_names, roll_up
from useit_eval.ground.errors import InputRefused

STRANDS = {"north": "North", "south": "South"}
BROAD = {"strands": STRANDS, "names": code_names(CODES), "up": roll_up(CODES)}


def test_each_kind_of_pair_has_its_row_with_who_tells_it_and_the_claims_it_stands_on():
    claims, parts = situated("S1 c:poor r:course o:job", "S2 c:lonely r:mentor", "S3 c:poor r:course | denied")
    (found,) = tell_patterns(claims, parts, CODES, strands=STRANDS, groups={"residents": "Residents"})
    rows = {row[0]: row[1:] for row in found.table.rows}
    most = "Hardship → Help (2, 2, 2)"
    assert found.key == "cmo.patterns.north"
    assert rows["Context and resource"] == ("2, 2, 2", 1, most)
    assert rows["Context and reasoning"] == ("0, 0, 0", 0, "")
    assert rows["Context, mechanism and outcome"][:2] == ("1, 1, 1", 0)
    assert found.table.ids[0] == ("C001", "C002", "C003")
    assert found.sentences[-1].text == "They are told by: Residents."


def test_whole_configurations_are_told_for_every_level_of_the_tree():
    claims, parts = situated("S1 c:poor r:course o:job", "S2 c:lonely r:mentor o:firm")
    (found,) = tell_patterns(claims, parts, CODES, strands=STRANDS)
    assert found.data["levels"] == [
        {"level": 0, "told": 2, "full": 2, "by_more_units": 0},
        {"level": 1, "told": 1, "full": 2, "by_more_units": 1},
    ]
    assert found.sentences[1].text == (
        "As coded, 2 whole configurations are told; in the broadest terms, 1; 1 of the broad ones has at least two parts "
        "told by more than one independent unit."
    )


def test_who_tells_the_opposite_of_an_outcome_tells_no_part_of_it():
    claims, parts = situated("S1 c:poor r:course o:job", "S2 c:poor r:course o:job", "S3 c:poor o:job", "S4 c:poor r:course o:job")
    negative = parts["claim_id"].isin(claims.loc[claims["label"] == "C003", "claim_id"])
    parts = parts.assign(valence=[("negative" if turned else "positive") for turned in negative])
    (found,) = tell_patterns(claims, parts, CODES, strands=STRANDS)
    whole = next(line for line in found.sentences if line.text.startswith("Told whole most often"))
    assert "3 claims tell all three parts, none two of them (3 citations, 3 sources, 3 units;" in whole.text
    assert whole.ids == ("C001", "C002", "C004")


def test_what_single_claims_tell_whole_is_not_said_to_be_told_often():
    claims, parts = situated("S1 c:poor r:course o:job | anticipated", "S2 c:poor | anticipated")
    (found,) = tell_patterns(claims, parts, CODES, strands=STRANDS)
    told = found.sentences[2].text
    assert told.startswith("None is told whole by more than one claim") and told.endswith("none tells of something that has happened).")


def test_a_level_that_is_none_is_refused():
    claims, parts = situated("S1 c:poor o:job")
    with pytest.raises(InputRefused, match="level -2 is not a level"):
        tell_patterns(claims, parts, CODES, strands=STRANDS, level=-2)


def test_a_strand_that_tells_nothing_whole_says_so():
    claims, parts = situated("S1 c:poor o:job")
    (found,) = tell_patterns(claims, parts, CODES, strands=STRANDS)
    assert found.sentences[1].text == "No claim tells context, mechanism and outcome at once."


def test_what_is_told_once_does_not_recur():
    assert tell_regularities(*told(("S1 r:course o:job", "positive")), **BROAD) == []


def test_what_recurs_shows_for_and_against_and_each_exception_in_full():
    claims, parts = told(
        ("S1 c:poor r:course o:job", "positive"), ("S2 r:mentor o:job", "positive"), ("S3 r:mentor o:firm", "negative"),
        ("S4 r:mentor o:firm", "negative"), ("S5 c:lonely r:course o:job", "positive"),
    )  # fmt: skip
    (found,) = tell_regularities(claims, parts, **BROAD)
    (row,) = found.table.rows
    assert row[:3] == ("Help", "Work", "positive")
    assert row[3:] == ("3 citations, 3 sources, 3 units", "2 citations, 2 sources, 2 units", "Hardship", "not told")
    assert [sentence.text for sentence in found.sentences[1:]] == [
        "Against Help → Work (positive). The opposite: Claim 3 of S3.",
        "Against Help → Work (positive). The opposite: Claim 4 of S4.",
    ]
    assert [sentence.ids for sentence in found.sentences[1:]] == [("C003",), ("C004",)]


def test_circumstances_stand_side_by_side_only_where_it_went_otherwise_too():
    rows = [("S1 c:poor r:course o:job", "positive"), ("S2 c:lonely r:course o:job", "negative")]
    assert tell_contrasts(*told(rows[0], ("S2 c:lonely r:course o:job", "positive")), **BROAD) == []
    (found,) = tell_contrasts(*told(*rows), strands=STRANDS, names=code_names(CODES))
    assert found.table.columns == ("What leads to what", "Circumstance", "Led to it", "The opposite")
    one = "1 citation, 1 source, 1 unit"
    assert found.table.rows == (
        ("A course → A job (positive)", "Few ties", "not told", f"C002 ({one})"),
        ("A course → A job (positive)", "Little money", f"C001 ({one})", "not told"),
    )
    assert found.table.ids == (("C002",), ("C001",))
    assert found.sentences[1].text == "2 of these 2 claims tell of something that has happened."
    claims, parts = told(*rows)
    (hoped,) = tell_contrasts(claims.assign(status="anticipated"), parts, strands=STRANDS, names=code_names(CODES))
    assert hoped.sentences[1].text == "None of these 2 claims tells of something that has happened."
