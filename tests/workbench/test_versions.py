"""A changed file becomes a new version: passages go to the very same words, the others are listed, none is lost."""

from __future__ import annotations

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import add_source, export_coding, open_study, study_status

TEXT = small_study.TEXT
LONGER = "Good morning to you.\n\n" + TEXT
CHANGED = LONGER.replace("I can do this", "I could do this")
HEARD = ["I had given up.", "The course was free.", "I can do this."]


@pytest.fixture
def attached(paths, bench):
    """Give the small study with its text at hand."""
    add_source(bench, small_study.write_text(paths.root))
    return bench


def quotes(bench) -> dict[str, str]:
    """Return the words quoted for each code."""
    held = bench.load("coding").dropna(subset="quote")
    return dict(zip(held["code_id"], held["quote"], strict=True))


def test_every_passage_moves_to_its_words_in_the_new_version(paths, attached):
    before = quotes(attached)
    report = add_source(attached, small_study.write_text(paths.root, LONGER))
    assert (report.state, report.label, report.carried, report.left) == ("new version", "S1", 4, ())
    assert attached.text("S1") == LONGER and quotes(attached) == before and sorted(before.values()) == sorted(HEARD)
    row = attached.load("source").iloc[0]
    assert (row["characters"], row["label"]) == (len(LONGER), "S1")


def test_sections_of_files_move_too_and_mixed_words_stay_unquoted(paths, attached):
    add_source(attached, small_study.write_text(paths.root, LONGER))
    held = attached.sections()
    words = [LONGER[start:end] for start, end in zip(held["start"], held["end"], strict=True)]
    assert words == TEXT.strip().split("\n\n") and held["interleaved"].tolist() == [False, False, True]
    assert "can_do_more" not in quotes(attached)


def test_a_passage_whose_words_changed_is_listed_kept_and_never_quoted(paths, attached):
    report = add_source(attached, small_study.write_text(paths.root, CHANGED))
    assert report.carried == 3
    assert len(report.left) == 1 and report.left[0].startswith("C002, code feels_capable (ann), characters ")
    assert "its words were changed" in report.left[0]
    held = attached.load("coding").set_index("code_id")
    assert len(held) == 4 and "feels_capable" not in quotes(attached)
    assert not held.loc["feels_capable", "quotable"] and len(attached.load("claim")) == 2


def test_what_awaits_a_new_place_is_counted_in_the_status_with_its_source(paths, attached):
    assert not any("await" in line for line in study_status(attached).missing)
    add_source(attached, small_study.write_text(paths.root, CHANGED))
    told = [line for line in study_status(attached).missing if "await" in line]
    assert told == ["1 passage of S1 awaits a new place: its words changed with the new version of the text."]
    assert any("S1" in line and "mark" in line for line in study_status(attached).next)


def test_going_back_to_the_earlier_file_finds_every_passage_again(paths, attached):
    before, manifest = quotes(attached), (paths.raw / "manifest.csv").read_bytes()
    sections = attached.sections()[["number", "start", "end"]]
    add_source(attached, small_study.write_text(paths.root, CHANGED))
    report = add_source(attached, small_study.write_text(paths.root))
    assert (report.state, report.carried, report.left) == ("new version", 4, ())
    assert quotes(attached) == before and attached.text("S1") == TEXT
    assert attached.sections()[["number", "start", "end"]].equals(sections)
    found = (paths.raw / "manifest.csv").read_text(encoding="utf-8")
    assert found.replace(found.split(",")[found.split(",").index("one.txt") + 1], "", 1).count("\n") == manifest.count(
        b"\n"
    )


def test_going_back_from_a_text_that_shares_no_words_needs_no_word_of_a_person(paths, attached):
    before = quotes(attached)
    add_source(attached, small_study.write_text(paths.root, "Quite another matter.\n"), new_version=True)
    assert quotes(attached) == {}
    report = add_source(attached, small_study.write_text(paths.root))
    assert (report.state, report.carried, quotes(attached)) == ("new version", 4, before)


