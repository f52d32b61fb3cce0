"""Readings of areas set beside one another, added up and counted: only within one year's boundaries, or by a look-up."""

from __future__ import annotations

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

_ADDED = ("people", "households", "claimants", "posts", "jobs", "homes", "enterprises")
_NEEDED = ("indicator", "area", "area_vintage", "period", "value", "unit")


def beside(left: pd.DataFrame, right: pd.DataFrame, *, lookup: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return readings of two indicators for the same areas: area, area_vintage, area_name, left, right (values).

    Each frame holds one reading an area (columns of the table reading). Areas of different boundaries are joined only
    through ``lookup`` (columns area, area_vintage, into, into_vintage), which leads left's areas into right's: one
    left area an area of right, as otherwise values would have to be added (`added_up`). Areas that only one side has
    keep a missing value. Raises InputRefused for boundaries that differ, are not stated, or are mixed in one frame.
    """
    for frame in (left, right):
        require(frame, "reading", *_NEEDED)
        _refuse_repeated(frame)
    moved = left if lookup is None else _moved(left, lookup)
    years = (_one_vintage(moved), _one_vintage(right))
    if years[0] != years[1]:
        told = f"areas of the boundaries of {years[0]} cannot be set beside areas of {years[1]}"
        raise InputRefused(told, "", "Give a look-up from one to the other; areas of one name need not be one area.")
    _refuse_repeated(moved)
    keys = ["area", "area_vintage"]
    pairs = moved[[*keys, "value"]].merge(right[[*keys, "value"]], on=keys, how="outer", suffixes=("_left", "_right"))
    return pairs.rename(columns={"value_left": "left", "value_right": "right"}).sort_values(keys, ignore_index=True)


def added_up(readings: pd.DataFrame, lookup: pd.DataFrame) -> pd.DataFrame:
    """Return counts of small areas added up into large ones: a row for each indicator, large area and period.

    Columns: indicator, area, area_name, area_vintage, period, value, unit, parts, missing, off_by (how far the sum may
    be off where the parts are rounded: half the rounding for each part) and note. A sum with a missing part is
    missing: a small area of the look-up without a reading counts as one. Raises InputRefused for units that cannot be added (shares, ranks, deciles, scores) and for boundaries
    that are not those of the look-up.
    """
    require(readings, "reading", *_NEEDED, "rounded_to")
    for unit in readings["unit"].unique():
        if unit not in _ADDED:
            told = f"values in {unit} cannot be added up over areas"
            raise InputRefused(told, "", f"Only counts can: {', '.join(_ADDED)}.")
    joined = _led(readings, lookup)
    keys = ["indicator", "into", "into_name", "into_vintage", "period", "unit"]
    whole = lookup["into"].value_counts().to_dict()
    rows = [_sum(dict(zip(keys, key, strict=True)), group, whole) for key, group in joined.groupby(keys, sort=True)]
    names = [
        "indicator",
        "area",
        "area_name",
        "area_vintage",
        "period",
        "value",
        "unit",
        "parts",
        "missing",
        "off_by",
        "note",
    ]
    return pd.DataFrame(rows, columns=names)


def deprived_counts(deciles: pd.DataFrame, lookup: pd.DataFrame, *, areas: list[str], worst: int = 1) -> pd.DataFrame:
    """Return how many small areas of each large area lie among the most deprived: area, area_name, small_areas, deprived.

    ``deciles`` holds one decile a small area (unit decile, 1 the most deprived tenth of the country), ``worst`` how
    many tenths count: 1 the most deprived tenth, 2 the most deprived fifth. The last row, area "all", is the sum.
    Raises InputRefused for another unit, a small area without a decile, and boundaries that are not the look-up's.
    """
    require(deciles, "reading", *_NEEDED)
    if set(deciles["unit"]) != {"decile"} or deciles["indicator"].nunique() != 1:
        raise InputRefused("small areas are counted by one indicator in deciles", "", "Choose the rows of one decile.")
    _refuse_repeated(deciles)
    joined = _led(deciles, lookup, every=lookup["into"].isin(areas))
    if joined["value"].isna().any():
        lacking = joined.loc[joined["value"].isna(), "area"].iloc[0]
        raise InputRefused(f"the small area {lacking} has no decile", "", "A count without it would be too low.")
    rows = [_counted(area, joined[joined["into"] == area], worst) for area in areas]
    total = {"area": "all", "area_name": "all", "small_areas": sum(row["small_areas"] for row in rows)}
    return pd.DataFrame([*rows, {**total, "deprived": sum(row["deprived"] for row in rows)}])


def _counted(area: str, group: pd.DataFrame, worst: int) -> dict[str, object]:
    if group.empty:
        raise InputRefused(
            f"the area {area!r} is not in the look-up", "", "Check its code and the year of its boundaries."
        )
    deprived = int((group["value"] <= worst).sum())
    return {"area": area, "area_name": group["into_name"].iloc[0], "small_areas": len(group), "deprived": deprived}


def _sum(key: dict[str, str], group: pd.DataFrame, whole: dict[str, int]) -> dict[str, object]:
    parts = whole[key["into"]]
    missing = parts - int(group["value"].notna().sum())
    rounded = group["rounded_to"].dropna()
    off_by = float(rounded.sum()) / 2 if len(rounded) else 0.0
    notes = [f"{missing} of {parts} parts are missing, so there is no sum"] if missing else []
    notes += [f"sum of {len(rounded)} rounded values: off by {off_by:g} at most"] if len(rounded) else []
    return {
        "indicator": key["indicator"],
        "area": key["into"],
        "area_name": key["into_name"],
        "area_vintage": key["into_vintage"],
        "period": key["period"],
        "value": None if missing else float(group["value"].sum()),
        "unit": key["unit"],
        "parts": parts,
        "missing": missing,
        "off_by": off_by,
        "note": "; ".join(notes),
    }


def _led(readings: pd.DataFrame, lookup: pd.DataFrame, *, every: pd.Series | None = None) -> pd.DataFrame:
    """Return readings with the large area each lies in. ``every`` marks rows of the look-up that must all be met."""
    require(lookup, "look-up", "area", "area_vintage", "into", "into_name", "into_vintage")
    years = (_one_vintage(readings), _one_vintage(lookup))
    if years[0] != years[1]:
        told = f"the look-up leads from areas of {years[1]}, the readings are of areas of {years[0]}"
        raise InputRefused(told, "", "Use the look-up of the same year's boundaries.")
    if every is None:
        return lookup.merge(readings.drop(columns=["area_name"], errors="ignore"), on=["area", "area_vintage"])
    return lookup[every].merge(readings[["area", "area_vintage", "value"]], on=["area", "area_vintage"], how="left")


def _moved(readings: pd.DataFrame, lookup: pd.DataFrame) -> pd.DataFrame:
    led = _led(readings, lookup)
    return led.assign(area=led["into"], area_vintage=led["into_vintage"])


def _one_vintage(frame: pd.DataFrame) -> str:
    if frame["area_vintage"].isna().any() or (frame["area_vintage"] == "").any():
        raise InputRefused(
            "the year of the areas' boundaries is not stated", "", "Say it when the file is read: --vintage."
        )
    found = sorted(frame["area_vintage"].unique())
    if len(found) > 1:
        told = f"areas of several years' boundaries stand together: {', '.join(found)}"
        raise InputRefused(told, "", "Take the rows of one year.")
    return found[0] if found else "none"


def _refuse_repeated(frame: pd.DataFrame) -> None:
    twice = frame.loc[frame["area"].duplicated(), "area"]
    if len(twice):
        told = f"{twice.iloc[0]} has more than one reading"
        raise InputRefused(told, "", "Take one indicator and one period, or add small areas up first.")
