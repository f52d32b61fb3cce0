"""Workbooks laid out for people who edit them: a header that stays, widths, wrapped text, lists of allowed words."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from useit_eval.ground import safe_files
from useit_eval.sources.spreadsheets.workbooks import escaped

SPARE_ROWS = 500
"""Rows below the last one that take the same lists and stay text, for what people add."""
WORDS = "Words"


@dataclasses.dataclass(frozen=True)
class LaidOut:
    """One sheet: its rows with the header first, the width of each column, words allowed in some, columns left alone.

    In ``loose`` columns the words are advice: others may be typed.
    """

    name: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    words: Mapping[int, Sequence[str]] = dataclasses.field(default_factory=dict)
    quiet: frozenset[int] = frozenset()
    loose: frozenset[int] = frozenset()


def lay_out(path: Path, sheets: Sequence[LaidOut], *, about: LaidOut) -> None:
    """Write sheets, one that explains them and one of allowed words as XLSX, whole or not at all.

    Every cell is text, so that none is a formula. Raises WorkFailed when the file cannot be written.
    """
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    lists = book.create_sheet(WORDS)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        _fill(made, sheet, last=len(sheet.rows) + SPARE_ROWS)
        made.freeze_panes = "B2"
        made.auto_filter.ref = made.dimensions
        for place in sheet.words:
            _offer(made, lists, sheet, place)
    _fill(book.create_sheet(about.name), about, last=0)
    book.move_sheet(lists, offset=len(book.sheetnames))
    made = io.BytesIO()
    book.save(made)
    safe_files.write_whole(path, made.getvalue())


def _fill(made: Any, sheet: LaidOut, *, last: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, grey = Font(bold=True), PatternFill("solid", fgColor="EEEEEE")
    wrapped, top = Alignment(wrap_text=True, vertical="top"), len(sheet.rows)
    for place, width in enumerate(sheet.widths):
        made.column_dimensions[get_column_letter(place + 1)].width = width
    for number, row in enumerate(sheet.rows, start=1):
        for place, words in enumerate(row):
            cell = _text_cell(made, number, place + 1, words)
            cell.alignment = wrapped
            if number == 1 or (last == 0 and place == 0):
                cell.font = bold
            if number == 1 or place in sheet.quiet:
                cell.fill = grey
    for number in range(top + 1, last + 1):
        for place in range(len(sheet.widths)):
            cell = made.cell(number, place + 1)
            cell.number_format, cell.alignment = "@", wrapped


def _text_cell(made: Any, row: int, column: int, words: str) -> Any:
    cell = made.cell(row, column)
    if words:
        cell.value = escaped(words)
        cell.data_type, cell.quotePrefix = "s", True  # openpyxl would take a text that begins with = for a formula
    cell.number_format = "@"
    return cell


def _offer(made: Any, lists: Any, sheet: LaidOut, place: int) -> None:
    """Offer words in a column: from cells of the sheet of words, as a list within the rule itself holds 255 signs only."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    words, last = sheet.words[place], len(sheet.rows) + SPARE_ROWS
    column = lists.max_column + (1 if lists.cell(1, 1).value else 0)
    for number, word in enumerate([f"{sheet.name} {sheet.rows[0][place]}", *words], start=1):
        _text_cell(lists, number, column, word)
    letter, here = get_column_letter(column), get_column_letter(place + 1)
    lists.column_dimensions[letter].width = 26
    rule = DataValidation(type="list", formula1=f"{WORDS}!${letter}$2:${letter}${len(words) + 1}", allow_blank=True)
    rule.errorTitle, rule.error, rule.showErrorMessage = "Not a word of the list", "Choose a word from the list.", True
    if place in sheet.loose:
        rule.errorStyle, rule.error = "warning", "The list does not hold it. Is it new in another row?"
    made.add_data_validation(rule)
    rule.add(f"{here}2:{here}{last}")
