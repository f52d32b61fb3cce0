"""The bias-reduced variance of a least-squares fit over clusters (CR2), and the degrees of freedom that go with it.

Bell and McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky and Tipton (2018), Journal of Business & Economic
Statistics 36, 672-683. Residuals of a cluster are too small, for the line is drawn through them too: each cluster's are
blown up by the inverse square root of what the fit leaves of it, as if answers were independent and equally scattered
(the working model). That model need not hold: it settles the correction, and the variance stays robust to clusters.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_NOTHING = 1e-9


def bias_reduced(design: Any, residuals: Any, groups: Any, *, at: int) -> tuple[float, float]:
    """Return the CR2 standard error of coefficient ``at`` and Satterthwaite's degrees of freedom of its variance.

    ``design`` has a row an answer and a column a coefficient, of full rank; ``groups`` numbers the clusters from 0. A
    weighted fit is one of rows multiplied by the root of their weights. No missing values.

    Example:
        >>> error, df = bias_reduced([[1.0]] * 4, [-3.0, -1.0, 1.0, 3.0], [0, 0, 1, 1], at=0)
        >>> round(error, 6), round(df, 6)
        (2.0, 1.0)
    """
    design, residuals, groups = np.asarray(design, float), np.asarray(residuals, float), np.asarray(groups)
    bread = np.linalg.inv(design.T @ design)
    parts = [np.flatnonzero(groups == group) for group in range(int(groups.max()) + 1)]
    weights = [_inflated(design[own], bread) @ bread[:, at] for own in parts]
    variance = sum(float(weight @ residuals[own]) ** 2 for weight, own in zip(weights, parts, strict=True))
    spread = np.array([design[own].T @ weight for weight, own in zip(weights, parts, strict=True)])
    # How the clusters' shares of the variance go together under the working model: diag(a'a) - (X'a)' (X'X)^-1 (X'a).
    together = np.diag([float(weight @ weight) for weight in weights]) - spread @ bread @ spread.T
    squares = float((together**2).sum())
    return variance**0.5, float(np.trace(together)) ** 2 / squares if squares else 0.0


def _inflated(own: np.ndarray, bread: np.ndarray) -> np.ndarray:
    """Return a cluster's rows times the inverse square root of I - H; a direction the fit takes up whole counts nothing."""
    left = np.eye(len(own)) - own @ bread @ own.T
    values, vectors = np.linalg.eigh(left)
    roots = np.array([value**-0.5 if value > _NOTHING else 0.0 for value in values])
    return (vectors * roots) @ vectors.T @ own


def rests_on_one(design: Any, groups: Any) -> bool:
    """Return whether a coefficient could not be told without one of the clusters, so that nothing tells how clusters differ there.

    Example:
        >>> rests_on_one([[1, 1], [1, 1], [1, 0], [1, 0]], [0, 0, 1, 2])
        True
    """
    design, groups = np.asarray(design, float), np.asarray(groups)
    return any(
        np.linalg.matrix_rank(design[groups != group]) < design.shape[1] for group in range(int(groups.max()) + 1)
    )
