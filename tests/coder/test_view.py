"""What a page is shown of a source, by mode: enough to code by, and nothing of anybody that the mode keeps back."""

from __future__ import annotations

import json
import time

import pandas as pd
import pytest

from tests.coder import study
from tests.coder.study import act, claim, coding, coverage, evidence, later, part, send, sitting
from useit_eval.coder.acts import take
from useit_eval.coder.session import open_session
from useit_eval.coder.view import open_view
from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.text import sha256
from useit_eval.workbench import open_study


@pytest.fixture
def three(bench):
    """Give the study in which ann, ben and the facilitator each linked the same words."""
    for name in ("ann", "ben", "cat"):
        session = sitting(bench, name)
        row, made = coding("I can do this", memo=f"memo of {name}"), claim(paraphrase=f"{name} says so")
        linked = act(made, part(made["claim_id"], row["coding_id"]), does="link")
        send(session, act(row), linked, act(evidence(made["claim_id"]), coverage(1, 2), does="bear"))
    return bench


def whose(view):
    """Return whose rows a view holds, table by table."""
    return [sorted({row.get("coder") or row.get("rater") for row in view[name]}) for name in _ROWS]


_ROWS = ("codings", "claims", "evidence", "coverage")


def test_a_view_is_plain_values_with_the_text_as_stored_and_its_turns(bench):
    view = open_view(bench, "S1", coder="ann")
    assert json.loads(json.dumps(view, allow_nan=False))["source"]["text"] == study.TEXT
    assert view["source"]["text_sha256"] == sha256(study.TEXT)
    told = [(turn["number"], study.TEXT[turn["start"] : turn["end"]], turn["voice_id"]) for turn in view["turns"]]
    voices = {"Asker": study.ASKER, "Rosa": study.ROSA}
    assert told == [(n, words, voices[who]) for n, (who, words) in enumerate(study.TURNS, start=1)]
    assert [slot["slot"] for slot in view["study"]["slots"]] == list(bench.study.slots)
    assert view["terms"]["certainties"] == terms.CERTAINTIES and view["mode"] == "code"


def test_a_view_is_found_by_label_or_id_and_the_first_is_opened_when_none_is_named(bench, ann):
    by_id = open_view(bench, study.SOURCE, coder="ann")
    assert by_id["source"]["label"] == "S1"
    (reply,) = take(ann, {"n": 4, "kind": "open"})
    assert (reply["n"], reply["kind"], reply["view"]["source"]["label"]) == (4, "view", "S1")


def test_in_blind_and_training_mode_nobody_else_is_sent_in_any_corner(three):
    for mode in ("blind", "training"):
        view = open_view(three, "S1", coder="ann", mode=mode, with_coders=["cat"])
        assert whose(view) == [["ann"]] * 4 and view["coders"] == ["ann"]
        text = json.dumps(view)
        assert not any(f"{name} says so" in text or f"memo of {name}" in text for name in ("ben", "cat"))


def test_in_code_mode_the_chosen_coders_are_shown_and_nobody_else(three):
    assert whose(open_view(three, "S1", coder="ann"))[0] == ["ann"]
    view = open_view(three, "S1", coder="ann", with_coders=["cat"])
    assert whose(view)[:2] == [["ann", "cat"]] * 2 and view["coders"] == ["ann", "cat"]


def test_reading_shows_everybody_and_comparing_those_who_are_named(three):
    assert whose(open_view(three, "S1", coder="dan", mode="read"))[0] == ["ann", "ben", "cat"]
    view = open_view(three, "S1", coder="dan", mode="compare", with_coders=["ann", "ben"])
    assert whose(view)[0] == view["coders"] == ["ann", "ben"]


def test_parts_lead_to_the_rows_that_stand_with_the_code_of_their_passage(bench, ann):
    row, made = coding("I can do this"), claim()
    joined = part(made["claim_id"], row["coding_id"])
    moved, renamed = later(row, code_id="few_ties"), later(made, status="denied")
    send(ann, act(row), act(made, joined, does="link"), act(moved, renamed, does="change"))
    (shown,) = open_view(bench, "S1", coder="ann")["parts"]
    assert (shown["coding_id"], shown["claim_id"]) == (moved["coding_id"], renamed["claim_id"])
    assert shown["code_id"] == "few_ties"


def test_rounds_are_kept_apart(bench, ann):
    send(ann, act(coding("I can do this")))
    assert len(open_view(bench, "S1", coder="ann")["codings"]) == 1
    assert open_view(bench, "S1", coder="ann", round_no=2)["codings"] == []


def test_what_was_read_is_counted_once_for_each_turn(bench, ann):
    send(ann, act(coverage(1, 3), does="read"), act(coverage(2, 4), does="read"))
    (source,) = open_view(bench, "S1", coder="ann")["sources"]
    assert (source["label"], source["turns"], source["read"]) == ("S1", 5, 4)
    assert open_view(bench, "S1", coder="ben")["sources"][0]["read"] == 0


