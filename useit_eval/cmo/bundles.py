"""Links bundled for reckoning: each pair of factors once, in integers, and how far one can get along them."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

Names = str | Iterable[str]
MOST_NAMED = 12
FEW_STEPS = 12


@dataclasses.dataclass(frozen=True)
class Numbered:
    """Links by number: ``start`` and ``end`` of each row, as positions in ``factors``."""

    factors: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def find(self, names: Names, role: str) -> np.ndarray:
        """Return the numbers of factors by name. Raises InputRefused for none, or one that is not on the map."""
        wanted = list(dict.fromkeys([names] if isinstance(names, str) else names))
        if not wanted:
            raise InputRefused(f"no {role} is named", "", f"Name at least one factor as {role}.")
        places = {name: number for number, name in enumerate(self.factors)} if len(wanted) > 4 else None
        return np.array([self._find(name, places) for name in wanted], dtype=np.int64)

    def _find(self, name: str, places: dict[str, int] | None) -> int:
        number = places.get(name, -1) if places else next(iter(np.flatnonzero(self.factors == name)), -1)
        if number < 0:
            raise InputRefused(f"factor {name!r} is not on this map", "", near(name, self.factors, "Factors"))
        return number


@dataclasses.dataclass(frozen=True)
class Bundles(Numbered):
    """Pairs of factors by number: ``start`` and ``end`` of each pair, and for each row of links the ``pair`` it tells."""

    pair: np.ndarray

    def citations(self) -> np.ndarray:
        """Return the number of rows that tell each pair."""
        return np.bincount(self.pair, minlength=len(self.start))

    def distinct(self, values: pd.Series) -> np.ndarray:
        """Return the number of different values (of a column of the links) behind each pair; a missing one is nobody's."""
        numbers, known = pd.factorize(values)
        told = pd.unique((self.pair * len(known) + numbers)[numbers >= 0])
        return np.bincount(told // max(len(known), 1), minlength=len(self.start))


def near(word: object, known: Iterable[object], what: str) -> str:
    """Return what to try instead of an unknown word: the closest of those known, else all of them when they are few.

    Example:
        >>> near("trsut", ["trust", "pride"], "Factors"), near("x", ["trust", "pride"], "Factors")
        ("Closest: 'trust'.", 'Factors: pride, trust.')
    """
    names = sorted(set(map(str, known)))
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    if close:
        return f"Closest: {close[0]!r}."
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{what}: {', '.join(names[:MOST_NAMED]) or 'none'}{more}."


def number_links(links: pd.DataFrame) -> Numbered:
    """Return the factors at both ends of each row by number. ``links`` needs from_code and to_code, and no end empty."""
    require(links, "links", "from_code", "to_code")
    ends = [links[end].array for end in ("from_code", "to_code")]
    if ends[0].dtype == ends[1].dtype:  # joined as arrays: to join them as columns takes longer than to number them
        both = type(ends[0])._concat_same_type(ends)
    else:
        both = pd.Series([*ends[0], *ends[1]], dtype=object).array
    numbers, known = both.factorize()
    half = len(links)
    if len(numbers) and numbers.min() < 0:
        row = int(numbers.argmin()) % half + 1
        raise InputRefused(
            "a link has an empty end", f"links, row {row}", "Every link leads from a factor to a factor."
        )
    return Numbered(known.to_numpy(dtype=object), numbers[:half], numbers[half:])


def bundle(links: pd.DataFrame) -> Bundles:
    """Return the links' pairs of factors, each once, in order of appearance. ``links`` needs from_code and to_code."""
    rows = number_links(links)
    size = max(len(rows.factors), 1)
    pair, keys = pd.factorize(rows.start * np.int64(size) + rows.end)
    return Bundles(rows.factors, *np.divmod(keys, size), pair)


def find_ends(links: Numbered, origins: Names, targets: Names) -> tuple[np.ndarray, np.ndarray]:
    """Return origins and targets by number. Raises InputRefused for unknown factors and where a path would be empty."""
    first, last = links.find(origins, "origin"), links.find(targets, "target")
    shared = sorted(str(links.factors[number]) for number in {*first.tolist()} & {*last.tolist()})
    if shared:
        raise InputRefused(f"the path begins and ends at {shared[0]!r}", "", "Name two different factors.")
    return first, last


def check_steps(steps: int | None) -> None:
    """Raise InputRefused unless steps is None (as many as it takes) or a whole number from 1."""
    if steps is None:
        return
    if isinstance(steps, bool) or not isinstance(steps, (int, np.integer)) or steps < 1:
        raise InputRefused(f"a path of at most {steps!r} steps cannot be traced", "", "Steps: a whole number from 1.")


def reach(start: np.ndarray, end: np.ndarray, first: np.ndarray, *, size: int, steps: int | None) -> np.ndarray:
    """Return the fewest steps from any of ``first`` to each of ``size`` numbered factors along pairs; -1 where none lead.

    Breadth first, a whole frontier at a time: what is reached is not left again, so loops end by themselves. A few steps
    look over all pairs each time; many, or as many as it takes, sort the pairs first and then look at each pair once.
    """
    if steps is not None and steps <= FEW_STEPS:
        return _look_over(start, end, first, size, steps)
    order = np.argsort(start, kind="stable")
    onward, opens = end[order], np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(start, minlength=size), out=opens[1:])
    distance = np.full(size, -1, dtype=np.int64)
    distance[first] = 0
    frontier, step = np.unique(first), 0
    while len(frontier) and (steps is None or step < steps):
        step += 1
        met = onward[_spans(opens[frontier], opens[frontier + 1])]
        new = met[distance[met] < 0]
        distance[new] = step
        frontier = np.unique(new)
    return distance


def _look_over(start: np.ndarray, end: np.ndarray, first: np.ndarray, size: int, steps: int) -> np.ndarray:
    distance = np.full(size, -1, dtype=np.int64)
    distance[first] = 0
    for step in range(1, steps + 1):
        met = end[distance[start] == step - 1]
        new = met[distance[met] < 0]
        if not len(new):
            break
        distance[new] = step
    return distance


def _spans(opens: np.ndarray, closes: np.ndarray) -> np.ndarray:
    """Return the positions from each opening up to its close, one after another."""
    lengths = closes - opens
    before = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(opens - before, lengths)
