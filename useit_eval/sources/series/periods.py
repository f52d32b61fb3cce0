"""Periods as tables of statistics write them: days, months, quarters, years; each by its first day."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.dates import MONTHS, read_day

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEARS = r"(?:19|20)\d\d"
_YEAR = re.compile(rf"({_YEARS})(?:\.0)?")
_ISO_MONTH = re.compile(rf"({_YEARS})[-/](0[1-9]|1[0-2])")
_SPAN = re.compile(rf"(?:fy\s*)?({_YEARS})\s*(?P<sign>[-/–]|to|and)\s*({_YEARS}|\d\d)", re.IGNORECASE)
_NAMED = re.compile(rf"({_MONTH})\.?[\s\-–_,]*'?({_YEARS}|\d\d)", re.IGNORECASE)
_NAMED_AFTER = re.compile(rf"({_YEARS})[\s\-–_]*({_MONTH})\.?", re.IGNORECASE)
_QUARTER = re.compile(rf"(?:({_YEARS})[\s\-_]*q([1-4])|q([1-4])[\s\-_]*({_YEARS}))(?P<rest>[/-]\d\d)?", re.IGNORECASE)
_MONTHS_OF = re.compile(rf"({_MONTH})\s*(?:-|–|to)\s*({_MONTH})[\s\-]*({_YEARS})", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(:00(\.0+)?)?Z?")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0)?")
_EPOCH = dt.date(1899, 12, 30)


@dataclasses.dataclass(frozen=True)
class Period:
    """A period: its first day (ISO), its span (day, month, quarter, year, financial year) and what to note of it."""

    day: str
    span: str
    note: str = ""


def read_period(cell: str, *, years: bool = False) -> Period | None:
    """Return the period that a cell is, or None. ``years`` reads 2011-12 as a financial year, else it is a month.

    Financial years begin in April. A five-digit number is a day as a spreadsheet counts days.

    Example:
        >>> read_period("May 2017").day, read_period("2017-18").span, read_period("Q2 2017").day
        ('2017-05-01', 'financial year', '2017-04-01')
        >>> read_period("2011-12").span, read_period("2011-12", years=True).day, read_period("42886").day
        ('month', '2011-04-01', '2017-05-31')
    """
    return _read(" ".join(cell.split()), years)


def read_periods(cells: Sequence[str], *, where: str) -> list[Period | None]:
    """Return the period of each cell of one column or header; None where there is none.

    ``2011-12`` is December 2011 or the year from April 2011: the others decide. Raises InputRefused when they cannot,
    or when days are written with the month first.
    """
    years = _are_years(cells, where)
    _refuse_month_first(cells, where)
    return [read_period(cell, years=years) for cell in cells]


@functools.lru_cache(maxsize=20_000)
def _read(cell: str, years: bool) -> Period | None:
    if not cell or not cell[0].isalnum():
        return None
    if found := _CLOCK.fullmatch(cell):
        cell = found[1]
    for form in (_as_year, _as_quarter, _as_months):
        if period := form(cell):
            return period
    period = _as_span(cell) if years else None
    return period or _as_month(cell) or _as_span(cell) or _as_day(cell)


def _as_year(cell: str) -> Period | None:
    found = _YEAR.fullmatch(cell)
    return Period(f"{found[1]}-01-01", "year") if found else None


def _as_span(cell: str) -> Period | None:
    found = _SPAN.fullmatch(cell)
    if not found or not _follows(found[1], found[3]):
        return None
    return Period(f"{found[1]}-04-01", "financial year", f"year from April, written {cell}")


def _follows(first: str, second: str) -> bool:
    return int(second) == int(first) + 1 if len(second) == 4 else int(second) == (int(first) + 1) % 100


def _as_month(cell: str) -> Period | None:
    if found := _ISO_MONTH.fullmatch(cell):
        return _month(found[1], int(found[2]))
    if found := _NAMED.fullmatch(cell):
        return _month(found[2], MONTHS[found[1].lower()])
    if found := _NAMED_AFTER.fullmatch(cell):
        return _month(found[1], MONTHS[found[2].lower()])
    return None


def _month(year: str, month: int, span: str = "month", note: str = "") -> Period:
    number = int(year)
    number += 0 if number > 99 else 2000 if number < 70 else 1900
    return Period(f"{number}-{month:02d}-01", span, note)


def _as_quarter(cell: str) -> Period | None:
    found = _QUARTER.fullmatch(cell)
    if not found:
        return None
    year, quarter = found[1] or found[4], int(found[2] or found[3])
    if not found["rest"]:
        return _month(year, 3 * quarter - 2, "quarter", f"quarter, written {cell}")
    if not _follows(year, found["rest"][1:]):
        return None
    later, month = divmod(3 * quarter, 12)  # the first quarter of a financial year begins in April
    return _month(str(int(year) + later), month + 1, "quarter", f"quarter of a year from April, written {cell}")


def _as_months(cell: str) -> Period | None:
    found = _MONTHS_OF.fullmatch(cell)
    if not found:
        return None
    first, last = MONTHS[found[1].lower()], MONTHS[found[2].lower()]
    year = int(found[3]) - (first > last)  # "Dec to Feb 2018" begins in the year before
    return _month(str(year), first, "quarter" if (last - first) % 12 == 2 else "months", f"months, written {cell}")


def _as_day(cell: str) -> Period | None:
    if day := read_day(cell):
        return Period(day, "day")
    if _SERIAL.fullmatch(cell):
        day = (_EPOCH + dt.timedelta(days=int(float(cell)))).isoformat()
        return Period(day, "day", f"day counted by a spreadsheet as {cell}")
    return None


def _are_years(cells: Iterable[str], where: str) -> bool:
    """Return whether cells such as 2011-12 are financial years, by the company they keep."""
    given = {cell.strip() for cell in cells}
    found = [span for cell in given if (span := _SPAN.fullmatch(cell)) and len(span[3]) == 2]
    months = [cell for cell in given if _ISO_MONTH.fullmatch(cell)]
    if not [cell for cell in months if _follows(*re.split("[-/]", cell))]:
        return False
    if all(_follows(span[1], span[3]) for span in found):
        if len(found) > 1 or any("/" in span[0] for span in found):
            return True
        told = f"{found[0][0]!r} may be a month or the year from April"
        raise InputRefused(told, where, "Write the month as 'Dec 2011', or the year as '2011 to 2012'.")
    return False


def _refuse_month_first(cells: Iterable[str], where: str) -> None:
    for cell in cells:
        found = re.fullmatch(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d\d)", cell.strip())
        if found and int(found[3]) > 12 >= int(found[1]):
            raise InputRefused(
                f"{cell!r} has the month first; days come first here", where, "Write days as 2017-05-31."
            )
