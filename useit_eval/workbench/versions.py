"""A changed file becomes a new version of its source; the passages marked in the old one are carried over or listed."""

from __future__ import annotations

import dataclasses
import re
import uuid
from typing import TYPE_CHECKING, Any

from useit_eval.coding import carry_over
from useit_eval.coding.carrying import Places
from useit_eval.ground.text import sha256
from useit_eval.store import lookups
from useit_eval.store.signing import signed
from useit_eval.workbench import shipped
from useit_eval.workbench.passages import awaiting
from useit_eval.workbench.segments import segment_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from useit_eval.sources.texts import SourceImport
    from useit_eval.store.database import Writing
    from useit_eval.workbench.shipped import Span

_WORD = re.compile(r"\w+")
_ALIKE = 0.25  # two interviews by one guide share fewer than one run of three words in ten
_OF_NOBODY = "its words stand in no version of the text that the store holds"


@dataclasses.dataclass(frozen=True)
class Carried:
    """What became of the passages of a source: how many have a place in the new version, and the others, listed."""

    standing: int
    moved: int
    left: tuple[str, ...]


def is_a_version(old: str, new: str) -> bool:
    """Return whether a text looks like another version of one: they share runs of three words.

    Example:
        >>> is_a_version("I had given up then", "Well, I had given up then"), is_a_version("one two three", "four")
        (True, False)
    """
    first, second = _runs(old), _runs(new)
    return len(first & second) >= _ALIKE * min(len(first), len(second))


def write_version(
    work: Writing, found: SourceImport, row: dict[str, Any], *, by: str, spans: Iterable[Span]
) -> Carried:
    """Write a text as the newest version of its source into an open transaction; return what became of the passages.

    ``row`` is the source's row of the manifest, which names the new text already, and ``spans`` are the passages that
    files mark in the source. Text and segments of the old version stay in the store, superseded; a passage moves only
    to the very same words, and what could not be moved is kept where it was.
    """
    pen, source_id = signed(work, by), lookups.standing_ids(work)[row["source_id"]]
    versions = lookups.versions_of(work, [source_id])[source_id]
    before = lookups.text_key(work, source_id)
    pen.append("source_text", _frame([{"source_id": source_id, "text": found.text, "supersedes": before}]))
    segments = lookups.last_rows(work, "segment", source_id)
    of_files = segments["begun_by"] == shipped.BY
    _place_sections(pen, segments[of_files], versions, found.text, {span.label: span for span in spans})
    _read_anew(pen, segments[~of_files & ~segments["removed"].astype(bool)], found, row, only=not of_files.any())
    codings = lookups.last_rows(work, "coding", source_id)
    return _carry(work, pen, codings[~codings["removed"].astype(bool)], versions, found.text)


def _carry(work: Writing, pen: Writing, codings: pd.DataFrame, versions: list[str], new: str) -> Carried:
    mine = codings.drop(columns="begun_by").reset_index(drop=True)
    found = _placed(mine, versions, new)
    changed = found["carried"] & ((found["start"] != mine["start"]) | (found["end"] != mine["end"]))
    moved = mine.assign(start=found["start"], end=found["end"])[changed]
    if len(moved):
        pen.append("coding", _superseding(moved, "coding_id"))
    left = mine.assign(reason=found["reason"])[~found["carried"]]
    return Carried(int(found["carried"].sum()), int(changed.sum()), tuple(_told(left, work)))


def _placed(codings: pd.DataFrame, versions: list[str], new: str) -> pd.DataFrame:
    """Return where each coding stands in the new text, carried from the newest version in which its words agree."""
    blank = codings[["coding_id", "start", "end"]].assign(carried=False, reason=_OF_NOBODY)
    columns = ["start", "end", "carried", "reason"]
    for text in versions:
        held = codings[(blank["reason"] == _OF_NOBODY) & ~awaiting(codings, dict.fromkeys(codings["source_id"], text))]
        if len(held):
            blank.loc[held.index, columns] = carry_over(held, text, new).set_index(held.index)[columns]
    return blank.astype({"start": "Int64", "end": "Int64", "carried": bool})


def _told(left: pd.DataFrame, work: Writing) -> list[str]:
    if left.empty:
        return []
    parts, claims = work.current("claim_part"), work.current("claim")
    labels = dict(zip(claims["claim_id"], claims["label"], strict=True))
    of = {coding: labels.get(claim) for coding, claim in zip(parts["coding_id"], parts["claim_id"], strict=True)}
    columns = (left[name] for name in ("coding_id", "code_id", "coder", "start", "end", "reason"))
    return [
        f"{of[id] + ', ' if of.get(id) else ''}code {code} ({coder}), characters {start} to {end}: {why}."
        for id, code, coder, start, end, why in zip(*columns, strict=True)
    ]


def _read_anew(pen: Writing, held: pd.DataFrame, found: SourceImport, row: dict[str, Any], *, only: bool) -> None:
    """Take away the turns and paragraphs of the old version, and write those of the new one."""
    source_id = lookups.standing_ids(pen)[row["source_id"]]
    if len(held):
        pen.append("segment", _superseding(held.drop(columns="begun_by").assign(removed=True), "segment_id"))
    if len(held) or only:
        pen.append("segment", segment_rows([(found, source_id, row["language"])]))


def _place_sections(pen: Writing, held: pd.DataFrame, versions: list[str], new: str, spans: dict[str, Span]) -> None:
    """Write where the sections that files mark stand now: at their own words, or around what is left of them."""
    if held.empty or not versions:
        return
    places = Places(versions[0], new)
    rows = held.drop(columns="begun_by").to_dict("records")
    changed = [(row, place) for row in rows if (place := _section_place(row, places, new, spans)) != _place_of(row)]
    new_rows = [{**row, "removed": place is None, **_span(place)} for row, place in changed]
    if new_rows:
        pen.append("segment", _superseding(_frame(new_rows).astype({"spoken_at": "Float64"}), "segment_id"))


def _section_place(row: dict[str, Any], places: Places, new: str, spans: dict[str, Span]) -> tuple[int, int] | None:
    span = spans.get(f"section {row['number']}")
    if span and sha256(new[span.start : span.end]) == span.sha256:
        return span.start, span.end
    return None if row["removed"] else places.enclose(int(row["start"]), int(row["end"]))


def _place_of(row: dict[str, Any]) -> tuple[int, int] | None:
    return None if row["removed"] else (int(row["start"]), int(row["end"]))


def _span(place: tuple[int, int] | None) -> dict[str, int]:
    return {} if place is None else {"start": place[0], "end": place[1]}


def _superseding(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return rows that supersede those of a current frame, under keys made from theirs and the new place."""
    new = [
        str(uuid.uuid5(uuid.UUID(old), f"{source} {start}-{end} {removed}"))
        for old, source, start, end, removed in zip(
            *(frame[c] for c in (key, "source_id", "start", "end", "removed")), strict=True
        )
    ]
    return frame.assign(**{key: new, "supersedes": frame[key]}).drop(columns="recorded_at")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)
