"""Proportions and their differences: Wilson's and Newcombe's intervals, by name, for library defaults differ."""

from __future__ import annotations

import math
from statistics import NormalDist

from useit_eval.ground.errors import InputRefused


def wilson(k: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of k out of n, each end 0 to 1.

    Wilson (1927), Journal of the American Statistical Association 22; the closed formula, tested against
    statsmodels' ``proportion_confint(method="wilson")``. Raises InputRefused when n is not positive or k not 0 to n.

    Example:
        >>> [round(end, 3) for end in wilson(11, 22)]
        [0.307, 0.693]
    """
    if n <= 0 or not 0 <= k <= n:
        raise InputRefused(f"{k} of {n} is not a proportion", "", "Give a count between 0 and a positive total.")
    low, high = score_interval(k / n, n, NormalDist().inv_cdf(0.5 + level / 2))
    return (0.0 if k == 0 else low), (1.0 if k == n else high)


def score_interval(share: float, n: float, quantile: float) -> tuple[float, float]:
    """Return Wilson's interval of a share of n, which may be an effective number, for a quantile of z or t."""
    spread = quantile * quantile / n
    middle = (share + spread / 2) / (1 + spread)
    half = quantile * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(first: tuple[int, int], second: tuple[int, int], *, level: float = 0.95) -> tuple[float, float]:
    """Return Newcombe's hybrid score interval of the first share less the second; each is (count, total).

    Method 10 of Newcombe (1998), Statistics in Medicine 17, 873-890: Wilson's limits of each share, squared and added.
    For two groups of different people; for the same people asked twice see `newcombe_paired`. InputRefused as `wilson`.

    Example:
        >>> [round(end, 4) for end in newcombe((56, 70), (48, 80))]
        [0.0524, 0.3339]
    """
    shares = [k / n if n else 0.0 for k, n in (first, second)]
    (low1, high1), (low2, high2) = (wilson(*pair, level=level) for pair in (first, second))
    apart = shares[0] - shares[1]
    below = math.hypot(shares[0] - low1, high2 - shares[1])
    above = math.hypot(high1 - shares[0], shares[1] - low2)
    return max(-1.0, apart - below), min(1.0, apart + above)


def newcombe_paired(both: int, first: int, second: int, neither: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return Newcombe's interval of the first share less the second, of the same people at two times.

    ``first`` counts those with it only the first time, ``second`` only the second. Method 10 of Newcombe (1998),
    Statistics in Medicine 17, 2635-2650. Raises InputRefused for negative counts or nobody.

    Example:
        >>> [round(end, 4) for end in newcombe_paired(20, 12, 2, 16)]
        [0.0562, 0.3292]
    """
    counts = (both, first, second, neither)
    total = sum(counts)
    if min(counts) < 0 or not total:
        raise InputRefused(f"{counts} are not counts of pairs", "", "Give four counts from 0, one at least above it.")
    k1, k2 = both + first, both + second
    (low1, high1), (low2, high2) = wilson(k1, total, level=level), wilson(k2, total, level=level)
    share1, share2, alike = k1 / total, k2 / total, _alike(*counts)
    below = _joined(share1 - low1, high2 - share2, alike)
    above = _joined(high1 - share1, share2 - low2, alike)
    apart = (first - second) / total
    return max(-1.0, apart - below), min(1.0, apart + above)


def _joined(one: float, other: float, alike: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * alike * one * other + other * other))


def _alike(both: int, first: int, second: int, neither: int) -> float:
    """Return how alike the two times are (phi), with Newcombe's continuity correction."""
    product = (both + first) * (second + neither) * (both + second) * (first + neither)
    if not product:
        return 0.0
    cross, half = both * neither - first * second, (both + first + second + neither) / 2
    corrected = cross - half if cross > half else min(cross, 0)
    return corrected / math.sqrt(product)
