"""Sheets of a study that go out to be edited and come back: their columns, their rows, and what a person changed.

Workbooks themselves are opened and written in `sources.spreadsheets`; what a row means is decided at the bench.
"""

from useit_eval.exchange.columns import SHEETS, SheetColumn, SheetSpec, sheets_of
from useit_eval.exchange.read_me import read_me
from useit_eval.exchange.rows import Gathered, Row, changes_in, mark_of, rows_of, table_of

__all__ = [
    "SHEETS",
    "Gathered",
    "Row",
    "SheetColumn",
    "SheetSpec",
    "changes_in",
    "mark_of",
    "read_me",
    "rows_of",
    "sheets_of",
    "table_of",
]
