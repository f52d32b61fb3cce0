"""Times as transcripts and captions write them: ``00:01:02``, ``1:02.5``, ``00:01:02,500``, read as seconds."""

from __future__ import annotations

import re

TIME = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
"""A time without brackets: minutes and seconds, or hours, minutes and seconds; a dot or comma before thousandths."""
_ALONE = re.compile(rf"{TIME}\Z", re.ASCII)


def seconds(stamp: str) -> float | None:
    """Return the seconds that a time says, or None when it is no time (``10:75``, ``lunch``).

    Example:
        >>> seconds("00:01:02,500"), seconds("1:02"), seconds("1:75")
        (62.5, 62.0, None)
    """
    if not _ALONE.match(stamp):
        return None
    *upper, last = stamp.replace(",", ".").split(":")
    minutes = int(upper[-1])
    if float(last) >= 60 or (len(upper) == 2 and minutes >= 60):
        return None
    hours = int(upper[0]) if len(upper) == 2 else 0
    return round(hours * 3600 + minutes * 60 + float(last), 3)


def stamp(at: float) -> str:
    """Return seconds as ``00:01:02``, whole seconds, for the text of a transcript.

    Example:
        >>> stamp(62.5)
        '00:01:02'
    """
    whole = int(at)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
