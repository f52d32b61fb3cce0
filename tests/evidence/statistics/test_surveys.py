"""Weights given by others, and means by design."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.evidence.statistics import CannotCarry, survey_mean, weights_cost
from useit_eval.ground.errors import InputRefused


def test_the_design_effect_of_weights_is_one_plus_their_squared_variation():
    weights = pd.Series([1.0, 1.0, 2.0, 4.0])
    effect, effective = weights_cost(weights)
    assert effect == pytest.approx(1 + (weights.std(ddof=0) / weights.mean()) ** 2)
    assert effective == pytest.approx(4 / effect)


@given(st.floats(0.1, 50), st.integers(2, 30))
def test_equal_weights_cost_nothing(weight, n):
    assert weights_cost(pd.Series([weight] * n)) == pytest.approx((1.0, float(n)))


def test_a_negative_weight_is_refused_with_file_and_row():
    frame = pd.DataFrame({"y": [1.0, 2.0, 3.0], "w": [1.0, -0.5, 1.0]})
    with pytest.raises(InputRefused, match=r"^survey\.csv, row 3: the weight -0\.5 is negative\."):
        survey_mean(frame, "y", weight="w", file="survey.csv")
    with pytest.raises(InputRefused, match="row 2: the weight is missing"):
        survey_mean(frame.assign(w=[None, 1.0, 1.0]), "y", weight="w")
    with pytest.raises(InputRefused, match="all weights are 0"):
        survey_mean(frame.assign(w=0.0), "y", weight="w")


def test_a_mean_without_design_has_the_plain_error():
    values = pd.Series([2.0, 4.0, 9.0, 1.0])
    found = survey_mean(pd.DataFrame({"y": values}), "y")
    assert (found.value, found.error) == pytest.approx((4.0, values.std(ddof=1) / 2))


def test_weights_move_the_mean_and_are_told():
    found = survey_mean(pd.DataFrame({"y": [0.0, 10.0], "w": [3.0, 1.0]}), "y", weight="w")
    assert found.value == 2.5 and found.design_effect == pytest.approx(1.25) and found.effective_n == pytest.approx(1.6)


def test_a_stratum_with_one_cluster_is_refused_kindly():
    frame = pd.DataFrame({"y": [1.0, 2.0, 3.0], "s": ["a", "a", "b"]})
    with pytest.raises(
        CannotCarry, match="the stratum 'b' holds a single cluster.*Join it with a stratum it resembles"
    ):
        survey_mean(frame, "y", stratum="s")
    with pytest.raises(CannotCarry, match="all values of 'y' are the same"):
        survey_mean(frame.assign(y=1.0), "y")


def _drawn() -> pd.DataFrame:
    return pd.DataFrame(
        {"y": [1.0, 3.0, 4.0, 8.0, 2.0, 6.0], "s": list("aaabbb"), "c": [1, 1, 2, 3, 4, 4], "N": [6.0] * 6}
    )


def test_who_has_the_weight_nought_is_left_out_of_the_mean_and_of_what_the_weights_cost():
    found = survey_mean(_drawn().assign(w=[1, 1, 0, 1, 1, 0]), "y", weight="w")
    assert (found.value, found.n, found.clusters, found.df) == (3.5, 4, 4, 3)
    assert (found.design_effect, found.effective_n) == (1.0, 4.0)
    residuals = pd.Series([1 - 3.5, 3 - 3.5, 0, 8 - 3.5, 2 - 3.5, 0]) / 4  # those left out stay part of what was drawn
    assert found.error == pytest.approx((6 * residuals.var(ddof=1)) ** 0.5)


def test_a_missing_value_is_no_part_of_the_mean_but_of_what_was_drawn():
    frame = _drawn().assign(y=[1.0, None, 4.0, 8.0, 2.0, 6.0])
    gone = survey_mean(frame, "y", stratum="s", population="N")
    nought = survey_mean(_drawn().assign(w=[2.0, 0, 2, 2, 2, 2]), "y", weight="w", stratum="s", population="N")
    assert (gone.value, gone.error, gone.n) == pytest.approx((nought.value, nought.error, 5))


@pytest.mark.parametrize(("change", "told"), [
    ({"s": ["a", "a", None, "b", "b", "b"]}, r"^survey\.csv, row 4: the s is missing"),
    ({"c": [1, None, 2, 3, 4, 4]}, r"^survey\.csv, row 3: the c is missing"),
    ({"N": [6, 6, 6, 6, None, 6]}, "row 6: the population nan is no number above 0"),
    ({"N": [6, 6, 6, -1, -1, -1]}, "row 5: the population -1 is no number above 0"),
    ({"N": [6, 7, 6, 6, 6, 6]}, "the stratum 'a' is given populations of 6 and 7"),
    ({"N": [1.0] * 6}, "2 were drawn from the stratum 'a', which is said to hold 1"),
    ({"w": [1, 1, float("inf"), 1, 1, 1]}, "row 4: the weight inf is no number"),
    ({"w": [1, "x", 1, 1, 1, 1]}, "row 3: the weight x is no number"),
    ({"y": [1, 2, "x", 1, 1, 1]}, "row 4: 'x' in 'y' is no number"),
])  # fmt: skip
def test_a_design_that_cannot_be_is_refused_in_one_sentence(change, told):
    frame = _drawn().assign(w=1.0).assign(**change)
    with pytest.raises(InputRefused, match=told):
        survey_mean(frame, "y", weight="w", stratum="s", cluster="c", population="N", file="survey.csv")
