"""bearing.yaml, sections_*.yaml and ripples.yaml."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_bearing, load_codebook, load_ripples, load_sections, load_theories

RIPPLES = """\
format: useit-ripples/1
confirmed:
  - from_claim: C001
    to_claim: C002
    code: stays
    confirmed_by: a
    reason: One tells of the other.
"""


def test_a_bearing_names_its_subject(put):
    held = load_bearing(put("bearing"), theories=load_theories(put("theory")))
    assert [(found.subject_kind, found.subject_label, found.bearing) for found in held.bearing] == [
        ("claim", "C001", "supports"), ("figure", "F003", "refutes"),
    ]  # fmt: skip
    assert held.bearing[1].explained == "The room was shut that week."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("theory: LE1", "theory: LE2", "line 6: theory 'LE2' is not a theory. Closest: 'LE1'."),
        ("version: 2", "version: 3", "line 7: LE1 has no version 3. Its newest version is 2."),
        ("    claim: C001\n", "", "line 5: an entry names one claim, figure or model, found none. Keep one: 'claim: C001'."),
        ("claim: C001\n", "claim: C001\n    figure: F001\n", "line 5: an entry names one claim, figure or model, found claim and figure. Keep one: 'claim: C001'."),
        ("bearing: supports", "bearing: support", "line 9: bearing 'support' is not one of the words allowed here. Closest: 'supports'."),
        ("relevance: 3", "relevance: 4", "line 10: 'relevance' should be at most 3, found 4. Correct the number."),
        ("bearing: refutes", "bearing: refines", "line 23: only a refutation is explained. Move the text to 'reason'."),
        ("000000000052", "000000000051", "line 14: the evidence_id '00000000-0000-4000-8000-000000000051' is given twice (first on line 5). Give each its own."),
        ("bearing: supports", "bearing: supports\n    rival: LE1.R9", "line 10: rival 'LE1.R9' is not a rival in LE1 version 2. Closest: 'LE1.R1'."),
        ("figure: F003", "claim: C001", "line 14: the bearing of 'C001 on LE1 version 2' is given twice (first on line 5). Keep one: a rater judges each pair once."),
    ],
)  # fmt: skip
def test_each_fault_of_a_bearing_file_has_its_sentence(put, said, old, new, sentence):
    theories = load_theories(put("theory"))
    assert said(load_bearing, put("bearing", (old, new)), theories=theories) == f"bearing.yaml, {sentence}"


def test_the_rival_a_claim_speaks_for_is_kept_with_the_reason_and_once(put):
    theories = load_theories(put("theory"))
    named = ("bearing: supports", "bearing: supports\n    rival: LE1.R1")
    found = load_bearing(put("bearing", named), theories=theories).bearing
    told = "It tells of the same people. Speaks for the rival LE1.R1."
    assert (found[0].kept_reason, found[1].kept_reason) == (told, "Few stayed.")
    again = load_bearing(put("bearing", named, ("reason: It tells of the same people.", f"reason: {told}")), theories=theories)
    assert again.bearing[0].kept_reason == told


def test_a_grade_may_have_a_reason_of_its_own_and_old_files_with_one_reason_stay_valid(put):
    told = ("relevance: 3", "relevance: 3\n    why_relevance: the same people\n    why_rigour: one voice")
    named = ("bearing: supports", "bearing: supports\n    rival: LE1.R1")
    found = load_bearing(put("bearing", told, named), theories=load_theories(put("theory"))).bearing
    assert found[0].kept_reason == (
        "It tells of the same people. Relevance: The same people. Rigour: One voice. Speaks for the rival LE1.R1."
    )
    assert (found[1].why_relevance, found[1].kept_reason) == (None, "Few stayed.")


def test_an_empty_reason_of_a_grade_is_refused_with_its_line(put, said):
    told = ("relevance: 3", "relevance: 3\n    why_relevance: ' '")
    assert said(load_bearing, put("bearing", told)).startswith("bearing.yaml, line 11: why_relevance is empty")


def test_sections_keep_their_order_and_their_marks(put):
    held = load_sections(put("sections"))
    assert [(section.number, section.start, section.interleaved) for section in held.sections] == [
        (1, 0, False), (2, 40, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("number: 2", "number: 3", "line 13: section 3 stands in place 2. Number the sections 1, 2, 3 ..."),
        ("start: 40", "start: 39", "line 15: section 2 starts at 39, before the one above it ends at 40. Correct one of the two."),
        ("end: 90", "end: 40", "line 15: section 2 starts at 40 and ends at 40. The end lies one past the last character."),
        ("000000000062", "000000000061", "line 12: the segment_id '00000000-0000-4000-8000-000000000061' is given twice (first on line 6). Give each its own."),
    ],
)  # fmt: skip
def test_each_fault_of_a_sections_file_has_its_sentence(put, said, old, new, sentence):
    assert said(load_sections, put("sections", (old, new))) == f"sections.yaml, {sentence}"


def test_a_confirmed_ripple_names_who_confirmed_it(put):
    held = load_ripples(put("ripples", text=RIPPLES), codebook=load_codebook(put("codebook")), claims=["C001", "C002"])
    assert [(ripple.from_claim, ripple.to_claim, ripple.confirmed_by) for ripple in held.confirmed] == [("C001", "C002", "a")]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("code: stays", "code: stay", "line 5: code 'stay' is not a code. Closest: 'stays'."),
        ("to_claim: C002", "to_claim: C001", "line 4: the ripple runs from C001 to itself. Name the claim it leads to."),
        ("to_claim: C002", "to_claim: C003", "line 4: to_claim 'C003' is not a claim. Closest: 'C002'."),
    ],
)  # fmt: skip
def test_each_fault_of_a_ripples_file_has_its_sentence(put, said, old, new, sentence):
    path, codebook = put("ripples", text=RIPPLES.replace(old, new)), load_codebook(put("codebook"))
    assert said(load_ripples, path, codebook=codebook, claims=["C001", "C002"]) == f"ripples.yaml, {sentence}"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"C001": {("context", "stays")}},
            "line 3: C001 does not tell 'stays' as an outcome. Was it recoded? Take the ripple out, or mend it.",
        ),
        (
            {"C001": {("outcome", "stays")}, "C002": {("outcome", "stays")}},
            "line 4: C002 does not tell 'stays' as a context. Was it recoded? Take the ripple out, or mend it.",
        ),
    ],
)
def test_a_ripple_that_its_claims_no_longer_tell_is_named_with_its_line(put, said, told, sentence):
    path = put("ripples", text=RIPPLES)
    assert said(load_ripples, path, claims=["C001", "C002"], told=told) == f"ripples.yaml, {sentence}"


def test_a_claim_whose_parts_are_not_at_hand_is_not_asked_what_it_tells(put):
    told = {"C001": {("outcome", "stays")}}
    assert len(load_ripples(put("ripples", text=RIPPLES), claims=["C001", "C002"], told=told).confirmed) == 1
