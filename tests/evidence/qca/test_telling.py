"""A comparison told: the answer in words, contradictions, every model, and the limits."""

from __future__ import annotations

import pandas as pd

from tests.evidence.qca.published import ANCHORS, KROOK, LIPSET, krook, lipset_crisp, lipset_raw
from useit_eval.evidence.qca import moved, tell_qca, truth_table
from useit_eval.ground.findings import from_json, to_json

CASES = pd.DataFrame(
    [("a", 1, 1, 1), ("b", 1, 1, 0), ("c", 1, 0, 1), ("d", 0, 0, 0), ("e", 0, 0, 0)], columns=["case", "A", "B", "Y"]
)


def _text(finding) -> str:
    return " ".join(sentence.text for sentence in finding.sentences)


def test_the_answer_is_told_in_words_with_both_measures_explained():
    whole, models, needed = tell_qca(
        lipset_crisp(), outcome="SURV", conditions=LIPSET, names={"STB": "few cabinets"}, ids=["ST20"]
    )
    told = _text(whole)
    assert "Conservative answer (nothing is assumed" in told and "not “URB” and “LIT” and “few cabinets”" in told
    assert (
        "Of what belongs to it, 100% has the outcome (consistency 1.00, PRI 1.00); of the outcome it reaches 100%"
        in told
    )
    assert whole.data["parsimonious"] == ["DEV*STB"] and whole.data["absence"]["parsimonious"] == ["~DEV + ~STB"]
    assert [finding.key for finding in (whole, models, needed)] == [
        "evidence.qca",
        "evidence.qca.solutions",
        "evidence.qca.necessity",
    ]
    assert "“few cabinets” is always there" in _text(needed)


def test_the_cut_offs_and_what_was_expected_are_told_with_the_answer():
    told = _text(tell_qca(lipset_crisp(), outcome="SURV", conditions=LIPSET, expected={"DEV": True, "URB": None, "STB": False})[0])
    assert "A combination counts as enough from a consistency of 0.8 on, in 1 case or more." in told
    assert "Expected to go together with “SURV”: “DEV” and not “STB”." in told
    assert "Expected to go together" not in _text(tell_qca(lipset_crisp(), outcome="SURV", conditions=LIPSET)[0])


def test_what_is_there_in_all_but_one_of_many_cases_is_nearly_always_there():
    rows = [(f"c{i}", int(i > 0), i % 2, 1) for i in range(20)] + [("n", 0, 0, 0)]
    needed = tell_qca(pd.DataFrame(rows, columns=["case", "A", "B", "Y"]), outcome="Y", conditions=["A", "B"])[2]
    assert "“A” is nearly always there with “Y” (consistency 0.95" in _text(needed)


def test_every_sentence_names_what_it_stands_on_or_explains():
    for finding in tell_qca(lipset_crisp(), outcome="SURV", conditions=LIPSET, ids=["ST20"]):
        assert all(line.ids == ("ST20",) or line.explains for line in finding.sentences)
        assert finding.trace == ("ST20",) and set(finding.table.ids) == {("ST20",)}


def test_cases_stand_by_name_in_the_truth_table():
    whole = tell_qca(lipset_crisp(), outcome="SURV", conditions=LIPSET)[0]
    assert whole.table.rows[0][-5:] == ("enough", 2, "1.00", "1.00", "FI, IE")


def test_anchors_are_told():
    whole = tell_qca(lipset_raw(), outcome="SURV", conditions=LIPSET, anchors=ANCHORS, cutoff=0.7)[0]
    assert "“STB”: fully out at 15, in and out alike at 9.5, fully in at 5." in _text(whole)


def test_every_equally_short_model_is_told():
    whole, models, _ = tell_qca(krook(), outcome="WNP", conditions=KROOK)
    assert "Parsimonious answer (any combination" in _text(
        whole
    ) and "2 models are equally short, and the cases cannot choose" in _text(whole)
    assert {row[1] for row in models.table.rows if row[0] == "“WNP”"} >= {"parsimonious 1", "parsimonious 2"}


def test_contradictions_name_the_cases_on_both_sides():
    told = _text(tell_qca(CASES, outcome="Y", conditions=["A", "B"])[0])
    assert "In contradiction: “A” and “B” has “Y” in a and not in b." in told


def test_limits_name_corners_without_cases_few_cases_and_one_step_of_a_cut_off():
    told = _text(tell_qca(CASES, outcome="Y", conditions=["A", "B"])[0])
    assert "Of 4 possible combinations, 1 has no case that decides" in told
    assert "5 cases are few for 2 conditions" in told
    assert "With at least 2 cases to a combination instead of 1 the conservative answer becomes: none" in told
    assert "why, the claims must say" in told


def test_half_in_and_half_out_is_told():
    held = pd.DataFrame([("a", 0.5, 1.0), ("b", 0.8, 0.5), ("c", 0.1, 0.1)], columns=["case", "A", "Y"])
    told = _text(tell_qca(held, outcome="Y", conditions=["A"])[0])
    assert "In “A” exactly half in and half out: a. Such a case belongs to no combination." in told
    assert "counts neither with it nor without" in told


def test_no_sufficient_combination_is_said_and_is_no_error():
    held = CASES.assign(Y=0)
    whole, _, needed = tell_qca(held, outcome="Y", conditions=["A", "B"])
    assert "No combination reaches the cut-off of 0.8" in _text(whole) and "None of them has it" in _text(whole)
    assert "No single condition" in _text(needed)


def test_what_is_assumed_for_both_answers_is_said():
    models = tell_qca(lipset_raw(), outcome="SURV", conditions=LIPSET, anchors=ANCHORS)[1]
    assert "the two cannot both be believed" in _text(models)


def test_practice_is_marked_and_findings_survive_as_text():
    found = tell_qca(CASES, outcome="Y", conditions=["A", "B"], practice=True)
    assert all(finding.sentences[0].text.startswith("Practice") for finding in found)
    assert [finding.key for finding in from_json(to_json(found))] == [finding.key for finding in found]


def test_a_step_that_changes_nothing_is_told_as_such():
    table = truth_table(lipset_crisp(), outcome="SURV", conditions=LIPSET)
    assert [(step.cutoff, step.frequency, step.same) for step in moved(table, kind="parsimonious")] == [
        (0.75, 1, True),
        (0.85, 1, True),
        (0.8, 2, False),
    ]


def test_models_that_are_not_equally_short_are_not_called_so():
    rows = {"0000": 1, "0001": 0, "0011": 1, "0111": 1, "0010": 1, "1111": 1, "1110": 0}
    cases = pd.DataFrame(
        [{"case": row, **dict(zip("ABCD", map(int, row), strict=True)), "Y": y} for row, y in rows.items()]
    )
    whole = tell_qca(cases, outcome="Y", conditions=list("ABCD"), expected={"A": True, "C": False}, ids=["Q"])[0]
    assert {model.count("+") for model in whole.data["intermediate"]} == {1, 2}
    assert "4 models follow, and the cases cannot choose" in _text(whole)


def test_what_every_case_has_is_needed_and_says_little():
    cases = CASES.assign(A=1, Y=1)
    needed = tell_qca(cases, outcome="Y", conditions=["A", "B"], ids=["Q"])[2]
    assert "relevance –); every case has both, so this says nothing." in _text(needed)
