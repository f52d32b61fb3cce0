"""People in a room: they come in, code, sleep and return, and see nothing of one another."""

from __future__ import annotations

import json
import stat

import pytest

from tests.coder import study
from tests.workshop.running import Caller, joined, leading, running
from useit_eval.coder.session import open_session
from useit_eval.store import lookups


def rows(bench, table="coding"):
    """What stands in the store, as (coder, code)."""
    frame = bench.store.current(table)
    return sorted(zip(frame["coder"], frame["code_id"], strict=True)) if table == "coding" else frame


def view_of(caller):
    [reply] = caller.say({"n": 1, "kind": "open"})
    return reply["view"]


def test_a_slip_lets_in_by_its_words_however_they_are_typed_and_by_its_picture(desk):
    slip = desk.room.book.slips[0]
    for told in ({"code": slip.code.upper().replace(" ", " - ")}, {"token": slip.token}):
        status, answer = Caller(desk.port).post("/enter", told)
        assert (status, answer.get("number"), answer.get("coder")) == (200, 1, "")


def test_what_one_marks_is_in_the_store_under_ones_own_name_and_nobody_else_is_shown_it(bench, amber, blue):
    row = study.coding("I can do this", coder="Blue")
    [done] = amber.send(act := study.act(row))
    assert (done["kind"], done["acts"]) == ("done", [act["act"]])
    assert rows(bench) == [("Amber", "feels_capable")]
    assert [each["coder"] for each in view_of(amber)["codings"]] == ["Amber"]
    assert view_of(blue)["codings"] == []
    assert "Amber" not in json.dumps(view_of(blue))


def test_the_id_of_anothers_row_is_refused_and_the_row_stays(bench, amber, blue):
    row = study.coding("I can do this")
    amber.send(study.act(row))
    for changed in (study.gone(row), study.later(row, memo="mine now"), row):
        [reply] = blue.send(study.act(changed, does="change"))
        assert reply["kind"] == "refused"
    assert rows(bench) == [("Amber", "feels_capable")]


def test_the_same_act_sent_twice_is_kept_once(bench, amber):
    act = study.act(study.coding("I can do this"))
    assert [amber.send(act)[0]["kind"] for _ in range(2)] == ["done", "done"]
    assert len(rows(bench)) == 1


@pytest.mark.parametrize("name", ["Amber", " amber ", "AMBER.", "facilitator", "Facilitator", "ann", "", "  ", "...", "x" * 31,
                                  "a;b", "two\nlines\u202e", 7, None, ["Amber"]])  # fmt: skip
def test_a_name_that_somebody_has_or_that_cannot_be_kept_is_refused_in_a_sentence(bench, desk, amber, name):
    with bench.store.writing(by="ann"):
        pass
    ann = open_session(bench, coder="ann")
    study.send(ann, study.act(study.coding("I can do this")))
    caller = Caller(desk.port)
    caller.post("/enter", {"code": desk.room.book.slips[1].code})
    status, told = caller.post("/name", {"name": name})
    assert status == 409
    assert told["sentence"].endswith(".")
    assert desk.room.book.slips[1].coder == ""


def test_a_name_once_chosen_stays(amber):
    status, told = amber.post("/name", {"name": "Green"})
    assert (status, "Amber" in told["sentence"]) == (409, True)


def test_nothing_can_be_coded_before_a_name_is_chosen(desk):
    caller = Caller(desk.port)
    caller.post("/enter", {"code": desk.room.book.slips[0].code})
    assert caller.post("/say", {"message": {"n": 1, "kind": "open"}})[0] == 409


def test_the_comparison_is_closed_until_the_facilitator_opens_it_and_shows_the_facilitators_coding_alone(
    bench, amber, blue, leader
):
    lead = open_session(bench, coder="facilitator")
    study.send(
        lead, study.act(study.coding("The course was free", code="feels_capable", memo="She says what it took."))
    )
    amber.send(study.act(study.coding("I can do this")))
    blue.send(study.act(study.coding("My neighbour")))
    view = view_of(amber)
    assert (view["mode"], {each["coder"] for each in view["codings"]}) == ("blind", {"Amber"})
    ask = {"n": 7, "kind": "compare", "with": ["facilitator"]}
    [reply] = amber.say(ask, study.SOURCE)
    assert (reply["n"], reply["kind"], "not open yet" in reply["sentence"]) == (7, "error", True)
    assert leader.post("/facilitator/do", {"do": "open"})[1]["room"]["comparison"] is True
    view = view_of(amber)
    assert (view["mode"], view["compare_with"], len(view["codings"])) == ("training", ["facilitator"], 1)
    [reply] = amber.say({**ask, "with": ["Blue"]}, study.SOURCE)
    assert reply["comparison"]["coders"] == ["Amber", "facilitator"]
    assert (len(reply["comparison"]["only_a"]), len(reply["comparison"]["only_b"])) == (1, 1)
    assert "Blue" not in json.dumps(reply)


