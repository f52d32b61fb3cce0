"""Calibration: anchors that cannot be meant are refused in a sentence, and half in, half out is told."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.evidence.qca.calibration import calibrated, crisp, fuzzy, undecided
from useit_eval.ground.errors import InputRefused

WAGES = pd.Series([400.0, 550.0, 900.0], name="wage")


def test_the_anchors_get_the_memberships_of_the_direct_method():
    assert fuzzy(WAGES, out=400, crossover=550, full=900).round(3).tolist() == [0.047, 0.5, 0.953]


def test_anchors_that_fall_turn_the_set_round():
    assert fuzzy(pd.Series([15, 9.5, 5]), out=15, crossover=9.5, full=5).round(3).tolist() == [0.047, 0.5, 0.953]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=9))
def test_more_of_the_value_is_never_less_of_the_set(values):
    held = fuzzy(pd.Series(sorted(values)), out=-10, crossover=1, full=30)
    assert held.is_monotonic_increasing and held.between(0, 1).all()


@pytest.mark.parametrize(
    "anchors", [(400, 400, 900), (400, 550, 550), (550, 550, 550), (550, 400, 900), (900, 400, 550)]
)
def test_equal_or_unordered_anchors_are_refused_in_one_sentence(anchors):
    with pytest.raises(InputRefused, match="the anchors of wage are out .* which neither rise nor fall. Give three"):
        fuzzy(WAGES, out=anchors[0], crossover=anchors[1], full=anchors[2])


def test_a_missing_value_is_refused_with_its_row():
    with pytest.raises(InputRefused, match="wage has no number in row 2"):
        crisp(pd.Series([1, None], name="wage"), threshold=1)


def test_two_anchors_are_refused():
    with pytest.raises(InputRefused, match="wage has 2 anchors"):
        calibrated(pd.DataFrame({"wage": [1]}), {"wage": [1, 2]})


def test_cases_exactly_half_in_are_named():
    cases = pd.DataFrame({"case": ["A", "B"], "wage": [550, 900], "other": [0, 1]})
    held = calibrated(cases, {"wage": [400, 550, 900], "other": 1})
    assert undecided(held, ["wage", "other"], label="case") == {"wage": ("A",)}
    assert cases["wage"].tolist() == [550, 900]


def test_a_threshold_that_is_no_number_is_refused():
    with pytest.raises(InputRefused, match="the threshold of wage is nan"):
        calibrated(pd.DataFrame({"wage": [1]}), {"wage": float("nan")})
