"""A practice study of one interview with two voices, coded, with its words in every place where words can be."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pandas as pd

from tests.runs.projects import write_notebook
from tests.workbench.small_study import key
from useit_eval import codebook
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.text import sha256
from useit_eval.sources import append_rows
from useit_eval.store import open_store
from useit_eval.workbench import init_study, open_study

NAME = "harbour"
WHEN = "2024-01-31T09:30:00Z"
TURNS = (
    ("Rosalind", "I had given up on the whole crooked harbour scheme.\nNobody rang me back for seven weeks."),
    ("Bertram", "The upstairs course was free, so I simply went along."),
    ("Rosalind", "Then my neighbour walked me there, and it felt like my own place."),
    ("Bertram", "I thought: this is something that I can really do."),
)
TEXT = "\n\n".join(f"{who}: {words}" for who, words in TURNS) + "\n"
ROSALIND, BERTRAM = ("crooked harbour", "seven weeks", "my neighbour walked"), ("upstairs course", "really do")
PAGE = """from useit_eval.workbench import open_study
from pathlib import Path
with open_study(study, run_folder=run_folder or ".") as bench:
    codings, claims = bench.load("coding"), bench.load("claim")
    if run_folder:
        bench.give("words", codings)
        page = Path(run_folder) / "pages" / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("<p>" + "</p><p>".join([*codings["quote"].dropna(), *claims["paraphrase"]]) + "</p>")
display(codings["quote"].tolist())
"""


def make(folder: Path) -> StudyPaths:
    """Return the paths of the study: manifest, coding files, the raw file, and the text in the store."""
    init_study(NAME, folder=folder)
    paths = StudyPaths(folder, NAME)
    raw = docx()
    (paths.raw / "interview.docx").write_bytes(raw)
    _write_manifest(paths, sha256(raw))
    _write_coding(paths)
    with open_study(root=folder) as bench:
        bench.store.append("source_text", pd.DataFrame([{"source_id": key(1), "text": TEXT}]), by="ann")
        bench.store.append("segment", pd.DataFrame(list(_segments())), by="ann")
    return paths


def write_notebooks(paths: StudyPaths) -> None:
    """Write one notebook that shows every quotation and makes a page of them."""
    gives = ["frames:words", "pages:index"]
    needs = ["files:data_raw", "files:codebooks"]
    write_notebook(paths.root / "notebooks", "01_words", PAGE, needs=needs, gives=gives, group="chapters")
    (paths.root / "requirements.lock").write_text("pandas==3.1.0\n")


def scatter(paths: StudyPaths) -> dict[str, Path]:
    """Put the words where runs, commands and people leave them; return a person's own files by name."""
    words = TURNS[0][1]
    made = {
        paths.processed / "export" / "claims.yaml": words.encode(),
        paths.cache / "checked" / "a.json": json.dumps({"html": f"<b>{words}</b>"}).encode(),
        paths.logs / "bug.log": words.encode(),
        paths.runs / "20240101T000000Z-aa.failed" / "notebooks" / "01.ipynb": json.dumps([words]).encode(),
        paths.processed / "old.parquet.gz": gzip.compress(words.encode()),
    }
    own = {
        "edited.docx": paths.reports / "edited.docx",
        "theory.md": paths.text / "summary.md",
        "notes.zip": paths.raw / "notes.zip",
        "own.ipynb": paths.root / "notebooks" / "own.ipynb",
    }
    for path, content in made.items():
        _write(path, content)
    _write(own["edited.docx"], docx())
    _write(own["theory.md"], f"<!-- format: useit-text/1; author: Ann; stands_on: C001 -->\n{words}\n".encode())
    _write(own["notes.zip"], _zipped("notes.txt", words.encode("utf-16")))
    _write(own["own.ipynb"], json.dumps({"cells": [{"outputs": [f"<p>{words}</p>"]}]}).encode())
    return own


def docx() -> bytes:
    """Return the interview as a Word file."""
    from docx import Document

    document, stream = Document(), io.BytesIO()
    for who, words in TURNS:
        document.add_paragraph(f"{who}: {words}")
    document.save(stream)
    return stream.getvalue()


