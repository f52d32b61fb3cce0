"""The revisions of the store, oldest first. A new one is a file in `versions` and a word at the end of this list."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# Read without Alembic, so that opening an up-to-date store does not pay for importing it. A test compares both.
REVISIONS = ("0001", "0002", "0003")
