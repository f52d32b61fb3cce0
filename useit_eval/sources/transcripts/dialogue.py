"""Is this text a transcript, and which of its line heads name speakers? Journals, letters and minutes must stay whole.

A text is a transcript when roles of interviews speak (twice at least, or once beside a code such as P1, or once where
nearly all lines bear a label), when two labels recur, when one label recurs and most lines bear one, or when labels stand
beside times. In a transcript, a label that occurs once is a speaker when it is a role, stands beside a time, or is written
like a name where most lines begin with one; others are left and told.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re

from useit_eval.sources.transcripts.heads import Head, find_heads
from useit_eval.sources.transcripts.speakers import is_code, is_letter, is_name, is_role, key_of, names_nobody, opens

_MOST_OPENING = 30


@dataclasses.dataclass(frozen=True)
class Dialogue:
    """The heads that name speakers, in order, and those that look like one but were left in the words."""

    heads: tuple[Head, ...] = ()
    left: tuple[Head, ...] = ()


def find_dialogue(text: str) -> Dialogue:
    """Return the heads of a transcript's turns; none for a text that is no transcript."""
    lines = sum(1 for line in text.split("\n") if line.strip())
    for choose in (_labelled, _dashed, _alone, _bare, _timed):
        found = choose(text, lines)
        if found.heads:
            return found
    return Dialogue()


class Labels:
    """Heads with their labels weighed once: how often each occurs and what each may be."""

    def __init__(self, heads: list[Head], lines: int) -> None:
        self.heads = [head for head in heads if not names_nobody(head.label)]
        self.keys = {id(head): key_of(head.label) for head in self.heads}
        self.counts = collections.Counter(self.keys.values())
        self.share = len(self.heads) / max(1, lines)
        written = {self.keys[id(head)]: head.label for head in reversed(self.heads)}
        self.roles = {key for key, label in written.items() if is_role(label)}
        self.codes = {key for key, label in written.items() if is_code(label)}
        self.letters = {key for key, label in written.items() if is_letter(label)}
        named = {key for key, label in written.items() if is_name(label)}
        often = {key for key, count in self.counts.items() if count >= 3 and self.share >= 0.5}
        self.named = named | self.roles | self.codes | often
        self.recurring = {key for key in self.named if self.counts[key] >= 2}

    def spoken(self, keys: set[str]) -> int:
        """Return how many heads bear one of the keys."""
        return sum(self.counts[key] for key in keys)


def _labelled(text: str, lines: int) -> Dialogue:
    """Choose heads of the styles that a colon or a time makes plain."""
    headed = _with_words(text, [*find_heads(text, "timed"), *find_heads(text, "ranged")])
    by_start = {head.start: head for head in headed} | {head.start: head for head in find_heads(text, "colon")}
    heads = _without_opening(text, [by_start[start] for start in sorted(by_start)])
    labels = Labels(heads, lines)
    if not _is_transcript(labels):
        return Dialogue()
    chosen = [head for head in labels.heads if names_speaker(head, labels)]
    left = [head for head in labels.heads if not names_speaker(head, labels) and is_name(head.label)]
    return Dialogue(tuple(chosen), tuple(left))


def _is_transcript(labels: Labels) -> bool:
    stamped = [head for head in labels.heads if head.at is not None and labels.keys[id(head)] in labels.named]
    if labels.spoken(labels.roles) >= 2 or (len(labels.recurring) >= 2 and labels.spoken(labels.recurring) >= 4):
        return True
    if sum(head.style == "colon" for head in stamped) >= 2:
        return True
    if len(stamped) >= 2 and labels.recurring | labels.roles | (labels.codes - labels.letters):
        return True
    coded = labels.spoken(labels.codes - labels.letters)
    if labels.roles and (coded or (len(labels.heads) >= 2 and labels.share >= 0.8)):
        return True
    most = max((labels.counts[key] for key in labels.recurring), default=0)
    return (most >= 3 and labels.share >= 0.3) or (most >= 2 and labels.share >= 0.5)


def names_speaker(head: Head, labels: Labels) -> bool:
    """Return whether a head of a transcript names a speaker: by its kind, by recurring, or by the company it is in."""
    key = labels.keys[id(head)]
    if key in labels.recurring or key in labels.roles:
        return True
    if key in labels.letters or key not in labels.named:
        return False
    return head.at is not None or " " in head.label or labels.share >= 0.5 or key in labels.codes


