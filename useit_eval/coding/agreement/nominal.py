"""Agreement coefficients for nominal codes: percent, Cohen's kappa, Krippendorff's alpha, and bootstrap intervals.

Undefined cases give NaN, and `why_undefined` says in words why. Low agreement is a prompt to sharpen a
definition, never a grade of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from useit_eval.ground.errors import InputRefused

Codes = Sequence[Hashable]


def percent(first: Codes, second: Codes) -> float:
    """Return the share of units to which two coders gave the same code, 0 to 1; NaN without units.

    Example:
        >>> percent(["a", "b"], ["a", "c"])
        0.5
    """
    one, two, _ = _numbered(first, second)
    return float(np.mean(one == two)) if len(one) else float("nan")


def cohen_kappa(first: Codes, second: Codes) -> float:
    """Return Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20), at most 1; NaN when undefined.

    It is undefined when both coders used one and the same code throughout: nothing was left to chance.

    Example:
        >>> round(cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"]), 2)
        0.5
    """
    one, two, size = _numbered(first, second)
    return _kappa(one, two, size)


def krippendorff_alpha(*coders: Sequence[Hashable | None]) -> float:
    """Return Krippendorff's nominal alpha for two coders or more, None where one did not code; NaN when undefined.

    Units coded once cannot be compared and are left out (Krippendorff 2011, Computing Krippendorff's
    alpha-reliability). It is undefined when no unit was coded twice or when everybody used one code.

    Example:
        >>> round(krippendorff_alpha([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), 3)
        0.095
    """
    if len({len(coder) for coder in coders}) > 1:
        raise InputRefused(
            "the coders did not code the same number of units", "", "Use None where a coder gave no code."
        )
    counts = _unit_counts(coders)
    return _alpha(counts)


def bootstrap(first: Codes, second: Codes, measure: str, *, seed: int, replicates: int = 1000) -> tuple[float, float]:
    """Return the 2.5 and 97.5 percentiles of a measure over units drawn again with replacement.

    ``measure`` is percent, kappa or alpha. Draws in which it is undefined are left out; NaN twice if all are.
    """
    one, two, size = _numbered(first, second)
    if len(one) == 0:
        return float("nan"), float("nan")
    compute = _MEASURES[measure]
    draws = np.random.default_rng(seed).integers(0, len(one), size=(replicates, len(one)))
    values = np.array([compute(one[draw], two[draw], size) for draw in draws])
    values = values[~np.isnan(values)]
    return tuple(float(v) for v in np.percentile(values, [2.5, 97.5])) if len(values) else (float("nan"),) * 2


def why_undefined(first: Codes, second: Codes) -> str:
    """Return in words why kappa and alpha have no value here; an empty text when they have one."""
    if len(first) == 0:
        return "no passage was coded by both coders, so there is nothing to compare"
    if len(set(first) | set(second)) == 1:
        return "both coders used one and the same code throughout, so agreement by chance cannot be told from agreement"
    return ""


def _numbered(first: Codes, second: Codes) -> tuple[np.ndarray, np.ndarray, int]:
    if len(first) != len(second):
        raise InputRefused("the two coders did not code the same number of units", "", "Give one code each per unit.")
    numbers = {code: index for index, code in enumerate(dict.fromkeys([*first, *second]))}
    one, two = (np.array([numbers[code] for code in codes], dtype=np.int64) for codes in (first, second))
    return one, two, len(numbers)


def _percent(one: np.ndarray, two: np.ndarray, size: int) -> float:
    return float(np.mean(one == two))


def _kappa(one: np.ndarray, two: np.ndarray, size: int) -> float:
    if len(one) == 0:
        return float("nan")
    observed = np.mean(one == two)
    expected = np.dot(np.bincount(one, minlength=size), np.bincount(two, minlength=size)) / len(one) ** 2
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")


def _alpha_of_two(one: np.ndarray, two: np.ndarray, size: int) -> float:
    disagreed = 2.0 * np.count_nonzero(one != two)
    totals = np.bincount(one, minlength=size) + np.bincount(two, minlength=size)
    pairs = totals.sum() ** 2 - (totals**2).sum()
    return float(1 - (totals.sum() - 1) * disagreed / pairs) if pairs else float("nan")


def _unit_counts(coders: Sequence[Sequence[Hashable | None]]) -> np.ndarray:
    """Count units by codes: how many coders gave each unit each code."""
    known = list(dict.fromkeys(code for coder in coders for code in coder if code is not None))
    counts = np.zeros((len(coders[0]) if coders else 0, len(known)))
    for coder in coders:
        for unit, code in enumerate(coder):
            if code is not None:
                counts[unit, known.index(code)] += 1
    return counts


def _alpha(counts: np.ndarray) -> float:
    paired = counts[counts.sum(axis=1) >= 2]
    if paired.size == 0:
        return float("nan")
    coded = paired.sum(axis=1)
    disagreed = ((coded**2 - (paired**2).sum(axis=1)) / (coded - 1)).sum()
    totals = paired.sum(axis=0)
    pairs = totals.sum() ** 2 - (totals**2).sum()
    return float(1 - (totals.sum() - 1) * disagreed / pairs) if pairs else float("nan")


_MEASURES: dict[str, Callable[[np.ndarray, np.ndarray, int], float]] = {
    "percent": _percent,
    "kappa": _kappa,
    "alpha": _alpha_of_two,
}
