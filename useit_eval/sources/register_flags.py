"""What in the registers looks doubtful and is told without being refused: somebody who knows must look."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Mapping

import pandas as pd

from useit_eval.ground import field_registers, frames, professions, terms
from useit_eval.ground.frames import TABLES
from useit_eval.sources.register_names import cells
from useit_eval.sources.registers import REGISTERS

LEAST_MEETINGS = 3
"""The least number of meetings that a mentor is asked to give an enterprise."""
_YEAR = dt.timedelta(days=366)


@dataclasses.dataclass(frozen=True)
class Flag:
    """One doubt: the file, its row (0 for several), the record's label and what to look at."""

    file: str
    row: int
    label: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}: {self.label}: {self.what}."


def flags(registers: Mapping[str, pd.DataFrame], *, as_of: str) -> list[Flag]:
    """Return the doubts about registers (frames by kind, as `read_register` gives them), in the order of the files.

    Days out of order or after ``as_of`` (an ISO day); enterprises with fewer than three meetings with mentors; steps
    of the pathway taken before the one they follow; recognition steps not numbered from 1 or not checked for a year;
    people counted at an event not held, or a group counted twice; rows that rest on practice rows without saying so;
    professions that a study with a register of occupations has not read as one of them, with the closest.
    """
    found = [flag for kind, frame in registers.items() for flag in _days(kind, frame, as_of)]
    for check in (_meetings, _pathway, _attendance, _practice, _professions):
        found += check(registers)
    return found + list(_equivalence(registers, as_of))


def meetings_of(meetings: pd.DataFrame, enterprises: pd.DataFrame) -> dict[str, int]:
    """Return how many meetings with mentors each enterprise has had, by label: nought for those without any."""
    counted = meetings["mentee"].value_counts().to_dict()
    return {label: int(counted.get(label, 0)) for label in enterprises["label"]}


def _days(kind: str, frame: pd.DataFrame, as_of: str) -> Iterator[Flag]:
    table = REGISTERS[kind]
    if kind not in field_registers.FILES:
        return
    order = field_registers.ORDERED.get(table, ())
    days = [c.name for c in TABLES[table].columns if c.dtype == "date"]
    for (line, label), row in zip(cells(frame, "label"), frame.to_dict("records"), strict=True):
        told = [name for name in order if _filled(row[name])]
        for before, after in itertools.pairwise(told):
            if row[before] > row[after]:
                yield Flag(f"{kind}.csv", line.row, label, f"{before} {row[before]} is after {after} {row[after]}")
        planned = row.get("state") == "planned"
        for name in days:
            if _filled(row[name]) and row[name] > as_of and not planned:
                yield Flag(f"{kind}.csv", line.row, label, f"{name} {row[name]} is after the study's day, {as_of}")


def _meetings(registers: Mapping[str, pd.DataFrame]) -> Iterator[Flag]:
    meetings, enterprises = registers.get("mentor_meetings"), registers.get("enterprises")
    if meetings is None or enterprises is None:
        return
    rows = {label: line.row for line, label in cells(enterprises, "label")}
    for label, count in meetings_of(meetings, enterprises).items():
        if 0 < count < LEAST_MEETINGS:
            held = "one meeting" if count == 1 else f"{count} meetings"
            yield Flag("enterprises.csv", rows[label], label, f"{held} with a mentor; three are the least")


def _pathway(registers: Mapping[str, pd.DataFrame]) -> Iterator[Flag]:
    frame = registers.get("pathway")
    if frame is None:
        return
    reached = set(zip(frame["case"], frame["step"], frame["state"], strict=True))
    for (line, label), row in zip(cells(frame, "label"), frame.to_dict("records"), strict=True):
        before = _step_before(row["step"])
        if before and row["state"] == "done" and (row["case"], before, "done") not in reached:
            told = f"{row['step']} is done for {row['case']}, and {before}, which it follows, is not"
            yield Flag("pathway.csv", line.row, label, told)


def _step_before(step: str) -> str:
    # The four steps of a side run side by side in practice; what both do together has one order.
    at = terms.JOINT_STEPS.index(step) if step in terms.JOINT_STEPS else 0
    return terms.JOINT_STEPS[at - 1] if at else ""


def _attendance(registers: Mapping[str, pd.DataFrame]) -> Iterator[Flag]:
    counted, events = registers.get("attendance"), registers.get("events")
    if counted is None or events is None:
        return
    states = dict(zip(events["label"], events["state"], strict=True))
    met: dict[tuple[str, str], int] = {}
    for (line, label), row in zip(cells(counted, "label"), counted.to_dict("records"), strict=True):
        if states.get(row["event"]) in ("planned", "cancelled"):
            told = f"people are counted at {row['event']}, which is {states[row['event']]}"
            yield Flag("attendance.csv", line.row, label, told)
        first = met.setdefault((row["event"], row["group"]), line.row)
        if first != line.row:
            told = f"the group {row['group']!r} is counted at {row['event']} in row {first} too"
            yield Flag("attendance.csv", line.row, label, told)


def _equivalence(registers: Mapping[str, pd.DataFrame], as_of: str) -> Iterator[Flag]:
    frame = registers.get("equivalence")
    if frame is None:
        return
    for (profession, version), rows in frame.groupby(["profession", "version"], sort=False):
        if sorted(rows["step_no"]) != list(range(1, len(rows) + 1)):
            yield Flag("equivalence.csv", 0, f"{profession}, {version}", "the steps are not numbered 1, 2, 3 and so on")
    limit = (dt.date.fromisoformat(as_of) - _YEAR).isoformat()
    for (line, label), day in zip(cells(frame, "label"), frame["checked_on"], strict=True):
        if day < limit:
            yield Flag("equivalence.csv", line.row, label, f"last checked on {day}, more than a year before {as_of}")


def _professions(registers: Mapping[str, pd.DataFrame]) -> Iterator[Flag]:
    occupations = registers.get("occupations")
    if occupations is None:
        return
    words = professions.vocabulary(occupations)
    for kind in ("candidates", "openings", "shortages", "equivalence"):
        frame = registers.get(kind)
        lines = () if frame is None else zip(cells(frame, "label"), frame["profession"], strict=True)
        for (line, label), told in lines:
            if words.read(told) is None:
                near = professions.suggestion(words.closest(told)).rstrip(".")
                yield Flag(f"{kind}.csv", line.row, str(label), f"the profession {told!r} is no occupation on record; {near}")


def _practice(registers: Mapping[str, pd.DataFrame]) -> Iterator[Flag]:
    field = {kind: frame for kind, frame in registers.items() if kind in field_registers.FILES}
    invented = {label for f in field.values() for label, p in zip(f["label"], f["practice"], strict=True) if p}
    for kind, frame in field.items():
        names = [column.name for column in TABLES[REGISTERS[kind]].columns if column.names]
        for (line, label), row in zip(cells(frame, "label"), frame.to_dict("records"), strict=True):
            used = sorted({named for name in names for named in frames.labels(row[name])} & invented)
            if used and not row["practice"]:
                yield Flag(
                    f"{kind}.csv", line.row, label, f"{used[0]} is invented for practice, this row is not marked"
                )


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value)
