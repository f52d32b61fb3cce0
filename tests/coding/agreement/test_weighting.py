"""Weights for partly agreeing codes, as printed in the vignette of irrCAC (Gwet 2014)."""

from __future__ import annotations

import numpy as np
import pytest

from useit_eval.coding.agreement import brennan_prediger, cohen_kappa, gwet_ac2, percent
from useit_eval.coding.agreement.weighting import SCHEMES, choose_weights
from useit_eval.ground.errors import InputRefused, UsageError

PRINTED = {  # weight of neighbours among 1, 2, 3; the ends have 0
    "linear": 0.5,
    "quadratic": 0.75,
    "ordinal": 0.6666667,
    "radical": 0.2928932,
    "circular": 0,
    "bipolar": 0.6666667,
}


@pytest.mark.parametrize("name", PRINTED)
def test_weights_are_those_printed(name):
    near = PRINTED[name]
    expected = np.array([[1, near, 0], [near, 1, near], [0, near, 1]])
    for codes in ((1, 2, 3), ("a", "b", "c")):
        assert 1 - choose_weights(codes, name).table == pytest.approx(expected, abs=1e-7)


def test_weights_follow_the_values_of_codes_that_are_numbers():
    assert choose_weights((1, 2, 5), "linear").table[0] == pytest.approx([0, 0.25, 1])


def test_ratio_weights_take_nought_and_refuse_less():
    assert choose_weights((0, 1, 3), "ratio").table[1] == pytest.approx([1, 0, 0.25])
    with pytest.raises(InputRefused, match="0 or more"):
        choose_weights((-1, 1), "ratio")


@pytest.mark.parametrize("name", [*SCHEMES, "identity"])
def test_with_one_category_or_none_weights_do_not_fail(name):
    assert np.isnan(cohen_kappa([1, 1], [1, 1], weights=name)) and np.isnan(cohen_kappa([], [], weights=name))


def test_weights_and_the_distances_they_leave_are_the_same_thing():
    first, second = [1, 2, 3, 3, 1], [1, 3, 3, 2, 2]
    weights = np.array([[1, 0.5, 0], [0.5, 1, 0.25], [0, 0.25, 1]])
    for compute in (percent, cohen_kappa, gwet_ac2, brennan_prediger):
        whole = compute(first, second, weights=weights)
        assert compute(first, second, weights=1 - weights) == pytest.approx(whole)
        assert compute(first, second, weights=4 * (1 - weights)) == pytest.approx(whole)


def test_unknown_and_lopsided_weights_are_told():
    with pytest.raises(UsageError, match="'cubic' is not a set of weights"):
        choose_weights((1, 2), "cubic")
    with pytest.raises(InputRefused, match="the same number both ways"):
        choose_weights((1, 2), [[1, 0.5], [0.25, 1]])
    with pytest.raises(InputRefused, match="1 between a code and itself"):
        choose_weights((1, 2), [[1, 0.5], [0.5, 0.9]])
