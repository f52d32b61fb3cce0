"""All measures beside each other, overall and code by code, with what to say where one has no value.

Low agreement is a prompt to sharpen a definition, never a grade of a person.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from useit_eval.coding.agreement.distances import Given, Ranks
from useit_eval.coding.agreement.drawing import draw_values, interval
from useit_eval.coding.agreement.estimates import KINDS, Coefficient, Setting, error_of, kind_of, prepare, value_of
from useit_eval.coding.agreement.patterns import find_patterns
from useit_eval.coding.agreement.ratings import Codes, Ratings, as_ratings, one_against_rest

MEASURES = ("percent", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "brennan_prediger", "krippendorff_alpha")
COLUMNS = ("measure", "value", "standard_error", "low", "high", "units", "coders", "why", "method")


def measure(
    *coders: Codes | Ratings,
    measures: Sequence[str] = MEASURES,
    level: str = "nominal",
    distance: Given | None = None,
    weights: Given | None = None,
    seed: int = 1,
    replicates: int = 1000,
) -> pd.DataFrame:
    """Return a row for each measure: value, standard error, bootstrap interval, units, coders, why and method.

    ``level`` and ``distance`` are for alpha, ``weights`` for the measures with a weighted form (`KINDS`). ``low``
    and ``high`` are the 2.5 and 97.5 percentiles of ``replicates`` draws of units, the same draws for every
    measure. ``units`` are the units coded twice or more, ``coders`` those who coded any. Where a value is NaN,
    ``why`` says why; where only the standard error is, it says that. Raises UsageError for an unknown measure,
    level or set of weights, InputRefused for codes, weights or distances that do not fit.

    Example:
        >>> measure("aabb", "abbb", measures=["percent"], seed=1)[["value", "units"]].values.tolist()
        [[0.75, 4.0]]
    """
    ratings, setting = as_ratings(coders), Setting(level, distance, weights)
    kinds = {name: kind_of(name) for name in ([measures] if isinstance(measures, str) else measures)}
    patterns = find_patterns(ratings, who=any(kind.who for kind in kinds.values()))
    told = {name: prepare(name, ratings, setting, patterns) for name in kinds if ratings.coders or not kinds[name].who}
    drawn = dict(zip(told, draw_values(list(told.values()), seed=seed, replicates=replicates).T, strict=True))
    shared = {
        "units": int(np.count_nonzero(patterns.given[patterns.of] >= 2)),
        "coders": patterns.codes.shape[1] if ratings.coders else None,
    }
    rows = [
        {"measure": name, "method": _method(name, ratings, setting), **shared}
        | (_numbers(told[name], drawn[name], ratings) if name in told else dict(_NOBODY))
        for name in kinds
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def measure_codes(*coders: Codes | Ratings, measures: Sequence[str] = MEASURES, **settings) -> pd.DataFrame:
    """Return `measure` for each code that was used against all others together, with a column ``code`` in front.

    Fleiss' kappa gives the category kappas of Fleiss (1971). Levels, distances and weights do not apply: a code was
    given or not. ``settings`` are ``seed`` and ``replicates``.
    """
    ratings = as_ratings(coders)
    used = np.unique(ratings.codes[ratings.codes >= 0])
    tables = [
        measure(one_against_rest(ratings, code), measures=measures, **settings).assign(code=code)
        for code in (ratings.categories[number] for number in used)
    ]
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*COLUMNS, "code"])
    return found[["code", *COLUMNS]]


def why_undefined(*coders: Codes | Ratings) -> str:
    """Return in words why chance-corrected measures have no value here; an empty text when they have one.

    Nothing coded, one coder, units coded once, and one code used by everybody are told apart.

    Example:
        >>> why_undefined(["a", None], [None, "a"])
        'no unit was coded by two coders, so there is nothing to compare'
    """
    ratings = as_ratings(coders)
    coded = ratings.codes >= 0
    unit, twice = ratings.unit, coded.sum(axis=1) >= 2
    if not coded.any():
        return f"no {unit} was coded by anybody, so there is nothing to compare"
    if ratings.coders and coded.any(axis=0).sum() == 1:
        return "only one coder coded, and agreement needs two"
    if not twice.any():
        return f"no {unit} was coded by two coders, so there is nothing to compare"
    if len(np.unique(ratings.codes[twice][coded[twice]])) == 1:
        return "everybody used one and the same code throughout, so agreement by chance cannot be told from agreement"
    return ""


_NOBODY = {
    **dict.fromkeys(("value", "standard_error", "low", "high"), np.nan),
    "why": "only counts of codes are known, and this measure needs to know who gave which code",
}


def _numbers(coefficient: Coefficient, drawn: np.ndarray, ratings: Ratings) -> dict[str, object]:
    value, error = value_of(coefficient), error_of(coefficient)
    if np.isnan(value):
        return {**_NOBODY, "why": why_undefined(ratings) or "the distance does not tell the codes in use apart"}
    low, high = interval(drawn)
    why = _why_no_error(coefficient) if np.isnan(error) else ""
    return {"value": value, "standard_error": error, "low": low, "high": high, "why": why}


def _why_no_error(coefficient: Coefficient) -> str:
    if not coefficient.patterns.alike:
        return "units of different weight, or drawn together, have no standard error; the interval stands for it"
    if isinstance(coefficient.distance, Ranks):
        return "no standard error is published for the ordinal level; the interval stands for it"
    return "too few units for a standard error"


def _method(name: str, ratings: Ratings, setting: Setting) -> str:
    """Return a measure's source, and how far codes are apart where it takes that into account."""
    kind = KINDS[name]
    if kind.weighted and setting.weights is not None:
        return f"{kind.source}; weights {setting.weights if isinstance(setting.weights, str) else 'of your own'}"
    if name != "krippendorff_alpha":
        return kind.source
    if setting.distance is not None:
        return f"{kind.source}; a distance of your own"
    order = f", {' < '.join(map(str, ratings.categories))}" if setting.level == "ordinal" else ""
    return f"{kind.source}; {setting.level}{order}"
