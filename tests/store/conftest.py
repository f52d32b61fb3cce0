"""One suite for both databases: each test that asks for `place` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.store import cluster
from useit_eval.store import open_store


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the URL of a PostgreSQL server."""
    folder = cluster.programs()
    if folder is None:
        pytest.skip(cluster.NOT_INSTALLED)
    with cluster.running(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path) -> str:
    """Return where an empty store may be made: a path, or the URL of a fresh database."""
    if request.param == "sqlite":
        return str(tmp_path / "study" / "store.sqlite")
    url, name = request.getfixturevalue("server"), f"t{uuid.uuid4().hex}"
    engine = sa.create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{url}/{name}"


@pytest.fixture
def store(place):
    """Give an empty store."""
    opened = open_store(place)
    yield opened
    opened.close()
