"""Two coders beside each other: what both saw, what one saw, other codes and links; in words that grade nobody."""

from __future__ import annotations

import json

import pytest

from tests.coder import study
from tests.coder.study import act, claim, coding, coverage, part, send, sitting
from useit_eval.coder.acts import take
from useit_eval.coder.view import show_view


@pytest.fixture
def two(bench):
    """Give the study in which ann and the facilitator, cat, marked some of the same words."""
    ann, cat = sitting(bench), sitting(bench, "cat")
    mine = [coding("I can do this"), coding("The course was free", "free_course"), coding("My neighbour", "few_ties")]
    theirs = [coding("I thought: I can do this", memo="a change in what she thinks of herself")]
    theirs += [coding("The course was free", "open_room"), coding("Right", "few_ties")]
    send(ann, act(*mine), act(coverage(1, 4), does="read"))
    send(cat, act(*theirs))
    for session, rows, slot in ((ann, mine, "mechanism_reasoning"), (cat, theirs, "outcome")):
        made = claim()
        parts = [
            part(made["claim_id"], rows[0]["coding_id"], slot),
            part(made["claim_id"], rows[1]["coding_id"], "context"),
        ]
        send(session, act(made, *parts, does="link"))
    return bench


def compared(session, *others):
    """Return the reply to a request to compare, through JSON."""
    show_view(session, "S1")
    (reply,) = take(session, {"n": 1, "kind": "compare", "with": list(others)})
    return json.loads(json.dumps(reply, allow_nan=False))


def words(items):
    """Return the words at the places of a list."""
    return [study.TEXT[item["start"] : item["end"]] for item in items]


def test_what_both_saw_what_one_saw_and_other_codes_are_told_apart(two):
    found = compared(sitting(two, with_coders=["cat"]), "cat")["comparison"]
    assert found["coders"] == ["ann", "cat"]
    assert words(found["both"]) == ["I thought: I can do this"] and found["both"][0]["codes"] == ["feels_capable"]
    assert words(found["only_a"]) == ["My neighbour"] and words(found["only_b"]) == ["Right"]
    (other,) = found["other_code"]
    assert other["by"] == {"ann": ["free_course"], "cat": ["open_room"]}
    (link,) = found["links"]
    assert link["by"]["ann"].startswith("reasoning of") and link["by"]["cat"].startswith("outcome of")


def test_what_was_not_read_yet_is_not_called_missed(two):
    session = sitting(two, with_coders=["cat"])
    assert [item["read"] for item in compared(session, "cat")["comparison"]["only_b"]] == [False]
    send(session, act(coverage(5, 5), does="read"))
    assert [item["read"] for item in compared(session, "cat")["comparison"]["only_b"]] == [True]


def test_the_measures_come_with_it_as_numbers_that_json_can_hold(two):
    measures = compared(sitting(two, with_coders=["cat"]), "cat")["comparison"]["measures"]
    assert [row["name"] for row in measures] == ["Percent agreement", "Gwet's AC1", "Krippendorff's alpha"]
    assert all(row["unit"] == "turn" and (row["value"] is not None or row["why"]) for row in measures)


def test_in_training_one_is_told_what_to_look_at_again_with_the_facilitator_s_reasons(two):
    session = sitting(two, mode="training", with_coders=["cat"])
    found = compared(session, "cat")["comparison"]
    assert found["words"]["only_b"] == "What to look at again" and "no grade" in found["note"]
    assert list(found["reasons"].values()) == ["a change in what she thinks of herself"]
    text = json.dumps(found).casefold()
    assert not any(word in text for word in ("wrong", "score", "correct", "missed"))


def test_nobody_is_compared_whom_the_mode_keeps_back(two):
    for session, other in (
        (sitting(two, mode="blind", with_coders=["cat"]), "cat"),
        (sitting(two, mode="training", with_coders=["cat"]), "ben"),
        (sitting(two), "cat"),
        (sitting(two, "dan", mode="compare", with_coders=["ann"]), "cat"),
    ):
        reply = compared(session, other) if session.mode != "compare" else compared(session, "ann", other)
        assert reply["kind"] == "error" and "memo" not in reply["sentence"]


def test_one_who_only_reads_compares_two_others(two):
    found = compared(sitting(two, "dan", mode="compare", with_coders=["ann", "cat"]), "ann", "cat")["comparison"]
    assert found["coders"] == ["ann", "cat"] and words(found["only_a"]) == ["My neighbour"]


def test_three_coders_are_measured_together(two):
    send(sitting(two, "ben"), act(coding("I can do this")))
    session = sitting(two, with_coders=["cat", "ben"])
    found = compared(session, "cat", "ben")["comparison"]
    assert found["coders"] == ["ann", "cat", "ben"] and len(found["measures"]) == 3


def test_with_somebody_who_marked_nothing_it_is_said_in_words(two):
    found = compared(sitting(two, "dan", with_coders=["cat"]), "cat")["comparison"]
    assert found["both"] == found["only_a"] == [] and len(found["only_b"]) == 3
    (measure,) = found["measures"]
    assert measure["value"] is None and measure["why"]


def test_before_a_source_is_open_or_anything_is_marked_it_is_said_so(bench):
    session = sitting(bench, with_coders=["cat"])
    (reply,) = take(session, {"n": 1, "kind": "compare", "with": ["cat"]})
    assert "no source is open" in reply["sentence"]
    assert "nobody of those chosen has marked anything" in compared(session, "cat")["sentence"]
