"""Milestones, challenges, conflicts and faults as a reader meets them."""

from __future__ import annotations

import pandas as pd

from tests.evidence.rows import STRANDS, make_figures
from useit_eval.evidence import challenges_matrix, conflict_groups, conflicts, milestones_to_check
from useit_eval.ground import frames

CHALLENGES = pd.DataFrame([
    {"label": "H1", "title": "Leading", "problem": "p", "response": "r", "reported_result": "x", "recommendation": None, "said_by": "V1",
     "strand": "north", "uia": "leadership; upscaling"},
    {"label": "H2", "title": "Waiting", "problem": "p", "response": "r", "reported_result": "x", "recommendation": "wait", "said_by": "V2",
     "strand": "south", "uia": "fits_none"},
])  # fmt: skip


def test_a_challenge_maps_to_many_of_the_seven_and_blanks_read_not_reported():
    by_strand = challenges_matrix(CHALLENGES, strands=STRANDS)[2]
    rows = {row[0]: row[1:] for row in by_strand.table.rows}
    assert rows["Leadership"] == rows["Upscaling"] == ("H1", "not reported")
    assert rows["Public procurement"] == ("not reported", "not reported")
    assert rows["Fits none of the seven"] == ("not reported", "H2") and len(rows) == 8


def test_what_fits_none_and_what_is_absent_are_said():
    seven = challenges_matrix(CHALLENGES, strands=STRANDS)[1]
    assert "fits none of the seven, wholly or in part: Waiting" in seven.sentences[0].text and seven.sentences[
        0
    ].ids == ("H2",)
    assert "Public procurement" in seven.sentences[1].text and "Leadership" not in seven.sentences[1].text


def test_each_challenge_names_who_says_so_and_a_missing_recommendation_reads_not_reported():
    told = challenges_matrix(CHALLENGES, strands=STRANDS)[0]
    assert told.table.ids == (("H1", "V1"), ("H2", "V2"))
    assert [row[-1] for row in told.table.rows] == ["not reported", "wait"]


def test_promises_are_listed_by_strand_and_never_called_outcomes():
    rows = [
        {
            "label": f"M{n}",
            "promise": "a school opens",
            "strand": "north",
            "stated_on": "2017",
            "check_on": "2018",
            "state": "not_checked",
        }
        for n in (1, 2)
    ]
    whole, north = milestones_to_check(pd.DataFrame(rows), strands=STRANDS)
    assert whole.sentences[0].text == "The sources make 2 promises: 2 not checked." and whole.sentences[0].ids == (
        "M1",
        "M2",
    )
    assert "never counted as an outcome" in north.sentences[0].text
    assert north.table.rows[0] == ("A school opens.", "2017", "2018", "not checked")


def test_conflicts_run_through_a_third_figure_and_nothing_is_chosen():
    figures = make_figures(
        {"label": "F1", "conflicts_with": "F2"},
        {"label": "F2", "value": 7.0},
        {"label": "F3", "conflicts_with": "F2"},
        {"label": "F4"},
    )
    assert conflict_groups(figures) == [["F1", "F2", "F3"]]
    (finding,) = conflicts(figures, frames.empty("fault"))
    assert finding.table.ids == (("F1", "F2", "F3"),) and finding.table.rows[0][1] == 3
    assert "none is chosen" in finding.sentences[0].text


def test_dates_in_conflict_are_written_as_readers_write_them():
    figures = make_figures(
        {"label": "F1", "value": None, "day": "2017-05-30", "conflicts_with": "F2"},
        {"label": "F2", "value": None, "day": "2017-05-31"},
    )
    (finding,) = conflicts(figures, frames.empty("fault"))
    assert finding.table.rows[0][0] == "30 May 2017: people trained; 31 May 2017: people trained"


def test_faults_say_how_they_are_read():
    faults = pd.DataFrame([{"label": "X1", "kind": "extraction", "what": "a lost hyphen", "reading": "read with it"}])
    (finding,) = conflicts(make_figures({"label": "F1"}), faults)
    assert finding.key == "evidence.conflicts.faults"
    assert finding.table.rows == (("Faults of extraction", "A lost hyphen.", "Read with it."),)


def test_empty_registers_give_no_findings():
    assert milestones_to_check(frames.empty("milestone"), strands=STRANDS) == []
    assert challenges_matrix(frames.empty("challenge"), strands=STRANDS) == []
    assert conflicts(frames.empty("figure"), frames.empty("fault")) == []
