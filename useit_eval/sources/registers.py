"""Registers a researcher keeps as CSV: the ledgers of a source (figures, links, ...) and the registers of the field."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from useit_eval.ground import field_registers, frames, terms, unseen
from useit_eval.ground.errors import UsageError
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES, Column, TableSpec
from useit_eval.sources.spreadsheets import numerals
from useit_eval.sources.spreadsheets.cells import Value, read_cell
from useit_eval.sources.spreadsheets.sheets import Faults, Line, closest, read_sheet

REGISTERS = {
    "figures": "figure",
    "links": "link",
    "milestones": "milestone",
    "challenges": "challenge",
    "faults": "fault",
    **{kind: spec.name for kind, spec in field_registers.FILES.items()},
}
"""Every kind of register (its file is named for it) and its table."""
ROWS = "rows"
"""Under this name a register's frame keeps, in ``attrs``, the row of the file in which each of its rows stands."""
_SPACE = uuid.UUID("5f9d4f0e-6f0c-4c53-9f0e-2a1c9a3d7b10")
_CAME_LATER = ("checked_on",)
_OF_THE_SAME_FILE = {"figure": ("conflicts_with", "target_of")}


def read_register(path: Path | str, kind: str, *, sources: Mapping[str, str], locale: str) -> pd.DataFrame:
    """Return a register as a frame with the columns and dtypes of its table in `ground.frames`, in the file's order.

    ``kind`` is one of `REGISTERS`; ``sources`` gives the id for each source label; ``locale`` is how printed numbers
    are read where a figure names no locale of its own. Empty cells are missing. In registers of the field a column
    that may be empty may be left out, an empty id is made from source and label, and an empty ``practice`` is false.
    Raises InputRefused that lists the faults of the file by row, and UsageError for another kind.
    """
    if kind not in REGISTERS:
        raise UsageError(f"{kind!r} is not a register", "", closest(kind, REGISTERS))
    spec, path = TABLES[REGISTERS[kind]], Path(path)
    lines = read_sheet(path, kind=kind, columns=columns_of(spec), optional=_optional(kind, spec))
    reading = _Reading(spec, sources, locale, Faults(path.name))
    rows = [_row(line, reading) for line in lines]
    _check_unique(lines, reading)
    _check_labels(lines, reading)
    reading.faults.refuse()
    frame = _frame(rows, spec)
    frame.attrs[ROWS] = [line.row for line in lines]
    return frame


def columns_of(spec: TableSpec) -> list[str]:
    """Return the columns of a register's file: those of its table, with the source's label in place of its id."""
    return ["source" if name == "source_id" else name for name in spec.names]


@dataclasses.dataclass(frozen=True)
class _Reading:
    """What the reading of one file needs at every row."""

    spec: TableSpec
    sources: Mapping[str, str]
    locale: str
    faults: Faults


def _optional(kind: str, spec: TableSpec) -> list[str]:
    if kind not in field_registers.FILES:  # columns that came later, by which a ledger names rows of registers
        return [column.name for column in spec.columns if column.names or column.name in _CAME_LATER]
    return [column.name for column in spec.columns if column.nullable or column.key]


def _row(line: Line, reading: _Reading) -> dict[str, Value]:
    row = {column.name: _cell(line, column, reading) for column in reading.spec.columns}
    _check_unseen(line, reading.faults)
    if reading.spec.name == "figure":
        _check_figure(line, row, reading)
    if reading.spec.name == "challenge":
        _check_uia(line, row, reading.faults)
    if reading.spec.name == "occupation":
        _check_occupation(line, row, reading.faults)
    if _of_the_field(reading.spec):
        _complete(line, row, reading)
    return row


def _check_unseen(line: Line, faults: Faults) -> None:
    """Refuse signs that turn or hide the words beside them: a page shows what stands in the register."""
    for name, cell in line.cells.items():
        if not cell.isprintable() and (found := unseen.IN_CELLS.search(cell)):
            faults.add(line, f"the {name} holds {unseen.named(found[0])}", unseen.NEXT)


