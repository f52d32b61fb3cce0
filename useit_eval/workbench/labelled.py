"""Labels of records in a sentence: those that follow one another are told by the first and the last."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"(\D*)(\d+)\Z", re.ASCII)


def runs(labels: list[str]) -> list[list[str]]:
    """Return labels in their order, three or more whose numbers follow one another together.

    Example:
        >>> runs(["S001", "S002", "S003", "V004"])
        [['S001', 'S002', 'S003'], ['V004']]
    """
    found: list[list[str]] = []
    for label in labels:
        if found and _follows(found[-1][-1], label):
            found[-1].append(label)
        else:
            found.append([label])
    return [part for run in found for part in ([run] if len(run) > 2 else [[one] for one in run])]


def told(run: list[str]) -> str:
    """Return a run as words.

    Example:
        >>> told(["S001", "S002", "S003"])
        'S001 to S003'
    """
    return f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run)


def listed(labels: list[str]) -> str:
    """Return labels as words, a run of them by its first and last.

    Example:
        >>> listed(["S001", "S002", "S003", "S007"])
        'S001 to S003 and S007'
    """
    words = [told(run) for run in runs(labels)]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _follows(before: str, after: str) -> bool:
    one, two = _NUMBERED.match(before), _NUMBERED.match(after)
    return bool(one and two) and one[1] == two[1] and int(two[2]) == int(one[2]) + 1
