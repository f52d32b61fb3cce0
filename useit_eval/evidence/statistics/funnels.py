"""Funnels: drawn only where each stage is declared a part of the one before, in one unit; else counts, not a funnel."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

NOT_A_FUNNEL = "counts, not a funnel"


@dataclasses.dataclass(frozen=True)
class Step:
    """One stage: its name, count (None when nothing is reported), unit, and whether the source declares it a part of the one before."""

    name: str
    count: float | None
    unit: str
    part_of_previous: bool = False
    ours: bool = False
    ids: tuple[str, ...] = ()


def refusals(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return why stages make no funnel, a sentence for each reason; nothing when they do.

    Example:
        >>> refusals([Step("came", 50, "people"), Step("advised", 20, "enterprises")])
        ('“advised” counts enterprises and “came” counts people.', '“advised” is not declared a part of “came”.')
    """
    told = []
    for before, now in itertools.pairwise(steps):
        if now.count is None or before.count is None:
            bare = now if now.count is None else before
            told.append(f"Nothing is reported for “{bare.name}”.")
            continue
        if now.unit != before.unit:
            told.append(f"“{now.name}” counts {now.unit} and “{before.name}” counts {before.unit}.")
        if not now.part_of_previous:
            told.append(f"“{now.name}” is not declared a part of “{before.name}”.")
        elif now.count > before.count:
            told.append(f"“{now.name}” counts more than “{before.name}”, of which it is said to be a part.")
    return tuple(dict.fromkeys(told))
