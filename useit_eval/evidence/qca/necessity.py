"""What is there whenever the outcome is: conditions, their absence, and either of two, with how trivial that is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from useit_eval.evidence.qca.fit import consistency, relevance, union
from useit_eval.evidence.qca.truth_table import NOT, TruthTable
from useit_eval.ground.errors import InputRefused

NEEDED = 0.9
"""Consistency from which a condition is called necessary (Schneider & Wagemann 2012, chapter 5)."""
TRIVIAL = 0.6
"""Relevance below which a necessary condition is called trivial: it is nearly always there."""
COLUMNS = ["condition", "consistency", "coverage", "relevance"]


def necessity(table: TruthTable, *, most: int = 1, least: float = 0.0) -> pd.DataFrame:
    """Return condition, consistency, coverage and relevance (RoN) of each condition and its absence, in their order.

    With ``most`` 2 or more, unions of so many literals follow that no part of them is already necessary at ``least``,
    which is then needed. Consistency is sum(min(x, y)) / sum(y), coverage sum(min(x, y)) / sum(x). Rows below ``least``
    are left out. Missing shares (nobody has the outcome, or the condition) are NaN, and are kept only for ``least`` 0.
    """
    if most > 1 and not 0 < least <= 1:
        raise InputRefused(
            "unions of conditions are asked for without the least consistency", "", "Give least=0.9, or another share."
        )
    rows, needed = [], []
    for size in range(1, most + 1):
        for chosen in itertools.combinations(list(_literals(table)), size):
            names = [name for name, _ in chosen]
            if _contradict(names) or any(set(old) <= set(names) for old in needed):
                continue
            held = union([values for _, values in chosen], len(table.labels))
            row = _measured(" + ".join(names), held, table.target)
            if least and not row["consistency"] >= least - 1e-9:
                continue
            needed += [names] if most > 1 else []
            rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def _literals(table: TruthTable) -> Iterator[tuple[str, np.ndarray]]:
    for place, name in enumerate(table.conditions):
        yield name, table.sets[:, place]
        yield NOT + name, 1 - table.sets[:, place]


def _contradict(names: list[str]) -> bool:
    return any(NOT + name in names for name in names)


def _measured(name: str, held: np.ndarray, target: np.ndarray) -> dict[str, object]:
    return {
        "condition": name,
        "consistency": consistency(target, held),
        "coverage": consistency(held, target),
        "relevance": relevance(held, target),
    }
