"""Two copies of one study's store brought together: every row of both, nothing lost, the same whichever way round."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground.blanks import FILLER
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.frames import TableSpec
from useit_eval.store import engine as engines
from useit_eval.store import migrate
from useit_eval.store.rows import Row, content
from useit_eval.store.tables import STORED, WRITTEN

if TYPE_CHECKING:
    from useit_eval.store.database import Store, Writing

ACT = "merge"
ROWS = tuple(spec for spec in STORED if spec.name not in ("audit", "erasure"))
_ERASURE = next(spec for spec in STORED if spec.name == "erasure")
Rows = Mapping[str, list[Row]]


@dataclasses.dataclass(frozen=True)
class Merged:
    """What came from another store: rows added by table, rows that were here already, rows erased as they are there."""

    store_id: str
    added: Mapping[str, int]
    known: int
    erased: int

    @property
    def came(self) -> bool:
        """Return whether anything came."""
        return bool(self.erased or any(self.added.values()))


def merge(store: Store, other: Path | str, *, by: str) -> Merged:
    """Bring every row of another copy's SQLite store into this one, in one transaction; return what came.

    The other is read from a private copy and stays as it is; one of an earlier revision is brought up to date in that
    copy. Rows keep who wrote them, when and in which store; words erased in either are erased in the result. Doing it
    twice adds nothing. Raises InputRefused for a newer or damaged store, a broken chain, another study, or a row that
    has other content there; nothing is then written.
    """
    with reading_copy(Path(other)) as copy:
        theirs = _rows_of(copy, by)
        told = _last_entry(copy)
        with store.writing(by=by) as work:
            merged = _bring(work, theirs, copy.store_id, str(other))
            if merged.came:
                work.note(ACT, {copy.store_id: json.dumps({**told, **dataclasses.asdict(merged)})}, table="store")
    return merged


@contextlib.contextmanager
def reading_copy(path: Path, *, verified: bool = True) -> Iterator[Store]:
    """Give a store opened from a private copy of a SQLite store, checked; the copy is gone afterwards.

    Without ``verified`` the chain of its audit is left unread. Raises UsageError when there is no such file; InputRefused when it is no store, damaged, newer, or its chain broken.
    """
    from useit_eval.store.database import open_store

    if not path.is_file():
        raise UsageError("there is no such store", str(path), "Name a store.sqlite, its project's folder, or a backup.")
    with tempfile.TemporaryDirectory(prefix="useit-merge-") as folder:
        copied = Path(folder) / "store.sqlite"
        _copy(path, copied)
        opened = open_store(copied)
        try:
            if verified:
                _check_chain(opened, path)
            yield opened
        finally:
            opened.close()


def _copy(path: Path, target: Path) -> None:
    """Copy a store whole, its log included, without writing to it; refuse one that is damaged or newer."""
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with (
        engines.plain_faults(str(path)),
        contextlib.closing(sqlite3.connect(uri, uri=True, timeout=30)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        told = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        revision = _revision(copy)
    if told != "ok":
        raise InputRefused("the store is damaged", str(path), "Use a backup of it.")
    if revision is None:
        raise InputRefused("the file is not a store of useit-eval", str(path), "Name another file.")
    migrate.check_known(revision, str(path))


def _revision(connection: sqlite3.Connection) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if migrate.VERSION_TABLE not in tables:
        return None
    return connection.execute(f"SELECT version_num FROM {migrate.VERSION_TABLE}").fetchone()[0]


def _check_chain(opened: Store, path: Path) -> None:
    report = opened.verify()
    if report.first_fault:
        raise InputRefused(
            f"the other store's record does not hold together: {report.first_fault}", str(path),
            "Look into it with: useit-eval audit --verify. Nothing was merged.",
        )  # fmt: skip


def _rows_of(copy: Store, by: str) -> Rows:
    with copy.writing(by=by) as work:
        return {spec.name: work.all_rows(spec.name) for spec in (*ROWS, _ERASURE)}


def _last_entry(copy: Store) -> dict[str, object]:
    entries = copy.history("audit")
    own = entries[entries["store_id"] == copy.store_id].sort_values("number")
    if own.empty:
        return {"last_number": 0, "last_link": ""}
    return {"last_number": int(own["number"].iloc[-1]), "last_link": str(own["link"].iloc[-1])}


def _bring(work: Writing, theirs: Rows, store_id: str, where: str) -> Merged:
    ours = {spec.name: {row[spec.key]: row for row in work.all_rows(spec.name)} for spec in (*ROWS, _ERASURE)}
    _refuse_other_study(ours, theirs, where)
    erased = {side: _erased(rows) for side, rows in (("ours", ours["erasure"].values()), ("theirs", theirs["erasure"]))}
    # Their tombstones first: what is erased here on their account then bears the day on which they erased it.
    added = {"erasure": work.take("erasure", _absent(_ERASURE, theirs, ours), act=ACT)}
    known, blanked = 0, 0
    for spec in ROWS:
        mine, new = ours[spec.name], _absent(spec, theirs, ours)
        both = [(mine[row[spec.key]], row) for row in theirs[spec.name] if row[spec.key] in mine]
        known += len(both)
        added[spec.name] = work.take(spec.name, new, act=ACT)
        for reason, group in _remains(spec, both, erased, where).items():
            blanked += work.erase(spec.name, group, reason=reason)
        gone = [row[spec.key] for row in new if (spec.name, row[spec.key]) in erased["theirs"]]
        work.erase(spec.name, {key: {} for key in gone}, reason=ACT)
    return Merged(store_id, {name: count for name, count in added.items() if count}, known, blanked)


def _absent(spec: TableSpec, theirs: Rows, ours: Mapping[str, Mapping[str, Row]]) -> list[Row]:
    return [row for row in theirs[spec.name] if row[spec.key] not in ours[spec.name]]


def _refuse_other_study(ours: Mapping[str, Mapping[str, Row]], theirs: Rows, where: str) -> None:
    here, there = ours["source"], {row["source_id"] for row in theirs["source"]}
    if here and there and not there & set(here):
        raise InputRefused("the other store holds another study: no source of it is here", where, "Name another copy.")


def _erased(stones: Iterator[Row] | list[Row]) -> dict[tuple[str, str], str]:
    return {(stone["table_name"], stone["record_key"]): stone["reason"] for stone in stones}


def _remains(
    spec: TableSpec, both: list[tuple[Row, Row]], erased: Mapping[str, dict[tuple[str, str], str]], where: str
) -> dict[str, dict[str, Row]]:
    """Return by reason, then key, what is left of rows held here whose words were erased there."""
    found: dict[str, dict[str, Row]] = {}
    for mine, row in both:
        place = (spec.name, row[spec.key])
        if content(mine) == content(row) and place not in erased["theirs"]:
            continue
        if place not in erased["ours"] and place not in erased["theirs"]:
            raise InputRefused(
                f"{spec.name} {row[spec.key]} has other content in the other store, though rows are never edited",
                where, "One of the two was changed outside useit-eval; see useit-eval audit --verify.",
            )  # fmt: skip
        if place in erased["theirs"]:
            left = _less(spec, mine, row, here=place in erased["ours"])
            found.setdefault(erased["theirs"][place], {})[row[spec.key]] = left
    return found


def _less(spec: TableSpec, mine: Row, row: Row, *, here: bool) -> Row:
    """Return what is left of a row erased there, and perhaps here too: only what neither has erased."""
    told = {name: value for name, value in row.items() if name not in WRITTEN}
    if here and spec.name == "source_text":
        pairs = zip(mine["text"], row["text"], strict=True)
        told["text"] = "".join(FILLER if FILLER in pair else pair[0] for pair in pairs)
    return told