def test_only_the_row_of_the_source_changes_in_the_manifest(paths, attached):
    before = (paths.raw / "manifest.csv").read_text(encoding="utf-8").splitlines()
    add_source(attached, small_study.write_text(paths.root, LONGER))
    after = (paths.raw / "manifest.csv").read_text(encoding="utf-8").splitlines()
    assert [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [2]


def test_nothing_of_the_earlier_version_leaves_the_store(paths, attached):
    names = ("source_text", "segment", "coding", "claim")
    before = {name: len(attached.store.history(name)) for name in names}
    add_source(attached, small_study.write_text(paths.root, CHANGED))
    assert all(len(attached.store.history(name)) >= count for name, count in before.items())
    assert attached.store.history("source_text")["text"].tolist().count(TEXT) == 1
    assert attached.store.verify().first_fault == ""


def test_a_study_opened_again_still_stands_on_the_new_version(paths, attached):
    add_source(attached, small_study.write_text(paths.root, LONGER))
    small_study.edit(paths.raw / "manifest.csv", ",One,", ",Two,")
    with open_study(root=paths.root) as again:
        assert sorted(quotes(again).values()) == sorted(HEARD) and again.text("S1") == LONGER


def test_a_coding_file_that_marks_words_of_no_version_is_refused(paths, attached):
    add_source(attached, small_study.write_text(paths.root, LONGER))
    small_study.edit(paths.coding / "claims_1.yaml", "start: 0", "start: 1")
    with pytest.raises(InputRefused, match="the words from 1 to 15"):
        open_study(root=paths.root).close()


def test_segments_read_from_the_file_are_read_anew(paths, bench):
    path = paths.root / "talk.txt"
    path.write_text("First words here.\n\nSecond words here.\n", encoding="utf-8")
    label = add_source(bench, path).label
    path.write_text("Opening.\n\nFirst words here.\n\nSecond words here.\n", encoding="utf-8")
    report = add_source(bench, path)
    held = bench.sections()[
        bench.sections()["source_id"] == bench.load("source").set_index("label").loc[label, "source_id"]
    ]
    assert report.state == "new version" and held["locator"].tolist() == ["paragraph 1", "paragraph 2", "paragraph 3"]
    path.write_text("First words here.\n\nSecond words here.\n", encoding="utf-8")
    add_source(bench, path)
    assert (bench.sections()["locator"] == "paragraph 3").sum() == 0


def test_an_interrupted_new_version_is_finished_when_the_file_is_added_again(paths, attached, monkeypatch):
    from useit_eval.workbench import versions

    path = small_study.write_text(paths.root, LONGER)
    monkeypatch.setattr(versions, "_carry", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        add_source(attached, path)
    assert attached.text("S1") == TEXT
    monkeypatch.undo()
    with open_study(root=paths.root) as again:
        report = add_source(again, path)
        assert (report.state, report.carried) == ("new version", 4) and sorted(quotes(again).values()) == sorted(HEARD)


def test_a_text_that_shares_few_words_is_a_new_version_only_when_somebody_says_so(paths, attached):
    other = small_study.write_text(paths.root, "Quite another talk about ships and harbours.\n")
    with pytest.raises(InputRefused, match="--new-version"):
        add_source(attached, other)
    report = add_source(attached, other, new_version=True)
    assert report.state == "new version" and report.carried == 0 and len(report.left) == 4


def test_what_awaits_a_new_place_is_told_when_codings_are_exported(paths, attached):
    assert export_coding(attached).awaiting == {}
    add_source(attached, small_study.write_text(paths.root, CHANGED))
    report = export_coding(attached)
    assert report.awaiting == {"S1": 1} and report.codings == 4


def test_a_person_s_edit_of_the_manifest_and_a_new_version_both_stand(paths, attached):
    small_study.edit(paths.raw / "manifest.csv", ",One,", ",Two,")
    with open_study(root=paths.root) as again:
        report = add_source(again, small_study.write_text(paths.root, LONGER))
        assert report.carried == 4 and again.load("source").iloc[0]["title"] == "Two"
        assert len(again.load("source_text")) == 1 and again.text("S1") == LONGER


def _interrupted(*_given: object) -> None:
    raise KeyboardInterrupt
