"""A study in PostgreSQL: a schema of its own, a password from where PostgreSQL's programs look, the same head."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa

from tests.store.samples import codings, source
from useit_eval.ground import project
from useit_eval.ground.errors import InputRefused, UsageError, WorkFailed
from useit_eval.store import open_store, servers
from useit_eval.store.head import read_head


@pytest.fixture
def database(server) -> str:
    """Return the URL of a fresh database."""
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    name = f"s{os.urandom(6).hex()}"
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server}/{name}"


def test_two_studies_of_one_database_see_nothing_of_each_other(database):
    town, office = (open_store(f"{database}?schema={name}") for name in ("town", "office"))
    town.append("source", source(), by="ann")
    assert town.store_id != office.store_id
    assert len(town.current("source")) == 1 and office.current("source").empty
    assert office.verify().first_fault == town.verify().first_fault == ""
    town.close(), office.close()
    again = open_store(f"{database}?schema=town")
    assert again.store_id == town.store_id
    again.close()


def test_the_same_rows_have_the_same_head_in_either_database(database, tmp_path):
    places = [f"{database}?schema=town", str(tmp_path / "store.sqlite")]
    for place in places:
        store = open_store(place)
        store.append("source", source(note="“ü”"), by="ann")
        store.append("coding", codings(3, 1, 2), by="bea")
        store.close()
    assert read_head(places[0]) == read_head(places[1])


def test_a_study_says_in_its_settings_that_its_store_is_a_server(tmp_path, monkeypatch):
    monkeypatch.delenv(project.STORE_ENVIRONMENT, raising=False)
    mark = 'format = "useit-project/1"\nstudy = "town"\n'
    (tmp_path / project.MARK).write_text(mark)
    assert project.find(tmp_path).paths().store_url == str(project.find(tmp_path).paths().store)
    (tmp_path / project.MARK).write_text(mark + 'store = "postgresql+pg8000://ann@db/useit"\n')
    assert project.find(tmp_path).paths().store_url == "postgresql+pg8000://ann@db/useit?schema=town"
    monkeypatch.setenv(project.STORE_ENVIRONMENT, "postgresql+pg8000://ann:secret@db/other")
    assert project.find(tmp_path).paths().store_url == "postgresql+pg8000://ann:secret@db/other?schema=town"


def test_a_password_in_the_settings_is_refused_without_repeating_it(tmp_path):
    text = 'format = "useit-project/1"\nstore = "postgresql+pg8000://ann:secret@db/useit"\n'
    (tmp_path / project.MARK).write_text(text)
    with pytest.raises(InputRefused, match=r"the file holds a password.*~/\.pgpass") as told:
        project.find(tmp_path)
    assert "secret" not in str(told.value)


def test_the_password_comes_from_the_file_that_postgresql_reads(tmp_path, monkeypatch):
    path = tmp_path / "pgpass"
    path.write_text("# ours\ndb:*:other:ann:wrong\ndb:5432:useit:ann:se\\:cret\n")
    path.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(path))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    url = sa.make_url("postgresql+pg8000://ann@db/useit")
    assert servers.password_for(url) == "se:cret"
    assert servers.password_for(url.set(username="bea")) is None
    path.chmod(0o644)
    assert servers.password_for(url) is None
    monkeypatch.setenv("PGPASSWORD", "other")
    assert servers.password_for(url) == "other"


def test_a_server_out_of_reach_and_a_strange_schema_are_told_in_a_sentence():
    with pytest.raises(WorkFailed, match="could not be used"):
        open_store("postgresql+pg8000://ann@127.0.0.1:9/useit?schema=town")
    with pytest.raises(UsageError, match="not a name for a schema"):
        open_store('postgresql+pg8000://ann@127.0.0.1:9/useit?schema=to"wn')
