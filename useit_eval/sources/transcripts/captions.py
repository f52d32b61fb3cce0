"""Captions as transcripts: WebVTT, SubRip (SRT) and YouTube (SBV), as Teams, Zoom and others export them.

The text has a line for each turn, ``[00:00:05] Name: words`` (see `utterances`): neighbouring cues of one named speaker
are one turn, whose time is that of the first cue; a cue nobody is named for is a turn of its own. A speaker is named by
a voice tag (``<v Name>``) or by a label before a colon, where labels recur or are plainly names. Lines of one cue are
joined by a blank, unless a dash shows that another speaks.
"""

from __future__ import annotations

import dataclasses
import itertools
import re

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft, Turn
from useit_eval.sources.formats.encodings import read_plain
from useit_eval.sources.transcripts.cue_text import Piece, has_word_times, read_pieces
from useit_eval.sources.transcripts.cues import Cue, read_cues
from useit_eval.sources.transcripts.dialogue import Labels, names_speaker
from useit_eval.sources.transcripts.heads import Head, head_of
from useit_eval.sources.transcripts.languages import Mark, language_tag
from useit_eval.sources.transcripts.noticed import Noticed
from useit_eval.sources.transcripts.turns import check_originals, read_label
from useit_eval.sources.transcripts.utterances import Utterance, set_out

_DASH = re.compile(r"\s*(?:[-–—]|>{1,3})\s*(?=\S)")
_BRACKETS = re.compile(r"\s*([\[(])([^\[\]()]{1,100})[\])]\s*\Z")


@dataclasses.dataclass(slots=True)
class _Line:
    """Words of one voice: the line of the file, the cue they belong to, and the label read before a colon."""

    number: int
    cue: int
    at: float | None
    words: str
    voice: str | None
    language: str | None
    head: Head | None = None


def read_captions(raw: bytes, *, where: str) -> Draft:
    """Return the text and turns of a captions file; each malformed cue keeps its words and is told by its line.

    Raises InputRefused for a file without captions or without words, and for bytes that are no text.

    Example:
        >>> read_captions(b"WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v P3>It was trust.", where="a.vtt").text
        '[00:00:01] P3: It was trust.\\n'
    """
    plain = read_plain(raw, where=where)
    doubts, changes = Noticed(), Noticed()
    if not plain.text.strip():
        raise InputRefused("the file is empty", where, "Check that it is the right file.")
    cues = read_cues(plain.text, doubts, changes)
    if all(cue.at is None for cue in cues):
        told = "its captions have no words, or no time that can be read" if "-->" in plain.text else "the file holds no captions"
        raise InputRefused(told, where, "Export it again; plain text needs the ending .txt.")
    lines = _unrolled(_lines(cues), _rolls(cues), changes, doubts)
    _find_labels(lines, doubts)
    said = _said(lines, doubts, changes)
    text, turns = set_out(said)
    return Draft(text, _checked(turns, doubts), plain.changes + changes.sentences(), plain.doubts + doubts.sentences())


def _lines(cues: list[Cue]) -> list[_Line]:
    found = []
    for place, cue in enumerate(cues):
        for number, pieces in enumerate(read_pieces(cue.words), start=cue.line):
            found += [_line(number, place, cue.at, piece) for piece in pieces]
    return found


def _line(number: int, cue: int, at: float | None, piece: Piece) -> _Line:
    return _Line(number, cue, at, piece.words.strip(), piece.voice, piece.language)


def _rolls(cues: list[Cue]) -> bool:
    return any(has_word_times(cue.words) for cue in cues)


def _unrolled(lines: list[_Line], rolls: bool, changes: Noticed, doubts: Noticed) -> list[_Line]:
    """Leave out lines that a rolling caption shows a second time; elsewhere a repeated line is told and kept."""
    kept: list[_Line] = []
    above: list[_Line] = []
    for _, group in itertools.groupby(lines, key=lambda line: line.cue):
        cue = list(group)
        shown = [(line.voice, line.words) for line in above]
        for line in cue:
            if above and (line.voice, line.words) in shown[-2:] and (line is cue[0] or rolls):
                if rolls:
                    changes.at(line.number, "a rolling caption showed a line again; it was taken once")
                    continue
                doubts.at(line.number, "the words of the caption above again; both were kept")
            kept.append(line)
        above = cue
    return kept


