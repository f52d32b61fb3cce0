"""Choices in one cell: parted again by the labels and codes that are known, for a label may hold the separator."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

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
    pieces = [piece for piece in cell.split(separator) if piece.strip()]
    if len(pieces) > MOST_PIECES:
        return Given((), (cell,))
    longest = max((name.count(separator) + 1 for name in known), default=1)
    ways = _ways(pieces, known, separator, longest)
    codes = tuple(dict.fromkeys(token for token, is_code in ways[0][1] if is_code))
    return Given(codes, _joined(ways[0][1], separator), len({_codes(way) for _, way in ways}) > 1)


_Token = tuple[str, bool]
_Way = tuple[int, tuple[_Token, ...]]


def _ways(pieces: list[str], known: Mapping[str, str], separator: str, longest: int) -> list[_Way]:
    """Return up to two ways to part the pieces with the fewest unknown: how many, and the tokens in order."""
    found: list[list[_Way]] = [[(0, ())]]
    for end in range(1, len(pieces) + 1):
        ways = [(unknown + 1, (*tokens, (pieces[end - 1].strip(), False))) for unknown, tokens in found[end - 1]]
        for start in range(max(0, end - longest), end):
            code = known.get(plain(separator.join(pieces[start:end])))
            if code is not None:
                ways += [(unknown, (*tokens, (code, True))) for unknown, tokens in found[start]]
        fewest = min(unknown for unknown, _ in ways)
        best = {_codes(way): (unknown, way) for unknown, way in ways if unknown == fewest}
        found.append(list(best.values())[:2])
    return found[-1]


def _codes(way: tuple[_Token, ...]) -> frozenset[_Token]:
    return frozenset(way)


def _joined(tokens: tuple[_Token, ...], separator: str) -> tuple[str, ...]:
    words: list[list[str]] = [[]]
    for token, is_code in tokens:
        if is_code:
            words.append([])
        else:
            words[-1].append(token)
    glue = separator if separator == " " else f"{separator} "
    return tuple(glue.join(run) for run in words if run)
