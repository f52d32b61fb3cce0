"""Raw values made into memberships of sets: crisp by a threshold, fuzzy by three anchors (Ragin's direct method)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

ODDS = 3.0
"""Log odds at the outer anchors: full membership is 0.953, full non-membership 0.047 (Ragin 2008, chapter 5)."""
FARTHEST = 700.0
"""Log odds beyond which a membership is 0 or 1 to a computer."""


def crisp(values: pd.Series, *, threshold: float) -> pd.Series:
    """Return 1.0 where a value reaches the threshold, 0.0 below it. A missing value is refused.

    Example:
        >>> crisp(pd.Series([549, 550]), threshold=550).tolist()
        [0.0, 1.0]
    """
    numbers = _numbers(values)
    if not math.isfinite(threshold):
        raise InputRefused(f"the threshold of {values.name or 'the values'} is {threshold}", "", "Give a number.")
    return (numbers >= float(threshold)).astype(float)


def fuzzy(values: pd.Series, *, out: float, crossover: float, full: float) -> pd.Series:
    """Return memberships 0 to 1 by the direct method: 0.05 at ``out``, 0.5 at ``crossover``, 0.95 at ``full``.

    The anchors rise or fall; when they fall, low values are in the set. Ragin (2008), Redesigning Social Inquiry,
    chapter 5: the distance from the crossover in log odds, three at the outer anchors. Raises InputRefused for anchors that
    are equal or out of order, and for a missing value.

    Example:
        >>> fuzzy(pd.Series([400, 550, 720, 900]), out=400, crossover=550, full=900).round(2).tolist()
        [0.05, 0.5, 0.81, 0.95]
    """
    numbers = _numbers(values)
    if not (out < crossover < full or out > crossover > full):
        raise InputRefused(
            f"the anchors of {values.name or 'the values'} are out {out:g}, crossover {crossover:g}, full {full:g}, "
            "which neither rise nor fall",
            "",
            "Give three different anchors in order; equal anchors make a crisp set, which takes one threshold.",
        )
    gap = numbers - crossover
    span = np.where(np.sign(gap) == np.sign(full - crossover), full - crossover, crossover - out)
    return pd.Series(
        1 / (1 + np.exp(np.clip(-ODDS * gap / span, -FARTHEST, FARTHEST))), index=values.index, name=values.name
    )


def calibrated(cases: pd.DataFrame, anchors: Mapping[str, float | Sequence[float]]) -> pd.DataFrame:
    """Return the cases with each named column calibrated: one anchor is a crisp threshold, three are out, crossover, full.

    Columns without anchors stay as they are. Raises InputRefused for an unknown column or another number of anchors.

    Example:
        >>> calibrated(pd.DataFrame({"case": ["A"], "wage": [720]}), {"wage": [550]})["wage"].tolist()
        [1.0]
    """
    require(cases, "cases", *anchors)
    made = {}
    for name, given in anchors.items():
        points = [given] if isinstance(given, int | float) else list(given)
        if len(points) == 1:
            made[name] = crisp(cases[name], threshold=points[0])
        elif len(points) == 3:
            made[name] = fuzzy(cases[name], out=points[0], crossover=points[1], full=points[2])
        else:
            raise InputRefused(
                f"{name} has {len(points)} anchors", "", "Give one threshold, or three: out, crossover and full."
            )
    return cases.assign(**made)


def undecided(cases: pd.DataFrame, names: Sequence[str], *, label: str) -> dict[str, tuple[str, ...]]:
    """Return, for each set in which a case has exactly 0.5, the labels of these cases: neither in the set nor out of it."""
    found = {name: tuple(cases.loc[cases[name] == 0.5, label].astype(str)) for name in names}
    return {name: labels for name, labels in found.items() if labels}


def _numbers(values: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    if not np.isfinite(numbers).all():
        place = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise InputRefused(
            f"{values.name or 'the values'} has no number in row {place + 1} ({values.iloc[place]!r})", "",
            "QCA needs every value of every case: fill it in, or leave the case out and say so.",
        )  # fmt: skip
    return numbers
