"""The coefficients: what each sums over units, and how the sums become a value. All are 1 - observed / expected
disagreement (Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition; Krippendorff 2011).

``features`` are what each pattern adds to the sums; ``values`` turn sums (replicates x features) into values;
``deviations`` are what each pattern adds to the linearised variance. Nothing here loops over units or replicates.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy import sparse

from useit_eval.coding.agreement.distances import Distance, Names, Ranks
from useit_eval.coding.agreement.patterns import Patterns


def _beside(*columns: np.ndarray | sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(
        sparse.hstack([sparse.csr_array(part[:, None] if part.ndim == 1 else part) for part in columns])
    )


def _shared(parts: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide, giving NaN where nothing is to be divided by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole == 0, np.nan, parts / whole)


def _apart(patterns: Patterns, distance: Distance) -> np.ndarray:
    """Return the distances between all codes of each pattern, each pair of coders in both directions."""
    if isinstance(distance, Names):
        return patterns.given**2 - patterns.counts.power(2) @ np.ones(patterns.size)
    first, second, met = patterns.pairs
    return met @ distance.at(first, second, np.zeros(patterns.size))


@dataclasses.dataclass(frozen=True)
class Percent:
    """Mean share of pairs of coders who agree on a unit, over the units coded twice or more; no chance term."""

    patterns: Patterns
    distance: Distance

    def features(self) -> sparse.csr_array:
        """Return whether a pattern was coded twice, its mean disagreement, and what chance needs."""
        given = self.patterns.given
        disagreed = _apart(self.patterns, self.distance) / np.where(given >= 2, given * (given - 1), 1)
        return _beside((given >= 2).astype(float), disagreed, *self._chance())

    def values(self, sums: np.ndarray) -> np.ndarray:
        """Return 1 - observed / expected disagreement, NaN where nothing could be expected."""
        return 1 - _shared(_shared(sums[:, 1], sums[:, 0]), self.expected(sums[:, 2:]))

    def expected(self, sums: np.ndarray) -> np.ndarray:
        """Return the disagreement expected by chance."""
        return np.ones(len(sums))

    def expected_here(self, sums: np.ndarray) -> np.ndarray:
        """Return each pattern's part in the expected disagreement; its mean over units is `expected`."""
        return np.broadcast_to(self.expected(sums), len(self.patterns.codes))

    def deviations(self) -> np.ndarray:
        """Return each pattern's deviation from the value, linearised (Gwet 2008, 2014)."""
        features = self.features()
        sums = self.patterns.summed(features)
        value, expected = self.values(sums)[0], self.expected(sums[:, 2:])[0]
        twice, disagreed = features[:, [0]].toarray()[:, 0], features[:, [1]].toarray()[:, 0]
        here = self.expected_here(sums[:, 2:])
        agreed = len(self.patterns.of) / sums[0, 0] * twice * (expected - disagreed)
        return (agreed - 2 * (1 - value) * (expected - here)) / expected - value

    def _chance(self) -> tuple:
        return ()


@dataclasses.dataclass(frozen=True)
class BrennanPrediger(Percent):
    """Every category is as likely as any other by chance (Bennett's S, Brennan and Prediger 1981)."""

    def expected(self, sums: np.ndarray) -> np.ndarray:
        """Return the mean distance between two categories."""
        return np.full(
            len(sums), self.distance.against(np.ones(self.patterns.size)).sum() / max(self.patterns.size, 1) ** 2
        )


@dataclasses.dataclass(frozen=True)
class Fleiss(Percent):
    """Chance draws two codes from all coders' codes together (Scott 1955, Fleiss 1971)."""

    def expected(self, sums: np.ndarray) -> np.ndarray:
        """Return the mean distance between two codes drawn from the shares of the codes."""
        shares = _shared(sums, sums.sum(axis=1, keepdims=True))
        return (shares * self.distance.against(shares)).sum(axis=1)

    def expected_here(self, sums: np.ndarray) -> np.ndarray:
        """Return the mean distance of a pattern's codes from a code drawn from the shares."""
        shares = _shared(sums, sums.sum(axis=1, keepdims=True))
        return self._chance()[0] @ self.distance.against(shares)[0]

    def _chance(self) -> tuple:
        return (self.patterns.counts.multiply(1 / self.patterns.given[:, None]),)


