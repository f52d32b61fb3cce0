"""A study whose store is PostgreSQL, from one end to the other: what it holds is what the same study holds in SQLite."""

from __future__ import annotations

import os
import shutil

import pytest
import sqlalchemy as sa

from tests.workbench import small_study
from useit_eval.cli import main
from useit_eval.ground import project
from useit_eval.runs.digests import digest_store
from useit_eval.workbench import add_source, back_up_study, open_study, restore_study, study_status, verify_study

TABLES = ("source", "source_text", "voice", "segment", "coding", "claim", "claim_part", "evidence")


@pytest.fixture
def on_server(server, monkeypatch) -> str:
    """Name a fresh database as everybody's store."""
    name = f"e{os.urandom(6).hex()}"
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    monkeypatch.setenv(project.STORE_ENVIRONMENT, f"{server}/{name}")
    return f"{server}/{name}"


def _read(root):
    with open_study(root=root) as bench:
        add_source(bench, small_study.write_text(root))
        frames = {name: bench.load(name).drop(columns=["store_id", "recorded_at"]) for name in TABLES}
        return frames, study_status(bench).holds, digest_store(bench.paths)


def test_a_study_on_postgresql_is_read_told_kept_and_verified_as_in_sqlite(tmp_path, on_server, monkeypatch, capsys):
    small_study.make(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    held, counts, head = _read(tmp_path / "one")
    assert not (tmp_path / "one" / "data_processed" / small_study.NAME / "store.sqlite").exists()
    assert main(["status", "--root", str(tmp_path / "one")]) == 0
    assert main(["audit", "--verify", "--root", str(tmp_path / "one")]) == 0
    assert "as they were written" in capsys.readouterr().out
    made = back_up_study(root=tmp_path / "one", folder=tmp_path / "backups")
    assert restore_study(made.path, root=tmp_path / "one").kept.startswith("schema harbour_replaced_")
    assert verify_study(root=tmp_path / "one").last_link == made.last_link
    monkeypatch.delenv(project.STORE_ENVIRONMENT)
    in_sqlite, same_counts, same_head = _read(tmp_path / "two")
    assert (counts, head) == (same_counts, same_head)
    for name in TABLES:
        assert held[name].equals(in_sqlite[name]), name
