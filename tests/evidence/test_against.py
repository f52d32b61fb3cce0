"""Counter-evidence in full, and three kinds of nothing kept apart."""

from __future__ import annotations

from tests.cmo.rows import CODES, make_claims
from tests.evidence.rows import STRANDS, make_bearing, make_theories
from useit_eval.coding import code_names, roll_up
from useit_eval.evidence import contradictions, silences, speaks_against

ROWS = ("S1 c:poor r:course o:job", "S2 r:mentor o:job", "S3 c:poor o:job | denied")
THEORIES = make_theories(
    {"theory_id": "N1"},
    {"theory_id": "N2"},
    {"theory_id": "N3", "not_asked": True},
    {"theory_id": "S9", "strand": "south"},
)


def _told(*evidence: str):
    claims, parts = make_claims(*ROWS)
    return make_bearing(ROWS, evidence), claims, parts


def test_all_that_refutes_is_listed_with_its_reason_and_whether_it_is_explained():
    bearing, claims, _ = _told("N1 C001 refutes: came too early", "N1 C002 refutes", "N1 C003 supports")
    against = speaks_against(bearing, THEORIES, claims, strands=STRANDS)[0]
    assert against.key == "evidence.against.north"
    assert [row[2:] for row in against.table.rows] == [("Reason 0.", "Came too early."), ("Reason 1.", "not explained")]
    assert against.table.ids == (("C001", "N1"), ("C002", "N1"))
    assert against.sentences[0].text == "2 records speak against a theory here; 1 of them is not explained."


def test_what_refines_stands_apart_from_what_refutes():
    bearing, claims, _ = _told("N1 C002 refines")
    keys = [finding.key for finding in speaks_against(bearing, THEORIES, claims, strands=STRANDS)]
    assert keys == ["evidence.against.north", "evidence.against.north.refining"]


def test_a_denied_claim_is_told_though_nobody_judged_it():
    bearing, claims, _ = _told("S9 C001 supports")
    (against,) = speaks_against(bearing, THEORIES, claims, strands=STRANDS)
    assert against.sentences[0].text.startswith("A denial that is not counted") and against.sentences[0].ids == ("C003",)


def test_the_step_in_question_is_named_in_broader_terms():
    bearing, claims, parts = _told("N1 C002 refutes")
    finding = contradictions(bearing, claims, parts, THEORIES, names=code_names(CODES), up=roll_up(CODES))
    assert finding.table.rows[0][1] == "resource “A mentor”; outcome “A job”"
    assert finding.data == {"theories": ["N1"]} and finding.sentences[1].ids == ("N1", "C002")


def test_no_contradiction_is_not_support():
    bearing, claims, parts = _told("N1 C001 supports")
    finding = contradictions(bearing, claims, parts, THEORIES, names={})
    assert finding.table is None and "not support" in finding.sentences[0].text


def test_spoken_against_silent_and_not_asked_are_three_states():
    bearing, *_ = _told("N1 C001 refutes", "S9 C001 supports", "S9 C002 neutral")
    north, south = silences(THEORIES, bearing, strands=STRANDS)
    assert [row[2] for row in north.table.rows] == ["spoken against only", "silent", "not asked"]
    assert [row[2] for row in south.table.rows] == ["spoken of"]


def test_a_strand_without_any_claim_reads_silent():
    bearing, *_ = _told("N1 C001 supports")
    south = silences(THEORIES, bearing, strands=STRANDS)[1]
    told = [s for s in south.sentences if "silent, for and against" in s.text]
    assert told[0].text == "The sources are silent, for and against, on “Theory S9”." and told[0].ids == ("S9",)


def test_what_no_supporting_claim_tells_is_named():
    bearing, *_ = _told("N1 C001 supports", "N2 C003 supports")
    rows = silences(THEORIES, bearing, strands=STRANDS)[0].table.rows
    assert rows[0][3] == "people's reasoning" and rows[1][3] == ""


def test_an_unknown_question_is_said_to_blur_silence():
    bearing, *_ = _told("N1 C001 supports")
    told = [
        s for s in silences(THEORIES, bearing, strands=STRANDS)[0].sentences if "question asked is not known" in s.text
    ]
    assert told[0].ids == ("C001",)


def test_a_strand_whose_theories_are_borne_on_only_from_elsewhere_still_reads_silent():
    bearing, *_ = _told("S9 C001 supports")
    north, south = silences(THEORIES, bearing, strands=STRANDS)
    assert any(s.text.startswith("The sources are silent on South") for s in south.sentences)
    assert not any(s.text.startswith("The sources are silent on North") for s in north.sentences)


def test_records_that_nothing_explains_are_said_to_be_so_and_their_steps_are_named_first():
    both, claims, parts = _told("N1 C001 refutes", "N1 C002 refutes")
    told = contradictions(both, claims, parts, THEORIES, names={}).sentences[1].text
    assert "2 records go against it; none of them is explained." in told
    rows = ("S1 c:poor o:job", "S2 c:far r:leaflet")
    claims, parts = make_claims(*rows)
    one = make_bearing(rows, ("N1 C001 refutes: came too early", "N1 C002 refutes"))
    told = contradictions(one, claims, parts, THEORIES, names={}).sentences[1].text
    assert "1 of them is not explained" in told and told.index("leaflet") < told.index("poor")
