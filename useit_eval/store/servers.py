"""PostgreSQL: a schema for each study in one database, the password from where PostgreSQL's own programs look for it."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from useit_eval.ground.errors import UsageError, WorkFailed

SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_FIELD = re.compile(r"((?:\\.|[^:\\])*)(?::|$)")


def make_engine(url: sa.URL, *, wait: float) -> sa.Engine:
    """Return an engine on a PostgreSQL database; ``?schema=NAME`` in the URL keeps a study's tables apart.

    Durable commits, and other writers are waited for up to ``wait`` seconds. Raises UsageError for a schema that is no
    plain word, WorkFailed when the driver is not installed.
    """
    schema = str(url.query.get("schema", ""))
    if schema and not SCHEMA.match(schema):
        raise UsageError(
            f"{schema!r} is not a name for a schema", "", "Use lower-case letters, digits and underscores."
        )
    url = url.difference_update_query(["schema"])
    if url.password is None:
        url = url.set(password=password_for(url))
    try:
        engine = sa.create_engine(url)
    except ModuleNotFoundError as error:
        raise WorkFailed(f"the driver {error.name} is not installed", "", "Install useit-eval[postgresql].") from None
    event.listen(engine, "connect", lambda connection, _record: _prepare(connection, schema, wait))
    return engine


def password_for(url: sa.URL) -> str | None:
    """Return the password of PGPASSWORD, else that of the first fitting line of ~/.pgpass (or PGPASSFILE), else None.

    A password file that others may read is left alone, as PostgreSQL's own programs do.
    """
    if os.environ.get("PGPASSWORD"):
        return os.environ["PGPASSWORD"]
    path = Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    if not path.is_file() or (os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)):
        return None
    wanted = (url.host or "localhost", str(url.port or 5432), url.database or url.username, url.username)
    return find_password(path.read_text(encoding="utf-8"), wanted)


def find_password(text: str, wanted: tuple[str | None, ...]) -> str | None:
    """Return the password of the first line of a password file that fits host, port, database and user, or None.

    Example:
        >>> find_password("*:5432:town:ann:a\\\\:b", ("db", "5432", "town", "ann"))
        'a:b'
    """
    for line in text.splitlines():
        fields = [re.sub(r"\\(.)", r"\1", field) for field in _FIELD.findall(line)[:5]]
        fits = len(fields) == 5 and not line.startswith("#")
        if fits and all(field in ("*", value) for field, value in zip(fields, wanted, strict=False)):
            return fields[4]
    return None


def _prepare(connection: object, schema: str, wait: float) -> None:
    cursor = connection.cursor()
    if schema:
        cursor.execute(f"SET search_path TO {schema}")
    cursor.execute(f"SET lock_timeout = {int(wait * 1000)}")
    cursor.execute("SET synchronous_commit = on")
    connection.commit()


def make_schema(engine: sa.Engine) -> None:
    """Make the schema that the engine's connections look in, when it is not there."""
    with engine.connect() as connection, connection.begin():
        wanted = connection.exec_driver_sql("SHOW search_path").scalar_one()
        if SCHEMA.match(wanted) and connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7571301)")
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {wanted}")
