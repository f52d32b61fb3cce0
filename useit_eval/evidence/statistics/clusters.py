"""Shares and means of answers gathered in clusters: each community researcher's respondents are a cluster.

People asked by one researcher are alike in ways nobody recorded, so they are not so many independent answers. Under 40
clusters the variance is corrected for their small number and t stands for the normal; under 10 there is no interval,
only a summary of each cluster. Standard errors are statsmodels' cluster-robust ones (Liang and Zeger 1986).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from useit_eval.evidence.proportions import score_interval
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.wording import counted

if TYPE_CHECKING:
    import pandas as pd

FEW, SMALL = 10, 40
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
        """Return which distribution the interval is from, for a reader."""
        return "the normal distribution" if self.df is None else f"t with {self.df:g} degrees of freedom"


def cluster_rule(clusters: int) -> str:
    """Return the rule of methods.md in a sentence for a number of clusters.

    Example:
        >>> cluster_rule(12)
        '12 clusters, under 40: corrected for their small number, with t for the normal.'
    """
    if clusters < FEW:
        return f"{counted(clusters, 'cluster')}, under 10: summaries of each cluster only, no interval."
    if clusters < SMALL:
        return f"{clusters} clusters, under 40: corrected for their small number, with t for the normal."
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


def fit_clustered(outcome: Any, design: Any, clusters: Any, *, odds: bool = False) -> Any:
    """Return statsmodels' fit of outcome on design, least squares or (``odds``) logit, robust to clusters.

    The small-sample correction G/(G-1) x (N-1)/(N-K) is always on; t with G-1 degrees of freedom under 40 clusters.
    """
    import pandas as pd
    import statsmodels.api as sm

    groups = pd.factorize(pd.Series(list(clusters)))[0]
    count = int(groups.max()) + 1
    refuse_few(count)
    kind = sm.Logit if odds else sm.OLS
    more = {"disp": 0} if odds else {}
    return kind(outcome, design).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": True}, use_t=count < SMALL, **more
    )


def clustered_mean(values: pd.Series, clusters: pd.Series, *, level: float = 0.95) -> Estimate:
    """Return the mean of values gathered in clusters, with its interval. Missing values are left out.

    Raises CannotCarry under ten clusters and where all values are one. With one answer a cluster the standard error is
    the plain one, s / root n.
    """
    values, clusters = _present(values, clusters)
    count = clusters.nunique()
    refuse_few(count)
    _refuse_constant(values)
    fit = fit_clustered(values.to_numpy(dtype=float), [1.0] * len(values), clusters)
    df = float(count - 1) if count < SMALL else None
    value, error = float(fit.params[0]), float(fit.bse[0])
    half = quantile(df, level) * error
    return Estimate(value, value - half, value + half, error, len(values), count, df)


def clustered_share(hits: pd.Series, clusters: pd.Series, *, level: float = 0.95) -> Estimate:
    """Return the share of answers that hit, with Wilson's interval for the effective number of answers.

    The effective number is what would give the cluster-robust standard error without clusters, never above the real
    one (Dean and Pagano 2015, Journal of Survey Statistics and Methodology 3); t stands for z under 40 clusters. The
    interval is within 0 to 1 and holds the share. Raises CannotCarry as `clustered_mean`.
    """
    found = clustered_mean(hits, clusters, level=level)
    share = found.value
    effective = min(found.n, share * (1 - share) / found.error**2) if found.error > 0 else found.n
    low, high = score_interval(share, effective, quantile(found.df, level))
    return dataclasses.replace(found, low=low, high=high)


def clustered_difference(hits: pd.Series, group: pd.Series, clusters: pd.Series, *, level: float = 0.95) -> Estimate:
    """Return the mean of those in a group less that of the others, with its cluster-robust interval.

    ``group`` is true or false. Raises CannotCarry under ten clusters, for a group without anybody and for values that
    never vary.
    """
    there = (hits.notna() & group.notna() & clusters.notna()).to_numpy()
    values, inside, where = (each[there].reset_index(drop=True) for each in (hits, group, clusters))
    count = where.nunique()
    refuse_few(count)
    _refuse_constant(values)
    if inside.astype(bool).nunique() < 2:
        raise CannotCarry("one of the two groups is empty", "", "Describe the group that answered.")
    design = [[1.0, float(one)] for one in inside]
    fit = fit_clustered(values.to_numpy(dtype=float), design, where)
    df = float(count - 1) if count < SMALL else None
    value, error = float(fit.params[1]), float(fit.bse[1])
    half = quantile(df, level) * error
    return Estimate(value, value - half, value + half, error, len(values), count, df)


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
