"""The prime implicant chart, solved exactly: every smallest set of terms that covers all rows, none of them lost.

A row that is covered whenever another one is may be left out of the chart without loss. A term whose rows are a part of
another's may not: it can stand in a model of its own that is as short (row dominance loses such models).
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from useit_eval.evidence.qca import layers
from useit_eval.ground.errors import InputRefused

MOST_COVERS = 10_000
"""So many equally short models are listed; where there are more, it is said and none is put forward."""
MOST_STEPS = 50_000
"""So many branches are looked at; a chart that needs more is refused."""
MOST_CELLS = 500_000
"""In a chart of so many cells a branch counts as two, of twice as many as three: its branches take as much longer."""
UNIT, SMALL, ABSENT = float(1 << 40), 16, 1e9
Groups = tuple[np.ndarray, np.ndarray]
"""Positions of groups, and a line for each with the rows that it holds."""


@dataclass(frozen=True)
class Block:
    """A part of a chart that shares no row with the rest: its smallest covers by group, a group being terms that can
    stand for one another in it."""

    groups: tuple[tuple[int, ...], ...]
    covers: np.ndarray

    @property
    def count(self) -> int:
        """The number of its smallest covers, each term of a group counted on its own."""
        sizes = np.array([len(group) for group in self.groups], dtype=object)
        if float(sizes.max()) ** self.covers.shape[1] * len(self.covers) < 1 << 62:  # else Python's own numbers
            sizes = sizes.astype(np.int64)
        return int(sizes[self.covers].prod(axis=1).sum())

    def listed(self) -> Iterator[tuple[int, ...]]:
        """Yield each smallest cover as the positions of its terms."""
        for cover in self.covers.tolist():
            yield from itertools.product(*(self.groups[group] for group in cover))


@dataclass(frozen=True)
class Covers:
    """What a chart has: ``size`` terms are needed, ``count`` covers do with so many, ``blocks`` hold all of them.

    ``complete`` is false where there were more than could be gone through: then ``blocks`` is empty and ``count`` the least
    there are.
    """

    size: int
    blocks: tuple[Block, ...]
    least: int = 1
    complete: bool = True

    @property
    def count(self) -> int:
        """The number of smallest covers, exact where complete."""
        return math.prod(block.count for block in self.blocks) if self.complete else self.least

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
            for group in np.flatnonzero(np.bincount(block.covers.ravel()) == len(block.covers))
            if len(block.groups[group]) == 1
        )
        return tuple(sorted(alone))


def smallest_covers(sets: Sequence[int], rows: int, *, most: int = MOST_COVERS, steps: int = MOST_STEPS) -> Covers:
    """Return all smallest covers of the rows 0 to ``rows`` - 1, where ``sets`` has the rows of each term as bits.

    Essential terms and independent blocks are taken apart first; each block is then solved a layer of part covers at a time
    (see `layers`), and where that is too much by branching depth first, up to ``most`` covers and so many ``steps``. Raises
    InputRefused when a row has no term.

    Example:
        >>> smallest_covers([0b011, 0b110, 0b101], 3).listed()
        [(0, 1), (0, 2), (1, 2)]
    """
    whole = (1 << rows) - 1
    if lost := whole & ~functools.reduce(operator.or_, sets, 0):
        row = (lost & -lost).bit_length()
        raise InputRefused(f"no term covers row {row} of the chart", "", "Give every row at least one term.")
    kept = _rows_needed(sets, whole)
    groups: dict[int, list[int]] = {}
    for place, held in enumerate(sets):
        if held & kept:
            groups.setdefault(held & kept, []).append(place)
    search = _Search(most, steps)
    blocks = tuple(search.block(part, groups) for part in _apart(kept, list(groups)))
    if search.cut:
        return Covers(search.size, (), most + 1, False)
    return Covers(search.size, blocks)


def _rows_needed(sets: Sequence[int], rows: int) -> int:
    """Return the rows without those that are covered whenever another row is; of equal ones the first stays."""
    held = {1 << place: own for place, own in enumerate(_turned(sets, rows)) if rows >> place & 1}
    kept: dict[int, int] = {}
    for row in sorted(held, key=lambda one: (held[one].bit_count(), one)):
        mine = held[row]
        if not any(other & mine == other for other in kept.values()):
            kept[row] = mine
    return sum(kept)


def _table(sets: Sequence[int], rows: int) -> np.ndarray:
    """Return a line for each set with 1 where it holds the row, for every row up to the last of ``rows``."""
    width = (rows.bit_length() + 7) // 8
    told = np.frombuffer(b"".join((own & rows).to_bytes(width, "little") for own in sets), dtype=np.uint8)
    return np.unpackbits(told.reshape(len(sets), width), axis=1, bitorder="little", count=rows.bit_length())


def _turned(sets: Sequence[int], rows: int) -> list[int]:
    """Return for each row the terms that hold it, as bits."""
    lines = np.packbits(_table(sets, rows).T, axis=1, bitorder="little")
    return [int.from_bytes(line.tobytes(), "little") for line in lines]


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

    Every row has a weight, and no group holds rows of more than one unit of weight together, so rows that weigh more than
    the groups left cannot be covered by them. With the best weights (the dual of the linear programme) little is left to
    try, also of groups that others dominate. Whether a size will do is asked without the dominated ones, which loses no
    size; the covers are then gathered from all groups.
    """

    def __init__(self, most: int, steps: int) -> None:
        self.most, self.steps, self.cut, self.size = most, steps, False, 0

    def block(self, rows: int, groups: dict[int, list[int]]) -> Block:
        """Return the block of these rows with all its smallest covers."""
        sets = sorted(held for held in groups if held & rows)
        own = np.flatnonzero(_table([rows], rows)[0])
        self.holds, widest = _table(sets, rows)[:, own].astype(float), set(_widest(sets, rows))
        undominated = np.flatnonzero([held in widest for held in sets])
        self.weights = _weights(self.holds[undominated])
        found = layers.smallest(self.holds, undominated, self.weights)
        if found is None:
            found = self._depth_first(undominated)
        else:
            self.size += found.shape[1]
        return Block(tuple(tuple(groups[held]) for held in sets), found)

    def _depth_first(self, undominated: np.ndarray) -> np.ndarray:
        """Return the covers as `layers.smallest` does, as far as the allowances go."""
        self.known: dict[tuple[bytes, int], bool] = {}
        self.listed: dict[bytes, frozenset[int]] = {}
        whole, wide = np.ones(self.holds.shape[1]), (undominated, self.holds[undominated])
        size = max(1, math.ceil(self.weights.sum() / UNIT))
        while not self._coverable(whole, size, wide):
            size += 1
        self.size += size
        found = self._covers(whole, size, (np.arange(len(self.holds)), self.holds), wide)
        covers = sorted(tuple(bit.bit_length() - 1 for bit in _bits(cover)) for cover in found)
        return np.array(covers, dtype=np.int64).reshape(len(covers), -1)

    def _coverable(self, rows: np.ndarray, left: int, allowed: Groups) -> bool:
        """Return whether so many of the groups allowed can cover the rows."""
        key = (rows.tobytes(), left)
        if key not in self.known:
            self._step()
            fit = self._fitting(rows, left, allowed)
            if left <= 1 or not len(fit[0]):
                self.known[key] = bool(len(fit[0])) or not rows.any()
            else:
                branches = self._fewest(rows, fit)
                self.known[key] = any(self._coverable(self._rest(rows, one), left - 1, fit) for one in branches)
        return self.known[key]

    def _covers(self, rows: np.ndarray, left: int, allowed: Groups, undominated: Groups) -> frozenset[int]:
        """Return every cover of the rows with so many groups, the fewest that can, each with its groups as bits."""
        key = rows.tobytes()
        if key not in self.listed:
            self._step()
            fit = self._fitting(rows, left, allowed)
            wide = self._fitting(rows, left, undominated)
            found: set[int] = {1 << one for one in fit[0].tolist()} if left == 1 else set()
            for one in self._fewest(rows, fit) if left > 1 else ():
                rest = self._rest(rows, one)
                if self._coverable(rest, left - 1, wide):
                    found.update(other | 1 << one for other in self._covers(rest, left - 1, fit, wide))
                self.cut = self.cut or len(found) > self.most  # a part of the rows never has more covers than the whole
                if self.cut:
                    break
            self.listed[key] = frozenset(found)
        return self.listed[key]

    def _rest(self, rows: np.ndarray, one: int) -> np.ndarray:
        return rows * (1 - self.holds[one])

    def _fitting(self, rows: np.ndarray, left: int, allowed: Groups) -> Groups:
        """Return the groups that can be one of so many that cover the rows: the others would leave too much weight.

        What does not fit here fits no part of the rows with fewer groups either.
        """
        places, holds = allowed
        if left == 1:
            fit = holds @ rows == rows.sum()
        else:
            weights = self.weights * rows
            fit = holds @ weights >= weights.sum() - (left - 1) * UNIT
        return places[fit], holds[fit]

    def _fewest(self, rows: np.ndarray, fit: Groups) -> list[int]:
        """Return the fitting groups of the row that the fewest of them hold; none where a row has none."""
        places, holds = fit
        rarest = int((holds.sum(axis=0) + ABSENT * (1 - rows)).argmin())
        return places[holds[:, rarest] > 0].tolist()

    def _step(self) -> None:
        self.steps -= 1 + self.holds.size // MOST_CELLS
        if self.steps < 0:
            sets, rows = self.holds.shape
            raise InputRefused(
                f"a chart of {rows} rows and {sets} terms is too large to be solved exactly here", "",
                "Take fewer conditions, or raise the cut-off of frequency.",
            )  # fmt: skip


