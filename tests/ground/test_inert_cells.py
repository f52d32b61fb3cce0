"""No cell that we write can start a formula, and reading gives back every sign of it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground import inert_cells

HOSTILE = Path(__file__).resolve().parents[3] / "shared/data/hostile_inputs/generated/csv_injection_cells.json"
CUNNING = st.text(st.sampled_from("=+-@＝＋－＠'\"\t\r\n; \u200b\ufeff\xa0,|a1")) | st.text(
    st.characters(exclude_categories=("Cs",))
)


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def begins_a_formula(cell: str) -> bool:
    return bool(re.match(r"[\s\u200b\ufeff\"]*[=+@＝＋－＠-]", cell))


@given(CUNNING)
def test_every_text_comes_back_and_none_begins_a_formula(text):
    cell = inert_cells.inert(text)
    assert inert_cells.original(cell) == text
    assert not begins_a_formula(cell) and not cell.startswith(("\t", "\r", "\n"))


@given(st.lists(CUNNING, min_size=1))
def test_a_row_read_as_csv_holds_the_texts_written(texts):
    [row] = read(inert_cells.csv_line(texts))
    assert [inert_cells.original(cell) for cell in row] == texts
    assert not any(map(begins_a_formula, row))


@given(st.lists(CUNNING, min_size=1), st.sampled_from(";\t"))
def test_a_program_that_parts_cells_elsewhere_finds_no_formula_either(texts, delimiter):
    rows = read(inert_cells.csv_line(["P1", *texts]), delimiter)
    assert not any(begins_a_formula(cell) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("value", "cell"),
    [(-5, "-5"), ("-5", "'-5"), (2.5, "2.5"), (False, "false"), (None, ""), (float("nan"), ""), ("'tis", "'tis")],
)
def test_numbers_stay_numbers_and_innocent_words_stay_as_they_are(value, cell):
    assert inert_cells.written(value) == cell


def test_a_text_that_bears_the_mark_already_keeps_it():
    assert inert_cells.inert("'=1") == "''=1" and inert_cells.original("''=1") == "'=1"


def test_a_missing_value_of_a_frame_is_an_empty_cell():
    import pandas as pd

    assert (
        inert_cells.csv_text([[pd.NA, pd.NaT, "a"]], first_line="# format: useit-x/1") == "# format: useit-x/1\n,,a\n"
    )


def test_each_hostile_cell_is_inert_and_comes_back():
    if not HOSTILE.is_file():
        pytest.skip("../shared/data is not at hand")
    for cell in json.loads(HOSTILE.read_text("utf-8"))["cells"]:
        [[safe]] = read(inert_cells.csv_line([cell]))
        assert not begins_a_formula(safe) and inert_cells.original(safe) == cell
