"""The store itself: append, read what stands now, read everything, and note in the audit who did what."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import TableSpec
from useit_eval.store import chain, chains, erasure, migrate, mirror, rows, servers, verification
from useit_eval.store import engine as engines
from useit_eval.store.tables import META, metadata, table, versioned, view_name
from useit_eval.store.verification import VerifyReport


def open_store(url_or_path: str | Path, *, wait: float = 30.0) -> Store:
    """Return the store at a path (SQLite) or database URL, made or brought to the newest revision first if need be.

    ``wait`` is how many seconds a writer waits for the others. Raises InputRefused for a newer store or a file that
    is no store, WorkFailed when it is locked or its folder cannot be written.
    """
    url = engines.url_of(url_or_path)
    place = engines.place_of(url)
    if url.get_backend_name() == "sqlite" and not Path(place).exists():
        migrate.create_sqlite(Path(place), wait=wait)
    elif url.get_backend_name() == "sqlite" and Path(place).is_file() and not Path(place).stat().st_size:
        # A store is made whole and then named: an empty one lost what it held, and is not begun anew in silence.
        raise InputRefused("the store's file is empty", place, "Restore a backup: useit-eval restore FILE")
    engine = engines.make_engine(url, wait=wait)
    try:
        if engine.dialect.name == "postgresql":
            with engines.plain_faults(place):
                servers.make_schema(engine)
        return Store(engine, place, _store_id(engine, place))
    except BaseException:
        engine.dispose()
        raise


def _store_id(engine: sa.Engine, place: str) -> str:
    with engines.reading(engine, place) as connection:
        revision = migrate.revision_of(connection)
    migrate.check_known(revision, place)
    if not migrate.up_to_date(revision):
        migrate.migrate(engine, place)
    with engines.reading(engine, place) as connection:
        return connection.execute(sa.select(metadata().tables[META].c.store_id)).scalar_one()


class Store:
    """One study's rows. Nothing is ever edited: a change is a new row that supersedes an earlier one."""

    def __init__(self, engine: sa.Engine, place: str, store_id: str) -> None:
        self._engine, self.place, self.store_id = engine, place, store_id

    def append(self, table: str, frame: pd.DataFrame, *, by: str) -> int:
        """Return how many rows were really added; see `Writing.append`. The audit says so in the same transaction."""
        with self.writing(by=by) as work:
            return work.append(table, frame)

    @contextlib.contextmanager
    def writing(self, *, by: str) -> Iterator[Writing]:
        """Give a `Writing`: several acts in one transaction that is kept whole, or not at all when an error is raised.

        Raises WorkFailed when the store stays locked by another program, InputRefused for a row refused.
        """
        with engines.writing(self._engine, self.place) as connection:
            yield Writing(connection, store_id=self.store_id, by=by)

    def current(self, table: str) -> pd.DataFrame:
        """Return the rows that stand now, with the declared columns and dtypes, ordered by key; missing is NA.

        Superseded and removed rows are left out, and a reference to a superseded row leads to the one that stands.
        """
        spec = rows.spec_of(table)
        with engines.reading(self._engine, self.place) as connection:
            return _current(connection, spec)

    def history(self, table: str) -> pd.DataFrame:
        """Return every row ever written to a table, superseded and removed ones too."""
        spec = rows.spec_of(table)
        with engines.reading(self._engine, self.place) as connection:
            return rows.to_frame(connection, spec, spec.name)

    def first_keys(self, table: str) -> dict[str, str]:
        """Return, for every row of a table, the key its record began with: the id that exports keep."""
        with engines.reading(self._engine, self.place) as connection:
            return chains.first_keys(_links(connection, rows.spec_of(table)))

    def noted(self, act: str) -> dict[str, str]:
        """Return what the audit last noted for an act: record key to the text after it."""
        with engines.reading(self._engine, self.place) as connection:
            return _noted(connection, act)

    def compact(self) -> tuple[str, ...]:
        """Rewrite the store's files so that nothing erased is left in them; see `erasure.compact`."""
        return erasure.compact(self._engine, self.place)

    def verify(self) -> VerifyReport:
        """Return whether rows and audit are as they were written: the first fault, named, and what was erased."""
        with engines.reading(self._engine, self.place) as connection:
            return verification.verify(connection)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._engine.dispose()


