"""Measures beside each other: the numbers, and the words where there are none."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from useit_eval.coding.agreement import (
    bootstrap,
    cohen_kappa,
    measure,
    measure_codes,
    rate,
    rate_counts,
    rate_frame,
    standard_error,
    why_undefined,
)
from useit_eval.coding.agreement.measuring import MEASURES

ADJECTIVES = ("substantial", "moderate", "perfect", "poor", "fair", "good", "wrong", "right")
FIRST, SECOND = "aabbbccabc", "aabbcccaba"
UNDEFINED = {
    "one code by everybody": (("aaa", "aaa"), "one and the same code"),
    "one coder": ((["a", "b"], [None, None]), "only one coder coded"),
    "units coded once": ((["a", None], [None, "b"]), "no unit was coded by two coders"),
    "nothing coded": (([None], [None]), "no unit was coded by anybody"),
    "no units": (([], []), "no unit was coded by anybody"),
}


def test_a_row_for_each_measure_gives_what_the_functions_give():
    table = measure(FIRST, SECOND, seed=4, replicates=200).set_index("measure")
    assert tuple(table.index) == MEASURES
    row = table.loc["cohen_kappa"]
    assert row["value"] == pytest.approx(cohen_kappa(FIRST, SECOND))
    assert row["standard_error"] == pytest.approx(standard_error(FIRST, SECOND, measure="cohen_kappa"))
    assert (row["low"], row["high"]) == bootstrap(FIRST, SECOND, measure="cohen_kappa", seed=4, replicates=200)
    assert (row["units"], row["coders"], row["why"]) == (10, 2, "")


@pytest.mark.parametrize("case", UNDEFINED)
def test_where_there_is_no_value_there_are_words(case):
    coders, words = UNDEFINED[case]
    assert words in why_undefined(*coders)
    table = measure(*coders, replicates=20).set_index("measure")
    for name in set(MEASURES) - {"percent"}:
        assert np.isnan(table.loc[name, ["value", "standard_error", "low", "high"]].astype(float)).all()
        assert words in table.loc[name, "why"]
    assert (table.loc["percent", "value"] == 1) == (case == "one code by everybody")


def test_words_name_the_unit():
    ratings = dataclasses.replace(rate(["a", None], [None, "b"]), unit="turn")
    assert why_undefined(ratings) == "no turn was coded by two coders, so there is nothing to compare"


def test_measures_with_a_value_need_no_words():
    assert why_undefined("ab", "ab") == "" and set(measure("ab", "ab", replicates=20)["why"]) == {""}


def test_counts_leave_out_the_measures_that_need_to_know_who():
    ratings = rate_counts([[2, 1], [0, 3]])
    table = measure(ratings, replicates=20).set_index("measure")
    assert "who gave which code" in table.loc["cohen_kappa", "why"] and np.isnan(table.loc["cohen_kappa", "value"])
    assert table.loc["fleiss_kappa", "value"] == pytest.approx(0.25)


def test_a_missing_error_is_explained():
    ranks = measure([1, 2, 3], [1, 2, 2], measures=["krippendorff_alpha"], level="ordinal").iloc[0]
    assert ranks["low"] <= ranks["value"] and "ordinal" in ranks["why"]
    weighted = dataclasses.replace(rate("ab", "aa"), weights=np.array([2, 1]))
    assert "different weight" in measure(weighted, measures=["percent"]).iloc[0]["why"]
    assert "too few" in measure("a", "b", measures=["percent"]).iloc[0]["why"]


def test_a_distance_that_knows_no_difference_is_told():
    row = measure("ab", "ba", measures=["krippendorff_alpha"], distance=lambda one, other: 0).iloc[0]
    assert np.isnan(row["value"]) and "does not tell the codes" in row["why"]


def test_the_method_says_level_order_and_weights():
    table = measure([1, 2, 9], [1, 9, 2], level="ordinal", weights="linear", replicates=20).set_index("measure")
    assert table.loc["krippendorff_alpha", "method"].endswith("ordinal, 1 < 2 < 9")
    assert table.loc["cohen_kappa", "method"].endswith("weights linear")


def test_each_code_is_measured_against_the_rest():
    table = measure_codes("abca", "abba", measures=["percent", "cohen_kappa"], replicates=20)
    assert list(table.columns[:2]) == ["code", "measure"]
    agreed = table[table["measure"] == "percent"].set_index("code")["value"]
    assert agreed.to_dict() == {"a": 1, "b": 0.75, "c": 0.75}
    assert measure_codes([], []).empty


def test_a_frame_with_one_coder_is_explained_and_not_refused():
    import pandas as pd

    rows = pd.DataFrame({"turn": [1, 2], "by": "A", "code": ["x", "y"]})
    assert "only one coder" in why_undefined(rate_frame(rows, unit="turn", coder="by", code="code"))


def test_no_number_is_graded():
    table = measure(FIRST, SECOND, replicates=20)
    told = " ".join([*table["why"], *table["method"], *(why_undefined(*coders) for coders, _ in UNDEFINED.values())])
    assert not set(told.lower().split()) & set(ADJECTIVES)