def _with_words(text: str, heads: list[Head]) -> list[Head]:
    """Leave out heads beside times when most have no words below: then they are a timetable or a list."""
    heads = sorted(heads, key=lambda head: head.start)
    ends = [*(head.start for head in heads[1:]), len(text)][: len(heads)]
    empty = sum(not text[head.end : end].strip() for head, end in zip(heads, ends, strict=True))
    return heads if _in_order(heads) and empty * 2 < len(heads) else []


def _in_order(heads: list[Head]) -> bool:
    """Return whether times run forward, but for one step in ten: a second recording begins anew."""
    back = sum(one.at > other.at for one, other in itertools.pairwise(heads))
    return back * 10 <= len(heads)


def _without_opening(text: str, heads: list[Head]) -> list[Head]:
    """Leave out the lines ``Date: ...``, ``Interviewer: R02`` that open many transcripts: they are not spoken."""
    block = _opening(text, heads)
    about = [place for place, head in enumerate(block) if opens(head.label)]
    if not about:
        return heads
    follows = heads[len(block) : len(block) + 1]
    parted = follows and "\n\n" in re.sub(r"\n[ \t]+(?=\n)", "\n", text[block[-1].end : follows[0].start])
    return heads[len(block) if parted else about[-1] + 1 :]


def _opening(text: str, heads: list[Head]) -> list[Head]:
    """Return the first heads that follow line by line, each line short and each label new."""
    block: list[Head] = []
    known: set[str] = set()
    for head in heads[:_MOST_OPENING]:
        if head.style != "colon" or head.at is not None or (block and text[block[-1].end : head.start].count("\n") > 1):
            break
        end = text.find("\n", head.end)
        if (end if end >= 0 else len(text)) - head.start > 100 or key_of(head.label) in known:
            break
        known.add(key_of(head.label))
        block.append(head)
    return block


def _dashed(text: str, lines: int) -> Dialogue:
    """Choose ``P3 - words`` and a label before a tab."""
    for style in ("dash", "tab"):
        labels = Labels(list(find_heads(text, style)), lines)
        sure = labels.roles | labels.recurring
        coded = labels.roles | labels.codes
        if labels.spoken(sure) >= 2 and (len(labels.recurring) >= 2 or labels.share >= 0.3) and labels.share >= 0.1:
            names = sure if labels.share >= 0.4 else sure & coded
            if labels.spoken(names) >= 2:
                return _of(labels, names | (labels.codes - labels.letters))
    return Dialogue()


def _alone(text: str, lines: int) -> Dialogue:
    """Choose labels that stand alone on a line, words below."""
    heads = list(find_heads(text, "alone"))
    heads = [head for head in heads if len(head.label) <= 40 and len(head.label.split()) <= 4]
    labels = Labels(heads, lines)
    sure = {key for key in labels.roles | labels.codes if labels.counts[key] >= 2}
    often = {key for key in labels.recurring if labels.counts[key] >= 3}
    if labels.spoken(sure) >= 3 and labels.spoken(sure) >= 0.2 * lines:
        return _of(labels, sure | labels.roles | often)
    if len(often) >= 2 and labels.spoken(often) >= 0.4 * lines:
        return _of(labels, often)
    return Dialogue()


def _bare(text: str, lines: int) -> Dialogue:
    """Choose labels with nothing but a blank behind them, as when bold type is lost: roles and codes alone."""
    labels = Labels(list(find_heads(text, "bare")), lines)
    sure = {key for key in labels.roles | (labels.codes - labels.letters) if labels.counts[key] >= 2}
    return _of(labels, sure) if len(sure) >= 2 and labels.spoken(sure) >= 0.5 * lines else Dialogue()


def _timed(text: str, lines: int) -> Dialogue:
    """Choose times without names, as Whisper and YouTube write them."""
    heads = [head for head in find_heads(text, "spoken") if _is_stamp(text, head)]
    return Dialogue(tuple(heads)) if _in_order(heads) and len(heads) >= 2 and len(heads) >= 0.4 * lines else Dialogue()


def _is_stamp(text: str, head: Head) -> bool:
    """Tell a stamp from a time of day: it is in brackets, has seconds or an end, or stands alone on its line."""
    stamp = text[head.start : head.end].strip()
    return stamp[0] in "[({<" or stamp.count(":") >= 2 or text[head.end : head.end + 1] in ("\n", "")


def _of(labels: Labels, keys: set[str]) -> Dialogue:
    return Dialogue(tuple(head for head in labels.heads if labels.keys[id(head)] in keys))
