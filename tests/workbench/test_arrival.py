"""A text finds its source, or becomes one; passages are compared with it before anything is kept."""

from __future__ import annotations

import pathlib

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench import add_folder, add_source, open_study


def test_a_registered_text_is_attached_and_every_passage_verified(paths, bench):
    report = add_source(bench, small_study.write_text(paths.root))
    assert (report.state, report.label, report.verified) == ("attached", "S1", 4 + 3)
    assert bench.text("S1") == small_study.TEXT


def test_the_same_file_twice_is_noticed(paths, bench):
    path = small_study.write_text(paths.root)
    add_source(bench, path)
    report = add_source(bench, path)
    assert report.state == "already there" and len(bench.store.history("source_text")) == 1


def test_the_same_text_with_other_line_ends_is_the_same_source(paths, bench):
    report = add_source(bench, small_study.write_text(paths.root, "\ufeff" + small_study.TEXT.replace("\n", "\r\n")))
    assert report.state == "attached" and len(report.changes) == 2


def test_a_passage_that_does_not_lie_in_the_text_keeps_the_text_out(paths, bench):
    small_study.edit(paths.coding / "claims_1.yaml", "start: 0", "start: 1")
    with open_study(root=paths.root) as again:
        with pytest.raises(InputRefused, match="claims_1.yaml, claim C001: the words from 1 to 15"):
            add_source(again, small_study.write_text(paths.root))
        assert again.text("S1") is None


def test_another_text_under_a_registered_file_name_is_refused(paths, bench):
    before = (paths.raw / "manifest.csv").read_bytes()
    with pytest.raises(InputRefused, match="not the one registered as S1"):
        add_source(bench, small_study.write_text(paths.root, "Other words.\n"))
    assert (paths.raw / "manifest.csv").read_bytes() == before


def test_an_unknown_text_is_registered_in_paraphrase_and_says_what_to_decide(paths, bench):
    path = paths.root / "two_people.txt"
    path.write_text("First words.\n\nSecond\nwords.\n", encoding="utf-8")
    report = add_source(bench, path)
    row = bench.load("source").set_index("label").loc[report.label]
    assert (report.state, report.label) == ("new", "S001")
    assert (row["title"], row["method"], row["consent"]) == ("two people", "document", "paraphrase")
    assert bool(row["by_programme"]), "until somebody decides, it counts for least"
    assert len(report.decisions) == 4 and "consent" in report.decisions[0] and "collector" in report.decisions[1]
    held = bench.sections()
    mine = held[held["source_id"] == report.source_id]
    assert [bench.text("S001")[a:b] for a, b in zip(mine["start"], mine["end"], strict=True)] == [
        "First words.",
        "Second\nwords.",
    ]


def test_what_is_told_of_a_new_source_is_written_into_the_manifest(paths, bench):
    path = paths.root / "two.txt"
    path.write_text("Words.\n", encoding="utf-8")
    told = {"title": "Two", "method": "interview", "consent": "quote", "by_programme": False, "collector": "Ann"}
    report = add_source(bench, path, **told)
    row = bench.load("source").set_index("label").loc["S001"]
    assert {name: row[name] for name in told} == told
    assert len(report.decisions) == 1 and "voices" in report.decisions[0]


def test_what_was_in_the_manifest_stays_as_it_was(paths, bench):
    before = (paths.raw / "manifest.csv").read_text(encoding="utf-8")
    path = paths.root / "two.txt"
    path.write_text("Words.\n", encoding="utf-8")
    add_source(bench, path)
    assert (paths.raw / "manifest.csv").read_text(encoding="utf-8").startswith(before)


@pytest.mark.parametrize(("option", "word"), [("method", "talk"), ("consent", "withdrawn")])
def test_a_word_that_is_not_allowed_is_a_wrong_command(paths, bench, option, word):
    with pytest.raises(UsageError, match=f"'{word}' is not a {option}"):
        add_source(bench, small_study.write_text(paths.root), **{option: word})


def test_a_transcript_is_proposed_as_an_interview_and_a_person_decides(paths, bench):
    path = paths.root / "talk.txt"
    path.write_text("Int: Where?\nP1: There.\nInt: When?\nP1: Then.\nInt: Why?\nP1: So.\n", encoding="utf-8")
    report = add_source(bench, path)
    row = bench.load("source").set_index("label").loc[report.label]
    assert (row["kind"], row["method"], bool(row["by_programme"])) == ("transcript", "interview", False)
    assert any("look like method interview" in line for line in report.decisions)


def test_minutes_are_of_the_programme_and_of_a_day(paths, bench):
    path = paths.root / "minutes 3 May 2017.txt"
    path.write_text("Present: four people.\n", encoding="utf-8")
    report = add_source(bench, path, kind="minutes")
    row = bench.load("source").set_index("label").loc[report.label]
    assert (row["dated"], row["method"], bool(row["by_programme"])) == ("2017-05-03", "document", True)
    assert any("2017-05-03 is taken as its day" in line for line in report.decisions)


def test_what_is_said_of_kind_day_and_language_is_written(paths, bench):
    path = paths.root / "round.txt"
    path.write_text("This week four people came.\n", encoding="utf-8")
    report = add_source(bench, path, kind="round_up", dated="2018-01-05", language="ur", by_programme=False)
    row = bench.load("source").set_index("label").loc[report.label]
    assert (row["dated"], row["language"], bool(row["by_programme"])) == ("2018-01-05", "ur", False)
    assert set(bench.sections().query("source_id == @row.source_id")["language"]) == {"ur"}


def test_a_day_that_is_none_is_a_wrong_command(paths, bench):
    with pytest.raises(UsageError, match="is not a day"):
        add_source(bench, small_study.write_text(paths.root), dated="3 May")


def test_real_transcripts_come_in_with_one_text_for_all_formats(bench):
    folder = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "transcripts"
    if not folder.is_dir():
        pytest.skip("shared data is not at hand")
    report = add_folder(bench, folder)
    fates = {outcome.file: (outcome.state, outcome.label) for outcome in report.outcomes}
    assert not report.of("refused", "needs a decision")
    second = fates["pdpilot/P2.docx"][1]
    assert [fates[f"pdpilot/P2{end}"] for end in (".odt", ".rtf", "_clean.txt")] == [("already there", second)] * 3
    plain, printed = (bench.text(fates[f"pdpilot/P2.{end}"][1]).split() for end in ("docx", "pdf"))
    assert " ".join(plain)[:200] in " ".join(printed)
