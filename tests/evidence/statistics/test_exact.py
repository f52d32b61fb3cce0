"""Exact tests beside intervals, and tables that hold nothing to test."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.evidence.statistics import CannotCarry, binomial, fisher, mcnemar
from useit_eval.ground.errors import InputRefused


def test_fisher_counts_the_tables_that_are_as_rare():
    def chance(k: int) -> float:
        return comb(6, k) * comb(5, 7 - k) / comb(11, 7)

    rare = sum(chance(k) for k in range(2, 7) if chance(k) <= chance(6) + 1e-12)
    found = fisher((6, 6), (1, 5))
    assert found.p == pytest.approx(rare) and found.odds is None and found.difference == pytest.approx(0.8)


def test_mcnemar_is_a_binomial_of_those_who_changed():
    assert mcnemar(10, 1, 8, 5).p == pytest.approx(binomial(1, 9, 0.5))
    assert mcnemar(10, 1, 8, 5).difference == pytest.approx(7 / 24)


@given(*[st.integers(0, 12)] * 4)
def test_the_interval_of_a_change_holds_it(both, before, after, neither):
    if before + after:
        found = mcnemar(both, before, after, neither)
        assert -1 <= found.low <= found.difference + 1e-9 and found.difference <= found.high + 1e-9 <= 1 + 1e-9


@pytest.mark.parametrize(("first", "second", "told"), [((0, 5), (0, 6), "nobody"), ((5, 5), (6, 6), "everybody")])
def test_nothing_to_compare_is_told_kindly(first, second, told):
    with pytest.raises(CannotCarry, match=f"{told} of either group is counted.*Wilson's interval for each"):
        fisher(first, second)


def test_nobody_who_changed_and_counts_that_are_none_are_refused():
    with pytest.raises(CannotCarry, match="nobody changed from before to after"):
        mcnemar(3, 0, 0, 4)
    with pytest.raises(InputRefused, match="are not counts of pairs"):
        mcnemar(3, -1, 0, 4)
    with pytest.raises(InputRefused, match="5 of 4 against 0.5 is no test"):
        binomial(5, 4, 0.5)
