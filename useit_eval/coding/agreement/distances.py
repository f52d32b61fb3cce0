"""How far apart two codes are: by name, by rank, by number, or by a distance of one's own.

A distance answers two questions. ``at`` gives the distance of pairs of codes, and ``against`` how far every code
is from all the codes in ``totals`` together. Codes are numbers of places in the categories.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.wording import listed

LEVELS = ("nominal", "ordinal", "interval", "ratio")
Categories = tuple[Hashable, ...]
Given = str | Mapping | Callable | np.ndarray | pd.DataFrame | Sequence[Sequence[float]]


class Distance(Protocol):
    """What every distance between codes can tell; ``totals`` may have one row for each replicate."""

    def at(self, first: np.ndarray, second: np.ndarray, totals: np.ndarray) -> np.ndarray:
        """Return the distances of pairs of codes."""

    def against(self, totals: np.ndarray) -> np.ndarray:
        """Return for each code the sum of its distances to the codes in ``totals``."""


class Names:
    """Distance 1 between any two codes: the nominal level."""

    def at(self, first: np.ndarray, second: np.ndarray, totals: np.ndarray) -> np.ndarray:
        """Return 1 for two different codes."""
        return (first != second).astype(float)

    def against(self, totals: np.ndarray) -> np.ndarray:
        """Return how many codes are another one."""
        return totals.sum(axis=-1, keepdims=True) - totals


@dataclasses.dataclass(frozen=True)
class Values:
    """Squared difference of the codes' values: the interval level. It needs no table of all pairs."""

    values: np.ndarray

    def at(self, first: np.ndarray, second: np.ndarray, totals: np.ndarray) -> np.ndarray:
        """Return squared differences."""
        return (self.values[..., first] - self.values[..., second]) ** 2

    def against(self, totals: np.ndarray) -> np.ndarray:
        """Return the sum of squared differences, from the totals' first two moments."""
        how_many = totals.sum(axis=-1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = (totals * self.values).sum(axis=-1, keepdims=True) / how_many
        away = np.where(how_many > 0, self.values - mean, 0.0)
        return how_many * away**2 + (totals * away**2).sum(axis=-1, keepdims=True)


class Ranks:
    """Krippendorff's ordinal distance: the squared number of codes between two ranks, as often as they were used.

    It depends on the ratings, being the squared difference of the codes' middle ranks.
    """

    def at(self, first: np.ndarray, second: np.ndarray, totals: np.ndarray) -> np.ndarray:
        """Return squared differences of middle ranks."""
        return self._ranks(totals).at(first, second, totals)

    def against(self, totals: np.ndarray) -> np.ndarray:
        """Return the sum of squared differences of middle ranks."""
        return self._ranks(totals).against(totals)

    @staticmethod
    def _ranks(totals: np.ndarray) -> Values:
        return Values(totals.cumsum(axis=-1) - totals / 2)


@dataclasses.dataclass(frozen=True)
class Pairs:
    """A distance written down for each pair of codes."""

    table: np.ndarray

    def at(self, first: np.ndarray, second: np.ndarray, totals: np.ndarray) -> np.ndarray:
        """Return the table's cells."""
        return self.table[first, second]

    def against(self, totals: np.ndarray) -> np.ndarray:
        """Return totals times the table."""
        return totals @ self.table


def choose_distance(categories: Categories, *, level: str = "nominal", distance: Given | None = None) -> Distance:
    """Return the distance of a level (nominal, ordinal, interval, ratio), or one's own where it is given.

    Raises UsageError for an unknown level, InputRefused for codes that are not numbers at the interval or ratio
    level, for a value below 0 at the ratio level, and for a distance that is not one (see `own_table`).
    """
    if distance is not None:
        return Pairs(own_table(distance, categories))
    if level not in LEVELS:
        raise UsageError(f"{level!r} is not a level of measurement", "", f"Levels: {', '.join(LEVELS)}.")
    if level == "nominal":
        return Names()
    if level == "ordinal":
        return Ranks()
    values = _numbers(categories, level)
    return Values(values - values.mean() if len(values) else values) if level == "interval" else Pairs(_ratio(values))


def own_table(distance: Given, categories: Categories) -> np.ndarray:
    """Return a distance of one's own as a table over the categories.

    It is a function of two codes, a mapping from pairs of codes (each pair once, or both ways with the same
    number), a DataFrame labelled with the codes, or a table in the order of the categories. Raises InputRefused
    where it is not symmetric, below 0, not a number, not 0 between a code and itself, or silent about a pair.
    """
    table = symmetric_table(distance, categories)
    for place in np.flatnonzero(np.diagonal(table))[:1]:
        told = f"the distance of {categories[place]!r} from itself is {table[place, place]:g} and not 0"
        raise InputRefused(told, "", "Give 0 between a code and itself.")
    return table


def symmetric_table(given: Given, categories: Categories) -> np.ndarray:
    """Return a number for each pair of codes from a table, DataFrame, mapping or function (see `own_table`)."""
    table = _as_table(given, categories)
    for one, other in np.argwhere(~np.isclose(table, table.T, rtol=1e-12, atol=1e-12, equal_nan=True))[:1]:
        told = f"the distance from {categories[one]!r} to {categories[other]!r} is {table[one, other]:g}"
        raise InputRefused(f"{told} and back {table[other, one]:g}", "", "Give the same number both ways.")
    if not np.isfinite(table).all() or (table < 0).any():
        raise InputRefused("a distance is below 0 or not a number", "", "Give 0 or more for each pair of codes.")
    return table


def jaccard(first: frozenset, second: frozenset) -> float:
    """Return the share of two sets' joint codes that only one of them has (Jaccard 1901); 0 for two empty sets.

    Example:
        >>> round(jaccard(frozenset("ab"), frozenset("bc")), 3)
        0.667
    """
    joint = len(first | second)
    return 1 - len(first & second) / joint if joint else 0.0


def masi(first: frozenset, second: frozenset) -> float:
    """Return the MASI distance of two sets of codes (Passonneau 2006, Measuring agreement on set-valued items).

    Example:
        >>> round(masi(frozenset("ab"), frozenset("abc")), 3)
        0.556
    """
    if first == second:
        return 0.0
    nested, shared = first <= second or second <= first, bool(first & second)
    return 1 - (1 - jaccard(first, second)) * (2 / 3 if nested else 1 / 3 if shared else 0)


def _numbers(categories: Categories, level: str) -> np.ndarray:
    values = []
    for code in categories:
        if isinstance(code, (str, bytes, frozenset, tuple)) or not _is_finite(code):
            raise InputRefused(f"{code!r} is not a number, which level {level!r} needs", "", "Use 'nominal' instead.")
        if level == "ratio" and code < 0:
            raise InputRefused(f"{code!r} is below 0, which a ratio has not", "", "Use level 'interval' instead.")
        values.append(float(code))
    return np.array(values)


def _is_finite(code: Hashable) -> bool:
    try:
        return math.isfinite(code)
    except TypeError:
        return False


def _ratio(values: np.ndarray) -> np.ndarray:
    joint = np.add.outer(values, values)
    return (np.subtract.outer(values, values) / np.where(joint == 0, 1.0, joint)) ** 2


def _as_table(distance: Given, categories: Categories) -> np.ndarray:
    if isinstance(distance, str):
        raise UsageError(
            f"{distance!r} is not a distance", "", f"Give a table or function, or a level: {listed(LEVELS)}."
        )
    if isinstance(distance, pd.DataFrame):
        distance = {(row, column): distance.at[row, column] for row in distance.index for column in distance.columns}
    if isinstance(distance, Mapping):
        distance = _looked_up(distance)
    if callable(distance):
        distance = [[distance(one, other) for other in categories] for one in categories] or np.zeros((0, 0))
    try:
        table = np.asarray(distance, dtype=float)
    except (TypeError, ValueError) as problem:
        told = "a distance is not a number, or the rows are not equally long"
        raise InputRefused(told, "", "Give a number for each pair of codes.") from problem
    if table.shape != (len(categories), len(categories)):
        raise InputRefused(
            f"the distance has the shape {table.shape} for {len(categories)} codes",
            "",
            f"Give one row and one column for each of {', '.join(map(repr, categories))}.",
        )
    return table


def _looked_up(pairs: Mapping) -> Callable[[Hashable, Hashable], float]:
    for (one, other), value in pairs.items():
        if pairs.get((other, one), value) != value:
            raise InputRefused(
                f"the distance from {one!r} to {other!r} is {value:g} and back {pairs[other, one]:g}",
                "",
                "Give the same number both ways.",
            )

    def look_up(one: Hashable, other: Hashable) -> float:
        """Return the distance given for two codes, whichever way round; a code lies at 0 from itself."""
        found = pairs.get((one, other), pairs.get((other, one), 0.0 if one == other else None))
        if found is None:
            raise InputRefused(f"no distance is given between {one!r} and {other!r}", "", "Add it, or mend the code.")
        return found

    return look_up
