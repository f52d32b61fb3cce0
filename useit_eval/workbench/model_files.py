"""Files of surveys and cases that models.yaml names: read as tables, and their numbers checked by the row they stand in."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground import numbers, safe_files, text
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import StudyPaths

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Models
    from useit_eval.codebook.models import Model

MISSING = ("", "na", "n/a", "nan", "null", "none", "<na>")
AS_NUMBER = "Correct it; numbers are written as digits 0 to 9, with a point for decimals."


@dataclasses.dataclass(frozen=True)
class DataFile:
    """A file of comma-separated values: its header and its records, each with its row as a spreadsheet counts."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cells(self, column: str) -> Iterator[tuple[str, str]]:
        """Return every cell of a column with its place, such as "survey.csv, row 3"."""
        at = self.header.index(column)
        return ((f"{self.name}, row {row}", cells[at].strip()) for row, cells in self.rows)

    def frame(self) -> pd.DataFrame:
        """Return the file as a frame: a column whose cells are numbers or missing is one of numbers, any other of texts."""
        import pandas as pd

        return pd.DataFrame({name: _read([cells[at] for _, cells in self.rows]) for at, name in enumerate(self.header)})


def data_files(paths: StudyPaths, held: Models) -> dict[str, DataFile]:
    """Return the files that models name and that lie in the study's folder; who lacks one can still work on the others.

    Raises InputRefused, with file and row, for a file that is no table.
    """
    names = sorted({model.data.file for model in held.models if model.data.file})
    return {name: read_data(paths.raw / name) for name in names if _lies_there(paths.raw / name)}


def _lies_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def read_data(path: Path) -> DataFile:
    """Return a CSV with one header. Lines that begin with # are remarks. Raises InputRefused, with file and row."""
    from useit_eval.sources.spreadsheets.delimited import parse_rows

    raw = safe_files.read_bytes(path)
    words = text.decode(raw, where=f"{path.name}, row {text.undecodable_line(raw)}")
    rows = [(at, row) for at, row in enumerate(parse_rows(words, where=path.name), start=1) if any(map(str.strip, row))]
    rows = [(at, row) for at, row in rows if not row[0].lstrip().startswith("#")]
    if len(rows) < 2:
        told = "the file is no table: it holds no rows below a header"
        raise InputRefused(told, f"{path.name}, row {len(rows) or 1}", "Save it as CSV with one header.")
    (at, header), *records = rows
    header = tuple(cell.strip() for cell in header)
    if doubled := next((name for name in header if name and header.count(name) > 1), None):
        raise InputRefused(f"the column {doubled!r} is there twice", f"{path.name}, row {at}", "Keep one of them.")
    return DataFile(
        path.name, header, tuple((at, _whole(row, header, f"{path.name}, row {at}")) for at, row in records)
    )


def _whole(row: list[str], header: tuple[str, ...], where: str) -> tuple[str, ...]:
    if len(row) > len(header):
        told = f"the row has {len(row)} cells for {len(header)} columns, so the file is no table"
        raise InputRefused(told, where, "Put a text that holds a comma in quotation marks.")
    return (*row, *[""] * (len(header) - len(row)))


def check_numbers(held: Models, files: dict[str, DataFile]) -> None:
    """Raise InputRefused, with file and row, for a cell that should be a number, or a weight or membership out of bounds."""
    for model in held.models:
        if (file := files.get(model.data.file or "")) is not None:
            _check_survey(model, file)
            _check_cases(model, file)


def _check_survey(model: Model, file: DataFile) -> None:
    for place, cell in file.cells(model.data.value) if model.data.value else ():
        _number(cell, place, f"the {model.data.value}", needed=False)
    for place, cell in file.cells(model.data.population) if model.data.population else ():
        _number(cell, place, "the population", needed=True)
    for place, cell in file.cells(model.data.weight) if model.data.weight else ():
        weight = _number(cell, place, "the weight", needed=True)
        next = "A weight says for how many a person stands: correct it, or take 0 to leave them out."
        if weight < 0:
            raise InputRefused(f"the weight {cell} is negative", place, next)
        if 0 < weight < numbers.LEAST_WEIGHT:
            raise InputRefused(f"the weight {cell} is too small to reckon with", place, next)


def _check_cases(model: Model, file: DataFile) -> None:
    for one in filter(None, (*model.data.conditions, model.data.result)):
        for place, cell in file.cells(one.column):
            value = _number(cell, place, f"'{one.column}'", needed=True)
            if one.anchors is None and not 0 <= value <= 1:
                told = f"'{one.column}' should be a membership from 0 to 1, found {cell}"
                raise InputRefused(told, place, f"Give '{one.name}' anchors in models.yaml, or correct the cell.")


def _read(cells: list[str]) -> list[Any]:
    """Return the cells of a column as numbers, or as texts, None where empty."""
    cells = [cell.strip() for cell in cells]
    try:
        return [math.nan if cell.lower() in MISSING else _value(cell) for cell in cells]
    except ValueError:
        return [cell or None for cell in cells]


def _value(cell: str) -> float:
    if not cell.isascii() or "_" in cell:  # Python takes 1_000 and the digits of every script
        raise ValueError(cell)
    return int(cell) if cell.lstrip("+-").isdigit() and len(cell) < 19 else float(cell)


def _number(cell: str, place: str, what: str, *, needed: bool) -> float:
    """Return a cell as a number, an empty one as 0 where none is needed."""
    if cell.lower() in MISSING:
        if needed:
            raise InputRefused(f"{what} is missing", place, "Fill it in, or leave the row out and say so.")
        return 0.0
    try:
        value = _value(cell)
    except ValueError:
        raise InputRefused(f"{what} should be a number, found '{cell[:40]}'", place, AS_NUMBER) from None
    if numbers.beyond(value):
        raise InputRefused(f"{what} {numbers.told(value)}", place, numbers.NEXT)
    return value
