"""All smallest covers of a block of a chart, a whole layer of part covers at a time, in numpy.

A node is what is still to be covered, as bits, after so many groups. Every row has a weight, and no group holds rows of more than
one unit together, so a node that weighs more than the groups left cannot be covered. A node branches on the row that the
fewest fitting groups hold. The covers are then read off the live nodes, each once: a group that holds the row an earlier step
branched on, and stands before the group taken there, is not added.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

UNIT, FINER, ABSENT = 1 << 20, 1 << 40, 1e9
MOST_ROWS, MOST_SIZE = 62, 14
"""Rows are bits of a whole number, and so many units of weight are exact in the short floats used here."""
MOST_NODES, MOST_PARTS = 50_000, 300_000
"""So many nodes of a layer, and so many part covers, are looked at; a block that has more is left to the slower search."""
CHUNK = 300_000


class Layer(NamedTuple):
    """The steps from one layer to the next: parent and child by position, the group taken, and the parent's row."""

    parent: np.ndarray
    group: np.ndarray
    child: np.ndarray
    row: np.ndarray


def smallest(holds: np.ndarray, undominated: np.ndarray, weights: np.ndarray) -> np.ndarray | None:
    """Return every cover of all rows with the fewest groups, a line each with its groups in order; None where that is too much.

    ``holds`` has a line for each group, 1.0 where it holds the row; ``weights`` are those of the rows in parts of 2**40, no
    group heavier than one. The size is found among the ``undominated`` groups alone, which loses no size.
    """
    weights = np.floor(weights / (FINER / UNIT))
    size, layers = max(1, math.ceil(weights.sum() / UNIT)), []
    while not layers:
        layers = _descend(holds[undominated], weights, size)
        if layers is None:
            return None
        size += not layers
    whole = layers if len(undominated) == len(holds) else _descend(holds, weights, size)
    return None if whole is None else _read(holds, whole)


def _read(holds: np.ndarray, layers: list[Layer]) -> np.ndarray | None:
    """Return the covers that the layers hold, each once, in order."""
    chosen, node = np.zeros((1, 0), dtype=np.int64), np.zeros(1, dtype=np.int64)
    rows = chosen
    for layer in _live(layers):
        opens = np.searchsorted(layer.parent, [node, node + 1])
        counts = opens[1] - opens[0]
        if counts.sum() > MOST_PARTS:
            return None
        before = np.cumsum(counts) - counts
        own = np.repeat(np.arange(len(node)), counts)
        step = np.arange(counts.sum()) + np.repeat(opens[0] - before, counts)
        group = layer.group[step]
        once = np.ones(len(step), dtype=bool)
        for place in range(chosen.shape[1]):
            once &= (group > chosen[own, place]) | (holds[group, rows[own, place]] == 0)
        own, step, group = own[once], step[once], group[once]
        chosen, rows = np.column_stack([chosen[own], group]), np.column_stack([rows[own], layer.row[step]])
        node = layer.child[step]
    chosen = np.sort(chosen, axis=1)
    return chosen[np.lexsort(chosen.T[::-1])]


def _descend(holds: np.ndarray, weights: np.ndarray, size: int) -> list[Layer] | None:
    """Return the layers of nodes from the whole block to nothing left; none where nothing cannot be reached."""
    if holds.shape[1] > MOST_ROWS or size > MOST_SIZE:
        return None
    block = _Block(holds, weights)
    nodes, layers = np.array([(1 << holds.shape[1]) - 1], dtype=np.int64), []
    parts = max(1, CHUNK // len(holds))
    for left in range(size, 0, -1):
        found = [block.branch(nodes[at : at + parts], left) for at in range(0, len(nodes), parts)]
        parent = np.concatenate([own[0] + at * parts for at, own in enumerate(found)])
        group, row = (np.concatenate([own[place] for own in found]) for place in (1, 2))
        nodes, child = np.unique(nodes[parent] & ~block.bits[group], return_inverse=True)
        if len(nodes) > MOST_NODES:
            return None
        if not len(nodes):
            return []
        layers.append(Layer(parent, group, child, row))
    return layers


class _Block:
    """What the groups of a block hold, in the forms that branching needs."""

    def __init__(self, holds: np.ndarray, weights: np.ndarray) -> None:
        self.places = np.arange(holds.shape[1], dtype=np.int64)
        self.bits = holds.astype(np.int64) @ (np.int64(1) << self.places)
        self.holds = holds.astype(np.float32)
        self.weights = weights.astype(np.float32)
        self.weighed = np.ascontiguousarray((self.holds * self.weights).T)
        self.held = np.ascontiguousarray(holds.T > 0)

    def branch(self, nodes: np.ndarray, left: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the steps from these nodes: parent, group and the parent's row."""
        rows = (nodes[:, None] >> self.places & 1).astype(np.float32)
        if left == 1:
            fit = rows @ self.holds.T == rows.sum(axis=1)[:, None]
        else:
            fit = rows @ self.weighed >= (rows @ self.weights - (left - 1) * UNIT)[:, None]
        rarest = (fit.astype(np.float32) @ self.holds + ABSENT * (1 - rows)).argmin(axis=1)
        fit &= self.held[rarest]
        parent, group = np.divmod(
            np.flatnonzero(fit), len(self.holds)
        )  # np.nonzero of a table takes five times as long
        return parent, group, rarest[parent]


def _live(layers: list[Layer]) -> list[Layer]:
    """Return the steps that lead to the end."""
    kept: list[Layer] = []
    live = np.array([True])
    above = [1, *(int(layer.child.max()) + 1 for layer in layers[:-1])]
    for layer, nodes in zip(reversed(layers), reversed(above), strict=True):
        on = live[layer.child]
        kept.append(Layer(*(column[on] for column in layer)))
        live = np.zeros(nodes, dtype=bool)
        live[kept[-1].parent] = True
    return kept[::-1]
