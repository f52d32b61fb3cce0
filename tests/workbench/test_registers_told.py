"""The registers of a study at the bench: practice rows load whole, a sheet begins once, doubts are told."""

from __future__ import annotations

import shutil

import pytest

from tests.workbench import small_study
from useit_eval.ground import field_registers
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.project import StudyPaths
from useit_eval.sources.register_sheets import PRACTICE
from useit_eval.workbench import init_study, open_study, study_status
from useit_eval.workbench.registers_told import begin_register, tell_registers


@pytest.fixture
def office(tmp_path) -> StudyPaths:
    init_study("office", folder=tmp_path)
    paths = StudyPaths(tmp_path, "office")
    shutil.copytree(PRACTICE, paths.raw, dirs_exist_ok=True)
    return paths


def test_a_study_of_practice_rows_opens_and_every_register_loads(office):
    with open_study("office", root=office.root, as_of="2024-05-31") as bench:
        for kind, spec in field_registers.FILES.items():
            frame = bench.load(spec.name)
            assert len(frame) and frame["practice"].all()
            assert bench.load(kind).equals(frame)
        holds = study_status(bench).holds
        report = tell_registers(bench)
    assert holds["enterprises"] == 3 and holds["mentor_meetings"] == 5
    assert report.rows["pathway"] == 16 and report.absent == ()
    assert report.doubts == ("enterprises.csv, row 4: EN02: one meeting with a mentor; three are the least.",)


def test_a_register_that_is_not_there_gives_no_rows(tmp_path):
    init_study("empty", folder=tmp_path)
    with open_study("empty", root=tmp_path) as bench:
        assert bench.load("loan").empty and "loans" not in study_status(bench).holds


def test_a_study_whose_registers_do_not_fit_together_does_not_open(office):
    path = office.raw / "grants.csv"
    small_study.edit(path, "GR02,EN02", "GR02,EN20")
    with pytest.raises(InputRefused, match=r"grants.csv, row 4: the enterprise 'EN20' is not in enterprises.csv"):
        open_study("office", root=office.root).close()


def test_evidence_and_strand_of_a_register_are_checked_by_row(office):
    small_study.edit(office.raw / "loans.csv", "2024-05-31,,PR1", "2024-05-31,C999,PR1")
    with pytest.raises(InputRefused, match=r"loans.csv, row 3: the evidence names 'C999', which no record bears"):
        open_study("office", root=office.root).close()
    small_study.edit(office.raw / "loans.csv", "2024-05-31,C999,PR1", "2024-05-31,,PR1")
    small_study.edit(office.raw / "ideas.csv", "whole", "wohle")
    with pytest.raises(InputRefused, match=r"ideas.csv, row 3: the strand 'wohle' is not a strand of the study"):
        open_study("office", root=office.root).close()


def test_a_sheet_is_begun_once_and_never_over_another(tmp_path):
    init_study("empty", folder=tmp_path)
    paths = StudyPaths(tmp_path, "empty")
    path = begin_register(paths, "partners")
    with open_study("empty", root=tmp_path) as bench:
        assert bench.load("partner").empty and study_status(bench).holds["partners"] == 0
    path.write_text("mine")
    with pytest.raises(UsageError, match=r"the study has this register already: partners.csv"):
        begin_register(paths, "partners")
    assert path.read_text() == "mine"
    with pytest.raises(UsageError, match=r"'partner' is not a register. Closest: 'partners'"):
        begin_register(paths, "partner")
