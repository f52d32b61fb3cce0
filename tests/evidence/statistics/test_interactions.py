"""Context x resource and the path through the reasoning: cells, clusters, seeds, and what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.evidence.statistics import CannotCarry, interact, mediate

NAMES = {"outcome": "o", "context": "c", "resource": "r", "cluster": "who"}


def _frame(shares=((2, 8), (5, 8), (3, 8), (4, 8))) -> pd.DataFrame:
    """Return people in four cells (context, resource): no no, no yes, yes no, yes yes, over twelve clusters."""
    cells = [(False, False), (False, True), (True, False), (True, True)]
    rows = [(at < k, *cell) for cell, (k, n) in zip(cells, shares, strict=True) for at in range(n)]
    frame = pd.DataFrame(rows, columns=["o", "c", "r"])
    return frame.assign(who=[f"CR{at % 12}" for at in range(len(frame))])


def test_an_interaction_is_the_difference_of_two_differences_and_every_cell_is_counted():
    found = interact(_frame(), **NAMES)
    assert found.value == pytest.approx((4 / 8 - 3 / 8) - (5 / 8 - 2 / 8))
    assert [(cell["n"], cell["count"]) for cell in found.cells] == [(8, 2), (8, 5), (8, 3), (8, 4)]
    assert found.low < found.value < found.high and (found.n, found.clusters) == (32, 12)


def test_on_odds_it_is_the_ratio_of_two_odds_ratios():
    found = interact(_frame(), **NAMES, scale="odds")
    assert found.value == pytest.approx(((4 / 4) / (3 / 5)) / ((5 / 3) / (2 / 6)))


def test_an_empty_cell_is_refused_with_what_to_do():
    with pytest.raises(
        CannotCarry, match="1 of the four cells of context and resource is empty.*ask people of the empty one"
    ):
        interact(_frame(((2, 8), (5, 8), (3, 8), (0, 0))), **NAMES)


def test_separation_is_refused_on_odds_and_carried_on_shares():
    separated = _frame(((0, 8), (5, 8), (3, 8), (4, 8)))
    with pytest.raises(CannotCarry, match="all or none have the outcome \\(separation\\).*Compare shares instead"):
        interact(separated, **NAMES, scale="odds")
    assert interact(separated, **NAMES).value == pytest.approx(1 / 8 - 5 / 8)


def test_an_outcome_that_never_varies_and_few_clusters_are_refused():
    with pytest.raises(CannotCarry, match="the outcome is the same for everybody"):
        interact(_frame().assign(o=True), **NAMES)
    with pytest.raises(CannotCarry, match="8 clusters cannot carry an interval"):
        interact(_frame().assign(who=[f"CR{at % 8}" for at in range(32)]), **NAMES)


def test_rows_without_an_answer_are_left_out():
    frame = _frame().astype({"o": "boolean"})
    frame.loc[0, "o"] = pd.NA
    assert interact(frame, **NAMES).n == 31


def _path() -> pd.DataFrame:
    rows = [
        (at % 2 == 0, (at % 2 == 0) != (at % 7 == 0), (at % 2 == 0) != (at % 5 == 0), f"CR{at % 13}")
        for at in range(130)
    ]
    return pd.DataFrame(rows, columns=["r", "m", "o", "who"])


def test_a_path_is_the_product_of_two_slopes_with_the_seed_of_its_draws():
    frame = _path()
    names = {"resource": "r", "reasoning": "m", "outcome": "o", "cluster": "who"}
    found = mediate(frame, **names, seed=7, draws=200)
    again = mediate(frame, **names, seed=7, draws=200)
    other = mediate(frame, **names, seed=8, draws=200)
    values = frame[["r", "m", "o"]].astype(float)
    first = values[["r", "m"]].cov().loc["r", "m"] / values["r"].var()
    whole = values[["r", "o"]].cov().loc["r", "o"] / values["r"].var()
    assert found.indirect + found.direct == pytest.approx(whole)  # the total parts into the two ways
    assert 0 < found.indirect < first
    assert (found.low, found.high) == (again.low, again.high) != (other.low, other.high)
    assert found.seed == 7 and found.draws == 200


def test_a_path_without_variation_or_clusters_is_refused():
    names = {"resource": "r", "reasoning": "m", "outcome": "o", "cluster": "who", "seed": 1}
    with pytest.raises(CannotCarry, match="'m' is the same for everybody"):
        mediate(_path().assign(m=True), **names)
    with pytest.raises(CannotCarry, match="1 cluster cannot carry"):
        mediate(_path().assign(who="CR1"), **names)
