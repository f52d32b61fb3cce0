"""Shares and means of answers gathered in clusters: each community researcher's respondents are a cluster.

People asked by one researcher are alike in ways nobody recorded, so they are not so many independent answers. Under 40
clusters the variance is bias-reduced (CR2, `sandwich`) and t stands for the normal, with Satterthwaite's degrees of
freedom; under 10 there is no interval, only a summary of each cluster. From 40 on standard errors are statsmodels'
cluster-robust ones (Liang and Zeger 1986).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from useit_eval.evidence.proportions import score_interval
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.evidence.statistics.sandwich import bias_reduced, rests_on_one
from useit_eval.ground.wording import counted

if TYPE_CHECKING:
    import pandas as pd

FEW, SMALL, FEWEST_DEGREES = 10, 40, 4
_NOTHING = 1e-10
"""Of the spread of values: an error so small is what rounding leaves of none."""
INSTEAD = "Show what each cluster gives, side by side, without an interval."


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A mean, share or difference: its value, interval and standard error, and what it rests on (``df`` None: normal)."""

    value: float
    low: float
    high: float
    error: float
    n: int
    clusters: int
    df: float | None

    @property
    def shape(self) -> str:
        """Return which distribution the interval is from, for a reader; degrees of freedom to one decimal."""
        return told_shape(self.df)


def told_shape(df: float | None) -> str:
    """Return which distribution an interval is from, for a reader; so few degrees that t itself is in doubt are told.

    Tipton (2015), Psychological Methods 20, puts that bound at 4.

    Example:
        >>> told_shape(11.0), told_shape(18.7996)
        ('t with 11 degrees of freedom', 't with 18.8 degrees of freedom')
    """
    if df is None:
        return "the normal distribution"
    doubt = ", so few that the interval itself is in doubt" if df < FEWEST_DEGREES else ""
    return f"t with {round(df, 1):g} degree{'' if round(df, 1) == 1 else 's'} of freedom{doubt}"


def cluster_rule(clusters: int) -> str:
    """Return the rule of methods.md in a sentence for a number of clusters.

    Example:
        >>> cluster_rule(12)
        "12 clusters, under 40: corrected for their small number (CR2), with t for the normal at Satterthwaite's degrees of freedom."
    """
    if clusters < FEW:
        return f"{counted(clusters, 'cluster')}, under 10: summaries of each cluster only, no interval."
    if clusters < SMALL:
        told = "corrected for their small number (CR2), with t for the normal at Satterthwaite's degrees of freedom"
        return f"{clusters} clusters, under 40: {told}."
    return f"{clusters} clusters: cluster-robust, with the normal distribution."


def refuse_few(clusters: int, *, least: int = FEW) -> None:
    """Raise CannotCarry under ten clusters."""
    if clusters < least:
        told = f"{counted(clusters, 'cluster')} cannot carry an interval; it takes at least {least}"
        raise CannotCarry(told, "", INSTEAD)


def quantile(df: float | None, level: float = 0.95) -> float:
    """Return the two-sided quantile of t with ``df`` degrees of freedom, or of the normal for None."""
    from scipy import stats

    return float(stats.norm.ppf(0.5 + level / 2) if df is None else stats.t.ppf(0.5 + level / 2, df))


def estimate(
    outcome: Any, design: Any, clusters: Any, *, at: int = 0, level: float = 0.95, odds: bool = False
) -> Estimate:
    """Return coefficient ``at`` of outcome on design, least squares or (``odds``) logit, robust to clusters.

    Under 40 clusters CR2 and t with Satterthwaite's degrees of freedom (of a logit those of its last weighted step, its
    working model the binomial's), from 40 on CR1 and the normal. Raises CannotCarry under ten clusters, where one
    cluster alone holds what the coefficient rests on, and where all clusters give the very same.
    """
    import numpy as np
    import pandas as pd
    import statsmodels.api as sm

    groups = pd.factorize(pd.Series(list(clusters)))[0]
    count = int(groups.max()) + 1 if len(groups) else 0
    refuse_few(count)
    if rests_on_one(design, groups):
        told = "one cluster alone holds a group that is compared, so nothing tells how clusters differ there"
        raise CannotCarry(told, "", "Describe that group by itself, and ask more of it through other researchers.")
    design = np.asarray(design, dtype=float)
    robust = {"cov_type": "cluster", "cov_kwds": {"groups": groups, "use_correction": True}}
    more = ({"disp": 0} if odds else {}) | (robust if count >= SMALL else {})
    fit = (sm.Logit if odds else sm.OLS)(np.asarray(outcome, dtype=float), design).fit(**more)
    error, df = (float(fit.bse[at]), None) if count >= SMALL else bias_reduced(*_working(fit, odds), groups, at=at)
    if at and error <= _NOTHING * np.std(np.asarray(outcome, dtype=float)):
        told = "what is compared is the very same in every cluster, so nothing tells how clusters differ"
        raise CannotCarry(told, "", "Tell the counts side by side, without an interval.")
    value, half = float(fit.params[at]), quantile(df, level) * error
    return Estimate(value, value - half, value + half, error, len(groups), count, df)


