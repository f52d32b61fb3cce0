"""The occupations of ESCO, European Union, as its site exports them: a vocabulary for professions, never a ranking."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from useit_eval.ground import safe_files, text
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.delimited import parse_rows

COLUMNS = ("preferred_label", "uri", "isco_group", "words")
_NEEDED = {"conceptUri": "uri", "preferredLabel": "preferred_label"}
_FURTHER = {"iscoGroup": "isco_group", "altLabels": "words"}
_PLACE = "data.europa.eu/esco/occupation/"
_MOST_BYTES, _MOST_CELL = 60_000_000, 200_000


def read_esco(path: Path | str) -> pd.DataFrame:
    """Return the occupations of an export of ESCO (``occupations_en.csv``): preferred_label, uri, isco_group, words.

    The file needs the columns conceptUri and preferredLabel; iscoGroup and altLabels (one a line) are read where they
    are, other columns are passed over, and so are rows that are no occupations. ``words`` holds the other labels parted
    by semicolons. Raises InputRefused, with file and row, for a file without these columns, a label or address missing,
    an address of another vocabulary, or one that is there twice.
    """
    path = Path(path)
    raw = safe_files.read_bytes(path, most=_MOST_BYTES)
    rows = parse_rows(text.decode(raw, where=path.name), where=path.name, most_cell=_MOST_CELL)
    at = _columns(rows, path.name)
    found = [
        _occupation(cells, at, f"{path.name}, row {row}") for row, cells in enumerate(rows[1:], start=2) if any(cells)
    ]
    _refuse_doubles(found, path.name)
    return pd.DataFrame([row for row in found if row], columns=list(COLUMNS), dtype="str")


def _columns(rows: list[list[str]], where: str) -> dict[str, int]:
    header = [cell.strip() for cell in rows[0]] if rows else []
    lacking = [name for name in _NEEDED if name not in header]
    if lacking:
        advice = "Take the file of occupations of ESCO's download, as CSV, in one language."
        raise InputRefused(f"the column {lacking[0]!r} is missing", f"{where}, row 1", advice)
    known = {**_NEEDED, **_FURTHER, "conceptType": "kind"}
    return {known[name]: place for place, name in enumerate(header) if name in known}


def _occupation(cells: list[str], at: dict[str, int], where: str) -> dict[str, str] | None:
    told = {name: cells[place].strip() if place < len(cells) else "" for name, place in at.items()}
    if told.pop("kind", "Occupation") != "Occupation":
        return None
    if not told["preferred_label"] or _PLACE not in told["uri"]:
        what = (
            "the preferred label is missing"
            if not told["preferred_label"]
            else f"{told['uri']!r} is no occupation of ESCO"
        )
        raise InputRefused(what, where, "Take the export as ESCO gives it.")
    words = (word.strip() for word in told.get("words", "").splitlines())
    label = " ".join(told["preferred_label"].split())  # some labels hold a blank that does not break
    return {**told, "preferred_label": label, "words": ";".join(filter(None, words))}


def _refuse_doubles(found: list[dict[str, str] | None], where: str) -> None:
    met: dict[str, int] = {}
    for row, one in enumerate(found, start=2):
        if one and met.setdefault(one["uri"], row) != row:
            raise InputRefused(
                f"the occupation {one['uri']} is in row {met[one['uri']]} too", f"{where}, row {row}", "Keep one."
            )
