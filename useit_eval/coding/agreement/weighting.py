"""Weights for weighted kappa, AC2 and their kin: how nearly two different codes agree (Gwet 2014, chapter 3).

A weight of 1 is full agreement, 0 none. They are kept as distances, 1 less the weight.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from useit_eval.coding.agreement.distances import Categories, Distance, Given, Names, Pairs, symmetric_table
from useit_eval.ground.errors import InputRefused, UsageError

Scheme = Callable[[np.ndarray, np.ndarray], np.ndarray]


def choose_weights(categories: Categories, weights: Given | None = None) -> Distance:
    """Return weights as a distance: a named scheme, weights of one's own, or none (codes are the same or not).

    The schemes are linear, quadratic, ordinal, radical, ratio, circular and bipolar. They use the codes' values
    where all codes are numbers, and else their places 1, 2, 3 and so on. Weights of one's own are a table,
    mapping or function with 1 between a code and itself, or a distance with 0 there (Cohen 1968 used those), which
    is divided by its largest where that is over 1.
    Raises UsageError for an unknown scheme, InputRefused for weights that are not symmetric.
    """
    if weights is None or (isinstance(weights, str) and weights == "identity"):
        return Names()
    if isinstance(weights, str):
        if weights not in SCHEMES:
            raise UsageError(f"{weights!r} is not a set of weights", "", f"Weights: identity, {', '.join(SCHEMES)}.")
        return Pairs(_scheme(weights, categories))
    return Pairs(_own(weights, categories))


def _own(weights: Given, categories: Categories) -> np.ndarray:
    table = symmetric_table(weights, categories)
    itself = np.diagonal(table)
    if not itself.any():
        return table / max(table.max(initial=0.0), 1.0)
    if (itself != 1).any() or table.max() > 1:
        raise InputRefused(
            "the weights are not from 0 to 1 with 1 between a code and itself", "", "Or give distances, with 0 there."
        )
    return 1 - table


def _scheme(name: str, categories: Categories) -> np.ndarray:
    numbers = all(isinstance(code, (int, float, np.number)) for code in categories)
    values = np.array(categories if numbers else range(1, len(categories) + 1), dtype=float)
    if name == "ordinal":
        values = values.argsort().argsort().astype(float)
    if name == "ratio" and (values < 0).any():
        raise InputRefused("ratio weights need codes of 0 or more", "", "Choose quadratic weights instead.")
    if not len(values):
        return np.zeros((0, 0))
    found = SCHEMES[name](values[:, None], values[None, :])
    return found / max(found.max(initial=0.0), np.finfo(float).tiny)


def _ratio(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    joint = one + other
    return ((one - other) / np.where(joint == 0, 1.0, joint)) ** 2


def _bipolar(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    low, high = one.min(), one.max()
    room = (one + other - 2 * low) * (2 * high - one - other)
    return (one - other) ** 2 / np.where(room == 0, 1.0, room)


SCHEMES: dict[str, Scheme] = {
    "linear": lambda one, other: abs(one - other),
    "quadratic": lambda one, other: (one - other) ** 2,
    "ordinal": lambda one, other: abs(one - other) * (abs(one - other) + 1) / 2,
    "radical": lambda one, other: np.sqrt(abs(one - other)),
    "ratio": _ratio,
    "circular": lambda one, other: np.sin(np.pi * (one - other) / (np.ptp(one) + 1)) ** 2,
    "bipolar": _bipolar,
}
