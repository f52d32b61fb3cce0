"""The slow reference: every term tried on every corner, every set of primes tried as a cover."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from useit_eval.evidence.qca.minimising import Term


def primes(positive: Iterable[int], allowed: Iterable[int], width: int) -> set[Term]:
    """Return the terms that hold only for allowed corners, hold for a positive one, and lie within no other such term."""
    may, must = set(allowed) | set(positive), set(positive)
    held = {}
    for mask in range(1 << width):
        for value in {row & mask for row in must}:
            rows = {row for row in range(1 << width) if row & mask == value}
            if rows <= may:
                held[Term(mask, value)] = rows
    return {term for term, rows in held.items() if not any(rows < other for other in held.values())}


def covers(sets: list[int], rows: int) -> list[tuple[int, ...]]:
    """Return every smallest set of positions whose sets make all rows."""
    whole = (1 << rows) - 1
    for size in range(len(sets) + 1):
        found = [
            chosen
            for chosen in itertools.combinations(range(len(sets)), size)
            if sum({bit for place in chosen for bit in _bits(sets[place])}) == whole
        ]
        if found:
            return found
    return []


def _bits(number: int) -> set[int]:
    return {1 << place for place in range(number.bit_length()) if number >> place & 1}
