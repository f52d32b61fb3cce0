"""The prime implicants of a truth table: the shortest terms that cover positive rows and exclude what must be excluded.

A row is a whole number whose bits are the conditions, the first condition the highest bit; a term says which of its
bits are fixed, and to what. Rows of a truth table are few, corners without a case are many: neither way below lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from useit_eval.ground.errors import InputRefused

MOST_CONDITIONS = 20
"""With more conditions than this nearly every corner is empty, and the result tells of the conditions chosen."""
WORD = 64


class Term(NamedTuple):
    """A conjunction: ``mask`` has the bits that it fixes, ``value`` what they are fixed to; no bits fixed is always true."""

    mask: int
    value: int

    def holds(self, row: int) -> bool:
        """Return whether a row is a case of this term."""
        return row & self.mask == self.value

    def within(self, other: Term) -> bool:
        """Return whether every row of this term is one of the other's."""
        return other.mask & self.mask == other.mask and self.value & other.mask == other.value


def conservative_primes(positive: Iterable[int], width: int) -> list[Term]:
    """Return the prime implicants of the positive rows alone: every row of every term is a positive row.

    Quine (1952) and McCluskey (1956): terms that differ in one fixed bit are joined until none can be.

    Example:
        >>> conservative_primes([0b11, 0b10], 2)
        [Term(mask=2, value=2)]
    """
    _check(width)
    whole, primes = (1 << width) - 1, []
    level = {Term(whole, row) for row in positive}
    while level:
        wider, joined = set(), set()
        for term in level:
            for bit in _bits(term.mask):
                if Term(term.mask, term.value ^ bit) in level:
                    joined.add(term)
                    wider.add(Term(term.mask ^ bit, term.value & ~bit))
        primes.extend(level - joined)
        level = wider
    return sorted(primes)


def parsimonious_primes(positive: Sequence[int], negative: Sequence[int], width: int) -> list[Term]:
    """Return the prime implicants when every corner without a verdict may be used: the minimal sets of literals of a
    positive row that exclude every negative row.

    A set of literals of row p excludes row n when it holds one in which they differ, so the primes that cover p are the
    minimal hitting sets of those differences. All sets of literals are tried at once for up to 64 rows, a bit for each
    row: the sets that fail are handed down to their subsets, and a set is minimal when taking any literal away fails.

    Example:
        >>> parsimonious_primes([0b11], [0b00, 0b01], 2)
        [Term(mask=2, value=2)]
    """
    _check(width)
    rows, against = (np.array(sorted(set(given)), dtype=np.int64) for given in (positive, negative))
    if clash := set(rows.tolist()) & set(against.tolist()):
        raise InputRefused(f"row {min(clash)} is both positive and negative", "", "Give each row one verdict.")
    found = [_primes_of(rows[start : start + WORD], against, width) for start in range(0, len(rows), WORD)]
    keys = np.unique(np.concatenate(found)) if found else ()
    return [Term(int(key) >> width, int(key) & ((1 << width) - 1)) for key in keys]


def _primes_of(rows: np.ndarray, against: np.ndarray, width: int) -> np.ndarray:
    """Return mask and value in one number for each prime that covers one of at most 64 rows."""
    whole, bits = (1 << width) - 1, np.uint64(1) << np.arange(len(rows), dtype=np.uint64)
    fails = np.zeros(1 << width, dtype=np.uint64)
    agree = whole & ~(rows[:, None] ^ against[None, :])
    np.bitwise_or.at(fails, agree.ravel(), np.repeat(bits, len(against)))
    for place in range(width):
        below, above = _halves(fails, place)
        below |= above
    minimal = ~fails
    for place in range(width):
        without, _ = _halves(fails, place)
        _halves(minimal, place)[1][...] &= without
    masks = np.flatnonzero(minimal & np.bitwise_or.reduce(bits))
    held = (minimal[masks][:, None] & bits) != 0
    which, row = np.nonzero(held)
    return np.unique((masks[which] << width) | (masks[which] & rows[row]))


def _halves(table: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Return views of a table over sets of literals: the sets without the literal at a place, and those with it."""
    split = table.reshape(-1, 2, 1 << place)
    return split[:, 0, :], split[:, 1, :]


def covered_by(terms: Sequence[Term], rows: Sequence[int]) -> list[int]:
    """Return for each term a number whose bits say which of the rows, in their order, are its cases.

    Example:
        >>> covered_by([Term(2, 2)], [0b11, 0b01, 0b10])
        [5]
    """
    if not terms or not len(rows):
        return [0] * len(terms)
    given, fixed = np.array(rows, dtype=np.int64), np.array(terms, dtype=np.int64)
    held = (given[None, :] & fixed[:, :1]) == fixed[:, 1:]
    packed = np.packbits(held, axis=1, bitorder="little")
    return [int.from_bytes(line, "little") for line in map(bytes, packed)]


def _bits(mask: int) -> Iterable[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1


def _check(width: int) -> None:
    if not 1 <= width <= MOST_CONDITIONS:
        raise InputRefused(
            f"a truth table has 1 to {MOST_CONDITIONS} conditions, and {width} were given", "",
            "Leave out conditions that no theory names; four to seven are usual.",
        )  # fmt: skip
