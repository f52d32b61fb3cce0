"""Areas of official statistics: which column holds their codes, which year's boundaries they are, and look-ups."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.grids import Grid, read_grid

LOOKUP = ("area", "area_vintage", "into", "into_name", "into_vintage")
CODE = re.compile(r"[EWSNK]\d{8}\Z")
_KINDS = r"(?:lsoa|msoa|oa|wd|ward|lad|ltla|utla|pcon|la)"
_CODE_COLUMN = re.compile(rf"({_KINDS})[ _]?(\d\d)?[ _]?(?:cd|code)\Z", re.IGNORECASE)
_NAME_COLUMN = re.compile(rf"({_KINDS})[ _]?(\d\d)?[ _]?(?:nm|name)\Z", re.IGNORECASE)
# Codes of the wards of Birmingham and Sandwell, and the years of boundaries in which they stood (ONS code history).
_YEARS = (("E05001178", "E05001217", 2004, 2017), ("E05001260", "E05001283", 2004, 9999),
          ("E05011118", "E05011186", 2018, 9999))  # fmt: skip
_AS_SHARED = {2004: "2013", 2018: "2018"}


def code_column(name: str) -> tuple[str, str] | None:
    """Return the kind and the boundary year ("" when it says none) of a column of area codes, or None for another.

    Example:
        >>> code_column("lsoa11_code"), code_column("WD13CD"), code_column("ward_code"), code_column("value")
        (('lsoa', '2011'), ('wd', '2013'), ('ward', ''), None)
    """
    found = _CODE_COLUMN.match(name.strip())
    return (found[1].lower(), f"20{found[2]}" if found[2] else "") if found else None


def name_column(name: str) -> tuple[str, str] | None:
    """Return the kind and the boundary year of a column of area names, or None for another column."""
    found = _NAME_COLUMN.match(name.strip())
    return (found[1].lower(), f"20{found[2]}" if found[2] else "") if found else None


def vintage_of(code: str) -> str | None:
    """Return the boundary year of a ward whose code tells it, else None. Known: Birmingham and Sandwell.

    Example:
        >>> vintage_of("E05001205"), vintage_of("E05011166"), vintage_of("E01008881")
        ('2013', '2018', None)
    """
    return next((_AS_SHARED[first] for low, high, first, _ in _YEARS if low <= code <= high), None)


def contradicts(code: str, vintage: str) -> bool:
    """Return whether a ward's code did not stand in the boundaries of a year.

    Example:
        >>> contradicts("E05001205", "2018"), contradicts("E05001205", "2017")
        (True, False)
    """
    if not vintage.isdigit():
        return False
    return any(low <= code <= high and not first <= int(vintage) <= last for low, high, first, last in _YEARS)


def is_lookup(grid: Grid) -> bool:
    """Return whether a file's header holds codes of two kinds of area and nothing that is measured."""
    header = grid.rows[0][1]
    codes = [name for name in header if code_column(name)]
    rest = [name for name in header if not code_column(name) and not name_column(name)]
    return len(codes) > 1 and {name.lower() for name in rest} <= {"lon", "lat", "long", "longitude", "latitude", ""}


def read_lookup(path: Path | str, *, into: str = "") -> pd.DataFrame:
    """Return a look-up as a frame: area, area_vintage, into, into_name, into_vintage; a row for each small area.

    ``into`` is the kind of area looked up (``wd`` or ``lad``); without it, wards. Raises InputRefused for a file
    without two columns of codes with their boundary years, or where one area lies in two.
    """
    grid = read_grid(path)
    header = grid.rows[0][1]
    codes = {kind: at for at, name in enumerate(header) if (kind := code_column(name))}
    wanted = (into,) if into else ("wd", "ward")
    small = next((kind for kind in codes if kind[0] not in wanted and kind[1]), None)
    large = next((kind for kind in codes if kind[0] in wanted), None)
    if small is None or large is None or (not large[1] and not into):
        told = "this is no look-up: it needs codes of two kinds of area, with the year of their boundaries"
        raise InputRefused(told, grid.where(grid.rows[0][0]), "Columns such as lsoa11cd and wd13cd.")
    names = [at for at, name in enumerate(header) if name_column(name) == large]
    rows = [(cells[codes[small]], small[1], cells[codes[large]], cells[names[0]] if names else "", large[1])
            for _, cells in grid.rows[1:]]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(LOOKUP), dtype="str").drop_duplicates(ignore_index=True)
    twice = frame.loc[frame["area"].duplicated(), "area"]
    if len(twice):
        raise InputRefused(f"the area {twice.iloc[0]} lies in two areas", grid.file, "Use a look-up of best fit.")
    return frame


def read_areas(path: Path | str) -> pd.DataFrame:
    """Return the areas of a GeoJSON file of boundaries as a frame: area, area_name, area_vintage; shapes are left out.

    Raises InputRefused for a file that is no GeoJSON with columns of codes such as WD13CD.
    """
    path = Path(path)
    try:
        features = json.loads(safe_files.read_bytes(path))["features"]
        properties = [dict(feature["properties"]) for feature in features]
        key = next(name for name in properties[0] if code_column(name) or name == "code")
    except (ValueError, KeyError, TypeError, IndexError, StopIteration, RecursionError):
        raise InputRefused("this is no GeoJSON with codes of areas", path.name, "Check the file.") from None
    kind = code_column(key)
    named = next((name for name in properties[0] if kind and name_column(name) == kind), "name")
    vintage = kind[1] if kind else ""
    rows = [
        (str(row[key]), str(row.get(named) or ""), vintage or vintage_of(str(row[key])) or "") for row in properties
    ]
    return pd.DataFrame(rows, columns=["area", "area_name", "area_vintage"], dtype="str")
