"""What goes wrong while people code: acts sent again, texts that changed, consent withdrawn, strangers who guess."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.coder import study
from tests.coder.study import act, claim, coding, evidence, later, part, send
from useit_eval.coder import acts, places
from useit_eval.coder.acts import take
from useit_eval.coder.view import show_view
from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.ground.text import sha256
from useit_eval.workbench import open_study


def sentence_of(session, *sent):
    """Return the sentence with which an act is refused."""
    (reply,) = send(session, *sent)
    assert reply["kind"] == "refused", reply
    return reply["sentence"]


@pytest.mark.parametrize("blank", [" ", "\x85", "\u2028\n"])
def test_an_act_of_blank_words_sent_again_is_acknowledged(ann, blank):
    sent = [
        act(coding("Right", memo=blank)),
        act(claim(paraphrase=blank, locator=blank, about_case=blank), does="link"),
    ]
    for _ in range(2):
        assert [reply["kind"] for reply in send(ann, *sent)] == ["done"]


def test_words_of_a_voice_that_withdrew_are_not_marked_by_a_page_opened_before(paths):
    with open_study(root=paths.root) as bench:
        session = study.sitting(bench)
        kept, over = coding("Right"), coding("Asker: Right.")
        send(session, act(kept), act(over))
        study.write_manifest(paths, voice="withdrawn")
        open_study(root=paths.root).close()
        assert "withdrew consent" in sentence_of(session, act(coding("I can do this")))
        across = coding("this. שלום\n\nAsker: Ri")
        assert "withdrew consent" in sentence_of(session, act(across))
        assert send(session, act(later(kept, memo="still there"), does="change"))[0]["kind"] == "done"


def test_a_text_read_between_two_versions_is_not_held_for_the_newer_one(bench, ann, monkeypatch):
    show_view(ann, "S1")
    ((source_id, _place),) = ann._places.items()
    ann._places.clear()
    with monkeypatch.context() as older:
        older.setattr(places.lookups, "text_of", lambda *_: "An older text.")
        assert ann.place(source_id, sha256(study.TEXT)).text == "An older text."
    assert ann.place(source_id, sha256(study.TEXT)).text == study.TEXT


def test_a_text_that_got_a_new_version_refuses_places_of_the_old_one_and_takes_those_of_the_new(bench, ann):
    show_view(ann, "S1")
    old, new = coding("I can do this"), f"A line more.\n\n{study.TEXT}"
    (row,) = bench.store.current("source").query("label == 'S1'").to_dict("records")
    fresh = study.fresh()
    frame = pd.DataFrame([{**row, "source_id": fresh, "supersedes": row["source_id"], "sha256_text": sha256(new)}])
    bench.store.append("source", frame[[c for c in frame if not c.startswith(("recorded", "store"))]], by="ann")
    text = {"source_id": fresh, "text": new, "supersedes": study.SOURCE}
    bench.store.append("source_text", pd.DataFrame([text]), by="ann")
    assert "does not hold the words" in sentence_of(ann, act(old))
    again = coding("I can do this", text=new, source_id=fresh)
    assert [reply["kind"] for reply in send(ann, act(again))] == ["done"]


def test_what_a_page_owed_and_never_sent_again_holds_nobody_up_for_ever(bench, ann, monkeypatch):
    def locked(**_more):
        raise WorkFailed("the store is locked by another program", "", "Close it.")

    with monkeypatch.context() as broken:
        broken.setattr(bench.store, "writing", locked)
        send(ann, act(coding("Right")))
    lost = act(part(study.fresh(), study.fresh()), does="link")
    assert send(ann, lost)[0].get("later") is True
    later_on = acts.time.monotonic() + acts.OWED_FOR + 1
    monkeypatch.setattr(acts.time, "monotonic", lambda: later_on)
    assert "not in the store" in sentence_of(ann, lost)


def test_a_label_that_another_has_and_one_that_nobody_has_are_refused_in_the_same_words(ann, ben):
    made = claim()
    (reply,) = send(ben, act(made, does="link"))
    taken = reply["rows"][0]["label"]
    said = [sentence_of(ann, act(evidence(label), does="bear")).replace(label, "X") for label in (taken, "C-zzzzzz")]
    assert said[0] == said[1]


@pytest.mark.parametrize("source", ["\ud800", "S1\ud800", "\x00", "S1\n"])
def test_a_source_named_in_signs_that_no_store_knows_is_refused_in_a_sentence(bench, source):
    session = study.sitting(bench, mode="training", with_coders=["facilitator"])
    session.source = source
    (reply,) = take(session, {"n": 1, "kind": "compare", "with": ["facilitator"]})
    assert reply["kind"] == "error" and reply["sentence"]
    with pytest.raises(InputRefused):
        show_view(session, source)


def standing(session, view):
    """Return how the source of a view stands, as a page asks for it."""
    pong, told = take(session, {"n": 3, "kind": "ping", "source": view["source"]["source_id"]})
    assert (pong, told["n"], told["source"]) == ({"n": 3, "kind": "pong"}, 3, view["source"]["source_id"])
    return told


def test_a_page_learns_that_consent_was_withdrawn_or_a_text_changed_by_asking_how_its_source_stands(paths):
    with open_study(root=paths.root) as bench:
        session = study.sitting(bench)
        view = show_view(session, "S1")
        assert standing(session, view)["stamp"] == view["stamp"]
        send(session, act(coding("Right")))
        assert standing(session, view)["stamp"] == view["stamp"] == show_view(session, "S1")["stamp"]
        study.write_manifest(paths, voice="withdrawn")
        open_study(root=paths.root).close()
        fresh = show_view(session, "S1")
        assert standing(session, view)["stamp"] == fresh["stamp"] != view["stamp"]
        study.write_manifest(paths, consent="withdrawn")
        open_study(root=paths.root).close()
        told = standing(session, view)
        assert told["stamp"] is None and told["sentence"].startswith("Consent to S1 was withdrawn")


@pytest.mark.parametrize("source", [None, 3, "", ["S1"], "x" * 61])
def test_a_ping_that_names_no_source_is_answered_as_ever(ann, source):
    assert take(ann, {"n": 1, "kind": "ping", "source": source}) == [{"n": 1, "kind": "pong"}]