def _of_the_field(spec: TableSpec) -> bool:
    return spec in field_registers.FILES.values()


def _complete(line: Line, row: dict[str, Value], reading: _Reading) -> None:
    """Fill in the id and the flag that an office leaves empty, and refuse counts and amounts below nought."""
    key = reading.spec.key
    if not line.get(key) and row["label"] and row["source_id"]:
        row[key] = str(uuid.uuid5(_SPACE, f"{reading.spec.name} {row['source_id']} {row['label']}"))
    row["practice"] = bool(row["practice"])
    for column in reading.spec.columns:
        value = row[column.name]
        if column.dtype in ("integer", "number") and isinstance(value, int | float) and value < 0:
            reading.faults.add(line, f"the {column.name} {value:g} is below nought", "Write the number itself.")


def _cell(line: Line, column: Column, reading: _Reading) -> Value:
    if column.name == "source_id":
        return _source(line, reading)
    if column.name == "printed_locale" and not line.get(column.name):
        return reading.locale
    if column.key and _of_the_field(reading.spec) and not line.get(column.name):
        return None
    return read_cell(line, column, reading.faults)


def _source(line: Line, reading: _Reading) -> Value:
    label = line.get("source")
    if label not in reading.sources:
        what = f"the source {label!r} is not in manifest.csv" if label else "the source is missing"
        reading.faults.add(line, what, closest(label, reading.sources))
    return reading.sources.get(label)


def _check_figure(line: Line, row: dict[str, Value], reading: _Reading) -> None:
    if bool(line.get("value")) == bool(line.get("day")):
        reading.faults.add(line, "a figure has either a value or a day", "Fill one of the two columns.")
    locale, printed, value = row["printed_locale"], row["as_printed"], row["value"]
    if not locale or not printed or value is None:
        return
    if not numerals.knows(locale):
        reading.faults.add(line, f"{locale!r} is not a locale", "Write en_GB or de_DE.")
    elif not row["note"] and not numerals.agrees(value, printed, locale=locale):
        reading.faults.add(
            line,
            f"the value {value:g} is not what {printed!r} says in {locale}",
            "Mend it, or say in the note how it is read.",
        )


def _check_uia(line: Line, row: dict[str, Value], faults: Faults) -> None:
    known = (*terms.UIA_CHALLENGES, terms.FITS_NONE)
    for word in frames.labels(row["uia"]):
        if word not in known:
            faults.add(line, f"{word!r} is no challenge of Urban Innovative Actions", closest(word, known))


def _check_occupation(line: Line, row: dict[str, Value], faults: Faults) -> None:
    if (uri := row["uri"]) and not re.match(r"https?://data\.europa\.eu/esco/occupation/\S+\Z", str(uri)):
        faults.add(line, f"the uri '{uri}' is no occupation of ESCO", "Copy it from ESCO's page of the occupation.")
    if (group := row["isco_group"]) and not re.match(r"[0-9]{4}\Z", str(group)):
        faults.add(line, f"the isco_group '{group}' is no group of ISCO-08", "Write its four digits.")


def _check_unique(lines: list[Line], reading: _Reading) -> None:
    for name in (reading.spec.key, "label"):
        met: dict[str, int] = {}
        for line in lines:
            if (cell := line.get(name)) and met.setdefault(cell, line.row) != line.row:
                reading.faults.add(line, f"the {name} {cell!r} is also in row {met[cell]}", "Each row needs its own.")


def _check_labels(lines: list[Line], reading: _Reading) -> None:
    known = {line.get("label") for line in lines}
    for name in _OF_THE_SAME_FILE.get(reading.spec.name, ()):
        for line in lines:
            for label in frames.labels(line.get(name)):
                if label not in known:
                    reading.faults.add(
                        line, f"{name} names {label!r}, which is not in this file", closest(label, known)
                    )


def _frame(rows: list[dict[str, Any]], spec: TableSpec) -> pd.DataFrame:
    columns = {c.name: pd.Series([row[c.name] for row in rows], dtype=PANDAS_DTYPES[c.dtype]) for c in spec.columns}
    return pd.DataFrame(columns)
