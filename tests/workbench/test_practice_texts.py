"""Texts of a practice study enter the store at its opening; nobody else's do, and what is withdrawn stays out."""

from __future__ import annotations

import concurrent.futures
import shutil

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import add_source, open_study, withdraw


def text_of(paths) -> str | None:
    """Return the text of the small study's source as a study newly opened has it."""
    with open_study(root=paths.root) as bench:
        return bench.text("S1")


def test_the_text_of_a_practice_source_is_there_once_the_study_is_opened(paths):
    small_study.write_text(paths.raw)
    assert text_of(paths) == small_study.TEXT


def test_opening_again_adds_no_row_and_reads_no_file(paths, monkeypatch):
    small_study.write_text(paths.raw)
    text_of(paths)
    monkeypatch.setattr("useit_eval.workbench.practice_texts.read_many", None)
    with open_study(root=paths.root) as bench:
        assert len(bench.store.history("source_text")) == 1


def test_a_text_in_the_folder_of_a_study_that_is_no_practice_waits_for_a_person(paths):
    small_study.write_text(paths.raw)
    small_study.edit(paths.raw / "manifest.csv", ",true,", ",false,")
    assert text_of(paths) is None
    with open_study(root=paths.root) as bench:
        add_source(bench, paths.raw / "one.txt")
    assert text_of(paths) == small_study.TEXT


def test_a_file_that_holds_other_words_than_those_registered_is_left(paths):
    small_study.write_text(paths.raw, small_study.TEXT.replace("free", "dear"))
    assert text_of(paths) is None


def test_a_marked_passage_that_does_not_stand_in_the_text_is_told_and_nothing_is_kept(paths):
    path = small_study.write_text(paths.raw)
    wrong = small_study.part(1, "context", "earlier_bad_experience", "I had given up.", memo="moved")
    small_study.write_coding(paths, parts=[{**wrong, "start": wrong["start"] + 1, "end": wrong["end"] + 1}])
    with pytest.raises(InputRefused, match="are not those whose hash is given"):
        open_study(root=paths.root)
    path.unlink()
    assert text_of(paths) is None


@pytest.mark.parametrize("label", ["S1", "V1"])
def test_what_was_withdrawn_does_not_come_back_with_its_file_not_even_into_a_new_store(paths, label):
    small_study.write_text(paths.raw)
    with open_study(root=paths.root) as bench:
        words = bench.text("S1")
        withdraw(bench, label, reason="asked for it")
        left = bench.text("S1")
    small_study.write_text(paths.raw)
    assert text_of(paths) == left
    assert left != words
    shutil.rmtree(paths.processed)
    assert text_of(paths) is None


def test_many_who_open_a_study_at_once_take_its_text_in_once(paths):
    small_study.write_text(paths.raw)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: text_of(paths), range(4)))
    assert texts == [small_study.TEXT] * 4
    with open_study(root=paths.root) as bench:
        assert len(bench.store.history("source_text")) == 1
