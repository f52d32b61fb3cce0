"""Labels that registers use of one another: a grant's enterprise exists, a meeting's mentor exists, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from useit_eval.ground import field_registers, frames, terms
from useit_eval.ground.frames import TABLES, Column
from useit_eval.sources.registers import REGISTERS, ROWS
from useit_eval.sources.spreadsheets.sheets import Faults, Line, closest

_FILE_OF = {table: kind for kind, table in REGISTERS.items()}
# Whose case a step of the pathway may be: one side's steps are not taken by the other side.
_CASES = {
    **dict.fromkeys(terms.COMMUNITY_STEPS, "candidate"),
    **dict.fromkeys(terms.EMPLOYER_STEPS, "opening"),
    **dict.fromkeys(terms.JOINT_STEPS, "candidate"),
}


def refuse_unknown_names(registers: Mapping[str, pd.DataFrame]) -> None:
    """Raise InputRefused when a row names a label that its register does not hold, or two registers share a label.

    ``registers`` holds frames by kind as `read_register` gives them; all faults of a file are told at once, by row,
    with the closest label.
    """
    _refuse_shared(registers)
    labels = {REGISTERS[kind]: list(frame["label"]) for kind, frame in registers.items()}
    for kind, frame in registers.items():
        faults = Faults(f"{kind}.csv")
        for column in TABLES[REGISTERS[kind]].columns:
            if column.names:
                _check(frame, column, labels, faults)
        if REGISTERS[kind] == "pathway_step":
            _check_sides(frame, labels, faults)
        if REGISTERS[kind] == "link":
            _check_openings(frame, registers.get("assets"), faults)
            _check_order(frame, faults)
        faults.refuse()


def cells(frame: pd.DataFrame, column: str) -> Iterator[tuple[Line, object]]:
    """Yield each cell of a register's column with the row of the file in which it stands."""
    rows = frame.attrs.get(ROWS) or range(3, 3 + len(frame))  # the format line and the header come before
    for place, cell in zip(frame.index, frame[column], strict=True):
        yield Line(rows[place], {}), cell


def _refuse_shared(registers: Mapping[str, pd.DataFrame]) -> None:
    first: dict[str, str] = {}
    for kind, frame in registers.items():
        faults = Faults(f"{kind}.csv")
        for line, label in cells(frame, "label"):
            other = first.setdefault(str(label), kind)
            if other != kind:
                faults.add(
                    line, f"the label {label!r} is also in {other}.csv", "A label names one record of the study."
                )
        faults.refuse()


def _check(frame: pd.DataFrame, column: Column, labels: Mapping[str, list[str]], faults: Faults) -> None:
    known = [label for table in column.names for label in labels.get(table, [])]
    if column.name == "case":
        known.append(field_registers.PROGRAMME)
    files = " or ".join(f"{_FILE_OF[table]}.csv" for table in column.names)
    for line, cell in cells(frame, column.name):
        named = frames.labels(cell)
        if len(named) > 1 and not column.several:
            faults.add(line, f"the {column.name} {cell!r} names more than one", "Write one, and a row for each other.")
        for label in named:
            if label not in known:
                faults.add(line, f"the {column.name} {label!r} is not in {files}", closest(label, known))


def _check_sides(frame: pd.DataFrame, labels: Mapping[str, list[str]], faults: Faults) -> None:
    for (line, case), step in zip(cells(frame, "case"), frame["step"], strict=True):
        others = {"candidate", "opening"} - {_CASES[step]}
        if any(case in labels.get(table, []) for table in others):
            told = f"the step {step!r} is taken for {_CASES[step]}s, and {case!r} is none"
            faults.add(line, told, "Name another case, or another step.")


def _check_openings(frame: pd.DataFrame, assets: pd.DataFrame | None, faults: Faults) -> None:
    """Refuse what the community has where a link names its opportunity."""
    side = {} if assets is None else dict(zip(assets["label"], assets["side"], strict=True))
    for line, cell in cells(frame, "opening"):
        for label in frames.labels(cell):
            if side.get(label) == "micro_asset":
                told = f"the opening {label!r} is the community's own asset, and an opportunity is a macro-asset's"
                faults.add(line, told, "Name an opening or a macro-asset.")


def _check_order(frame: pd.DataFrame, faults: Faults) -> None:
    """Refuse a row that follows itself, directly or round a circle, and two rows that follow one."""
    before = {label: cell for label, cell in zip(frame["label"], frame["follows"], strict=True) if isinstance(cell, str)}
    first: dict[str, str] = {}
    for line, label in cells(frame, "label"):
        earlier = before.get(str(label))
        if earlier is None:
            continue
        if (other := first.setdefault(earlier, str(label))) != label:
            faults.add(line, f"the link {earlier!r} is followed by {other!r} already", "Follow the newest row.")
        if label in _chain(earlier, before):
            faults.add(line, f"the link {label!r} follows itself", "Name the row of an earlier day.")


def _chain(label: str, before: Mapping[str, str]) -> list[str]:
    met = [label]
    while (label := before.get(label, "")) and label not in met:
        met.append(label)
    return met
