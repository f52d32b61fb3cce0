"""A study of two claims that one can check by eye, made in a folder of the test's own."""

from __future__ import annotations

import csv
import io
import uuid
from pathlib import Path

from useit_eval import codebook
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.text import sha256
from useit_eval.sources import append_source
from useit_eval.workbench import init_study

NAME = "harbour"
TEXT = "I had given up.\n\nThe course was free. I thought: I can do this.\n\nmixed words of two\n"
WHEN = "2024-01-31T09:30:00Z"
NEVER_MIND = "not stated"
SURVEY = """\
format: useit-models/1
models:
  - label: ST01
    method: survey
    theory: {theory}
    slot: outcome
    title: A survey from elsewhere
    reading: With care.
    data: {{file: '{file}', value: y, weight: {weight}, source: S1}}
"""
"""A models.yaml of one survey, with places for the theory, the file and the column of weights."""


def key(number: int) -> str:
    """Return a UUID that one can tell apart by eye."""
    return str(uuid.UUID(int=(4 << 76) + (8 << 60) + number))


def make(folder: Path) -> StudyPaths:
    """Return the paths of a new study of one source, two voices, two claims and one piece of evidence."""
    init_study(NAME, folder=folder)
    paths = StudyPaths(folder, NAME)
    write_manifest(paths)
    write_coding(paths)
    return paths


def write_text(folder: Path, text: str = TEXT) -> Path:
    """Return a file that holds the source's text."""
    path = folder / "one.txt"
    path.write_bytes(text.encode())
    return path


def write_manifest(paths: StudyPaths, *, consent: str = "quote", voice_consent: str = "quote") -> None:
    """Write the manifest anew: one source, two voices."""
    path = paths.raw / "manifest.csv"
    path.unlink(missing_ok=True)
    shared = {"collector_relation": NEVER_MIND, "practice": True}
    source = {"record": "source", "label": "S1", "id": key(1), "file": "one.txt", "sha256_text": sha256(TEXT)}
    told = {"characters": len(TEXT), "title": "One", "method": "interview", "by_programme": False, "language": "en"}
    append_source(path, {**source, **told, **shared, "consent": consent, "collector": "A"})
    for label, number, may in (("V1", 2, voice_consent), ("V2", 3, "quote")):
        voice = {"record": "voice", "label": label, "id": key(number), "source": "S1", "pseudonym": label}
        who = {"role": "resident", "stakeholder_group": "residents", "independence_unit": label}
        append_source(path, {**voice, **who, "consent": may, "collector_relation": NEVER_MIND})


def write_coding(paths: StudyPaths, **changes: object) -> None:
    """Write sections, claims and bearing; ``changes`` replace keys of the first claim."""
    first = claim(1, "V1", [part(1, "context", "earlier_bad_experience", "I had given up.")])
    spoken = part(2, "mechanism_reasoning", "feels_capable", "I can do this.", intensity="strong")
    second = claim(2, "V2", [part(3, "mechanism_resource", "free_course", "The course was free."), spoken])
    mixed = part(4, "outcome", "can_do_more", "mixed words of two")
    second["parts"].append(mixed)
    head = {"source": "S1", "coder": "ann", "round_no": 1, "recorded_at": WHEN}
    _write(paths, "claims_1.yaml", "claims", {**head, "claims": [{**first, **changes}, second]})
    _write(paths, "sections_1.yaml", "sections", {"source": "S1", "coder": "ann", "recorded_at": WHEN, **_sections()})
    _write(paths, "bearing.yaml", "bearing", {"rater": "ann", "recorded_at": WHEN, "bearing": [_bearing()]})


def claim(number: int, voice: str, parts: list[dict]) -> dict:
    """Return one claim as YAML holds it."""
    said = {"voice": voice, "reported_by": voice, "strand": "learning", "about": "residents", "status": "observed"}
    label = {"label": f"C{number:03d}", "claim_id": key(10 + number), "locator": str(number)}
    return {**label, **said, "elicitation": "not_known", "paraphrase": "In our words.", "parts": parts}


def part(number: int, slot: str, code: str, words: str, **more: object) -> dict:
    """Return one part as YAML holds it, with the place of its words in the text."""
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words), "sha256": sha256(words)}
    return {"part_id": key(20 + number), "coding_id": key(30 + number), "slot": slot, "code": code, **place, **more}


def write_figures(paths: StudyPaths, **changes: str) -> None:
    """Write a ledger of one figure."""
    row = {
        **{"figure_id": key(50), "label": "F001", "value": "12", "bound": "exact", "unit": "people"},
        **{"definition": "people who finished", "as_of": "2024", "source": "S1", "locator": "1", "role": "output"},
        **{"strand": "learning", "as_printed": "twelve", "printed_locale": "en_GB", **changes},
    }
    text = io.StringIO()
    text.write("# format: useit-figures/1\n")
    header = (paths.raw / "figures.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    (paths.raw / "figures.csv").write_text(text.getvalue(), encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Change a text in a file, which must hold it."""
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{path.name} does not hold {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _write(paths: StudyPaths, name: str, kind: str, content: dict) -> None:
    codebook.write_yaml(paths.coding / name, content, kind=kind)


def _sections() -> dict:
    found = []
    for number, words in enumerate(TEXT.strip().split("\n\n"), start=1):
        start = TEXT.index(words)
        place = {"start": start, "end": start + len(words), "sha256": sha256(words)}
        mixed = {"interleaved": True} if words.startswith("mixed") else {}
        found.append({"segment_id": key(40 + number), "number": number, "locator": f"{number}", **place, **mixed})
    return {"sections": found}


def _bearing() -> dict:
    grades = {"relevance": 2, "richness": 2, "rigour": 1}
    said = {"theory": "LE1", "version": 1, "claim": "C002", "bearing": "supports", "reason": "It says so."}
    return {"evidence_id": key(60), **said, **grades}
