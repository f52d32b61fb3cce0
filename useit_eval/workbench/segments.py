"""The turns of a text, or its paragraphs where it has none, as rows of the store; and whose voice speaks each."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from useit_eval.ground import frames

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.drafts import Turn
    from useit_eval.sources.texts import SourceImport

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


def segment_rows(found: Iterable[tuple[SourceImport, str, str]]) -> pd.DataFrame:
    """Return the segments of texts, each given with its source's id and language: one frame for all of them.

    There is one for each turn, or each paragraph where no turns were found.

    A segment's id follows from the source's id and the place, so that reading the same file again gives the same rows.
    """
    import pandas as pd

    return pd.DataFrame([row for each, id, language in found for row in _rows(each.text, each.turns, id, language)])


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


def _rows(text: str, turns: Sequence[Turn], source_id: str, language: str) -> Iterator[dict[str, Any]]:
    namespace, shared = uuid.UUID(source_id), {"source_id": source_id, "interleaved": False}
    ids = [str(uuid.uuid5(namespace, f"{turn.start}-{turn.end}")) for turn in turns]
    if len(set(ids)) < len(ids):  # two turns of no words at one place
        ids = [str(uuid.uuid5(namespace, f"{at}: {turn.start}-{turn.end}")) for at, turn in enumerate(turns)]
    for row in (_turn(at, turn, ids, language) for at, turn in enumerate(turns)):
        yield {**row, **shared}
    for row in () if turns else _paragraphs(text, namespace, language):
        yield {**row, **shared}


def _turn(at: int, turn: Turn, ids: list[str], language: str) -> dict[str, Any]:
    told = "" if turn.spoken_at is None else f", {clock(turn.spoken_at)}"
    return {
        "segment_id": ids[at],
        "number": at + 1,
        "locator": f"turn {at + 1}{told}",
        "start": turn.start,
        "end": turn.end,
        "speaker": turn.speaker,
        "spoken_at": turn.spoken_at,
        "question_id": turn.question_id,
        "language": turn.language or language,
        "rendering": turn.rendering,
        "translated_by": turn.translated_by,
        "translated_from": ids[turn.translated_from - 1] if turn.translated_from else None,
    }


def _paragraphs(text: str, namespace: uuid.UUID, language: str) -> Iterator[dict[str, Any]]:
    for number, found in enumerate(_PARAGRAPH.finditer(text), start=1):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        yield {
            "segment_id": str(uuid.uuid5(namespace, f"{start}-{end}")),
            "number": number,
            "locator": f"paragraph {number}",
            "start": start,
            "end": end,
            "language": language,
            "rendering": "original",
        }
