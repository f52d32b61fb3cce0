"""A meeting of two coders: the list, what is decided and refused, and the form without a browser."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.workbench import two_voices
from tests.workbench.small_study import key
from tests.workbench.two_voices import NAME
from useit_eval.ground.errors import UsageError
from useit_eval.sources import change_row
from useit_eval.store import open_store
from useit_eval.store.backups import back_up
from useit_eval.store.merging import merge
from useit_eval.workbench import export_coding, hold_meeting, open_study, prepare_meeting, show_differences
from useit_eval.workbench.deciding import Decided, names_in, record_decision
from useit_eval.workbench.meeting_page import draw_difference


def coding(number: int, words: str, code: str, coder: str = "ben", **more: object) -> dict:
    place = two_voices.span(words)
    shared = {"source_id": key(1), "origin": "human", "round_no": 1, "quotable": True, "coder": coder, "code_id": code}
    return {
        "coding_id": key(number),
        "start": place["start"],
        "end": place["end"],
        "quote_sha256": place["sha256"],
        **shared,
        **more,
    }


@pytest.fixture
def paths(tmp_path):
    return two_voices.make(tmp_path)


@pytest.fixture
def bench(paths):
    """Give the study of two voices; ben has coded two of ann's places otherwise, one with a memo of markup."""
    with open_study(NAME, root=paths.root) as opened:
        rows = [
            coding(201, "it felt like my own place", "can_do_more", memo="<script>alert(1)</script> so I think"),
            coding(202, "something that I can really do", "feels_capable"),
        ]
        opened.store.append("coding", pd.DataFrame(rows), by="ben")
        yield opened


@pytest.fixture
def meeting(bench):
    return prepare_meeting(bench, first_coder="ann", second_coder="ben")


AGREED = Decided("one_code", "Ann; Ben", agreed_code="feels_capable", reason="It is about what she thinks.")


def test_the_list_holds_the_places_in_reading_order(meeting):
    assert meeting.differences["kind"].tolist() == ["code", "code"]
    assert [dict(said) for said in meeting.differences["said"]] == [
        {"ann": "Feels capable", "ben": "Can do more"}, {"ann": "Can do more", "ben": "Feels capable"},
    ]  # fmt: skip
    shown = repr(show_differences(meeting))
    assert "not decided yet" in shown and "felt like" not in shown


def test_a_decision_is_in_the_store_at_once_with_who_decided_and_changes_no_coding(meeting, bench):
    before = bench.store.history("coding")
    meeting.decide(0, AGREED)
    row = bench.load("decision").iloc[0]
    place = two_voices.span("it felt like my own place")
    assert (row["start"], row["end"], row["kind"], row["source_id"]) == (place["start"], place["end"], "code", key(1))
    assert set(row["codings"].split("; ")) == {key(32), key(201)} and row["codes"] == "can_do_more; feels_capable"
    assert (row["decided"], row["agreed_code"], row["decided_by"]) == ("one_code", "feels_capable", "Ann; Ben")
    assert row["recorded_by"] == "Ann; Ben" and row["round_no"] == 1
    assert bench.store.history("coding").equals(before) and bench.store.verify().first_fault == ""


def test_deciding_again_supersedes_and_the_earlier_one_stays_in_the_record(meeting, bench):
    first = meeting.decide(0, AGREED)
    meeting.decide(0, Decided("left_open", "Cat"))
    assert bench.load("decision")["decided"].tolist() == ["left_open"]
    held = bench.store.history("decision")
    assert len(held) == 2 and held.set_index("decided").loc["left_open", "supersedes"] == first


def test_what_two_copies_decided_apart_is_settled_by_the_next_decision(meeting, bench, tmp_path):
    other = open_store(back_up(bench.store.place, tmp_path / "away"))
    difference = meeting.differences.iloc[0].to_dict()
    meeting.decide(0, AGREED)
    record_decision(other, difference, Decided("no_code", "Cat"), codes=meeting.codes, round_no=1)
    place = other.place
    other.close()
    merge(bench.store, place, by="lead")
    assert len(meeting.decisions()) == 2
    meeting.decide(0, Decided("left_open", "Ann; Cat"))
    assert meeting.decisions()["decided"].tolist() == ["left_open"] and bench.store.verify().first_fault == ""


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (Decided("one_code", " ; ", agreed_code="feels_capable"), "nobody has decided. Write the names"),
        (
            Decided("one_code", "Ann", agreed_code="feels_capabel"),
            "'feels_capabel' is no code of the codebook. Closest: 'Feels capable'.",
        ),
        (Decided("one_code", "Ann"), "does not say which code holds"),
        (Decided("flip_a_coin", "Ann"), "'flip_a_coin' is no decision here. Known: one_code"),
        (Decided("one_slot", "Ann", agreed_slot="outcome"), "'one_slot' is no decision here"),
        (Decided("", "Ann"), "nothing is decided yet"),
        (Decided("left_open", "Ann", sharper_definition="New words."), "a sharper definition needs its code"),
        (Decided("definition_sharpened", "Ann", sharper_code="feels_capable"), "the sharper definition is still empty"),
    ],
)
def test_what_is_no_decision_is_refused_in_one_sentence_and_nothing_is_written(meeting, bench, decided, told):
    with pytest.raises(UsageError) as refused:
        meeting.decide(0, decided)
    assert told in str(refused.value) and "\n" not in str(refused.value)
    assert bench.store.history("decision").empty


