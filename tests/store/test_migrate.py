"""A store is made whole, brought up to date after a backup, and refused when it is newer."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.samples import source
from useit_eval.ground.errors import InputRefused, UsageError, WorkFailed
from useit_eval.ground.text import sha256
from useit_eval.store import migrate, migrations, open_store, tables

SECOND = """
from alembic import op
import sqlalchemy as sa

revision = "0004"
down_revision = "0003"


def upgrade():
    op.add_column("store_meta", sa.Column("later", sa.Text))
    {end}
"""


def test_the_revisions_make_the_tables_of_the_column_specification(place):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    store = open_store(place)
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata()) == []
    store.close()


def test_the_newest_revision_is_the_last_of_the_list_and_there_is_one_head():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrations.REVISIONS[-1]]
    assert [script.revision for script in scripts.walk_revisions()] == list(reversed(migrations.REVISIONS))


def test_every_table_of_the_store_has_its_current_view(place):
    store = open_store(place)
    views = set(sa.inspect(store._engine).get_view_names())
    assert views == {tables.view_name(spec) for spec in tables.STORED if tables.versioned(spec)}
    store.close()


def test_a_store_keeps_its_id(place):
    first, second = open_store(place), open_store(place)
    assert first.store_id == second.store_id
    first.close(), second.close()


def test_an_older_store_is_backed_up_and_brought_up_to_date(older, monkeypatch):
    path = older()
    store = open_store(path)
    assert list(store.current("source")["title"]) == ["One"]
    assert "later" in _columns(path) and "later" not in _columns(_backup(path))
    store.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(older):
    path = older(end="raise RuntimeError")
    with pytest.raises(RuntimeError):
        open_store(path)
    assert "later" not in _columns(path)
    assert _revision(path) == "0003"


def test_a_newer_store_is_refused_in_one_sentence_and_not_changed(tmp_path):
    path = tmp_path / "study" / "store.sqlite"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = sha256(path.read_bytes())
    with pytest.raises(InputRefused, match=r"revision 9999, which is newer.*Update useit-eval"):
        open_store(path)
    assert sha256(path.read_bytes()) == before


def test_a_file_that_is_no_store_is_told_apart(tmp_path):
    path = tmp_path / "store.sqlite"
    content = b"these are notes, not a store\n" * 40
    path.write_bytes(content)
    with pytest.raises(InputRefused, match="not a store, or is damaged"):
        open_store(path)
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "store.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    connection.close()
    with pytest.raises(InputRefused, match="not a store of useit-eval"):
        open_store(path)


def test_a_url_that_cannot_be_read_is_refused():
    with pytest.raises(UsageError, match="URL cannot be read"):
        open_store("://")


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path):
    (tmp_path / "study").write_text("a file where the folder should be")
    with pytest.raises(WorkFailed, match=r"could not be made.*Check the folder's permissions"):
        open_store(tmp_path / "study" / "store.sqlite")


def test_a_store_locked_by_another_program_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "study" / "store.sqlite"
    store = open_store(path, wait=0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorkFailed, match="locked by another program"):
        store.append("source", source(), by="ann")
    other.close()
    assert store.append("source", source(), by="ann") == 1
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing on this system")
def test_the_store_and_the_folder_made_for_it_are_the_owners_alone(tmp_path):
    path = tmp_path / "study" / "store.sqlite"
    store = open_store(path)
    store.append("source", source(), by="ann")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in [path.parent, *path.parent.iterdir()]}
    assert modes.pop("study") == 0o700
    assert set(modes.values()) == {0o600}
    store.close()


def test_a_folder_that_was_there_keeps_its_modes(tmp_path):
    tmp_path.chmod(0o755)
    open_store(tmp_path / "store.sqlite").close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert [file.name for file in tmp_path.iterdir()] == ["store.sqlite"]


def test_writes_wait_for_one_another_and_survive_a_power_cut_by_full_synchronisation(tmp_path):
    store = open_store(tmp_path / "store.sqlite", wait=12)
    with store._engine.connect() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
    assert asked == PRAGMAS
    store.close()


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 12000}


@pytest.fixture
def older(tmp_path, monkeypatch):
    """Return a way to a store of revision 0003 when the package has a fourth one, which ends as told."""

    def make(end: str = "pass") -> Path:
        path = tmp_path / "study" / "store.sqlite"
        store = open_store(path)
        store.append("source", source(), by="ann")
        store.close()
        folder = tmp_path / "migrations"
        shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "0004_later.py").write_text(SECOND.format(end=end))
        monkeypatch.setattr(migrations, "FOLDER", folder)
        monkeypatch.setattr(migrations, "REVISIONS", ("0001", "0002", "0003", "0004"))
        return path

    return make


def _columns(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(store_meta)")]


def _revision(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def _backup(path: Path) -> Path:
    return next(path.parent.glob("store.before-0003.*.sqlite"))


def test_a_backup_holds_the_rows_and_is_the_owners_alone(tmp_path):
    path = tmp_path / "study" / "store.sqlite"
    store = open_store(path)
    store.append("source", source(), by="ann")
    copy = migrate.back_up(path, "0001")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT title FROM source").fetchall() == [("One",)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    store.close()
