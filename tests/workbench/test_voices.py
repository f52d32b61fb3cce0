"""Labels of turns become voices when a person adopts them; the manifest is the one truth on who speaks."""

from __future__ import annotations

import csv

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench import add_source, adopt_voices, open_study, propose_study_voices

TALK = (
    "Interviewer: Where did you meet?\nAmina: At the centre.\nInterviewer: And then?\n"
    "AMINA: I joined the course.\nInterviewer: Why?\nAmina: It was free.\n"
)


@pytest.fixture
def talk(paths, bench):
    """Give the label of a source in which two people speak, one of them under two labels."""
    path = paths.root / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return add_source(bench, path).label


def voices(bench, label: str) -> dict[str, str]:
    """Return the labels of turns of a source with the voice of each."""
    source = bench.load("source").set_index("label").loc[label, "source_id"]
    names = bench.load("voice").set_index("voice_id")["label"]
    held = bench.sections()
    mine = held[held["source_id"] == source]
    return {row["speaker"]: names.get(row["voice_id"], "") for row in mine.to_dict("records")}


def test_turns_become_segments_with_their_labels_and_places(bench, talk):
    held = bench.sections()
    mine = held[held["speaker"].notna()]
    assert mine["locator"].tolist()[:2] == ["turn 1", "turn 2"] and mine["speaker"].tolist()[:2] == [
        "Interviewer",
        "Amina",
    ]
    words = [bench.text(talk)[start:end] for start, end in zip(mine["start"], mine["end"], strict=True)]
    assert words[:2] == ["Where did you meet?", "At the centre."]


def test_labels_are_grouped_by_proposal_and_nothing_is_written(paths, bench, talk):
    before = (paths.raw / "manifest.csv").read_bytes()
    found = propose_study_voices(bench, talk).proposals
    assert [(p.name, [label for label, _ in p.labels]) for p in found] == [
        ("Interviewer", ["Interviewer"]),
        ("Amina", ["Amina", "AMINA"]),
    ]
    assert (paths.raw / "manifest.csv").read_bytes() == before and voices(bench, talk)["Amina"] == ""


def test_adopted_voices_stand_in_the_manifest_and_speak_their_turns(paths, bench, talk):
    report = adopt_voices(bench, talk, by="Ann")
    assert report.adopted == ("V001", "V002")
    held = bench.load("voice").set_index("label")
    assert held.loc["V001", "role"] == "interviewer" and held.loc["V002", "role"] == "not stated"
    assert held.loc["V002", "spoken_as"] == "Amina; AMINA" and held.loc["V002", "consent"] == "paraphrase"
    assert voices(bench, talk) == {"Interviewer": "V001", "Amina": "V002", "AMINA": "V002"}
    assert adopt_voices(bench, talk).adopted == ()
    audit = bench.load("audit")
    assert "Ann" in audit.loc[audit["act"] == "adopt voices", "recorded_by"].tolist()


def test_a_label_moved_to_another_voice_in_the_manifest_is_followed_at_once(paths, bench, talk):
    adopt_voices(bench, talk)
    small_study.edit(paths.raw / "manifest.csv", "Amina; AMINA", "Amina")
    small_study.edit(paths.raw / "manifest.csv", ",Interviewer,,", ",Interviewer; AMINA,,")
    with open_study(root=paths.root) as again:
        assert voices(again, talk) == {"Interviewer": "V001", "Amina": "V002", "AMINA": "V001"}


def test_a_label_of_two_voices_is_refused_with_both_rows(paths, bench, talk):
    adopt_voices(bench, talk)
    small_study.edit(paths.raw / "manifest.csv", ",Interviewer,,", ",Interviewer; Amina,,")
    rows = list(csv.reader((paths.raw / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[-1][1] == "V002"
    with pytest.raises(
        InputRefused,
        match=f"row {len(rows)}: the text's label 'Amina' is also that of the voice in row {len(rows) - 1}",
    ):
        open_study(root=paths.root)


def test_an_unknown_source_is_a_wrong_command(bench):
    with pytest.raises(UsageError, match="'S9' is not a source of this study. Closest: 'S1'"):
        propose_study_voices(bench, "S9")


def test_names_of_people_among_the_labels_are_told_and_roles_and_codes_are_not(paths, bench):
    path = paths.root / "call.txt"
    path.write_text(
        "Interviewer: Where?\nAmina Practice: There.\nP7: Here.\nInterviewer: When?\nAmina Practice: Then.\nP7: So.\n",
        encoding="utf-8",
    )
    (doubt,) = propose_study_voices(bench, add_source(bench, path).label).doubts
    assert "names of people: Amina Practice. Take names out" in doubt


def test_the_relation_of_who_gathered_it_passes_from_source_to_voices(paths, bench):
    path = paths.root / "call.txt"
    path.write_text(TALK, encoding="utf-8")
    label = add_source(bench, path, collector="R02", relation="a neighbour").label
    adopt_voices(bench, label)
    source = bench.load("source").set_index("label").loc[label]
    mine = bench.load("voice").query("source_id == @source.source_id")
    assert (source["collector"], set(mine["collector_relation"])) == ("R02", {"a neighbour"})


def test_a_speaker_whose_label_was_erased_is_not_proposed_anew(paths, bench, talk):
    from useit_eval.workbench import study_status, withdraw

    adopt_voices(bench, talk)
    voice = voices(bench, talk)["Amina"]
    with open_study(bench.paths.study, root=paths.root) as other:
        withdraw(other, voice)
        assert all(proposal.voice for proposal in propose_study_voices(other, talk).proposals)
        assert not any("See who speaks" in line or voice in line for line in study_status(other).next)
