"""Tables from the field: CSV, TSV and XLSX to a header and rows, nothing lost and nothing guessed in silence.

A cell keeps what the file says: 007 stays 007, NA is a word, 01/02/2019 is text until a question asks for a day. What
a person should know (a guessed encoding, names given twice, hidden rows, formulas) is told in ``notes``.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from useit_eval.ground import inert_cells, safe_files
from useit_eval.ground.archives import open_archive
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats import encodings
from useit_eval.sources.spreadsheets import delimited, workbooks
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.sources.spreadsheets.workbooks import Cell, listed

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = (".csv", ".tsv", ".tab", ".txt")
_Numbered = tuple[int, tuple[Cell, ...]]
_KINDLY = "Open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8."


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, and a cell for each column of the header."""

    number: int
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True)
class Table:
    """One table: ``sheet`` is the name of the sheet or of the file in an archive, None for a plain file.

    ``header`` holds the names as they stand, doubled ones too; ``header_row`` is the row they stand in.
    """

    file: str
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    hidden: bool = False

    def where(self, row: int) -> str:
        """Return the place of a row for people: file, sheet and row."""
        sheet = f", sheet {self.sheet!r}" if self.sheet else ""
        return f"{self.file}{sheet}, row {row}"


def words(cell: Cell) -> str:
    """Return a cell as its reader sees it: days as ISO, whole numbers without a point, "" where it is empty.

    Example:
        >>> words(3.0), words("007"), words(None), words(dt.datetime(2019, 2, 1))
        ('3', '007', '', '2019-02-01')
    """
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return (cell.date() if midnight else cell.replace(microsecond=0)).isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)


def read_table(path: Path | str, *, sheet: str | None = None, encoding: str | None = None) -> Table:
    """Return one table of a CSV, TSV or XLSX file: the named sheet, else the first that shows and is not empty.

    Raises InputRefused for a missing, empty, damaged or too large file, an old or locked workbook, a row with more
    cells than the header, or an unknown sheet.
    """
    tables = read_tables(path, encoding=encoding)
    if sheet is not None:
        found = [table for table in tables if table.sheet == sheet]
        if not found:
            names = [table.sheet for table in tables if table.sheet]
            raise InputRefused(f"there is no sheet {sheet!r} with rows", Path(path).name, closest(sheet, names))
        return found[0]
    shown = [table for table in tables if not table.hidden] or list(tables)
    others = [table.sheet for table in tables if table is not shown[0]]
    told = (f"other sheets are not read: {listed(others)}",) if others else ()
    return dataclasses.replace(shown[0], notes=(*shown[0].notes, *told))


def read_tables(path: Path | str, *, encoding: str | None = None) -> tuple[Table, ...]:
    """Return every table of a file that has a header: a CSV has one, a workbook or a ZIP of CSVs may have several.

    Raises InputRefused as `read_table` does.
    """
    path = Path(path)
    raw = safe_files.read_bytes(path, most=delimited.MOST_BYTES)
    if raw.startswith(_OLE):
        what = "this is a workbook of the old kind (.xls), or one locked by a password"
        raise InputRefused(what, path.name, f"{_KINDLY} Take a password off first.")
    tables = _packed(raw, path.name, encoding) if raw.startswith(_ZIP) else (_plain(raw, path.name, None, encoding),)
    found = tuple(table for table in tables if table is not None)
    if not found:
        raise InputRefused("the file holds no table", path.name, "Check that it is the right file.")
    return found


def _packed(raw: bytes, file: str, encoding: str | None) -> tuple[Table | None, ...]:
    names = open_archive(raw, where=file).names
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise InputRefused("this kind of spreadsheet is not read", file, _KINDLY)
    if "[Content_Types].xml" in names:
        return tuple(_of_sheet(sheet, file) for sheet in workbooks.read_workbook(raw, where=file))
    archive = open_archive(raw, where=file)
    held = [name for name in names if name.lower().endswith(_TEXTS)]
    return tuple(_plain(archive.read(name), file, name, encoding) for name in held)


