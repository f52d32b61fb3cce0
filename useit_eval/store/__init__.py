"""The store: rows appended and never edited, in SQLite by default or in any database that SQLAlchemy knows.

The one door to SQLAlchemy and Alembic. They are imported when a store is opened, not with this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from useit_eval.store.database import Store

__all__ = ["open_store"]


def open_store(url_or_path: str | Path, *, wait: float = 30.0) -> Store:
    """Return the store at a path (SQLite) or database URL, made or migrated first if need be; see `database`."""
    from useit_eval.store import database

    return database.open_store(url_or_path, wait=wait)
