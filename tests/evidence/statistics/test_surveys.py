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
