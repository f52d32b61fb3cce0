"""Making a store and bringing an older one up to date, with Alembic, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import uuid
from pathlib import Path

import sqlalchemy as sa

from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.store import engine as engines
from useit_eval.store import migrations
from useit_eval.store.rows import now
from useit_eval.store.tables import META, metadata

VERSION_TABLE = "alembic_version"


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision a store is of, or None when it holds no table yet.

    Raises InputRefused when the database holds tables of something else.
    """
    postgresql = connection.dialect.name == "postgresql"
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar() if postgresql else None
    tables = set(sa.inspect(connection).get_table_names(schema=schema))
    if VERSION_TABLE in tables:
        return connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if tables:
        raise InputRefused("the database is not a store of useit-eval", "", "Name another file or database.")
    return None


def check_known(revision: str | None, place: str) -> None:
    """Raise InputRefused when a store was written by a newer version of the package."""
    if revision is not None and revision not in migrations.REVISIONS:
        raise InputRefused(
            f"the store is of revision {revision}, which is newer than this version knows ({migrations.REVISIONS[-1]})",
            place,
            "Update useit-eval; nothing was changed.",
        )


def up_to_date(revision: str | None) -> bool:
    """Return whether a store needs no migration."""
    return revision == migrations.REVISIONS[-1]


def create_sqlite(path: Path, *, wait: float) -> None:
    """Make an empty store at a path unless another process was faster; a half-made one is never seen.

    Raises WorkFailed when the folder cannot be written.
    """
    try:
        make_folder(path.parent)
        partial = path.with_name(f".{path.name}.{uuid.uuid4().hex}.partial")
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        _fill_sqlite(partial, wait=wait)
        _publish(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def migrate(engine: sa.Engine, place: str) -> None:
    """Bring a store to the newest revision in one transaction, after a backup when it is a SQLite file with rows.

    Raises InputRefused for a newer store, which is left as it was.
    """
    with engines.writing(engine, place) as connection:
        revision = revision_of(connection)
        check_known(revision, place)
        if up_to_date(revision):  # another process was faster
            return
        if revision is not None and engine.dialect.name == "sqlite":
            back_up(Path(place), revision)
        upgrade(connection)


def upgrade(connection: sa.Connection) -> None:
    """Run every revision the store lacks on a connection that is already in a transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.execute(sa.select(sa.func.count()).select_from(metadata().tables[META])).scalar() == 0:
        row = {"store_id": str(uuid.uuid4()), "created_at": now()}
        connection.execute(metadata().tables[META].insert(), [row])


def back_up(path: Path, revision: str) -> Path:
    """Return the path of a copy of a SQLite store, taken with SQLite's own backup so that it is whole."""
    stamp = now().replace(":", "").replace("-", "")[:15]
    copy = path.with_name(f"{path.stem}.before-{revision}.{stamp}.sqlite")
    os.close(os.open(copy, os.O_CREAT | os.O_RDWR, 0o600))
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy


def _fill_sqlite(path: Path, *, wait: float) -> None:
    engine = engines.make_engine(engines.url_of(path), wait=wait)
    place = str(path)
    try:
        # WAL is written into the file, so it is set once, before anyone else can see the store.
        with engines.plain_faults(place), engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")
        migrate(engine, place)
    finally:
        engine.dispose()


def _publish(partial: Path, path: Path) -> None:
    """Give the finished file its name, never replacing one that is there."""
    try:
        if os.name == "nt":
            os.rename(partial, path)
        else:
            os.link(partial, path)
    except FileExistsError:
        return
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> WorkFailed:
    reason = (error.strerror or "unknown reason").lower()
    return WorkFailed(f"the store could not be made ({reason})", str(path), "Check the folder's permissions.")


def make_folder(folder: Path) -> None:
    """Make a folder that its owner alone may enter, unless it is there."""
    if not folder.is_dir():  # a folder of somebody else's keeps its modes
        folder.mkdir(parents=True, exist_ok=True)
        engines.private(folder)
