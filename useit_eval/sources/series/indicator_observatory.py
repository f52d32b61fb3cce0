"""Files of the Birmingham City Observatory (JSON): claimant count, Universal Credit and child poverty by ward of 2018."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.indicator_tables import Told
from useit_eval.sources.series.periods import read_period, read_periods
from useit_eval.sources.series.printed_values import read_value
from useit_eval.sources.series.reading_rows import Layout, Reading

_VINTAGE = "2018"
_MADE = "derived"


class _Series(NamedTuple):
    """A key of a ward that holds a list, a value for each period of the file, and what it measures."""

    key: str
    indicator: str
    unit: str
    rounded_to: float | None = None


class _Point(NamedTuple):
    """A key of a ward that holds one value, for the period the ward names."""

    key: str
    indicator: str
    unit: str
    rounded_to: float | None = None


_CLAIMANTS = "Claimant count"
_KNOWN: dict[str, tuple[_Series | _Point, ...]] = {
    "claimant-count": (
        _Series("trend", _CLAIMANTS, "people", 5),
        _Point("pct_16_64", f"{_CLAIMANTS}, share of residents aged 16 to 64", "percent"),
        _Point("male_count", f"{_CLAIMANTS}, men", "people", 5),
        _Point("female_count", f"{_CLAIMANTS}, women", "people", 5),
        _Point("age_16_24", f"{_CLAIMANTS}, aged 16 to 24", "people", 5),
        _Point("age_25_49", f"{_CLAIMANTS}, aged 25 to 49", "people", 5),
        _Point("age_50_plus", f"{_CLAIMANTS}, aged 50 and over", "people", 5),
    ),
    "child-poverty": (_Series("series", "Children in families of absolute low income, aged 0 to 15", "percent"),),
    "uc-employment": (_Point("pct_in_employment", "People on Universal Credit who are in work", "percent"),),
    "uc-wards": (_Point("uc_claimants", "People on Universal Credit", "people"),),
}
_MARKS = {"claimant-count": "pct_16_64", "child-poverty": "delta_pp", "uc-employment": "pct_in_employment",
          "uc-wards": "pct_on_uc"}  # fmt: skip
Ward = Mapping[str, Any]


def read_observatory(raw: bytes, told: Told, *, where: str) -> Layout:
    """Return the readings of a file of the observatory. Counts of the claimant count are rounded to 5 by DWP.

    Values the file calls derived are left out: they can be computed again. Raises InputRefused for another file, and
    for a ward whose series is longer or shorter than the periods.
    """
    held = _parsed(raw, where)
    wards: Sequence[Ward] = held["wards"]
    name = next((name for name, key in _MARKS.items() if key in wards[0]), None)
    if name is None:
        raise InputRefused("this is no known file of the observatory", where, f"Known: {', '.join(_KNOWN)}.")
    readings = [reading for ward in wards for one in _KNOWN[name] for reading in _read(held, ward, one, told, where)]
    return Layout(f"observatory {name}", readings, tuple(_left_out(wards[0])))


def _parsed(raw: bytes, where: str) -> dict[str, Any]:
    try:
        held = json.loads(raw)
        if isinstance(held, dict) and held.get("wards") and all(isinstance(ward, dict) for ward in held["wards"]):
            return held
    except (ValueError, TypeError, RecursionError):
        pass
    raise InputRefused(
        "this JSON holds no wards with values", where, "Indicators come as CSV, XLSX or observatory JSON."
    )


def _read(held: Mapping[str, Any], ward: Ward, one: _Series | _Point, told: Told, where: str) -> Iterator[Reading]:
    if isinstance(one, _Point):
        period = read_period(str(ward.get("period") or held.get("as_of") or told.period))
        pairs = [(period, ward.get(one.key))]
    else:
        periods = read_periods([str(label) for label in held.get("months") or held.get("years") or ()], where=where)
        values = ward.get(one.key) or ()
        if len(periods) != len(values):
            what = f"{ward.get('ward_name')} has {len(values)} values for {len(periods)} periods"
            raise InputRefused(what, where, "Download the file again.")
        pairs = list(zip(periods, values, strict=True))
    vintage = told.vintage or _VINTAGE
    for period, value in pairs:
        if period is None:
            raise InputRefused(
                f"the period of {ward.get('ward_name')} is not understood", where, "Say it: --period 2017-05."
            )
        printed = read_value("" if value is None else str(value))
        note = "; ".join(filter(None, (printed.note, period.note)))
        yield Reading(one.indicator, str(ward.get("ward_code", "")), str(ward.get("ward_name", "")), vintage, period.day,
                      printed.value, one.unit, note, 0, one.rounded_to)  # fmt: skip


def _left_out(ward: Ward) -> Iterator[str]:
    for name, how in dict(ward.get("provenance") or {}).items():
        if isinstance(how, dict) and str(how.get("method", "")).startswith(_MADE):
            yield f"{name} is derived and left out: {how['method']}"
