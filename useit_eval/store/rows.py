"""Rows as the store holds them: frames to plain values and back, and what of a row is its content."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gc
import operator
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES, TableSpec
from useit_eval.store import seal
from useit_eval.store.tables import STORED, WRITTEN, table

Row = dict[str, Any]
CHUNK = 500
_FLAGS = {0: False, 1: True}
_MAKERS = {"integer": int, "flag": bool}


def now() -> str:
    """Return the UTC time as the record writes it, to the microsecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def spec_of(name: str) -> TableSpec:
    """Return the specification of a table of the store. Raises InputRefused for another name."""
    known = {spec.name: spec for spec in STORED}
    if name not in known:
        raise InputRefused(f"{name!r} is not a table of the store", "", f"Its tables: {', '.join(known)}.")
    return known[name]


def from_frame(frame: pd.DataFrame, spec: TableSpec, *, store_id: str, by: str) -> list[Row]:
    """Return a frame's rows as plain values, with the columns of writing filled in where they are absent or missing.

    Raises InputRefused for a column that the table does not have, or lacks, and for a value that may not be missing.
    """
    filled = {"store_id": store_id, "recorded_by": by, "recorded_at": now(), "supersedes": None, "removed": False}
    _refuse_unknown(frame.columns, spec)
    _refuse_lacking({*frame.columns, *filled}, spec)
    columns = [_as_declared(_values(frame, c.name, filled.get(c.name)), c.dtype) for c in spec.columns]
    _refuse_gaps(columns, spec)
    return [dict(zip(spec.names, values, strict=True)) for values in zip(*columns, strict=True)]


def from_rows(given: Sequence[Row], spec: TableSpec, *, store_id: str, by: str) -> list[Row]:
    """Return plain rows as the store holds them; what is filled in and refused is as with `from_frame`."""
    filled = {"recorded_at": now(), "supersedes": None, "removed": False}
    for name in {name for row in given for name in row}:
        _refuse_unknown([name], spec)
    whole = [{**filled, **row, "store_id": store_id, "recorded_by": by} for row in given]
    _refuse_lacking(set.intersection(*[set(row) for row in whole]) if whole else set(spec.names), spec)
    columns = [_as_declared([_plain(row.get(c.name), None) for row in whole], c.dtype) for c in spec.columns]
    _refuse_gaps(columns, spec)
    return [dict(zip(spec.names, values, strict=True)) for values in zip(*columns, strict=True)]


def content(row: Row) -> tuple[Any, ...]:
    """Return what a row says, apart from who wrote it, when and in which store: what makes two rows the same."""
    return tuple(value for name, value in row.items() if name not in WRITTEN)


def held(connection: sa.Connection, spec: TableSpec, keys: list[str]) -> dict[str, Row]:
    """Return the rows of the store that have one of these keys, by key."""
    key = table(spec.name).c[spec.key]
    found: dict[str, Row] = {}
    for chunk in _chunks(keys):
        query = select(spec).where(key.in_(chunk))
        found.update({row[spec.key]: dict(row) for row in connection.execute(query).mappings()})
    return found


def insert(connection: sa.Connection, name: str, rows: list[Row]) -> int:
    """Return how many rows were added to a table: all but those whose key is there. The rows have the same columns."""
    if not rows:
        return 0
    return insert_values(connection, name, tuple(rows[0]), [tuple(row.values()) for row in rows])


def insert_values(connection: sa.Connection, name: str, columns: tuple[str, ...], values: list[tuple[Any, ...]]) -> int:
    """Return how many rows were added, each given as the values of these columns."""
    mark = mark_of(connection)
    if len(values) == 1:
        return connection.exec_driver_sql(_insert_sql(name, columns, 1, mark), values[0]).rowcount
    # The driver's own batch is the fastest on SQLite; over a network, many rows to a statement are.
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(_insert_sql(name, columns, 1, mark), values).rowcount
    added = 0
    for chunk in _chunks(values):
        flat = tuple(value for row in chunk for value in row)
        added += connection.exec_driver_sql(_insert_sql(name, columns, len(chunk), mark), flat).rowcount
    return added


