"""Surveys with a design: means by strata and clusters, given weights, and what the weights cost.

For samples that somebody else drew and weighted. A sample of friends and neighbours has no such design: it is described
(`clusters`), never weighted into a population.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from useit_eval.evidence.statistics.clusters import quantile
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

if TYPE_CHECKING:
    import pandas as pd

FIRST_ROW = 2
"""The row of a spreadsheet in which the first record stands: the header is row 1."""


@dataclasses.dataclass(frozen=True)
class SurveyMean:
    """The mean of a survey with a design, its standard error and interval, and what it rests on."""

    value: float
    error: float
    low: float
    high: float
    n: int
    strata: int
    clusters: int
    df: int
    design_effect: float
    effective_n: float


def weights_cost(weights: pd.Series) -> tuple[float, float]:
    """Return the design effect of weights, 1 + CV squared (Kish 1965), and the effective number of answers.

    Example:
        >>> import pandas as pd
        >>> [round(found, 3) for found in weights_cost(pd.Series([1.0, 1.0, 2.0, 4.0]))]
        [1.375, 2.909]
    """
    values = weights.astype(float)
    effect = float(len(values) * (values**2).sum() / values.sum() ** 2)
    return effect, len(values) / effect


def check_weights(weights: pd.Series, *, file: str = "") -> None:
    """Raise InputRefused, with file and row as a spreadsheet counts, for a weight that is missing or negative, or all 0."""
    for place, weight in enumerate(weights):
        if weight != weight or weight is None or float(weight) < 0:
            told = (
                "the weight is missing" if weight != weight or weight is None else f"the weight {weight:g} is negative"
            )
            where = ", ".join(filter(None, (file, f"row {place + FIRST_ROW}")))
            raise InputRefused(
                told, where, "A weight says for how many a person stands: correct it, or take 0 to leave them out."
            )
    if len(weights) and not float(weights.sum()):
        raise InputRefused("all weights are 0", file, "Give weights above 0.")


def survey_mean(
    frame: pd.DataFrame,
    value: str,
    *,
    weight: str | None = None,
    stratum: str | None = None,
    cluster: str | None = None,
    population: str | None = None,
    level: float = 0.95,
    file: str = "",
) -> SurveyMean:
    """Return a mean by strata, clusters and weights, all optional, with Taylor's linearised standard error.

    ``frame`` holds one row a person; the named columns hold the value, its weight, its stratum, its cluster, and the
    ``population``: how many clusters (or people, without clusters) its stratum holds, for the correction of finite
    populations. Without weights but with a population, everybody of a stratum stands for the same number. The formula
    is that of Lohr, Sampling: Design and Analysis, section 9.1. Rows without a value are left out. Raises InputRefused
    for a negative weight (file and row), CannotCarry for a stratum with a single cluster.
    """
    named = [name for name in (value, weight, stratum, cluster, population) if name]
    require(frame, file or "survey", *named)
    if weight:
        check_weights(frame[weight], file=file)
    held = _settled(frame, value, weight, stratum, cluster, population)
    total = held["weight"].sum()
    mean = float((held["weight"] * held["value"]).sum() / total)
    held["residual"] = held["weight"] * (held["value"] - mean) / total
    variance, clusters, strata = _variance(held)
    df = clusters - strata
    half = quantile(float(df), level) * variance**0.5
    effect, effective = weights_cost(held["weight"]) if weight else (1.0, float(len(held)))
    return SurveyMean(mean, variance**0.5, mean - half, mean + half, len(held), strata, clusters, df, effect, effective)


def _settled(
    frame: pd.DataFrame,
    value: str,
    weight: str | None,
    stratum: str | None,
    cluster: str | None,
    population: str | None,
) -> pd.DataFrame:
    import pandas as pd

    rows = frame[frame[value].notna()].reset_index(drop=True)
    if rows[value].nunique() < 2:
        raise CannotCarry(
            f"all values of {value!r} are the same, or there are none", "", "Tell the value as it stands."
        )
    held = pd.DataFrame({"value": rows[value].astype(float)})
    held["stratum"] = rows[stratum] if stratum else "all"
    held["cluster"] = rows[cluster] if cluster else range(len(rows))
    held["size"] = rows[population].astype(float) if population else float("nan")
    held["drawn"] = held.groupby("stratum")["cluster"].transform("nunique")
    held["weight"] = rows[weight].astype(float) if weight else (held["size"] / held["drawn"]).fillna(1.0)
    return held


def _variance(held: pd.DataFrame) -> tuple[float, int, int]:
    """Return the variance of the mean, how many clusters and how many strata."""
    variance, clusters, strata = 0.0, 0, 0
    for name, rows in held.groupby("stratum", sort=True):
        sums = rows.groupby("cluster")["residual"].sum()
        drawn = len(sums)
        if drawn < 2:
            told = f"the stratum {name!r} holds a single cluster, so nothing tells how clusters differ there"
            raise CannotCarry(told, "", "Join it with a stratum it resembles, say so, and try again.")
        size = rows["size"].iloc[0]
        left = 1 - drawn / size if size == size else 1.0
        variance += left * drawn * float(sums.var(ddof=1))
        clusters, strata = clusters + drawn, strata + 1
    return variance, clusters, strata
