"""A text folded for looking up names (case, accents and hidden signs gone), with the way back to its positions."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from useit_eval.sources.drafts import Turn

WORD = re.compile(r"[^\W\d_]+")
# Letters that have no decomposition in Unicode, as they are written without their signs.
_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ŋ": "ng"}
_APOSTROPHES = "'’‘ʼ`´"
_HIDDEN = ("Mn", "Me", "Mc", "Cf")
_STARTS = ".?!…"
_WRAPPED = 50  # a longer line without a full stop goes on in the next
_OPENING = " \t\"“”‘'([«>*_-–—"


class _Folds(dict):
    """What each character becomes; worked out once for each that is met."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _fold_character(chr(code))
        return made


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if unicodedata.category(character) in _HIDDEN:
        return ""
    apart = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(c for c in unicodedata.normalize("NFKD", apart) if unicodedata.category(c) not in _HIDDEN)
    return "".join(_PLAIN.get(c, c) for c in kept)


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return a text without case, accents, hidden signs and kinds of apostrophe.

    Example:
        >>> fold("Łukasz O’Rourke, Zoë")
        "lukasz o'rourke, zoe"
    """
    return text.translate(_FOLDS)


def parts(name: str) -> list[str]:
    """Return the folded words of a name, parted at blanks, hyphens and apostrophes.

    Example:
        >>> parts("Yousef Al-Hakim")
        ['yousef', 'al', 'hakim']
    """
    return WORD.findall(fold(name))


@dataclasses.dataclass(frozen=True)
class Word:
    """A run of letters: folded, where it lies in the text, whether capitalised, and its number among the words."""

    folded: str
    start: int
    end: int
    capital: bool
    number: int


@dataclasses.dataclass(frozen=True)
class Folded:
    """A text with its folded form and its words."""

    text: str
    folded: str
    words: tuple[Word, ...]
    labels: tuple[tuple[int, int], ...]

    def gap(self, left: Word, right: Word) -> str:
        """Return what stands between two words."""
        return self.text[left.end : right.start]

    def begins_sentence(self, word: Word) -> bool:
        """Return whether a capital at this word may come from its place: after a full stop, a label, an empty line."""
        at = word.start - 1
        while at >= 0 and self.text[at] in _OPENING:
            at -= 1
        if at < 0 or self.text[at] in _STARTS or self.text[at] == ":":
            return True
        if self.text[at] != "\n":
            return False
        before = self.text[:at][-200:].rstrip(" \t")
        return not before or not (before[-1].isalpha() or before[-1] in ",;")

    def folded_before(self, word: Word) -> str:
        """Return the folded text shortly before a word."""
        return fold(self.text[max(0, word.start - 24) : word.start])

    def in_label(self, word: Word) -> bool:
        """Return whether a word stands in a speaker's label."""
        return self.labels_at(word.start)

    def labels_at(self, place: int) -> bool:
        """Return whether a place lies in a speaker's label."""
        at = bisect.bisect_right(self.labels, (place, len(self.text) + 1)) - 1
        return at >= 0 and place < self.labels[at][1]

    @functools.cached_property
    def lower_lines(self) -> tuple[list[int], list[bool]]:
        """Return where each line starts, and whether it is written without capitals (labels do not count)."""
        starts, lower, place, before = [], [], 0, ""
        for line in self.text.split("\n"):
            label = self._label_in(place, place + len(line))
            wrapped = label is None and len(before.rstrip()) > _WRAPPED and before.rstrip()[-1] not in _STARTS
            starts.append(place)
            lower.append(lower[-1] if wrapped else _is_lower(line[label - place :] if label else line))
            place, before = place + len(line) + 1, line
        return starts, lower

    def in_lower_case(self, word: Word) -> bool:
        """Return whether the line of a word is written without capitals, as people chat."""
        starts, lower = self.lower_lines
        return lower[bisect.bisect_right(starts, word.start) - 1]

    @functools.cached_property
    def seen_in_lower_case(self) -> frozenset[str]:
        """Return the words that stand without a capital on lines that have capitals: words rather than names."""
        return frozenset(
            w.folded for w in self.words if not w.capital and not self.in_lower_case(w) and not self._in_address(w)
        )

    def _in_address(self, word: Word) -> bool:
        around = self.text[max(0, word.start - 1) : word.start] + self.text[word.end : word.end + 1]
        return bool(set("@/_\\") & set(around)) or self.text[word.end : word.end + 2].strip() in (".c", ".o")

    def _label_in(self, start: int, end: int) -> int | None:
        """Return where the label of a line ends, or None where it has none."""
        at = bisect.bisect_right(self.labels, (end, len(self.text))) - 1
        return self.labels[at][1] if at >= 0 and self.labels[at][0] >= start else None