def test_a_server_started_again_lets_everybody_go_on_with_the_same_codes_cookies_and_names(bench):
    with running(bench) as first:
        caller = joined(first, 1, "Amber")
        caller.send(study.act(study.coding("I can do this")))
        codes = [slip.code for slip in first.room.book.slips]
        port = first.port
    with running(bench, port=port, participants=2) as second:
        assert [slip.code for slip in second.room.book.slips] == codes
        again = Caller(second.port)
        again.cookies = caller.cookies
        assert again.post("/me", {})[1]["coder"] == "Amber"
        assert len(view_of(again)["codings"]) == 1
        other = Caller(second.port)
        assert other.post("/enter", {"code": codes[0]})[1]["coder"] == "Amber"


def test_codes_are_kept_for_the_owner_alone_and_cookies_only_as_hashes(bench, desk, amber):
    kept = desk.room.book.path
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert amber.cookies["useit_workshop"] not in kept.read_text("utf-8")


def test_the_facilitator_sees_who_is_there_and_what_the_room_covered_and_no_count_of_a_person(
    desk, amber, blue, leader
):
    amber.send(study.act(study.coding("I can do this")), study.act(study.coverage(1, 2), does="read"))
    blue.send(study.act(study.coverage(2, 3), does="read"))
    status, told = leader.post("/facilitator/room", {})
    assert status == 200
    assert [(p["coder"], p["here"]) for p in told["people"]] == [
        ("Amber", True),
        ("Blue", True),
        ("", False),
        ("", False),
    ]
    [one] = told["coverage"]
    assert {name: one[name] for name in ("turns", "read", "marked", "readers", "markers")} == {
        "turns": 5, "read": 4, "marked": 1, "readers": 2, "markers": 1}  # fmt: skip
    assert set(told["people"][0]) == {"number", "coder", "entered", "here", "code", "picture"}


def test_a_slip_given_new_words_lets_nobody_in_with_the_old_ones_and_keeps_its_name(desk, amber, leader):
    old = desk.room.book.slips[0].code
    assert leader.post("/facilitator/do", {"do": "renew", "number": 1})[0] == 200
    assert Caller(desk.port).post("/enter", {"code": old})[0] == 403
    assert amber.post("/me", {})[0] == 401
    assert Caller(desk.port).post("/enter", {"code": desk.room.book.slips[0].code})[1]["coder"] == "Amber"


def test_after_the_end_nothing_is_taken_and_a_new_workshop_has_new_codes(bench, monkeypatch):
    monkeypatch.setattr("useit_eval.workshop.serving.LINGER", 60)
    with running(bench) as desk:
        amber, codes = joined(desk, 1, "Amber"), [slip.code for slip in desk.room.book.slips]
        assert leading(desk).post("/facilitator/do", {"do": "end"})[1]["room"]["ended"] is True
        status, told = amber.post(
            "/say", {"message": {"n": 1, "kind": "acts", "acts": [study.act(study.coding("I can do this"))]}}
        )
        assert (status, told["replies"], told["room"]["ended"]) == (200, [], True)
    assert rows(bench) == []
    with running(bench) as desk:
        assert not {slip.code for slip in desk.room.book.slips} & set(codes)


def test_several_windows_of_one_person_each_compare_the_source_they_have_open(desk, amber, leader):
    leader.post("/facilitator/do", {"do": "open"})
    [reply] = amber.say({"n": 1, "kind": "compare", "with": []}, "")
    assert reply["kind"] == "error"
    [reply] = amber.say({"n": 1, "kind": "compare", "with": []}, study.SOURCE)
    assert "nobody of those chosen" in reply["sentence"]


def test_what_participants_code_is_kept_and_never_counted(paths, bench, amber):
    amber.send(study.act(study.coding("I can do this")))
    assert lookups.tally(bench.store, "coding", "coder") == {"Amber": 1}
