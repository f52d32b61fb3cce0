"""What a reader is told of a profile and a proposed rating."""

from __future__ import annotations

import pandas as pd

from tests.evidence.rows import STRANDS, make_bearing, make_theories
from tests.judgement.rubrics import RUBRIC
from useit_eval.judgement import profile_theories, propose, tell_profiles, tell_ratings

WHOLE = "c:poor r:course o:job"
THEORIES = make_theories({"theory_id": "N1", "title": "Courses help"}, {"theory_id": "S9", "strand": "south"})
ROWS = tuple(f"S{n} {WHOLE}" for n in range(1, 7))
SIX = (*(f"N1 C00{n} supports" for n in range(1, 6)), "N1 C006 refutes")


def _tell(evidence=SIX, rows=ROWS):
    bearing = make_bearing(rows, evidence)
    profiles = profile_theories(bearing, THEORIES)
    told = tell_ratings(propose(profiles, RUBRIC), profiles, bearing, THEORIES, strands=STRANDS)
    return {finding.key: finding for finding in (*told, *tell_profiles(profiles, bearing, THEORIES))}


def _text(finding) -> str:
    return " ".join(sentence.text for sentence in finding.sentences)


def test_the_report_names_the_condition_that_lifted_and_the_gate_that_capped():
    rating = _tell()["judgement.rating.N1"]
    assert rating.title == "Proposed rating: supported"
    assert rating.sentences[0].text == "Proposed by rubric, not signed: supported."
    assert "What lifted it to well supported: It has been seen." in _text(rating)
    assert (
        "A gate capped it at supported in place of well supported. Something speaks against it."
        in _text(rating)
    )


def test_what_speaks_against_is_told_with_its_ids():
    told = [s for s in _tell()["judgement.rating.N1"].sentences if "against it, " in s.text]
    assert told[0].text == "1 record speaks against it, and is not explained." and told[0].ids == ("N1", "C006")


def test_a_silent_theory_is_insufficient_and_says_so():
    rating = _tell()["judgement.rating.S9"]
    assert rating.data["rating"] == "insufficient" and "No condition of the rubric is met" in _text(rating)
    assert "nobody was asked" in _text(rating)


def test_a_contested_theory_tells_the_step_it_would_reach():
    rating = _tell(("N1 C001 supports", "N1 C002 refutes"))["judgement.rating.N1"]
    assert "It stands beside the ladder: Half of it is against." in _text(rating)
    assert "On the ladder alone it would reach: emerging." in _text(rating)


def test_the_ladder_is_told_for_the_whole_and_for_each_strand():
    found = _tell()
    assert [row["theory"] for row in found["judgement.ladder"].figure.rows] == ["N1", "S9"]
    north = found["judgement.ladder.north"]
    assert north.strand == "north" and north.figure.rows[0]["rating"] == "supported"
    assert north.figure.rows[0]["note"] == "capped: something speaks against it"


def test_every_row_of_a_profile_names_the_theory_and_the_records_behind_it():
    table = _tell()["judgement.profile.N1"].table
    rows = dict(zip((row[0] for row in table.rows), zip(table.rows, table.ids, strict=True), strict=True))
    assert rows["Supporting claims"] == (("Supporting claims", "5"), ("N1", "C001", "C002", "C003", "C004", "C005"))
    assert rows["Share said without being asked, where known"][0][1] == "not known"
    assert rows["Records against"][1] == ("N1", "C006")


def test_no_sentence_states_a_number_without_ids():
    for finding in _tell().values():
        assert all(sentence.ids or sentence.explains for sentence in finding.sentences), finding.key


def test_deleting_the_claims_of_a_strand_leaves_the_other_strand_as_it_was():
    both = _tell((*SIX, "S9 C001 supports"))
    north_only = _tell(SIX)
    assert both["judgement.rating.N1"] == north_only["judgement.rating.N1"]
    assert both["judgement.rating.S9"] != north_only["judgement.rating.S9"]


def test_what_was_judged_of_an_earlier_version_is_said_to_wait():
    bearing = make_bearing(ROWS, SIX)
    newer = THEORIES.assign(version=[2 if key == "N1" else 1 for key in THEORIES["theory_id"]])
    again = bearing[bearing["subject"] == "C001"].assign(theory_version=2)
    for held, waiting in ((bearing, 6), (pd.concat([bearing, again]), 5)):
        profiles = profile_theories(held, newer)
        told = tell_ratings(propose(profiles, RUBRIC), profiles, held, newer, strands=STRANDS)
        (line,) = [s for s in told[0].sentences if "earlier version" in s.text]
        assert line.text.startswith(f"{waiting} records were judged against an earlier version")
        assert line.ids[0] == "N1" and len(line.ids) == waiting + 1
    assert "earlier version" not in _text(_tell()["judgement.rating.N1"])
