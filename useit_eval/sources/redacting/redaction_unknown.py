"""Names that the key does not hold: guessed from titles, kin, introductions, labels and capitals; always doubtful."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from useit_eval.sources.redacting.redaction_names import Found
from useit_eval.sources.redacting.redaction_text import Folded, Word
from useit_eval.sources.redacting.redaction_words import (
    ACTED_ON,
    ACTS,
    GENERIC_LABELS,
    KIN,
    ORDINARY,
    PARTICLES,
    PROPER,
    TITLES,
)

_PLACEHOLDER = "Person"
_NAMING = re.compile(r"\b(?:my name is|name's|i am called|i'm called|called|call me|known as|this is|i am|i'm)\s+\Z")
_GAP = re.compile(r"(?:[ \t\u00a0]|\n(?!\n)|[-‐‑'’.] ?){1,2}\Z")
_MOST_WORDS = 4
_INNER = re.compile(r"^(?:Mc|Mac|De|Di|Le|La|Fitz|Al|El|Van)(?=[A-Z])")  # "McBride" is a name, "JavaScript" is none
_BEING = {"is", "was", "has", "works", "worked", "came", "comes", "helped", "helps", "left", "passed", "looks"}

Spans = Sequence[tuple[int, int]]


def find_unknown(text: Folded, taken: Iterable[tuple[int, int]], names: Iterable[tuple[int, int]] = ()) -> list[Found]:
    """Return what looks like names outside the places already taken, each with a placeholder for its person.

    ``names`` are the places of names of the key: an unknown name beside one ("Khaled Hakim") belongs to it.
    A single name and a longer one that holds it get the same placeholder, unless two longer ones hold it.
    """
    free, names = _free_words(text, sorted(taken)), list(names)
    reasons: dict[int, str] = {}
    beside = {end for _, end in names}, {start for start, _ in names}
    for reason, words in (*_evidence(text, free), *_beside(text, free, beside)):
        for word in words:
            reasons.setdefault(word.number, reason)
    named = {text.words[number].folded for number in reasons} - ORDINARY - PROPER - text.seen_in_lower_case
    for word in free:  # a name once recognised is a name wherever it is capitalised
        if word.folded in named and (word.capital or text.in_lower_case(word)):
            reasons.setdefault(word.number, "a name recognised elsewhere in the text")
    return _numbered(text, [(run, reasons[run[0].number]) for run in _runs(text, reasons)])


def _free_words(text: Folded, taken: Spans) -> list[Word]:
    starts = [start for start, _ in taken]

    def is_free(word: Word) -> bool:
        """Return whether no span taken already touches the word."""
        at = bisect.bisect_right(starts, word.end - 1) - 1
        return at < 0 or taken[at][1] <= word.start

    return [word for word in text.words if is_free(word)]


def _evidence(text: Folded, free: list[Word]) -> Iterator[tuple[str, list[Word]]]:
    by_number = {word.number: word for word in free}
    often = _often(text, free)
    for word in free:
        before = text.words[word.number - 1] if word.number else None
        if (
            before is not None
            and before.folded in TITLES
            and _follows(text, before, word)
            and word.capital
            and word.folded not in PROPER
        ):
            yield "behind a title", _onward(text, word, by_number)
        elif text.in_label(word):
            continue
        elif not _may_be_name(text, word):
            if _small_name(text, word, before):
                yield "behind a word for kin or naming, written small", [word]
        elif before is not None and before.folded in KIN and _apposed(text, before, word):
            yield "behind a word for kin", _onward(text, word, by_number)
        elif _NAMING.search(text.folded_before(word)):
            yield "introduced as a name", _onward(text, word, by_number)
        elif word.folded in often:
            yield "capitalised more than once and never written small", _onward(text, word, by_number)
        elif _in_company(text, word, before):
            yield "capitalised beside what people do", _onward(text, word, by_number)
    yield from _label_names(text, by_number)


def _beside(text: Folded, free: list[Word], edges: tuple[set[int], set[int]]) -> Iterator[tuple[str, list[Word]]]:
    ends, starts = edges
    for word in free:
        behind = word.start - 1 in ends and text.text[word.start - 1] == " "
        before = word.end + 1 in starts and text.text[word.end] == " "
        if (behind or before) and _may_be_name(text, word) and not text.in_label(word):
            yield "capitalised beside a name of the key", [word]


def _follows(text: Folded, before: Word, word: Word) -> bool:
    return text.gap(before, word).strip(". ") == "" and "\n" not in text.gap(before, word)


def _apposed(text: Folded, before: Word, word: Word) -> bool:
    return bool(re.fullmatch(r",? |\n", text.gap(before, word)))


def _may_be_name(text: Folded, word: Word) -> bool:
    """Return whether a capitalised word is unknown enough: no ordinary word, no place or month, no abbreviation."""
    if not word.capital or len(word.folded) < 3 or word.folded in PROPER or word.folded in ORDINARY:
        return False
    written = text.text[word.start : word.end]
    inner = _INNER.sub("", written)[1:]
    return not any(map(str.isupper, inner)) and word.folded not in text.seen_in_lower_case


def _small_name(text: Folded, word: Word, before: Word | None) -> bool:
    """In a chat nothing is capitalised: only "my cousin liban" or "give it to farhiya" can be noticed, by rarity."""
    return (
        not word.capital and before is not None and text.in_lower_case(word) and len(word.folded) > 3
        and word.folded not in ORDINARY | PROPER and before.folded in KIN and text.gap(before, word) == " "
    )  # fmt: skip


def _often(text: Folded, free: list[Word]) -> frozenset[str]:
    fit = [word for word in free if not text.in_label(word) and _may_be_name(text, word)]
    counts = Counter(word.folded for word in fit)
    inside = {word.folded for word in fit if not text.begins_sentence(word)}
    return frozenset(word for word in inside if counts[word] > 1)


def _in_company(text: Folded, word: Word, before: Word | None) -> bool:
    after = text.words[word.number + 1] if word.number + 1 < len(text.words) else None
    begins = text.begins_sentence(word)
    acts = after is not None and after.folded in (ACTS - _BEING if begins else ACTS) and text.gap(word, after) == " "
    acted = before is not None and before.folded in ACTED_ON and text.gap(before, word) == " "
    kin = re.match(r", (?:my|his|her|our|the) (\w+)", text.text[word.end : word.end + 30])
    return acts or acted or bool(kin and kin.group(1).lower() in KIN)


def _onward(text: Folded, word: Word, free: dict[int, Word]) -> list[Word]:
    """Return a name's words from its first: capitalised ones and particles that follow."""
    found = [word]
    while len(found) < _MOST_WORDS and (after := free.get(found[-1].number + 1)) is not None:
        fits = after.capital or after.folded in PARTICLES - {"a", "o", "y", "e"}
        if not fits or after.folded in PROPER or not _GAP.match(text.gap(found[-1], after)):
            break
        if "." in text.gap(found[-1], after) and len(found[-1].folded) > 2:
            break
        found.append(after)
    while found[-1].folded in PARTICLES and len(found) > 1:
        found.pop()
    return found


