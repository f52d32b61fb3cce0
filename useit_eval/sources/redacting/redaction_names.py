"""Names of the key in a text: whole, in parts, as initials, hyphenated, misspelt; and how sure each is.

A capital in the middle of a sentence, a title before it or a label makes even an ordinary word ("Will", "Grace") a
name; without such company it is left to a person, and a month stays a month. Misspellings and other transliterations
are found by edit distance (Damerau 1964, optimal string alignment, by rapidfuzz) over a plain spelling; they are always
doubtful unless they stand beside a part that is spelt as in the key.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from useit_eval.sources.keys import Entry, Key
from useit_eval.sources.redacting.redaction_text import Folded, Word, find_words, fold, parts
from useit_eval.sources.redacting.redaction_words import BEFORE_MONTH, CUES, MONTHS, ORDINARY, PARTICLES, TITLES

_PERSONS = ("participant", "researcher")
_GAP = re.compile(r"[\s\-‐‑–'’.,]{1,6}\Z")
# A word in two halves: hyphenated at a line's end, or with an apostrophe or hyphen that the key does not write.
_BROKEN = re.compile(r"(?:[-‐][ \t]*\n[ \t>]*|['’‘\-‐])\Z")
_LATIN = re.compile(r"[\x00-\u052f\u1e00-\u20cf]*\Z")
_MOST_WORDS = 8
EXACT, NEAR, PARTICLE, INITIAL = "exact", "near", "particle", "initial"


@dataclasses.dataclass(frozen=True)
class Found:
    """A name of the key at a place in the text: whose it may be, and whether the machine is sure."""

    start: int
    end: int
    pseudonyms: tuple[str, ...]
    sure: bool
    why: str


@dataclasses.dataclass(frozen=True)
class _Person:
    entry: Entry
    parts: frozenset[str]
    initials: frozenset[str]


class KeyIndex:
    """The names of a key, ready to be looked up word by word."""

    def __init__(self, key: Key) -> None:
        self.persons = [_person(entry) for entry in key.entries if entry.role in _PERSONS]
        self.bearers: dict[str, list[int]] = defaultdict(list)
        for number, person in enumerate(self.persons):
            for part in person.parts:
                self.bearers[part].append(number)
        self.phrases: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for entry in key.entries:
            for spelling in entry.spellings if entry.role not in _PERSONS else ():
                if words := parts(spelling):
                    self.phrases[words[0]].append((words, entry.pseudonym))

        self.latin = all(_LATIN.match(spelling) for person in self.persons for spelling in person.entry.spellings)


def find_names(text: Folded, index: KeyIndex) -> list[Found]:
    """Return the names of the key in a text, in order, none overlapping another of the same person."""
    near = near_spellings(text, index)
    found = [*_phrases(text, index), *_labels(text, index), *_unspaced(text, index)]
    at, words = 0, text.words
    while at < len(words):
        runs = [
            run for number in _candidates(words, at, index, near, text) if (run := _run(text, at, index, number, near))
        ]
        if not runs:
            at += 1
            continue
        best = max(runs, key=lambda run: (run.last, run.exact))
        rivals = {
            index.persons[run.person].entry.pseudonym
            for run in runs
            if (run.last, run.exact) == (best.last, best.exact)
        }
        judged = _judge(text, best, tuple(sorted(rivals)), index)
        if judged is not None:
            found.append(judged)
        at = best.last + 1
    return sorted(found, key=lambda name: (name.start, -name.end))


@dataclasses.dataclass(frozen=True)
class _Run:
    """Words of the text, one behind another, that are parts of one person's name."""

    person: int
    first: int
    last: int
    kinds: tuple[str, ...]

    @property
    def exact(self) -> int:
        """Return how many of its words are written as in the key."""
        return self.kinds.count(EXACT)


def _person(entry: Entry) -> _Person:
    words = [part for spelling in entry.spellings for part in parts(spelling)]
    run_together = ["".join(parts(piece)) for spelling in entry.spellings for piece in spelling.split()]
    return _Person(entry, frozenset({*words, *run_together}), frozenset(word[0] for word in words))


def _candidates(
    words: tuple[Word, ...], at: int, index: KeyIndex, near: Mapping[str, list[int]], text: Folded
) -> list[int]:
    """Return who may be named from this word on; an initial counts when a name follows it."""
    word = words[at].folded
    met = [*index.bearers.get(word, ()), *near.get(word, ())]
    if at + 1 < len(words) and _joined(text, at):
        met += index.bearers.get(word + words[at + 1].folded, ())
    for after in words[at + 1 : at + 3] if len(word) == 1 else ():
        met += index.bearers.get(after.folded, ())
    return list(dict.fromkeys(met))


def _joined(text: Folded, at: int) -> bool:
    return at + 1 < len(text.words) and bool(_BROKEN.match(text.gap(text.words[at], text.words[at + 1])))


