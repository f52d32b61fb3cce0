"""The study of USE-IT! as shipped: it opens on a fresh clone, and every passage lies in the journal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from useit_eval.workbench import add_source, open_study, study_status

ROOT = Path(__file__).resolve().parents[2]
JOURNAL = ROOT.parent / "shared" / "journal" / "useit-journal-1.txt"
NOT_AT_HAND = "the journal's text is not at hand"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Return a copy of the project's tracked study, without anything made."""
    root = tmp_path_factory.mktemp("clone")
    shutil.copy(ROOT / "useit.toml", root)
    for folder in ("codebooks", "data_raw"):
        shutil.copytree(ROOT / folder / "useit", root / folder / "useit")
    return root


def test_status_works_on_a_fresh_clone_before_any_run(clone):
    with open_study("useit", root=clone) as bench:
        report = study_status(bench)
    assert report.holds["claims"] >= 70 and report.holds["figures"] > 60
    assert all(held["claims"] for strand, held in report.by_strand.items() if strand != "whole")
    assert report.texts == ()


def test_every_passage_of_the_shipped_coding_lies_in_the_journal(clone):
    if not JOURNAL.is_file():
        pytest.skip(NOT_AT_HAND)
    with open_study("useit", root=clone) as bench:
        report = add_source(bench, JOURNAL)
        codings, sections = bench.load("coding"), bench.sections()
        assert report.verified == len(codings) + len(sections)
        quotable = codings["quotable"].astype(bool)
        assert codings.loc[quotable, "quote"].notna().all() and codings.loc[~quotable, "quote"].isna().all()
