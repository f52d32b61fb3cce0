"""What a PostgreSQL store holds, in the same digest as `head` gives of SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from useit_eval.store import contents, rows
from useit_eval.store import engine as engines

_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name IN
  (SELECT table_name FROM information_schema.tables
   WHERE table_schema = current_schema() AND table_type = 'BASE TABLE')
ORDER BY table_name COLLATE "C", ordinal_position
"""


def read_head(url: str) -> str:
    """Return the digest of what a store holds. Raises WorkFailed when the database cannot be reached."""
    known = engines.url_of(url)
    place, engine = engines.place_of(known), engines.make_engine(known, wait=10)
    try:
        with engines.reading(engine, place) as connection:
            return contents.digest_parts(_parts(connection))
    finally:
        engine.dispose()


def _parts(connection: sa.Connection) -> Iterator[tuple[object, ...]]:
    columns: dict[str, list[str]] = {}
    for table, column in rows.fetch(connection, _COLUMNS):
        if table not in contents.LEFT_OUT and column not in contents.APART:
            columns.setdefault(table, []).append(column)
    for table, names in columns.items():
        yield (table, *names)
        listed = ", ".join(f'"{name}"' for name in names)
        yield from rows.fetch(connection, f'SELECT {listed} FROM {table} ORDER BY "{names[0]}" COLLATE "C"')
    yield from sorted({tuple(row) for row in rows.fetch(connection, contents.NOTES)}, key=repr)
