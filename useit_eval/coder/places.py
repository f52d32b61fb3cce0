"""Where a coder stands: one source's text and turns, read once and held while the text is the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from useit_eval.ground import frames
from useit_eval.ground.blanks import WITHDRAWN
from useit_eval.ground.text import sha256
from useit_eval.store import lookups

if TYPE_CHECKING:
    from useit_eval.store.database import Store, Writing
    from useit_eval.workbench.bench import Bench

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Place:
    """A source's text with its hash, and the numbers, places and locators of its turns."""

    sha256_text: str
    text: str
    turns: tuple[tuple[int, int, int, str], ...]
    """Number, start, end and locator of each turn, in their order."""

    def holds(self, start: int, end: int, digest: str) -> bool:
        """Return whether the words at a place are those of the hash; the place lies inside the text."""
        return 0 <= start < end <= len(self.text) and sha256(self.text[start:end]) == digest

    def locator(self, start: int) -> str:
        """Return how a reader finds a place: the turn it stands in, or the last one before it; "" before all."""
        before = [turn for turn in self.turns if turn[1] <= start]
        return before[-1][3] if before else ""


def read_place(bench: Bench, source_id: str) -> Place | None:
    """Return the text and turns of a source, or None when its text is not at hand on this machine."""
    text = lookups.text_of(bench.store, source_id)
    if not text:
        return None
    rows = of_source(bench.store, "segment", ids_of(bench.store, source_id))
    turns = ((int(row["number"]), int(row["start"]), int(row["end"]), row["locator"]) for row in rows)
    return Place(sha256(text), text, tuple(sorted(turns)))


def ids_of(store: Store | Writing, source_id: str) -> list[str]:
    """Return every id that a source ever had, given any of them."""
    last = lookups.standing_ids(store)
    standing = last.get(source_id, source_id)
    return [standing, *(key for key, now in last.items() if now == standing and key != standing)]


def of_source(store: Store | Writing, table: str, source_ids: list[str]) -> list[Row]:
    """Return the rows of a table that stand now for a source, given every id it had."""
    return lookups.rows_where(store, table, "source_id", source_ids, standing=True)


def standing_source(store: Store | Writing, source_id: str) -> Row | None:
    """Return the row that stands now for a source, given any id it had; None for an unknown or a removed one."""
    last = lookups.standing_ids(store)
    found = lookups.rows_where(store, "source", "source_id", [last.get(source_id, source_id)], standing=True)
    return found[-1] if found else None


def voiced(turns: list[Row], voices: list[Row]) -> list[Row]:
    """Return turns with the voice that speaks each, where a voice of the source is spoken as its label."""
    known = {label: row["voice_id"] for row in voices for label in frames.labels(row["spoken_as"])}
    return [{**row, "voice_id": row["voice_id"] or known.get((row["speaker"] or "").strip())} for row in turns]


def silent_turns(store: Store | Writing, ids: list[str]) -> list[Row]:
    """Return the turns of a source, given every id it had, whose voice withdrew consent."""
    voices = of_source(store, "voice", ids)
    gone = {row["voice_id"] for row in voices if is_withdrawn(row)}
    if not gone:
        return []
    return [turn for turn in voiced(of_source(store, "segment", ids), voices) if turn["voice_id"] in gone]


def touches(row: Row, turns: Iterable[Row]) -> bool:
    """Return whether a passage reaches into one of some turns."""
    return any(row["start"] < turn["end"] and turn["start"] < row["end"] for turn in turns)


def is_withdrawn(row: Row) -> bool:
    """Return whether a source or voice may no longer be worked with."""
    return row["consent"] == WITHDRAWN
