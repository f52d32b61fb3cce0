"""One number at a time: standard errors, the highest kappa, and what is refused."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from useit_eval.coding.agreement import (
    bootstrap,
    cohen_kappa,
    kappa_max,
    measure,
    rate,
    rate_counts,
    rate_table,
    standard_error,
)
from useit_eval.ground.errors import InputRefused, UsageError


def test_errors_of_all_units_alike_are_the_spread_of_a_share():
    # 30 of 40 agree: the error of a share, divided by the number of units for two coders.
    ratings = rate_table([[15, 5], [5, 15]])
    assert standard_error(ratings, measure="percent") == pytest.approx((0.75 * 0.25 / 40) ** 0.5)


def test_there_is_no_error_for_weights_units_drawn_together_or_ranks():
    ratings = rate([1, 2, 3, 1], [1, 2, 1, 2])
    assert standard_error(ratings, measure="krippendorff_alpha") > 0
    assert math.isnan(standard_error(ratings, measure="krippendorff_alpha", level="ordinal"))
    for uneven in ({"weights": np.array([1, 2, 1, 1])}, {"draws": np.array([0, 0, 1, 1])}):
        assert math.isnan(standard_error(dataclasses.replace(ratings, **uneven), measure="percent"))


def test_the_highest_kappa_is_reached_when_shares_alone_differ():
    assert kappa_max("aab", "aab") == 1
    assert kappa_max("aabb", "aaab") == pytest.approx(cohen_kappa("aabb", "aaab"))
    assert np.isnan(kappa_max("aa", "aa")) and np.isnan(kappa_max([], []))


def test_counts_are_refused_where_one_must_know_who_coded():
    for compute in (cohen_kappa, kappa_max):
        with pytest.raises(InputRefused, match="who gave which code|two coders"):
            compute(rate_counts([[2, 0], [1, 1]]))


def test_what_is_no_measure_is_told():
    told = "'kapa' is not a measure of agreement"
    with pytest.raises(UsageError, match=told):
        measure("ab", "ab", measures=["kapa"])
    with pytest.raises(UsageError, match=told):
        bootstrap("ab", "ab", measure="kapa", seed=1)


def test_the_highest_kappa_is_for_two_coders():
    with pytest.raises(InputRefused, match="two coders"):
        kappa_max("ab", "ab", "ab")
