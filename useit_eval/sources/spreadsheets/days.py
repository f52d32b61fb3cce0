"""Days as people and programs write them, read in the order of a stated locale: 01/02/2019 is 1 February in en_GB."""

from __future__ import annotations

import datetime as dt
import functools
import re

from useit_eval.sources.spreadsheets.workbooks import Cell

_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,].*)?\Z", re.DOTALL)
_PARTED = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ,].*)?\Z", re.DOTALL)
_SHORT = re.compile(r"\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:[T ,].*)?\Z", re.DOTALL)
_NAMED = re.compile(r"\s*(\d{1,2})(?:st|nd|rd|th)?\.? +([A-Za-z]{3,9})\.?,? +(\d{4})(?:[T ,].*)?\Z", re.DOTALL)
_NAMED_FIRST = re.compile(r"\s*([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?:[T ,].*)?\Z", re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST, MONTH_FIRST = "day first", "month first"


@functools.cache
def order_of(locale: str) -> str:
    """Return whether a locale writes the day or the month first. An unknown locale writes the day first.

    Example:
        >>> order_of("en_GB"), order_of("en_US")
        ('day first', 'month first')
    """
    from babel import Locale, UnknownLocaleError

    try:
        pattern = Locale.parse(locale).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return DAY_FIRST
    return MONTH_FIRST if "M" in pattern and pattern.find("M") < pattern.find("d") else DAY_FIRST


def read_day(cell: Cell, *, order: str) -> tuple[str | None, str]:
    """Return the ISO day of a cell and why it could not be read ("" when it could); times of day are left out.

    Example:
        >>> read_day("01/02/2019", order=DAY_FIRST), read_day("2019-02-01T09:30:00Z", order=DAY_FIRST)
        (('2019-02-01', ''), ('2019-02-01', ''))
    """
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat(), ""
    if isinstance(cell, dt.date):
        return cell.isoformat(), ""
    if not isinstance(cell, str):
        return None, "is a number and no day"
    numbers = _numbers(cell, order)
    if numbers is None:
        return None, "has a year of two digits" if _SHORT.match(cell) else "is not written as a day"
    try:
        return dt.date(*numbers).isoformat(), ""
    except ValueError:
        _year, month, day = numbers
        other = f"; it may be written {MONTH_FIRST if order == DAY_FIRST else DAY_FIRST}" if day <= 12 < month else ""
        return None, f"is no day, read {order}{other}"


def _numbers(cell: str, order: str) -> tuple[int, int, int] | None:
    """Return year, month and day as they are written, whether or not there is such a day."""
    if found := _ISO.match(cell):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _PARTED.match(cell):
        first, second = int(found[1]), int(found[2])
        return (int(found[3]), second, first) if order == DAY_FIRST else (int(found[3]), first, second)
    if (found := _NAMED.match(cell)) and (month := _month(found[2])):
        return int(found[3]), month, int(found[1])
    if (found := _NAMED_FIRST.match(cell)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    return None


def _month(word: str) -> int | None:
    return _MONTHS.index(word[:3].lower()) + 1 if word[:3].lower() in _MONTHS else None