def _is_lower(line: str) -> bool:
    """Return whether a line is written as people chat: begins small, hardly a capital (a code or a shout is none)."""
    letters = [c for c in line if c.isalpha()]
    return bool(letters) and letters[0].islower() and sum(map(str.isupper, letters)) * 12 <= len(letters) + 36


# A speaker's label at the start of a line, after a time or a date where there is one: "Ann:", "[00:01] ANN B.:".
LABEL = re.compile(
    r"^(?P<before>[ \t>]{0,8}(?:[\[(]?\d[\d:.,/\- \t]{1,24}(?:[ap]m)?[\])]?[ \t]*(?:[-–—][ \t]*)?)?)"
    r"(?P<label>[^\W\d_][^\n:\t<>.!?]{0,48}?(?:\.[^\n:\t<>.!?]{0,20}){0,2})[ \t]*(?::(?=\s|$)|(?P<mail><[^<>\n]{3,80}>))",
    re.MULTILINE | re.IGNORECASE,
)
_LABEL_WORDS = 5


def labels_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return where speakers' labels stand in a text, without the time before and the colon behind them."""
    found = (match.span("label") for match in LABEL.finditer(text))
    return tuple(span for span in found if len(text[slice(*span)].split()) <= _LABEL_WORDS)


def labels_before(text: str, turns: Iterable[Turn]) -> tuple[tuple[int, int], ...]:
    """Return where the labels of turns stand that a reader of the format found: each before the words of its turn."""
    found, at = [], 0
    for turn in turns:
        start = text.rfind(turn.speaker, at, turn.start) if turn.speaker else -1
        if start >= 0:
            found.append((start, start + len(turn.speaker or "")))
        at = turn.end
    return tuple(found)


def _all_labels(text: str, labels: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    made: list[tuple[int, int]] = []
    for start, end in sorted({*labels, *labels_of(text)}, key=lambda span: (span[0], -span[1])):
        if not made or start >= made[-1][1]:
            made.append((start, end))
    return tuple(made)


def fold_text(text: str, labels: Iterable[tuple[int, int]] = ()) -> Folded:
    """Return a text folded, with its words at their positions in the text as it is.

    ``labels`` are places of speakers' labels that a reader found, beside those at the heads of lines.
    """
    folded = fold(text)
    places: Sequence[int] = range(len(text) + 1) if len(folded) == len(text) and _same(text) else _places(text)
    words = tuple(
        Word(m.group(), *_whole(text, places, m.start(), m.end()), text[places[m.start()]].isupper(), number)
        for number, m in enumerate(WORD.finditer(folded))
    )
    return Folded(text, folded, words, _all_labels(text, labels))


def find_words(text: str, words: str, *, whole: bool = True) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever their case, accents and blanks; not ``whole``: inside words too.

    Example:
        >>> find_words("Łódź? In LODZ.", "łódź")
        [(0, 4), (9, 13)]
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    folded = fold(text)
    places: Sequence[int] = range(len(text) + 1) if len(folded) == len(text) and _same(text) else _places(text)
    looked_for = r"\s+".join(map(re.escape, wanted))
    found = re.finditer(rf"(?<!\w){looked_for}(?!\w)" if whole else looked_for, folded)
    return [_whole(text, places, match.start(), match.end()) for match in found]


def _same(text: str) -> bool:
    return text.isascii() or all(len(_FOLDS[ord(c)]) == 1 for c in set(text))


def _places(text: str) -> list[int]:
    return list(_spread(text))


def _spread(text: str) -> Iterator[int]:
    for place, character in enumerate(text):
        for _ in _FOLDS[ord(character)]:
            yield place
    yield len(text)


def _whole(text: str, places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return a folded span in the text, with the combining and hidden signs that belong to its last letter."""
    last = places[end - 1] + 1
    while last < len(text) and not text[last].isascii() and unicodedata.category(text[last]) in ("Mn", "Me", "Mc"):
        last += 1
    return places[start], last
