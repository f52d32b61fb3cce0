"""Numbers as a source prints them, read in a stated locale: ``81.361`` is 81361 in de_DE and 81.361 in en_GB."""

from __future__ import annotations

import functools
import re

_NUMERAL = re.compile(r"(\d(?:[\d.,'’\u00a0\u202f]*\d)?)\s?([^\W\d_]*)")
# Words a numeral is multiplied by, as English, German, French and Italian texts print them.
_SCALES = {
    **dict.fromkeys(("hundred", "hundert"), 1e2),
    **dict.fromkeys(("k", "thousand", "tsd", "tausend", "mille"), 1e3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions", "millionen", "milioni"), 1e6),
    **dict.fromkeys(("bn", "billion", "billions", "mrd", "milliarden", "milliards", "miliardi"), 1e9),
}


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
    """Return the numbers of a printed text, in order, each with and without the word of scale behind it.

    Numerals that the locale does not write so are left out.

    Example:
        >>> numbers_in("£3.13m of 40", locale="en_GB")
        [3.13, 3130000.0, 40.0]
    """
    found: list[float] = []
    for numeral, word in _NUMERAL.findall(printed):
        number = read_numeral(numeral, locale=locale)
        if number is not None:
            scale = _SCALES.get(word.lower())
            found += [number] if scale is None else [number, round(number * scale, 6)]
    return found


def agrees(value: float, printed: str, *, locale: str) -> bool:
    """Return whether a value can be read from what is printed; what is printed in words alone always agrees.

    Example:
        >>> agrees(3130000, "£3.13m", locale="en_GB"), agrees(100, "£1003", locale="en_GB")
        (True, False)
    """
    if not _NUMERAL.search(printed):
        return True
    near = 1e-9 * max(1.0, abs(value))
    return any(abs(number - value) <= near for number in numbers_in(printed, locale=locale))


@functools.cache
def _locale(name: str) -> object | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None
