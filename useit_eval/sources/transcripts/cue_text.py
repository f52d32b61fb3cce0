"""The words of a cue without its markup: voices, languages, tags of type and time, character references."""

from __future__ import annotations

import dataclasses
import html
import itertools
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z]{0,5})(?P<classes>(?:\.[^\s<>.]+)*+)(?P<rest>[^<>]*)>|\{\\[^{}]*\}")
_KNOWN = frozenset(("c", "b", "i", "u", "s", "v", "ruby", "rt", "lang", "font"))
_TIMED = re.compile(r"/?[\d:.,]+\Z")
_REFERENCE = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


@dataclasses.dataclass(slots=True)
class Piece:
    """Words of one voice and language within a cue's line; ``voice`` is None where no tag names one."""

    words: str
    voice: str | None
    language: str | None


def read_pieces(lines: list[str]) -> list[list[Piece]]:
    """Return each line of a cue in pieces of one voice and language, markup taken away; what is no known tag is kept.

    Example:
        >>> read_pieces(["<v Amina Yusuf>Hello &amp; <b>welcome</b></v>"])
        [[Piece(words='Hello & welcome', voice='Amina Yusuf', language=None)]]
    """
    voice: str | None = None
    languages: list[str] = []
    found = []
    for line in lines:
        if "<" not in line and "{" not in line:  # as most lines are
            words = plain(line)
            found.append([Piece(words, voice, languages[-1] if languages else None)] if words.strip() else [])
            continue
        pieces: list[Piece] = []
        for kind, value in _tokens(line):
            if kind == "words":
                if value:
                    pieces.append(Piece(plain(value), voice, languages[-1] if languages else None))
            elif kind == "v":
                voice = value
            elif kind == "lang":
                languages.append(value)
            elif languages:
                languages.pop()
        found.append(_joined(pieces))
    return found


def has_word_times(lines: list[str]) -> bool:
    """Return whether words bear times of their own (``<00:01.000>``), as in captions that roll."""
    return any(re.search(r"<\d+:[\d:.]+>", line) for line in lines)


def plain(words: str) -> str:
    """Return words with character references as characters, on one line.

    Example:
        >>> plain("you &amp; me")
        'you & me'
    """
    if "&" in words:
        words = _REFERENCE.sub(_unescaped, words)
    return words if words.isprintable() else on_one_line(words)


def _unescaped(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def on_one_line(words: str) -> str:
    """Return words with every kind of line break made a blank."""
    return _BREAKS.sub(" ", words)


def _tokens(line: str) -> Iterator[tuple[str, str | None]]:
    place = 0
    for match in _TAG.finditer(line):
        token = _token(match)
        if token is None:
            continue
        if match.start() > place:
            yield "words", line[place : match.start()]
        place = match.end()
        yield token
    if place < len(line):
        yield "words", line[place:]


def _token(match: re.Match[str]) -> tuple[str, str | None] | None:
    """Return what a tag does; None when it is no tag of captions, and so stays in the words."""
    if match["name"] is None or (_TIMED.match(match["rest"]) and not match["name"]):
        return "words", ""
    name = match["name"]
    if name not in _KNOWN:
        return None
    if name == "v":
        return "v", (" ".join(plain(match["rest"]).split()) or None) if not match["close"] else None
    if name == "lang":
        return ("lang", plain(match["rest"]).strip()) if not match["close"] else ("/lang", None)
    return "words", ""


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return pieces with those of one voice and language joined; pieces of blanks alone are left out."""
    if len(pieces) > 1 and any(
        (one.voice, one.language) == (other.voice, other.language) for one, other in itertools.pairwise(pieces)
    ):
        runs = itertools.groupby(pieces, key=lambda piece: (piece.voice, piece.language))
        pieces = [Piece("".join(piece.words for piece in run), *of) for of, run in runs]
    return [piece for piece in pieces if piece.words.strip()]
