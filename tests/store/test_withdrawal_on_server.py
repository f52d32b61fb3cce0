"""Consent withdrawn in a study whose store is PostgreSQL: the words leave its tables as they leave a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.workbench import two_voices
from tests.workbench.two_voices import NAME, ROSALIND
from useit_eval.ground import project
from useit_eval.workbench import open_study, open_to_withdraw, withdraw


@pytest.fixture
def on_server(server, monkeypatch) -> sa.Engine:
    """Name a fresh database as the study's store."""
    name = f"w{os.urandom(6).hex()}"
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    monkeypatch.setenv(project.STORE_ENVIRONMENT, f"{server}/{name}")
    opened = sa.create_engine(f"{server}/{name}")
    yield opened
    opened.dispose()


def _cells(engine) -> str:
    """Return everything that stands in any column of any table of the study."""
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names(schema=NAME)
        rows = [connection.execute(sa.text(f'SELECT * FROM "{NAME}"."{table}"')).all() for table in names]
    return repr(rows).lower()


def _data_files(engine) -> bytes:
    """Return the bytes of the database's own table files, written out."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("CHECKPOINT"))
        folder = connection.execute(sa.text("SHOW data_directory")).scalar()
        oid = connection.execute(sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar()
    return b"".join(path.read_bytes() for path in (Path(folder) / "base" / str(oid)).iterdir() if path.is_file())


def test_a_voice_s_words_leave_every_table_and_table_file(tmp_path, on_server):
    paths = two_voices.make(tmp_path)
    with on_server.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {NAME}_replaced_20240101t000000z"))
    assert all(word in _cells(on_server) for word in ROSALIND)
    assert ROSALIND[0].encode() in _data_files(on_server).lower()
    with open_to_withdraw(NAME, "V1", root=paths.root) as bench:
        report = withdraw(bench, "V1")
    assert report.found == ()
    assert any(f"drop the schemas {NAME}_replaced_20240101t000000z" in note for note in report.notes)
    held = _cells(on_server)
    assert [word for word in (*ROSALIND, "rosalind") if word in held] == []
    assert [word for word in ROSALIND if word.encode() in _data_files(on_server).lower()] == []
    assert [word for word in ROSALIND if word.encode() in two_voices.texts_of(paths.root).lower()] == []
    with open_study(root=paths.root) as bench:
        assert bench.store.verify().first_fault == ""
        assert bench.load("claim")["label"].tolist() == ["C002"]
