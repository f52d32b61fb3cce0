"""A raw file is only read; its words reach the review sheet and nothing else; the copy is what may be added."""

from __future__ import annotations

import os
import shutil
import stat

import pytest

from tests.sources.redaction_practice import FOLDER, read_interview
from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources import read_source
from useit_eval.sources.keys import read_key
from useit_eval.workbench import add_source, open_study
from useit_eval.workbench.redaction import apply_decisions, check_study, propose_redactions, safe_stem

RAW = (
    "Interviewer: Who helped?\nAmina Practice: It was Will. My will is strong, said Denise, and Denise knows.\n"
    "Interviewer: Anything else?\nAmina Practice: Ring 07700 900123, or write to amina@example.org.\n"
)
ROWS = "Amina Practice,Participant 1,participant,,\nWill Example,Participant 7,participant,,\n"


@pytest.fixture
def desk(tmp_path):
    """Return a folder with a project, a key outside it and a raw file whose name tells a name."""
    small_study.make(tmp_path / "project")
    key = tmp_path / "key.csv"
    key.write_text("# format: useit-key/1\nname,pseudonym,role,variants,note\n" + ROWS, encoding="utf-8")
    key.chmod(0o600)
    (tmp_path / "Interview_Amina Practice.txt").write_text(RAW, encoding="utf-8")
    return tmp_path


def propose_at(desk, **more):
    return propose_redactions(
        desk / "Interview_Amina Practice.txt", key=desk / "key.csv", root=desk / "project", **more
    )


def apply_at(desk, sheet, **more):
    shared = {"out": desk / "out", "key": desk / "key.csv", "root": desk / "project"}
    return apply_decisions(desk / "Interview_Amina Practice.txt", sheet, **{**shared, **more})


def test_the_way_from_raw_file_to_redacted_copy(desk):
    report = propose_at(desk)
    assert (dict(report.sure), dict(report.doubtful)) == ({"name": 3, "phone": 1, "e_mail": 1}, {"name": 2})
    with pytest.raises(InputRefused, match="not decided"):
        apply_at(desk, report.sheet)
    assert not (desk / "out").exists()
    done = apply_at(desk, report.sheet, undecided="replace")
    assert done.file.name == "Interview_Participant_1.txt"
    assert done.file.read_text("utf-8") == (
        "Interviewer: Who helped?\n"
        "Participant 1: It was [Participant 7]. My will is strong, said [Person 1], and [Person 1] knows.\n"
        "Interviewer: Anything else?\nParticipant 1: Ring [phone], or write to [e-mail].\n"
    )
    assert (dict(done.replaced), done.kept, done.new_names) == ({"name": 5, "phone": 1, "e_mail": 1}, 0, 1)


def test_the_copy_has_the_turns_of_the_raw_file(desk):
    done = apply_at(desk, propose_at(desk).sheet, undecided="replace")
    raw, copy = read_source(desk / "Interview_Amina Practice.txt"), read_source(done.file)
    assert len(raw.turns) == 4
    assert [turn.speaker for turn in copy.turns] == ["Interviewer", "Participant 1"] * 2


@pytest.mark.parametrize("number", ["01", "02", "04", "05", "06", "07"])
def test_a_redacted_practice_interview_keeps_its_turns(desk, number):
    raw = desk / "talk.txt"
    raw.write_text(read_interview(number).text, encoding="utf-8")
    shutil.copy(FOLDER / "practice_key.csv", desk / "practice.csv")
    (desk / "practice.csv").chmod(0o600)
    shared = {"key": desk / "practice.csv", "root": desk / "project"}
    sheet = propose_redactions(raw, **shared).sheet
    copy = read_source(apply_decisions(raw, sheet, out=desk / "out", undecided="replace", **shared).file)
    assert len(copy.turns) == len(read_source(raw).turns) > 0


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing on this system")
def test_sheet_copy_and_key_are_their_owners_alone(desk):
    report = propose_at(desk)
    done = apply_at(desk, report.sheet, undecided="replace", to_key=True)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (report.sheet, done.file, desk / "key.csv")} == {0o600}


