"""What is left of rows whose words are withdrawn: ids, places, codes and dates stay; words and their hashes go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.ground.blanks import FILLER, WITHDRAWN, blank, digest_blank
from useit_eval.ground.text import sha256
from useit_eval.workbench.extent import SOURCE, VOICE, Extent

if TYPE_CHECKING:
    from useit_eval.store.database import Writing

TITLE, PSEUDONYM = "Withdrawn source", "Withdrawn voice"
Left = dict[str, dict[str, Any]]


def blanked_texts(texts: Mapping[str, str], extent: Extent) -> dict[str, str]:
    """Return the texts that a withdrawal reaches, with the words filled; of a whole source its line ends too."""
    if extent.kind == SOURCE:
        return {key: FILLER * len(texts[key]) for key in extent.spans if key in texts}
    return {key: blank(texts[key], spans) for key, spans in extent.spans.items() if key in texts}


def changes_of(work: Writing, extent: Extent) -> dict[str, Left]:
    """Return by table and key what stands in which column once the words are gone, for rows that are not yet so."""
    texts = {row["source_id"]: row["text"] for row in work.all_rows("source_text")}
    blanked = blanked_texts(texts, extent)
    made: dict[str, Left] = {
        "source_text": {key: {"text": text} for key, text in blanked.items() if text != texts[key]}
    }
    for table, keys in extent.rows.items():
        if table in _LEFT:
            made[table] = dict(_changes(work.all_rows(table), set(keys), _LEFT[table], extent, blanked))
    return made


def _changes(
    rows: list[dict[str, Any]], wanted: set[str], left: Callable[..., dict[str, Any]], extent: Extent, blanked: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows:
        key = next(iter(row.values()))
        remains = left(row, extent, blanked) if key in wanted else {}
        if any(row[column] != value for column, value in remains.items()):
            yield key, remains


def digest_at(extent: Extent, blanked: Mapping[str, str], source_id: str, start: int, end: int) -> str:
    """Return the hash of what stands at a place once the words are gone; of filler alone where no text is at hand."""
    text = blanked.get(extent.texts.get(source_id, source_id))
    return digest_blank(end - start) if text is None else sha256(text[start:end])


def _source(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    hashes = {
        "sha256_file": None,
        "sha256_text": digest_at(extent, blanked, row["source_id"], 0, row["characters"]),
    }
    if extent.kind == VOICE:
        return hashes
    return {**hashes, "file": WITHDRAWN, "title": TITLE, "note": None}


def _voice(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    return {"pseudonym": PSEUDONYM, "role": WITHDRAWN, "independence_unit": row["label"], "spoken_as": None}


def _segment(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    if extent.kind == SOURCE:
        put_by = row["translated_by"] and WITHDRAWN
        return {"locator": WITHDRAWN, "speaker": row["speaker"] and WITHDRAWN, "translated_by": put_by}
    # The turn keeps its voice, by which it is known as withdrawn now that its label is gone.
    voice = {"voice_id": row["voice_id"] or extent.rows[VOICE][0]}
    return {**voice, "speaker": WITHDRAWN, "locator": f"turn {row['number']}"} if row["speaker"] else voice


def _coding(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    digest = digest_at(extent, blanked, row["source_id"], row["start"], row["end"])
    return {"quote": None, "quote_sha256": digest, "memo": None}


def _claim(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    return {"paraphrase": WITHDRAWN, "locator": WITHDRAWN, "about_case": WITHDRAWN}


def _evidence(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    return {"reason": WITHDRAWN, "explained": None}


def _response(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    return {"words": None, "choice": None, "number": None, "counted": False, "reason": WITHDRAWN}


def _reading(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    return {"value": None, "note": None}


def _decision(row: dict[str, Any], extent: Extent, blanked: Mapping[str, str]) -> dict[str, Any]:
    return {"sharper_definition": None, "reason": None}


_LEFT = {
    SOURCE: _source,
    VOICE: _voice,
    "segment": _segment,
    "coding": _coding,
    "claim": _claim,
    "evidence": _evidence,
    "response": _response,
    "reading": _reading,
    "decision": _decision,
}
