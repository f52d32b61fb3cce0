"""Indices of deprivation and of community needs, and the census table on deprivation: one row an area, no period."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.areas import code_column, name_column
from useit_eval.sources.series.indicator_tables import Told, roles_of
from useit_eval.sources.series.periods import read_period
from useit_eval.sources.series.printed_values import Printed, read_value
from useit_eval.sources.series.reading_rows import Layout, Reading, gathered
from useit_eval.sources.spreadsheets.grids import Grid
from useit_eval.sources.spreadsheets.sheets import Faults, Line

_FILE = re.compile(r"(imd|cni|census)(20\d\d|\d\d)", re.IGNORECASE)
_NAMES = {"imd": "Index of Multiple Deprivation", "cni": "Community Needs Index", "census": "Census"}
_UNITS = ("decile", "rank", "score", "proportion", "extent", "percent")
_DIMENSIONS = "households_number_deprivation_dimensions"
_SHARES = {"proportion", "extent"}


def is_deprivation(grid: Grid) -> bool:
    """Return whether a table has a row for each area, no period, and columns of deciles, ranks or scores."""
    header = grid.rows[0][1]
    if not header or not code_column(header[0]) or "period" in roles_of(header) or any(map(read_period, header)):
        return False
    return _DIMENSIONS in header or any(word in name.lower() for name in header for word in ("decile", "rank", "score"))


def read_deprivation(grid: Grid, told: Told, faults: Faults) -> Layout:
    """Return the readings of an index. Its edition is in the file's name (imd2015_...) or given as a period.

    Ranks and deciles count from 1, the most deprived. Raises InputRefused when the edition is not known.
    """
    header = grid.rows[0][1]
    family, period = _edition(grid, told)
    whole = dataclasses.replace(grid, rows=tuple(_whole_rows(grid, len(header), faults)))
    readings = gathered(_readings(header, whole, family, (told.vintage, period), faults), grid.file)
    return Layout("deprivation", readings, (f"edition {period[:4]}",))


def _whole_rows(grid: Grid, width: int, faults: Faults) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in grid.rows[1:]:
        if len(cells) < width:
            faults.add(Line(number, {}), f"the row has {len(cells)} cells for {width} columns", "Mend the row.")
        else:
            yield number, cells


def _readings(
    header: tuple[str, ...], grid: Grid, family: str, when: tuple[str, str], faults: Faults
) -> Iterator[Reading]:
    kind = code_column(header[0])
    vintage, period = when[0] or (kind[1] if kind else ""), when[1]
    named = next((at for at, name in enumerate(header) if kind and name_column(name) == kind), None)
    of = header.index(_DIMENSIONS) if _DIMENSIONS in header else None
    columns = [at for at, name in enumerate(header) if not code_column(name) and not name_column(name) and at != of]
    for number, cells in grid.rows:
        name = cells[named] if named is not None else ""
        group = f"households deprived in {cells[of].removesuffix('.0')} dimensions, " if of is not None else ""
        for at in columns:
            value = _value(cells[at])
            if not value.known:
                faults.add(Line(number, {}), f"the {header[at]} {cells[at]!r} is not a number", "Mend the cell.")
            label, unit = _labelled(family, header[at], group)
            yield Reading(label, cells[0], name, vintage, period, value.value, unit, value.note, number)


def _value(cell: str) -> Printed:
    return Printed(float(cell == "True"), "") if cell in ("True", "False") else read_value(cell)


def _edition(grid: Grid, told: Told) -> tuple[str, str]:
    found = _FILE.search(grid.file)
    year = (found[2] if len(found[2]) == 4 else f"20{found[2]}") if found else ""
    period = read_period(told.period or year)
    if period is None:
        what = "the edition of the index is not known"
        raise InputRefused(what, grid.file, "Say of which year it is: --period 2015.")
    name = told.indicator or (_NAMES[found[1].lower()] if found else "Index")
    return f"{name} {period.day[:4]}", period.day


def _labelled(family: str, column: str, group: str) -> tuple[str, str]:
    """Return the name of the indicator and its unit for a column such as ``Income_decile``."""
    words = column.replace("_", " ").replace("?", "").strip().lower()
    if group:
        return f"{family}: {group}{words}", "households" if words == "count" else words
    unit = next((unit for unit in _UNITS if words.endswith(unit)), "yes or no")
    about = words.removesuffix(unit).strip()
    about = "" if about in ("imd", "community needs index") else about
    told = ", ".join(part for part in (about, unit if unit != "yes or no" else "") if part)
    return f"{family}: {told}", "share" if unit in _SHARES else unit
