"""Exports of forms in one shape, whatever program wrote them: submissions, each with its row, id, time and repeats."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from useit_eval.codebook.questionnaire import plain
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.forms.form_software import MICROSOFT, QUALTRICS, Software, import_ids, place_of, tell_software
from useit_eval.sources.spreadsheets.tables import Row, Table, read_tables, words
from useit_eval.sources.spreadsheets.workbooks import Cell, listed


@dataclasses.dataclass(frozen=True)
class Heads:
    """The heads of one table: for each column the names it goes by, the one it shows first."""

    names: tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True)
class Repeat:
    """One round of a repeated group: the sheet it stands in, its number from 1 within the submission, and its row."""

    sheet: int
    number: int
    row: Row


@dataclasses.dataclass(frozen=True)
class Submission:
    """One filled-in questionnaire; ``refused`` says why the program itself does not count it."""

    row: Row
    id: str
    time: Cell
    refused: str
    repeats: tuple[Repeat, ...] = ()


@dataclasses.dataclass(frozen=True)
class FormExport:
    """What one export holds. ``heads`` are those of the main table, ``sheets`` those of the tables of repeats.

    ``used`` are the columns of the main table that give each submission its id and time.
    """

    file: str
    software: Software
    heads: Heads
    sheets: tuple[Heads, ...]
    used: tuple[int, ...]
    submissions: tuple[Submission, ...]
    notes: tuple[str, ...]


def read_export(path: Path | str, *, software: str | None = None, encoding: str | None = None) -> FormExport:
    """Return the submissions of an export as CSV, XLSX, or a ZIP of CSVs.

    Raises InputRefused when the file cannot be read, holds no submission, or could be of several programs; UsageError
    for an unknown ``software``.
    """
    tables = read_tables(path, encoding=encoding)
    main, others = _main(tables)
    told = tell_software(main, said=software)
    notes = [note for table in tables for note in table.notes]
    if told is QUALTRICS:
        main, heads = _qualtrics(main)
    else:
        heads = Heads(tuple((head,) for head in main.header))
    repeats, lost = _repeats(main, others, told)
    submissions = tuple(_submissions(main, told, repeats))
    if not submissions:
        raise InputRefused("the export holds no filled-in questionnaire", main.file, "Export it with its answers.")
    sheets = tuple(Heads(tuple((head,) for head in table.header)) for table in others)
    used = tuple(at for names in (told.ids, told.times) if (at := place_of(main.header, names)) is not None)
    return FormExport(main.file, told, heads, sheets, used, submissions, (*notes, *lost))


def _main(tables: Sequence[Table]) -> tuple[Table, list[Table]]:
    """Return the table of submissions and those of repeats. Sheets of neither kind are left to `notes`."""
    children = [table for table in tables if _is_child(table)]
    mains = [table for table in tables if table not in children and not table.hidden] or [tables[0]]
    return mains[0], [table for table in children if table is not mains[0]]


def _is_child(table: Table) -> bool:
    return bool({"_parent_index", "parent_key"} & {plain(head) for head in table.header})


def _qualtrics(table: Table) -> tuple[Table, Heads]:
    """Return a Qualtrics table without its further header rows, and the names its columns go by in all of them."""
    at = import_ids(table)
    further = table.rows[: at + 1] if at is not None else ()
    texts = further[0].cells if len(further) > 1 else ("",) * len(table.header)
    heads = tuple((head, words(text)) for head, text in zip(table.header, texts, strict=True))
    return dataclasses.replace(table, rows=table.rows[len(further) :]), Heads(heads)


def _submissions(table: Table, software: Software, repeats: dict[int, list[Repeat]]) -> Iterator[Submission]:
    id_at, time_at = place_of(table.header, software.ids), place_of(table.header, software.times)
    states = [
        (at, refusing) for head, refusing in software.refused if (at := place_of(table.header, (head,))) is not None
    ]
    same: collections.Counter[str] = collections.Counter()
    for row in table.rows:
        time = row.cells[time_at] if time_at is not None else None
        found = words(row.cells[id_at]).strip() if id_at is not None else ""
        if not found or software is MICROSOFT:
            found = _own_id(found, words(time), row, same)
        refused = _refused(states, software, row)
        yield Submission(row, found.removeprefix("uuid:"), time, refused, tuple(repeats.get(row.number, ())))


def _own_id(found: str, time: str, row: Row, same: collections.Counter[str]) -> str:
    """Return an id for a submission whose program gives none that is unique beyond one form: its number and time."""
    if not time.strip():
        return f"{found} row {row.number}".strip()
    named = f"{found} {time}".strip()
    same[named] += 1
    return named if same[named] == 1 else f"{named} ({same[named]})"


def _refused(states: Sequence[tuple[int, tuple[str, ...]]], software: Software, row: Row) -> str:
    for at, refusing in states:
        if plain(words(row.cells[at])) in refusing:
            return f"{software.title} marks it as {words(row.cells[at]).strip()!r}"
    return ""


def _repeats(main: Table, others: Sequence[Table], software: Software) -> tuple[dict[int, list[Repeat]], list[str]]:
    own = place_of(main.header, (software.own,) if software.own else ())
    rows = {words(row.cells[own]).strip(): row.number for row in main.rows} if own is not None else {}
    found: dict[int, list[Repeat]] = {}
    lost: list[str] = []
    for sheet, table in enumerate(others):
        parent, hangs_on = place_of(table.header, (software.parent,)), place_of(table.header, ("_parent_table_name",))
        numbers: collections.Counter[int] = collections.Counter()
        astray = []
        for row in table.rows:
            number = (
                rows.get(words(row.cells[parent]).strip())
                if parent is not None and _of_main(row, hangs_on, main)
                else None
            )
            if number is None:
                astray.append(row.number)
                continue
            numbers[number] += 1
            found.setdefault(number, []).append(Repeat(sheet, numbers[number], row))
        if astray:
            lost.append(
                f"sheet {table.sheet}: rows that belong to no questionnaire here are not read: {listed(astray)}"
            )
    return found, lost


def _of_main(row: Row, at: int | None, main: Table) -> bool:
    """Return whether a row of repeats hangs on the main table; KoboToolbox says so for repeats within repeats."""
    return at is None or not main.sheet or plain(words(row.cells[at])) in ("", plain(main.sheet))
