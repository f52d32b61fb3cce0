"""Readings while a file is read: one row for one value, and the checks that hold for every layout."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES
from useit_eval.sources.series.areas import CODE, contradicts, vintage_of
from useit_eval.sources.spreadsheets.sheets import Faults, Line

COLUMNS = tuple(column for column in TABLES["reading"].columns
                if column.name not in ("store_id", "recorded_by", "recorded_at", "supersedes", "removed"))  # fmt: skip

MOST_READINGS = 350_000


class Reading(NamedTuple):
    """One value of a file, with the row it stands in (0 where the file has no rows)."""

    indicator: str
    area: str
    area_name: str
    vintage: str
    period: str
    value: float | None
    unit: str
    note: str = ""
    row: int = 0
    rounded_to: float | None = None


class Layout(NamedTuple):
    """What a loader of one layout gives: its name, the readings, and what was left out or guessed."""

    name: str
    readings: list[Reading]
    notes: tuple[str, ...] = ()


def gathered(readings: Iterable[Reading], file: str) -> list[Reading]:
    """Return readings as a list. Raises InputRefused, before memory runs out, for more than the limit."""
    found = list(itertools.islice(readings, MOST_READINGS + 1))
    if len(found) > MOST_READINGS:
        told = f"the file holds more than {MOST_READINGS:,} values"
        raise InputRefused(told, file, "Keep the areas and periods that you need.")
    return found


def with_vintages(readings: Iterable[Reading], faults: Faults) -> list[Reading]:
    """Return readings with the boundary year that a ward's code tells, where the file says none.

    A code that did not stand in the boundaries the file names is a fault.
    """
    return [_with_vintage(reading, faults) for reading in readings]


def _with_vintage(reading: Reading, faults: Faults) -> Reading:
    if not CODE.match(reading.area):
        return reading
    if not reading.vintage:
        return reading._replace(vintage=vintage_of(reading.area) or "")
    if contradicts(reading.area, reading.vintage):
        told = f"{reading.area} is no area of the boundaries of {reading.vintage}"
        faults.add(Line(reading.row, {}), told, "Say which year's boundaries the file has.")
    return reading


def without_doubles(readings: list[Reading], faults: Faults) -> tuple[list[Reading], tuple[str, ...]]:
    """Return readings without those given twice alike, and what to tell of them; two that differ are a fault."""
    met: dict[tuple[str, ...], Reading] = {}
    twice = 0
    for reading in readings:
        first = met.setdefault((reading.indicator, reading.area, reading.vintage, reading.period), reading)
        if first is reading:
            continue
        twice += 1
        if first.value != reading.value:
            told = (
                f"{reading.indicator!r} of {reading.area} for {reading.period} is also in row {first.row}, and differs"
            )
            faults.add(Line(reading.row, {}), told, "Keep one of them.")
    told_twice = (f"{twice} values stand in the file twice alike; each was read once",) if twice else ()
    return list(met.values()), told_twice


def on_vintages(readings: Iterable[Reading]) -> tuple[str, ...]:
    """Return what to tell of the boundary years of a file: nothing for one, a caution for several or for none."""
    areas = {(reading.area, reading.vintage) for reading in readings}
    counts = Counter(vintage or "none stated" for _, vintage in areas)
    if len(counts) < 2:
        return ("the year of the areas' boundaries is not stated",) if "none stated" in counts else ()
    listed = ", ".join(f"{vintage} ({count} areas)" for vintage, count in sorted(counts.items()))
    return (f"areas of several years' boundaries stand in one file, never to be compared as they are: {listed}",)


def to_frame(readings: list[Reading], source_id: str) -> pd.DataFrame:
    """Return readings with the columns of the table reading but those of writing; ids follow from source and content."""
    space = uuid.UUID(source_id).bytes
    ids = [_id(space, f"{r.indicator}|{r.area}|{r.vintage}|{r.period}") for r in readings]
    columns = list(zip(*readings, strict=True)) if readings else [()] * len(Reading._fields)
    named = dict(zip(Reading._fields, columns, strict=True))
    values = {
        "reading_id": ids,
        "source_id": [source_id] * len(ids),
        "area_vintage": [vintage or None for vintage in named["vintage"]],
        "area_name": [name or None for name in named["area_name"]],
        "note": [note or None for note in named["note"]],
        **{name: named[name] for name in ("indicator", "area", "period", "value", "unit", "rounded_to")},
    }
    return pd.DataFrame({c.name: pd.Series(list(values[c.name]), dtype=PANDAS_DTYPES[c.dtype]) for c in COLUMNS})


def _id(space: bytes, name: str) -> str:
    """Return ``str(uuid.uuid5(space, name))``, three times as fast: a file may hold a million readings."""
    digest = bytearray(hashlib.sha1(space + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