def _run(text: Folded, at: int, index: KeyIndex, number: int, near: Mapping[str, list[int]]) -> _Run | None:
    """Return the longest run of a person's parts from a word on, or None when nothing in it can stand for them."""
    person, kinds, here, met = index.persons[number], [], at, set()
    while here < len(text.words) and here - at < _MOST_WORDS:
        if here > at and not _together(text, here):
            break
        kind, taken = _kind(text, here, person, number, near)
        if kind is None or (kind == EXACT and text.words[here].folded in met):
            break
        met.add(text.words[here].folded)
        kinds += [kind] * taken
        here += taken
    while kinds and kinds[-1] in (PARTICLE, INITIAL) and not _closes(text, at + len(kinds) - 1, kinds):
        kinds.pop()
    return _Run(number, at, at + len(kinds) - 1, tuple(kinds)) if {EXACT, NEAR} & set(kinds) else None


def _together(text: Folded, here: int) -> bool:
    left, right = text.words[here - 1], text.words[here]
    gap = text.gap(left, right)
    if not _GAP.match(gap) or "\n\n" in gap or gap.count(",") > 1 or text.in_label(left) != text.in_label(right):
        return False
    return "." not in gap or len(left.folded) <= 2


def _kind(
    text: Folded, here: int, person: _Person, number: int, near: Mapping[str, list[int]]
) -> tuple[str | None, int]:
    word = text.words[here]
    if _joined(text, here) and word.folded + text.words[here + 1].folded in person.parts:
        return EXACT, 2
    if word.folded in person.parts:
        return (PARTICLE if word.folded in PARTICLES else EXACT), 1
    if number in near.get(word.folded, ()):
        return NEAR, 1
    if len(word.folded) == 1 and word.capital and word.folded in person.initials:
        return INITIAL, 1
    return None, 0


def _closes(text: Folded, last: int, kinds: list[str]) -> bool:
    """An initial behind a name belongs to it when a full stop follows: "Amina K."."""
    word = text.words[last]
    return kinds[-1] == INITIAL and len(kinds) > 1 and text.text[word.end : word.end + 1] == "."


def _judge(text: Folded, run: _Run, pseudonyms: tuple[str, ...], index: KeyIndex) -> Found | None:
    words = text.words[run.first : run.last + 1]
    start, end = words[0].start, words[-1].end
    whole = [word for word, kind in zip(words, run.kinds, strict=True) if kind in (EXACT, NEAR)]
    if len(whole) > 1 or INITIAL in run.kinds:
        sure, why = _several(text, whole, run)
    elif run.kinds.count(NEAR):
        sure, why = False, "spelt nearly like a name of the key"
    else:
        verdict = _single(text, whole[0], run)
        if verdict is None:
            return None
        sure, why = verdict
    if len(pseudonyms) > 1:
        sure, why = False, "several persons of the key bear this name"
    return Found(start, end, pseudonyms, sure, why)


def _several(text: Folded, whole: list[Word], run: _Run) -> tuple[bool, str]:
    if not run.exact:
        return False, "spelt nearly like a name of the key"
    if all(word.folded in ORDINARY and not word.capital for word in whole):
        return False, "a name of the key, but also ordinary words"
    if INITIAL in run.kinds and len(whole) == 1 and not whole[0].capital:
        return False, "initial and name of the key, written small"
    return True, "name of the key"


def _single(text: Folded, word: Word, run: _Run) -> tuple[bool, str] | None:
    """Return how sure one word alone is; None when it is taken for an ordinary word."""
    if text.in_label(word):
        return True, "label of a speaker, in the key"
    if _behind_title(text, word):
        return True, "behind a title, in the key"
    if len(word.folded) == 1 or (len(word.folded) < 4 and _beside_digit(text, word)):
        return None  # "B16" and "plan B" are not Amina B.
    if word.folded in ORDINARY:
        return _ordinary(text, word)
    if len(run.kinds) == 1 and len(word.folded) <= 2 and not word.capital:
        return None
    if word.capital or (text.in_lower_case(word) and len(word.folded) > 3):
        return True, "part of a name of the key"
    return False, "part of a name of the key, written small"


def _beside_digit(text: Folded, word: Word) -> bool:
    around = text.text[max(0, word.start - 1) : word.start] + text.text[word.end : word.end + 1]
    return any(map(str.isdecimal, around))


def _ordinary(text: Folded, word: Word) -> tuple[bool, str] | None:
    before = text.words[word.number - 1] if word.number else None
    owned = text.text[word.end : word.end + 2].lower() in ("'s", "’s")
    if word.folded in MONTHS and _is_month(text, word, before):
        return None
    if not word.capital:
        cued = before is not None and before.folded in CUES and text.gap(before, word) in (" ", "\n")
        return (False, "a name of the key, or an ordinary word") if cued and text.in_lower_case(word) else None
    if not text.begins_sentence(word) or owned:
        return True, "part of a name of the key, capitalised"
    return False, "a name of the key, or an ordinary word that begins a sentence"


