"""Values as tables of statistics print them: numbers, and the marks that stand where no number may be shown."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_NUMBER = re.compile(r"([-+\u2212]?)(£?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*(%?)\s*(\[?[prePRE]\]?)?\Z")
_SCIENTIFIC = re.compile(r"-?\d(?:\.\d+)?[eE][-+]?\d{1,3}\Z")
_WITHHELD = {
    **dict.fromkeys(("*", "c", "[c]", "s", "[s]", "#", "suppressed", "disclosive"), "withheld by the publisher"),
    **dict.fromkeys(
        ("-", "\u2013", "\u2014", "..", "…", ":", "!", "~", "z", "[z]", "x", "[x]", "u", "[u]"), "no value"
    ),
    **dict.fromkeys(("n/a", "na", "nan", "null", "none", "missing", "not available", "#n/a", "."), "no value"),
    "": "empty",
}
_SIGNS = {"p": "provisional", "r": "revised", "e": "estimated"}


class Printed(NamedTuple):
    """A cell read: its value (None where none is shown), a note, and whether the cell was understood at all."""

    value: float | None
    note: str = ""
    known: bool = True


@functools.lru_cache(maxsize=50_000)
def read_value(cell: str) -> Printed:
    """Return the value of a cell; a mark for withheld or missing values gives None with a note, and never nought.

    Commas part thousands. ``p``, ``r`` and ``e`` behind a number are noted as provisional, revised and estimated.

    Example:
        >>> read_value("1,745").value, read_value("*").value, read_value("*").note
        (1745.0, None, "printed as '*': withheld by the publisher")
        >>> read_value("12 or so").known
        False
    """
    mark = _WITHHELD.get(cell.strip().lower())
    if mark is not None:
        return Printed(None, f"printed as {cell.strip()!r}: {mark}" if cell.strip() else "empty cell: no value")
    found = _NUMBER.match(cell.strip())
    if found:
        number = float(found[3].replace(",", ""))
        sign = (found[5] or "").strip("[]").lower()
        return Printed(-number if found[1] in ("-", "\u2212") else number, _SIGNS.get(sign, ""))
    if _SCIENTIFIC.match(cell.strip()):
        return Printed(float(cell))
    return Printed(None, "", known=False)
