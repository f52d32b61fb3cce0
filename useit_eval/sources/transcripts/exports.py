"""Transcripts as programs export them: the JSON of Whisper, WhisperX and whisper.cpp, and Whisper's table (TSV).

The layouts of Otter, Zoom and Teams are plain text or captions, and are read by `turns` and `captions`. The text is laid
out as for captions (see `utterances`): neighbouring segments of one named speaker are one turn. Lists of single words
and their times are not kept.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats.encodings import read_plain
from useit_eval.sources.transcripts.clock import seconds
from useit_eval.sources.transcripts.cue_text import on_one_line
from useit_eval.sources.transcripts.languages import Mark, language_name, language_tag
from useit_eval.sources.transcripts.noticed import Noticed
from useit_eval.sources.transcripts.utterances import Utterance, set_out

MOST_DEPTH = 60
_ADVICE = "Export the transcript as text, Word or captions (.vtt, .srt), and add that file."
_SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_label", "speakerDisplayName")
# Half of a pair, or NUL: no character, and nothing a database may hold.
_NONE = re.compile("[\ud800-\udfff\x00]")
_TEXTS = ("text", "transcript", "words")


def read_json(raw: bytes, *, where: str) -> Draft:
    """Return the text and turns of a Whisper, WhisperX or whisper.cpp JSON file; what is malformed is told by segment.

    Raises InputRefused for bytes that are no text or no JSON, JSON nested too deep, JSON of another program and a
    transcript without words.

    Example:
        >>> read_json(b'{"segments": [{"start": 0.0, "end": 1.2, "text": " Right."}]}', where="w.json").text
        '[00:00:00] Right.\\n'
    """
    read = read_plain(raw, where=where)
    content = _parsed(read.text, where)
    doubts, changes = Noticed(), Noticed()
    segments = _segments(content, where)
    said = [one for number, entry in enumerate(segments, start=1) if (one := _uttered(number, entry, doubts, changes))]
    if not said:
        return _words_alone(content, read, where)
    text, turns = set_out(said)
    told = (*read.changes, *_language(content), *changes.sentences(of="segment"))
    return Draft(text, turns, told, (*read.doubts, *doubts.sentences(of="segment")))


def read_tsv(raw: bytes, *, where: str) -> Draft:
    """Return the text and turns of Whisper's table: columns start, end (thousandths of a second) and text.

    Raises InputRefused for a table without those columns or without words.
    """
    read = read_plain(raw, where=where)
    header, *rows = read.text.split("\n")
    if header.rstrip().split("\t") != ["start", "end", "text"]:
        raise InputRefused(
            "the columns are not start, end and text, as Whisper writes them", f"{where}, line 1", _ADVICE
        )
    doubts = Noticed()
    said = [one for number, row in enumerate(rows, start=2) if (one := _row(number, row, doubts))]
    if not said:
        raise InputRefused("the table holds no words", where, "Check that it is the right file.")
    text, turns = set_out(said)
    return Draft(text, turns, read.changes, (*read.doubts, *doubts.sentences()))


def _parsed(text: str, where: str) -> Any:
    if _depth(text) > MOST_DEPTH:
        raise InputRefused(f"the JSON is nested deeper than {MOST_DEPTH} levels", where, _ADVICE)
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise InputRefused(f"this is no JSON ({error.msg.lower()})", f"{where}, line {error.lineno}", _ADVICE) from None
    except (ValueError, RecursionError):  # a number of thousands of digits
        raise InputRefused("the JSON holds a number that is too long", where, _ADVICE) from None


def _depth(text: str) -> int:
    """Return how deep brackets may at most be nested; those within words count too, for this only guards."""
    deepest = depth = 0
    for part in text.translate(_KEEP).split("\n") if text.count("[") + text.count("{") > MOST_DEPTH else ():
        for sign in part:
            depth += 1 if sign in "[{" else -1
            deepest = max(deepest, depth)
    return deepest


class _OnlyBrackets(dict):
    """A table for `str.translate` that keeps brackets alone."""

    def __missing__(self, code: int) -> None:
        self[code] = None


_KEEP = _OnlyBrackets({ord(sign): sign for sign in "[]{}"})


def _segments(content: Any, where: str) -> list[Any]:
    """Return the list of segments of the exports known."""
    found = content
    if isinstance(content, dict):
        found = next((content[key] for key in ("segments", "transcription", "entries") if key in content), None)
        if found is None and isinstance(content.get("text"), str) and set(content) <= {"text", "language", "duration"}:
            return []
    if not isinstance(found, list) or not (_is_spoken(found) or (found == [] and isinstance(content, dict))):
        raise InputRefused("this JSON is not a transcript as Whisper or WhisperX write it", where, _ADVICE)
    return found


def _is_spoken(entries: list[Any]) -> bool:
    return any(isinstance(entry, dict) and any(isinstance(entry.get(key), str) for key in _TEXTS) for entry in entries)


def _words_alone(content: Any, read: Draft, where: str) -> Draft:
    words = content.get("text") if isinstance(content, dict) else None
    if not isinstance(words, str) or not words.strip():
        raise InputRefused("the transcript holds no words", where, "Check that it is the right file.")
    told = "the export has no segments; the words were taken without times"
    return Draft(f"{_sound(words).strip()}\n", (), (*read.changes, *_language(content)), (*read.doubts, told))


def _uttered(number: int, entry: Any, doubts: Noticed, changes: Noticed) -> Utterance | None:
    if not isinstance(entry, dict):
        doubts.at(number, "it is no segment; its words, if any, were kept")
        return Utterance(_sound(entry).strip()) if isinstance(entry, str) else None
    words = next((entry[key] for key in _TEXTS if isinstance(entry.get(key), str)), None)
    if words is None or not words.strip():
        doubts.at(number, "a segment without words")
        return None
    at = _start(number, entry, doubts)
    speaker = next((entry[key] for key in _SPEAKERS if isinstance(entry.get(key), str)), "")
    language = entry.get("language")
    tag = language_tag(language) if isinstance(language, str) else None
    label = " ".join(_sound(speaker).split()) or None
    if isinstance(entry.get("words"), list):
        changes.at(number, "times of single words were left out")
    written = f"{label} [{tag}]" if label and tag else label
    return Utterance(_sound(words).strip(), label, at, Mark(tag) if tag else None, written)


def _start(number: int, entry: dict[str, Any], doubts: Noticed) -> float | None:
    """Return a segment's start in seconds: ``start``, or whisper.cpp's ``offsets`` and ``timestamps``."""
    times = entry.get("offsets") if isinstance(entry.get("offsets"), dict) else entry.get("timestamps")
    scale = 0.001 if times is entry.get("offsets") else 1.0
    first, last = (
        (times.get("from"), times.get("to")) if isinstance(times, dict) else (entry.get("start"), entry.get("end"))
    )
    start, end = _number(first), _number(last)
    if start is None:
        doubts.at(number, "a start that cannot be read; the words were kept")
        return None
    if end is not None and end < start:
        doubts.at(number, "a segment that ends before it begins")
    return round(start * (scale if isinstance(times, dict) else 1.0), 3)


def _sound(words: str) -> str:
    """Return words on one line, with U+FFFD for what is no character."""
    return _NONE.sub("\ufffd", on_one_line(words))


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        value = seconds(value.strip()) if ":" in value else _plain(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e7 or value < 0:
        return None
    return float(value) if math.isfinite(value) else None


def _plain(value: str) -> float | None:
    digits = value.strip()
    return float(digits) if digits.replace(".", "", 1).isdecimal() and digits.isascii() and len(digits) < 20 else None


def _language(content: Any) -> tuple[str, ...]:
    language = content.get("language") if isinstance(content, dict) else None
    tag = language_tag(language) if isinstance(language, str) else None
    return (f"the export says that the language is {language_name(tag)} ({tag})",) if tag else ()


def _row(number: int, row: str, doubts: Noticed) -> Utterance | None:
    if not row.strip():
        return None
    cells = row.split("\t", 2)
    start = _number(cells[0]) if len(cells) == 3 else None
    if start is None:
        doubts.at(number, "a row without start, end and text; its words were kept")
        return Utterance(cells[-1].strip())
    return Utterance(cells[2].strip(), at=round(start / 1000, 3))
