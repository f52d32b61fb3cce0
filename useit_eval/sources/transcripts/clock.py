"""Times as transcripts and captions write them: ``00:01:02``, ``1:02.5``, ``00:01:02,500``, read as seconds."""

from __future__ import annotations

import re

TIME = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
"""A time without brackets: minutes and seconds, or hours, minutes and seconds; a dot or comma before thousandths."""
_ALONE = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,3})?)\Z", re.ASCII)


def seconds(stamp: str) -> float | None:
    """Return the seconds that a time says, or None when it is no time (``10:75``, ``lunch``).

    Example:
        >>> seconds("00:01:02,500"), seconds("1:02"), seconds("1:75")
        (62.5, 62.0, None)
    """
    match = _ALONE.match(stamp)
    if match is None:
        return None
    hours, minutes, last = match[1], int(match[2]), float(match[3].replace(",", "."))
    if last >= 60 or (hours and (minutes >= 60 or len(match[2]) > 2)):
        return None
    return round(int(hours or 0) * 3600 + minutes * 60 + last, 3)


def stamp(at: float) -> str:
    """Return seconds as ``00:01:02``, whole seconds, for the text of a transcript.

    Example:
        >>> stamp(62.5)
        '00:01:02'
    """
    whole = int(at)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
