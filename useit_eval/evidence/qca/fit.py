"""How well one set lies within another: consistency, coverage, PRI and the relevance of necessity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from useit_eval.evidence.qca.minimising import Term


def consistency(inner: np.ndarray, outer: np.ndarray) -> float:
    """Return the share of the inner set that lies in the outer one: sum(min(x, y)) / sum(x); NaN for an empty inner set.

    Read with condition and outcome it is the consistency of sufficiency, and with the two turned round that of necessity,
    which is the coverage of the first (Ragin 2006, Political Analysis 14).

    Example:
        >>> consistency(np.array([1.0, 0.5]), np.array([1.0, 0.2]))
        0.7999999999999999
    """
    size = float(inner.sum())
    return float(np.minimum(inner, outer).sum()) / size if size else float("nan")


def pri(inner: np.ndarray, outer: np.ndarray) -> float:
    """Return the proportional reduction in inconsistency: what a set says for the outcome beyond what it says both ways.

    (sum(min(x, y)) - sum(min(x, y, 1 - y))) / (sum(x) - sum(min(x, y, 1 - y))); NaN where nothing is left below the line
    (Schneider & Wagemann 2012, chapter 9).
    """
    both = float(np.minimum(inner, np.minimum(outer, 1 - outer)).sum())
    size = float(inner.sum()) - both
    return (float(np.minimum(inner, outer).sum()) - both) / size if size > 1e-12 else float("nan")


def relevance(condition: np.ndarray, outcome: np.ndarray) -> float:
    """Return the relevance of necessity: sum(1 - x) / sum(1 - min(x, y)); near 0 a condition is nearly always there.

    Schneider & Wagemann (2012), chapter 9. NaN where every case is wholly in both.
    """
    room = float((1 - np.minimum(condition, outcome)).sum())
    return float((1 - condition).sum()) / room if room > 1e-12 else float("nan")


def membership(term: Term, sets: np.ndarray) -> np.ndarray:
    """Return each case's membership in a term: the smallest over its literals; 1 for a term without any.

    ``sets`` has a row for each case and a column for each condition, in the order of the term's bits from the highest.
    """
    width, held = sets.shape[1], np.ones(len(sets))
    for column in range(width):
        bit = 1 << (width - 1 - column)
        if term.mask & bit:
            held = np.minimum(held, sets[:, column] if term.value & bit else 1 - sets[:, column])
    return held


def union(memberships: Sequence[np.ndarray], cases: int) -> np.ndarray:
    """Return each case's membership in at least one of several terms: the largest; 0 where there is no term."""
    return np.max(memberships, axis=0) if len(memberships) else np.zeros(cases)
