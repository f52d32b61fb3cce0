"""Connections: how SQLite and PostgreSQL are opened, how a write transaction begins, and what their faults mean."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event, exc

from useit_eval.ground.errors import InputRefused, UsageError, UseitError, WorkFailed
from useit_eval.store import servers, turns

_WRITING, _WAIT = "useit_writing", "useit_wait"
# Any fixed number: PostgreSQL's advisory lock of this package, one for each schema.
_LOCK = "SELECT pg_advisory_xact_lock(7571301, hashtext(current_schema()))"
TRY_LOCK = _LOCK.replace("pg_advisory", "pg_try_advisory")


def url_of(url_or_path: str | Path) -> sa.URL:
    """Return the database URL of a path or URL. Raises UsageError when a URL cannot be read."""
    text = str(url_or_path)
    if "://" not in text:
        return sa.URL.create("sqlite", database=str(Path(text)))
    try:
        return sa.make_url(text)
    except exc.ArgumentError:
        raise UsageError(
            "the store's URL cannot be read", "", "Write it as postgresql+pg8000://user@host:port/name"
        ) from None


def place_of(url: sa.URL) -> str:
    """Return how a message names the store: its path, or its URL without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database
    return url.difference_update_query(["schema"]).render_as_string(hide_password=True)


def make_engine(url: sa.URL, *, wait: float) -> sa.Engine:
    """Return an engine whose write transactions wait up to ``wait`` seconds for other writers.

    SQLite: foreign keys on, synchronous FULL (the last commit survives a power cut), BEGIN IMMEDIATE on every write.
    """
    if url.get_backend_name() != "sqlite":
        return servers.make_engine(url, wait=wait)
    engine = sa.create_engine(url, connect_args={"timeout": wait}, execution_options={_WAIT: wait})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextlib.contextmanager
def reading(engine: sa.Engine, place: str) -> Iterator[sa.Connection]:
    """Give a connection in a read transaction: one consistent view of the store."""
    with plain_faults(place), engine.connect() as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def writing(engine: sa.Engine, place: str) -> Iterator[sa.Connection]:
    """Give a connection in a write transaction that no other writer can enter; all of it is kept, or nothing."""
    with plain_faults(place), _turn(engine), engine.connect() as connection:
        connection = connection.execution_options(**{_WRITING: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(_LOCK)
            yield connection


def _turn(engine: sa.Engine) -> contextlib.AbstractContextManager[None]:
    if engine.dialect.name != "sqlite":
        return contextlib.nullcontext()
    return turns.in_turn(Path(engine.url.database).parent, wait=engine.get_execution_options().get(_WAIT, 0))


@contextlib.contextmanager
def plain_faults(place: str) -> Iterator[None]:
    """Turn the database's own faults into one plain sentence. Everything else passes."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _refused_row(place) if _breaks_a_rule(error) else _fault(_reason(error), place) from error
    except sqlite3.Error as error:
        raise _fault(str(error), place) from error
    except (exc.NoResultFound, exc.MultipleResultsFound) as error:  # the one row that says which store it is
        raise _fault("malformed", place) from error
    except UnicodeDecodeError as error:  # SQLite tells of a damaged schema in its own bytes, which may be no text
        raise _fault("malformed", place) from error


def private(path: Path) -> None:
    """Let the owner alone read a file or folder of a study, where the system knows such modes."""
    if os.name == "posix":
        os.chmod(path, 0o700 if path.is_dir() else 0o600)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN is deferred, which under WAL loses rows of read-then-write: we begin ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _breaks_a_rule(error: exc.DBAPIError) -> bool:
    # pg8000 gives its faults as one dictionary; codes of class 23 are PostgreSQL's integrity constraints.
    told = error.orig.args[0] if error.orig.args else ""
    return isinstance(error, exc.IntegrityError) or (isinstance(told, dict) and str(told.get("C")).startswith("23"))


def _reason(error: exc.DBAPIError) -> str:
    told = error.orig.args[0] if error.orig.args else ""
    return str(told.get("M", "no reason given")) if isinstance(told, dict) else str(error.orig)


def _refused_row(place: str) -> UseitError:
    what = "a row refers to a record that the store does not hold"
    return InputRefused(what, place, "Add the record it refers to first; nothing was written.")


def _fault(reason: str, place: str) -> UseitError:
    low = reason.lower()
    if "not a database" in low or "malformed" in low:
        return InputRefused("the file is not a store, or is damaged", place, "Put a backup of it in its place.")
    if "locked" in low or "busy" in low:
        return WorkFailed("the store is locked by another program", place, "Close what else uses it and try again.")
    if "readonly" in low or "read-only" in low or "unable to open" in low or "permission" in low:
        return WorkFailed("the store cannot be opened for writing", place, "Check the folder's permissions.")
    if "full" in low:
        return WorkFailed("the disk is full", place, "Make room and try again; nothing was written.")
    if "lock timeout" in low or "lock_not_available" in low:
        return WorkFailed("the store is locked by another program", place, "Close what else uses it and try again.")
    if "authentication failed" in low or "no password" in low:
        return WorkFailed("the database refused the password", place, "Put it in ~/.pgpass, or in USEIT_STORE.")
    if "i/o error" in low or "too large" in low:
        return WorkFailed("the disk is full, or refuses more", place, "Make room and try again; nothing was written.")
    return WorkFailed(f"the store could not be used ({reason})", place, "Check that it is running and reachable.")
