"""Before and after of the same people: the change in a number, or in having something, by cluster where they were asked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from useit_eval.evidence.statistics.clusters import Estimate, clustered_mean, quantile
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.errors import InputRefused

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True)
class Change:
    """The mean change with its interval, and how many went up, down or stayed."""

    estimate: Estimate
    up: int
    down: int
    same: int


def changes(before: pd.Series, after: pd.Series, *, clusters: pd.Series | None = None, level: float = 0.95) -> Change:
    """Return the mean of after less before, of those who gave both; one row a person in each.

    With ``clusters`` the interval is cluster-robust (CannotCarry under ten), without it that of the paired t test.
    Raises CannotCarry for fewer than two pairs, or a change that is the same for everybody; InputRefused for unequal lengths.
    """
    if len(before) != len(after):
        raise InputRefused("before and after are not of the same people", "", "Give both of each person, in one order.")
    apart = after.reset_index(drop=True).astype(float) - before.reset_index(drop=True).astype(float)
    there = apart.notna()
    apart = apart[there].reset_index(drop=True)
    if len(apart) < 2 or apart.nunique() < 2:
        told = "fewer than two people answered both times" if len(apart) < 2 else "everybody changed by the same"
        raise CannotCarry(f"{told}, so no interval can be given", "", "Tell each change as it stands.")
    if clusters is None:
        found = _alone(apart, level)
    else:
        found = clustered_mean(apart, clusters.reset_index(drop=True)[there].reset_index(drop=True), level=level)
    return Change(found, int((apart > 0).sum()), int((apart < 0).sum()), int((apart == 0).sum()))


def _alone(apart: pd.Series, level: float) -> Estimate:
    value, count = float(apart.mean()), len(apart)
    error = float(apart.std(ddof=1)) / count**0.5
    half = quantile(float(count - 1), level) * error
    return Estimate(value, value - half, value + half, error, count, count, float(count - 1))
