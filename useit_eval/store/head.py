"""What a SQLite store holds, in one digest: a run asks for it before anything heavy is loaded."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from useit_eval.ground.errors import InputRefused
from useit_eval.store.contents import APART, LEFT_OUT, NOTES, digest_parts


def read_head(place: Path | str) -> str:
    """Return the digest of what a store holds: the same rows give the same digest, in whatever order they came.

    ``place`` is a path, or the URL of a PostgreSQL database, which gives the same digest as SQLite for the same rows.
    Raises InputRefused when the file is not a store.
    """
    if "://" in str(place):
        from useit_eval.store import server_head

        return server_head.read_head(str(place))
    path = Path(place)
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
        ) as connection:
            connection.execute("BEGIN")
            return digest_parts(_parts(connection))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        why = error if isinstance(error, sqlite3.Error) else "it is damaged"
        raise InputRefused(f"the store cannot be read ({why})", str(path), "Put a backup of it in its place.") from None


def _parts(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (table,) in names:
        if table not in LEFT_OUT:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in APART]
            yield (table, *columns)
            listed = ", ".join(f'"{column}"' for column in columns)
            yield from connection.execute(f"SELECT {listed} FROM {table} ORDER BY 1")
    yield from sorted(set(connection.execute(NOTES)), key=repr)