def _working(fit: Any, odds: bool) -> tuple[Any, Any]:
    """Return design and residuals of a fit on the scale on which its working model takes answers to scatter alike."""
    if not odds:
        return fit.model.exog, fit.resid
    share = fit.predict()
    root = (share * (1 - share)) ** 0.5
    return fit.model.exog * root[:, None], (fit.model.endog - share) / root


def clustered_mean(values: pd.Series, clusters: pd.Series, *, level: float = 0.95) -> Estimate:
    """Return the mean of values gathered in clusters, with its interval. Missing values are left out.

    Raises CannotCarry under ten clusters, where all values are one and where the clusters' means are. With clusters of
    one size the standard error is that of their means, s / root G, and the degrees of freedom are G - 1.
    """
    found = _mean(values, clusters, level)
    if found.error <= _NOTHING * values.astype(float).std():
        told = "the mean is the very same in every cluster, so nothing tells how clusters differ"
        raise CannotCarry(told, "", "Tell it as it stands, without an interval.")
    return found


def _mean(values: pd.Series, clusters: pd.Series, level: float) -> Estimate:
    values, clusters = _present(values, clusters)
    refuse_few(clusters.nunique())
    _refuse_constant(values)
    return estimate(values.to_numpy(dtype=float), [[1.0]] * len(values), clusters, level=level)


def clustered_share(hits: pd.Series, clusters: pd.Series, *, level: float = 0.95) -> Estimate:
    """Return the share of answers that hit, with Wilson's interval for the effective number of answers.

    The effective number is what would give the cluster-robust standard error without clusters, never above the real
    one (Dean and Pagano 2015, Journal of Survey Statistics and Methodology 3); t stands for z under 40 clusters. The
    interval is within 0 to 1 and holds the share. Raises CannotCarry under ten clusters and where all answers are one.
    """
    found = _mean(hits, clusters, level)
    share = found.value
    effective = min(found.n, share * (1 - share) / found.error**2) if found.error > 0 else found.n
    low, high = score_interval(share, effective, quantile(found.df, level))
    return dataclasses.replace(found, low=low, high=high)


def clustered_difference(hits: pd.Series, group: pd.Series, clusters: pd.Series, *, level: float = 0.95) -> Estimate:
    """Return the mean of those in a group less that of the others, with its cluster-robust interval.

    ``group`` is true or false. Raises CannotCarry under ten clusters, for a group without anybody or of one cluster
    only, and for values that never vary.
    """
    there = (hits.notna() & group.notna() & clusters.notna()).to_numpy()
    values, inside, where = (each[there].reset_index(drop=True) for each in (hits, group, clusters))
    refuse_few(where.nunique())
    _refuse_constant(values)
    if inside.astype(bool).nunique() < 2:
        raise CannotCarry("one of the two groups is empty", "", "Describe the group that answered.")
    design = [[1.0, float(one)] for one in inside]
    return estimate(values.to_numpy(dtype=float), design, where, at=1, level=level)


def cluster_summaries(values: pd.Series, clusters: pd.Series) -> pd.DataFrame:
    """Return one row a cluster: cluster, n and mean (of true and false: the share), in the clusters' order."""
    import pandas as pd

    values, clusters = _present(values, clusters)
    frame = pd.DataFrame({"cluster": clusters, "value": values.astype(float)})
    found = frame.groupby("cluster", sort=True)["value"].agg(["size", "mean"]).reset_index()
    return found.rename(columns={"size": "n"})


def _present(values: pd.Series, clusters: pd.Series) -> tuple[pd.Series, pd.Series]:
    there = values.notna().to_numpy() & clusters.notna().to_numpy()
    return values[there].reset_index(drop=True), clusters[there].reset_index(drop=True)


def _refuse_constant(values: pd.Series) -> None:
    if values.nunique() < 2:
        told = f"all {len(values)} answers are the same" if len(values) else "there are no answers"
        raise CannotCarry(f"{told}, so nothing varies and no interval can be given", "", "Tell the count as it stands.")
