"""The one door for CSV that the package writes: no cell of it can start a formula, and reading gives back every sign.

A spreadsheet runs a text that begins with =, +, - or @ (also with the wide signs of East Asian keyboards, after blanks,
a TAB or a quotation mark). Such a text gets a mark in front, an apostrophe, which reading takes away again. The same
is done after each ``;``, TAB and line end within a text: a program that parts cells there would begin a new one. A text
that already bears marks gets one more, so the way back is exact. Numbers are written as numbers, without a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MARK = "'"
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
_UNSEEN = r"\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_RUNS = rf"(?=(?:[^\S;\t\r\n]|[\"{_UNSEEN}])*[{_SIGNS}])"
_OPENS = r"(?:\A|(?<=[;\t\r\n]))"
_TO_MARK = re.compile(rf"{_OPENS}{MARK}*{_RUNS}|\A{MARK}*(?=[\t\r\n])")
_MARKED = re.compile(rf"{_OPENS}{MARK}+{_RUNS}|\A{MARK}+(?=[\t\r\n])")
_MISSING = ("<NA>", "NaT", "nan")  # how pandas prints them; texts never come here
_QUOTED = re.compile(r"[\",;\t\r\n]|\A\s|\s\Z")


def inert(text: str) -> str:
    """Return a text as it may stand in a cell: with the mark wherever a spreadsheet would begin a formula.

    Source of the list of signs: OWASP, CSV Injection.

    Example:
        >>> inert("=1+1"), inert("07/2019"), inert("'tis")
        ("'=1+1", '07/2019', "'tis")
    """
    return _TO_MARK.sub(lambda found: MARK + found[0], text)


def original(cell: str) -> str:
    """Return the text that `inert` made safe; a cell without a mark comes back as it is.

    Example:
        >>> original("'=1+1"), original("'tis")
        ('=1+1', "'tis")
    """
    return _MARKED.sub(lambda found: found[0][len(MARK) :], cell) if MARK in cell else cell


def written(value: object) -> str:
    """Return a value as a cell: texts inert, numbers plain, true and false, an empty cell for what is missing.

    Example:
        >>> [written(value) for value in (-5, "-5", 0.1, True, None)]
        ['-5', "'-5", '0.1', 'true', '']
    """
    if isinstance(value, str):
        return inert(value)
    if value is None or str(value) in _MISSING:
        return ""
    plain = value.item() if hasattr(value, "item") else value  # numpy's own numbers print their type
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return repr(plain) if isinstance(plain, int | float) else inert(str(value))


def csv_text(rows: Iterable[Sequence[object]], *, first_line: str = "") -> str:
    """Return rows as CSV text with commas and LF; ``first_line`` is the format line, which stands before the header."""
    head = f"{first_line}\n" if first_line else ""
    return head + "".join(csv_line(row) for row in rows)


def csv_line(cells: Sequence[object]) -> str:
    """Return one row of CSV with its line end; texts are quoted where they hold a separator or a quotation mark.

    Example:
        >>> csv_line(["a, b", "=1", -2])
        '"a, b",\\'=1,-2\\n'
    """
    line = ",".join(map(_quoted, map(written, cells)))
    return (line or '""') + "\n"  # a row of one empty cell would else be no row


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
