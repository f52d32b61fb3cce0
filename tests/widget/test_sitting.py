"""Who sits at the coder of a notebook: names asked for, messages answered, nothing of a text in what a notebook saves."""

from __future__ import annotations

import json

import pytest

from tests.coder import study
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.text import sha256
from useit_eval.widget import open_coder
from useit_eval.widget.element import CLOSED, CoderElement
from useit_eval.widget.sitting import answer, names_used, open_sitting
from useit_eval.workbench import init_study, open_study

MARKED = "My neighbour"


@pytest.fixture
def sit(bench):
    """A function that opens a sitting; by default without a name, to code."""
    usual = {"coder": "", "mode": "code", "with_coders": (), "round_no": 1, "source": ""}
    return lambda **more: open_sitting(bench, **{**usual, **more})


def act_of(coder: str) -> dict:
    """An act that marks two words of the interview under a name."""
    start = study.TEXT.index(MARKED)
    row = {
        "coding_id": study.key(901), "source_id": study.SOURCE, "start": start, "end": start + len(MARKED),
        "quote_sha256": sha256(MARKED), "code_id": "new/asked by a neighbour", "coder": coder, "memo": "Kept words.",
    }  # fmt: skip
    return {"act": study.key(900), "does": "mark", "rows": [{"table": "coding", "row": row}]}


def test_without_a_name_nothing_but_the_name_is_answered_and_nothing_is_saved(sit, bench):
    sitting = sit()
    for message in ({"n": 1, "kind": "open"}, {"n": 2, "kind": "acts", "acts": [act_of("ann")]}, "nonsense", None):
        [reply] = answer(sitting, message)
        assert (reply["kind"], reply["sentence"]) == ("error", "Nobody has said yet under which name they code.")
    assert bench.load("coding").empty
    [reply] = answer(sitting, {"n": 3, "kind": "who"})
    assert (reply["n"], reply["coder"], reply["names"]) == (3, "", [])


def test_a_name_said_begins_the_sitting_and_a_name_that_will_not_do_is_refused_in_a_sentence(sit):
    sitting = sit()
    [reply] = answer(sitting, {"n": 1, "kind": "name", "coder": ""})
    assert reply["kind"] == "error" and reply["sentence"].startswith("A coder's name has 1 to 60 characters")
    [reply] = answer(sitting, {"n": 2, "kind": "name", "coder": 7})
    assert reply["kind"] == "error" and sitting.session is None
    [reply] = answer(sitting, {"n": 3, "kind": "name", "coder": "Blue heron"})
    assert (reply["kind"], reply["coder"], reply["n"]) == ("who", "Blue heron", 3)
    [view] = answer(sitting, {"n": 4, "kind": "open"})
    assert view["view"]["coder"] == "Blue heron" and MARKED in view["view"]["source"]["text"]


def test_what_is_done_is_signed_with_the_name_that_was_said_and_never_with_the_login(sit, bench, monkeypatch):
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "login_name")
    sitting = sit(coder="Blue heron")
    [reply] = answer(sitting, {"n": 1, "kind": "acts", "acts": [act_of("somebody else")]})
    assert reply["kind"] == "done"
    [row] = bench.load("coding").to_dict("records")
    assert (row["coder"], row["recorded_by"]) == ("Blue heron", "Blue heron")
    assert names_used(bench) == ["Blue heron"]


def test_names_used_before_are_offered_and_in_training_the_facilitator_stays_hidden_until_asked_for(sit):
    answer(sit(coder="facilitator"), {"n": 1, "kind": "acts", "acts": [act_of("facilitator")]})
    [reply] = answer(sit(), {"n": 1, "kind": "who"})
    assert reply["names"] == ["facilitator"]
    training = sit(coder="ann", mode="training")
    [reply] = answer(training, {"n": 2, "kind": "open"})
    assert reply["view"]["codings"] == [] and "Kept words" not in json.dumps(reply)
    [reply] = answer(training, {"n": 3, "kind": "compare", "with": ["facilitator"]})
    assert reply["kind"] == "comparison" and len(reply["comparison"]["only_b"]) == 1


def test_who_only_looks_needs_no_name_and_compare_mode_shows_everybody_who_coded(sit):
    answer(sit(coder="ann"), {"n": 1, "kind": "acts", "acts": [act_of("ann")]})
    looking = sit(mode="compare")
    assert looking.session.coder == "reader" and looking.with_coders == ("ann",)
    [reply] = answer(looking, {"n": 2, "kind": "acts", "acts": [act_of("reader")]})
    assert reply["kind"] == "refused"


def test_nothing_of_a_text_a_memo_or_a_name_is_in_what_a_notebook_saves_of_the_element(bench):
    element = open_coder(bench, coder="Blue heron")
    assert isinstance(element, CoderElement)
    sent = []
    element.send = lambda message: sent.append(message)
    for message in ({"n": 1, "kind": "open"}, {"n": 2, "kind": "acts", "acts": [act_of("Blue heron")]}):
        element._take(element, message, [])
    assert MARKED in json.dumps(sent[0]) and sent[1]["kind"] == "done"
    saved = json.dumps(element.get_manager_state(), default=str, ensure_ascii=False) + json.dumps(
        element._repr_mimebundle_(), default=str
    )
    for secret in (
        *(words for _, words in study.TURNS if len(words) > 10),
        MARKED,
        "Kept words",
        "Blue heron",
        study.SOURCE,
    ):
        assert secret not in saved
    assert CLOSED in saved


def test_in_a_run_without_a_person_a_sentence_is_shown_and_no_element_is_made(bench):
    shown = open_coder(bench, by_hand=False)
    assert "Nobody sits at a run" in repr(shown) and not isinstance(shown, CoderElement)


@pytest.mark.parametrize(
    ("wrong", "error", "told"),
    [
        ({"mode": "coding"}, UsageError, "'coding' is not a mode Modes: code, blind, training, read, compare"),
        ({"coder": "a;b"}, InputRefused, "a coder's name holds a sign that cannot be used"),
        ({"coder": 3}, UsageError, "coder is not a text"),
        ({"source": "nowhere"}, InputRefused, "'nowhere' is no source of the study"),
        ({"source": "S2"}, InputRefused, "the text of S2 is not at hand"),
        ({"round_no": 0}, UsageError, "round 0 is not a round of coding"),
        ({"with_coders": "ann; a\nb"}, InputRefused, "a coder's name holds a sign that cannot be used"),
    ],
)
def test_an_argument_that_will_not_do_is_refused_in_a_sentence(bench, wrong, error, told):
    with pytest.raises(error) as refused:
        open_coder(bench, **wrong)
    assert " ".join(str(refused.value).replace(".", " ").split()).startswith(told.split(" Modes")[0])
    assert "\n" not in str(refused.value)


def test_where_no_text_is_at_hand_the_notebook_says_so_instead_of_failing(tmp_path):
    init_study("quiet", folder=tmp_path)
    with open_study(root=tmp_path) as bench:
        assert "No text is at hand that could be coded" in repr(open_coder(bench))
