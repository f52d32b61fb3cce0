"""A study to code in: one interview of five turns with two voices, one of whom asks, and a topic guide."""

from __future__ import annotations

import itertools
import json
import uuid
from pathlib import Path
from typing import Any

import pandas as pd

from tests.workbench.small_study import key
from useit_eval import codebook
from useit_eval.coder.acts import take
from useit_eval.coder.session import Session, open_session
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.text import sha256
from useit_eval.sources import append_source
from useit_eval.workbench import init_study, open_study

NAME = "harbour"
TURNS = (
    ("Asker", "How did you come to hear of the course?"),
    ("Rosa", "My neighbour 👩🏽‍🔬 told me. I had given up\u0301 before."),
    ("Asker", "[Q2] And what got in the way?"),
    ("Rosa", "Nothing. The course was free, and I thought: I can do this. שלום"),
    ("Asker", "Right."),
)
TEXT = "\n\n".join(f"{who}: {words}" for who, words in TURNS) + "\n"
SOURCE, ASKER, ROSA = key(1), key(2), key(3)
OTHER, STRANGER = key(4), key(5)
GUIDE = {
    "questions": [
        {"id": "Q01", "asks": "How did you come to hear of the course?"},
        {"id": "Q02", "asks": "What got in the way?", "wordings": ["what made it hard"], "theories": ["LE1"]},
    ]
}
_NUMBERS = itertools.count(1)


def make(folder: Path) -> StudyPaths:
    """Return the paths of a study of two sources, the first with its text at hand."""
    init_study(NAME, folder=folder)
    paths = StudyPaths(folder, NAME)
    for old in paths.coding.glob("*.yaml"):
        old.unlink()
    write_manifest(paths)
    codebook.write_yaml(paths.codebooks / "topic_guide.yaml", GUIDE, kind="topic_guide")
    with open_study(root=folder) as bench:
        bench.store.append("source_text", pd.DataFrame([{"source_id": SOURCE, "text": TEXT}]), by="ann")
        bench.store.append("segment", pd.DataFrame(list(_segments())), by="ann")
    return paths


def write_manifest(paths: StudyPaths, *, consent: str = "paraphrase", voice: str = "paraphrase") -> None:
    """Write two sources: one with a voice that asks and one that answers, one with a voice of its own."""
    path = paths.raw / "manifest.csv"
    path.unlink(missing_ok=True)
    told = {"method": "interview", "by_programme": False, "language": "en", "collector": "A", "practice": True}
    source = {"record": "source", "collector_relation": "neighbour", "consent": consent, **told}
    one = {"label": "S1", "id": SOURCE, "file": "one.txt", "sha256_text": sha256(TEXT), "characters": len(TEXT)}
    append_source(path, {**source, **one, "title": "One"})
    two = {"label": "S2", "id": OTHER, "file": "two.txt", "sha256_text": sha256("two"), "characters": 3}
    append_source(path, {**source, **two, "title": "Two"})
    shared = {"record": "voice", "role": "resident", "stakeholder_group": "residents"}
    for label, id, where, spoken, relation, may in (
        ("V1", ASKER, "S1", "Asker", "asks", "quote"),
        ("V2", ROSA, "S1", "Rosa", "neighbour", voice),
        ("V3", STRANGER, "S2", "", "neighbour", "quote"),
    ):
        own = {"label": label, "id": id, "source": where, "pseudonym": label, "independence_unit": label}
        said = {"consent": may, "collector_relation": relation, **({"spoken_as": spoken} if spoken else {})}
        append_source(path, {**shared, **own, **said})


def sitting(bench: Any, coder: str = "ann", **more: Any) -> Session:
    """Return a session of a coder."""
    return open_session(bench, coder=coder, **more)


def fresh() -> str:
    """Return an id that no test used before."""
    return str(uuid.UUID(int=(4 << 76) + (8 << 60) + (1 << 40) + next(_NUMBERS)))


def coding(words: str, code: str = "feels_capable", *, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """Return the row of a passage, as a page mints it."""
    start = text.index(words)
    place = {"source_id": SOURCE, "start": start, "end": start + len(words), "quote_sha256": sha256(words)}
    told = {"quote": words, "coder": "whoever", "memo": None, "certainty": None, "origin": "human", "round_no": 1}
    row = {"coding_id": fresh(), **place, "code_id": code, **told, "quotable": True}
    return {**row, "supersedes": None, "removed": False, **more}


def claim(**more: Any) -> dict[str, Any]:
    """Return the row of a claim, as a page mints it."""
    said = {"voice_id": ROSA, "reported_by": ROSA, "strand": "learning", "about_case": "one resident"}
    told = {"status": "observed", "elicitation": "prompted", "paraphrase": "Free, so she went.", "coder": "x"}
    row = {"claim_id": fresh(), "label": None, "source_id": SOURCE, "locator": "", **said, **told, "round_no": 1}
    return {**row, "supersedes": None, "removed": False, **more}


def part(claim_id: str, coding_id: str, slot: str = "mechanism_reasoning", **more: Any) -> dict[str, Any]:
    """Return the row of a part, as a page mints it."""
    told = {"intensity": "unknown", "valence": "unknown", "intended": None, "supersedes": None, "removed": False}
    row = {"part_id": fresh(), "claim_id": claim_id, "coding_id": coding_id, "slot": slot, "code_id": "feels_capable"}
    return {**row, **told, **more}


def evidence(label: str, **more: Any) -> dict[str, Any]:
    """Return the row of a bearing, as a page mints it."""
    grades = {"relevance": 2, "richness": 2, "rigour": 1, "reason": "She says so.", "explained": None}
    row = {"evidence_id": fresh(), "theory_id": "LE1", "theory_version": 1, "subject_kind": "claim"}
    told = {"subject_label": label, "bearing": "supports", **grades, "rater": "x"}
    return {**row, **told, "supersedes": None, "removed": False, **more}


def coverage(start: int, end: int, **more: Any) -> dict[str, Any]:
    """Return the row of turns read, as a page mints it."""
    row = {"coverage_id": fresh(), "source_id": SOURCE, "coder": "x", "from_turn": start, "to_turn": end}
    return {**row, "round_no": 1, "supersedes": None, "removed": False, **more}


def later(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the row that puts changed content in place of another."""
    key_name = next(iter(row))
    return {**row, key_name: fresh(), "supersedes": row[key_name], **changes}


def gone(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row that removes another."""
    return later(row, removed=True)


def act(*rows: dict[str, Any], does: str = "mark") -> dict[str, Any]:
    """Return an act of rows; each row's table is known by the name of its key."""
    tables = {"coding_id": "coding", "claim_id": "claim", "part_id": "claim_part", "evidence_id": "evidence"}
    entries = [{"table": {**tables, "coverage_id": "coverage"}[next(iter(row))], "row": row} for row in rows]
    return {"act": fresh(), "does": does, "rows": entries}


def send(session: Session, *acts: Any, n: int = 1) -> list[dict[str, Any]]:
    """Return the replies to acts, sent as a page does: through JSON."""
    return json.loads(json.dumps(take(session, json.loads(json.dumps({"n": n, "kind": "acts", "acts": list(acts)})))))


def _segments():
    at = 0
    for number, (who, words) in enumerate(TURNS, start=1):
        start = at + len(f"{who}: ")
        row = {"segment_id": key(40 + number), "source_id": SOURCE, "number": number, "locator": f"turn {number}"}
        told = {"language": "en", "rendering": "original", "interleaved": False}
        yield {**row, "start": start, "end": start + len(words), "speaker": who, **told}
        at = start + len(words) + 2