def _label_names(text: Folded, free: dict[int, Word]) -> Iterator[tuple[str, list[Word]]]:
    starts = [word.start for word in text.words]
    labels = Counter(text.text[start:end].strip() for start, end in text.labels)
    for start, end in text.labels:
        label = text.text[start:end].strip()
        words = [
            free[n] for n in range(bisect.bisect_left(starts, start), bisect.bisect_left(starts, end)) if n in free
        ]
        if not words or any(c.isdecimal() for c in label) or {w.folded for w in words} & GENERIC_LABELS:
            continue
        if labels[label] > 1 and all(w.capital or w.folded in PARTICLES for w in words):
            yield "label of a speaker, not in the key", words


def _runs(text: Folded, reasons: dict[int, str]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for number in sorted(reasons):
        word = text.words[number]
        joined = run and number == run[-1].number + 1 and _GAP.match(text.gap(run[-1], word))
        if joined and text.in_label(run[-1]) == text.in_label(word) and not text.gap(run[-1], word).startswith("."):
            run.append(word)
            continue
        if run:
            yield run
        run = [word]
    if run:
        yield run


def _numbered(text: Folded, runs: list[tuple[list[Word], str]]) -> list[Found]:
    """Give each person a number in the order of the text; "Cynthia" is the one Cynthia Blackwood, if there is one."""
    names = [tuple(word.folded for word in run) for run, _ in runs]
    longer: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        for part in name if len(name) > 1 else ():
            longer.setdefault(part, set()).add(name)
    numbers: dict[tuple[str, ...], int] = {}
    found = []
    for (run, reason), name in zip(runs, names, strict=True):
        holders = longer.get(name[0], set()) if len(name) == 1 else set()
        whose = next(iter(holders)) if len(holders) == 1 else name
        number = numbers.setdefault(whose, len(numbers) + 1)
        found.append(Found(run[0].start, run[-1].end, (f"{_PLACEHOLDER} {number}",), False, reason))
    return found