def _is_month(text: Folded, word: Word, before: Word | None) -> bool:
    around = text.text[max(0, word.start - 8) : word.start], text.text[word.end : word.end + 6]
    if re.search(r"\d(?:st|nd|rd|th)?(?: of)?[\s]*\Z", around[0]) or re.match(r"[\s,]*\d", around[1]):
        return True
    return before is not None and before.folded in BEFORE_MONTH and text.gap(before, word).isspace()


def _behind_title(text: Folded, word: Word) -> bool:
    before = text.words[word.number - 1] if word.number else None
    return before is not None and before.folded in TITLES and text.gap(before, word).strip(".").strip() == ""


def _phrases(text: Folded, index: KeyIndex) -> Iterator[Found]:
    """Yield places and organisations: only whole, for their single words are everybody's."""
    for word in text.words:
        for wanted, pseudonym in index.phrases.get(word.folded, ()):
            met = text.words[word.number : word.number + len(wanted)]
            if [w.folded for w in met] != wanted or any(not _together(text, w.number) for w in met[1:]):
                continue
            sure = len(wanted) > 1 or word.capital
            yield Found(word.start, met[-1].end, (pseudonym,), sure, "place or organisation of the key")


def _unspaced(text: Folded, index: KeyIndex) -> Iterator[Found]:
    """Yield names in scripts that write words without blanks, or join small words to names: Chinese, Thai, Arabic."""
    for person in index.persons:
        for spelling in person.entry.spellings if not index.latin else ():
            if not _LATIN.match(spelling) and len(fold(spelling).strip()) > 1:
                for start, end in find_words(text.text, spelling, whole=False):
                    yield Found(start, end, (person.entry.pseudonym,), False, "name of the key inside longer writing")


def _labels(text: Folded, index: KeyIndex) -> Iterator[Found]:
    """Yield labels that are the initials of one person of the key: "DC:" for Delroy Winston Campbell."""
    owners: dict[str, set[str]] = defaultdict(set)
    for person in index.persons:
        letters = "".join(part[0] for part in parts(person.entry.name))
        for short in {letters, letters[0] + letters[-1]} if len(letters) > 1 else ():
            owners[short].add(person.entry.pseudonym)
    for start, end in text.labels:
        label = text.text[start:end].strip()
        bearers = owners.get(label.replace(".", "").lower(), set())
        if label.isupper() and bearers and label.replace(".", "").lower() not in index.bearers:
            yield Found(start, start + len(label), tuple(sorted(bearers)), False, "initials of a person of the key")


def near_spellings(text: Folded, index: KeyIndex) -> dict[str, list[int]]:
    """Return, for each word of the text spelt nearly like a name of the key, whose it may be."""
    targets = sorted(part for part in index.bearers if len(part) >= 4 and part not in ORDINARY | PARTICLES)
    ordinary = text.seen_in_lower_case
    asked = sorted(
        {
            w.folded
            for w in text.words
            if len(w.folded) >= 4 and w.folded not in ORDINARY and w.folded not in ordinary
            and (w.capital or (len(w.folded) >= 5 and text.in_lower_case(w)))
        }
    )  # fmt: skip
    found: dict[str, list[int]] = {}
    for word, target in _pairs(asked, targets):
        found.setdefault(word, []).extend(index.bearers[target])
    return {word: sorted(set(numbers)) for word, numbers in found.items()}


def _pairs(asked: list[str], targets: list[str]) -> Iterator[tuple[str, str]]:
    from rapidfuzz.distance import OSA

    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for target in targets:
        by_first[plain_spelling(target)[:1]].append((target, plain_spelling(target)))
    for word in asked:
        spelling = plain_spelling(word)
        for target, wanted in by_first.get(spelling[:1], ()):
            if target == word or abs(len(wanted) - len(spelling)) > 2:
                continue
            most = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
            if OSA.distance(spelling, wanted, score_cutoff=most) <= most and OSA.distance(word, target) <= 3:
                yield word, target


_SOUNDS = (("ee", "i"), ("oo", "u"), ("ou", "u"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("th", "t"),
           ("sz", "s"), ("cz", "c"), ("y", "i"), ("q", "k"), ("w", "v"), ("o", "u"), ("e", "a"), ("j", "i"))  # fmt: skip


def plain_spelling(word: str) -> str:
    """Return a folded word as transliterations agree on it: one vowel for two, doubled letters single, silent h gone.

    Example:
        >>> plain_spelling("yousef") == plain_spelling("yusuf"), plain_spelling("khatoon") == plain_spelling("khatun")
        (False, True)
    """
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word[:-1] if len(word) > 3 and word.endswith("h") else word
