"""Choices in one cell: parted again by the labels and codes that are known, for a label may hold the separator."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping

from useit_eval.codebook.questionnaire import Question, plain

MOST_PIECES = 400


@dataclasses.dataclass(frozen=True)
class Given:
    """The choices found in a cell: codes in their order, other words, and whether it could be parted in two ways."""

    codes: tuple[str, ...]
    words: tuple[str, ...] = ()
    doubtful: bool = False


def known_choices(question: Question) -> dict[str, str]:
    """Return the code for each code and label of a question's choices, made plain."""
    return {plain(name): choice.code for choice in question.choices for name in choice.names}


def part_choices(cell: str, known: Mapping[str, str], *, separator: str) -> Given:
    """Return the choices of a cell in which several are joined by a separator that labels may hold as well.

    Of all ways to part the cell, one that leaves the fewest pieces unknown is taken; words between known choices stay
    together. ``doubtful`` when another way would give other choices and leave as few.

    Example:
        >>> part_choices("Tea, Bread, jam, Nuts", {"tea": "1", "bread, jam": "2"}, separator=",")
        Given(codes=('1', '2'), words=('Nuts',), doubtful=False)
    """
    if plain(cell) in known and separator not in cell:
        return Given((known[plain(cell)],))
    pieces = _pieces(cell, separator)
    if len(pieces) > MOST_PIECES:
        return Given((), (cell,))
    longest = max((name.count(separator) + 1 for name in known), default=1)
    ways = _ways(cell, pieces, known, longest)
    codes = tuple(dict.fromkeys(code for _, _, code in ways[0][1] if code is not None))
    return Given(codes, tuple(_words(cell, ways[0][1])), len(ways) > 1)


def _pieces(cell: str, separator: str) -> list[tuple[int, int]]:
    """Return where the pieces between separators begin and end; blank ones are left out."""
    found, start = [], 0
    for piece in cell.split(separator):
        if piece.strip():
            found.append((start, start + len(piece)))
        start += len(piece) + len(separator)
    return found


_Token = tuple[int, int, str | None]  # where it begins and ends in the cell, and its code where it is known
_Way = tuple[int, tuple[_Token, ...]]


def _ways(cell: str, pieces: list[tuple[int, int]], known: Mapping[str, str], longest: int) -> list[_Way]:
    """Return up to two ways to part the pieces with the fewest unknown: how many, and the tokens in order."""
    found: list[list[_Way]] = [[(0, ())]]
    for end in range(1, len(pieces) + 1):
        ways = [(unknown + 1, (*tokens, (*pieces[end - 1], None))) for unknown, tokens in found[end - 1]]
        for start in range(max(0, end - longest), end):
            begins, ends = pieces[start][0], pieces[end - 1][1]
            code = known.get(plain(cell[begins:ends]))
            if code is not None:
                ways += [(unknown, (*tokens, (begins, ends, code))) for unknown, tokens in found[start]]
        fewest = min(unknown for unknown, _ in ways)
        best = {frozenset(code for _, _, code in way): (unknown, way) for unknown, way in ways if unknown == fewest}
        found.append(list(best.values())[:2])
    return found[-1]


def _words(cell: str, tokens: tuple[_Token, ...]) -> Iterator[str]:
    """Give the words between known choices as they stand in the cell, runs of unknown pieces together."""
    for is_known, run in itertools.groupby(tokens, key=lambda token: token[2] is not None):
        if not is_known:
            whole = list(run)
            yield cell[whole[0][0] : whole[-1][1]].strip()
