"""Which marked passages lie upon one another: pairs with what they share, counts, and how deep each stretch is marked.

A sweep over sorted positions: passages are sorted by source and start, so that all that begin inside a passage stand
next to each other and are found by two searches. Nothing is compared with everything, and pairs are handed out in
blocks, so that deep nesting costs time and never memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

BLOCK = 250_000


class Line(NamedTuple):
    """Passages laid on one line of numbers, group after group, sorted by their start; empty ones are left out."""

    starts: np.ndarray
    ends: np.ndarray
    rows: np.ndarray
    """For each passage on the line its row in what was given."""


def find_overlaps(
    codings: pd.DataFrame, others: pd.DataFrame | None = None, *, block: int = BLOCK
) -> Iterator[pd.DataFrame]:
    """Yield pairs of passages that share at least one character of a source, in frames of at most ``block`` rows.

    Needs source_id, start and end. Each frame has first and second (row numbers, as in ``iloc``) and shared (the
    characters both cover). Within one frame of codings each pair comes once, never a passage with itself; with
    ``others`` first is a row of ``codings`` and second one of ``others``. Passages that only touch, and empty ones,
    overlap nothing, nor do those without a source. The order of pairs is not promised. Raises InputRefused for a
    passage without a start or an end, or with a start below 0.

    Example:
        >>> marked = pd.DataFrame({"source_id": ["s", "s", "s"], "start": [0, 5, 9], "end": [6, 9, 12]})
        >>> pd.concat(find_overlaps(marked)).to_numpy().tolist()
        [[0, 1, 1]]
    """
    left, right = _lines(codings, others)
    pairs = pairs_within(left, block=block) if right is None else pairs_between(left, right, block=block)
    other = left if right is None else right
    for one, two in pairs:
        shared = np.minimum(left.ends[one], other.ends[two])
        shared -= np.maximum(left.starts[one], other.starts[two])
        yield pd.DataFrame({"first": left.rows[one], "second": other.rows[two], "shared": shared}, copy=False)


def count_overlaps(codings: pd.DataFrame, others: pd.DataFrame | None = None) -> pd.Series:
    """Return for each passage how many passages it overlaps, indexed as ``codings``; no pair is ever written down.

    Needs source_id, start and end. Counted are the other rows of ``codings``, or with ``others`` the rows of that
    frame. However deep passages nest, the work grows with the number of passages only.

    Example:
        >>> marked = pd.DataFrame({"source_id": ["s", "s", "s"], "start": [0, 5, 9], "end": [6, 9, 12]})
        >>> count_overlaps(marked).tolist()
        [1, 1, 0]
    """
    left, right = _lines(codings, others)
    other = left if right is None else right
    # All that begin before my end, less all that ended by my start: earlier groups cancel out.
    met = np.searchsorted(other.starts, left.ends) - np.searchsorted(np.sort(other.ends), left.starts, side="right")
    counts = np.zeros(len(codings), dtype=np.int64)
    counts[left.rows] = met - (right is None)
    return pd.Series(counts, index=codings.index, name="overlaps")


def measure_depth(codings: pd.DataFrame) -> pd.DataFrame:
    """Return every marked stretch with the number of passages upon it: source_id, start, end, depth (1 or more).

    Needs source_id, start and end. A stretch goes from one edge of a passage to the next; stretches come in the
    order of sources and places. At most two stretches for each passage.

    Example:
        >>> marked = pd.DataFrame({"source_id": ["s", "s"], "start": [0, 5], "end": [6, 9]})
        >>> measure_depth(marked)[["start", "end", "depth"]].to_numpy().tolist()
        [[0, 5, 1], [5, 6, 2], [6, 9, 1]]
    """
    require(codings, "codings", "source_id", "start", "end")
    sources, names = pd.factorize(codings["source_id"])
    starts, ends = _positions(codings)
    width = _width(starts, ends)
    line = lay_out(sources, starts, ends, width=width)
    ended = np.sort(line.ends)
    edges = np.concatenate([line.starts, ended])
    edges.sort()
    edges = edges[np.concatenate([[True], edges[1:] != edges[:-1]])[: len(edges)]]
    depth = np.searchsorted(line.starts, edges, side="right")
    depth -= np.searchsorted(ended, edges, side="right")
    marked = np.flatnonzero(depth)
    group = edges[marked] // width
    found = {"source_id": names.take(group), "start": edges[marked] - group * width}
    return pd.DataFrame({**found, "end": edges[marked + 1] - group * width, "depth": depth[marked]})


def lay_out(groups: np.ndarray, starts: np.ndarray, ends: np.ndarray, *, width: int) -> Line:
    """Return passages sorted along one line, each group in a stretch of its own of ``width`` (more than any end)."""
    full = np.flatnonzero((ends > starts) & (groups >= 0))
    shift = groups[full].astype(np.int64)
    shift *= width
    begin = starts[full] + shift
    shift += ends[full]
    order = np.argsort(begin)
    return Line(begin[order], shift[order], full[order])


def pairs_within(line: Line, *, block: int = BLOCK) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the places on a line of two passages that overlap, each pair once, at most ``block`` at a time."""
    after = np.arange(1, len(line.starts) + 1)
    counts = np.searchsorted(line.starts, line.ends)
    counts -= after
    return _expand(after, counts, block)