def span(words: str) -> dict[str, object]:
    """Return where words stand in the text, with their hash."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "sha256": sha256(words)}


def texts_of(folder: Path) -> bytes:
    """Return the raw bytes of every file below a folder."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def store_of(paths: StudyPaths):
    """Return the store, opened."""
    return open_store(paths.store)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return stream.getvalue()


def _write_manifest(paths: StudyPaths, digest: str) -> None:
    path = paths.raw / "manifest.csv"
    path.unlink(missing_ok=True)
    source = {"record": "source", "label": "S1", "id": key(1), "file": "interview.docx", "sha256_file": digest}
    told = {"sha256_text": sha256(TEXT), "characters": len(TEXT), "title": "At the harbour", "method": "interview"}
    more = {"by_programme": False, "language": "en", "practice": True, "collector": "A", "consent": "quote"}
    voices = [
        {
            **{
                "record": "voice",
                "label": label,
                "id": key(number),
                "source": "S1",
                "pseudonym": who,
                "role": "resident",
            },
            **{"stakeholder_group": "residents", "independence_unit": f"household of {who}", "consent": "quote"},
            **{"collector_relation": "not stated", "spoken_as": who},
        }
        for label, number, who in (("V1", 2, "Rosalind"), ("V2", 3, "Bertram"))
    ]
    append_rows(path, [{**source, **told, **more, "collector_relation": "not stated"}, *voices])


def _write_coding(paths: StudyPaths) -> None:
    mine = _claim(1, "V1", "She had given up until somebody walked with her.", [
        _part(1, "context", "earlier_bad_experience", "crooked harbour scheme", memo="She says: crooked harbour scheme"),
        _part(2, "mechanism_reasoning", "feels_capable", "it felt like my own place"),
    ])  # fmt: skip
    other = _claim(2, "V2", "A free course let him try.", [
        _part(3, "mechanism_resource", "free_course", "The upstairs course was free"),
        _part(4, "outcome", "can_do_more", "something that I can really do"),
    ])  # fmt: skip
    head = {"source": "S1", "coder": "ann", "round_no": 1, "recorded_at": WHEN}
    codebook.write_yaml(paths.coding / "claims_1.yaml", {**head, "claims": [mine, other]}, kind="claims")
    across = {
        "coding_id": key(36),
        "code": "free_course",
        **span("seven weeks.\n\nBertram: The upstairs course was free"),
    }
    codebook.write_yaml(paths.coding / "second_1.yaml", {**head, "coder": "ben", "codings": [across]}, kind="claims")
    grades = {"relevance": 2, "richness": 2, "rigour": 1}
    said = [
        {"evidence_id": key(60 + n), "theory": "LE1", "version": 1, "claim": f"C00{n}", "bearing": "supports",
         "reason": f"As {who} puts it.", **grades}
        for n, who in ((1, "Rosalind"), (2, "Bertram"))
    ]  # fmt: skip
    bearing = {"rater": "ann", "recorded_at": WHEN, "bearing": said}
    codebook.write_yaml(paths.coding / "bearing.yaml", bearing, kind="bearing")


def _claim(number: int, voice: str, paraphrase: str, parts: list[dict]) -> dict:
    said = {"voice": voice, "reported_by": voice, "strand": "learning", "about": "residents", "status": "observed"}
    label = {"label": f"C{number:03d}", "claim_id": key(10 + number), "locator": f"turn {number}"}
    return {**label, **said, "elicitation": "not_known", "paraphrase": paraphrase, "parts": parts}


def _part(number: int, slot: str, code: str, words: str, **more: object) -> dict:
    return {
        "part_id": key(20 + number),
        "coding_id": key(30 + number),
        "slot": slot,
        "code": code,
        **span(words),
        **more,
    }


def _segments():
    for number, (who, words) in enumerate(TURNS, start=1):
        place = {name: value for name, value in span(words).items() if name != "sha256"}
        shared = {"language": "en", "rendering": "original", "interleaved": False, "locator": f"{who}, turn {number}"}
        yield {"segment_id": key(40 + number), "source_id": key(1), "number": number, "speaker": who, **place, **shared}
