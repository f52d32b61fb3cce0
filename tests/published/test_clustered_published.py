"""The bias-reduced variance (CR2) and its degrees of freedom against published output, and against designs known exactly.

ChickWeight: the example of R's clubSandwich, reference page of coef_test (jepusto.github.io/clubSandwich); weights from
Crowder and Hand (1990), as R's datasets hold them. Sine and tangent: the tests of R's dfadjust against Stata 'vce(hc2)'.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from useit_eval.evidence.statistics.clusters import clustered_difference, clustered_mean
from useit_eval.evidence.statistics.sandwich import bias_reduced

DAYS = (*range(0, 21, 2), 21)


def _chicks() -> pd.DataFrame:
    lines = (Path(__file__).parent / "chick_weights.csv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [
        (chick - 1, diet, day, weight)
        for chick, diet, *own in (map(int, line.split(",")) for line in lines)
        for day, weight in zip(DAYS, own, strict=False)
    ]
    return pd.DataFrame(rows, columns=["chick", "diet", "day", "weight"])


def test_the_data_are_those_of_the_example():
    frame = _chicks()
    assert (len(frame), frame["chick"].nunique(), frame["weight"].sum()) == (578, 50, 70411)


@pytest.mark.parametrize(
    ("diet", "slope", "error", "df", "p"),
    [(2, 1.77, 1.49, 18.8, 0.2497), (3, 4.58, 1.35, 18.8, 0.0031), (4, 2.87, 1.01, 18.3, 0.0105)],
)
def test_slopes_of_chicks_by_diet_have_the_published_errors_and_degrees_of_freedom(diet, slope, error, df, p):
    frame = _chicks()
    diets = [(frame["diet"] == other).astype(float) for other in (2, 3, 4)]
    columns = [np.ones(len(frame)), *diets, frame["day"].astype(float), *(side * frame["day"] for side in diets)]
    design = np.column_stack(columns)
    fit = sm.OLS(frame["weight"].to_numpy(dtype=float), design).fit()
    at = 3 + diet
    found, degrees = bias_reduced(design, fit.resid, frame["chick"].to_numpy(), at=at)
    assert (round(fit.params[at], 2), round(found, 2), round(degrees, 1)) == (slope, error, df)
    assert round(2 * float(stats.t.sf(fit.params[at] / found, degrees)), 4) == p


def test_with_everybody_a_cluster_it_is_hc2_as_stata_prints_it():
    outcome = np.concatenate([np.cos(np.arange(10)), np.tan(np.arange(1, 11))])
    design = sm.add_constant(np.concatenate([np.sin(np.arange(1, 11)), np.sin(np.arange(2, 12))]))
    fit = sm.OLS(outcome, design).fit()
    found = [bias_reduced(design, fit.resid, np.arange(20), at=at)[0] for at in (0, 1)]
    assert found == pytest.approx([0.4227339762, 0.4421048122], abs=1e-10)


def test_clusters_of_one_size_give_the_classical_error_of_their_means_and_t_with_one_degree_less():
    means = np.array([3.0, 5.0, 4.0, 8.0, 6.0, 7.0, 2.0, 9.0, 5.0, 4.0, 6.0, 7.0])
    values = pd.Series([mean + off for mean in means for off in (-1.5, 0.0, 0.5, 1.0)])
    found = clustered_mean(values, pd.Series(np.repeat(np.arange(12), 4)))
    assert found.error == pytest.approx(means.std(ddof=1) / math.sqrt(12))
    assert found.df == pytest.approx(11)
    assert (found.low, found.high) == pytest.approx(
        stats.t.interval(0.95, 11, loc=means.mean(), scale=means.std(ddof=1) / math.sqrt(12))
    )


def test_two_arms_of_whole_clusters_give_the_statistic_of_welch():
    # The clusters' means in each arm; five answers a cluster. Degrees of freedom are Satterthwaite's under the working
    # model (equal scatter), not Welch's own from the two variances: Pustejovsky and Tipton (2018), section 5.
    inside, outside = [1.0, 4.0, 2.0, 6.0], [3.0, 5.0, 9.0, 4.0, 7.0, 8.0, 5.0, 6.0, 7.0]
    rows = [
        (mean + off, arm, f"{arm}{at}")
        for arm, means in ((True, inside), (False, outside))
        for at, mean in enumerate(means)
        for off in (-2.0, -1.0, 0.0, 1.0, 2.0)
    ]
    values, group, clusters = (pd.Series(column) for column in zip(*rows, strict=True))
    found = clustered_difference(values, group, clusters)
    welch = stats.ttest_ind(inside, outside, equal_var=False)
    assert found.value / found.error == pytest.approx(welch.statistic)
    first, second = 4, 9
    equal = (first + second) ** 2 * (first - 1) * (second - 1)
    assert found.df == pytest.approx(equal / (first**2 * (first - 1) + second**2 * (second - 1)))


def test_three_of_thirty_leave_two_and_a_half_degrees_of_freedom():
    # The design of Imbens and Kolesar (2016), Review of Economics and Statistics 98: 3 treated of 30, everybody alone.
    treated = np.array([1.0] * 3 + [0.0] * 27)
    residuals = np.linspace(-1, 1, 30)
    _, df = bias_reduced(sm.add_constant(treated), residuals, np.arange(30), at=1)
    by_hand = (1 / 3 + 1 / 27) ** 2 / (1 / (9 * 2) + 1 / (27**2 * 26))
    assert df == pytest.approx(by_hand)
    assert round(df, 1) == 2.5


def test_under_independence_the_variance_is_unbiased():
    # E[e e'] = (I - H): the expected variance must be that of independent answers of one scatter, whatever the sizes.
    sizes = [1, 2, 3, 5, 8, 13]
    groups = np.repeat(np.arange(len(sizes)), sizes)
    design = np.column_stack([np.ones(len(groups)), np.arange(len(groups)) % 3 == 0]).astype(float)
    left = np.eye(len(groups)) - design @ np.linalg.inv(design.T @ design) @ design.T
    values, vectors = np.linalg.eigh(left)
    roots = vectors * np.sqrt(np.clip(values, 0, None))
    expected = sum(bias_reduced(design, column, groups, at=1)[0] ** 2 for column in roots.T)
    assert expected == pytest.approx(float(np.linalg.inv(design.T @ design)[1, 1]))
