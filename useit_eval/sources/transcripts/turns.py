"""Turns of a plain text: who speaks where and when, found by the labels at the heads of lines.

What is read: ``Name: words``, ``[00:01:02] Name: words``, ``Name (00:01:02): words``, ``Name  0:05`` with the words below
(Otter, Zoom, Teams), ``Name`` or ``Name:`` alone on a line, ``P3 - words``, a time alone on a line above, bold labels of
Markdown. Everything up to the next label belongs to the turn; what stands before the first belongs to none.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from useit_eval.sources.drafts import Draft, Turn
from useit_eval.sources.transcripts.dialogue import find_dialogue
from useit_eval.sources.transcripts.heads import Head, time_above
from useit_eval.sources.transcripts.languages import Mark, read_mark, speaks_of_language
from useit_eval.sources.transcripts.noticed import Noticed
from useit_eval.sources.transcripts.speakers import key_of

_MARK = re.compile(r"([\[(])([^\[\]()\n]{1,100})[\])][ \t]*[:：]?\s*")
_TRAILER = re.compile(r"\s*(?:Transcribed by\s+)?https?://(?:www\.)?otter\.ai\S*\s*\Z", re.I)
_PUTS = re.compile(r"(?:interpreter|translator)\b", re.I)


def mark_turns(draft: Draft) -> Draft:
    """Return a draft with its turns found, where the text is a transcript; the text itself is not touched.

    A draft that has turns is given back as it is. Spans are code points, in order and disjoint, and cover the words
    alone. ``changes`` tells of text outside all turns, ``doubts`` of labels and marks that a person should look at.
    """
    if draft.turns:
        return draft
    text, dialogue = draft.text, find_dialogue(draft.text)
    if not dialogue.heads:
        return draft
    doubts, changes = Noticed(), Noticed()
    turns, starts = _turns(text, dialogue.heads, doubts, changes)
    for head in dialogue.left:
        doubts.at(head.start, "a label that occurs once may name a speaker; it was left in the words")
    turns = check_originals(turns, starts, doubts.at)
    if turns and text[: starts[0]].strip():
        changes.at(len(text) - len(text.lstrip()), "what stands before the first label belongs to no turn")
    told = draft.changes + changes.sentences(text=text), draft.doubts + doubts.sentences(text=text)
    return Draft(text, tuple(turns), *told)


def check_originals(turns: Sequence[Turn], starts: Sequence[int], tell: Callable[[int, str], None]) -> list[Turn]:
    """Return turns with ``translated_from`` kept where it names an original turn of the same text; others are told.

    ``tell`` is called with the place (from ``starts``) and a sentence.
    """
    checked = list(turns)
    for place, turn in enumerate(turns):
        number = turn.translated_from
        if number is None:
            continue
        original = turns[number - 1] if 1 <= number <= len(turns) and number - 1 != place else None
        if original is None or original.rendering != "original":
            what = "no original turn has the number that the translation names; the translation stands without its original"
            tell(starts[place], what)
            checked[place] = dataclasses.replace(turn, translated_from=None)
    return checked


def _turns(text: str, heads: Sequence[Head], doubts: Noticed, changes: Noticed) -> tuple[list[Turn], list[int]]:
    turns, starts = [], []
    above = [_began(text, head) for head in heads]
    bare = {key_of(head.label) for head in heads if not any(bracket == "(" for bracket, _ in head.marks)}
    ends = [start for start, _ in above[1:]] + [_end(text, changes)]
    for head, (start, at), end in zip(heads, above, ends, strict=True):
        turn = _turn(text, _unbracketed(head, bare, changes), at, end, doubts)
        if turn is None:
            doubts.at(head.start, "a label without words; no turn was made of it")
        else:
            turns.append(turn)
            starts.append(start)
    return turns, starts


def _unbracketed(head: Head, bare: set[str], changes: Noticed) -> Head:
    """Return a head without round brackets where its label also stands without them: ``Dan (laughs):`` is Dan."""
    if not head.marks or key_of(head.label) not in bare:
        return head
    kept = tuple(mark for mark in head.marks if mark[0] != "(" or speaks_of_language(mark[1]))
    if len(kept) < len(head.marks):
        changes.at(head.start, "brackets beside a label were left out of it")
    return dataclasses.replace(head, marks=kept)


def _began(text: str, head: Head) -> tuple[int, float | None]:
    """Return where a head begins and its time, which may stand alone on the line above."""
    if head.at is not None:
        return head.start, head.at
    return time_above(text, head.start) or (head.start, None)


def _end(text: str, changes: Noticed) -> int:
    tail = max(0, len(text) - 200)
    trailer = _TRAILER.search(text, tail)
    if trailer is None:
        return len(text)
    changes.at(len(text.rstrip()), "the last line is of the program that transcribed; it belongs to no turn")
    return trailer.start()


def _turn(text: str, head: Head, at: float | None, end: int, doubts: Noticed) -> Turn | None:
    start, stop = _span(text, head.end, end)
    label, mark = read_label(head.label, head.marks, lambda what: doubts.at(head.start, what))
    if label and mark is None:
        start, mark = _mark_in_words(text, start, stop, lambda what: doubts.at(head.start, what))
    if start >= stop:
        return None
    return turn_of(start, stop, label or None, at, mark)


def turn_of(start: int, end: int, speaker: str | None, at: float | None, mark: Mark | None) -> Turn:
    """Return a turn with what its mark says of language, rendering, translator and original."""
    if mark is None and speaker and _PUTS.match(speaker):
        mark = Mark(rendering="interpreted", translated_by=speaker)
    if mark is None:
        return Turn(start, end, speaker, at)
    said = (mark.language, mark.rendering, mark.translated_by, mark.translated_from)
    return Turn(start, end, speaker, at, *said, rendered_from=mark.put_from)


def read_label(label: str, marks: Sequence[tuple[str, str]], tell: Callable[[str], None]) -> tuple[str, Mark | None]:
    """Return a label with the brackets that belong to it, and what its marks say; what is not understood is told.

    Example:
        >>> read_label("Amina", [("(", "mentor"), ("[", "ur")], print)[0]
        'Amina (mentor)'
    """
    found: Mark | None = None
    for bracket, inside in marks:
        read = read_mark(inside, tags=bracket == "[")
        if read is not None and found is None and (bracket == "[" or _is_phrase(inside)):
            found = read
        elif bracket == "[":
            tell("the mark in square brackets beside a label is not understood; see docs/transcripts.md")
        else:
            label += f" ({inside})"
            if speaks_of_language(inside):
                tell("brackets beside a label may say a language; write it in square brackets, such as [ur]")
    return label.strip(), found


def _mark_in_words(text: str, start: int, stop: int, tell: Callable[[str], None]) -> tuple[int, Mark | None]:
    """Read ``[in Urdu]`` or ``(translated)`` where the words begin; other brackets are words."""
    match = _MARK.match(text, start, stop)
    if match is None:
        return start, None
    mark = read_mark(match[2], tags=False)
    if mark is None or not (match[1] == "[" or _is_phrase(match[2])):
        if speaks_of_language(match[2]):
            tell("brackets at the head of a turn may say a language; write it beside the label, such as [ur]")
        return start, None
    return (match.end() if match.end() < stop else start), mark


def _is_phrase(words: str) -> bool:
    """Tell ``in Urdu`` and ``translated`` from a word alone, which in round brackets may be a nationality."""
    return re.match(r"\w+\Z", words) is None or re.match(r"translat|interpret", words, re.I) is not None


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, max(start + left, start + len(words.rstrip()))
