"""manifest.csv: every source of a study and every voice that speaks in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from useit_eval.ground import frames
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES, Column, TableSpec
from useit_eval.sources.spreadsheets.cells import Value, read_cell
from useit_eval.sources.spreadsheets.sheets import Faults, Line, closest, read_sheet

COLUMNS = (
    *("record", "label", "id", "source", "file", "sha256_file", "sha256_text", "characters", "title", "kind", "method"),
    *("by_programme", "pseudonym", "role", "stakeholder_group", "independence_unit", "consent", "collector"),
    *("collector_relation", "spoken_as", "language", "dated", "practice", "note"),
)
OPTIONAL = ("kind", "spoken_as")
"""Columns that manifests of earlier versions lack."""
FIRST_LINE = "# format: useit-manifest/1"
_RECORDS = ("source", "voice")
_WRITTEN = ("store_id", "recorded_by", "recorded_at", "supersedes", "removed")


@dataclasses.dataclass(frozen=True)
class Manifest:
    """The sources and voices of a study, each a frame with the columns of its table but those of writing."""

    sources: pd.DataFrame
    voices: pd.DataFrame

    @property
    def source_ids(self) -> dict[str, str]:
        """Return the id of each source by its label."""
        return dict(zip(self.sources["label"], self.sources["source_id"], strict=True))

    @property
    def voice_ids(self) -> dict[str, str]:
        """Return the id of each voice by its label."""
        return dict(zip(self.voices["label"], self.voices["voice_id"], strict=True))


def read_manifest(path: Path | str) -> Manifest:
    """Return the sources and voices of a manifest.csv, in the file's order.

    Raises InputRefused that lists by row: a missing or wrong cell, a label or id given twice, a voice of an unknown
    source.
    """
    path = Path(path)
    lines = read_sheet(path, kind="manifest", columns=COLUMNS, optional=OPTIONAL)  # which takes marks of safety away
    faults = Faults(path.name)
    _check_records(lines, faults)
    _check_unique(lines, faults)
    sources = [line for line in lines if line.get("record") == "source"]
    voices = [line for line in lines if line.get("record") == "voice"]
    ids = {line.get("label"): line.get("id").lower() for line in sources}
    made = Manifest(_frame(sources, TABLES["source"], {}, faults), _frame(voices, TABLES["voice"], ids, faults))
    _check_spoken(voices, faults)
    faults.refuse()
    return made


def sources_of(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return rows of sources, as `append_rows` is given them, as a manifest that holds them would give them back."""
    lines = [Line(0, {name: "" if value is None else _cell_of(value) for name, value in row.items()}) for row in rows]
    faults = Faults("manifest.csv")
    made = _frame(lines, TABLES["source"], {}, faults)
    faults.refuse()
    return made


def _cell_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_records(lines: list[Line], faults: Faults) -> None:
    for line in lines:
        if line.get("record") not in _RECORDS:
            faults.add(line, f"the record {line.get('record')!r} is neither source nor voice")


def _check_unique(lines: list[Line], faults: Faults) -> None:
    for name in ("label", "id"):
        met: dict[str, int] = {}
        for line in lines:
            if (cell := line.get(name)) and met.setdefault(cell, line.row) != line.row:
                faults.add(line, f"the {name} {cell!r} is also in row {met[cell]}", "Each record needs its own.")


def _check_spoken(voices: list[Line], faults: Faults) -> None:
    met: dict[tuple[str, str], int] = {}
    for line in voices:
        for label in frames.labels(line.get("spoken_as")):
            first = met.setdefault((line.get("source"), label), line.row)
            if first != line.row:
                what = f"the text's label {label!r} is also that of the voice in row {first}"
                faults.add(line, what, "Leave it with the one voice that it is.")


def _frame(lines: list[Line], spec: TableSpec, sources: Mapping[str, str], faults: Faults) -> pd.DataFrame:
    columns = [column for column in spec.columns if column.name not in _WRITTEN]
    values = {column.name: [_cell(line, column, spec, sources, faults) for line in lines] for column in columns}
    return pd.DataFrame({c.name: pd.Series(values[c.name], dtype=PANDAS_DTYPES[c.dtype]) for c in columns})


def _cell(line: Line, column: Column, spec: TableSpec, sources: Mapping[str, str], faults: Faults) -> Value:
    if column.key:
        id_line = Line(line.row, {column.name: line.get("id")})
        return read_cell(id_line, column, faults)
    if spec.name == "voice" and column.name == "source_id":
        label = line.get("source")
        if label not in sources:
            faults.add(line, f"the source {label!r} of this voice is not in the manifest", closest(label, sources))
        return sources.get(label)
    return read_cell(line, column, faults)
