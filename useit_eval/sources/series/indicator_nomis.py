"""Tables downloaded from Nomis: a title, lines about the query, one table or one for each measure, and footnotes."""

from __future__ import annotations

import dataclasses
import re

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.indicator_tables import Rows, Told, read_any
from useit_eval.sources.series.reading_rows import Layout, Reading
from useit_eval.sources.spreadsheets.grids import Grid
from useit_eval.sources.spreadsheets.sheets import Faults

_ROUNDED = re.compile(r"round(?:ed|ing)\b[^.]*?\bnearest (\d+)", re.IGNORECASE)
_AREAS = r"(?:wards?|lsoas?|msoas?|super output areas?|boundaries)"
_VINTAGE = re.compile(
    rf"\b((?:19|20)\d\d)\b[^,;]{{0,40}}?\b{_AREAS}|\b{_AREAS}\b[^,;]{{0,20}}?\b((?:19|20)\d\d)\b", re.IGNORECASE
)
_PERCENT = re.compile(r"percent|per cent|\brate\b|proportion|%", re.IGNORECASE)
_ROUNDS_TO_5 = ("claimant count", "universal credit", "jobseeker", "benefit claimants")
_FOOTNOTE = re.compile(r"\W|in order to|these figures|figures|note|source|rows|.{60}", re.IGNORECASE)
_NOT_NAMING = ("title", "date", "area type", "geography", "nomis")


@dataclasses.dataclass
class _Parts:
    """A download taken apart: what it says of itself, its tables with what stands before each, and its footnotes."""

    about: dict[str, str] = dataclasses.field(default_factory=dict)
    tables: list[tuple[dict[str, str], list[tuple[int, tuple[str, ...]]]]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)


def is_nomis(grid: Grid) -> bool:
    """Return whether the first rows say that the file comes from Nomis."""
    return any("nomis" in cell.lower() for _, cells in grid.rows[:6] for cell in cells)


def read_nomis(grid: Grid, told: Told, faults: Faults) -> Layout:
    """Return the readings of a Nomis download. Its lines about the query name indicator, period, areas and rounding.

    DWP's benefit counts are taken as rounded to 5 where the file does not say how they are rounded; that is noted.
    """
    parts = _take_apart(grid.rows)
    if not parts.tables:
        raise InputRefused("the download holds no table", grid.file, "Download it again as CSV.")
    readings: list[Reading] = []
    for own, rows in parts.tables:
        filled = _filled(told, {**parts.about, **own}, rows[0][1], parts.notes)
        found = read_any(dataclasses.replace(grid, rows=tuple(rows)), filled, faults).readings
        readings += [r._replace(rounded_to=None) if r.unit == "percent" else r for r in found]
    notes = [f"the file says: {note}" for note in dict.fromkeys(parts.notes)]
    if not any(_ROUNDED.search(note) for note in parts.notes) and any(r.rounded_to for r in readings):
        notes.append("taken as rounded to 5, as DWP rounds; the file does not say so")
    return Layout("nomis", readings, tuple(notes))


def _take_apart(rows: Rows) -> _Parts:
    """Part the lines of a download: a table begins with a row of three cells, or of two after the query's lines."""
    parts, own = _Parts(), {}
    open_table: list[tuple[int, tuple[str, ...]]] | None = None
    for number, cells in rows:
        filled = [cell for cell in cells if cell]
        key = cells[0].rstrip(" :").lower() if cells[0].rstrip().endswith(":") and len(filled) == 2 else ""
        if key:
            open_table = None
            (own if parts.tables else parts.about)[key] = filled[1]
        elif len(filled) == 1 and (open_table is None or not _goes_on(cells, open_table)):
            open_table = None
            _take_line(parts, filled[0])
        elif open_table is not None:
            open_table.append((number, cells))
        else:
            open_table = [(number, cells)]
            parts.tables.append((own, open_table))
            own = {}
    return parts


def _goes_on(cells: tuple[str, ...], table: list[tuple[int, tuple[str, ...]]]) -> bool:
    """Return whether a row of one cell is an area without values: as wide as its table, which no footnote is."""
    return bool(cells[0]) and len(cells) == len(table[0][1]) > 1 and not _FOOTNOTE.match(cells[0])


def _take_line(parts: _Parts, line: str) -> None:
    if not parts.about and not parts.tables:
        parts.about["title"] = line
    elif "[from nomis" in line.lower():
        parts.about["nomis"] = line
    else:
        parts.notes.append(line)


def _filled(told: Told, said: dict[str, str], header: tuple[str, ...], notes: list[str]) -> Told:
    title = said.get("title", "")
    naming = [text for key, text in said.items() if key not in _NOT_NAMING]
    in_percent = any(_PERCENT.search(text) for text in naming)
    found = next((match for text in (*said.values(), *header) if (match := _VINTAGE.search(text))), None)
    return dataclasses.replace(
        told,
        indicator=told.indicator or ", ".join(filter(None, (title, *naming))),
        unit=told.unit or ("percent" if in_percent else "people"),
        vintage=told.vintage or ((found[1] or found[2]) if found else ""),
        period=told.period or said.get("date", ""),
        rounded_to=told.rounded_to or _rounding(notes, title),
    )


def _rounding(notes: list[str], title: str) -> float | None:
    found = next((match for note in notes if (match := _ROUNDED.search(note))), None)
    if found:
        return float(found[1])
    return 5.0 if any(word in title.lower() for word in _ROUNDS_TO_5) else None
