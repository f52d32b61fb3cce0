"""The truth table: who stands in which corner, what it says, and what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.evidence.qca.published import LIPSET, lipset_crisp, lipset_fuzzy
from useit_eval.evidence.qca import truth_table, with_cutoffs
from useit_eval.ground.errors import InputRefused

CASES = pd.DataFrame(
    [("a", 1, 1, 1), ("b", 1, 1, 0), ("c", 1, 0, 1), ("d", 0, 0, 0), ("e", 0, 0, 0)], columns=["case", "A", "B", "Y"]
)


def _row(table, row: int):
    return next(own for own in table.rows if own.row == row)


def test_rows_name_their_cases_and_what_each_has():
    row = _row(truth_table(CASES, outcome="Y", conditions=["A", "B"]), 0b11)
    assert row.cases == ("a", "b") and row.with_outcome == ("a",) and row.without == ("b",)
    assert row.consistency == 0.5 and row.contradictory


def test_a_row_in_contradiction_is_marked_and_counts_as_negative_until_the_cut_off_lets_it_pass():
    table = truth_table(CASES, outcome="Y", conditions=["A", "B"])
    assert _row(table, 0b11).out == "C" and 0b11 in table.negative
    eased = with_cutoffs(table, cutoff=0.5, frequency=1)
    assert _row(eased, 0b11).out == "1" and [row.row for row in eased.contradictions] == [0b11]


def test_a_row_with_too_few_cases_is_a_remainder():
    table = truth_table(CASES, outcome="Y", conditions=["A", "B"], frequency=2)
    assert _row(table, 0b10).out == "?" and table.remainders == 2 and table.positive == ()


def test_the_absence_of_the_outcome_is_asked_for_with_a_tilde():
    assert truth_table(CASES, outcome="~Y", conditions=["A", "B"]).positive == (0,)


def test_pri_can_keep_a_row_out():
    fuzzy = pd.DataFrame([("a", 0.6, 0.55), ("b", 0.6, 0.5), ("c", 0.1, 0.1)], columns=["case", "A", "Y"])
    loose = truth_table(fuzzy, outcome="Y", conditions=["A"])
    assert _row(loose, 1).out == "1" and _row(loose, 1).pri < 0.5
    assert _row(truth_table(fuzzy, outcome="Y", conditions=["A"], least_pri=0.75), 1).out == "0"


def test_a_case_exactly_half_in_a_condition_is_in_no_corner_and_named():
    held = pd.DataFrame([("a", 0.5, 1.0), ("b", 0.8, 0.5)], columns=["case", "A", "Y"])
    table = truth_table(held, outcome="Y", conditions=["A"])
    assert table.nowhere == ("a",) and table.undecided == ("b",) and _row(table, 1).cases == ("b",)
    assert not _row(table, 1).contradictory


def test_fuzzy_consistency_weighs_every_case_by_its_membership():
    table = truth_table(lipset_fuzzy(), outcome="SURV", conditions=LIPSET)
    assert round(_row(table, 0b11111).consistency, 3) == 0.904 and _row(table, 0b11111).cases == (
        "BE",
        "CZ",
        "NL",
        "UK",
    )


def test_the_frame_gives_the_best_rows_first():
    frame = truth_table(lipset_crisp(), outcome="SURV", conditions=LIPSET).frame()
    assert frame["out"].tolist() == ["1"] * 3 + ["0"] * 6 and frame["n"].sum() == 18
    assert frame.loc[frame["n"] == 4, "cases"].item() == "BE, CZ, NL, UK"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "A"}, "A is outcome and condition at once"),
        ({"conditions": ["A", "A"]}, "a condition is named twice"),
        ({"conditions": []}, "1 to 20 conditions, and 0 were given"),
        ({"cutoff": 0}, "the cut-offs are 0"),
        ({"frequency": 0}, "the cut-off of frequency is 0"),
        ({"conditions": ["Z"]}, "cases has no column 'Z'"),
    ],
)
def test_what_cannot_be_meant_is_refused(change, told):
    with pytest.raises(InputRefused, match=told):
        truth_table(CASES, **{"outcome": "Y", "conditions": ["A", "B"], **change})


def test_values_that_are_no_memberships_and_doubled_cases_are_refused():
    with pytest.raises(InputRefused, match="A of the case 'b' is 7, not a membership"):
        truth_table(CASES.assign(A=[1, 7, 1, 0, 0]), outcome="Y", conditions=["A"])
    with pytest.raises(InputRefused, match="the case 'a' stands in two rows"):
        truth_table(CASES.assign(case=list("aacde")), outcome="Y", conditions=["A"])
    with pytest.raises(InputRefused, match="there are no cases"):
        truth_table(CASES.iloc[:0], outcome="Y", conditions=["A"])
    with pytest.raises(InputRefused, match="the case in row 2 has no label"):
        truth_table(CASES.assign(case=["a", None, "c", "d", "e"]), outcome="Y", conditions=["A"])
