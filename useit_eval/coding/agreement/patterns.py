"""Units with the same ratings told once: what each distinct pattern of codes holds, and how often it occurs.

A coefficient is a function of sums over units, so a hundred thousand units cost what their distinct patterns cost.
"""

from __future__ import annotations

import dataclasses
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import sparse

from useit_eval.coding.agreement.ratings import Ratings

_FEW, _ROOM = 12, 2**18
"""Up to so many coders are sorted by exchange; up to so many possible patterns are told apart by a table of all."""


@dataclasses.dataclass(frozen=True)
class Patterns:
    """Distinct patterns of codes (patterns x coders, -1 not coded) and the pattern ``of`` each unit that was coded.

    ``size`` is the number of categories; ``weights`` and ``draws`` belong to the units.
    """

    codes: np.ndarray
    of: np.ndarray
    size: int
    weights: np.ndarray
    draws: np.ndarray | None

    @cached_property
    def given(self) -> np.ndarray:
        """How many coders coded each pattern."""
        return (self.codes >= 0).sum(axis=1).astype(float)

    @cached_property
    def counts(self) -> sparse.csr_array:
        """How many coders gave each code, patterns x categories."""
        return self.chosen(self.codes)

    @cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray, sparse.csr_array]:
        """The pairs of different codes that met (first, second), and how many pairs of coders gave them, twice.

        Twice, because coefficients count a pair of coders in both directions.
        """
        rows, cells = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for one, other in combinations(self.codes.T.astype(np.int64), 2):
            low, high = np.minimum(one, other), np.maximum(one, other)
            differ = np.flatnonzero((low != high) & (low >= 0))
            rows.append(differ)
            cells.append(low[differ] * self.size + high[differ])
        places, met = pd.factorize(np.concatenate(cells))
        shape = (len(self.codes), len(met))
        table = sparse.csr_array((np.full(len(places), 2.0), (np.concatenate(rows), places)), shape=shape)
        return met // max(self.size, 1), met % max(self.size, 1), table

    @property
    def alike(self) -> bool:
        """Whether every unit counts once and is drawn for itself."""
        return self.draws is None and bool((self.weights == 1).all())

    def chosen(self, codes: np.ndarray) -> sparse.csr_array:
        """Return how often each code stands in the rows of some of the columns of codes, as floats."""
        rows, columns = np.nonzero(codes >= 0)
        cells = (np.ones(len(rows)), (rows, codes[rows, columns]))
        return sparse.csr_array(cells, shape=(len(codes), self.size))

    def summed(self, features: sparse.csr_array) -> np.ndarray:
        """Return the sums over all units of what features (patterns x features) each pattern has, as one row."""
        return (np.bincount(self.of, self.weights, minlength=len(self.codes)) @ features)[None, :]


def find_patterns(ratings: Ratings, *, who: bool) -> Patterns:
    """Return the patterns of the units somebody coded; coders who coded nothing are left out.

    With ``who`` the patterns tell which coder gave which code; without it they are fewer.
    """
    # Coder by coder, because numpy goes down long columns far faster than over short rows.
    columns = [np.ascontiguousarray(codes) for codes in ratings.codes.T if codes.max(initial=-1) >= 0]
    kept = np.flatnonzero(np.maximum.reduce(columns) >= 0) if columns else np.zeros(0, dtype=np.int64)
    if len(kept) < len(ratings.codes):
        columns = [codes[kept] for codes in columns]
    if not who:
        columns = _in_order(columns)
    of, first = _distinct(columns, len(ratings.categories), len(kept))
    codes = np.array([codes[first] for codes in columns], dtype=np.int32).reshape(len(columns), len(first)).T
    draws = None if ratings.draws is None else np.asarray(ratings.draws)[kept]
    return Patterns(codes, of, len(ratings.categories), np.asarray(ratings.weights, dtype=float)[kept], draws)


def _in_order(columns: list[np.ndarray]) -> list[np.ndarray]:
    """Return columns with each row sorted: neighbours change places, in as many rounds as there are columns."""
    if len(columns) > _FEW:
        return list(np.sort(np.stack(columns, axis=1), axis=1).T)
    columns = list(columns)
    for turn in range(len(columns)):
        for at in range(turn % 2, len(columns) - 1, 2):
            one, two = columns[at], columns[at + 1]
            columns[at], columns[at + 1] = np.minimum(one, two), np.maximum(one, two)
    return columns


def _distinct(columns: list[np.ndarray], size: int, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each unit's pattern, and the first unit of each pattern."""
    keys, room = np.zeros(units, dtype=np.int64), 1
    for column in columns:
        if room > 2**62 // (size + 1):
            keys, found = pd.factorize(keys, sort=True)
            room = len(found)
        keys, room = keys * (size + 1) + column + 1, room * (size + 1)
    of, count = _numbered(keys, room)
    first = np.empty(count, dtype=np.int64)
    first[of[::-1]] = np.arange(units)[::-1]
    return of, first


def _numbered(keys: np.ndarray, room: int) -> tuple[np.ndarray, int]:
    """Return the place of each key among the keys there are, in their order, and how many there are."""
    if room > max(_ROOM, len(keys)):
        of, found = pd.factorize(keys, sort=True)
        return of, len(found)
    there = np.zeros(room, dtype=bool)
    there[keys] = True
    return (np.cumsum(there) - 1)[keys], int(np.count_nonzero(there))