def test_names_are_told_apart_by_commas_semicolons_and_the_word_and():
    assert names_in("Ann Lee, Ben;Cat and Dee\nEve & Ann Lee") == ["Ann Lee", "Ben", "Cat", "Dee", "Eve"]


def test_coders_are_chosen_by_name_or_by_how_much_they_marked(bench):
    assert prepare_meeting(bench).coders == ("ann", "ben")
    with pytest.raises(UsageError, match=r"'bne' has coded nothing in round 1. Closest: 'ben'."):
        prepare_meeting(bench, first_coder="bne")
    with pytest.raises(UsageError, match="'ann' is named as both coders"):
        prepare_meeting(bench, first_coder="ann", second_coder="ann")


def test_a_round_of_one_coder_has_no_list_and_says_so(bench):
    alone = prepare_meeting(bench, round_no=7)
    assert alone.differences.empty and alone.coders == ()
    assert "nothing to decide" in repr(hold_meeting(alone))


def test_definitions_to_sharpen_wait_until_the_codebook_has_the_words(meeting):
    wording = {"sharper_code": "feels_capable", "sharper_definition": "Believes that one can do it."}
    meeting.decide(0, Decided("definition_sharpened", "Ann", reason="she said: my own place", **wording))
    finding = meeting.tell()
    assert [row[0::2] for row in finding.table.rows] == [("Feels capable", "Believes that one can do it.")]
    assert "my own place" not in repr(finding)
    assert finding.data == {"differences": 2, "decided": 1, "waiting": 1, "definitions": 1}


def test_the_page_shows_the_words_escaped_with_both_definitions(meeting):
    drawn = draw_difference(meeting, 0)
    assert "<blockquote>it felt like my own place</blockquote>" in drawn
    assert "<script>" not in drawn and "&lt;script&gt;alert(1)&lt;/script&gt; so I think" in drawn
    for code in ("feels_capable", "can_do_more"):
        row = meeting.codes.set_index("code_id").loc[code]
        assert row["definition"] in drawn.replace("&#x27;", "'")


def test_words_that_consent_keeps_are_not_on_the_page(bench, paths):
    change_row(paths.raw / "manifest.csv", key(1), {"consent": "paraphrase"})
    with open_study(NAME, root=paths.root) as again:
        drawn = draw_difference(prepare_meeting(again), 0)
    assert "felt like my own place" not in drawn and "The words are not shown" in drawn


def test_the_form_saves_tells_and_loses_nothing(meeting, bench):
    form = hold_meeting(meeting)
    assert not form.save() and "nothing is decided yet" in form.message.value
    form.fields["reason"].value = "<b>half</b>"
    form.go_to(1)
    assert form.fields["reason"].value == "" and form.next.disabled
    form.go_to(0)
    assert form.fields["reason"].value == "<b>half</b>" and form.previous.disabled
    form.fields["decided"].value = "one_code"
    form.fields["agreed_code"].value = "nothing like it"
    form.fields["decided_by"].value = "Ann and Ben"
    assert not form.save() and "is no code of the codebook" in form.message.value
    assert form.fields["agreed_code"].value == "nothing like it" and bench.store.history("decision").empty
    form.fields["agreed_code"].value = "Feels capable"
    assert form.save() and "1 difference still to decide" in form.message.value
    assert bench.load("decision")["reason"].tolist() == ["<b>half</b>"]
    form.go_to(1)
    assert form.fields["decided_by"].value == "Ann and Ben" and form.fields["decided"].value == ""


def test_the_form_opens_at_what_is_not_decided_and_shows_what_is(meeting):
    meeting.decide(0, AGREED)
    form = hold_meeting(meeting)
    assert form.number == 1
    form.go_to(0)
    assert "Decided by Ann and Ben on" in form.standing.value and form.fields["agreed_code"].value == "Feels capable"


def test_what_a_notebook_keeps_of_the_form_says_nothing_of_it(meeting):
    kept = hold_meeting(meeting)._repr_mimebundle_()
    assert kept["text/plain"] == "The meeting's form: run this cell to open it."
    assert set(kept) == {"text/plain", "application/vnd.jupyter.widget-view+json"}


def test_in_a_run_without_a_person_the_state_is_shown(meeting):
    meeting.decide(0, AGREED)
    told = repr(hold_meeting(meeting, by_hand=False))
    assert "1 difference was decided by Ann and Ben: one code holds (1)." in told
    assert "1 difference waits for a meeting of the coders." in told and "changes no coding by itself" in told


def test_a_coding_changed_after_the_decision_makes_a_new_difference_or_none(meeting, bench):
    meeting.decide(0, AGREED)
    row = {**coding(203, "it felt like my own place", "feels_capable"), "supersedes": key(201)}
    bench.store.append("coding", pd.DataFrame([row]), by="ben")
    later = prepare_meeting(bench, first_coder="ann", second_coder="ben")
    assert len(later.differences) == 1 and len(later.decisions()) == 1


def test_decisions_are_written_out_as_a_sheet_without_formulas(meeting, bench, tmp_path):
    meeting.decide(0, Decided("left_open", "Ann; Ben", reason="=1+1"))
    report = export_coding(bench, folder=tmp_path / "out")
    text = next(path for path in report.files if path.name == "decisions.csv").read_text("utf-8")
    first, header, row = text.splitlines()
    assert first == "# format: useit-decisions/1" and header.startswith("decision_id,source,start")
    assert ",S1," in row and ",'=1+1," in row and "felt like" not in text
