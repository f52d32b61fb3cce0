"""Cues of WebVTT, SubRip (SRT) and YouTube (SBV) files, malformed ones with them: no line with words is lost.

A file is read line by line, each format as leniently as the others: a time that cannot be read, a cue without a time, a
number where none should be are told by line, and the words are kept. After the W3C's WebVTT and common SRT practice;
webvtt-py reads the same files in the tests and must agree wherever it reads a cue at all.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from useit_eval.sources.transcripts.clock import seconds
from useit_eval.sources.transcripts.noticed import Noticed

_ARROW = re.compile(r"[ \t]*+(?P<start>[^ \t>]{0,40}?)[ \t]*-->[ \t]*(?P<end>\S{0,40})")
_SBV = re.compile(r"[ \t]*+(?P<start>\d{1,3}:[\w:.]{1,20}),(?P<end>\d{1,3}:[\w:.]{1,20})[ \t]*\Z")
# A digit on either side of the arrow: what people write with arrows in running words has none.
_NEARLY = re.compile(r"\d[\w:.,]{0,12}[ \t]{0,4}-->|-->[ \t]{0,4}\d")
_SETTING = re.compile(r"(?:align|position|size|line|vertical|region|[XY][12]):\S*\Z")
_STRICT = {
    "vtt": re.compile(r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}\Z"),
    "srt": re.compile(r"\d{2,}:\d{2}:\d{2}[,.]\d{3}\Z"),
    "sbv": re.compile(r"\d+:\d{2}:\d{2}\.\d{3}\Z"),
}
_BLOCK = re.compile(r"(NOTE|STYLE|REGION)(?:[ \t]|\Z)")


@dataclasses.dataclass(slots=True)
class Cue:
    """One cue: the line its words begin on, its lines of words as written, its start in seconds where it can be read."""

    line: int
    words: list[str]
    at: float | None


def read_cues(text: str, doubts: Noticed, changes: Noticed) -> list[Cue]:
    """Return the cues of a captions file in the order of the file; what is malformed or left out is noted by line."""
    kind = kind_of(text)
    if kind == "srt" and "," not in text and not re.search(r"^\d+[ \t]*$", text, re.M):
        kind = "vtt"
        doubts.at(1, "the header WEBVTT is missing; read as WebVTT without it")
    cues, seen = [], _Seen()
    for number, lines in _blocks(text, kind):
        if kind == "vtt":
            number, lines = _without_header(number, lines, changes)
            if not lines or _is_aside(number, lines, changes):
                continue
        cues += _cues(number, lines, kind, doubts, changes, seen)
    return cues


def kind_of(text: str) -> str:
    """Return which captions a text is: vtt by its first word, sbv by its times, else srt.

    Example:
        >>> kind_of("WEBVTT\\n"), kind_of("0:00:01.000,0:00:02.000\\nYes")
        ('vtt', 'sbv')
    """
    if text.lstrip().startswith("WEBVTT"):
        return "vtt"
    first = [line for line in text[:2000].split("\n") if line.strip()][:4]
    return "sbv" if any(_SBV.match(line) for line in first) and "-->" not in text[:2000] else "srt"


@dataclasses.dataclass
class _Seen:
    """What of the cues before is needed: numbers given and the last start."""

    numbers: set[str] = dataclasses.field(default_factory=set)
    last: float = 0.0


def _is_time(line: str) -> bool:
    if "-->" in line:
        return _NEARLY.search(line[:200]) is not None
    return line[:1].isdigit() and _SBV.match(line) is not None


def _times(line: str) -> re.Match[str] | None:
    return _ARROW.match(line) if "-->" in line else _SBV.match(line)


def _blocks(text: str, kind: str) -> Iterator[tuple[int, list[str]]]:
    """Yield blocks with the number of their first line. In WebVTT a line of blanks is within a block, else it ends it."""
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line if kind == "vtt" else line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield text.count("\n") + 2 - len(block), block


def _without_header(number: int, lines: list[str], changes: Noticed) -> tuple[int, list[str]]:
    """Return a block without the file's header and the number of its first line; a title and settings are told."""
    if not lines[0].startswith("WEBVTT"):
        return number, lines
    stop = next((place for place, line in enumerate(lines) if _is_time(line)), len(lines))
    if 1 < stop < len(lines) and ":" not in lines[stop - 1]:
        stop -= 1  # the number of a cue that follows without an empty line
    if len(lines[0].strip()) > len("WEBVTT") or stop > 1:
        changes.at(number, "the header's title and settings were left out")
    return number + stop, lines[stop:]


