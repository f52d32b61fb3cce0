"""Units laid under marked passages: which unit carries which codes by which coder, for any number of codes at once."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

_BITS = 62
"""Codes to a word of bits: a set of codes is a few whole numbers, and 62 of them add up without an overflow."""


def blocks(codes: int) -> int:
    """Return how many words of bits a set of so many codes takes, at least one."""
    return max(1, -(-codes // _BITS))


def bit_of(code: np.ndarray | int) -> tuple:
    """Return in which word of bits a code's bit stands, and the bit itself.

    Example:
        >>> [int(part) for part in bit_of(63)]
        [1, 2]
    """
    return np.asarray(code) // _BITS, np.left_shift(np.int64(1), np.asarray(code, dtype=np.int64) % _BITS)


def mark_stretches(cuts: np.ndarray, spans: pd.DataFrame, *, coders: int, codes: int) -> np.ndarray:
    """Return for each stretch between two cuts the codes that each coder marked it with: stretches x coders x blocks.

    ``spans`` (coder, code, start, end) begin and end at cuts, and those of one coder and code do not overlap; so every
    code is switched on and off once at a time, and sums over the cuts are sets. No span is spelt out in stretches.
    """
    marks = np.zeros((len(cuts), coders, blocks(codes)), dtype=np.int64)
    block, bit = bit_of(spans["code"].to_numpy())
    coder = spans["coder"].to_numpy()
    for column, sign in (("start", 1), ("end", -1)):
        np.add.at(marks, (np.searchsorted(cuts, spans[column].to_numpy()), coder, block), sign * bit)
    return np.cumsum(marks, axis=0)[:-1]


def mark_units(
    starts: np.ndarray, ends: np.ndarray, spans: pd.DataFrame, *, shape: tuple[int, int], tiled: bool
) -> tuple:
    """Return the codes that each coder marked each unit with (units x coders x blocks), and how many spans met no unit.

    ``starts`` and ``ends`` are units in the order of their starts, ``spans`` as for `mark_stretches`, ``shape`` how
    many coders and codes there are. A unit is marked when half of it or more is covered by the coder's passages with
    that code, or when half of one such passage or more lies in it. In a ``tiled`` text, where units follow one
    another, only the part of a passage that lies in units counts as its length, so that every passage which meets a
    unit marks one.
    """
    coders, codes = shape
    unit, span, shared = meetings(starts, ends, spans)
    length = (spans["end"] - spans["start"]).to_numpy()
    if tiled:
        length = np.bincount(span, weights=shared, minlength=len(spans)).astype(np.int64)
    of = (spans["coder"] * codes + spans["code"]).to_numpy()
    keys, place = np.unique(unit * (coders * codes) + of[span], return_inverse=True)
    covered = np.bincount(place, weights=shared, minlength=len(keys))
    mostly = np.zeros(len(keys), dtype=bool)
    mostly[place[2 * shared >= length[span]]] = True
    owner, group = np.divmod(keys, coders * codes)
    chosen = mostly | (2 * covered >= (ends - starts)[owner])
    marks = np.zeros((len(starts), coders, blocks(codes)), dtype=np.int64)
    block, bit = bit_of(group[chosen] % codes)
    np.add.at(marks, (owner[chosen], group[chosen] // codes, block), bit)
    return marks, len(spans) - len(np.unique(span))


def covered_units(starts: np.ndarray, ends: np.ndarray, spans: pd.DataFrame, *, coders: int) -> np.ndarray:
    """Return for each unit and coder whether half of it or more is covered by the coder's spans (coder, start, end)."""
    unit, span, shared = meetings(starts, ends, spans)
    keys = unit * coders + spans["coder"].to_numpy()[span]
    covered = np.bincount(keys, weights=shared, minlength=len(starts) * coders).reshape(len(starts), coders)
    return 2 * covered >= (ends - starts)[:, None]


def meetings(starts: np.ndarray, ends: np.ndarray, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of unit and span that share characters, and how many they share."""
    begin, past = spans["start"].to_numpy(), spans["end"].to_numpy()
    # Units may overlap (passages of claims): the furthest end so far never falls, so it can be searched.
    low = np.searchsorted(np.maximum.accumulate(ends), begin, side="right") if len(ends) else np.zeros_like(begin)
    many = np.maximum(np.searchsorted(starts, past, side="left") - low, 0)
    span = np.repeat(np.arange(len(spans)), many)
    unit = np.arange(len(span)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(low, many)
    shared = np.minimum(ends[unit], past[span]) - np.maximum(starts[unit], begin[span])
    met = shared > 0
    return unit[met], span[met], shared[met]


def sets_of(marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each unit's set of codes by each coder (units x coders), and the distinct sets as bits.

    Example:
        >>> numbers, sets = sets_of(np.array([[[3], [0]], [[0], [3]]]))
        >>> numbers.tolist(), sets.tolist()
        ([[0, 1], [1, 0]], [[3], [0]])
    """
    flat = marks.reshape(-1, marks.shape[2])
    numbers = np.zeros(len(flat), dtype=np.int64)
    for block in flat.T:
        number, known = pd.factorize(block)
        numbers, _ = pd.factorize(numbers * max(len(known), 1) + number)
    # Numbers are given in the order of first use, so a set is new wherever the largest number so far grows.
    first = np.flatnonzero(np.diff(np.maximum.accumulate(numbers), prepend=-1))
    return numbers.reshape(marks.shape[:2]), flat[first]


def members(sets: np.ndarray) -> list[list[int]]:
    """Return the codes of each set of bits (sets x blocks).

    Example:
        >>> members(np.array([[5, 1], [0, 0]]))
        [[0, 2, 62], []]
    """
    octets = np.ascontiguousarray(sets, dtype="<i8").view(np.uint8)
    place, at = np.nonzero(np.unpackbits(octets, axis=1, bitorder="little"))
    block, bit = np.divmod(at, 64)
    codes = (block * _BITS + bit).tolist()
    bounds = np.searchsorted(place, np.arange(len(sets) + 1)).tolist()
    return [codes[first:past] for first, past in itertools.pairwise(bounds)]
