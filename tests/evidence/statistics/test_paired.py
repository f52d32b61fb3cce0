"""Before and after of the same people."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy import stats

from useit_eval.evidence.statistics import CannotCarry, changes
from useit_eval.ground.errors import InputRefused

BEFORE, AFTER = pd.Series([1.0, 2.0, 3.0, 2.0, 4.0]), pd.Series([3.0, 2.0, 5.0, 1.0, 5.0])


def test_without_clusters_the_interval_is_that_of_the_paired_t_test():
    found = changes(BEFORE, AFTER)
    told = stats.ttest_rel(AFTER, BEFORE).confidence_interval()
    assert (found.estimate.low, found.estimate.high) == pytest.approx((told.low, told.high))
    assert (found.up, found.down, found.same, found.estimate.n) == (3, 1, 1, 5)


def test_who_gave_only_one_answer_is_left_out():
    assert changes(BEFORE, AFTER.where(AFTER != 5.0)).estimate.n == 3


def test_clusters_singly_filled_give_the_same_error():
    before, after = pd.Series(range(12), dtype=float), pd.Series([x + x % 3 for x in range(12)], dtype=float)
    assert changes(before, after, clusters=pd.Series(range(12))).estimate.error == pytest.approx(
        changes(before, after).estimate.error
    )


def test_the_same_change_for_everybody_one_pair_and_unequal_lengths_are_refused():
    with pytest.raises(CannotCarry, match="everybody changed by the same"):
        changes(BEFORE, BEFORE + 1)
    with pytest.raises(CannotCarry, match="fewer than two people answered both times"):
        changes(BEFORE[:1], AFTER[:1])
    with pytest.raises(InputRefused, match="not of the same people"):
        changes(BEFORE, AFTER[:2])
