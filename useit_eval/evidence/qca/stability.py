"""What becomes of the models when a cut-off is moved one step."""

from __future__ import annotations

from dataclasses import dataclass

from useit_eval.evidence.qca.chart import MOST_COVERS
from useit_eval.evidence.qca.solutions import Expected, Solution, solve
from useit_eval.evidence.qca.truth_table import TruthTable, with_cutoffs

STEP = 0.05
"""One step of the cut-off of consistency; that of frequency is one case."""


@dataclass(frozen=True)
class Moved:
    """One step: which cut-off stands where, and whether the models stay; ``solution`` are those that come out."""

    cutoff: float
    frequency: int
    same: bool
    solution: Solution


def moved(
    table: TruthTable, *, kind: str, expected: Expected | None = None, most: int = MOST_COVERS
) -> tuple[Moved, ...]:
    """Return what one step up and one down of each cut-off does to the models of a kind, where such a step there is."""
    now = solve(table, kind=kind, expected=expected, most=most)
    steps = [(round(table.cutoff + way * STEP, 4), table.frequency) for way in (-1, 1)]
    steps += [(table.cutoff, table.frequency + way) for way in (-1, 1)]
    found = []
    for cutoff, frequency in steps:
        if 0 < cutoff <= 1 and frequency >= 1:
            solution = solve(
                with_cutoffs(table, cutoff=cutoff, frequency=frequency), kind=kind, expected=expected, most=most
            )
            same = solution.complete and now.complete and set(solution.models) == set(now.models)
            found.append(Moved(cutoff, frequency, same, solution))
    return tuple(found)
