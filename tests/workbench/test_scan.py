"""Words are found in files, whatever they are packed in, and told apart from common speech."""

from __future__ import annotations

import bz2
import gzip
import html
import io
import json
import lzma
import sqlite3
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.blanks import FILLER, blank
from useit_eval.ground.errors import UseitError
from useit_eval.workbench.scan import Runs, count_runs, runs_of, scan_files

WORDS = 'I had given up on the Müller & sons "harbour" scheme, and then\nmy neighbour rang me back.'
RUNS = runs_of([WORDS])


def _docx() -> bytes:
    from docx import Document

    document, stream = Document(), io.BytesIO()
    paragraph = document.add_paragraph()
    for at in range(0, len(WORDS), 7):  # a word broken over two runs, as Word does when somebody edits
        paragraph.add_run(WORDS[at : at + 7])
    document.save(stream)
    return stream.getvalue()


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    book.active.append(["C001", WORDS])
    book.save(stream)
    return stream.getvalue()


def _odt() -> bytes:
    from odfdo import Document, Paragraph

    document, stream = Document("text"), io.BytesIO()
    document.body.append(Paragraph(WORDS))
    document.save(stream)
    return stream.getvalue()


def _parquet() -> bytes:
    stream = io.BytesIO()
    pd.DataFrame({"quote": [WORDS] * 50, "number": range(50)}).to_parquet(stream, compression="zstd")
    return stream.getvalue()


def _sqlite() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (words)")
    connection.execute("INSERT INTO t VALUES (?)", (WORDS,))
    connection.commit()
    return connection.serialize()


def _pdf() -> bytes:
    from matplotlib.figure import Figure

    figure, stream = Figure(), io.BytesIO()
    figure.text(0.1, 0.5, WORDS)
    figure.savefig(stream, format="pdf", metadata={"CreationDate": None})
    return stream.getvalue()


def _zip(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner/words.bin", content)
    return stream.getvalue()


FORMS = {
    "plain": lambda: WORDS.encode(),
    "UTF-16": lambda: WORDS.encode("utf-16"),
    "UTF-16 after an odd byte": lambda: b"\x07" + WORDS.encode("utf-16-be"),
    "JSON": lambda: json.dumps({"cells": [WORDS]}).encode(),
    "JSON in JSON": lambda: json.dumps([json.dumps([WORDS])]).encode(),
    "HTML": lambda: f"<p>{html.escape(WORDS)}</p>".encode(),
    "HTML with marks between words": lambda: "<b>".join(f"{word}</b> " for word in html.escape(WORDS).split()).encode(),
    "HTML in a notebook": lambda: json.dumps({"outputs": [f"<td>{html.escape(WORDS)}</td>"]}).encode(),
    "YAML wrapped": lambda: ("paraphrase: " + WORDS.replace(" ", "\n      ")).encode(),
    "upper case": lambda: WORDS.upper().encode(),
    "gzip": lambda: gzip.compress(WORDS.encode()),
    "bzip2": lambda: bz2.compress(WORDS.encode()),
    "xz": lambda: lzma.compress(WORDS.encode()),
    "ZIP": lambda: _zip(WORDS.encode()),
    "ZIP in ZIP": lambda: _zip(_zip(WORDS.encode())),
    "DOCX": _docx,
    "XLSX": _xlsx,
    "ODT": _odt,
    "Parquet": _parquet,
    "SQLite": _sqlite,
    "PDF": _pdf,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_words_are_found_in(form):
    assert count_runs(FORMS[form](), RUNS) >= len(RUNS.lines) - 4


@pytest.mark.parametrize("form", FORMS)
def test_other_words_are_not_found_in(form):
    assert count_runs(FORMS[form](), runs_of(["Somebody else said quite another thing about it"])) == 0


def test_what_others_say_too_tells_nobody_apart():
    runs = runs_of(["at the end of the day I wept"], but=["At the end of the day, we all went home."])
    assert "at the end of the" not in runs.lines
    assert "the end of the day" not in runs.lines
    assert "end of the day i" in runs.lines


def test_short_answers_are_one_run_and_the_shortest_give_none():
    assert runs_of(["Yes, of course.", "Yes."]).lines == {"yes of course"}
    assert count_runs(b"anything", Runs(frozenset())) == 0


def test_a_file_that_cannot_be_looked_into_is_told_and_not_passed_over(tmp_path):
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    (tmp_path / "clean.txt").write_text("nothing")
    (tmp_path / "words.txt").write_text(WORDS, encoding="utf-8")
    damaged, words = scan_files(tmp_path.iterdir(), RUNS)
    assert (damaged.path.name, damaged.runs, damaged.note) == (
        "damaged.docx", 0, "could not be looked into (the archive is damaged or encrypted)"
    )  # fmt: skip
    assert (words.path.name, words.runs) == ("words.txt", len(RUNS.lines))


def test_archives_nested_without_end_are_refused():
    raw = WORDS.encode()
    for _ in range(6):
        raw = _zip(raw)
    with pytest.raises(UseitError, match="nested too deep"):
        count_runs(raw, RUNS)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=4))
def test_a_blanked_text_keeps_every_place_and_no_sign_of_the_passages(text, spans):
    found = blank(text, spans)
    assert len(found) == len(text)
    for at, (before, after) in enumerate(zip(text, found, strict=True)):
        inside = any(start <= at < end for start, end in spans)
        assert after == (FILLER if inside and before != "\n" else before)
