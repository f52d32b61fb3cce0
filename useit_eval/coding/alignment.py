"""Two versions of a text laid side by side: which stretches of the one stand in the other, and where."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

_WORDS = re.compile(r"\w+|[^\w\s]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_CELLS = 400_000_000  # words of the one times words of the other that are compared at once: under a second
_MOST_CHARACTERS = 4_000
_HUGE = 400_000


@dataclasses.dataclass(frozen=True)
class Block:
    """A stretch that is the same in both texts: where it begins in the old one, in the new one, and its length."""

    old: int
    new: int
    length: int


def align(old: str, new: str) -> tuple[Block, ...]:
    """Return the stretches that two versions of a text share, in order and without overlap, in code points.

    What both begin and end with is taken first; between, huge texts are parted at lines that stand once in each
    (Cohen's patience diff), words are aligned by the fewest edits (Levenshtein 1966, by rapidfuzz), and characters
    inside words that differ. Stretches that changed places are found once, at one of them.

    Example:
        >>> align("one two three", "one and two three")
        (Block(old=0, new=0, length=4), Block(old=4, new=8, length=9))
    """
    return tuple(_joined(_between(old, new, (0, len(old), 0, len(new)), _levels(old, new))))


Gap = tuple[int, int, int, int]
Level = Callable[[str, str], list[tuple[int, int, int]]]


def _levels(old: str, new: str) -> tuple[Level, ...]:
    return (_by_lines, _by_words, _by_characters) if max(len(old), len(new)) > _HUGE else (_by_words, _by_characters)


def _between(old: str, new: str, gap: Gap, levels: Sequence[Level]) -> Iterator[Block]:
    """Give the blocks of one gap: its common beginning and end, and between them what the next level finds."""
    a, b, c, d = gap
    head = _common(old, new, a, c, min(b - a, d - c), 1)
    if len(levels) > 1:  # words are compared whole: one that only begins alike is left to them
        head = _whole(old, new, a, c, head, 1)
    yield Block(a, c, head)
    a, c = a + head, c + head
    tail = _common(old, new, b, d, min(b - a, d - c), -1)
    if len(levels) > 1:
        tail = _whole(old, new, b, d, tail, -1)
    b, d = b - tail, d - tail
    if a < b and c < d and levels:
        yield from _within(old, new, (a, b, c, d), levels)
    yield Block(b, d, tail)


def _within(old: str, new: str, gap: Gap, levels: Sequence[Level]) -> Iterator[Block]:
    a, b, c, d = gap
    at, to = a, c
    for first, second, length in levels[0](old[a:b], new[c:d]):
        yield from _between(old, new, (at, a + first, to, c + second), levels[1:])
        yield Block(a + first, c + second, length)
        at, to = a + first + length, c + second + length
    yield from _between(old, new, (at, b, to, d), levels[1:])


def _common(old: str, new: str, at: int, to: int, most: int, way: int) -> int:
    """Return how many characters both texts share from two places on (way 1) or before them (way -1)."""
    low, high = 0, most
    while low < high:  # by halves: comparing slices is far faster than walking through them
        middle = (low + high + 1) // 2
        same = (
            old[at + low : at + middle] == new[to + low : to + middle]
            if way > 0
            else old[at - middle : at - low] == new[to - middle : to - low]
        )
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def _whole(old: str, new: str, at: int, to: int, length: int, way: int) -> int:
    """Return a common length shortened until it parts a word in neither text."""
    while length and (_in_word(old, at + way * length) or _in_word(new, to + way * length)):
        length -= 1
    return length


def _in_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _by_lines(old: str, new: str) -> list[tuple[int, int, int]]:
    first, second = _tokens(_LINES, old), _tokens(_LINES, new)
    pairs = _anchors([word for word, _ in first], [word for word, _ in second])
    return [(first[i][1], second[j][1], len(first[i][0])) for i, j in pairs]


def _by_words(old: str, new: str) -> list[tuple[int, int, int]]:
    first, second = _tokens(_WORDS, old), _tokens(_WORDS, new)
    pairs = _pairs([word for word, _ in first], [word for word, _ in second])
    return [(first[i][1], second[j][1], len(first[i][0])) for i, j in pairs]


def _by_characters(old: str, new: str) -> list[tuple[int, int, int]]:
    if max(len(old), len(new)) > _MOST_CHARACTERS:
        return []
    return [(i, j, 1) for i, j in _edited(list(old), list(new))]


def _tokens(pattern: re.Pattern[str], text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in pattern.finditer(text)]


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the places of words that stay, by the fewest edits; very long stretches are parted at words met once."""
    if len(old) * len(new) <= _MOST_CELLS:
        return _edited(old, new)
    found: list[tuple[int, int]] = []
    at = to = 0
    for i, j in [*_anchors(old, new), (len(old), len(new))]:
        if (i - at) * (j - to) <= _MOST_CELLS:
            found += [(at + x, to + y) for x, y in _edited(old[at:i], new[to:j])]
        found += [(i, j)] if i < len(old) else []
        at, to = i + 1, j + 1
    return found


def _edited(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    from rapidfuzz.distance import Levenshtein

    numbers: dict[str, int] = {}  # plain numbers: two words can then never share a hash
    first = [numbers.setdefault(word, len(numbers)) for word in old]
    second = [numbers.setdefault(word, len(numbers)) for word in new]
    blocks = Levenshtein.opcodes(first, second).as_matching_blocks()
    return [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the places of tokens that stand once in each, the most that keep their order."""
    counts, others = Counter(old), Counter(new)
    place = {token: at for at, token in enumerate(new) if others[token] == 1}
    pairs = [(at, place[token]) for at, token in enumerate(old) if counts[token] == 1 and token in place]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs whose second places rise (patience sorting)."""
    tops: list[int] = []
    best: list[int] = []
    before = [-1] * len(pairs)
    for at, (_, second) in enumerate(pairs):
        pile = bisect.bisect_left(tops, second)
        before[at] = best[pile - 1] if pile else -1
        tops[pile : pile + 1], best[pile : pile + 1] = [second], [at]
    chosen, at = [], best[-1] if best else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give blocks with neighbours made one, and empty ones left out."""
    last: Block | None = None
    for block in blocks:
        if not block.length:
            continue
        if last and last.old + last.length == block.old and last.new + last.length == block.new:
            last = Block(last.old, last.new, last.length + block.length)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last
