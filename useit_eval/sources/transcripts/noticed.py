"""What a reader notices on the way, gathered so that a person gets one sentence for each thing, with its lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

MOST_TOLD = 20


@dataclasses.dataclass
class Noticed:
    """Sentences, each with the numbers (lines, segments) or places in a text that it is about."""

    numbers: dict[str, list[int]] = dataclasses.field(default_factory=dict)

    def at(self, number: int, what: str) -> None:
        """Note one number or place of what is told."""
        self.numbers.setdefault(what, []).append(number)

    def sentences(self, *, of: str = "line", text: str | None = None) -> tuple[str, ...]:
        """Return a sentence for each thing noticed; with ``text``, the numbers are places in it."""
        found = self.numbers.items()
        return tuple(
            f"{listed(numbers if text is None else _lines(text, numbers), of=of)}: {what}" for what, numbers in found
        )


def listed(numbers: Iterable[int], *, of: str = "line") -> str:
    """Return ``line 3`` or ``lines 3, 5``, the first twenty by number.

    Example:
        >>> listed([3, 5]), listed([3, 3], of="segment")
        ('lines 3, 5', 'segment 3')
    """
    unique = list(dict.fromkeys(numbers))
    more = f" and {len(unique) - MOST_TOLD} more" if len(unique) > MOST_TOLD else ""
    return f"{of}{'s' if len(unique) > 1 else ''} {', '.join(map(str, unique[:MOST_TOLD]))}{more}"


def _lines(text: str, places: Iterable[int]) -> Iterable[int]:
    line, last = 1, 0
    for place in sorted(places):
        line += text.count("\n", last, place)
        last = place
        yield line