def test_the_codes_used_last_come_first(bench, ann):
    for code in ("feels_capable", "few_ties", "new/an idea", "few_ties"):
        send(ann, act(coding("I can do this", code)))
    assert open_view(bench, "S1", coder="ann")["recent"] == ["few_ties", "new/an idea", "feels_capable"]


def test_the_question_holds_for_the_answers_until_the_next(bench):
    view = open_view(bench, "S1", coder="ann")
    assert [turn["question_id"] for turn in view["turns"]] == ["Q01", "Q01", "Q02", "Q02", "Q02"]
    assert [question["elicitation"] for question in view["questions"]] == ["unprompted", "prompted"]


@pytest.mark.parametrize("source", ["S9", "S2", study.OTHER, "", "  "])
def test_a_source_that_cannot_be_shown_is_refused_in_a_sentence(bench, source):
    if source == "":
        assert open_view(bench, source, coder="ann")["source"]["label"] == "S1"
        return
    with pytest.raises(InputRefused, match="no source of the study|not at hand"):
        open_view(bench, source, coder="ann")


def test_a_withdrawn_source_is_refused_in_a_sentence(paths):
    study.write_manifest(paths, consent="withdrawn")
    with open_study(root=paths.root) as bench:
        with pytest.raises(InputRefused, match="consent to S1 was withdrawn"):
            open_view(bench, "S1", coder="ann")
        (reply,) = take(sitting(bench), {"n": 1, "kind": "open"})
        assert (reply["kind"], "no text is at hand" in reply["sentence"]) == ("error", True)


def test_codings_in_the_turns_of_a_voice_that_withdrew_are_not_shown(paths):
    with open_study(root=paths.root) as bench:
        hers, his = coding("I can do this"), coding("And what got in the way")
        send(sitting(bench), act(hers, his))
    study.write_manifest(paths, voice="withdrawn")
    with open_study(root=paths.root) as bench:
        view = open_view(bench, "S1", coder="ann")
        assert [row["coding_id"] for row in view["codings"]] == [his["coding_id"]]
        assert [voice["label"] for voice in view["voices"]] == ["V1"]
        assert "neighbour" not in view["source"]["text"] and len(view["source"]["text"]) == len(study.TEXT)


@pytest.mark.parametrize("name", ["", " ann", "a\nb", "x" * 61, "files", "a; b", None, "a\u202eb", "\ud800"])
def test_a_name_that_could_not_be_kept_or_told_apart_is_refused(bench, name):
    with pytest.raises(InputRefused):
        open_session(bench, coder=name)


@pytest.mark.parametrize("name", ["Blue heron", "Żółw 7", "علی‌رضا", "🦔"])
def test_names_of_any_script_are_taken(bench, name):
    assert open_session(bench, coder=name).coder == name


def test_an_unknown_mode_or_round_is_refused(bench):
    with pytest.raises(UsageError, match="not a mode"):
        open_session(bench, coder="ann", mode="edit")
    with pytest.raises(UsageError, match="not a round"):
        open_session(bench, coder="ann", round_no=0)


def test_twenty_thousand_words_with_two_thousand_codings_are_shown_in_less_than_150_milliseconds(paths):
    words = "The course was free, and I thought: I can do this. "
    lines = [f"{'Asker' if n % 2 else 'Rosa'}: {words * 4}".strip() for n in range(500)]
    text = "\n\n".join(lines) + "\n"
    starts = [sum(len(line) + 2 for line in lines[:n]) for n in range(500)]
    with open_study(root=paths.root) as bench:
        _add_text(bench, text, lines, starts)
        rows = [
            {"coding_id": study.fresh(), "source_id": study.OTHER, "start": start, "end": start + 19}
            for start in starts
            for _ in range(4)
        ]
        told = {"quote_sha256": "0" * 64, "code_id": "free_course", "coder": "ann", "origin": "human", "round_no": 1}
        bench.store.append("coding", pd.DataFrame(rows).assign(**told, quotable=True), by="ann")
        open_view(bench, "S2", coder="ann")
        times = []
        for _ in range(5):
            began = time.process_time()
            view = open_view(bench, "S2", coder="ann")
            times.append(time.process_time() - began)
    assert (len(view["codings"]), len(view["turns"]), len(text.split())) == (2000, 500, 22500)
    print(f"a view of 2,000 codings: {min(times) * 1000:.0f} ms")
    assert min(times) < 0.15


def _add_text(bench, text, lines, starts):
    bench.store.append("source_text", pd.DataFrame([{"source_id": study.OTHER, "text": text}]), by="files")
    rows = [
        {"segment_id": study.fresh(), "source_id": study.OTHER, "number": n + 1, "locator": f"turn {n + 1}",
         "start": start, "end": start + len(line), "speaker": line.split(":")[0], "language": "en",
         "rendering": "original", "interleaved": False}
        for n, (line, start) in enumerate(zip(lines, starts, strict=True))
    ]  # fmt: skip
    bench.store.append("segment", pd.DataFrame(rows), by="ann")
