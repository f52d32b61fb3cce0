"""A new study is there whole, opens, and never lies over another."""

from __future__ import annotations

import pytest

from useit_eval.ground.errors import UsageError, WorkFailed
from useit_eval.workbench import init_study, open_study, study_status


def test_a_folder_without_a_project_becomes_one_and_the_study_opens(tmp_path):
    report = init_study("harbour", folder=tmp_path)
    assert report.made_project and "useit.toml" in report.created and "data_raw/harbour/manifest.csv" in report.created
    assert all((tmp_path / path).is_file() for path in report.created)
    with open_study(root=tmp_path) as bench:
        assert bench.study.title == "Harbour" and len(bench.codebook.codes) == 10
        assert any("useit-eval add" in sentence for sentence in study_status(bench).next)


def test_a_second_study_joins_the_project_from_any_folder_below(tmp_path):
    init_study("harbour", folder=tmp_path)
    mark = (tmp_path / "useit.toml").read_text()
    report = init_study("docks", folder=tmp_path / "data_raw")
    assert report.root == tmp_path and not report.made_project
    assert (tmp_path / "useit.toml").read_text() == mark
    with open_study("docks", root=tmp_path) as bench:
        assert bench.study.title == "Docks"


def test_no_two_studies_share_the_ids_of_their_codes(tmp_path):
    guids = []
    for name in ("harbour", "docks"):
        init_study(name, folder=tmp_path)
        with open_study(name, root=tmp_path) as bench:
            guids += [code.guid for code in bench.codebook.codes]
    assert len(set(guids)) == len(guids) == 20


def test_a_study_that_is_there_is_left_alone(tmp_path):
    init_study("harbour", folder=tmp_path)
    kept = tmp_path / "codebooks" / "harbour" / "study.yaml"
    kept.write_text("mine")
    with pytest.raises(UsageError, match="there is a study 'harbour' already"):
        init_study("harbour", folder=tmp_path)
    assert kept.read_text() == "mine"


@pytest.mark.parametrize("name", ["Harbour", "har bour", "../x", "", "1st"])
def test_a_name_that_is_no_plain_word_is_refused(tmp_path, name):
    with pytest.raises(UsageError):
        init_study(name, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "data_raw").write_text("a file where the folder should be")
    with pytest.raises(WorkFailed, match="could not be made"):
        init_study("harbour", folder=tmp_path)
    assert not (tmp_path / "codebooks" / "harbour").exists() and not (tmp_path / "useit.toml").exists()
    assert [path.name for path in (tmp_path / "codebooks").iterdir()] == []
