"""Empty sheets and practice sheets of the registers: what `useit-eval register` writes for an office to fill in."""

from __future__ import annotations

from pathlib import Path

from useit_eval.ground import field_registers, inert_cells
from useit_eval.ground.errors import UsageError
from useit_eval.ground.frames import TABLES, Column
from useit_eval.sources.registers import REGISTERS, columns_of
from useit_eval.sources.spreadsheets.sheets import closest

PRACTICE = Path(__file__).resolve().parent.parent / "templates" / "practice"
"""The folder of invented registers, with the manifest of the invented source they stand on."""


def empty_sheet(kind: str) -> str:
    """Return the text of an empty register: its format, its columns, and a remark under each that says what goes in.

    Raises UsageError for a kind that is no register.

    Example:
        >>> empty_sheet("mentor_meetings").splitlines()[1]
        'meeting_id,label,mentor,mentee,held_on,as_of,evidence,source,locator,practice,note'
    """
    spec = TABLES[_table(kind)]
    remarks = [_remark(column) for column in spec.columns]
    rows = [columns_of(spec), [f"# {remarks[0]}", *remarks[1:]]]
    return inert_cells.csv_text(rows, first_line=f"# format: useit-{kind}/1")


def practice_sheet(kind: str) -> str:
    """Return the text of a register filled with invented rows; each says ``practice`` true and names source PR1.

    Raises UsageError for a kind without one: ledgers have none.
    """
    if kind not in field_registers.FILES:
        raise UsageError(f"there is no practice sheet for {kind!r}", "", closest(kind, field_registers.FILES))
    return (PRACTICE / f"{kind}.csv").read_text(encoding="utf-8")


def _table(kind: str) -> str:
    if kind not in REGISTERS:
        raise UsageError(f"{kind!r} is not a register", "", closest(kind, REGISTERS))
    return REGISTERS[kind]


def _remark(column: Column) -> str:
    how = {"date": "as 2017-05-30", "flag": "true or false", "integer": "a whole number", "number": "a number"}
    meaning = "label of the source in manifest.csv" if column.name == "source_id" else column.meaning
    parts = [meaning, f"one of: {' '.join(column.words)}" if column.words else how.get(column.dtype, "")]
    parts += [f"in {column.unit}"] if column.unit == "GBP" else []
    parts += ["several parted by semicolons"] if column.several else []
    parts += ["may stay empty"] if column.nullable else []
    return "; ".join(part for part in parts if part)
