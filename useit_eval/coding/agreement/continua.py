"""Free spans of several coders read as continua: texts laid end to end, each coder's spans checked and put in order.

A span is a half-open range of characters. No text is spelt out character by character: all that is kept are the
spans and, between their edges, stretches within which nothing changes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.coding.spans import refuse_broken_places
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

_WORD = 62
"""So many codes fit into one whole number, a bit for each."""


@dataclasses.dataclass(frozen=True)
class Continua:
    """Units of all coders on one line of characters, sorted by code, coder and start. Edges count along that line."""

    coders: tuple[Hashable, ...]
    codes: tuple[Hashable, ...]
    coder: np.ndarray
    code: np.ndarray
    start: np.ndarray
    end: np.ndarray
    texts: np.ndarray
    """Where each text begins on the line, and last where the line ends."""

    @property
    def length(self) -> int:
        """The characters of all texts together."""
        return int(self.texts[-1])

    @property
    def size(self) -> np.ndarray:
        """The characters of each unit."""
        return self.end - self.start

    @property
    def text(self) -> np.ndarray:
        """For each unit the number of its text."""
        return np.searchsorted(self.texts[1:], self.start, side="right")


def read_continua(
    codings: pd.DataFrame,
    *,
    lengths: Mapping[Hashable, int],
    begins: Mapping[Hashable, int] | None = None,
    codes: Sequence[Hashable] | None = None,
    coders: Sequence[Hashable] | None = None,
) -> Continua:
    """Return codings as continua; spans of one coder and one code that overlap are joined, those that touch are not.

    Needs coder, source_id, start, end and code_id. Every text in ``lengths`` counts as read by every coder; it goes
    from its place in ``begins`` (else 0) for so many characters. With
    ``codes`` or ``coders`` only these are looked at, and a coder named there may have marked nothing. Raises
    InputRefused for fewer than two coders, a span outside its text or without characters, a missing value, and a
    source without a length.
    """
    require(codings, "codings", "coder", "source_id", "start", "end", "code_id")
    _check_complete(codings)
    refuse_broken_places(codings)
    people = tuple(codings["coder"].unique() if coders is None else dict.fromkeys(coders))
    if len(people) < 2:
        raise InputRefused(
            f"agreement needs two coders or more, and here {'is only one' if people else 'are none'}",
            "codings",
            "A coder who marked nothing is named with coders=.",
        )
    kinds = _in_order(codings["code_id"]) if codes is None else tuple(dict.fromkeys(codes))
    sources, texts = _texts(lengths)
    first = {source: (begins or {}).get(source, 0) for source in lengths}
    _check_places(codings, first, lengths)
    asked = codings[codings["coder"].isin(people) & codings["code_id"].isin(kinds)]
    shift = texts[:-1] - np.array(list(first.values()), dtype=np.int64)
    offset = shift[pd.Index(sources).get_indexer(asked["source_id"])] if sources else shift
    coder, code = pd.Index(people).get_indexer(asked["coder"]), pd.Index(kinds).get_indexer(asked["code_id"])
    start, end = (asked[edge].to_numpy(dtype=np.int64) + offset for edge in ("start", "end"))
    return Continua(people, kinds, *_joined(coder, code, start, end, len(people), int(texts[-1])), texts)


def _in_order(values: pd.Series) -> tuple[Hashable, ...]:
    found = values.unique().tolist()
    return tuple(sorted(found)) if all(isinstance(value, str) for value in found) else tuple(found)


def _texts(lengths: Mapping[Hashable, int]) -> tuple[list[Hashable], np.ndarray]:
    for source, length in lengths.items():
        if not isinstance(length, (int, float, np.number)) or length % 1:
            told = f"the length of source {source} is not a whole number"
            raise InputRefused(told, "lengths", "Give how many characters its text has.")
        if not length > 0:
            raise InputRefused(f"the text of source {source} has no characters", "lengths", "Leave it out.")
    return list(lengths), np.concatenate([[0], np.cumsum(list(lengths.values()), dtype=np.int64)]).astype(np.int64)


def _check_complete(codings: pd.DataFrame) -> None:
    for column in ("coder", "source_id", "start", "end", "code_id"):
        missing = np.flatnonzero(codings[column].isna())
        if len(missing):
            raise InputRefused(f"a coding has no {column}", f"codings, row {missing[0] + 1}", "Fill it in.")


def _check_places(codings: pd.DataFrame, first: Mapping[Hashable, int], lengths: Mapping[Hashable, int]) -> None:
    start, end = codings["start"].to_numpy(dtype=np.int64), codings["end"].to_numpy(dtype=np.int64)
    last = {source: begin + lengths[source] for source, begin in first.items()}
    low, high = (codings["source_id"].map(of).to_numpy(dtype=float, na_value=np.nan) for of in (first, last))
    for faulty, what, advice in (
        (np.isnan(low), "the length of this source's text is not known", "Give it in lengths."),
        (end <= start, "this span ends before its first character", "A span ends after its last character."),
        ((start < low) | (end > high), "this span lies outside the text", "Was another version of the text coded?"),
    ):
        rows = np.flatnonzero(faulty)
        if len(rows):
            row = int(rows[0])
            text = "" if np.isnan(low[row]) else f" (the text goes from {low[row]:.0f} to {high[row]:.0f})"
            where = f"codings, row {row + 1}, source {codings['source_id'].iloc[row]}"
            raise InputRefused(what, f"{where}, characters {start[row]} to {end[row]}{text}", advice)


def _joined(coder, code, start, end, people: int, length: int) -> tuple[np.ndarray, ...]:
    """Sort spans by code, coder and start, and join those of one coder and one code that share a character."""
    group = code.astype(np.int64) * people + coder
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    reach = np.maximum.accumulate(end + group * (length + 1))
    fresh = np.concatenate([[True], (start + group * (length + 1))[1:] >= reach[:-1]])[: len(start)]
    first = np.flatnonzero(fresh)
    last = np.concatenate([first[1:], [len(start)]])[: len(first)] - 1
    group = group[first]
    return group % people, group // people, start[first], reach[last] - group * (length + 1)


@dataclasses.dataclass(frozen=True)
class Stretches:
    """The line cut at every edge of a span: how long each piece is and what each coder said about it."""

    edges: np.ndarray
    sizes: np.ndarray
    values: np.ndarray
    """Stretches x coders: 0 where a coder marked nothing, else a number for the set of codes given there."""
    block: np.ndarray
    """For each stretch the piece of text it is drawn with."""

    @property
    def marked(self) -> np.ndarray:
        """Stretches x coders: whether a coder marked it at all."""
        return self.values > 0


def cut_line(units: Continua, cuts: np.ndarray) -> Stretches:
    """Return the line cut at the edges of units and at ``cuts``, where blocks begin (the last is the line's end)."""
    edges = np.sort(np.concatenate([units.start, units.end, cuts]))
    edges = edges[np.concatenate([[True], edges[1:] != edges[:-1]])]
    block = np.searchsorted(cuts, edges[:-1], side="right") - 1
    return Stretches(edges, np.diff(edges), _values(units, edges), block)


def _values(units: Continua, edges: np.ndarray) -> np.ndarray:
    """Number the sets of codes at each stretch for each coder: codes as bits, added where a unit starts and so on."""
    people = len(units.coders)
    numbers = np.zeros((len(edges), people), dtype=np.int64)
    for word in range(0, len(units.codes), _WORD):
        here = (units.code >= word) & (units.code < word + _WORD)
        bits = np.left_shift(np.int64(1), units.code[here] - word)
        sums = np.zeros((len(edges), people), dtype=np.int64)
        np.add.at(sums, (np.searchsorted(edges, units.start[here]), units.coder[here]), bits)
        np.subtract.at(sums, (np.searchsorted(edges, units.end[here]), units.coder[here]), bits)
        found, place = np.unique(np.cumsum(sums, axis=0), return_inverse=True)
        both = numbers * len(found) + place.reshape(numbers.shape)
        numbers = np.unique(both, return_inverse=True)[1].reshape(numbers.shape)
    # Beyond the last edge nobody marks anything: there the empty set stands, which is why it is number 0.
    return numbers[:-1]


def block_cuts(units: Continua, inner: np.ndarray) -> np.ndarray:
    """Return where pieces of text begin that may be drawn by themselves: texts, and inner edges that cut no unit."""
    inner = np.unique(inner)
    over = np.searchsorted(np.sort(units.start), inner) - np.searchsorted(np.sort(units.end), inner, side="right")
    return np.unique(np.concatenate([units.texts, inner[over == 0]]))
