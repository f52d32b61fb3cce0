"""Erasing words from rows that are otherwise never edited: what is left is sealed by a tombstone."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.frames import TableSpec
from useit_eval.store import engine as engines
from useit_eval.store import rows, seal
from useit_eval.store.chain import Chain
from useit_eval.store.tables import STORED, table

ACT = "erase"
_BUSY = "another program has the store open, so erased words may still lie in its files"


def erase(
    connection: sa.Connection,
    chain: Chain,
    spec: TableSpec,
    remains: Mapping[str, Mapping[str, Any]],
    *,
    reason: str,
    written: Mapping[str, str],
) -> int:
    """Return how many rows were erased: each key's columns get the values given, its salt goes, a tombstone is left.

    A row that is already so, and has its tombstone, is passed over; so doing it twice leaves one. The tombstone's id
    is made from what is left, so that two copies that erase the same leave the same.
    """
    forget_deleted(connection)
    held = rows.held(connection, spec, list(remains))
    left = {key: {**row, **remains[key]} for key, row in held.items()}
    stones = [_stone(spec, key, row, reason, written) for key, row in left.items()]
    known = rows.held(connection, rows.spec_of("erasure"), [stone["erasure_id"] for stone in stones])
    new = [stone for stone in stones if stone["erasure_id"] not in known]
    _update(connection, spec, left)
    chain.write(rows.spec_of("erasure"), new, act=ACT)
    return len({stone["record_key"] for stone in new} | {key for key in held if left[key] != held[key]})


def forget_deleted(connection: sa.Connection) -> None:
    """Have SQLite write zeros over what this connection deletes or replaces."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON").close()


def compact(engine: sa.Engine, place: str) -> tuple[str, ...]:
    """Rewrite the store's files so that no page of them holds what was erased; return what older copies lie beside it.

    SQLite: the log is folded in and emptied, and the file rebuilt (VACUUM). PostgreSQL: every table is rebuilt
    (VACUUM FULL); its server's own log and backups are beyond this, and the schemas that restores kept are named. Raises WorkFailed while another program has the
    store open.
    """
    if engine.dialect.name != "sqlite":
        _rebuild_tables(engine, place)
        return _kept_schemas(engine, place)
    with engines.plain_faults(place), engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA secure_delete=ON").close()
        _fold(driver, place)
        driver.execute("VACUUM")
        _fold(driver, place)
    return ()


def _fold(driver: sqlite3.Connection, place: str) -> None:
    busy, _pages, _folded = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise WorkFailed(_BUSY, place, "Close notebooks and other programs that use the study, and do the same again.")


def _rebuild_tables(engine: sa.Engine, place: str) -> None:
    with engines.plain_faults(place), engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            connection.exec_driver_sql("SET lock_timeout = '30s'")
            for spec in STORED:
                connection.exec_driver_sql(f"VACUUM FULL {spec.name}")
        except exc.DBAPIError as error:
            if "lock timeout" in str(error):
                raise WorkFailed(_BUSY, place, "Close what else uses the study, and do the same again.") from None
            raise
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def _kept_schemas(engine: sa.Engine, place: str) -> tuple[str, ...]:
    with engines.reading(engine, place) as connection:
        own = connection.exec_driver_sql("SELECT current_schema()").scalar()
        names = sa.inspect(connection).get_schema_names()
    return tuple(sorted(name for name in names if name.startswith(f"{own}_replaced_")))


def _stone(spec: TableSpec, key: str, left: rows.Row, reason: str, written: Mapping[str, str]) -> rows.Row:
    erasure_id = str(uuid.uuid5(uuid.UUID(key), repr((spec.name, *left.values()))))
    told = {"table_name": spec.name, "record_key": key, "reason": reason}
    sealed = {"remains": seal.digest_remains(left, erasure_id), "supersedes": None, "removed": False, **written}
    stone = {"erasure_id": erasure_id, **told, **sealed}
    return {name: stone[name] for name in rows.spec_of("erasure").names}


def _update(connection: sa.Connection, spec: TableSpec, left: Mapping[str, rows.Row]) -> None:
    columns = table(spec.name)
    for key, row in left.items():
        connection.execute(columns.update().where(columns.c[spec.key] == key), {**row, "salt": None})
