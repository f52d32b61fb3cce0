"""Codings go out in the form they came in: reading them anew gives the same rows."""

from __future__ import annotations

import shutil

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import UsageError
from useit_eval.workbench import add_source, export_coding, open_study

APART = ["store_id", "recorded_by", "recorded_at", "supersedes", "quote"]
TABLES = ("coding", "claim", "claim_part", "evidence")


def test_what_is_exported_and_read_by_an_empty_store_gives_the_same_rows(paths, bench, tmp_path):
    report = export_coding(bench)
    assert (report.claims, report.codings, report.evidence) == (2, 4, 1)
    before = {name: bench.load(name).drop(columns=APART, errors="ignore") for name in TABLES}
    other = _study_of(paths, report.files, tmp_path / "other")
    with open_study("harbour", root=other) as again:
        for name, frame in before.items():
            assert again.load(name).drop(columns=APART, errors="ignore").equals(frame), name


def test_a_record_keeps_its_first_id_in_the_export_after_a_change(paths, bench):
    small_study.write_coding(paths, paraphrase="Said better.")
    with open_study(root=paths.root) as again:
        text = export_coding(again).files[0].read_text(encoding="utf-8")
    assert f"claim_id: {small_study.key(11)}" in text and "Said better." in text


def test_the_words_of_respondents_are_not_exported(paths, bench):
    add_source(bench, small_study.write_text(paths.root))
    written = " ".join(path.read_text(encoding="utf-8") for path in export_coding(bench).files)
    assert "I can do this" not in written and "free_course" in written


def test_the_export_is_not_written_beside_the_files_it_repeats(paths, bench):
    with pytest.raises(UsageError, match="beside the files it repeats"):
        export_coding(bench, folder=paths.coding)


def _study_of(paths, files, root):
    ignore = shutil.ignore_patterns("data_processed", "claims_*", "bearing*")
    shutil.copytree(paths.root, root, ignore=lambda folder, names: {*ignore(folder, names), "other"} & set(names))
    for file in files:
        shutil.copy(file, root / "codebooks" / "harbour" / "coding")
    return root
