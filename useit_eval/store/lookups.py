"""Small questions to a store answered in SQL: how many, which, and the texts of some sources; no table is read whole."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import PANDAS_DTYPES, TableSpec
from useit_eval.store import chains, rows
from useit_eval.store import engine as engines
from useit_eval.store.tables import table, view_name

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.store.database import Store, Writing


def count(store: Store | Writing, name: str) -> int:
    """Return how many rows of a table stand now."""
    with _connected(store) as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {view_name(rows.spec_of(name))}").scalar_one()


def tally(store: Store | Writing, name: str, column: str) -> dict[str | None, int]:
    """Return how many rows that stand now bear each value of a column, as written. InputRefused for another column."""
    spec = rows.spec_of(name)
    if column not in spec.names:
        raise InputRefused(f"table {name} has no column {column!r}", "", f"Its columns: {', '.join(spec.names)}.")
    query = f'SELECT "{column}", count(*) FROM {view_name(spec)} GROUP BY "{column}"'
    with _connected(store) as connection:
        return {value: number for value, number in connection.exec_driver_sql(query)}


def rows_where(
    store: Store | Writing, name: str, column: str, values: Collection[object], *, standing: bool = False
) -> list[rows.Row]:
    """Return the rows of a table, as plain values and oldest first, that bear one of some values in a column.

    Superseded and removed rows too, unless only those ``standing`` are asked for. InputRefused for another column.
    """
    spec = rows.spec_of(name)
    if column not in spec.names:
        raise InputRefused(f"table {name} has no column {column!r}", "", f"Its columns: {', '.join(spec.names)}.")
    relation, listed = view_name(spec) if standing else name, ", ".join(f'"{each}"' for each in spec.names)
    found: list[rows.Row] = []
    with _connected(store) as connection:
        mark = rows.mark_of(connection)
        for chunk in _chunks(list(values)):
            query = f'SELECT {listed} FROM {relation} WHERE "{column}" IN ({", ".join([mark] * len(chunk))})'
            told = connection.exec_driver_sql(query, tuple(chunk))
            found.extend(dict(zip(spec.names, row, strict=True)) for row in told)
    flags = [each.name for each in spec.columns if each.dtype == "flag"]
    for row in found:
        row.update({flag: bool(row[flag]) for flag in flags if row[flag] is not None})
    return sorted(found, key=lambda row: (row["recorded_at"], row[spec.key]))


def recent(store: Store | Writing, name: str, column: str, *, where: tuple[str, object], most: int) -> list[object]:
    """Return what the last rows written to a table say in a column, newest first; ``where`` is (column, value)."""
    columns = table(rows.spec_of(name).name).c
    query = sa.select(columns[column]).where(columns[where[0]] == where[1]).order_by(columns.recorded_at.desc())
    with _connected(store) as connection:
        return list(connection.execute(query.limit(most)).scalars())


def speakers(store: Store | Writing) -> list[tuple[str, str]]:
    """Return each source (its id as it stands now) with each label that a turn of its text bears."""
    last = standing_ids(store)
    query = "SELECT DISTINCT source_id, speaker FROM current_segment WHERE speaker IS NOT NULL"
    with _connected(store) as connection:
        return sorted({(last.get(key, key), label) for key, label in connection.exec_driver_sql(query)})


def salts(store: Store | Writing, name: str) -> list[str]:
    """Return the salts under which the rows of a table are sealed, in the order of their keys; erased rows have none."""
    spec = rows.spec_of(name)
    query = f'SELECT salt FROM {spec.name} WHERE salt IS NOT NULL ORDER BY "{spec.key}"'
    with _connected(store) as connection:
        return [salt for (salt,) in connection.exec_driver_sql(query)]


def source_id(store: Store | Writing, label: str) -> str | None:
    """Return the id (as it stands now) of the source of a label, or None."""
    view = sa.table(view_name(rows.spec_of("source")), sa.column("source_id"), sa.column("label"))
    with _connected(store) as connection:
        return connection.execute(sa.select(view.c.source_id).where(view.c.label == label)).scalar()


def standing_ids(store: Store | Writing, name: str = "source") -> dict[str, str]:
    """Return, for every key a record of the table ever had, the key that stands for it now."""
    with _connected(store) as connection:
        return chains.last_keys(_links(connection, name))


def last_rows(store: Store | Writing, name: str, source_id: str) -> pd.DataFrame:
    """Return the last row of every record of a table that belongs to a source, given any id it had, removed ones too.

    Columns: those of the table, with ``source_id`` as it stands now, and ``begun_by``, who wrote the record's first row.
    """
    spec, columns = rows.spec_of(name), table(name)
    with _connected(store) as connection:
        first = chains.first_keys(_links(connection, "source"))
        ids = [key for key in first if first[key] == first.get(source_id, source_id)]
        query = rows.select(spec).where(columns.c.source_id.in_(ids)).order_by(columns.c.recorded_at)
        held = {row[spec.key]: dict(row) for row in connection.execute(query).mappings()}
        standing = chains.last_keys(_links(connection, "source")).get(source_id, source_id)
    begun = chains.first_keys([(key, row["supersedes"]) for key, row in held.items()])
    superseded = {row["supersedes"] for row in held.values()}
    last = [row for key, row in held.items() if key not in superseded]
    found = [{**row, "source_id": standing, "begun_by": held[begun[row[spec.key]]]["recorded_by"]} for row in last]
    return _frame(found, spec).assign(begun_by=[row["begun_by"] for row in found])


def with_text(store: Store | Writing) -> set[str]:
    """Return the ids (as they stand now) of the sources whose text is at hand; no text is handed over."""
    last = standing_ids(store)
    with _connected(store) as connection:
        keys = connection.exec_driver_sql("SELECT source_id FROM current_source_text WHERE text <> ''").scalars()
        return {last.get(key, key) for key in keys}


def held_hashes(store: Store | Writing) -> dict[str, str]:
    """Return the SHA-256 of each text at hand, as its source's row says, by the id its source began with."""
    query = (
        "SELECT held.source_id, source.sha256_text FROM current_source_text AS held "
        "JOIN source ON source.source_id = held.source_id WHERE held.text <> ''"
    )
    with _connected(store) as connection:
        first = chains.first_keys(_links(connection, "source"))
        return {first[key]: digest for key, digest in connection.exec_driver_sql(query)}


