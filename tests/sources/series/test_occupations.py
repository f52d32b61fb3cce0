"""ESCO's occupations are read whole, and a profession's nearest names are proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.occupations import closest_occupation, read_occupations

ESCO = Path(__file__).resolve().parents[4] / "shared" / "data" / "uk_context" / "esco"


def test_a_file_without_esco_s_columns_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("conceptUri,label\nu,nurse\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="x.csv, row 1: the column 'iscoGroup' is missing"):
        read_occupations(path)


def test_names_on_lines_of_one_cell_are_parted(tmp_path):
    path = tmp_path / "x.csv"
    text = 'conceptUri,iscoGroup,preferredLabel,altLabels,description\nu,2221,specialist nurse,"nurse\nstaff nurse",d\n'
    path.write_text(text, encoding="utf-8")
    assert read_occupations(path).values.tolist() == [["u", "2221", "specialist nurse", "nurse; staff nurse"]]


def test_the_shared_occupations_are_read_and_midwives_are_found():
    if not ESCO.is_dir():
        pytest.skip("the shared data on the United Kingdom is not at hand")
    frame = read_occupations(next(ESCO.glob("*.csv")))
    assert len(frame) > 300 and frame["occupation"].is_unique and frame["label"].ne("").all()
    assert "midwife" in closest_occupation("midwives", frame)
    assert closest_occupation("zzzzqqqq", frame) == []
