"""Funnels: drawn only where each stage is declared a part of the one before, in one unit; else counts, not a funnel."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from useit_eval.ground.wording import listed

NOT_A_FUNNEL = "counts, not a funnel"


@dataclasses.dataclass(frozen=True)
class Step:
    """One stage: its name, count (None when nothing is reported), unit, and whether the source declares it a part of the one before."""

    name: str
    count: float | None
    unit: str
    part_of_previous: bool = False
    role: str = ""
    bound: str = ""
    ours: bool = False
    ids: tuple[str, ...] = ()


def refusals(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return why stages make no funnel, a sentence for each kind of reason; nothing when they do.

    Example:
        >>> refusals([Step("came", 50, "people"), Step("advised", 20, "enterprises")])
        ('Their units differ: people and enterprises.', 'Not declared a part of the stage before: “advised”.')
    """
    bare = [step.name for step in steps if step.count is None]
    pairs = [(one, next_) for one, next_ in itertools.pairwise(steps) if next_.count is not None]
    units = list(dict.fromkeys(step.unit for step in steps if step.count is not None))
    loose = [now.name for _, now in pairs if not now.part_of_previous]
    larger = [
        now.name for one, now in pairs if now.part_of_previous and one.count is not None and now.count > one.count
    ]
    reasons = (
        f"Nothing is reported for {_quoted(bare)}." if bare else "",
        f"Their units differ: {listed(units)}." if len(units) > 1 else "",
        f"Not declared a part of the stage before: {_quoted(loose)}." if loose else "",
        f"Counted higher than the stage of which it is said to be a part: {_quoted(larger)}." if larger else "",
    )
    return tuple(filter(None, reasons))


def _quoted(names: Sequence[str]) -> str:
    return listed(f"“{name}”" for name in names)
