"""Means and shares of answers in clusters, and the rules for few of them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.evidence.statistics import CannotCarry, cluster_rule, cluster_summaries, clustered_mean, clustered_share
from useit_eval.evidence.statistics.clusters import clustered_difference, estimate

TWELVE = pd.Series([f"CR{at % 12:02d}" for at in range(60)])
HITS = pd.Series([at % 5 < 2 or at % 12 == 0 for at in range(60)])


def test_with_one_answer_a_cluster_the_error_is_the_plain_one():
    values = pd.Series([1.0, 4.0, 2.0, 8.0, 5.0, 7.0, 3.0, 6.0, 9.0, 2.0, 4.0])
    found = clustered_mean(values, pd.Series(range(11)))
    assert found.error == pytest.approx(values.std(ddof=1) / 11**0.5)
    assert (found.value, found.clusters, found.df) == (pytest.approx(values.mean()), 11, pytest.approx(10))


def test_the_cluster_error_is_that_of_the_sums_of_residuals():
    found = clustered_mean(HITS, TWELVE)
    sums = (HITS - HITS.mean()).groupby(TWELVE).sum()
    by_hand = ((12 / 11) * (59 / 59) * (sums**2).sum()) ** 0.5 / 60
    assert found.error == pytest.approx(by_hand)


def test_whole_clusters_that_agree_widen_the_interval():
    alike = pd.Series([int(name[2:]) % 2 == 0 for name in TWELVE])
    mixed = pd.Series([at // 12 % 2 == 0 for at in range(60)])
    assert clustered_share(alike, TWELVE).error > 1.9 * clustered_share(mixed, TWELVE).error + 0.05


def test_under_ten_clusters_there_is_no_interval_and_what_can_be_done_instead():
    with pytest.raises(CannotCarry, match="9 clusters cannot carry an interval; it takes at least 10.*side by side"):
        clustered_share(pd.Series([True, False] * 9), pd.Series(list(range(9)) * 2))
    summary = cluster_summaries(pd.Series([True, False, True]), pd.Series(["a", "a", "b"]))
    assert summary.to_dict("list") == {"cluster": ["a", "b"], "n": [2, 1], "mean": [0.5, 1.0]}


def test_under_forty_clusters_t_stands_for_the_normal():
    small = clustered_mean(pd.Series(range(39)), pd.Series(range(39)))
    large = clustered_mean(pd.Series(range(40)), pd.Series(range(40)))
    assert (small.df, large.df) == (pytest.approx(38.0), None)
    assert (small.high - small.value) / small.error == pytest.approx(2.0244, abs=1e-3)
    assert (large.high - large.value) / large.error == pytest.approx(1.95996, abs=1e-4)
    assert [cluster_rule(n).split(":")[0] for n in (9, 39, 40)] == [
        "9 clusters, under 10",
        "39 clusters, under 40",
        "40 clusters",
    ]


@pytest.mark.parametrize("values", [[True] * 12, [None] * 12])
def test_answers_that_do_not_vary_are_told_as_they_stand(values):
    with pytest.raises(CannotCarry, match=r"all 12 answers are the same|takes at least 10"):
        clustered_share(pd.Series(values, dtype="boolean"), pd.Series(range(12)))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 19)), min_size=40, max_size=120))
def test_an_interval_of_a_share_lies_within_nothing_and_all_and_holds_the_share(rows):
    hits, clusters = pd.Series([hit for hit, _ in rows]), pd.Series([where for _, where in rows])
    try:
        found = clustered_share(hits, clusters)
    except CannotCarry:
        assert hits.nunique() < 2 or clusters.nunique() < 10
        return
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_difference_of_groups_is_that_of_their_shares():
    group = pd.Series([at % 2 == 0 for at in range(60)])
    found = clustered_difference(HITS, group, TWELVE)
    assert found.value == pytest.approx(HITS[group].mean() - HITS[~group].mean())
    with pytest.raises(CannotCarry, match="one of the two groups is empty"):
        clustered_difference(HITS, pd.Series([True] * 60), TWELVE)


def test_a_group_that_one_cluster_alone_holds_has_no_interval():
    group = TWELVE == "CR03"
    with pytest.raises(
        CannotCarry, match="one cluster alone holds a group that is compared.*through other researchers"
    ):
        clustered_difference(HITS, group, TWELVE)
    found = clustered_difference(HITS, TWELVE.isin(["CR03", "CR04"]), TWELVE)
    assert found.df < 2 and "in doubt" in found.shape


def test_the_very_same_in_every_cluster_has_no_interval_of_no_width():
    hits = pd.Series([at // 12 in (0, 1, 4) for at in range(60)])
    group = pd.Series([at // 12 in (0, 1, 2) for at in range(60)])
    with pytest.raises(CannotCarry, match="the very same in every cluster"):
        clustered_difference(hits, group, TWELVE)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e6, 1e12])
def test_the_same_mean_in_every_cluster_has_no_interval_of_no_width_in_any_unit(unit):
    values, clusters = pd.Series([1.0, 2, 3, 4] * 12) * unit, pd.Series(range(12)).repeat(4).reset_index(drop=True)
    with pytest.raises(CannotCarry, match="the mean is the very same in every cluster"):
        clustered_mean(values, clusters)
    with pytest.raises(CannotCarry, match="the very same in every cluster"):
        clustered_difference(values, pd.Series([True, False] * 24), clusters)
    assert (
        clustered_share(pd.Series([True, False] * 24), clusters).low < 0.4
    )  # a share falls back on its plain interval


def test_clusters_of_unequal_size_cost_degrees_of_freedom():
    clusters = pd.Series([0] * 30 + [1 + at // 3 for at in range(33)])
    found = clustered_mean(pd.Series([at % 7 for at in range(63)]), clusters)
    assert (found.clusters, found.df < 5) == (12, True)


def test_on_odds_everybody_a_cluster_it_is_the_weighted_hc2():
    rows = [(1, at < 5) for at in range(12)] + [(0, at < 4) for at in range(14)]
    design, hits = [[1.0, float(side)] for side, _ in rows], [float(hit) for _, hit in rows]
    found = estimate(hits, design, range(26), at=1, odds=True)
    # Two groups saturate the line: each log odds has the variance 1 / (n - 1) p (1 - p) under HC2.
    shares = {12: 5 / 12, 14: 4 / 14}
    assert found.error**2 == pytest.approx(sum(1 / ((n - 1) * p * (1 - p)) for n, p in shares.items()))
