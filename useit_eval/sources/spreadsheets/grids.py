"""Files of statistics as rows of cells, before anybody knows which row is the header: CSV, TSV or one sheet of an XLSX."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.sources.formats import encodings
from useit_eval.sources.spreadsheets import delimited
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.sources.spreadsheets.tables import words
from useit_eval.sources.spreadsheets.workbooks import read_workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = delimited.MOST_BYTES
MOST_ROWS = 350_000


@dataclasses.dataclass(frozen=True)
class Grid:
    """The rows of a file that are not blank, each with the number a spreadsheet shows; cells without blanks around."""

    file: str
    sha256: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()

    def where(self, row: int) -> str:
        """Return the place of a row for people."""
        return f"{self.file}, row {row}"


def read_grid(path: Path | str, *, sheet: str | None = None) -> Grid:
    """Return the rows of a CSV, TSV or XLSX file; of a workbook the named sheet, else the first that shows.

    Raises InputRefused for a file that is missing, empty, too large, damaged, of another kind, or in doubtful encoding.
    """
    path = Path(path)
    raw = safe_files.read_bytes(path, most=MOST_BYTES)
    if raw.startswith(_OLE):
        what = "this is a workbook of the old kind (.xls), or one locked by a password"
        raise InputRefused(what, path.name, "Save it as .xlsx or CSV.")
    rows, notes = _of_workbook(raw, path.name, sheet) if raw.startswith(_ZIP) else _of_text(raw, path.name)
    filled = tuple((number, cells) for number, cells in rows if any(cells))
    if not filled:
        raise InputRefused("the file holds no rows", path.name, "Check that it is the right file.")
    return Grid(path.name, sha256(raw), filled, notes)


def _of_text(raw: bytes, file: str) -> tuple[list[tuple[int, tuple[str, ...]]], tuple[str, ...]]:
    if (lines := raw.count(b"\n")) > MOST_ROWS:
        told = f"the file has {lines:,} rows; the limit is {MOST_ROWS:,}"
        raise InputRefused(told, file, "Keep the areas and periods that you need.")
    text, read_as, doubts = encodings.decoded(raw, where=file)
    if "\x00" in text:
        raise InputRefused("the file holds NUL bytes, so it is no CSV", file, "Export it again as CSV UTF-8.")
    separator, text, notes = delimited.find_separator(text.removeprefix("\ufeff"), where=file)
    rows = delimited.parse_rows(text, where=file, delimiter=separator)
    told = () if read_as == "utf-8" else (f"the file was read as {read_as}",)
    return [(number, tuple(map(str.strip, row))) for number, row in enumerate(rows, start=1)], (*told, *doubts, *notes)


def _of_workbook(raw: bytes, file: str, sheet: str | None) -> tuple[list[tuple[int, tuple[str, ...]]], tuple[str, ...]]:
    sheets = [found for found in read_workbook(raw, where=file) if found.rows]
    shown = [found for found in sheets if found.name == sheet or (sheet is None and not found.hidden)] or (
        sheets if sheet is None else []
    )
    if not shown:
        raise InputRefused(
            f"there is no sheet {sheet!r} with rows", file, closest(str(sheet), [s.name for s in sheets])
        )
    others = [found.name for found in sheets if found is not shown[0]]
    notes = (*shown[0].notes, *((f"other sheets are not read: {', '.join(others)}",) if others else ()))
    return [(number, tuple(words(cell).strip() for cell in cells)) for number, cells in shown[0].rows], notes
