"""Answers and readings of the practice study enter its store once, as registered, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from useit_eval.workbench import open_study, practice_data, run_models

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project that holds the practice study."""
    root = tmp_path_factory.mktemp("practice")
    shutil.copy(ROOT / "useit.toml", root)
    for folder in ("codebooks", "data_raw"):
        shutil.copytree(ROOT / folder / "practice", root / folder / "practice")
    return root


def test_answers_and_readings_are_taken_in_once(project):
    for _ in range(2):
        with open_study("practice", root=project) as bench:
            answers, readings = bench.load("response"), bench.load("reading")
            assert practice_data.take_in(bench.store, bench.paths) == 0
    assert readings["period"].nunique() < 12 and readings["area"].nunique() == 3 and len(readings) == 30
    each = answers.drop_duplicates("submission_id")
    assert each["researcher_id"].nunique() == 12 and each.groupby("researcher_id").size().between(8, 15).all()
    assert set(answers.loc[~answers["counted"], "question_id"]) <= {"agreed", "researcher"}  # who did not agree left nothing else


def test_a_file_that_is_not_the_one_registered_is_left_alone(project, tmp_path):
    root = tmp_path / "changed"
    shutil.copytree(project / "codebooks", root / "codebooks")
    shutil.copytree(project / "data_raw", root / "data_raw")
    shutil.copy(project / "useit.toml", root)
    with (root / "data_raw" / "practice" / "practice_answers.csv").open("a", encoding="utf-8") as file:
        file.write("Q999,CR21,2018-10-01,yes,nobody,no,no,no,1,1,\n")
    with open_study("practice", root=root) as bench:
        assert bench.load("response").empty and len(bench.load("reading")) == 30


def test_the_practice_models_show_tables_an_interaction_a_series_and_kind_refusals(project):
    with open_study("practice", root=project) as bench:
        found = {finding.data["label"]: finding for finding in run_models(bench)}
        assert set(found) == set(bench.models.labels)
    told = {label: " ".join(line.text for line in finding.sentences) for label, finding in found.items()}
    by_method = {finding.data["method"]: label for label, finding in found.items() if not finding.data["refused"]}
    assert {"proportion", "funnel", "table", "interaction", "series", "before_after", "mediation", "qca"} <= by_method.keys()
    assert "probably too narrow" in told[by_method["series"]] and "12 clusters, under 40" in told[by_method["table"]]
    assert [row[3] for row in found[by_method["interaction"]].table.rows] == [44, 36, 29, 26]
    refused = {finding.data["method"] for finding in found.values() if finding.data["refused"]}
    assert {"areas", "table"} <= refused
