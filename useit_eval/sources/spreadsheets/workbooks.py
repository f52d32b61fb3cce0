"""Workbooks (XLSX): values as last saved, never computed; what a reader of the screen would not see is told."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
import re
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from useit_eval.ground import safe_files
from useit_eval.ground.archives import Archive, open_archive
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.delimited import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

if TYPE_CHECKING:
    from openpyxl import Workbook

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
LAST_ROW = 1_048_576
SECONDS = 6.0
"""Work of this process that one workbook may take; a CSV of as many cells takes a sixth."""
_AGAIN = "Open it in the program it came from and save it again."
_DAMAGED = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, BadZipFile, ParseError, SyntaxError)
_DECLARES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"\br=\"(\d{1,9})\"")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z0-9:]{1,20})\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<]{0,9000}(?:</(?:\w+:)?f>)?(<(?:\w+:)?v>[^<])?")
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One sheet: its rows with the numbers a spreadsheet shows, and what a person should know of it."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    notes: tuple[str, ...]


def read_workbook(raw: bytes, *, where: str) -> tuple[Sheet, ...]:
    """Return the sheets of an XLSX file, in its order, with typed values: numbers, days, true and false, texts.

    A formula gives the value last saved. Raises InputRefused for a damaged file, one made to break programs, and for
    more rows, columns or cells than the limits, or that takes longer than ``SECONDS``.
    """
    from openpyxl import load_workbook

    until = time.process_time() + SECONDS
    archive = open_archive(raw, where=where)
    _refuse_declarations(archive)
    try:
        with warnings.catch_warnings(record=True) as met:
            warnings.simplefilter("always")
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            sheets = tuple(_sheet(sheet, archive, where, until) for sheet in book.worksheets)
    except _DAMAGED:
        raise InputRefused("the file is no Excel workbook, or it is damaged", where, _AGAIN) from None
    dates = sum("serial value" in str(warning.message) for warning in met)
    if dates and sheets:
        told = f"{dates} cells are formatted as days but hold a number that is none; they read #VALUE!"
        sheets = (dataclasses.replace(sheets[0], notes=(*sheets[0].notes, told)), *sheets[1:])
    return sheets


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Write sheets of rows as XLSX, whole or not at all: texts typed as text, so that none of them is a formula.

    Raises WorkFailed when the file cannot be written.
    """
    from openpyxl import Workbook

    book: Workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_typed(sheet, value) for value in row])
    made = io.BytesIO()
    book.save(made)
    safe_files.write_whole(path, made.getvalue())


def _typed(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, "")
    cell.value = escaped(value)
    cell.data_type, cell.quotePrefix = "s", True  # openpyxl would take a text that begins with = for a formula
    return cell


def escaped(words: str) -> str:
    """Return a text as a cell of a workbook holds it: signs that XML cannot hold as ``_x0007_``, which reading turns back."""
    return _UNPRINTABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", words)


def _refuse_declarations(archive: Archive) -> None:
    for name in archive.names:
        content = archive.read(name) if name.endswith((".xml", ".rels", ".vml")) else b""
        if (b"<!" in content or b"<\x00!" in content) and _DECLARES.search(content):
            what = f"the part {name!r} declares types or entities, which no spreadsheet program writes"
            raise InputRefused(what, archive.where, "Nothing of it was read. Ask whoever sent it for a CSV.")


def _sheet(sheet: Any, archive: Archive, where: str, until: float) -> Sheet:
    place = f"{where}, sheet {sheet.title!r}"
    content = archive.read(sheet._worksheet_path.lstrip("/"))
    notes = tuple(_notes(content, place))
    sheet.reset_dimensions()  # some programs declare a size of millions of rows
    return Sheet(sheet.title, sheet.sheet_state != "visible", tuple(_rows(sheet, place, until)), notes)


def _rows(sheet: Any, place: str, until: float) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    cells = rows = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells, rows = cells + len(values), rows + bool(values)
        if number > LAST_ROW or rows > MOST_ROWS or cells > MOST_CELLS or len(values) > MOST_COLUMNS:
            what = f"the sheet has more than {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns or {MOST_CELLS:,} cells"
            raise InputRefused(what, f"{place}, row {number}", "Split it, or save what is needed as CSV.")
        if time.process_time() > until:
            what = f"the workbook takes more than {SECONDS:.0f} seconds to read"
            raise InputRefused(
                what, f"{place}, row {number}", "Save what is needed of it as CSV, which is read faster."
            )
        if any(value is not None for value in values):
            yield number, tuple(map(_decoded, values))


def _decoded(value: Cell) -> Cell:
    if isinstance(value, str) and "_x" in value:
        return _CODED.sub(lambda found: chr(int(found[1], 16)), value)
    return value


def _notes(content: bytes, place: str) -> Iterator[str]:
    marks = [(int(number[1]), found[1]) for found in _ROW.finditer(content) if (number := _ROW_NUMBER.search(found[1]))]
    numbers = [number for number, _ in marks]
    if any(later <= earlier for earlier, later in itertools.pairwise(numbers)):
        raise InputRefused("the rows are not in order, or one is there twice", place, _AGAIN)
    if hidden := [number for number, attributes in marks if _HIDDEN.search(attributes)]:
        yield f"hidden rows are read like the others: {listed(hidden)}"
    # Most sheets have none of the rest; a look for the bare word spares a search through tens of megabytes.
    if b"hidden" in content and any(_HIDDEN.search(found[1]) for found in _COLUMN.finditer(content)):
        yield "hidden columns are read like the others"
    if b"mergeCell" in content and (merged := [found[1].decode() for found in _MERGED.finditer(content)]):
        yield f"merged cells hold their value in the first cell only: {listed(merged)}"
    has_formulas = b"<f" in content or b":f" in content
    if has_formulas and (formulas := [found[1] for found in _FORMULA.finditer(content)]):
        yield f"{len(formulas)} cells hold formulas; they are read with the value last saved"
        if lacking := formulas.count(None):
            yield f"{lacking} formulas have no value saved and are read as empty: open and save it in a spreadsheet first"


def listed(items: Sequence[object], most: int = 8) -> str:
    """Return the first items of a list in words, and how many more there are.

    Example:
        >>> listed([3, 5, 8], most=2)
        '3, 5 and 1 more'
    """
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(map(str, items[:most])) + more
