"""Cells to values, by the column specification: what may stand in a cell and how it is refused."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable

from useit_eval.ground import numbers
from useit_eval.ground.frames import Column
from useit_eval.sources.spreadsheets.sheets import Faults, Line, closest

Value = str | int | float | bool | None
_PLAIN = re.compile(r"-?\d+(\.\d+)?\Z")
_WHOLE = re.compile(r"-?\d+\Z")
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


def read_cell(line: Line, column: Column, faults: Faults) -> Value:
    """Return a cell's value, or None when it is empty or wrong; what is wrong is added to ``faults``."""
    cell = line.get(column.name)
    if not cell:
        if not column.nullable:
            faults.add(line, f"the {column.name} is missing", f"It is: {column.meaning}.")
        return None
    if column.words and cell not in column.words:
        faults.add(line, f"{cell!r} is not a word allowed for {column.name}", closest(cell, column.words))
        return None
    return _READ[column.dtype](cell, line, column, faults)


def plain_number(cell: str) -> float | None:
    """Return a machine-plain number (``81361``, ``-0.5``), or None when the cell is written in another way.

    Example:
        >>> plain_number("81361"), plain_number("81,361")
        (81361.0, None)
    """
    return float(cell) if _PLAIN.match(cell) else None


def _number(cell: str, line: Line, column: Column, faults: Faults) -> Value:
    value = plain_number(cell)
    if value is None:
        faults.add(
            line,
            f"the {column.name} {cell!r} is not a plain number",
            "Write 81361 or 0.5, without signs for thousands or units.",
        )
    elif numbers.beyond(value):
        faults.add(line, f"the {column.name} {numbers.told(value)}", numbers.NEXT)
        return None
    return value


def _integer(cell: str, line: Line, column: Column, faults: Faults) -> Value:
    if _WHOLE.match(cell) and len(cell) < 19 and not numbers.beyond(int(cell)):
        return int(cell)
    faults.add(line, f"the {column.name} {cell!r} is not a whole number", "Write it in digits alone.")
    return None


def _flag(cell: str, line: Line, column: Column, faults: Faults) -> Value:
    if cell.lower() not in _FLAGS:
        faults.add(line, f"the {column.name} {cell!r} is neither true nor false")
    return _FLAGS.get(cell.lower())


def _date(cell: str, line: Line, column: Column, faults: Faults) -> Value:
    try:
        return dt.date.fromisoformat(cell).isoformat()
    except ValueError:
        faults.add(line, f"the {column.name} {cell!r} is not a day", "Write year, month and day like 2017-05-30.")
        return None


def _uuid(cell: str, line: Line, column: Column, faults: Faults) -> Value:
    try:
        return str(uuid.UUID(cell))
    except ValueError:
        faults.add(
            line, f"the {column.name} {cell!r} is not a UUID", "Leave ids as they are; a new row gets a new one."
        )
        return None


def _text(cell: str, line: Line, column: Column, faults: Faults) -> Value:
    return cell


_READ: dict[str, Callable[[str, Line, Column, Faults], Value]] = {
    "text": _text,
    "uuid": _uuid,
    "date": _date,
    "instant": _text,
    "integer": _integer,
    "number": _number,
    "flag": _flag,
}
