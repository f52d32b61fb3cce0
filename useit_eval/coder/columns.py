"""What a page may say in which column: types, words and lengths, checked before anything is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import TABLES

TABLE_ORDER = ("coding", "claim", "claim_part", "evidence", "coverage")
"""Tables that a coder writes, what is referred to first."""
WRITTEN = ("store_id", "recorded_by", "recorded_at")
MOST = {"memo": 5000, "paraphrase": 1000, "reason": 1000, "explained": 1000, "about_case": 200, "new idea": 60}
LONGEST = 5000
NEW = "new/"
UNWORDED, NOT_STATED = "Not yet put into words.", "not stated"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_IDEA = re.compile(r"[^\s;][^;]*\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
Row = dict[str, Any]


def check_row(table: object, row: object) -> Row:
    """Return one row of a message with plain values of its table's columns; who wrote it, and when, is left out.

    Raises InputRefused for another table, a column that the table does not have, and a value of the wrong kind.
    """
    if table not in TABLE_ORDER or not isinstance(table, str):
        raise refused("a row is of a table that a coder does not write")
    if not isinstance(row, dict):
        raise refused(f"a row of {table} is not a row")
    unknown = [name for name in row if name not in TABLES[table].names]
    if unknown:
        raise refused(f"a row of {table} has a column that is not known ({shown(unknown[0])})")
    kept = {name: value for name, value in row.items() if name not in WRITTEN}
    for column in TABLES[table].columns:
        if column.name in kept:
            _KINDS[column.dtype](kept[column.name], column.name)
    check_uuid(kept.get(TABLES[table].key), TABLES[table].key)
    if not isinstance(kept.setdefault("removed", False), bool):
        raise refused("removed is neither true nor false")
    if kept.setdefault("supersedes", None) is None and kept["removed"]:
        raise refused("a row that removes nothing cannot be removed")
    return kept


def refused(what: str, next: str = "Nothing of it was saved.") -> InputRefused:
    """Return the error for what a page sent and cannot be taken."""
    return InputRefused(what, "", next)


def shown(value: object) -> str:
    """Return a value from outside as a sentence may show it: short, on one line."""
    told = value if isinstance(value, str) else type(value).__name__
    plain = "".join(each if each.isprintable() else "?" for each in told[:40])
    return f"'{plain}{'...' if len(told) > 40 else ''}'"


def check_uuid(value: object, name: str) -> str:
    """Return a UUID in lower case, as the record keeps it. Raises InputRefused for anything else."""
    if not isinstance(value, str) or not _UUID.match(value):
        raise refused(f"{name} is not an id")
    return value


def check_word(row: Row, name: str, words: Collection[str], *, default: str | None = None) -> str | None:
    """Return a word of a closed list, or the default where none is given. Raises InputRefused for another word."""
    value = row.get(name)
    if value is None or (value == "" and default is not None):
        value = default
    if value is None and "" in words:
        return None
    if value is None:
        raise refused(f"{name} is missing")
    if value not in words:
        raise refused(f"{name} {shown(value)} is not a word that is known here")
    return value


def check_text(row: Row, name: str, *, default: str | None = None, must: bool = False) -> str | None:
    """Return a text within its length, blanks at its ends taken off; the default where it is empty."""
    value = (row.get(name) or "").strip()
    if len(value) > MOST[name]:
        raise refused(f"{name} is longer than {MOST[name]:,} characters", "Make it shorter: nothing of it was saved.")
    if not value and must:
        raise refused(f"{name} is empty", "Write it: nothing of it was saved.")
    return value or default


def check_number(row: Row, name: str, low: int, high: int) -> int:
    """Return a whole number within its bounds. Raises InputRefused for another one."""
    value = row.get(name)
    if value is None or not low <= value <= high:
        raise refused(f"{name} is not a number from {low} to {high}")
    return value


def check_code(row: Row, known: Collection[str]) -> str:
    """Return a code of the codebook, or a new idea as `new/...`. Raises InputRefused for anything else."""
    code = row.get("code_id")
    if not isinstance(code, str):
        raise refused("code_id is missing")
    if code in known:
        return code
    if not code.startswith(NEW):
        raise refused(f"the code {shown(code)} is not known", "Choose one from the list, or mark it as a new idea.")
    idea = code.removeprefix(NEW)
    if not idea or len(idea) > MOST["new idea"] or not _IDEA.match(idea) or not idea.isprintable() or idea[-1] == " ":
        raise refused(f"a new idea has 1 to {MOST['new idea']} characters on one line, without a semicolon")
    return code


def _check_text_kind(value: object, name: str) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise refused(f"{name} is not a text")
    if len(value) > LONGEST and name != "quote":
        raise refused(f"{name} is longer than {LONGEST:,} characters", "Make it shorter: nothing of it was saved.")
    if name != "quote" and _CONTROL.search(value):
        raise refused(f"{name} holds a sign that cannot be kept")


def _check_id(value: object, name: str) -> None:
    if value is not None:
        check_uuid(value, name)


def _check_whole(value: object, name: str) -> None:
    # A flag is a number to Python, and a number too large is none to the database.
    if value is not None and (type(value) is not int or not -1 <= value < 2**31):
        raise refused(f"{name} is not a whole number")


def _check_flag(value: object, name: str) -> None:
    if value is not None and not isinstance(value, bool):
        raise refused(f"{name} is neither true nor false")


_KINDS: dict[str, Callable[[object, str], None]] = {
    **dict.fromkeys(("text", "instant", "date"), _check_text_kind),
    "uuid": _check_id,
    "integer": _check_whole,
    "flag": _check_flag,
}
STATUSES, ELICITATIONS, BEARINGS = terms.STATUSES, terms.ELICITATIONS, terms.BEARINGS
CERTAINTIES = ("", *terms.CERTAINTIES)
