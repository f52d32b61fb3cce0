"""claims_*.yaml: linked codings, checked against codebook and study."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_claims, load_codebook, load_study, retired_in_use

_PART = "      - part_id: 00000000-0000-4000-8000-000000000032"


@pytest.fixture
def load(put):
    """Return a function that loads the example claims, changed, against the example codebook and study."""

    def loaded(*changes):
        codebook, study = load_codebook(put("codebook")), load_study(put("study"))
        return load_claims(put("claims", *changes), codebook=codebook, study=study)

    return loaded


def test_a_claims_file_gives_claims_and_their_parts(load):
    held = load()
    claim = held.claims[0]
    assert (held.source, held.round_no, claim.locator) == ("J1", 1, "2.10")
    assert [(part.slot, part.start, part.end, part.quotable) for part in claim.parts] == [
        ("mechanism_reasoning", 10, 20, True), ("outcome", 20, 35, False),
    ]  # fmt: skip


def test_what_a_coder_left_open_stays_open(load):
    part = load().claims[0].parts[1]
    assert (part.intensity, part.valence, part.intended, part.memo) == (None, None, None, None)


def test_second_codings_may_stand_without_claims(put):
    path = put("claims", text="""\
        format: useit-claims/1
        source: J1
        coder: b
        round_no: 1
        recorded_at: 2024-01-31T10:00:00Z
        codings:
          - coding_id: 00000000-0000-4000-8000-000000000041
            code: stays
            start: 1
            end: 4
            sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
        """)  # fmt: skip
    assert [(passage.code, passage.start, passage.end) for passage in load_claims(path).passages] == [("stays", 1, 4)]


def test_one_passage_may_serve_two_parts_and_counts_once(load):
    same = (
        ("000000000042", "000000000041"), ("code: stays", "code: trust_in_staff"),
        ("start: 20", "start: 10"), ("end: 35", "end: 20"), ("b" * 64, "a" * 64),
    )  # fmt: skip
    held = load(*same)
    assert (len(held.claims[0].parts), len(held.passages)) == (2, 1)


def test_one_coding_id_may_not_mark_two_passages(load, said):
    assert said(load, ("000000000042", "000000000041")) == (
        "claims.yaml, line 27: the coding_id '00000000-0000-4000-8000-000000000041' "
        "already marks another passage (line 19). Give each passage its own."
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("code: stays", "code: stay", "line 29: code 'stay' is not a code. Closest: 'stays'."),
        ("strand: learning", "strand: lerning", "line 12: strand 'lerning' is not in study.yaml. Closest: 'learning'."),
        ("slot: outcome", "slot: actor", "line 28: the slot 'actor' is not in the study's template CMO. Slots: context, mechanism_resource, mechanism_reasoning, mechanism_mixed, outcome."),
        ("slot: outcome", "slot: outcomes", "line 28: slot 'outcomes' is not one of the words allowed here. Closest: 'outcome'."),
        ("status: observed", "status: observd", "line 14: status 'observd' is not one of the words allowed here. Closest: 'observed'."),
        ('"2.10"', "2.10", "line 9: 'locator' should be text, found 2.10. Put it in quotes: \"2.10\"."),
        ("end: 20", "end: 10", "line 22: the passage starts at 10 and ends at 10. The end lies one past the last character."),
        ("start: 10", "start: -1", "line 22: 'start' should be at least 0, found -1. Correct the number."),
        ("a" * 64, "a" * 63, f"line 24: sha256 '{'a' * 63}' is not a SHA-256. It has 64 characters, 0 to 9 and a to f."),
        ("000000000032", "000000000031", "line 26: the part_id '00000000-0000-4000-8000-000000000031' is given twice (first on line 18). Give each its own."),
        ("10:00:00Z", "10:00:00", "line 5: recorded_at '2024-01-31T10:00:00' is not a time in UTC. Write it like this: 2024-01-31T09:30:00Z."),
        ("intensity: weak", "intensity: wek", "line 25: intensity 'wek' is not one of the words allowed here. Closest: 'weak'."),
        ("quotable: false", "quotable: no", "line 33: 'quotable' should be true or false, found 'no'. Write true or false, without quotes."),
    ],
)  # fmt: skip
def test_each_fault_of_a_claims_file_has_its_sentence(load, said, old, new, sentence):
    assert said(load, (old, new)) == f"claims.yaml, {sentence}"


def test_a_claim_given_twice_is_refused(put, said):
    text = put("claims").read_text(encoding="utf-8")
    again = text.split("claims:\n")[1]
    assert said(load_claims, put("claims", text=text + again)) == (
        "claims.yaml, line 34: the claim 'C001' is given twice (first on line 7). Give each its own."
    )


def test_an_empty_file_of_claims_is_refused(put, said):
    text = put("claims").read_text(encoding="utf-8").split("claims:\n")[0]
    assert said(load_claims, put("claims", text=text)) == (
        "claims.yaml, line 1: the file holds no claims. Add a claim under 'claims:', or remove the file."
    )


def test_the_frame_has_a_row_for_each_part_beside_its_claim(load):
    frame = load().frame()
    assert frame[["label", "slot", "code", "start", "end"]].values.tolist() == [
        ["C001", "mechanism_reasoning", "trust_in_staff", 10, 20], ["C001", "outcome", "stays", 20, 35],
    ]  # fmt: skip
    assert frame["intended"].isna().all()


def test_retired_codes_in_claims_can_be_listed(put, load):
    held = load(("code: stays", "code: remains"))
    assert retired_in_use(load_codebook(put("codebook")), held.used()) == [
        "claim C001 uses the code 'remains', which was merged into 'stays'."
    ]
