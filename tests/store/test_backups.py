"""A backup is whole, private and checked; a restore checks first, keeps what it replaces, and works across databases."""

from __future__ import annotations

import os
import sqlite3
import stat
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.samples import codings, key, source
from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.store import backups, open_store


@pytest.fixture
def where(place) -> str:
    """Return where a store may be made, on PostgreSQL in a schema."""
    return f"{place}?schema=town" if "://" in place else place


def _filled(where: str, *numbers: int) -> None:
    store = open_store(where)
    store.append("source", source(note="“ü”"), by="ann")
    store.append("coding", codings(*numbers, memo=None), by="bea")
    store.close()


def _held(where: str):
    store = open_store(where)
    try:
        report = store.verify()
        assert report.first_fault == ""
        return list(store.current("coding")["start"]), report.last_link, store.store_id
    finally:
        store.close()


def test_a_backup_is_one_private_file_that_holds_everything(where, tmp_path):
    _filled(where, 1, 2, 3)
    path = backups.back_up(where, tmp_path / "backups", name="town")
    assert path.name.startswith("town.") and [file.name for file in path.parent.iterdir()] == [path.name]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert _held(str(path)) == _held(where)


def test_two_backups_in_one_second_do_not_replace_each_other(where, tmp_path):
    _filled(where, 1)
    assert len({backups.back_up(where, tmp_path / "backups") for _ in range(3)}) == 3


def test_what_was_written_after_a_backup_goes_when_it_is_restored_and_is_kept_beside(where, tmp_path):
    _filled(where, 1, 2)
    path = backups.back_up(where, tmp_path / "backups")
    before = _held(where)
    store = open_store(where)
    store.append("coding", codings(9), by="ann")
    store.close()
    told = backups.restore(path, where)
    assert _held(where) == before and (told.rows, told.last_link) == (3, before[1])
    if "://" in where:
        schema = told.kept.removeprefix("schema ")
        assert _held(where.replace("schema=town", f"schema={schema}"))[0] == [1, 2, 9]
    else:
        assert _held(told.kept)[0] == [1, 2, 9]
    store = open_store(where)
    assert store.append("coding", codings(5), by="ann") == 1
    assert store.verify().first_fault == ""
    store.close()


def test_a_backup_restores_where_there_is_no_store_yet(where, tmp_path):
    _filled(str(tmp_path / "other.sqlite"), 4, 5)
    path = backups.back_up(tmp_path / "other.sqlite", tmp_path / "backups")
    assert backups.restore(path, where).kept == ""
    assert _held(where) == _held(str(path))


def test_a_store_of_a_server_restores_as_a_file(server, tmp_path):
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    name = f"b{uuid.uuid4().hex}"
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    _filled(f"{server}/{name}?schema=town", 1, 2, 3)
    path = backups.back_up(f"{server}/{name}?schema=town", tmp_path)
    backups.restore(path, tmp_path / "here" / "store.sqlite")
    assert _held(str(tmp_path / "here" / "store.sqlite")) == _held(f"{server}/{name}?schema=town")


def _store(tmp_path: Path) -> tuple[Path, Path]:
    path = tmp_path / "study" / "store.sqlite"
    _filled(str(path), 1, 2)
    return path, backups.back_up(path, tmp_path / "backups")


def _changed(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.write_bytes(b"these are notes\n" * 400), "not a store, or is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:30_000]), "damaged"),
        (
            lambda path: _changed(path, f"UPDATE coding SET memo = 'x' WHERE coding_id = '{key(1)}'"),
            f"coding {key(1)} was changed",
        ),
        (
            lambda path: _changed(path, "UPDATE alembic_version SET version_num = '9999'"),
            "newer than this version knows",
        ),
        (lambda path: path.unlink(), "no such file"),
    ],
)
def test_a_backup_that_does_not_hold_is_refused_and_the_store_stays(tmp_path, harm, told):
    path, backup = _store(tmp_path)
    harm(backup)
    with pytest.raises(InputRefused, match=told):
        backups.restore(backup, path)
    assert _held(str(path))[0] == [1, 2]
    assert [file.name for file in path.parent.iterdir() if "partial" in file.name or "replaced" in file.name] == []


def test_a_store_that_another_program_has_open_is_not_replaced(tmp_path):
    path, backup = _store(tmp_path)
    other = open_store(path)
    other.current("coding")
    with pytest.raises(WorkFailed, match="another program has the store open"):
        backups.restore(backup, path)
    assert other.append("coding", codings(7), by="ann") == 1
    other.close()
    backups.restore(backup, path)
    assert _held(str(path))[0] == [1, 2]


def test_a_damaged_store_is_replaced_and_kept(tmp_path):
    path, backup = _store(tmp_path)
    path.write_bytes(b"no longer a database, whatever happened" * 99)
    told = backups.restore(backup, path)
    assert _held(str(path))[0] == [1, 2] and Path(told.kept).read_bytes().startswith(b"no longer")


def test_a_broken_store_gives_no_backup(tmp_path):
    path, _ = _store(tmp_path)
    _changed(path, f"DELETE FROM coding WHERE coding_id = '{key(1)}'")
    with pytest.raises(InputRefused, match="1 of the 2"):
        backups.back_up(path, tmp_path / "others")
    assert list((tmp_path / "others").iterdir()) == []
