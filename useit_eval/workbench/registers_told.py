"""Registers told: what each holds and what looks doubtful in it; and a register begun from an empty sheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import professions, safe_files
from useit_eval.ground.errors import UsageError
from useit_eval.ground.project import StudyPaths
from useit_eval.sources import REGISTERS
from useit_eval.sources.register_flags import flags
from useit_eval.sources.register_sheets import empty_sheet
from useit_eval.workbench.registers import read_registers

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench


@dataclasses.dataclass(frozen=True)
class RegistersReport:
    """How many rows each register of a study holds, which kinds have no file yet, and what looks doubtful, by row."""

    study: str
    rows: Mapping[str, int]
    absent: tuple[str, ...]
    doubts: tuple[str, ...]


def tell_registers(bench: Bench) -> RegistersReport:
    """Return what a study's registers hold and what looks doubtful. Raises InputRefused for one that cannot be read."""
    held = bench.store.current("source")
    sources = dict(zip(held["label"], held["source_id"], strict=True))
    registers = read_registers(bench.paths, sources=sources, locale=bench.study.locale)
    return RegistersReport(
        study=bench.paths.study,
        rows={kind: len(frame) for kind, frame in registers.items()},
        absent=tuple(kind for kind in REGISTERS if kind not in registers),
        doubts=tuple(map(str, flags(registers, as_of=bench.as_of))),
    )


def look_up_professions(bench: Bench, export: Path | str) -> dict[str, str]:
    """Return what each profession of a study's registers is in an export of ESCO: the occupation, or the closest ones.

    Professions that the study's own register of occupations has read already are left out. Nothing is written: a person
    adopts an occupation by a row in occupations.csv. Raises InputRefused for a file that is no such export.
    """
    from useit_eval.sources.occupations import read_esco

    found = read_esco(export)
    words, own = professions.vocabulary(found), professions.vocabulary(bench.load("occupation"))
    address = dict(zip(found["preferred_label"], found["uri"], strict=True))
    told = [
        word
        for kind in ("candidate", "opening", "shortage", "equivalence_step")
        for word in bench.load(kind)["profession"]
    ]
    answer = {}
    for word in professions.unknown(told, own):
        label = words.read(word)
        answer[word] = f"{label} ({address[label]})" if label else professions.suggestion(words.closest(word))
    return answer


def begin_register(paths: StudyPaths, kind: str) -> Path:
    """Return the path of a register's empty sheet, written into ``data_raw/<study>``.

    Raises UsageError for a kind that is no register, or one that the study has already: it is left as it is.
    """
    content, path = empty_sheet(kind), paths.raw / f"{kind}.csv"
    if path.exists():
        raise UsageError(f"the study has this register already: {path.name}", safe_files.place_of(path), "Open it and add rows.")
    safe_files.write_whole(path, content)
    return path