def of_several_versions(store: Store | Writing) -> set[str]:
    """Return the ids (as they stand now) of the sources whose text was superseded by another version."""
    held, last = table("source_text"), standing_ids(store)
    query = sa.select(held.c.source_id).where(held.c.supersedes.is_not(None))
    with _connected(store) as connection:
        return {last.get(key, key) for key in connection.execute(query).scalars()}


def text_of(store: Store | Writing, source_id: str) -> str | None:
    """Return the text of a source, given any id it had, or None when the text is not at hand."""
    return next(iter(versions_of(store, [source_id])[source_id]), None)


def text_key(store: Store | Writing, source_id: str) -> str | None:
    """Return the key of the row that holds a source's text now, or None when no text was ever kept."""
    keys = _version_keys(store, [source_id])[source_id]
    return keys[0] if keys else None


def versions_of(store: Store | Writing, source_ids: Collection[str]) -> dict[str, list[str]]:
    """Return every version of the texts of some sources, by the ids given, each list with the newest version first."""
    keys = _version_keys(store, source_ids)
    held = table("source_text")
    wanted = [key for found in keys.values() for key in found]
    texts: dict[str, str] = {}
    with _connected(store) as connection:
        for chunk in _chunks(wanted):
            query = sa.select(held.c.source_id, held.c.text).where(held.c.source_id.in_(chunk))
            texts.update({key: text for key, text in connection.execute(query)})
    return {source: [texts[key] for key in found if texts[key]] for source, found in keys.items()}


def texts_now(store: Store | Writing, source_ids: Collection[str]) -> dict[str, str]:
    """Return the texts of some sources as they stand now, by the ids given; sources without text are left out."""
    last = standing_ids(store)
    held = sa.table("current_source_text", sa.column("source_id"), sa.column("text"))
    wanted = {last.get(key, key): key for key in source_ids}
    keys = [key for key, standing in {**dict.fromkeys(wanted, ""), **last}.items() if (standing or key) in wanted]
    found: dict[str, str] = {}
    with _connected(store) as connection:
        for chunk in _chunks(keys):
            for key, text in connection.execute(sa.select(held).where(held.c.source_id.in_(chunk))):
                if text:
                    found[wanted[last.get(key, key)]] = text
    return found


def _frame(found: list[rows.Row], spec: TableSpec) -> pd.DataFrame:
    import pandas as pd

    columns = {c.name: pd.Series([row[c.name] for row in found], dtype=PANDAS_DTYPES[c.dtype]) for c in spec.columns}
    return pd.DataFrame(columns)


def _version_keys(store: Store | Writing, source_ids: Collection[str]) -> dict[str, list[str]]:
    """Return the keys of each source's texts, newest first: each was superseded by the one before it in the list."""
    with _connected(store) as connection:
        first = chains.first_keys(_links(connection, "source"))
        links = dict(_links(connection, "source_text"))
    by_source: dict[str, list[str]] = {}
    for key in links:
        by_source.setdefault(first.get(key, key), []).append(key)
    return {id: _newest_first(by_source.get(first.get(id, id), []), links) for id in source_ids}


def _newest_first(keys: list[str], earlier: dict[str, str | None]) -> list[str]:
    superseded = {earlier[key] for key in keys}
    ordered: list[str] = []
    for key in [key for key in keys if key not in superseded][::-1]:
        while key is not None and key not in ordered:
            ordered.append(key)
            key = earlier.get(key)
    return ordered


def _chunks(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), rows.CHUNK):
        yield keys[start : start + rows.CHUNK]


def _links(connection: sa.Connection, name: str) -> list[chains.Link]:
    spec, columns = rows.spec_of(name), table(name)
    query = sa.select(columns.c[spec.key], columns.c.supersedes).order_by(columns.c.recorded_at)
    return [(key, superseded) for key, superseded in connection.execute(query)]


@contextlib.contextmanager
def _connected(store: Store | Writing) -> Iterator[sa.Connection]:
    """Give the connection of an open write transaction, or a reading one of a store."""
    if hasattr(store, "_connection"):
        yield store._connection
        return
    with engines.reading(store._engine, store.place) as connection:
        yield connection
