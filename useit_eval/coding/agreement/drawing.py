"""Bootstrap intervals: units drawn again with replacement, all replicates at once.

A replicate is a count for each distinct unit, drawn from a multinomial distribution. That is the same as drawing
unit after unit and coding the draws again, without doing so (Efron and Tibshirani 1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from useit_eval.coding.agreement.distances import Given
from useit_eval.coding.agreement.estimates import Coefficient, Setting, prepare
from useit_eval.coding.agreement.patterns import Patterns
from useit_eval.coding.agreement.ratings import Codes, Ratings, as_ratings

CELLS_AT_ONCE = 2**20


def bootstrap(
    *coders: Codes | Ratings,
    measure: str,
    seed: int,
    replicates: int = 1000,
    level: str = "nominal",
    distance: Given | None = None,
    weights: Given | None = None,
) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of a measure over units drawn again with replacement.

    Units with the same number in ``draws`` are drawn together. Draws in which the measure is undefined are left
    out; NaN twice if all are. The same seed gives the same interval, whatever the order of the units.
    """
    coefficient = prepare(measure, as_ratings(coders), Setting(level, distance, weights))
    return interval(draw_values([coefficient], seed=seed, replicates=replicates)[:, 0])


def interval(values: np.ndarray) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of the values that are defined, NaN twice if none is."""
    values = values[~np.isnan(values)]
    return tuple(float(value) for value in np.percentile(values, [2.5, 97.5])) if len(values) else (np.nan, np.nan)


def draw_values(coefficients: Sequence[Coefficient], *, seed: int, replicates: int) -> np.ndarray:
    """Return the coefficients' values in replicates x coefficients, from the same draws of the same patterns."""
    if not coefficients or not len(coefficients[0].patterns.of):
        return np.full((replicates, len(coefficients)), np.nan)
    lots, chances, drawn = _lots(coefficients[0].patterns)
    features = [(lots @ coefficient.features()).T.tocsr() for coefficient in coefficients]
    widest = max(len(chances), *(table.shape[0] for table in features), 1)
    blocks = [
        np.column_stack([c.values((table @ draws.T).T) for c, table in zip(coefficients, features, strict=True)])
        for draws in _draws(chances, drawn, seed=seed, replicates=replicates, most=max(1, CELLS_AT_ONCE // widest))
    ]
    return np.concatenate([np.empty((0, len(coefficients))), *blocks])


def _draws(chances: np.ndarray, drawn: int, *, seed: int, replicates: int, most: int) -> Iterator[np.ndarray]:
    """Yield how often each lot was drawn, in blocks of replicates that fit in memory."""
    random = np.random.default_rng(seed)
    for start in range(0, replicates, most):
        yield random.multinomial(drawn, chances, size=min(most, replicates - start)).astype(float)


def _lots(patterns: Patterns) -> tuple[sparse.csr_array, np.ndarray, int]:
    """Return what can be drawn: the weight of each pattern in each lot, the lots' chances, and how many are drawn."""
    if patterns.draws is not None:
        lot, lots = pd.factorize(patterns.draws)
        weights = sparse.csr_array((patterns.weights, (lot, patterns.of)), shape=(len(lots), len(patterns.codes)))
        return weights, np.full(len(lots), 1 / max(len(lots), 1)), len(lots)
    number, sizes = pd.factorize(patterns.weights, sort=True)
    lot, lots = pd.factorize(patterns.of * len(sizes) + number, sort=True)
    pattern, size = np.divmod(lots, max(len(sizes), 1))
    weights = sparse.csr_array((sizes[size], (np.arange(len(lots)), pattern)), shape=(len(lots), len(patterns.codes)))
    return weights, np.bincount(lot, minlength=len(lots)) / max(len(lot), 1), len(lot)