def mark_of(connection: sa.Connection) -> str:
    """Return how the driver's own SQL marks a parameter."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


@functools.lru_cache(maxsize=200)
def _insert_sql(name: str, columns: tuple[str, ...], count: int, mark: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    row = f"({', '.join([mark] * len(columns))})"
    return f"INSERT INTO {name} ({names}) VALUES {', '.join([row] * count)} ON CONFLICT DO NOTHING"


def to_frame(connection: sa.Connection, spec: TableSpec, relation: str) -> pd.DataFrame:
    """Return all rows of a table or view as a frame with the declared columns and dtypes, in the order of the key."""
    names = ", ".join(f'"{name}"' for name in spec.names)
    with collector_paused():
        found = list(fetch(connection, f"SELECT {names} FROM {relation}"))
        # Sorted here: half the time the database takes, and by characters in any database's language.
        found.sort(key=operator.itemgetter(spec.names.index(spec.key)))
        columns = list(zip(*found, strict=True)) if found else [()] * len(spec.names)
        series = [_series(values, column.dtype) for values, column in zip(columns, spec.columns, strict=True)]
        return pd.DataFrame(dict(zip(spec.names, series, strict=True)))


def fetch(connection: sa.Connection, sql: str) -> list[tuple[Any, ...]]:
    """Return what a query gives, as the driver's plain values: three times faster than through SQLAlchemy's rows."""
    with contextlib.closing(connection.connection.cursor()) as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Hold Python's search for circles of garbage, which else walks through the growing rows again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def all_rows(connection: sa.Connection, spec: TableSpec) -> list[Row]:
    """Return every row of a table, oldest first."""
    columns = table(spec.name).c
    query = select(spec).order_by(columns.recorded_at, columns[spec.key])
    return [dict(row) for row in connection.execute(query).mappings()]


def raw_rows(connection: sa.Connection, spec: TableSpec, *, more: Sequence[str] = seal.COLUMNS) -> list[Row]:
    """Return every row of a table with ``more`` columns (salt, digest, entry), from the driver, in no order."""
    names = (*spec.names, *more)
    listed = ", ".join(f'"{name}"' for name in names)
    with collector_paused():
        held = [dict(zip(names, row, strict=True)) for row in fetch(connection, f"SELECT {listed} FROM {spec.name}")]
    for flag in (column.name for column in spec.columns if column.dtype == "flag"):
        for row in held:
            row[flag] = _FLAGS.get(row[flag], row[flag])
    return held


def keys_of_act(connection: sa.Connection, spec: TableSpec, act: str) -> set[str]:
    """Return the keys of a table's rows that were written by acts of one name."""
    columns, audit = table(spec.name).c, table("audit").c
    entries = sa.select(audit.audit_id).where(audit.act == act, audit.table_name == spec.name)
    return set(connection.execute(sa.select(columns[spec.key]).where(columns.entry.in_(entries))).scalars())


def select(spec: TableSpec) -> sa.Select:
    """Return the query for a table's columns of the specification: without salt, digest and entry."""
    columns = table(spec.name).c
    return sa.select(*[columns[name] for name in spec.names])


def _refuse_unknown(names: Iterable[str], spec: TableSpec) -> None:
    unknown = [name for name in names if name not in spec.names]
    if unknown:
        raise InputRefused(
            f"table {spec.name} has no column {unknown[0]!r}", "", f"Its columns: {', '.join(spec.names)}."
        )


def _refuse_lacking(names: Collection[str], spec: TableSpec) -> None:
    lacking = [column.name for column in spec.columns if column.name not in names and not column.nullable]
    if lacking:
        raise InputRefused(f"the rows for table {spec.name} lack the column {lacking[0]!r}", "", "Nothing was written.")


def _refuse_gaps(columns: list[list[Any]], spec: TableSpec) -> None:
    keys = columns[spec.names.index(spec.key)]
    for column, values in zip(spec.columns, columns, strict=True):
        if not column.nullable and None in values:
            key = keys[values.index(None)]
            raise InputRefused(f"{spec.name} {key} has no {column.name}", "", f"It is: {column.meaning}.")


def _values(frame: pd.DataFrame, name: str, default: object) -> list[Any]:
    if name not in frame:
        return [default] * len(frame)
    column = frame[name]
    values = column.tolist()
    if column.dtype == object:  # may hold anything
        return [_plain(value, default) for value in values]
    return [_plain(value, default) for value in values] if column.hasnans else values


def _as_declared(values: list[Any], dtype: str) -> list[Any]:
    """Return values as the database gives them back, so that the digest of a row is the same before and after."""
    if dtype == "number":  # SQLite keeps no minus before a nought
        return [value if value is None else float(value) + 0.0 for value in values]
    make = _MAKERS.get(dtype, str)
    if set(map(type, values)) <= {make, type(None)}:
        return values
    return [value if value is None or type(value) is make else make(value) for value in values]


def _plain(value: Any, default: object) -> Any:
    if value is None or value is pd.NA or value != value:
        return default
    return value.item() if hasattr(value, "item") else value


def _series(values: Iterable[Any], dtype: str) -> pd.Series:
    if dtype == "flag":
        values = [None if value is None else bool(value) for value in values]
    if PANDAS_DTYPES[dtype] == "str":  # straight into Arrow's array, which else looks at each value twice
        import pyarrow as pa

        return pd.Series(pa.array(values, type=pa.large_string()), dtype="str")
    return pd.Series(list(values), dtype=PANDAS_DTYPES[dtype])


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def references(spec: TableSpec) -> dict[str, TableSpec]:
    """Return the columns of a table that hold the key of a row of a table that can be superseded, with that table."""
    named = {c.name: TABLES[c.reference.split(".")[0]] for c in spec.columns if c.reference}
    return {name: target for name, target in named.items() if target.home == "store"}
