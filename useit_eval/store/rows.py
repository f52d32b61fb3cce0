"""Rows as the store holds them: frames to plain values and back, and what of a row is its content."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES, TableSpec
from useit_eval.store.tables import STORED, WRITTEN, table

Row = dict[str, Any]
CHUNK = 500


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
    _check_columns(frame, spec, filled)
    columns = [_values(frame, name, filled.get(name)) for name in spec.names]
    _refuse_gaps(columns, spec)
    return [dict(zip(spec.names, values, strict=True)) for values in zip(*columns, strict=True)]


def content(row: Row) -> tuple[Any, ...]:
    """Return what a row says, apart from who wrote it, when and in which store: what makes two rows the same."""
    return tuple(value for name, value in row.items() if name not in WRITTEN)


def digest(rows: Iterable[Row]) -> str:
    """Return the SHA-256 of rows' content, in their order."""
    hashed = hashlib.sha256()
    for row in rows:
        hashed.update(json.dumps(content(row), ensure_ascii=True).encode("ascii"))
    return hashed.hexdigest()


def held(connection: sa.Connection, spec: TableSpec, keys: list[str]) -> dict[str, Row]:
    """Return the rows of the store that have one of these keys, by key."""
    columns = table(spec.name)
    found: dict[str, Row] = {}
    for chunk in _chunks(keys):
        query = sa.select(columns).where(columns.c[spec.key].in_(chunk))
        found.update({row[spec.key]: dict(row) for row in connection.execute(query).mappings()})
    return found


def insert(connection: sa.Connection, spec: TableSpec, rows: list[Row]) -> None:
    """Add rows to a table."""
    if rows:
        connection.execute(table(spec.name).insert(), rows)


def to_frame(connection: sa.Connection, spec: TableSpec, relation: str) -> pd.DataFrame:
    """Return all rows of a table or view as a frame with the declared columns and dtypes, in the order of the key."""
    # The driver's plain values go straight into columns: three times faster than through SQLAlchemy's rows.
    names = ", ".join(f'"{name}"' for name in spec.names)
    rows = connection.exec_driver_sql(f'SELECT {names} FROM {relation} ORDER BY "{spec.key}"').fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(spec.names)
    series = (_series(values, column.dtype) for values, column in zip(columns, spec.columns, strict=True))
    return pd.DataFrame(dict(zip(spec.names, series, strict=True)))


def all_rows(connection: sa.Connection, spec: TableSpec) -> list[Row]:
    """Return every row of a table, oldest first."""
    columns = table(spec.name)
    query = sa.select(columns).order_by(columns.c.recorded_at, columns.c[spec.key])
    return [dict(row) for row in connection.execute(query).mappings()]


def _check_columns(frame: pd.DataFrame, spec: TableSpec, filled: Row) -> None:
    unknown = [name for name in frame.columns if name not in spec.names]
    if unknown:
        raise InputRefused(
            f"table {spec.name} has no column {unknown[0]!r}", "", f"Its columns: {', '.join(spec.names)}."
        )
    lacking = [c.name for c in spec.columns if c.name not in frame and c.name not in filled and not c.nullable]
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
    values = frame[name].astype(object)
    return [_plain(value, default) for value in values.tolist()]


def _plain(value: Any, default: object) -> Any:
    if value is None or value is pd.NA or value != value:
        return default
    return value.item() if hasattr(value, "item") else value


def _series(values: Iterable[Any], dtype: str) -> pd.Series:
    if dtype == "flag":
        values = [None if value is None else bool(value) for value in values]
    return pd.Series(list(values), dtype=PANDAS_DTYPES[dtype])


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def references(spec: TableSpec) -> dict[str, TableSpec]:
    """Return the columns of a table that hold the key of a row of a table that can be superseded, with that table."""
    named = {c.name: TABLES[c.reference.split(".")[0]] for c in spec.columns if c.reference}
    return {name: target for name, target in named.items() if target.home == "store"}