def test_a_sheet_inside_the_project_is_refused(desk):
    with pytest.raises(InputRefused, match="review sheet"):
        propose_at(desk, folder=desk / "project" / "data_raw")
    (desk / "way").symlink_to(desk / "project")
    with pytest.raises(InputRefused, match="review sheet"):
        propose_at(desk, folder=desk / "way")


def test_a_sheet_that_is_there_is_not_written_over(desk):
    sheet = propose_at(desk).sheet
    sheet.write_text("hours of work", encoding="utf-8")
    with pytest.raises(InputRefused, match="already"):
        propose_at(desk)
    assert sheet.read_text("utf-8") == "hours of work"


def test_a_confirmed_new_name_goes_to_the_key_with_the_next_pseudonym_and_is_known_from_then_on(desk):
    done = apply_at(desk, propose_at(desk).sheet, undecided="replace", to_key=True)
    assert done.added_to_key == 1 and "said [Participant 8], and [Participant 8]" in done.file.read_text("utf-8")
    rows = (desk / "key.csv").read_text("utf-8").splitlines()
    assert rows[:4] == ["# format: useit-key/1", "name,pseudonym,role,variants,note", *ROWS.splitlines()]
    assert rows[4].startswith("Denise,Participant 8,participant,")
    (desk / "Interview_Amina Practice_review.csv").unlink()
    assert propose_at(desk).doubtful == {}


def test_without_the_option_the_key_is_not_touched(desk):
    before = (desk / "key.csv").read_bytes()
    apply_at(desk, propose_at(desk).sheet, undecided="replace")
    assert (desk / "key.csv").read_bytes() == before


def test_the_raw_file_is_never_changed_or_written_over(desk):
    raw = desk / "plain.txt"
    raw.write_text(RAW, encoding="utf-8")
    shared = {"key": desk / "key.csv", "root": desk / "project"}
    sheet = propose_redactions(raw, **shared).sheet
    with pytest.raises(InputRefused, match="take the place of the raw file"):
        apply_decisions(raw, sheet, out=desk, undecided="replace", **shared)
    assert raw.read_text("utf-8") == RAW


def test_another_file_in_the_place_of_the_copy_is_kept(desk):
    sheet = propose_at(desk).sheet
    apply_at(desk, sheet, undecided="replace")
    with pytest.raises(InputRefused, match="another file of that name"):
        apply_at(desk, sheet, undecided="keep")


def test_an_unknown_word_for_undecided_is_refused(desk):
    with pytest.raises(UsageError, match="keep or replace"):
        apply_at(desk, propose_at(desk).sheet, undecided="guess")


def test_a_no_to_a_name_of_the_key_is_told(desk):
    sheet = propose_at(desk).sheet
    sheet.write_text(sheet.read_text("utf-8").replace(",yes,name of the key", ",no,name of the key"), encoding="utf-8")
    done = apply_at(desk, sheet, undecided="replace")
    assert any("still read like names of the key" in warning for warning in done.warnings)


def test_names_of_the_key_in_a_store_are_counted_by_source_and_turn_without_words(desk):
    with open_study("harbour", root=desk / "project") as bench:
        before = check_study(bench, desk / "key.csv")
        add_source(bench, desk / "Interview_Amina Practice.txt")
        after = check_study(bench, desk / "key.csv")
    assert before.sure == 0
    assert after.sure >= 3 and any("turn" in line for line in after.lines)
    assert any("title" in line for line in after.lines)
    assert not any(word in "".join(after.lines).casefold() for word in ("amina", "practice", "will"))


def test_a_redacted_copy_in_the_store_leaks_nothing(desk):
    done = apply_at(desk, propose_at(desk).sheet, undecided="replace")
    with open_study("harbour", root=desk / "project") as bench:
        add_source(bench, done.file)
        report = check_study(bench, desk / "key.csv")
    assert (report.sure, report.doubtful, report.lines) == (0, 0, ())


@pytest.mark.parametrize("stem", ["Interview_Amina Practice", "amina_practice_2017", "2017-06 AMINA"])
def test_a_file_name_loses_its_names(desk, stem):
    made = safe_stem(stem, read_key(desk / "key.csv", project_root=desk / "project"))
    assert "amina" not in made.casefold() and "Participant_1" in made
