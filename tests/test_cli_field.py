"""The verbs register and indicators, from the words typed to the lines told."""

from __future__ import annotations

import pytest

from useit_eval import cli
from useit_eval.workbench import init_study


@pytest.fixture
def root(tmp_path):
    init_study("harbour", folder=tmp_path)
    return tmp_path


def test_a_register_is_begun_and_then_listed(root, capsys):
    assert cli.main(["--root", str(root), "register", "partners"]) == 0
    assert "data_raw/harbour/partners.csv" in capsys.readouterr().out
    assert cli.main(["--root", str(root), "register"]) == 0
    told = capsys.readouterr().out
    assert "Registers of harbour." in told and "  partners: 0" in told
    assert "Not begun:" in told and "mentor_meetings" in told


def test_a_wrong_register_is_one_sentence_and_a_wrong_command(root, capsys):
    assert cli.main(["--root", str(root), "register", "partner"]) == 2
    assert capsys.readouterr().err == "'partner' is not a register. Closest: 'partners'.\n"


def test_a_file_of_statistics_is_told_with_boundaries_gaps_and_rounding(root, capsys):
    path = root / "claimants.csv"
    path.write_text("area_code,area_name,period,value\nE05001193,Ladywood,May 2017,10\nE05001205,Soho,May 2017,*\n")
    words = ["--root", str(root), "indicators", str(path), "--unit", "people", "--rounded-to", "5"]
    assert cli.main(words) == 0
    told = capsys.readouterr().out
    assert "claimants.csv is source S001 (new): 2 readings of 2 areas, 2017-05-01 to 2017-05-01" in told
    assert "  Boundaries: 2013\n  Missing: 1\n  Rounded to: 5\n" in told
    assert "claimants: 2 values in people, 2 areas, 1 period, 1 missing, rounded to 5" in told
    assert cli.main(words) == 0
    assert "(already there)" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_refused_by_row(root, capsys):
    path = root / "claimants.csv"
    path.write_text("area,period,value\nA,2017,many\n")
    assert cli.main(["--root", str(root), "indicators", str(path)]) == 3
    assert capsys.readouterr().err.startswith("claimants.csv, row 2: the value 'many' is not a number")