def pairs_between(left: Line, right: Line, *, block: int = BLOCK) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield places (on the left line, on the right line) of passages that overlap, at most ``block`` at a time.

    Of two that overlap either the right one begins inside the left one, or else the left one inside the right one.
    """
    begin = np.searchsorted(right.starts, left.starts)
    yield from _expand(begin, np.searchsorted(right.starts, left.ends) - begin, block)
    begin = np.searchsorted(left.starts, right.starts, side="right")
    counts = np.maximum(np.searchsorted(left.starts, right.ends) - begin, 0)
    for two, one in _expand(begin, counts, block):
        yield one, two


def _expand(begin: np.ndarray, counts: np.ndarray, block: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Write out, for each row, the places begin, begin + 1, ... that belong to it; a row may be split over blocks."""
    upto = np.cumsum(counts)
    total = int(upto[-1]) if len(upto) else 0
    for first in range(0, total, block):
        last = min(first + block, total)
        low, high = np.searchsorted(upto, [first, last - 1], side="right")
        high += 1
        before = upto[low:high] - counts[low:high]
        here = np.minimum(upto[low:high], last) - np.maximum(before, first)
        places = np.arange(first, last)
        places += np.repeat(begin[low:high] - before, here)
        yield np.repeat(np.arange(low, high), here), places


def _lines(codings: pd.DataFrame, others: pd.DataFrame | None) -> tuple[Line, Line | None]:
    require(codings, "codings", "source_id", "start", "end")
    starts, ends = _positions(codings)
    if others is None:
        return lay_out(pd.factorize(codings["source_id"])[0], starts, ends, width=_width(starts, ends)), None
    require(others, "codings", "source_id", "start", "end")
    sources, _ = pd.factorize(pd.concat([codings["source_id"], others["source_id"]]))
    theirs = _positions(others)
    width = max(_width(starts, ends), _width(*theirs))
    split = len(codings)
    return lay_out(sources[:split], starts, ends, width=width), lay_out(sources[split:], *theirs, width=width)


def _positions(codings: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    for column in ("start", "end"):
        missing = np.flatnonzero(codings[column].isna())
        if len(missing):
            raise InputRefused(
                f"a passage has no {column}", f"codings, row {missing[0] + 1}", "Give every passage a start and an end."
            )
    return codings["start"].to_numpy(dtype=np.int64), codings["end"].to_numpy(dtype=np.int64)


def _width(starts: np.ndarray, ends: np.ndarray) -> int:
    if starts.min(initial=0) < 0:
        row = int(np.argmin(starts))
        raise InputRefused("a passage starts before the text", f"codings, row {row + 1}", "The first character is 0.")
    return int(ends.max(initial=0)) + 1
