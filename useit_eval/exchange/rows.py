"""Rows of a sheet on their way out and back: each bears a mark of what it said, so that only what changed is looked at."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from useit_eval.exchange.columns import MARK, SheetSpec
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256

MOST_CELL = 32_767
"""The longest text that a cell of a spreadsheet holds."""
_ANEW = "Write a new sheet, and make the change once more."
MOST_TOLD = 20


@dataclasses.dataclass(frozen=True)
class Row:
    """One row that came back: where it stands, and its cells by column, as text."""

    where: str
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return a cell without blanks around it."""
        return self.cells.get(name, "").strip()


class Gathered:
    """The faults of all rows, so that a person can mend them at once."""

    def __init__(self) -> None:
        self.found: list[InputRefused] = []

    @contextlib.contextmanager
    def row(self) -> Iterator[None]:
        """Keep a refusal of the rows within for the end."""
        try:
            yield
        except InputRefused as fault:
            self.found.append(fault)

    def refuse(self, file: str) -> None:
        """Raise InputRefused when any row was at fault: the one, or a list of the first twenty."""
        if len(self.found) == 1:
            fault = self.found[0]
            raise InputRefused(fault.what, fault.where, f"{fault.next} Nothing was written.".lstrip())
        if self.found:
            told = [str(fault) for fault in self.found[:MOST_TOLD]]
            more = [f"and {len(self.found) - MOST_TOLD} more"] if len(self.found) > MOST_TOLD else []
            head = f"{len(self.found)} rows are at fault, and nothing was written"
            raise InputRefused("\n".join([head, *told, *more]), file, "")


def mark_of(cells: Mapping[str, str], spec: SheetSpec) -> str:
    """Return the mark of a row: sixteen signs that change with any cell of it; a letter first, as digits alone might be
    taken for a number and rounded.

    Example:
        >>> from useit_eval.exchange.columns import RIVALS
        >>> mark_of({"theory": "T1"}, RIVALS) == mark_of({"theory": "T2"}, RIVALS)
        False
    """
    said = [cells.get(name, "") for name in spec.names if name != MARK]
    return f"m{sha256(json.dumps(said, ensure_ascii=True))[:15]}"


def table_of(spec: SheetSpec, rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Return a header and rows with their marks. Raises InputRefused for a text that no cell can hold."""
    made = [list(spec.names)]
    for row in rows:
        cells = {name: row.get(name, "") for name in spec.names}
        for name, words in cells.items():
            unseen = sum(not sign.isprintable() for sign in words) + words.count("_x")
            if len(words) + 6 * unseen > MOST_CELL:  # such signs take seven in the file
                told = f"the {name} has {len(words):,} characters; a cell of a spreadsheet holds {MOST_CELL:,}"
                raise InputRefused(told, f"sheet {spec.name}, {row.get(spec.key, '')}", "Shorten it first.")
        made.append([mark_of(cells, spec) if name == MARK else cells[name] for name in spec.names])
    return made


def rows_of(
    spec: SheetSpec, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, file: str
) -> list[Row]:
    """Return the rows of a sheet, each with its place. Raises InputRefused for a column that lacks, is doubled or unknown."""
    place, names = f"{file}, sheet {spec.name}", [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    for name in spec.names:
        if names.count(name) != 1:
            told = f"the column '{name}' {'is there twice' if name in names else 'is missing'}"
            raise InputRefused(told, f"{place}, row 1", "Put the header back as it was.")
    for name in names:
        if name not in spec.names:
            raise InputRefused(
                f"the column '{name}' is not known", f"{place}, row 1", "Take it out: nothing would read it."
            )
    found = (Row(f"{place}, row {number}", dict(zip(names, cells, strict=False))) for number, cells in rows)
    return [row for row in found if any(map(str.strip, row.cells.values()))]


def changes_in(row: Row, standing: Mapping[str, str] | None, spec: SheetSpec) -> dict[str, str]:
    """Return what a person changed in a row that went out: the new texts by column; nothing when it is as it was.

    ``standing`` is the row as it would go out now, None where it no longer stands. Raises InputRefused for a change of
    a fixed column, and for a changed row whose record was changed since it went out.
    """
    mark = row.get(MARK)
    if mark and mark == mark_of(row.cells, spec):
        return {}
    if standing is None:
        raise InputRefused(
            "the record of this row was changed or taken back since the sheet was written", row.where, _ANEW
        )
    changed = {
        name: row.cells.get(name, "")
        for name in spec.names
        if name != MARK and row.cells.get(name, "") != standing.get(name, "")
    }
    changed = {name: words for name, words in changed.items() if words.strip() != standing.get(name, "").strip()}
    if changed and mark and mark != mark_of(standing, spec):
        raise InputRefused("the record of this row was changed since the sheet was written", row.where, _ANEW)
    for name in changed:
        if name in spec.fixed or name == spec.key:
            raise InputRefused(f"the {name} was changed", row.where, _put_back(standing.get(name, "")))
    return changed


def _put_back(words: str) -> str:
    return f"Put back '{words}'." if words else "Leave it empty, as it was."
