"""Keeping the store's rows of an authored file the same as the file: what to append so that they agree again."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection

from useit_eval.ground.frames import TableSpec
from useit_eval.store.chains import first_keys
from useit_eval.store.rows import Row, content, now


@dataclasses.dataclass(frozen=True)
class _Chain:
    """One record through its rows: the last of all, and the last that this writer wrote."""

    last: Row
    last_by_writer: Row | None


def rows_to_append(
    held: list[Row], wanted: list[Row], spec: TableSpec, *, by: str, foreign: Collection[str] = ()
) -> list[Row]:
    """Return the rows that make the current rows written by ``by`` equal to ``wanted``.

    ``held`` is the table's whole history, oldest first. A record new to the store comes as it is; one whose file
    changed supersedes its last row, under a key made from that row and the new content, so that two processes (or
    two stores) that read the same change mint the same row; one gone from the file is marked removed. What a
    person changed in the store since stays as it is as long as the file does not change. Keys in ``foreign`` came
    from another copy of the study, where they stand in its files: that they stand in none here removes none of them.
    """
    chains, first = _chains(held, spec, by)
    new = [_change(row, chains.get(first.get(row[spec.key], row[spec.key])), spec) for row in wanted]
    still = {first.get(row[spec.key], row[spec.key]) for row in wanted}
    away = [chain.last for start, chain in chains.items() if start not in still and _stands(chain)]
    gone = [row for row in away if row[spec.key] not in foreign]
    written = {"recorded_by": by, "recorded_at": now()}
    removals = [_superseding({**row, "removed": True, **written}, row, spec) for row in gone]
    return [row for row in new if row] + removals


def _chains(held: list[Row], spec: TableSpec, by: str) -> tuple[dict[str, _Chain], dict[str, str]]:
    first = first_keys([(row[spec.key], row["supersedes"]) for row in held])
    chains: dict[str, _Chain] = {}
    for row in _earlier_first(held, spec):
        start = first[row[spec.key]]
        before = chains[start].last_by_writer if start in chains else None
        chains[start] = _Chain(row, row if row["recorded_by"] == by else before)
    return chains, first


def _earlier_first(held: list[Row], spec: TableSpec) -> list[Row]:
    """Return rows so that each comes after the one it supersedes, whatever the clocks of their writers said."""
    by_superseded: dict[str | None, list[Row]] = {}
    for row in held:
        by_superseded.setdefault(row["supersedes"], []).append(row)
    ordered, level = [], by_superseded.get(None, [])
    while level:
        ordered.extend(level)
        level = [later for row in level for later in by_superseded.get(row[spec.key], [])]
    return ordered


def _change(row: Row, chain: _Chain | None, spec: TableSpec) -> Row | None:
    if chain is None:
        return row
    known = chain.last_by_writer or chain.last
    if _same(row, known, spec):
        return None
    return _superseding(row, chain.last, spec)


def _same(row: Row, other: Row, spec: TableSpec) -> bool:
    apart = {spec.key: None, "supersedes": None}
    return content({**row, **apart}) == content({**other, **apart})


def _stands(chain: _Chain) -> bool:
    """Return whether the record is this writer's and still there: what a person wrote is never removed by a file."""
    return chain.last is chain.last_by_writer and not chain.last["removed"]


def _superseding(row: Row, earlier: Row, spec: TableSpec) -> Row:
    words = repr(content({**row, spec.key: None, "supersedes": None}))
    key = str(uuid.uuid5(uuid.UUID(earlier[spec.key]), words))
    return {**row, spec.key: key, "supersedes": earlier[spec.key]}
