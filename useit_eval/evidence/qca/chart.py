"""The prime implicant chart, solved exactly: every smallest set of terms that covers all rows, none of them lost.

A row that is covered whenever another one is may be left out of the chart without loss. A term whose rows are a part of
another's may not: it can stand in a model of its own that is as short (row dominance loses such models).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from useit_eval.ground.errors import InputRefused

MOST_COVERS = 10_000
"""So many equally short models are listed; where there are more, it is said and none is put forward."""
MOST_STEPS = 50_000
"""So many branches are looked at; a chart that needs more is refused."""


@dataclass(frozen=True)
class Block:
    """A part of a chart that shares no row with the rest: its smallest covers by group, a group being terms that can
    stand for one another in it."""

    groups: tuple[tuple[int, ...], ...]
    covers: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """The number of its smallest covers, each term of a group counted on its own."""
        return sum(math.prod(len(self.groups[group]) for group in cover) for cover in self.covers)

    def listed(self) -> Iterator[tuple[int, ...]]:
        """Yield each smallest cover as the positions of its terms."""
        for cover in self.covers:
            yield from itertools.product(*(self.groups[group] for group in cover))


@dataclass(frozen=True)
class Covers:
    """What a chart has: ``size`` terms are needed, ``count`` covers do with so many, ``blocks`` hold all of them.

    ``complete`` is false where there were more than could be gone through: then ``count`` is the least there are.
    """

    size: int
    blocks: tuple[Block, ...]
    complete: bool = True

    @property
    def count(self) -> int:
        """The number of smallest covers, exact where complete."""
        return math.prod(block.count for block in self.blocks)

    def listed(self, *, most: int = MOST_COVERS) -> list[tuple[int, ...]]:
        """Return every smallest cover as sorted positions of terms, in order. More than ``most``: refused, never cut."""
        if not self.complete or self.count > most:
            least = "at least " if not self.complete else ""
            raise InputRefused(
                f"there are {least}{self.count:,} equally short models, more than the {most:,} that can be listed", "",
                "Too few rows speak: take fewer conditions, or state directional expectations.",
            )  # fmt: skip
        choices = itertools.product(*(tuple(block.listed()) for block in self.blocks))
        return sorted(tuple(sorted(itertools.chain(*chosen))) for chosen in choices)

    def shared(self) -> tuple[int, ...]:
        """Return the terms that stand in every smallest cover; none is given where not all covers are known."""
        if not self.complete:
            return ()
        alone = (
            block.groups[group][0]
            for block in self.blocks
            for group in set(block.covers[0]).intersection(*block.covers)
            if len(block.groups[group]) == 1
        )
        return tuple(sorted(alone))


def smallest_covers(sets: Sequence[int], rows: int, *, most: int = MOST_COVERS, steps: int = MOST_STEPS) -> Covers:
    """Return all smallest covers of the rows 0 to ``rows`` - 1, where ``sets`` has the rows of each term as bits.

    Essential terms and independent blocks are taken apart first; the rest is branched on the row with the fewest terms,
    each branch leaving out the terms tried before, so no cover comes twice. Raises InputRefused when a row has no term.

    Example:
        >>> smallest_covers([0b011, 0b110, 0b101], 3).listed()
        [(0, 1), (0, 2), (1, 2)]
    """
    whole = (1 << rows) - 1
    if lost := [row for row in range(rows) if not any(held >> row & 1 for held in sets)]:
        raise InputRefused(f"no term covers row {lost[0] + 1} of the chart", "", "Give every row at least one term.")
    kept = _rows_needed(sets, whole)
    groups: dict[int, list[int]] = {}
    for place, held in enumerate(sets):
        if held & kept:
            groups.setdefault(held & kept, []).append(place)
    search = _Search(most, steps)
    blocks = [search.block(part, groups) for part in _apart(kept, list(groups))]
    return Covers(sum(len(block.covers[0]) for block in blocks), tuple(blocks), not search.cut)


def _rows_needed(sets: Sequence[int], rows: int) -> int:
    """Return the rows without those that are covered whenever another row is; of equal ones the first stays."""
    held = {row: sum(1 << place for place, own in enumerate(sets) if own & row) for row in _bits(rows)}
    kept: dict[int, int] = {}
    for row in sorted(held, key=lambda one: (held[one].bit_count(), one)):
        if not any(other & held[row] == other for other in kept.values()):
            kept[row] = held[row]
    return sum(kept)


def _apart(rows: int, sets: list[int]) -> list[int]:
    """Return the rows as parts between which no set of rows reaches."""
    parts: list[int] = []
    for own in [*sets, *_bits(rows)]:
        joined = [part for part in parts if part & own]
        parts = [part for part in parts if not part & own]
        parts.append(own | sum(joined))
    return sorted(parts, key=lambda part: part & -part)


class _Search:
    """Branch and bound over one block after another, with one allowance of steps and of covers for all of them.

    Whether rows can be covered is asked with dominated groups left out, which loses no size; the covers are then
    gathered with all groups, going only where a cover of that size is known to be.
    """

    def __init__(self, most: int, steps: int) -> None:
        self.most, self.steps, self.cut = most, steps, False

    def block(self, rows: int, groups: dict[int, list[int]]) -> Block:
        """Return the block of these rows with all its smallest covers."""
        self.sets = sorted(held for held in groups if held & rows)
        self.holding = {row: [held for held in self.sets if held & row] for row in _bits(rows)}
        self.known: dict[tuple[int, int], bool] = {}
        self.listed: dict[int, frozenset[frozenset[int]]] = {}
        size = 1
        while not self._coverable(rows, size):
            size += 1
        places = {held: place for place, held in enumerate(self.sets)}
        covers = sorted(tuple(sorted(places[held] for held in cover)) for cover in self._covers(rows, size))
        return Block(tuple(tuple(groups[held]) for held in self.sets), tuple(covers))

    def _coverable(self, rows: int, left: int) -> bool:
        """Return whether so many groups can cover the rows."""
        if not rows:
            return True
        known = self.known.get((rows, left))
        if known is None:
            self._step()
            known = self._tried(rows, left)
            self.known[rows, left] = known
        return known

    def _tried(self, rows: int, left: int) -> bool:
        widest = _widest(self.sets, rows)
        if left <= 1:
            return left == 1 and widest[0] == rows
        if _bound(widest, rows) > left:
            return False
        row = min(_bits(rows), key=lambda one: sum(1 for held in widest if held & one))
        return any(self._coverable(rows & ~held, left - 1) for held in widest if held & row)

    def _covers(self, rows: int, left: int) -> frozenset[frozenset[int]]:
        """Return every cover of the rows with so many groups, the fewest that can, each as the groups it takes."""
        if rows in self.listed:
            return self.listed[rows]
        self._step()
        if left == 1:
            found = {frozenset((held,)) for held in self.sets if held & rows == rows}
        else:
            row, found = min(_bits(rows), key=lambda one: len(self.holding[one])), set()
            for held in self.holding[row]:
                if self._coverable(rows & ~held, left - 1):
                    found.update(rest | {held} for rest in self._covers(rows & ~held, left - 1))
                if len(found) > self.most:
                    self.cut = True
                    break
        self.listed[rows] = frozenset(found)
        return self.listed[rows]

    def _step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise InputRefused(
                f"a chart of {len(self.holding)} rows and {len(self.sets)} terms is too large to be solved exactly here", "",
                "Take fewer conditions, or raise the cut-off of frequency.",
            )  # fmt: skip


def _widest(sets: Sequence[int], rows: int) -> list[int]:
    """Return what the sets hold of the rows, without what another one holds as well, the widest first."""
    kept: list[int] = []
    for held in sorted({held & rows for held in sets}, key=int.bit_count, reverse=True):
        if not any(held & wider == held for wider in kept):
            kept.append(held)
    return kept


def _bound(widest: Sequence[int], rows: int) -> int:
    """Return a number of sets below which the rows cannot be covered: each row weighs one part of its widest set."""
    weight, rest = 0.0, rows
    for held in widest:
        if fresh := held & rest:
            weight += fresh.bit_count() / held.bit_count()
            rest &= ~held
    return math.ceil(weight - 1e-9)


def _bits(number: int) -> Iterator[int]:
    while number:
        yield number & -number
        number &= number - 1
