"""Proportions with Wilson intervals, by name: library defaults differ."""

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
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, spread = k / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return (0.0 if k == 0 else middle - half), (1.0 if k == n else middle + half)
