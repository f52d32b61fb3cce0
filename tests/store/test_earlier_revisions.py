"""Real stores of earlier revisions, kept as they were: each is backed up, brought up to date, and verifies."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused
from useit_eval.store import backups, migrations, open_store

STORES = Path(__file__).parent / "stores"
EARLIER = migrations.REVISIONS[:-1]
OWN = ("alembic_version", "store_meta", "audit")


def _rows(path: Path) -> dict[str, tuple[list[str], set[tuple]]]:
    """Return the columns and the rows of every table of the record, straight from a SQLite file."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = {}
        for name in sorted(set(names) - set(OWN)):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            held[name] = (columns, set(connection.execute(f"SELECT * FROM {name}")))
        return held


def _same_columns(path: Path, columns: list[str], table: str) -> set[tuple]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        listed = ", ".join(f'"{column}"' for column in columns)
        return set(connection.execute(f"SELECT {listed} FROM {table}"))


@pytest.fixture
def older(request, tmp_path) -> Path:
    """Return a copy of the store of an earlier revision, as a study has it."""
    path = tmp_path / "study" / "store.sqlite"
    path.parent.mkdir()
    shutil.copy(STORES / f"{request.param}.sqlite", path)
    return path


def test_there_is_a_store_of_every_earlier_revision():
    assert {path.stem for path in STORES.glob("*.sqlite")} >= set(EARLIER)


@pytest.mark.parametrize("older", EARLIER, indirect=True)
def test_it_keeps_every_row_and_verifies(older):
    before = _rows(older)
    assert sum(len(rows) for _, rows in before.values()) > 10
    store = open_store(older)
    report = store.verify()
    store.close()
    assert report.first_fault == "" and report.rows == sum(len(rows) for _, rows in before.values())
    for table, (columns, rows) in before.items():
        assert _same_columns(older, columns, table) == rows, table


@pytest.mark.parametrize("older", EARLIER, indirect=True)
def test_its_backup_is_as_it_was_and_can_be_put_back(older):
    before = _rows(older)
    open_store(older).close()
    backup = next(older.parent.glob("store.before-*.sqlite"))
    assert _rows(backup) == before
    backups.restore(backup, older)
    store = open_store(older)
    assert store.verify().first_fault == "" and len(store.history("claim")) == len(before["claim"][1])
    store.close()


def test_a_backup_of_an_earlier_revision_that_holds_no_store_is_refused(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "empty.sqlite")) as connection:
        connection.execute("VACUUM")
    with pytest.raises(InputRefused, match="holds no store"):
        backups.restore(tmp_path / "empty.sqlite", tmp_path / "store.sqlite")


@pytest.mark.parametrize("older", ["0001"], indirect=True)
def test_digests_of_words_without_a_salt_are_gone_from_the_audit(older):
    store = open_store(older)
    audit = store.history("audit")
    store.close()
    adopted = audit["act"] == "adopt"
    assert audit[audit["act"].isin(["append", "load"])]["after"].isna().all()
    assert set(audit[adopted]["table_name"]) >= {"source", "source_text", "coding", "claim"}
    assert sorted(audit["number"]) == list(range(1, len(audit) + 1))


@pytest.mark.parametrize("older", ["0001"], indirect=True)
def test_a_store_of_the_first_revision_on_postgresql_is_brought_up_to_date_too(older, server):
    url = _first_revision(server, older)
    store = open_store(url)
    report = store.verify()
    assert report.first_fault == ""
    assert report.rows == sum(len(rows) for _, rows in _rows(STORES / "0001.sqlite").values())
    in_sqlite = open_store(older)
    for name in ("source", "segment", "coding", "claim", "judgement"):
        assert store.history(name).equals(in_sqlite.history(name)), name
    store.close(), in_sqlite.close()


def _first_revision(server: str, path: Path) -> str:
    """Return the URL of a PostgreSQL store of revision 0001 with the rows of a SQLite one."""
    from alembic import command
    from alembic.config import Config

    with contextlib.suppress(sa.exc.DBAPIError):
        engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text("CREATE DATABASE first"))
    source, target = sa.create_engine(f"sqlite:///{path}"), sa.create_engine(f"{server}/first")
    with source.connect() as taken, target.begin() as filled:
        config = Config()
        config.set_main_option("script_location", str(migrations.FOLDER))
        config.attributes["connection"] = filled
        command.upgrade(config, "0001")
        made = sa.MetaData()
        made.reflect(taken)
        for table in made.sorted_tables:
            rows = [dict(row) for row in taken.execute(sa.select(table)).mappings()]
            if rows and table.name != "alembic_version":
                filled.execute(table.insert(), rows)
    source.dispose(), target.dispose()
    return f"{server}/first"