def _find_labels(lines: list[_Line], doubts: Noticed) -> None:
    """Set ``head`` on lines whose words begin with a speaker's label; a label that is open is told."""
    found = [(line, _head(line)) for line in lines if line.voice is None]
    heads = [head for _, head in found if head is not None]
    labels = Labels(heads, len({line.cue for line in lines}))
    weighed = {id(head) for head in labels.heads}
    for line, head in found:
        if head is None or id(head) not in weighed:
            continue
        recurs = labels.keys[id(head)] in labels.recurring
        if names_speaker(head, labels) and (recurs or labels.share >= 0.2):
            line.head = head
        elif labels.keys[id(head)] in labels.named:
            doubts.at(line.number, "words before a colon may name a speaker; they were left in the words")


def _head(line: _Line) -> Head | None:
    words = line.words[:200]
    dash = _DASH.match(words)
    left = dash.end() if dash else 0
    head = head_of(words[left:])
    if head is None or head.at is not None:
        return None
    return dataclasses.replace(head, end=head.end + left) if left else head


def _said(lines: list[_Line], doubts: Noticed, changes: Noticed) -> list[Utterance]:
    """Return the utterances: lines of one cue and speaker together, each under its label."""
    carried = _labels_mark_changes(lines)
    said: list[tuple[Utterance, list[str]]] = []
    last, cue = None, -1
    for line in lines:
        one = _uttered(line, doubts)
        goes_on = line.head is None and line.voice is None and last is not None
        if goes_on and (line.cue == cue or carried):
            if line.cue != cue:
                changes.at(line.number, "a caption without a name was read as the speaker's above")
            one = dataclasses.replace(one, speaker=last.speaker, written=last.written, mark=one.mark or last.mark)
        if said and line.cue == cue and _continues(said[-1][0], one, line):
            said[-1][1].append(one.words)
        else:
            said.append((one, [one.words]))
        last = one if one.speaker else (None if line.cue != cue else last)
        cue = line.cue
    return [one if len(words) == 1 else dataclasses.replace(one, words=" ".join(words)) for one, words in said]


def _continues(before: Utterance, one: Utterance, line: _Line) -> bool:
    same = (before.speaker, before.mark) == (one.speaker, one.mark)
    return same and not (one.speaker is None and re.match(r"[-–—]\s|>>", line.words))


def _uttered(line: _Line, doubts: Noticed) -> Utterance:
    def tell(what: str) -> None:
        """Note a doubt with the line's number."""
        doubts.at(line.number, what)

    if line.head is not None:
        label, marks, words = line.head.label, line.head.marks, line.words[line.head.end :].strip()
    else:
        (label, marks), words = _parted(line.voice or ""), line.words
    speaker, mark = read_label(label, marks, tell)
    mark = mark or _of_tag(line.language, tell)
    written = f"{speaker} [{_brackets(marks)}]" if mark and any(bracket == "[" for bracket, _ in marks) else speaker
    return Utterance(words, speaker or None, line.at, mark, written or None)


def _parted(voice: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part a voice's name from a bracket behind it: ``Amina [ur]``."""
    match = _BRACKETS.search(voice)
    return (voice[: match.start()].strip(), ((match[1], match[2].strip()),)) if match and match.start() else (voice, ())


def _brackets(marks: tuple[tuple[str, str], ...]) -> str:
    return next(inside for bracket, inside in marks if bracket == "[")


def _of_tag(language: str | None, tell) -> Mark | None:
    if not language:
        return None
    tag = language_tag(language)
    if tag is None:
        tell("a language tag is not understood")
    return Mark(tag) if tag else None


def _labels_mark_changes(lines: list[_Line]) -> bool:
    """Tell whether labels stand only where the speaker changes: two recur, and no label follows itself."""
    keys = [line.head.label for line in lines if line.head is not None]
    if len(set(keys)) < 2 or len(keys) < 4 or any(line.voice for line in lines):
        return False
    return all(one != other for one, other in itertools.pairwise(keys)) and len(keys) < len(lines)


def _checked(turns: tuple[Turn, ...], doubts: Noticed) -> tuple[Turn, ...]:
    return tuple(check_originals(turns, range(1, len(turns) + 1), doubts.at))
