"""Several writers in one transaction: rows that come from a file and rows that a person gives stand or fall together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useit_eval.store.database import Writing


def signed(work: Writing, by: str) -> Writing:
    """Return a `Writing` of the same open transaction whose rows bear another writer's name."""
    return type(work)(work._connection, store_id=work._store_id, by=by)
