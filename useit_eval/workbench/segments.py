"""The turns of a text, or its paragraphs where it has none, as rows of the store; and whose voice speaks each."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from useit_eval.ground import frames

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.drafts import Turn
    from useit_eval.sources.texts import SourceImport

_COLUMNS = (
    *("segment_id", "source_id", "number", "locator", "start", "end", "speaker", "spoken_at", "question_id"),
    *("language", "rendering", "translated_by", "translated_from", "rendered_from", "interleaved"),
)
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


def segment_rows(found: Iterable[tuple[SourceImport, str, str]]) -> pd.DataFrame:
    """Return the segments of texts, each given with its source's id and language: one frame for all of them.

    There is one for each turn, or each paragraph where no turns were found.

    A segment's id follows from the source's id and the place, so that reading the same file again gives the same rows.
    """
    import pandas as pd

    rows = [row for each, id, language in found for row in _rows(each.text, each.turns, id, language)]
    return pd.DataFrame.from_records(rows, columns=_COLUMNS)


def with_voices(segments: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Return segments with ``voice_id`` filled where it is missing and a voice of the source is spoken as the label.

    ``segments`` need source_id, speaker and voice_id; ``voices`` source_id, voice_id and spoken_as. A label that no
    voice bears leaves the voice missing.
    """
    known = {
        (source, label): voice
        for source, voice, cell in zip(voices["source_id"], voices["voice_id"], voices["spoken_as"], strict=True)
        for label in frames.labels(cell)
    }
    if not known or segments.empty:
        return segments
    keys = zip(segments["source_id"], segments["speaker"].str.strip(), strict=True)
    found = segments["voice_id"].__class__([known.get(key) for key in keys], index=segments.index, dtype="str")
    return segments.assign(voice_id=segments["voice_id"].fillna(found))


def clock(seconds: float) -> str:
    """Return a time of a recording as hours, minutes and seconds.

    Example:
        >>> clock(200.4)
        '00:03:20'
    """
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _rows(text: str, turns: Sequence[Turn], source_id: str, language: str) -> Iterator[tuple[Any, ...]]:
    """Give segments as tuples in the order of the columns, for a text may have hundreds of thousands."""
    namespace = uuid.UUID(source_id).bytes
    if not turns:
        yield from _paragraphs(text, namespace, source_id, language)
        return
    ids = [_id(namespace, f"{turn.start}-{turn.end}") for turn in turns]
    if len(set(ids)) < len(ids):  # two turns of no words at one place
        ids = [_id(namespace, f"{at}: {turn.start}-{turn.end}") for at, turn in enumerate(turns)]
    for number, turn in enumerate(turns, start=1):
        told = f"turn {number}" if turn.spoken_at is None else f"turn {number}, {clock(turn.spoken_at)}"
        original = ids[turn.translated_from - 1] if turn.translated_from else None
        place = (ids[number - 1], source_id, number, told, turn.start, turn.end, turn.speaker, turn.spoken_at)
        spoken = (turn.question_id, turn.language or language, turn.rendering, turn.translated_by, original, turn.rendered_from)
        yield (*place, *spoken, False)


def _paragraphs(text: str, namespace: bytes, source_id: str, language: str) -> Iterator[tuple[Any, ...]]:
    for number, found in enumerate(_PARAGRAPH.finditer(text), start=1):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        place = (_id(namespace, f"{start}-{end}"), source_id, number, f"paragraph {number}", start, end)
        yield (*place, None, None, None, language, "original", None, None, None, False)


def _id(namespace: bytes, name: str) -> str:
    """Return what ``str(uuid.uuid5(namespace, name))`` does, without its objects."""
    digits = hashlib.sha1(namespace + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"
