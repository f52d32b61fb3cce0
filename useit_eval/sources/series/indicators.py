"""Indicators of areas over time, from any file: the layout is found, values read, rounding and boundaries kept beside."""

from __future__ import annotations

import dataclasses
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.text import sha256
from useit_eval.sources.series import indicator_deprivation, indicator_nomis, indicator_observatory, reading_rows
from useit_eval.sources.series.areas import is_lookup
from useit_eval.sources.series.indicator_tables import Told, read_any
from useit_eval.sources.spreadsheets.grids import Grid, read_grid
from useit_eval.sources.spreadsheets.sheets import Faults, closest

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.series.reading_rows import Layout

LAYOUTS = ("table", "nomis", "deprivation", "observatory")
_SPACE = uuid.UUID("0f1f7f5c-8f0b-4c11-8d3e-5a5a3f0d9c21")


_OTHERS = (".geojson", ".topojson", ".pdf", ".docx", ".doc", ".odt", ".html", ".zip")


@dataclasses.dataclass(frozen=True)
class IndicatorFile:
    """One file of indicators: its readings, the layout they were found in, and what a person should know."""

    file: str
    sha256: str
    layout: str
    readings: pd.DataFrame
    notes: tuple[str, ...]


def read_indicators(path: Path | str, **told) -> pd.DataFrame:
    """Return the readings of a file, as `open_indicators` finds them: columns of the table reading but those of writing."""
    return open_indicators(path, **told).readings


def open_indicators(
    path: Path | str,
    *,
    layout: str | None = None,
    source_id: str | None = None,
    indicator: str = "",
    unit: str = "",
    vintage: str = "",
    period: str = "",
    rounded_to: float | None = None,
    sheet: str | None = None,
) -> IndicatorFile:
    """Return what a CSV, TSV, XLSX or observatory JSON file measures, long or wide, of which areas and when.

    ``layout`` is one of `LAYOUTS`, else it is found; the other words say what the file does not say itself. A value
    that is withheld or missing stays missing, with the mark in its note. Raises InputRefused that lists by row what
    cannot be read, and UsageError for another layout.
    """
    if layout is not None and layout not in LAYOUTS:
        raise UsageError(f"{layout!r} is not a layout", "", closest(layout, LAYOUTS))
    _refuse_other(Path(path))
    path, told = Path(path), Told(indicator, unit, vintage, period, rounded_to)
    faults = Faults(path.name)
    found, digest, notes = _read(path, layout, told, faults, sheet)
    readings, doubled = reading_rows.without_doubles(reading_rows.with_vintages(found.readings, faults), faults)
    faults.found.sort(key=_row_of)
    faults.refuse()
    if not readings:
        raise InputRefused("the file holds no values", path.name, "Check that it is the right file.")
    frame = reading_rows.to_frame(readings, source_id or str(uuid.uuid5(_SPACE, digest)))
    return IndicatorFile(
        path.name, digest, found.name, frame, (*notes, *found.notes, *doubled, *reading_rows.on_vintages(readings))
    )


def _refuse_other(path: Path) -> None:
    if path.is_file() and path.suffix.lower() in _OTHERS:
        raise InputRefused("the file is a text or a map, no table of values", path.name, "Give CSV, TSV, XLSX or JSON.")


def _row_of(fault: str) -> int:
    return int(fault.removeprefix("row ").partition(":")[0])


def _read(
    path: Path, layout: str | None, told: Told, faults: Faults, sheet: str | None
) -> tuple[Layout, str, tuple[str, ...]]:
    if layout == "observatory" or (layout is None and path.suffix.lower() == ".json"):
        raw = safe_files.read_bytes(path)
        return indicator_observatory.read_observatory(raw, told, where=path.name), sha256(raw), ()
    grid = read_grid(path, sheet=sheet)
    return _of_grid(grid, layout, told, faults), grid.sha256, grid.notes


def _of_grid(grid: Grid, layout: str | None, told: Told, faults: Faults) -> Layout:
    if layout == "nomis" or (layout is None and indicator_nomis.is_nomis(grid)):
        return indicator_nomis.read_nomis(grid, told, faults)
    if layout == "deprivation" or (layout is None and indicator_deprivation.is_deprivation(grid)):
        return indicator_deprivation.read_deprivation(grid, told, faults)
    if is_lookup(grid):
        raise InputRefused(
            "this is a look-up of areas, it measures nothing", grid.file, "Look-ups are used to join areas."
        )
    if grid.rows[0][1][0].lower().endswith("concepturi"):
        raise InputRefused(
            "this is a list of occupations, it measures nothing", grid.file, "Use it to name professions."
        )
    return read_any(grid, told, faults)