def _plain(raw: bytes, file: str, name: str | None, encoding: str | None) -> Table | None:
    text, read_as, doubts = encodings.decoded(raw, where=name or file, encoding=encoding)
    if "\x00" in text:
        raise InputRefused("the file holds NUL bytes, so it is no CSV", name or file, "Export it again as CSV UTF-8.")
    separator, text, notes = delimited.find_separator(text, where=name or file)
    rows = delimited.parse_rows(text, where=name or file, delimiter=separator)
    told = (*doubts, *(() if doubts or read_as == "utf-8" else (f"the file was read as {read_as}",)), *notes)
    plain, marked = _without_marks(rows)
    if marked:
        told = (
            *told,
            f"an apostrophe before =, +, - or @ was taken as a mark of safety and away: rows {listed(marked)}",
        )
    numbered = [(number, tuple(cells)) for number, cells in enumerate(plain, start=1)]
    return _table(file, name, numbered, (*told, *_check_widths(numbered, name or file)))


def _without_marks(rows: list[list[str]]) -> tuple[list[list[str]], list[int]]:
    plain = [[inert_cells.original(cell) for cell in row] for row in rows]
    return plain, [number for number, (a, b) in enumerate(zip(rows, plain, strict=True), start=1) if a != b]


def _of_sheet(sheet: workbooks.Sheet, file: str) -> Table | None:
    table = _table(file, sheet.name, sheet.rows, sheet.notes)
    if table is None or not sheet.hidden:
        return table
    return dataclasses.replace(table, hidden=True, notes=(*table.notes, f"the sheet {sheet.name!r} is hidden"))


def _table(file: str, sheet: str | None, numbered: Sequence[_Numbered], notes: tuple[str, ...]) -> Table | None:
    filled = [(number, cells) for number, cells in numbered if any(words(cell).strip() for cell in cells)]
    if not filled:
        return None
    (header_row, first), body = filled[0], filled[1:]
    width = max(len(first), *(_width(cells) for _, cells in filled))
    while width and all(len(cells) < width or not words(cells[width - 1]) for _, cells in filled):
        width -= 1  # columns that are empty from top to bottom are only the edge of the sheet
    header = tuple(map(words, _fitted(first, width)))
    rows = tuple(Row(number, _fitted(cells, width)) for number, cells in body)
    return Table(file, sheet, header, header_row, rows, (*notes, *_on_header(header)))


def _width(cells: Sequence[Cell]) -> int:
    return max((at for at, cell in enumerate(cells, start=1) if words(cell).strip()), default=0)


def _fitted(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*cells[:width], *("",) * (width - len(cells)))


def _check_widths(rows: Sequence[_Numbered], where: str) -> tuple[str, ...]:
    """Return what to tell of rows shorter than the header. Raises InputRefused for one that is longer: cells moved."""
    filled = [(number, cells) for number, cells in rows if _width(cells)]
    named = len(filled[0][1]) if filled else 0
    for number, cells in filled:
        if (found := _width(cells)) > named:
            what = f"the row has {found} cells for {named} columns"
            raise InputRefused(what, f"{where}, row {number}", "Put a text that holds a separator in quotation marks.")
    short = [number for number, cells in filled if len(cells) < named]
    return (f"rows are shorter than the header; what is lacking is read as empty: {listed(short)}",) if short else ()


def _on_header(header: Sequence[str]) -> tuple[str, ...]:
    counts = collections.Counter(name for name in header if name)
    twice = [f"{name!r} ({count} times)" for name, count in counts.items() if count > 1]
    told = [f"columns of the same name are kept apart: {listed(twice)}"] if twice else []
    if nameless := [column_letters(at) for at, name in enumerate(header) if not name.strip()]:
        told.append(f"columns without a name: {listed(nameless)}")
    return tuple(told)


def column_letters(at: int) -> str:
    """Return a column's letters as a spreadsheet shows them, from its place counted from 0.

    Example:
        >>> column_letters(0), column_letters(27)
        ('A', 'AB')
    """
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