@dataclasses.dataclass(frozen=True)
class Gwet(Fleiss):
    """Chance agreement happens only on the units that are hard to code (AC1, AC2; Gwet 2008)."""

    def expected(self, sums: np.ndarray) -> np.ndarray:
        """Return 1 less the share of units coded by guessing, times the weights' mean."""
        shares = _shared(sums, sums.sum(axis=1, keepdims=True))
        return 1 - self._guessed() * (shares * (1 - shares)).sum(axis=1)

    def expected_here(self, sums: np.ndarray) -> np.ndarray:
        """Return the same for each pattern's codes."""
        shares = _shared(sums, sums.sum(axis=1, keepdims=True))
        return 1 - self._guessed() * (self._chance()[0] @ (1 - shares[0]))

    def _guessed(self) -> float:
        size = self.patterns.size
        return (size**2 - self.distance.against(np.ones(size)).sum()) / (size * (size - 1)) if size > 1 else np.nan


@dataclasses.dataclass(frozen=True)
class Cohen(Percent):
    """Chance draws one code from each of two coders' own codes (Cohen 1960, 1968; several coders: Conger 1980).

    A coder's shares rest on all units this coder coded (Gwet 2014).
    """

    def expected(self, sums: np.ndarray) -> np.ndarray:
        """Return the mean distance between the codes of two coders, each drawn from the coder's own shares."""
        shares = self._shares(sums)
        return (shares * self.distance.against(self._others(shares))).sum(axis=(1, 2)) / self._pairs

    def expected_here(self, sums: np.ndarray) -> np.ndarray:
        """Return the mean distance of a pattern's codes from the other coders' shares, corrected for gaps."""
        shares = self._shares(sums)
        coded = sums.reshape(self._coders, self.patterns.size).sum(axis=1) / len(self.patterns.of)
        away = self.distance.against(self._others(shares))[0]
        here = np.zeros(len(self.patterns.codes))
        for coder, codes in enumerate(self.patterns.codes.T):
            gap = (codes >= 0) - coded[coder]
            mean = away[coder] @ shares[0, coder]
            here += (np.where(codes >= 0, away[coder][codes], 0) - gap * mean) / coded[coder]
        return here / self._pairs

    @property
    def _coders(self) -> int:
        return self.patterns.codes.shape[1]

    @property
    def _pairs(self) -> float:
        return float(self._coders * (self._coders - 1)) or np.nan

    def _shares(self, sums: np.ndarray) -> np.ndarray:
        cells = sums.reshape(len(sums), self._coders, self.patterns.size)
        return _shared(cells, cells.sum(axis=2, keepdims=True))

    @staticmethod
    def _others(shares: np.ndarray) -> np.ndarray:
        return shares.sum(axis=1, keepdims=True) - shares

    def _chance(self) -> tuple:
        return tuple(self.patterns.chosen(codes[:, None]) for codes in self.patterns.codes.T)


@dataclasses.dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha: units coded once are left out, and chance draws two of all the codes that are left."""

    patterns: Patterns
    distance: Distance

    def features(self) -> sparse.csr_array:
        """Return a pattern's codes where it was coded twice or more, then its disagreement.

        The ordinal distance changes with the totals, so each pair of codes is a sum of its own there.
        """
        given = self.patterns.given
        twice = np.where(given >= 2, 1 / np.maximum(given - 1, 1), 0.0)
        counts = self.patterns.counts.multiply((given >= 2)[:, None])
        if isinstance(self.distance, Ranks):
            return _beside(counts, self.patterns.pairs[2].multiply(twice[:, None]))
        return _beside(counts, _apart(self.patterns, self.distance) * twice)

    def values(self, sums: np.ndarray) -> np.ndarray:
        """Return 1 - observed / expected disagreement, NaN where fewer than two codes were in use."""
        totals, observed = sums[:, : self.patterns.size], sums[:, self.patterns.size :]
        if isinstance(self.distance, Ranks):
            observed = observed * self.distance.at(*self.patterns.pairs[:2], totals)
        varied = np.count_nonzero(totals, axis=1) > 1
        expected = np.where(varied, (totals * self.distance.against(totals)).sum(axis=1), 0)
        return 1 - (totals.sum(axis=1) - 1) * _shared(observed.sum(axis=1), expected)

    def deviations(self) -> np.ndarray:
        """Return each pattern's deviation from alpha, linearised (Gwet 2014); NaN where it was not coded twice."""
        patterns, given = self.patterns, self.patterns.given
        sums = patterns.summed(self.features())[0]
        codes, observed = sums[:-1].sum(), sums[-1] / sums[:-1].sum()
        away = self.distance.against(sums[None, :-1] / codes)[0]
        expected = sums[:-1] @ away / codes
        mean = codes / np.count_nonzero(given[patterns.of] >= 2)
        over = given / mean - 1
        here = (patterns.counts @ away) / mean - expected * over
        apart = _apart(patterns, self.distance) / np.maximum(given - 1, 1) / mean - observed * (1 - 1 / codes) * over
        away_from_value = (observed - apart - 2 * observed * (expected - here) / expected) / expected
        return np.where(given >= 2, away_from_value, np.nan)
