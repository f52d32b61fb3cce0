"""Backups: one SQLite file that restores to SQLite and to PostgreSQL, checked when it is made and before it is used."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import os
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused, UsageError, WorkFailed
from useit_eval.store import engine as engines
from useit_eval.store import migrate, rows, seal, servers, verification
from useit_eval.store.tables import META, metadata, versioned

RESTORED = "Nothing was changed. Take another backup."


@dataclasses.dataclass(frozen=True)
class Restored:
    """What a restore put in place, and where the store that it replaced is kept ("" when there was none)."""

    rows: int
    entries: int
    last_link: str
    kept: str


def back_up(place: str | Path, folder: Path, *, name: str = "store") -> Path:
    """Return the path of a copy of a store in a folder, `<name>.<UTC>.sqlite`, whole, verified and its owner's alone.

    Others may go on writing meanwhile. Raises WorkFailed when the folder cannot be written or the disk is full,
    InputRefused when the store itself is broken; no copy is then left.
    """
    url = engines.url_of(place)
    with _partial(folder, name) as (partial, path):
        with engines.plain_faults(str(partial)):
            if url.get_backend_name() == "sqlite":
                _copy_sqlite(Path(url.database), partial)
            else:
                _copy_server(url, partial)
            _fold(partial)
        _check(partial, engines.place_of(url))
        os.replace(partial, path)
    return path


def restore(backup: Path, place: str | Path) -> Restored:
    """Put a backup in a store's place and return what was restored; the store that was there is kept beside it.

    The backup's pages, revision and chain are checked before anything changes; one of an earlier revision is brought
    up to date. Raises InputRefused when it does not hold, WorkFailed when another program has the store open.
    """
    if not backup.is_file():
        raise InputRefused("there is no such file", str(backup), "Name a backup made by: useit-eval backup")
    url = engines.url_of(place)
    home = Path(url.database).parent if url.get_backend_name() == "sqlite" else backup.parent
    with _partial(home, "restoring") as (partial, _path), engines.plain_faults(str(backup)):
        _copy_sqlite(backup, partial)
        _bring_up_to_date(partial, str(backup))
        report = _check(partial, str(backup))
        kept = _swap(partial, Path(url.database)) if url.get_backend_name() == "sqlite" else _fill_server(partial, url)
    return Restored(report.rows, report.entries, report.last_link, kept)


@contextlib.contextmanager
def _partial(folder: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Give the path of an empty file of the owner's alone, and the name it may get; what is left of it goes."""
    path = _free(folder, f"{name}.{stamp()}")
    partial = folder / f".{path.name}.{uuid.uuid4().hex}.partial"
    try:
        migrate.make_folder(folder)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise WorkFailed(f"the folder cannot be written ({reason})", str(folder), "Check its permissions.") from None
    try:
        yield partial, path
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)


def _free(folder: Path, name: str) -> Path:
    tries = [folder / f"{name}.sqlite", *[folder / f"{name}-{number}.sqlite" for number in range(2, 100)]]
    return next(path for path in tries if not path.exists())


def stamp() -> str:
    """Return the UTC time for the name of a file."""
    return dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _copy_sqlite(path: Path, copy: Path) -> None:
    if not path.is_file():
        raise InputRefused("there is no store", str(path), "It is made when something is first added.")
    with _raw(f"{path.resolve().as_uri()}?mode=ro") as source, _raw(copy.resolve().as_uri()) as target:
        source.backup(target)


def _fold(path: Path) -> None:
    """Let a copy be one file, without the log that a store in use has beside it."""
    with _raw(path.resolve().as_uri()) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _copy_server(url: sa.URL, partial: Path) -> None:
    place = engines.place_of(url)
    source, target = engines.make_engine(url, wait=30), engines.make_engine(engines.url_of(partial), wait=30)
    try:
        migrate.migrate(target, str(partial))
        with engines.reading(source, place) as taken, engines.writing(target, str(partial)) as filled:
            if taken.dialect.name == "postgresql":  # one view of all tables
                taken.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            copy_rows(taken, filled)
    finally:
        source.dispose()
        target.dispose()


def copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Fill an empty store with every row of another, with seals, audit and the store's own id."""
    target.execute(metadata().tables[META].delete())
    for table in metadata().sorted_tables:
        if table.name == META:
            held = [dict(row) for row in source.execute(sa.select(table)).mappings()]
        else:
            spec = rows.spec_of(table.name)
            held = rows.raw_rows(source, spec, more=seal.COLUMNS if versioned(spec) else ())
        rows.insert(target, table.name, held)


def _bring_up_to_date(partial: Path, place: str) -> None:
    engine = engines.make_engine(engines.url_of(partial), wait=30)
    try:
        with engines.writing(engine, place) as connection:
            revision = migrate.revision_of(connection)
            migrate.check_known(revision, place)
            if revision is None:
                raise InputRefused("the file holds no store", place, RESTORED)
            if not migrate.up_to_date(revision):
                migrate.upgrade(connection)
    finally:
        engine.dispose()


def _check(path: Path, place: str) -> verification.VerifyReport:
    engine = engines.make_engine(engines.url_of(path), wait=30)
    try:
        with engines.reading(engine, place) as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if told != "ok":
                raise InputRefused(f"the file is damaged ({told})", place, RESTORED)
            report = verification.verify(connection)
    finally:
        engine.dispose()
    if report.first_fault:
        raise InputRefused(f"the store is not as it was written: {report.first_fault}", place, RESTORED)
    return report


def _swap(partial: Path, path: Path) -> str:
    with _raw(partial.resolve().as_uri()) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    if not path.exists():
        os.replace(partial, path)
        return ""
    kept = _free(path.parent, f"{path.stem}.replaced.{stamp()}")
    with _alone(path) as connection:
        if os.name == "nt":  # a file that is open cannot be renamed there
            connection.close()
        os.replace(path, kept)
        os.replace(partial, path)
    return str(kept)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a store that nobody else has open, its log folded in. Raises WorkFailed when others have."""
    with _raw(path.resolve().as_uri(), timeout=1) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            mode = "locked"
        except sqlite3.DatabaseError:  # the store is damaged: the more reason to restore
            mode = "delete"
        if mode != "delete":
            raise WorkFailed(
                "another program has the store open",
                str(path),
                "Close notebooks and other windows of the study; nothing was changed.",
            )
        yield connection


def _fill_server(partial: Path, url: sa.URL) -> str:
    schema = str(url.query.get("schema", ""))
    if not schema:
        raise UsageError("the URL names no schema", engines.place_of(url), "Add ?schema=NAME to it.")
    kept, place = f"{schema}_replaced_{stamp().lower()}", engines.place_of(url)
    source, target = engines.make_engine(engines.url_of(partial), wait=30), engines.make_engine(url, wait=30)
    try:
        with engines.plain_faults(place):
            servers.make_schema(target)
        with engines.reading(source, str(partial)) as taken, engines.plain_faults(place), target.begin() as filled:
            if not filled.exec_driver_sql(engines.TRY_LOCK).scalar():
                raise WorkFailed("another program is writing to the store", place, "Wait for it; nothing was changed.")
            empty = migrate.revision_of(filled) is None
            if not empty:
                filled.exec_driver_sql(f"ALTER SCHEMA {schema} RENAME TO {kept}")
                filled.exec_driver_sql(f"CREATE SCHEMA {schema}")
            migrate.upgrade(filled)
            copy_rows(taken, filled)
    finally:
        source.dispose()
        target.dispose()
    return "" if empty else f"schema {kept}"


@contextlib.contextmanager
def _raw(uri: str, timeout: float = 30.0) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)) as connection:
        yield connection
