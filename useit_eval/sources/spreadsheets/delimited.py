"""Delimited text (CSV, TSV) to rows of cells: every sign of a cell kept, the separator found or asked for."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Sequence

from useit_eval.ground.errors import InputRefused

MOST_BYTES = 20_000_000
MOST_CELL = 1_000_000
MOST_COLUMNS = 16_384
MOST_CELLS = 2_000_000
MOST_ROWS = 250_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_LOOKED_AT = 200
_SIGNS_LOOKED_AT = 2_000_000
_SAYS_SEPARATOR = re.compile(r"\A\"?sep=([,;|\t])\"?(?:\r\n|\r|\n)", re.IGNORECASE)


def parse_rows(text: str, *, where: str, delimiter: str = ",", most_cell: int = MOST_CELL) -> list[list[str]]:
    """Return the rows of delimited text, blank ones too, with the line ends inside cells as they are.

    Raises InputRefused for a quotation mark that is never closed, a cell of more than ``most_cell`` signs, and more
    columns or cells than a spreadsheet would hold.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))
    rows: list[list[str]] = []
    cells = 0
    # Without strict, a quotation mark that is never closed would swallow the rest of the file in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            _check_size(row, len(rows), cells, where, most_cell)
    except csv.Error as error:
        where = f"{where}, row {len(rows) + 1}"
        raise InputRefused(f"the file is not well-formed CSV ({error})", where, "Check its quotation marks.") from None
    return rows


def _check_size(row: list[str], number: int, cells: int, where: str, most_cell: int) -> None:
    where = f"{where}, row {number}"
    if len(row) > MOST_COLUMNS:
        what = f"the row has {len(row):,} columns; a spreadsheet holds {MOST_COLUMNS:,}"
        raise InputRefused(what, where, "Check that it is the right file.")
    if cells > MOST_CELLS or number > MOST_ROWS:
        raise InputRefused(f"the file has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells", where, "Split it.")
    longest = max(map(len, row), default=0)
    if longest > most_cell:
        raise InputRefused(f"a cell holds {longest:,} characters; the limit is {most_cell:,}", where, "Shorten it.")


def find_separator(text: str, *, where: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the separator of a text, the text without a line that only names it, and what a person should know.

    A first line ``sep=;`` settles it, as in Excel. Else it is the one of , ; TAB | that parts the most rows alike; where
    another would do as well, that is told.
    """
    said = _SAYS_SEPARATOR.match(text)
    if said:
        return said[1], text[said.end() :], (f"the first line says that {SEPARATORS[said[1]]} part the cells",)
    fits = sorted(((_fit(text, separator), separator) for separator in SEPARATORS), reverse=True)
    (best, separator), (second, other) = fits[0], fits[1]
    if best[0] == 0:
        return ",", text, ()
    if second == best:
        both = f"{SEPARATORS[separator]} or by {SEPARATORS[other]}"
        raise InputRefused(f"the cells may be parted by {both}", where, "Save it again as CSV with commas.")
    told = () if separator == "," else (f"the cells are parted by {SEPARATORS[separator]}",)
    return separator, text, told


def _fit(text: str, separator: str) -> tuple[float, int]:
    """Return how well a separator parts the first rows: the share of rows as wide as the header, and that width."""
    rows = [row for row in _first_rows(text, separator) if row]
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    alike = sum(len(row) == len(rows[0]) for row in rows)
    return alike / len(rows), len(rows[0])


def _first_rows(text: str, separator: str) -> Sequence[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), MOST_BYTES))
    reader = csv.reader(io.StringIO(text[:_SIGNS_LOOKED_AT], newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(itertools.islice(reader, _LOOKED_AT))
    except csv.Error:  # a wrong separator may well leave quotation marks open; the right one is read again in full
        return rows
    return rows[:-1] if len(text) > _SIGNS_LOOKED_AT and 1 < len(rows) < _LOOKED_AT else rows
