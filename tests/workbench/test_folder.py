"""A folder comes in file by file; the table says what became of each, and adding it again goes on."""

from __future__ import annotations

import os

import pytest

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench import add_folder, open_study
from useit_eval.workbench import folder as folders

TALK = "Interviewer: Where did you meet?\nAmina: At the centre.\nInterviewer: And then?\nAmina: I joined the course.\n"


@pytest.fixture
def files(tmp_path):
    """Give a folder of files of every fate."""
    folder = tmp_path / "field"
    written = {
        **{"b.txt": "A note.\n", "a.txt": TALK, "deep/c.txt": "Another note of a visit.\n", "deep/d.txt": TALK},
        **{"answers.csv": "a,b\n1,2\n", "picture.png": "\x89PNG", "empty.txt": ""},
        **{".DS_Store": "x", "~$a.docx": "x", "deep/.~lock.c.odt#": "x", ".hidden/e.txt": "x", "LICENSE": "x"},
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1"))
    return folder


def fates(report) -> dict[str, str]:
    """Return what became of each file."""
    return {outcome.file: outcome.state for outcome in report.outcomes}


def test_the_table_says_what_became_of_each_file_in_the_order_of_their_names(bench, files):
    report = add_folder(bench, files)
    assert list(fates(report).items()) == [
        ("a.txt", "new"),
        ("answers.csv", "needs a decision"),
        ("b.txt", "new"),
        ("deep/c.txt", "new"),
        ("deep/d.txt", "already there"),
        ("empty.txt", "refused"),
        ("picture.png", "refused"),
    ]
    assert [outcome.label for outcome in report.of("new", "already there")] == ["S001", "S002", "S003", "S001"]
    assert report.passed_over == 5
    assert "useit-eval questionnaires" in report.of("needs a decision")[0].why
    assert all(outcome.why for outcome in report.of("refused"))


def test_what_is_to_decide_is_told_once_for_all_it_is_about(bench, files):
    report = add_folder(bench, files)
    assert any(line.startswith("S001 to S003: words are not quoted") for line in report.decisions)
    assert any(line.startswith("S001: its turns make it look like method interview") for line in report.decisions)


def test_adding_a_folder_again_finds_everything_there_and_goes_on(paths, bench, files):
    add_folder(bench, files)
    (files / "new.txt").write_text("A new note came in.\n", encoding="utf-8")
    before = len(bench.store.history("segment"))
    report = add_folder(bench, files)
    assert fates(report)["new.txt"] == "new" and [o.file for o in report.of("new")] == ["new.txt"]
    assert len(report.of("already there")) == 4 and len(bench.store.history("segment")) == before + 1


def test_an_interruption_leaves_what_was_done_and_the_next_time_goes_on(paths, bench, files, monkeypatch):
    monkeypatch.setattr(folders, "MOST_WAITING", 1)

    def stop(step):
        if step.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_folder(bench, files, progress=stop)
    with open_study(root=paths.root) as again:
        assert len(again.load("source")) == 3 and len(again.store.current("source_text")) == 2
        assert len(add_folder(again, files).of("new")) == 1


def test_progress_names_every_file(bench, files):
    steps = []
    add_folder(bench, files, progress=steps.append)
    assert [(step.done, step.total) for step in steps] == [(done, 7) for done in range(1, 8)]
    assert steps[0].outcome.file == "a.txt"


def test_two_files_of_one_name_never_become_versions_of_one_another(bench, tmp_path):
    for part, text in (("one", "The first talk of all was here."), ("two", "The first talk of all was there.")):
        (tmp_path / "f" / part).mkdir(parents=True)
        (tmp_path / "f" / part / "talk.txt").write_text(text, encoding="utf-8")
    for _ in range(2):
        report = add_folder(bench, tmp_path / "f")
        assert fates(report)["two/talk.txt"] == "needs a decision"
    assert "another name" in report.of("needs a decision")[0].why and fates(report)["one/talk.txt"] == "already there"


def test_a_changed_file_of_a_folder_becomes_a_new_version(bench, files):
    add_folder(bench, files)
    (files / "a.txt").write_text("Interviewer: Good morning.\n" + TALK, encoding="utf-8")
    report = add_folder(bench, files)
    assert fates(report)["a.txt"] == "new version" and report.of("new version")[0].label == "S001"


def test_a_file_that_turned_into_another_is_left_to_a_person(bench, files):
    add_folder(bench, files)
    (files / "b.txt").write_text("Completely different words in here.\n", encoding="utf-8")
    assert fates(add_folder(bench, files))["b.txt"] == "needs a decision" and bench.text("S002") == "A note.\n"


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_link_that_leads_out_is_refused_and_not_read(bench, files, tmp_path):
    (tmp_path / "secret.txt").write_text("Secret words.\n", encoding="utf-8")
    (files / "link.txt").symlink_to(tmp_path / "secret.txt")
    report = add_folder(bench, files)
    assert fates(report)["link.txt"] == "refused" and "leads out" in report.of("refused")[1].why


def test_the_study_s_own_registers_are_passed_over(paths, bench):
    (paths.raw / "note.txt").write_text("A note of the study.\n", encoding="utf-8")
    report = add_folder(bench, paths.raw)
    assert fates(report) == {"note.txt": "new"} and report.passed_over >= 2


def test_a_folder_without_files_and_a_wrong_word_are_refused(bench, tmp_path):
    with pytest.raises(InputRefused, match="no file to add"):
        add_folder(bench, tmp_path / "nothing")
    with pytest.raises(UsageError, match="'minuts' is not a kind. Closest: 'minutes'"):
        add_folder(bench, tmp_path, kind="minuts")


def test_minutes_are_dated_documents_of_the_programme(bench, tmp_path):
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "minutes_2017-05-03.txt").write_text("Present: four.\n", encoding="utf-8")
    (folder / "minutes_undated.txt").write_text("Present: five.\n", encoding="utf-8")
    report = add_folder(bench, folder, kind="minutes")
    held = bench.load("source").set_index("file")
    assert (
        held.loc["minutes_2017-05-03.txt", "dated"] == "2017-05-03" and held["by_programme"].tolist().count(True) == 2
    )
    assert held.loc["minutes_undated.txt", "method"] == "document"
    assert any("S002: write its day under dated" in line for line in report.decisions)
    assert any(line.startswith("S001: 2017-05-03 is taken as its day") for line in report.decisions)
