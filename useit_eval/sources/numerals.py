"""Numbers as a source prints them, read in a stated locale: ``81.361`` is 81361 in de_DE and 81.361 in en_GB."""

from __future__ import annotations

import functools
import re

_NUMERAL = re.compile(r"\d(?:[\d.,'’\u00a0\u202f]*\d)?")
_SCALES = (1.0, 1e2, 1e3, 1e6, 1e9)


def knows(locale: str) -> bool:
    """Return whether a locale such as en_GB is known.

    Example:
        >>> knows("de_DE"), knows("xx_YY")
        (True, False)
    """
    return _locale(locale) is not None


def read_numeral(numeral: str, *, locale: str) -> float | None:
    """Return the number that a numeral stands for in a locale, or None when it is not written as that locale does.

    Example:
        >>> read_numeral("81.361", locale="de_DE"), read_numeral("81.361", locale="en_GB")
        (81361.0, 81.361)
    """
    from babel.numbers import NumberFormatError, parse_decimal

    try:
        return float(parse_decimal(numeral, locale=locale, strict=True))
    except NumberFormatError:
        return None


def numbers_in(printed: str, *, locale: str) -> list[float]:
    """Return the numbers of a printed text, in order; parts that the locale does not write so are left out.

    Example:
        >>> numbers_in("£3.13m of 40", locale="en_GB")
        [3.13, 40.0]
    """
    read = (read_numeral(found.group(), locale=locale) for found in _NUMERAL.finditer(printed))
    return [number for number in read if number is not None]


def agrees(value: float, printed: str, *, locale: str) -> bool:
    """Return whether a value can be read from what is printed, hundreds to billions allowed for; words always agree.

    Example:
        >>> agrees(3130000, "£3.13m", locale="en_GB"), agrees(100, "£1003", locale="en_GB")
        (True, False)
    """
    if not _NUMERAL.search(printed):
        return True
    near = (
        abs(number * scale - value) <= 1e-9 * max(1.0, abs(value))
        for number in numbers_in(printed, locale=locale)
        for scale in _SCALES
    )
    return any(near)


@functools.cache
def _locale(name: str) -> object | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None
