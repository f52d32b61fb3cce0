"""CSV files of a study: a format line, a header, rows; and their faults told by the row a spreadsheet shows."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable
from pathlib import Path

from useit_eval.ground import inert_cells, project, safe_files, text
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.delimited import parse_rows

MOST_TOLD = 20
MOST_BYTES = 20_000_000
MOST_CELL = 100_000
_MARK = "# format:"


@dataclasses.dataclass(frozen=True)
class Line:
    """One row of a sheet: its number as a spreadsheet counts (format line 1, header 2) and its cells by column."""

    row: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """Return a cell's text without blanks around it; "" when it is empty."""
        return self.cells.get(column, "").strip()


@dataclasses.dataclass
class Faults:
    """The faults of one file, gathered so that a person can mend all of them at once."""

    file: str
    found: list[str] = dataclasses.field(default_factory=list)

    def add(self, line: Line, what: str, next: str = "") -> None:
        """Note one fault of a row."""
        self.found.append(f"row {line.row}: {what}." + (f" {next}" if next else ""))

    def refuse(self) -> None:
        """Raise InputRefused with all faults (the first twenty in full) when there are any."""
        if not self.found:
            return
        told = self.found[:MOST_TOLD]
        more = len(self.found) - len(told)
        rest = f"\nand {more} more" if more else ""
        if len(told) == 1:
            row, _, what = told[0].partition(": ")
            raise InputRefused(what.rstrip("."), f"{self.file}, {row}", "")
        raise InputRefused(f"{len(self.found)} faults\n" + "\n".join(told) + rest, self.file, "")


def read_sheet(path: Path | str, *, kind: str, columns: Iterable[str], optional: Iterable[str] = ()) -> list[Line]:
    """Return the rows of a CSV file of ``# format: useit-<kind>/1``.

    Raises InputRefused for a file that is missing, not UTF-8, of another or newer format, without one of
    ``columns`` (those in ``optional`` may lack), with an unknown or doubled column, or with a row that is too long.
    A row whose first cell begins with # is a remark and is passed over.
    """
    path = Path(path)
    rows = parse_rows(_text_of(path), where=path.name, most_cell=MOST_CELL)
    _check_format(rows, kind, path.name)
    header = _header(rows, path.name, list(columns), set(optional))
    return [
        _line(row, cells, header, path.name)
        for row, cells in enumerate(rows[2:], start=3)
        if any(map(str.strip, cells)) and not cells[0].lstrip().startswith("#")
    ]


def closest(word: str, known: Iterable[str]) -> str:
    """Return advice that names the closest of the words known, or the first few.

    Example:
        >>> closest("brokred", ["possible", "brokered"])
        "Closest: 'brokered'."
    """
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if near:
        return f"Closest: '{near[0]}'."
    more = f" and {len(known) - 8} more" if len(known) > 8 else ""
    return f"Known: {', '.join(known[:8])}{more}." if known else "None is known yet."


def _text_of(path: Path) -> str:
    """Return the text of a sheet with line ends as they are: inside a cell they belong to its words."""
    raw = safe_files.read_bytes(path, most=MOST_BYTES)
    try:
        text.decode(raw, where=path.name)
    except InputRefused as error:
        raise InputRefused(error.what, path.name, "Save it as 'CSV UTF-8 (comma delimited)'.") from None
    return raw.decode("utf-8-sig")


def _check_format(rows: list[list[str]], kind: str, where: str) -> None:
    first = rows[0][0].strip() if rows and rows[0] else ""
    found = first.removeprefix(_MARK).strip().rstrip(";").strip() if first.startswith(_MARK) else None
    expected = f"useit-{kind}/1"
    try:
        project.check_format(found, expected, f"{where}, row 1")
    except InputRefused as error:
        advice = error.next if "newer" in error.what else f"Let its first line be '{_MARK} {expected}'."
        raise InputRefused(error.what.replace("'format:", f"'{_MARK}"), error.where, advice) from None


def _header(rows: list[list[str]], where: str, columns: list[str], optional: set[str]) -> list[str]:
    header = [cell.strip() for cell in rows[1]] if len(rows) > 1 else []
    place = f"{where}, row 2"
    if len(header) <= 1 or ";" in header[0]:
        if header and ";" in header[0]:
            raise InputRefused(
                "the columns are parted by semicolons", place, "Save it as 'CSV UTF-8 (comma delimited)'."
            )
        raise InputRefused("the header with the column names is missing", place, f"Columns: {', '.join(columns)}.")
    while header and not header[-1]:
        header.pop()
    for name in header:
        if name not in columns:
            raise InputRefused(f"the column {name!r} is not known", place, closest(name, columns))
        if header.count(name) > 1:
            raise InputRefused(f"the column {name!r} is there twice", place, "Keep one of them.")
    lacking = [name for name in columns if name not in header and name not in optional]
    if lacking:
        raise InputRefused(f"the column {lacking[0]!r} is missing", place, f"Columns: {', '.join(columns)}.")
    return header


def _line(row: int, cells: list[str], header: list[str], where: str) -> Line:
    if any(cell.strip() for cell in cells[len(header) :]):
        raise InputRefused(
            f"the row has {len(cells)} cells for {len(header)} columns",
            f"{where}, row {row}",
            "Put a text that holds a comma in quotation marks.",
        )
    return Line(row, dict(zip(header, map(inert_cells.original, cells), strict=False)))
