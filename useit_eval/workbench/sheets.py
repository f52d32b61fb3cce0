"""Theory, codebook and evidence as workbooks that a person edits, and back: nothing is written unless every row is right."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.exchange import Row, SheetSpec, read_me, rows_of, sheets_of, table_of
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.laid_out import WORDS, LaidOut, lay_out
from useit_eval.sources.spreadsheets.tables import Table, read_tables, words
from useit_eval.workbench import sheet_codebook, sheet_evidence, sheet_theory
from useit_eval.workbench.naming import name_given

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

README = "Read me"
_HOMES = {"theory": sheet_theory, "codebook": sheet_codebook, "evidence": sheet_evidence}


@dataclasses.dataclass(frozen=True)
class SheetReport:
    """A workbook that went out: its path, and how many rows each sheet holds."""

    path: Path
    rows: dict[str, int]


@dataclasses.dataclass(frozen=True)
class BackReport:
    """A workbook that came back: how many rows were new, changed and as before, and how many it no longer held."""

    kind: str
    new: int
    changed: int
    same: int
    left_out: int = 0


def write_sheet(bench: Bench, kind: str, path: Path | str | None = None) -> SheetReport:
    """Return where the workbook of a kind (theory, codebook, evidence) was written, else data_processed/<study>/sheets.

    Raises UsageError for another kind, InputRefused for a text too long for a cell, WorkFailed for a locked folder.
    """
    specs = sheets_of(kind, slots=bench.study.slots)
    rows = _rows_out(bench, kind)
    path = Path(path) if path else bench.paths.processed / "sheets" / f"{kind}.xlsx"
    if path.suffix.lower() != ".xlsx":
        raise InputRefused("a sheet is written as .xlsx", path.name, f"Name it {path.stem}.xlsx.")
    told = {"study": bench.paths.study, "title": bench.study.title, "practice": bench.study.practice}
    about = read_me(kind, specs, **told, day=dt.datetime.now(dt.UTC).date().isoformat())
    laid = [_laid_out(spec, table_of(spec, rows[spec.name]), bench) for spec in specs]
    lay_out(path, laid, about=LaidOut(README, about, (26, 110)))
    return SheetReport(path, {spec.name: len(rows[spec.name]) for spec in specs})


def read_back(bench: Bench, kind: str, path: Path | str, *, by: str) -> BackReport:
    """Return what of a workbook was new and changed, all of it taken in ``by`` somebody, or nothing.

    Theories get new versions, codes are changed in codebook.yaml, judgements become rows of the store. Raises
    UsageError for another kind, InputRefused with file, sheet and row for each fault.
    """
    specs = sheets_of(kind, slots=bench.study.slots)
    by = name_given(by, what="nobody brings the sheet back")
    file = Path(path).name
    rows = _read(specs, Path(path), file)
    left_out = _left_out(bench, kind, specs[0], rows[specs[0].name])
    new, changed = _HOMES[kind].take_back(bench, rows, specs, by=by, file=file)
    same = len(rows[specs[0].name]) - new - changed
    return BackReport(kind, new, changed, same, left_out)


def _left_out(bench: Bench, kind: str, spec: SheetSpec, rows: Iterable[Row]) -> int:
    """Return how many records the first sheet no longer holds: who took a row out may think that the record goes too."""
    return len({row[spec.key] for row in _rows_out(bench, kind)[spec.name]} - {row.get(spec.key) for row in rows})


def _rows_out(bench: Bench, kind: str) -> dict[str, list[dict[str, str]]]:
    found = _HOMES[kind].rows_out(bench)
    return found if isinstance(found, dict) else {sheets_of(kind)[0].name: found}


def _laid_out(spec: SheetSpec, rows: list[list[str]], bench: Bench) -> LaidOut:
    lists = {
        "theories": list(bench.theories.ids),
        "codes": list(bench.codebook.by_id),
        "strands": list(bench.study.all_strand_ids),
    }
    offered: dict[int, Any] = {}
    for place, column in enumerate(spec.columns):
        if column.words or column.words_of:
            offered[place] = column.words or lists[column.words_of]
    quiet = frozenset(place for place, column in enumerate(spec.columns) if column.fixed)
    loose = frozenset(place for place, column in enumerate(spec.columns) if column.loose)
    return LaidOut(spec.name, rows, [column.width for column in spec.columns], offered, quiet, loose)


def _read(specs: Iterable[SheetSpec], path: Path, file: str) -> dict[str, list[Row]]:
    tables = {table.sheet: table for table in read_tables(path) if table.sheet}
    if not tables:
        raise InputRefused("this is no workbook", file, "Save it as .xlsx, and bring it back again.")
    found = {}
    for spec in specs:
        if spec.name not in tables:
            names = [name for name in tables if name not in (README, WORDS)]
            told = f"there is no sheet '{spec.name}' with rows"
            raise InputRefused(told, file, f"It holds: {', '.join(names) or 'none'}. Take the sheet as it went out.")
        table = tables[spec.name]
        _refuse_formulas(table, f"{file}, sheet {spec.name}")
        rows = ((row.number, [words(cell) for cell in row.cells]) for row in table.rows)
        found[spec.name] = rows_of(spec, table.header, rows, file=file)
    return found


def _refuse_formulas(table: Table, where: str) -> None:
    for note in table.notes:
        if "formulas" in note:
            raise InputRefused(
                "cells hold formulas", where, "Put texts in their place: copy them, and paste the values only."
            )
