"""Verification: every row against its digest, every act against its rows, every link against the one before."""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from useit_eval.ground.frames import TableSpec
from useit_eval.store import chain, rows, seal
from useit_eval.store.tables import STORED, table, versioned, view_name, view_sql

_MOST_TRIED = 2000  # rows of one act among which an added one is sought: each try costs a digest over all
Entry = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class VerifyReport:
    """What a verification found. ``first_fault`` is a sentence that names the first broken row or entry, or ""."""

    entries: int
    rows: int
    erased: list[tuple[str, str, str]]
    """Table, key and day of every record whose words were erased on request."""
    first_fault: str
    last_number: int
    last_link: str


@dataclasses.dataclass(frozen=True)
class _Seal:
    """A row as its seal has it: its fault is "" when its content agrees with its digest."""

    table: str
    key: str
    digest: str
    entry: str
    fault: str


def verify(connection: sa.Connection) -> VerifyReport:
    """Return what is broken first, in the order of the chain, and what was erased; reads everything, changes nothing."""
    entries = _entries(connection)
    odd = [entry for entry in entries if type(entry["number"]) is not int]
    entries = [entry for entry in entries if type(entry["number"]) is int]
    tombstones = _tombstones(connection)
    sealed = [row for spec in STORED if versioned(spec) for row in _seals(connection, spec, tombstones)]
    number, link = chain.last_of(connection)
    first = (f"entry {entry['number']!r} of the audit has no number" for entry in odd)
    found = itertools.chain(
        first, _faults(entries, sealed, _own_store(connection), (number, link)), _damage(connection)
    )
    fault = next(found, "")
    held = {(row.table, row.key) for row in sealed}
    erased = [(*record, stones[-1]["recorded_at"][:10]) for record, stones in tombstones.items() if record in held]
    return VerifyReport(len(entries), len(sealed), sorted(erased), fault, number, link)


def _faults(entries: list[Entry], sealed: list[_Seal], own: str, last: tuple[int, str]) -> Iterator[str]:
    by_entry = defaultdict(list)
    for row in sealed:
        by_entry[row.entry].append(row)
    known = {entry["audit_id"] for entry in entries}
    for store_id in sorted({entry["store_id"] for entry in entries}, key=lambda name: (name != own, str(name))):
        mine = [entry for entry in entries if entry["store_id"] == store_id]
        yield from _chain_faults(mine, by_entry)
    ends = max((entry["number"] for entry in entries if entry["store_id"] == own), default=0)
    links = {entry["number"]: entry["link"] for entry in entries if entry["store_id"] == own}
    if ends != last[0] or links.get(ends, "") != last[1]:
        yield f"the chain of the audit ends with entry {ends}; the store says that it should end with {last[0]}"
    for row in sealed:
        if row.entry not in known:
            yield f"{row.table} {row.key} was added without an entry in the audit"


def _chain_faults(entries: list[Entry], by_entry: dict[str, list[_Seal]]) -> Iterator[str]:
    previous = ""
    for expected, entry in enumerate(entries, start=1):
        if entry["number"] > expected:
            yield f"entry {expected} of the audit is missing"
        if entry["number"] < expected:
            yield f"entry {entry['number']} of the audit is there twice"
        if entry["link"] != seal.link(previous, entry):
            yield f"{_named(entry)} was changed, or the one before it was changed or deleted"
        yield from _row_faults(entry, by_entry[entry["audit_id"]])
        previous = entry["link"]


def _row_faults(entry: Entry, found: list[_Seal]) -> Iterator[str]:
    yield from (row.fault for row in found if row.fault)
    yield from (
        f"{row.table} {row.key} was added: {_named(entry)} wrote rows of {entry['table_name']}"
        for row in found
        if row.table != entry["table_name"]
    )
    count = entry["row_count"]
    if len(found) < count:
        lost = count - len(found)
        which = f"{entry['table_name']} {_missing(found, entry)}"
        yield f"{which}: {lost} of the {count} that {_named(entry)} wrote {_are(lost)} missing"
    elif len(found) > count:
        yield f"{entry['table_name']} {_added(found, entry)} was added: {_named(entry)} did not write it"
    elif count and _cover(found) != entry["after"]:
        yield f"{entry['table_name']} {entry['record_key']}: what {_named(entry)} wrote was exchanged for something else"
    elif entry[seal.ROW_KEYS] and sorted(str(entry[seal.ROW_KEYS]).split()) != sorted(str(row.key) for row in found):
        yield f"the list of rows that {_named(entry)} wrote was changed"


