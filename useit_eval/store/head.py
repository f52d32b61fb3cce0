"""What a SQLite store holds, in one digest, read in a moment: a run asks for it before anything heavy is loaded."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

from useit_eval.ground.errors import InputRefused

# Every act on rows leaves an audit entry with the digest of their content, so the entries stand for the rows. Entries
# about files are left out: they say that a file was read, not that a row was written.
QUERY = """
SELECT act, table_name, record_key, after FROM audit WHERE table_name <> 'file'
ORDER BY recorded_at, act, table_name, record_key, after
"""


def read_head(path: Path) -> str:
    """Return the digest of what was ever written to a store: the same acts on the same rows give the same digest.

    Raises InputRefused when the file is not a store.
    """
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)
        ) as connection:
            rows = connection.execute(QUERY).fetchall()
    except sqlite3.Error as error:
        raise InputRefused(
            f"the store cannot be read ({error})", str(path), "Put a backup of it in its place."
        ) from None
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