def _is_aside(number: int, lines: list[str], changes: Noticed) -> bool:
    """Return whether a block is a note, a style or a region; those are left out and told."""
    aside = _BLOCK.match(lines[0])
    if aside is None or any(_is_time(line) for line in lines):
        return False
    left = {"NOTE": "a note (NOTE) is no speech and was left out"}
    changes.at(number, left.get(aside[1], "styles and regions were left out"))
    return True


def _cues(number: int, lines: list[str], kind: str, doubts: Noticed, changes: Noticed, seen: _Seen) -> Iterator[Cue]:
    """Yield the cues of one block; a line of times inside it begins another cue."""
    times = [place for place, line in enumerate(lines) if _is_time(line)]
    known = set(times)
    starts = [place - 1 if place and _is_number(lines, place, known, kind) else place for place in times]
    first = starts[0] if starts else len(lines)
    if first:
        yield from _untimed(number, lines[:first], kind, doubts)
    for place, start, stop in zip(times, starts, [*starts, len(lines)][1:], strict=True):
        if start > first and lines[start - 1].strip():
            doubts.at(number + place, "a caption without an empty line before it")
        if start < place:
            _check_number(number + start, lines[start].strip(), kind, doubts, changes, seen)
        at = _start(number + place, lines[place], kind, doubts, seen)
        beside = _beside(number + place, lines[place], doubts)
        words = beside + [line for line in lines[place + 1 : stop] if line.strip()]
        if words:
            yield Cue(number + place + (not beside), words, at)
        else:
            doubts.at(number + place, "a caption without words")


def _beside(number: int, line: str, doubts: Noticed) -> list[str]:
    """Return words that stand on the line of a cue's times, where only its settings belong."""
    match = _times(line)
    rest = [word for word in (line[match.end() :] if match else line).split() if not _SETTING.match(word)]
    if not rest or not any(re.search(r"[^\W\d_]{2,}", word) for word in rest):
        return []
    doubts.at(number, "words on the line of a caption's times; they were kept")
    return [" ".join(rest)]


def _is_number(lines: list[str], place: int, times: set[int], kind: str) -> bool:
    """Return whether the line above a time is the cue's number or name, not words of the cue before."""
    above = lines[place - 1].strip()
    if place - 1 in times or kind == "sbv":
        return False
    if place == 1:
        return kind == "vtt" or " " not in above
    return above.isdecimal()


def _untimed(number: int, lines: list[str], kind: str, doubts: Noticed) -> Iterator[Cue]:
    numbered = kind == "srt" and lines[0].strip().isdecimal()
    words = [line for line in lines[numbered:] if line.strip()]
    if words:
        doubts.at(number + numbered, "a caption without a time; its words were kept")
        yield Cue(number + numbered, words, None)
    elif numbered:
        doubts.at(number, "a number without time and words")


def _check_number(line: int, number: str, kind: str, doubts: Noticed, changes: Noticed, seen: _Seen) -> None:
    if kind != "srt":
        if " " in number:
            changes.at(line, "a caption's name was left out")
        return
    if not number.isdecimal():
        doubts.at(line, "a caption's number is none")
    elif number in seen.numbers:
        doubts.at(line, "a caption's number was given before")
    seen.numbers.add(number)


def _start(number: int, line: str, kind: str, doubts: Noticed, seen: _Seen) -> float | None:
    """Return a cue's start, None when it cannot be read; whatever is wrong with its times is told."""
    match = _times(line)
    start, end = (seconds(match["start"]), seconds(match["end"])) if match else (None, None)
    if start is None or end is None:
        doubts.at(number, "a time that cannot be read; the words were kept")
        return start
    if not (_STRICT[kind].match(match["start"]) and _STRICT[kind].match(match["end"])):
        doubts.at(number, "a time with a digit too few or too many, or a comma where a dot belongs; read as it stands")
    if kind == "srt" and "." in match["start"] + match["end"]:
        doubts.at(number, "a time with a dot where a comma belongs; read as it stands")
    if end < start:
        doubts.at(number, "a caption that ends before it begins")
    if start < seen.last:
        doubts.at(number, "a caption that begins before the one above it; the order of the file was kept")
    seen.last = start
    return start