def _added(found: list[_Seal], entry: Entry) -> str:
    """Return the key of the row too many: without it, the others are those that the act wrote."""
    if len(found) <= _MOST_TRIED and len(found) == entry["row_count"] + 1:
        for row in found:
            rest = [other for other in found if other is not row]
            if (not rest and not entry["row_count"]) or _cover(rest) == entry["after"]:
                return row.key
    return f"({len(found) - entry['row_count']} rows more than there should be)"


def _missing(found: list[_Seal], entry: Entry) -> str:
    """Return the key of the first row of an act that is not there."""
    held = {row.key for row in found}
    return next((key for key in (entry[seal.ROW_KEYS] or "").split() if key not in held), entry["record_key"])


def _cover(found: list[_Seal]) -> str:
    return seal.cover((row.key, row.digest) for row in found)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _named(entry: Entry) -> str:
    return f"entry {entry['number']} of the audit ({entry['act']}, {entry['recorded_by']}, {entry['recorded_at'][:10]})"


def _entries(connection: sa.Connection) -> list[Entry]:
    query = sa.select(table("audit"))
    held = [dict(row) for row in connection.execute(query).mappings()]
    return sorted(held, key=_place)


def _place(entry: Entry) -> tuple[str, int]:
    # Whoever alters the file may put anything into a column: SQLite keeps no types.
    return str(entry["store_id"]), entry["number"] if type(entry["number"]) is int else 0


def _damage(connection: sa.Connection) -> Iterator[str]:
    """Give what is wrong beside the rows: views and triggers that show or change other rows, pages, and indexes."""
    if connection.dialect.name != "sqlite":
        return
    made = dict(
        connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')").all()
    )
    for spec in (spec for spec in STORED if versioned(spec)):
        if made.pop(view_name(spec), "") != view_sql(spec):
            yield f"the view {view_name(spec)} was changed or is missing: what stands now cannot be told by it"
    yield from (f"{name} was added to the store: no view or trigger of that name is its own" for name in made)
    told = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if told != "ok":
        yield f"the file is damaged ({told})"


def _own_store(connection: sa.Connection) -> str:
    return connection.exec_driver_sql("SELECT store_id FROM store_meta").scalar_one()


def _tombstones(connection: sa.Connection) -> dict[tuple[str, str], list[Entry]]:
    """Return the tombstones of each record, oldest first: two voices of one text, or two copies, leave several."""
    stones = defaultdict(list)
    for stone in rows.all_rows(connection, rows.spec_of("erasure")):
        stones[stone["table_name"], stone["record_key"]].append(stone)
    return stones


def _seals(connection: sa.Connection, spec: TableSpec, tombstones: dict) -> list[_Seal]:
    held = rows.raw_rows(connection, spec)
    digests = seal.digest_rows(held, [row["salt"] or "" for row in held])
    made, name_of_key = [], spec.key
    for row, digest in zip(held, digests, strict=True):
        key = row[name_of_key]
        fault = _row_fault(row, digest, f"{spec.name} {key}", tombstones.get((spec.name, key), []))
        made.append(_Seal(spec.name, key, row["digest"] or "", row["entry"] or "", fault))
    return made


def _row_fault(row: rows.Row, digest: str, name: str, stones: list[Entry]) -> str:
    if not stones and row["salt"] is None:
        return f"{name} has no salt, and no tombstone says that it was erased"
    if not stones:
        return "" if digest == row["digest"] else f"{name} was changed after it was written"
    day = stones[-1]["recorded_at"][:10]
    if row["salt"] is not None:
        return f"{name} was erased on {day}, and is here again"
    if not any(seal.digest_remains(row, stone["erasure_id"]) == stone["remains"] for stone in stones):
        return f"what was left of {name} when it was erased on {day} was changed"
    return ""
