"""The same talk in another file is told, so that one interview does not count as two."""

from __future__ import annotations

import pytest

from tests.workbench import two_voices
from useit_eval.workbench import add_folder, add_source, open_study
from useit_eval.workbench.copies import is_copy, runs_of

TALK = " ".join(
    f"Everything about programme number {number} happened somewhere near hospital {number}, and neighbours noticed."
    for number in range(30)
)
OTHER = " ".join(
    f"Questions concerning business {number} remained unanswered throughout session {number}, unfortunately so."
    for number in range(30)
)


@pytest.fixture
def paths(tmp_path):
    """Return the paths of a practice study of one interview."""
    return two_voices.make(tmp_path / "project")


def _told(decisions):
    return [sentence for sentence in decisions if "nearly those of" in sentence]


def test_the_same_words_with_other_line_breaks_are_told_with_the_source_they_repeat(paths, tmp_path):
    (tmp_path / "one.txt").write_text(TALK, "utf-8")
    (tmp_path / "two.txt").write_text(
        "Page 1\n" + TALK.replace(", ", ",\n").replace("Everything", "EVERYTHING"), "utf-8"
    )
    (tmp_path / "three.txt").write_text(OTHER, "utf-8")
    with open_study(root=paths.root) as bench:
        first = add_source(bench, tmp_path / "one.txt")
        second = add_source(bench, tmp_path / "two.txt")
        third = add_source(bench, tmp_path / "three.txt")
    assert _told(first.decisions) == _told(third.decisions) == []
    assert [sentence.split(":")[1].strip() for sentence in _told(second.decisions)] == [
        f"its words are nearly those of {first.label}"
    ]


def test_copies_in_one_folder_are_told_once_and_only_of_an_earlier_file(paths, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, text in {"a.txt": TALK, "b.txt": TALK + " End.", "c.txt": OTHER}.items():
        (folder / name).write_text(text, "utf-8")
    with open_study(root=paths.root) as bench:
        report = add_folder(bench, folder)
    a, b = (outcome.label for outcome in report.outcomes[:2])
    told = _told(report.decisions)
    assert len(told) == 1 and told[0].startswith(f"{b}: its words are nearly those of {a}:")


def test_two_talks_by_one_guide_and_texts_of_few_words_are_no_copies():
    guide = "Interviewer: Could you describe everything yourself? Interviewer: Afterwards, whatever happened there? "
    assert not is_copy(runs_of(guide + TALK), runs_of(guide + OTHER))
    assert not is_copy(runs_of("Everything went well at last."), runs_of("Everything went well at last."))