class Writing:
    """An open write transaction; nobody else writes meanwhile."""

    def __init__(self, connection: sa.Connection, *, store_id: str, by: str) -> None:
        self._connection, self._store_id, self._by = connection, store_id, by
        self._chain = chain.Chain(connection, store_id=store_id, by=by)

    def append(self, table: str, frame: pd.DataFrame) -> int:
        """Return how many rows were added: a row already there with the same content is skipped.

        Columns: those of the table. Who writes and in which store is always this writer and this store; when,
        supersedes and removed are filled in where absent. Raises InputRefused when a row's key is there with other
        content, or when a row refers to one that is not there.
        """
        spec = rows.spec_of(table)
        with rows.collector_paused():
            return self._add_new(spec, self._rows(frame, spec), act="append")

    def append_rows(self, table: str, given: Sequence[Mapping[str, Any]]) -> int:
        """Return how many rows were added, as `append` does for a frame: the short way for a few plain rows."""
        spec = rows.spec_of(table)
        made = rows.from_rows(given, spec, store_id=self._store_id, by=self._by)
        return self._add_new(spec, made, act="append")

    def take(self, table: str, found: list[rows.Row], *, act: str) -> int:
        """Return how many rows were added under an act of that name, each as it was written elsewhere.

        ``found`` are rows with every column of the table: who wrote them, when and in which store stays. A row that is
        there with the same content is skipped. Raises InputRefused when a row's key is there with other content.
        """
        return self._add_new(rows.spec_of(table), found, act=act)

    def mirror(self, table: str, frame: pd.DataFrame) -> int:
        """Return how many rows were added so that the current rows of this writer are those of an authored file."""
        spec = rows.spec_of(table)
        held = rows.all_rows(self._connection, spec)
        new = mirror.rows_to_append(
            held, self._rows(frame, spec), spec, by=self._by, foreign=rows.keys_of_act(self._connection, spec, "merge")
        )
        return self._chain.write(spec, new, act="load")

    def erase(self, table: str, remains: Mapping[str, Mapping[str, object]], *, reason: str) -> int:
        """Return how many rows were erased: ``remains`` holds by key what stands in which column from now on.

        Each leaves a tombstone and loses its salt; see `erasure.erase`. The one act that changes rows.
        """
        spec, written = rows.spec_of(table), {"store_id": self._store_id, "recorded_by": self._by}
        written["recorded_at"] = rows.now()
        return erasure.erase(self._connection, self._chain, spec, remains, reason=reason, written=written)

    def all_rows(self, table: str) -> list[rows.Row]:
        """Return every row ever written to a table, oldest first, as plain values."""
        return rows.all_rows(self._connection, rows.spec_of(table))

    def current(self, table: str) -> pd.DataFrame:
        """Return the rows that stand now, as `Store.current` does, seen from inside this transaction."""
        return _current(self._connection, rows.spec_of(table))

    def noted(self, act: str) -> dict[str, str]:
        """Return what the audit last noted for an act, seen from inside this transaction."""
        return _noted(self._connection, act)

    def note(self, act: str, after: Mapping[str, str], *, table: str = "file") -> None:
        """Write audit entries for an act: record key to a digest or summary after it. No hash of words without salt."""
        before = self.noted(act)
        for key, text in after.items():
            self._chain.note(act, table=table, key=key, before=before.get(key), after=text)

    def _rows(self, frame: pd.DataFrame, spec: TableSpec) -> list[rows.Row]:
        # Rows taken from the current view still bear the name of who wrote them before.
        unsigned = frame.drop(columns=["store_id", "recorded_by"], errors="ignore")
        return rows.from_frame(unsigned, spec, store_id=self._store_id, by=self._by)

    def _add_new(self, spec: TableSpec, wanted: list[rows.Row], *, act: str) -> int:
        # Rows are nearly always new: they are looked up only when one turned out to be there.
        whole = self._chain.write(spec, wanted, act=act)
        return whole or self._chain.write(spec, _new_rows(self._connection, spec, wanted), act=act)


def signed_by(work: Writing, by: str) -> Writing:
    """Return the same open transaction under another signature: files are read by the files, and changed by a person."""
    return Writing(work._connection, store_id=work._store_id, by=by)


def _new_rows(connection: sa.Connection, spec: TableSpec, wanted: list[rows.Row]) -> list[rows.Row]:
    known = {key: rows.content(row) for key, row in rows.held(connection, spec, [r[spec.key] for r in wanted]).items()}
    new = []
    for row in wanted:
        key = row[spec.key]
        if key not in known:
            known[key] = rows.content(row)
            new.append(row)
        elif known[key] != rows.content(row):
            raise InputRefused(
                f"{spec.name} {key} is in the store with other content",
                "",
                "Rows are never edited: add a row of its own key that supersedes it. Nothing was written.",
            )
    return new


def _current(connection: sa.Connection, spec: TableSpec) -> pd.DataFrame:
    if not versioned(spec):
        return rows.to_frame(connection, spec, spec.name)
    frame = rows.to_frame(connection, spec, view_name(spec))
    moved = {name: _moved(connection, target) for name, target in rows.references(spec).items()}
    changed = {name: frame[name].replace(keys).astype("str") for name, keys in moved.items() if keys}
    return frame.assign(**changed)


def _noted(connection: sa.Connection, act: str) -> dict[str, str]:
    audit = table("audit")
    query = (
        sa.select(audit.c.record_key, audit.c.after)
        .where(audit.c.act == act)
        .order_by(audit.c.recorded_at, audit.c.number)
    )
    return {key: after for key, after in connection.execute(query)}


def _links(connection: sa.Connection, spec: TableSpec) -> list[chains.Link]:
    columns = table(spec.name)
    query = sa.select(columns.c[spec.key], columns.c.supersedes).order_by(columns.c.recorded_at, columns.c[spec.key])
    return [(key, superseded) for key, superseded in connection.execute(query)]


def _moved(connection: sa.Connection, spec: TableSpec) -> dict[str, str]:
    """Return the keys of superseded rows with the key of the row that stands for each."""
    columns = table(spec.name)
    any_superseded = sa.select(columns.c[spec.key]).where(columns.c.supersedes.is_not(None)).limit(1)
    if connection.execute(any_superseded).first() is None:
        return {}
    return {key: last for key, last in chains.last_keys(_links(connection, spec)).items() if key != last}
