"""Marked passages carried from one version of a text to the next: only where the very same words stand."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from useit_eval.coding.alignment import Block, align
from useit_eval.ground.columns import require

_CONTEXT = 12  # characters beside a passage that must be the same, where its words stand more than once
CHANGED = "its words were changed"
BLANKS = "only blanks or line ends inside it were changed"
GONE = "its words are no longer there"
UNSURE = "its words stand more than once, and what stands beside them changed"
NOWHERE = "it does not lie in the earlier text"


def carry_over(codings: pd.DataFrame, old_text: str, new_text: str) -> pd.DataFrame:
    """Return where each passage of the old version of a text stands in the new one.

    ``codings`` need coding_id, start and end (code points, end exclusive). The answer has coding_id, start, end,
    carried and reason, in the order given. A passage is carried only where alignment (`alignment.align`) leads to the
    very same words; of words that stand more than once, only where what stands beside them is the same as well.
    Where it is not carried, ``start`` and ``end`` are those given and ``reason`` says why. Nothing is dropped.

    Example:
        >>> found = carry_over(pd.DataFrame({"coding_id": ["a"], "start": [4], "end": [7]}), "one two", "one and two")
        >>> found[["start", "end", "carried"]].to_numpy().tolist()
        [[8, 11, True]]
    """
    require(codings, "codings", "coding_id", "start", "end")
    places = Places(old_text, new_text)
    spans = [(int(start), int(end)) for start, end in zip(codings["start"], codings["end"], strict=True)]
    found = [places.carry(start, end) for start, end in spans]
    moved = [
        (*span, True, "") if isinstance(span, tuple) else (*given, False, span)
        for span, given in zip(found, spans, strict=True)
    ]
    columns = {name: [row[at] for row in moved] for at, name in enumerate(("start", "end", "carried", "reason"))}
    return pd.DataFrame({"coding_id": codings["coding_id"].tolist(), **columns})


class Places:
    """Two versions of one text aligned, and asked where something of the old one stands in the new one."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._blocks: Sequence[Block] = align(old, new)
        self._starts = [block.old for block in self._blocks]

    def carry(self, start: int, end: int) -> tuple[int, int] | str:
        """Return the place of a passage's very same words in the new text, or why there is none."""
        words = self._old[start:end]
        if not 0 <= start < end <= len(self._old):
            return NOWHERE
        for at in self._candidates(start, end):
            if at >= 0 and self._new[at : at + len(words)] == words:
                return (at, at + len(words)) if self._is_sure(start, at, words) else UNSURE
        return self._why(start, end)

    def enclose(self, start: int, end: int) -> tuple[int, int] | None:
        """Return what became of a stretch, changed words inside it or not: from its first shared word to its last."""
        shared = [
            (block, max(start, block.old), min(end, block.old + block.length)) for block in self._near(start, end)
        ]
        shared = [(b, first, past) for b, first, past in shared if self._old[first:past].strip()]
        if not shared:
            return None
        (one, first, _), (last, _, past) = shared[0], shared[-1]
        return one.new + first - one.old, last.new + past - last.old

    def _near(self, start: int, end: int) -> Iterator[Block]:
        at = max(bisect.bisect_right(self._starts, start) - 1, 0)
        for block in self._blocks[at:]:
            if block.old >= end:
                return
            if block.old + block.length > start:
                yield block

    def _candidates(self, start: int, end: int) -> list[int]:
        """Return where the passage would begin, by each block it lies in, the one that holds most of it first."""
        weights: Counter[int] = Counter()
        for block in self._near(start, end):
            weights[start + block.new - block.old] += min(end, block.old + block.length) - max(start, block.old)
        return [at for at, _ in weights.most_common()]

    def _is_sure(self, start: int, at: int, words: str) -> bool:
        end, past = start + len(words), at + len(words)
        before = self._old[max(start - _CONTEXT, 0) : start] == self._new[max(at - _CONTEXT, 0) : at]
        after = self._old[end : end + _CONTEXT] == self._new[past : past + _CONTEXT]
        return before or after or self._new.find(words, self._new.find(words) + 1) < 0

    def _why(self, start: int, end: int) -> str:
        place = self.enclose(start, end)
        if place is None:
            return GONE
        same = self._old[start:end].split() == self._new[place[0] : place[1]].split()
        return BLANKS if same else CHANGED
