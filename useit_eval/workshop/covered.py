"""What the room has read and marked, source by source and never person by person: nobody is timed or ranked."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from useit_eval.coder.places import ids_of, is_withdrawn, of_source
from useit_eval.store import lookups

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

Row = dict[str, Any]


def tell_coverage(bench: Bench, coders: Collection[str]) -> list[Row]:
    """Return for each source: label, title, turns, how many of them somebody of the room has read, and has marked.

    ``readers`` and ``markers`` are how many people. Read are turns noted as read, and those somebody marked.
    """
    store = bench.store
    held = lookups.rows_where(store, "source", "source_id", lookups.with_text(store), standing=True)
    rows = sorted((row for row in held if not is_withdrawn(row)), key=lambda row: row["label"])
    read = lookups.rows_where(store, "coverage", "coder", list(coders), standing=True)
    marked = lookups.rows_where(store, "coding", "coder", list(coders), standing=True)
    return [_source(bench, row, read, marked) for row in rows]


def _source(bench: Bench, row: Row, read: list[Row], marked: list[Row]) -> Row:
    ids = set(ids_of(bench.store, row["source_id"]))
    read = [each for each in read if each["source_id"] in ids]
    marked = [each for each in marked if each["source_id"] in ids]
    turns = [(turn["number"], turn["start"], turn["end"]) for turn in of_source(bench.store, "segment", list(ids))]
    touched = {number for number, start, end in turns for each in marked if start < each["end"] and each["start"] < end}
    seen = {number for number, _, _ in turns for each in read if each["from_turn"] <= number <= each["to_turn"]}
    return {
        **{name: row[name] for name in ("source_id", "label", "title")},
        **{"turns": len(turns), "read": len(seen | touched), "marked": len(touched)},
        "readers": len({each["coder"] for each in [*read, *marked]}),
        "markers": len({each["coder"] for each in marked}),
    }
