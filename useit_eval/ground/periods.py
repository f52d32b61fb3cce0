"""Dates as registers tell them in words: read as a span of days where they can be, and left unordered where not."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import re

from useit_eval.ground.wording import MONTHS, text

_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_NAMES = "|".join(_MONTH)
# Seasons of the north; winter is told by the year in which it begins.
_SEASON = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(rf"(?<![\w-]){form}(?![\w-])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_YEAR}-(?P<month>\d\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{_NAMES})\s+{_YEAR}",
        rf"(?P<name>{_NAMES})\s+{_YEAR}",
        rf"(?P<season>{'|'.join(_SEASON)})\s+{_YEAR}",
        rf"{_YEAR}\s*/\s*(?P<until>\d\d(?:\d\d)?)",
        _YEAR,
    )
)
_ABOUT = re.compile(r"\b(?:about|around|circa|ca\.?|approximately|presumably|perhaps|probably|early|mid|late)\b", re.I)


@dataclasses.dataclass(frozen=True, order=True)
class Period:
    """The span of days that a date in words leaves open; ``about`` says that the words themselves are not exact."""

    first: dt.date
    last: dt.date
    about: bool = False

    def before(self, other: Period) -> bool:
        """Return whether this is wholly earlier than another; spans that overlap have no order."""
        return self.last < other.first


def read_period(words: object) -> Period | None:
    """Return the span of days that words such as "about September 2017" or "2018/19" tell, or None.

    None where they tell no calendar date ("next journal", "when homes are occupied"), more than one, or one that
    does not exist: such a thing cannot be ordered by time, and is never guessed.

    Example:
        >>> str(read_period("about September 2017").last), read_period("next journal"), read_period("2016 or 2017")
        ('2017-09-30', None, None)
    """
    told = text(words)
    for form in _FORMS:
        hits = list(form.finditer(told))
        if not hits:
            continue
        rest = form.sub(" ", told)
        if len(hits) > 1 or re.search(_YEAR, rest):
            return None
        span = _span(hits[0].groupdict())
        return Period(*span, bool(_ABOUT.search(rest))) if span else None
    return None


def _span(found: dict[str, str | None]) -> tuple[dt.date, dt.date] | None:
    year = int(found["year"])
    month = int(found.get("month") or 0) or _MONTH.get((found.get("name") or "").lower(), 0)
    try:
        if found.get("day"):
            day = dt.date(year, month, int(found["day"]))
            return day, day
        if found.get("season"):
            return _months(year, _SEASON[found["season"].lower()], 3)
        if found.get("until"):
            last = int(str(year)[: 4 - len(found["until"])] + found["until"])
            return (dt.date(year, 1, 1), dt.date(last, 12, 31)) if last > year else None
        return _months(year, month, 1) if month else (dt.date(year, 1, 1), dt.date(year, 12, 31))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    end = month + count - 1
    last_year, last_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    return dt.date(year, month, 1), dt.date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