def _weights(holds: np.ndarray) -> np.ndarray:
    """Return a weight for each row in whole parts of a unit, such that no set weighs more than one unit.

    The dual of the linear programme; for a small chart one part of the widest set that holds the row. Whole numbers this
    small are exact as floats, so no cover is ever lost by rounding.
    """
    rows = holds.shape[1]
    if rows < SMALL:
        return np.floor(UNIT / (holds * holds.sum(axis=1)[:, None]).max(axis=0))
    from scipy.optimize import linprog

    found = linprog(-np.ones(rows), A_ub=holds, b_ub=np.ones(len(holds)), bounds=(0, None), method="highs")
    best = np.maximum(found.x, 0) if found.x is not None else np.zeros(rows)
    exact = np.floor(best / max(1.0, float((holds @ best).max())) * UNIT)
    return np.maximum(exact - max(0.0, float((holds @ exact).max()) - UNIT), 0)


def _widest(sets: Sequence[int], rows: int) -> list[int]:
    """Return what the sets hold of the rows, without what another one holds as well, the widest first."""
    kept: list[int] = []
    for held in sorted({held & rows for held in sets}, key=int.bit_count, reverse=True):
        if not any(held & wider == held for wider in kept):
            kept.append(held)
    return kept


def _bits(number: int) -> Iterator[int]:
    while number:
        yield number & -number
        number &= number - 1
