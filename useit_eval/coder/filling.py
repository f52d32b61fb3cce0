"""A row of a page made a row of the record: what the page may not decide is put in, and what it says is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.coder import columns
from useit_eval.coder.columns import check_code, check_number, check_text, check_word, refused
from useit_eval.coder.places import touches
from useit_eval.ground import terms
from useit_eval.ground.frames import TABLES

if TYPE_CHECKING:
    from useit_eval.coder.holding import Holding

Row = dict[str, Any]


def fill(table: str, row: Row, holding: Holding) -> Row:
    """Return a row as the record keeps it. Raises InputRefused when what it says cannot be so.

    A removal says what the row it removes said; in every other row all content is checked anew.
    """
    before = holding.superseded(table, row)
    key = {TABLES[table].key: row[TABLES[table].key], "supersedes": row["supersedes"], "removed": row["removed"]}
    if row["removed"]:
        content = {name: before[name] for name in TABLES[table].names if name not in (*columns.WRITTEN, *key)}
        return {**content, **key}
    return {**_FILLERS[table](row, before, holding), **key}


def _coding(row: Row, before: Row | None, holding: Holding) -> Row:
    source_id, place = holding.source(row)
    start, end, digest = row.get("start"), row.get("end"), row.get("quote_sha256")
    if start is None or end is None or digest is None or not place.holds(start, end, digest):
        raise refused("the place marked does not hold the words that were shown", "Open the source again and mark it.")
    if touches(row, holding.silent(source_id)):
        raise refused("these are words of a voice that withdrew consent", "Open the source again.")
    return {
        "source_id": source_id,
        **{"start": start, "end": end, "quote": None, "quote_sha256": digest},
        "code_id": check_code(row, holding.codes),
        "coder": holding.coder,
        "memo": check_text(row, "memo"),
        "certainty": check_word(row, "certainty", columns.CERTAINTIES),
        "origin": "human",
        "round_no": holding.round_no,
        "quotable": row.get("quotable") is not False,
    }


def _claim(row: Row, before: Row | None, holding: Holding) -> Row:
    source_id, place = holding.source(row)
    voice_id = holding.voice(row.get("voice_id"), source_id)
    told = before["locator"] if before else holding.first_locator(row["claim_id"], place)
    locator = (row.get("locator") or "").strip() or told
    if len(locator) > columns.MOST["about_case"]:
        raise refused("locator is too long")
    return {
        "label": before["label"] if before else holding.new_label(row["claim_id"]),
        "source_id": source_id,
        "locator": locator or columns.NOT_STATED,
        "voice_id": voice_id,
        "reported_by": holding.voice(row.get("reported_by") or voice_id, source_id),
        "strand": check_word(row, "strand", holding.strands),
        "about_case": check_text(row, "about_case", default=columns.NOT_STATED),
        "coder": holding.coder,
        "round_no": holding.round_no,
        "status": check_word(row, "status", columns.STATUSES),
        "elicitation": check_word(row, "elicitation", columns.ELICITATIONS, default="not_known"),
        "paraphrase": check_text(row, "paraphrase", default=columns.UNWORDED),
    }


def _part(row: Row, before: Row | None, holding: Holding) -> Row:
    coding, claim = holding.referred("coding", row), holding.referred("claim", row)
    if holding.last_source(coding) != holding.last_source(claim):
        raise refused("a passage of one source cannot be part of a claim of another")
    return {
        **{"claim_id": row["claim_id"], "coding_id": row["coding_id"]},
        "slot": check_word(row, "slot", holding.slots),
        "code_id": coding["code_id"],
        "intensity": check_word(row, "intensity", terms.INTENSITIES, default="unknown"),
        "valence": check_word(row, "valence", terms.VALENCES, default="unknown"),
        "intended": row.get("intended"),
    }


def _evidence(row: Row, before: Row | None, holding: Holding) -> Row:
    theory, version = row.get("theory_id"), row.get("theory_version")
    if theory not in holding.versions or version not in holding.versions[theory]:
        raise refused("the theory, or this version of it, is not known here")
    return {
        **{"theory_id": theory, "theory_version": version, "subject_kind": "claim"},
        "subject_label": holding.claim_label(row.get("subject_label")),
        "bearing": check_word(row, "bearing", columns.BEARINGS),
        **{name: check_number(row, name, 1, 3) for name in ("relevance", "richness", "rigour")},
        "reason": check_text(row, "reason", must=True),
        "explained": check_text(row, "explained"),
        "rater": holding.coder,
    }


def _coverage(row: Row, before: Row | None, holding: Holding) -> Row:
    source_id, place = holding.source(row)
    last = max((turn[0] for turn in place.turns), default=0)
    start = check_number(row, "from_turn", 1, max(last, 1))
    return {
        **{"source_id": source_id, "coder": holding.coder, "round_no": holding.round_no, "from_turn": start},
        "to_turn": check_number(row, "to_turn", start, max(last, 1)),
    }


_FILLERS: Mapping[str, Callable[[Row, Row | None, Holding], Row]] = {
    "coding": _coding,
    "claim": _claim,
    "claim_part": _part,
    "evidence": _evidence,
    "coverage": _coverage,
}
