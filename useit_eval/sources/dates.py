"""Days as people write them, day first: found in a text or a file's name, proposed to a person and never settled here."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul"),
            *("august aug", "september sept sep", "october oct", "november nov", "december dec"),
        ),
        start=1,
    )
    for name in names.split()
}
_ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_ORDINALS = {
    **{word: number for number, word in enumerate(_ONES, start=1)},
    **{
        word: number
        for number, word in enumerate(
            (
                *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
                *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
            ),
            start=10,
        )
    },
    **{f"twenty {word}": 20 + number for number, word in enumerate(_ONES, start=1)},
    "thirtieth": 30,
    "thirty first": 31,
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL = "|".join(word.replace(" ", "[- ]") for word in sorted(_ORDINALS, key=len, reverse=True))
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<said>{_ORDINAL})"
_SEP = r"[\s.,/_-]{0,3}"
_APART, _END = r"(?<![^\W_])", r"(?![^\W_])"  # an underscore parts words in names of files
_FORMS = (
    (r"(?P<year>\d{4})(?P<sep>[-._/ ]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})", "year, month and day"),
    (rf"(?:the{_SEP})?(?:{_DAY}){_SEP}(?:of{_SEP})?(?P<name>{_MONTH}){_SEP}(?P<year>\d{{4}})", "in words"),
    (rf"(?P<name>{_MONTH}){_SEP}(?:the{_SEP})?(?:{_DAY}){_SEP}(?P<year>\d{{4}})", "in words, the month first"),
    (r"(?P<day>\d{1,2})(?P<sep>[-._/])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})", "day first"),
)
_PATTERNS = tuple((re.compile(_APART + form + _END, re.IGNORECASE), how) for form, how in _FORMS)
_WEEKDAY = re.compile(r"\A(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,.]+", re.IGNORECASE)
_FIRST_LINES, _FIRST_SIGNS = 15, 2000
_EARLIEST, _LATEST = 1900, 2100


def read_day(text: str) -> str | None:
    """Return the ISO day that a text is, or None: ``2017-05-03``, ``3 May 2017``, ``03/05/17`` (the day first).

    Example:
        >>> read_day("3rd of May, 2017"), read_day("03/05/17"), read_day("May 3, 2017"), read_day("31/02/2017")
        ('2017-05-03', '2017-05-03', '2017-05-03', None)
    """
    words = _WEEKDAY.sub("", text.strip())
    return next((_day(found) for pattern, _ in _PATTERNS if (found := pattern.fullmatch(words))), None)


def propose_date(file_name: str, text: str) -> tuple[str, str] | None:
    """Return the ISO day of a document and why it is proposed, or None: from its file's name, else its first lines.

    The day stands first in numbers alone (03/05/2017 is 3 May); a day that could be read either way says so. A person
    confirms it.

    Example:
        >>> propose_date("minutes_2017-05-03.docx", "")
        ('2017-05-03', "the file's name says 2017-05-03")
    """
    stem = file_name.rpartition(".")[0] or file_name
    lines = text[:_FIRST_SIGNS].splitlines()[:_FIRST_LINES]
    places = [("the file's name says", stem), *((f"line {n} says", line) for n, line in enumerate(lines, start=1))]
    for place, words in places:
        found = _first(words)
        if found:
            day, shown, doubtful = found
            doubt = "; the day is taken to come first" if doubtful else ""
            return day, f"{place} {shown}{doubt}"
    return None


def _first(words: str) -> tuple[str, str, bool] | None:
    met = [(found.start(), found, how) for pattern, how in _PATTERNS for found in pattern.finditer(words)]
    for _, found, how in sorted(met, key=lambda each: each[0]):
        day = _day(found)
        if day:
            numbers = found.groupdict()
            both_ways = how == "day first" and int(numbers["day"]) <= 12 and numbers["day"] != numbers["month"]
            return day, found[0].strip(), both_ways
    return None


def _day(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    year = int(parts["year"])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    named = parts.get("name")
    month = MONTHS[named.lower()] if named else int(parts["month"])
    said = parts.get("said")
    day = _ORDINALS[said.lower().replace("-", " ")] if said else int(parts["day"])
    try:
        return dt.date(year, month, day).isoformat() if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None
