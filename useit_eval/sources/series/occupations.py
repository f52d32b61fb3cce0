"""Occupations as ESCO lists them: names by which a profession may be called, so that registers agree on one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.tables import read_table, words

COLUMNS = ("occupation", "isco_group", "label", "also_called")
_CALLED = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")


def read_occupations(path: Path | str) -> pd.DataFrame:
    """Return the occupations of an ESCO file: occupation (its address), isco_group, label, also_called.

    ``also_called`` parts the other names by semicolons. Source: ESCO, European Union. Raises InputRefused for a file
    without ESCO's columns.
    """
    table = read_table(path)
    header = [name.lstrip("\ufeff") for name in table.header]
    lacking = [name for name in _CALLED if name not in header]
    if lacking:
        raise InputRefused(
            f"the column {lacking[0]!r} is missing", table.where(table.header_row), "Use a file of ESCO."
        )
    places = [header.index(name) for name in _CALLED]
    rows = [[words(row.cells[at]) for at in places] for row in table.rows]
    also = ("; ".join(filter(None, map(str.strip, row[3].splitlines()))) for row in rows)
    made = [(*row[:3], names) for row, names in zip(rows, also, strict=True)]
    return pd.DataFrame(made, columns=list(COLUMNS), dtype="str")


def closest_occupation(profession: str, occupations: pd.DataFrame, *, most: int = 3) -> list[str]:
    """Return the labels of the occupations whose names are nearest to a profession, best first; a person chooses.

    Example:
        >>> frame = pd.DataFrame([("u1", "2221", "specialist nurse", "nurse; staff nurse")], columns=list(COLUMNS))
        >>> closest_occupation("Nurses", frame)
        ['specialist nurse']
    """
    from rapidfuzz import fuzz, process

    names = [
        (name, row["label"])
        for row in occupations.to_dict("records")
        for name in (row["label"], *filter(None, map(str.strip, str(row["also_called"]).split(";"))))
    ]
    found = process.extract(
        profession.lower(), [name.lower() for name, _ in names], scorer=fuzz.ratio, limit=10 * most, score_cutoff=60
    )
    return list(dict.fromkeys(names[at][1] for _, _, at in found))[:most]
