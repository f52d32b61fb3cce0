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
from useit_eval.ground.wording import missing

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

    Who has the weight 0 is left out.

    Example:
        >>> import pandas as pd
        >>> [round(found, 3) for found in weights_cost(pd.Series([1.0, 1.0, 2.0, 4.0]))]
        [1.375, 2.909]
    """
    values = weights[weights != 0].astype(float)
    effect = float(len(values) * (values**2).sum() / values.sum() ** 2)
    return effect, len(values) / effect


def check_weights(weights: pd.Series, *, file: str = "") -> None:
    """Raise InputRefused, with file and row as a spreadsheet counts, for a weight that is missing, negative or no number.

    All of them 0 is refused as well.
    """
    numbers = _numbers(weights)
    for place, weight in enumerate(numbers):
        if not 0 <= weight < float("inf"):
            given = weights.iloc[place]
            told = "the weight is missing" if missing(given) else f"the weight {given} is no number"
            told = f"the weight {weight:g} is negative" if weight < 0 else told
            raise InputRefused(
                told,
                _row(file, place),
                "A weight says for how many a person stands: correct it, or take 0 to leave them out.",
            )
    if len(weights) and not float(numbers.sum()):
        raise InputRefused("all weights are 0", file, "Give weights above 0.")


def _numbers(column: pd.Series) -> pd.Series:
    import pandas as pd

    return pd.to_numeric(column, errors="coerce").astype(float)


def _row(file: str, place: int) -> str:
    return ", ".join(filter(None, (file, f"row {place + FIRST_ROW}")))


def _check_design(frame: pd.DataFrame, groups: list[str], population: str | None, file: str) -> None:
    """Raise InputRefused for a row without its stratum or cluster, or a population that is no number above 0."""
    for name in groups:
        if frame[name].isna().any():
            place = int(frame[name].isna().to_numpy().argmax())
            raise InputRefused(f"the {name} is missing", _row(file, place), "Every row needs it, or none can be told.")
    if population:
        for place, size in enumerate(_numbers(frame[population])):
            if not 0 < size < float("inf"):
                told = f"the population {frame[population].iloc[place]} is no number above 0"
                raise InputRefused(told, _row(file, place), "Say how many the stratum of this row holds.")


def _check_sizes(held: pd.DataFrame) -> None:
    """Raise InputRefused for a stratum with two sizes, or one smaller than what was drawn from it."""
    for name, rows in held.groupby("stratum", sort=True):
        if rows["size"].nunique() > 1:
            told = f"the stratum {name!r} is given populations of {rows['size'].min():g} and {rows['size'].max():g}"
            raise InputRefused(told, "", "Give one number for each stratum.")
        if rows["size"].iloc[0] < rows["drawn"].iloc[0]:
            told = f"{rows['drawn'].iloc[0]} were drawn from the stratum {name!r}, which is said to hold {rows['size'].iloc[0]:g}"
            raise InputRefused(told, "", "Correct the population: it counts clusters, or people where there are none.")


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
    is that of Lohr, Sampling: Design and Analysis, section 9.1. Rows without a value or with the weight 0 are no part of
    the mean, but of the design that was drawn (a domain, section 4.2). Raises InputRefused for a weight that is
    negative, a value that is no number, a missing stratum or cluster (file and row) and a population smaller than what
    was drawn, CannotCarry for a stratum with a single cluster.
    """
    named = [name for name in (value, weight, stratum, cluster, population) if name]
    require(frame, file or "survey", *named)
    if weight:
        check_weights(frame[weight], file=file)
    _check_design(frame, [name for name in (stratum, cluster) if name], population, file)
    held = _settled(frame, value, weight, stratum, cluster, population, file)
    total = held["weight"].sum()
    mean = float((held["weight"] * held["value"]).sum() / total)
    held["residual"] = held["weight"] * (held["value"] - mean) / total
    error = _variance(held) ** 0.5
    inside = held[held["weight"] > 0]
    clusters, strata = len(inside[["stratum", "cluster"]].drop_duplicates()), inside["stratum"].nunique()
    df = clusters - strata
    half = quantile(float(df), level) * error
    effect, effective = weights_cost(inside["weight"]) if weight else (1.0, float(len(inside)))
    return SurveyMean(mean, error, mean - half, mean + half, len(inside), strata, clusters, df, effect, effective)


def _settled(
    frame: pd.DataFrame,
    value: str,
    weight: str | None,
    stratum: str | None,
    cluster: str | None,
    population: str | None,
    file: str,
) -> pd.DataFrame:
    import pandas as pd

    values = _numbers(frame[value]).reset_index(drop=True)
    if (values.isna() & frame[value].notna().to_numpy()).any():
        place = int((values.isna() & frame[value].notna().to_numpy()).to_numpy().argmax())
        raise InputRefused(
            f"{frame[value].iloc[place]!r} in {value!r} is no number",
            _row(file, place),
            "Correct it, or leave it empty.",
        )
    rows = frame.reset_index(drop=True)
    held = pd.DataFrame({"value": values.fillna(0.0)})
    held["stratum"] = rows[stratum] if stratum else "all"
    held["cluster"] = rows[cluster] if cluster else range(len(rows))
    held["size"] = _numbers(rows[population]) if population else float("nan")
    held["drawn"] = held.groupby("stratum")["cluster"].transform("nunique")
    _check_sizes(held)
    held["weight"] = _numbers(rows[weight]) if weight else (held["size"] / held["drawn"]).fillna(1.0)
    held["weight"] = held["weight"].where(values.notna(), 0.0)
    if values[held["weight"] > 0].nunique() < 2:
        raise CannotCarry(
            f"all values of {value!r} are the same, or there are none", "", "Tell the value as it stands."
        )
    return held


def _variance(held: pd.DataFrame) -> float:
    """Return the variance of the mean."""
    variance = 0.0
    for name, rows in held.groupby("stratum", sort=True):
        sums = rows.groupby("cluster")["residual"].sum()
        drawn = len(sums)
        if drawn < 2:
            told = f"the stratum {name!r} holds a single cluster, so nothing tells how clusters differ there"
            raise CannotCarry(told, "", "Join it with a stratum it resembles, say so, and try again.")
        size = rows["size"].iloc[0]
        left = 1 - drawn / size if size == size else 1.0
        variance += left * drawn * float(sums.var(ddof=1))
    return variance
