"""Labels that may be one voice are proposed; those of two people are left apart."""

from __future__ import annotations

from useit_eval.sources.drafts import Turn
from useit_eval.sources.transcripts.grouping import propose_voices


def proposed(*labels: str) -> list[tuple]:
    """Return the labels, why and whether sure of each proposal for turns under these labels."""
    turns = [Turn(place, place + 1, label) for place, label in enumerate(labels)]
    return [(tuple(label for label, _ in one.labels), one.why, one.sure) for one in propose_voices(turns)]


def test_labels_that_differ_in_blanks_case_or_number_are_one_voice():
    turns = [Turn(n, n + 1, label) for n, label in enumerate(["Interviewee ", "interviewee", "Interviewee1", "Dan"])]
    one, dan = propose_voices(turns)
    assert one.labels == (("Interviewee ", 1), ("interviewee", 1), ("Interviewee1", 1)) and one.sure
    assert one.why == "differ only in blanks and case and numbering"
    assert (dan.name, dan.why, dan.sure) == ("Dan", "one label", True)


def test_what_labels_differ_in_is_said():
    assert proposed("P 3", "P3")[0][1] == "differ only in blanks"
    assert proposed("amina", "Amina")[0][1] == "differ only in case"
    assert proposed("Amina", "Amina.")[0][1] == "differ only in punctuation"
    assert proposed("Interviewee", "Interviewee 1")[0][1] == "differ only in blanks and numbering"


def test_two_numbers_are_two_people():
    assert proposed(*["Interviewee 1", "Interviewee 2"] * 3) == [
        (("Interviewee 1",), "one label", True),
        (("Interviewee 2",), "one label", True),
    ]
    assert len(proposed("Interviewee", "Interviewee 1", "Interviewee 2")) == 3


def test_a_number_left_out_through_half_of_a_text_is_doubtful():
    assert proposed(*["Interviewee", "Interviewee 1"] * 10)[0][2] is False


def test_a_misspelling_is_doubtful_and_interviewer_is_not_interviewee():
    found = proposed(*["Interviewee", "Interviewer"] * 10, "Intervewee")
    assert found == [
        (("Interviewee", "Intervewee"), "may be misspelt", False),
        (("Interviewer",), "one label", True),
    ]
    assert proposed(*["P13", "P12"] * 5) == [(("P13",), "one label", True), (("P12",), "one label", True)]


def test_the_name_is_the_label_most_used_and_turns_without_a_label_are_no_voice():
    turns = [Turn(0, 1, "AMINA"), Turn(1, 2, "Amina"), Turn(2, 3, "Amina"), Turn(3, 4), Turn(4, 5, " ")]
    (one,) = propose_voices(turns)
    assert one.name == "Amina" and dict(one.labels) == {"AMINA": 1, "Amina": 2}
    assert propose_voices([]) == ()
