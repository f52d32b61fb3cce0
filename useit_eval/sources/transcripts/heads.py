"""Heads of turns: what stands at the start of a line and may be a speaker's label, with its time and marks.

Every pattern is tied to a line's start and bounded in length, so that a text is read in one pass however long its lines.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from useit_eval.sources.transcripts.clock import TIME, seconds

_BLANK = r"[ \t\u00a0\u200e\u200f\ufeff]"
_RANGE = rf"{TIME}{_BLANK}{{0,3}}(?:-->|->|[-–—]){_BLANK}{{0,3}}{TIME}"
_STAMP = rf"(?P<stamp>[\[(<{{]?(?:{_RANGE}|{TIME})[\])>}}]?)(?![\d:])"
_LEAD = rf"^{_BLANK}{{0,20}}+[*_]{{0,3}}"
_NAME = r"(?P<name>[^\W\d_][^\[\](){}<>:：\t\n*]{0,59})"
_TAIL = rf"(?P<tail>(?:{_BLANK}{{0,4}}[\[({{<][^\[\](){{}}<>\n]{{0,120}}[\])}}>]){{0,3}})"
_PATTERNS = {
    # Name: words; [00:01:02] Name (mentor) [ur]: words; **Name:** words; 12. Name: words
    "colon": re.compile(
        rf"{_LEAD}(?:{_STAMP}{_BLANK}{{0,4}}[-–—,:]?{_BLANK}{{0,4}}[*_]{{0,3}})?(?:\d{{1,5}}[.)]?{_BLANK}{{1,4}})?"
        rf"{_NAME}{_TAIL}{_BLANK}{{0,4}}[*_]{{0,3}}[:：][*_]{{0,3}}(?=\s|\Z|[^\W\d_]|[\"“'‘\[(…–—¿¡])",
        re.M,
    ),
    # Name  0:05 (words below); [Name] 10:01:02; Name 00:01:02: words
    "timed": re.compile(
        rf"{_LEAD}\[?{_NAME}\]?{_TAIL}[ \t\u00a0,–-]{{1,12}}(?P<stamp>[\[(<]?{TIME}[\])>]?){_BLANK}{{0,4}}[*_]{{0,3}}"
        rf"(?:[:：](?=\s|\Z)|$)",
        re.M,
    ),
    # 00:00:02.730 --> 00:00:05.490, and the name below, as Teams writes Word files
    "ranged": re.compile(rf"{_LEAD}(?P<stamp>{_RANGE}){_BLANK}{{0,8}}\n(?:{_BLANK}{{0,8}}\n)?{_NAME}(?P<tail>)$", re.M),
    "dash": re.compile(
        rf"{_LEAD}(?:{_STAMP}{_BLANK}{{1,4}})?(?P<name>[^\W\d_][\w .'’&/]{{0,39}}?){_TAIL}{_BLANK}{{1,4}}[-–—]{_BLANK}{{1,4}}(?=\S)",
        re.M,
    ),
    "tab": re.compile(
        rf"{_LEAD}(?:{_STAMP}{_BLANK}{{1,4}})?(?P<name>[^\W\d_][\w .'’&/-]{{0,39}}){_TAIL}\t{{1,8}}(?=\S)", re.M
    ),
    "alone": re.compile(rf"{_LEAD}(?:{_STAMP}{_BLANK}{{1,4}})?{_NAME}{_TAIL}{_BLANK}{{0,8}}[*_]{{0,3}}$", re.M),
    "bare": re.compile(rf"{_LEAD}(?P<name>[^\W\d_]{{1,20}}(?:[ _-]?\d{{1,4}})?)(?P<tail>){_BLANK}{{1,4}}(?=\S)", re.M),
    "spoken": re.compile(rf"{_LEAD}{_STAMP}{_BLANK}{{0,4}}[-–—:]?(?P<name>)(?P<tail>)(?=\s|\Z)", re.M),
}
_BRACKET = re.compile(r"([\[({<])([^\[\](){}<>\n]*)[\])}>]")
_TIME_IN = re.compile(TIME, re.ASCII)
_ABOVE = re.compile(
    rf"(?:\A|\n){_BLANK}{{0,8}}[\[(<{{]?({TIME})(?:{_BLANK}{{0,3}}(?:-->|[-–—]){_BLANK}{{0,3}}{TIME})?[\])>}}]?{_BLANK}{{0,8}}\n\s*\Z"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """One head: where its line begins, where it ends, the label as written, the time, and bracketed marks beside it.

    ``marks`` holds pairs of the opening bracket and the words in it; times among them are already in ``at``.
    """

    start: int
    end: int
    label: str
    at: float | None
    marks: tuple[tuple[str, str], ...]
    style: str


def find_heads(text: str, style: str) -> Iterator[Head]:
    """Yield what looks like a head in one style (colon, timed, ranged, dash, tab, alone, bare, spoken), in order."""
    for match in _PATTERNS[style].finditer(text):
        head = _head(match, style)
        if head is not None:
            yield head


def head_of(line: str) -> Head | None:
    """Return the head with a colon that a line begins with, None without one."""
    match = _PATTERNS["colon"].match(line) if ":" in line or "：" in line else None
    return _head(match, "colon") if match else None


def time_above(text: str, start: int) -> tuple[int, float] | None:
    """Return start and time of a line that holds nothing but a time, right above the line that begins at ``start``."""
    near = max(0, start - 80)
    match = _ABOVE.search(text[near:start])
    at = seconds(match.group(1)) if match else None
    if (
        match is None
        or at is None
        or (match.start() == 0 and near > 0 and text[near] != "\n" and text[near - 1] != "\n")
    ):
        return None
    return near + match.start() + (text[near + match.start()] == "\n"), at


def _head(match: re.Match[str], style: str) -> Head | None:
    stamp = match.groupdict().get("stamp")
    at = _time(stamp) if stamp else None
    if stamp and at is None:
        return None
    marks = []
    for bracket, inside in _BRACKET.findall(match["tail"]):
        time = _time(inside)
        if time is None:
            marks.append((bracket, " ".join(inside.split())))
        elif at is None:
            at = time
    label = " ".join(match["name"].replace("_ ", " ").split()).strip(" ,-–—").rstrip("_")
    return Head(match.start(), match.end(), label, at, tuple(marks), style) if label or style == "spoken" else None


def _time(words: str) -> float | None:
    """Return the time that words in brackets are, or begin with when they are a range; None when they say more."""
    times = _TIME_IN.findall(words)
    rest = re.sub(r"[\s\[\](){}<>–—-]|-->", "", _TIME_IN.sub("", words))
    return seconds(times[0]) if times and not rest else None
