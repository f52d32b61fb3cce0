"""What counts as the content of a store for the digest of its head, whichever database holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

# The rows themselves are read: a digest of words kept beside them would be as personal as the words. Who wrote a row,
# when, in which store and under which seal is left out, so that two stores that read the same files are the same.
APART = frozenset({"store_id", "recorded_by", "recorded_at", "salt", "digest", "entry"})
LEFT_OUT = ("audit", "store_meta", "alembic_version")
# Notes about files say that a file was read; others, such as which codes were accepted, bear on what may be done.
NOTES = "SELECT act, table_name, record_key, after FROM audit WHERE act LIKE 'accept%'"


def digest_parts(parts: Iterable[tuple[object, ...]]) -> str:
    """Return one digest of plain values in their order; true and 1 are the same, as SQLite has it."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(repr([int(value) if value is True or value is False else value for value in part]).encode())
    return hashed.hexdigest()
