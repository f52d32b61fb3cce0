"""Words put out of sight in a text: each code point becomes a full block, so that every place stays where it was."""

from __future__ import annotations

from collections.abc import Iterable

from useit_eval.ground.text import sha256

FILLER = "\N{FULL BLOCK}"
WITHDRAWN = "withdrawn"
"""What stands where a text may not be empty and its words are gone."""


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length with the passages filled; line ends stay.

    Example:
        >>> blank("I gave up.\\nYes.", [(2, 6), (11, 15)]) == "I " + FILLER * 4 + " up.\\n" + FILLER * 4
        True
    """
    pieces, reached = [], 0
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, len(text))
        if start >= end:
            continue
        lines = text[start:end].split("\n")
        pieces += [text[reached:start], "\n".join(FILLER * len(line) for line in lines)]
        reached = end
    return "".join(pieces) + text[reached:]


def digest_blank(length: int) -> str:
    """Return the SHA-256 of a filled passage of so many code points: it tells its length and nothing more."""
    return sha256(FILLER * length)
