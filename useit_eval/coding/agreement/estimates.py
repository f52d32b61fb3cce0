"""One number at a time: a coefficient's value, and its analytic standard error where one is published.

Every function takes the coders' codes as sequences, or one `Ratings`; None where a coder did not code the unit.
The answer is NaN where the coefficient is undefined (`why_undefined` says why).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from useit_eval.coding.agreement import coefficients
from useit_eval.coding.agreement.distances import Distance, Given, Ranks, choose_distance
from useit_eval.coding.agreement.patterns import Patterns, find_patterns
from useit_eval.coding.agreement.ratings import Codes, Ratings, as_ratings
from useit_eval.coding.agreement.weighting import choose_weights
from useit_eval.ground.errors import InputRefused, UsageError

Coefficient = coefficients.Percent | coefficients.Alpha


@dataclasses.dataclass(frozen=True)
class Kind:
    """What a measure is called, where it comes from, and which coefficient computes it."""

    title: str
    source: str
    make: Callable[[Patterns, Distance], Coefficient]
    weighted: bool = False
    who: bool = False


KINDS: dict[str, Kind] = {
    "percent": Kind("Percent agreement", "agreeing pairs of coders, Gwet 2014", coefficients.Percent, weighted=True),
    "cohen_kappa": Kind(
        "Cohen's kappa", "Cohen 1960, 1968; several coders Conger 1980", coefficients.Cohen, weighted=True, who=True
    ),
    "fleiss_kappa": Kind("Fleiss' kappa", "Fleiss 1971; gaps Gwet 2014", coefficients.Fleiss, weighted=True),
    "scott_pi": Kind("Scott's pi", "Scott 1955; several coders Fleiss 1971", coefficients.Fleiss, weighted=True),
    "gwet_ac1": Kind("Gwet's AC1", "Gwet 2008", coefficients.Gwet),
    "gwet_ac2": Kind("Gwet's AC2", "Gwet 2014", coefficients.Gwet, weighted=True),
    "brennan_prediger": Kind(
        "Brennan-Prediger", "Brennan and Prediger 1981, Bennett's S", coefficients.BrennanPrediger, weighted=True
    ),
    "krippendorff_alpha": Kind("Krippendorff's alpha", "Krippendorff 2011; error Gwet 2014", coefficients.Alpha),
}


@dataclasses.dataclass(frozen=True)
class Setting:
    """How far codes are apart: level or distance for alpha, weights for the measures that have a weighted form."""

    level: str = "nominal"
    distance: Given | None = None
    weights: Given | None = None


def percent(*coders: Codes | Ratings, weights: Given | None = None) -> float:
    """Return the mean share of pairs of coders who gave a unit the same code, 0 to 1, over units coded twice or more.

    With ``weights`` two codes may agree in part (Gwet 2014).

    Example:
        >>> percent(["a", "b"], ["a", "c"])
        0.5
    """
    return _value("percent", coders, Setting(weights=weights))


def cohen_kappa(*coders: Codes | Ratings, weights: Given | None = None) -> float:
    """Return Cohen's kappa, at most 1 (Cohen 1960), weighted where weights are given (Cohen 1968).

    Each coder's own shares of codes make up chance. More than two coders get the mean of chance over all pairs
    (Conger 1980). A coder's shares rest on all units this coder coded, agreement on units coded twice (Gwet 2014).
    ``weights``: see `choose_weights`. Raises InputRefused for ratings that do not tell who gave which code.

    Example:
        >>> round(cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"]), 2)
        0.5
    """
    return _value("cohen_kappa", coders, Setting(weights=weights))


def fleiss_kappa(*coders: Codes | Ratings, weights: Given | None = None) -> float:
    """Return Fleiss' kappa, at most 1 (Fleiss 1971); units may have different numbers of ratings (Gwet 2014).

    Example:
        >>> round(fleiss_kappa("aabb", "abbb", "abbb"), 3)
        0.625
    """
    return _value("fleiss_kappa", coders, Setting(weights=weights))


def scott_pi(*coders: Codes | Ratings, weights: Given | None = None) -> float:
    """Return Scott's pi, at most 1 (Scott 1955); for more than two coders it is Fleiss' kappa.

    Example:
        >>> round(scott_pi("aabb", "abbb"), 3)
        0.467
    """
    return _value("scott_pi", coders, Setting(weights=weights))


def gwet_ac1(*coders: Codes | Ratings) -> float:
    """Return Gwet's AC1, at most 1 (Gwet 2008, British Journal of Mathematical and Statistical Psychology 61).

    It depends on the number of categories, so name those nobody used with `rate(..., categories=...)`.

    Example:
        >>> round(gwet_ac1("aabb", "abbb"), 3)
        0.529
    """
    return _value("gwet_ac1", coders)


def gwet_ac2(*coders: Codes | Ratings, weights: Given) -> float:
    """Return Gwet's AC2, AC1 with weights (Gwet 2014); see `choose_weights`.

    Example:
        >>> round(gwet_ac2([1, 2, 3, 3], [1, 2, 2, 3], weights="linear"), 3)
        0.724
    """
    return _value("gwet_ac2", coders, Setting(weights=weights))


def brennan_prediger(*coders: Codes | Ratings, weights: Given | None = None) -> float:
    """Return the coefficient of Brennan and Prediger (1981), at most 1; for two coders Bennett's S.

    It depends on the number of categories, so name those nobody used with `rate(..., categories=...)`.

    Example:
        >>> brennan_prediger("aabb", "abbb")
        0.5
    """
    return _value("brennan_prediger", coders, Setting(weights=weights))


def krippendorff_alpha(*coders: Codes | Ratings, level: str = "nominal", distance: Given | None = None) -> float:
    """Return Krippendorff's alpha, at most 1 (Krippendorff 2011), for a level or a distance of one's own.

    ``level`` is nominal, ordinal, interval or ratio (the last two need numbers). Ranks follow the categories: numbers
    by size, words by the alphabet unless ``rate(..., categories=...)`` gives another order. ``distance``: see
    `own_table`. Units coded once are left out.

    Example:
        >>> round(krippendorff_alpha([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), 3)
        0.095
    """
    return _value("krippendorff_alpha", coders, Setting(level=level, distance=distance))


def kappa_max(*coders: Codes | Ratings) -> float:
    """Return the highest Cohen's kappa two coders can reach with the shares of codes they used (Cohen 1960)."""
    ratings = as_ratings(coders)
    both = ratings.codes[(ratings.codes >= 0).all(axis=1)]
    if ratings.codes.shape[1] != 2 or not ratings.coders:
        raise InputRefused("the highest kappa is known for two coders", "", "Give two coders' codes.")
    shares = [np.bincount(codes, minlength=len(ratings.categories)) / max(len(both), 1) for codes in both.T]
    expected = shares[0] @ shares[1]
    return float((np.minimum(*shares).sum() - expected) / (1 - expected)) if 0 < shares[0].sum() > expected else np.nan


def standard_error(
    *coders: Codes | Ratings,
    measure: str,
    level: str = "nominal",
    distance: Given | None = None,
    weights: Given | None = None,
) -> float:
    """Return a measure's analytic standard error, for units drawn from very many; NaN where none is published.

    Two coders without gaps: Fleiss, Cohen and Everitt (1969) for kappa, Gwet (2008) for the others, both dividing by
    the number of units; several coders or gaps: Gwet (2014), dividing by one less. There is none for units of
    different weight, units drawn together, or the ordinal level of alpha. ``measure`` is a name in `KINDS`.

    Example:
        >>> round(standard_error("aabb", "abbb", measure="cohen_kappa"), 3)
        0.375
    """
    return error_of(prepare(measure, as_ratings(coders), Setting(level, distance, weights)))


def kind_of(measure: str) -> Kind:
    """Return a measure's kind; UsageError for a name that is not a measure."""
    if measure not in KINDS:
        raise UsageError(f"{measure!r} is not a measure of agreement", "", f"Measures: {', '.join(KINDS)}.")
    return KINDS[measure]


def prepare(measure: str, ratings: Ratings, setting: Setting, patterns: Patterns | None = None) -> Coefficient:
    """Return a coefficient over the patterns of ratings, found here where they are not given.

    Raises UsageError for an unknown measure, InputRefused where a measure needs to know who gave which code.
    """
    kind = kind_of(measure)
    if kind.who and not ratings.coders:
        raise InputRefused(f"{kind.title} needs to know who gave which code", "", "Take fleiss_kappa for counts.")
    if kind.make is coefficients.Alpha:
        distance = choose_distance(ratings.categories, level=setting.level, distance=setting.distance)
    else:
        distance = choose_weights(ratings.categories, setting.weights if kind.weighted else None)
    return kind.make(patterns or find_patterns(ratings, who=kind.who), distance)


def value_of(coefficient: Coefficient) -> float:
    """Return a coefficient's value, NaN where it is undefined."""
    return float(coefficient.values(coefficient.patterns.summed(coefficient.features()))[0])


def error_of(coefficient: Coefficient) -> float:
    """Return a coefficient's analytic standard error, NaN where there is none (see `standard_error`)."""
    patterns = coefficient.patterns
    if not patterns.alike or isinstance(coefficient.distance, Ranks) or np.isnan(value_of(coefficient)):
        return np.nan
    away = coefficient.deviations()[patterns.of]
    away = away[~np.isnan(away)]
    two = patterns.codes.shape[1] == 2 and bool((patterns.codes >= 0).all())
    freedom = len(away) if two else len(away) - 1
    return float(np.sqrt((away**2).sum() / len(away) / freedom)) if len(away) > 1 else np.nan


def _value(measure: str, coders: tuple[Codes | Ratings, ...], setting: Setting | None = None) -> float:
    return value_of(prepare(measure, as_ratings(coders), setting or Setting()))
