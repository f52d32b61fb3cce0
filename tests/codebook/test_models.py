"""models.yaml: what a statistic needs, and what is refused with file and line."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_models, load_questionnaire
from useit_eval.ground.errors import InputRefused

PLAIN = """format: useit-models/1
models:
  - label: ST01
    method: proportion
    theory: MS1
    slot: outcome
    title: Hired of seen
    reading: With care.
    data:
      figures: [F002, F001]
      declared: Told as some of the six.
"""
TABLE = PLAIN.replace("method: proportion", "method: table").replace(
    "figures: [F002, F001]\n      declared: Told as some of the six.", "question: heard"
)
ASKED = """format: useit-questionnaire/1
id: asked
title: Asked
practice: true
languages: [en]
researcher: who
questions:
  - {id: who, text: Who asks, kind: researcher}
  - id: heard
    text: How did you hear?
    kind: one
    choices: [{code: known, label: From somebody}, {code: leaflet, label: From a leaflet}]
  - {id: wish, text: What would you change?, kind: text}
  - {id: age, text: How old?, kind: number}
"""


class _Theories:
    ids = ("MS1",)


def _load(tmp_path, text, **known):
    path = tmp_path / "models.yaml"
    path.write_text(text, encoding="utf-8")
    return load_models(path, **known)


@pytest.fixture
def questionnaire(tmp_path):
    path = tmp_path / "questionnaire.yaml"
    path.write_text(ASKED, encoding="utf-8")
    return load_questionnaire(path)


def test_a_model_names_its_method_theory_slot_data_and_reading(tmp_path):
    model = _load(tmp_path, PLAIN, theories=_Theories(), figures=["F001", "F002"]).models[0]
    assert (model.label, model.method, model.theory, model.slot, model.data.figures) == (
        "ST01",
        "proportion",
        "MS1",
        "outcome",
        ("F002", "F001"),
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("theory: MS1", "theory: MS9", "models.yaml, line 5: theory 'MS9' is not a theory. Closest: 'MS1'."),
        (
            "slot: outcome",
            "slot: outcomes",
            "models.yaml, line 6: slot 'outcomes' is not one of the words allowed here. Closest: 'outcome'.",
        ),
        ("method: proportion", "method: proportions", "models.yaml, line 4: method 'proportions' is not one of"),
        ("[F002, F001]", "[F002, F009]", "models.yaml, line 10: figures 'F009' is not in figures.csv."),
        (
            "[F002, F001]",
            "[F002]",
            "line 9: the method 'proportion' needs 2 figures. Name what is counted, then of what.",
        ),
        ("      declared: Told as some of the six.\n", "", "line 9: the method 'proportion' needs 'declared'."),
        (
            "declared: Told as some of the six.",
            "declared: So.\n      weight: w",
            "line 9: the method 'proportion' does not take 'weight'. It takes: figures, declared.",
        ),
        ("reading: With care.", "reading: ''", "line 8: reading is empty."),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(tmp_path, was, now, told):
    with pytest.raises(InputRefused) as refused:
        _load(tmp_path, PLAIN.replace(was, now), theories=_Theories(), figures=["F001", "F002"])
    assert told in str(refused.value)


def test_a_label_given_twice_is_refused(tmp_path):
    entry = PLAIN.split("models:\n")[1]
    with pytest.raises(InputRefused, match="line 12: the model 'ST01' is given twice \\(first on line 3\\)"):
        _load(tmp_path, PLAIN + entry)


def test_moderation_bears_on_context_and_mediation_on_mechanism(tmp_path, questionnaire):
    data = "outcome: {question: heard, choice: known}\n      resource: {question: heard, choice: leaflet}\n      "
    for method, key, wrong, said in (
        ("interaction", "context", "outcome", "context"),
        ("mediation", "reasoning", "context", "mechanism_resource or mechanism_reasoning or mechanism_mixed"),
    ):
        text = TABLE.replace("method: table", f"method: {method}").replace("slot: outcome", f"slot: {wrong}")
        text = text.replace("question: heard\n", f"{data}{key}: {{question: age, at_least: 30}}\n")
        with pytest.raises(InputRefused, match=f"line 6: a model of '{method}' speaks to {said}, not to {wrong}"):
            _load(tmp_path, text, questionnaire=questionnaire)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("question: heard", "question: herd", "line 10: question 'herd' is not a question. Closest: 'heard'."),
        (
            "question: heard",
            "question: wish",
            "shares of 'wish' cannot be computed: it is an open question or a number",
        ),
        (
            "question: heard",
            "question: heard\n      among: [{question: heard, choice: radio}]",
            "choice 'radio' is not a choice of it",
        ),
        (
            "question: heard",
            "question: heard\n      among: [{question: heard, at_least: 3}]",
            "'heard' is not a question of kind number, so it has no bound",
        ),
        (
            "question: heard",
            "question: heard\n      among: [{question: heard}]",
            "'heard' needs one of choice, at_least, at_most; found none",
        ),
    ],
)
def test_questions_and_choices_are_held_against_the_questionnaire(tmp_path, questionnaire, was, now, told):
    with pytest.raises(InputRefused) as refused:
        _load(tmp_path, TABLE.replace(was, now), questionnaire=questionnaire)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("anchors", "told"),
    [
        ("[5, 5, 9]", "the anchors of 'poor' are equal: 5, 5, 9"),
        ("[5, 9]", "'anchors' holds too few entries"),
        ("[5, 9, 11, 12]", "'anchors' should be a shorter list"),
        ("[5, 9, 7]", "the anchors of 'poor' are not in order: 5, 9, 7"),
    ],
)
def test_a_calibration_with_equal_or_mixed_anchors_is_refused(tmp_path, anchors, told):
    data = f"file: a.csv\n      case: who\n      source: S1\n      result: {{name: won, column: w}}\n      conditions:\n        - {{name: poor, column: p, anchors: {anchors}}}"
    text = TABLE.replace("method: table", "method: qca").replace("question: heard", data)
    with pytest.raises(InputRefused) as refused:
        _load(tmp_path, text)
    assert told in str(refused.value) and "line 15" in str(refused.value)


def test_a_count_above_its_total_and_a_stage_with_two_names_are_refused(tmp_path):
    groups = "source: S1\n      locator: '2'\n      groups:\n        - {name: a, count: 5, of: 4}\n        - {name: b, count: 1, of: 4}"
    with pytest.raises(InputRefused, match="line 13: 5 is more than 4"):
        _load(tmp_path, TABLE.replace("method: table", "method: fisher").replace("question: heard", groups))
    stages = "stages:\n        - {figure: F001, ours: hired}\n        - {figure: F002}"
    with pytest.raises(
        InputRefused, match="line 11: a stage names a figure, or says under 'ours' what no source counts"
    ):
        _load(tmp_path, TABLE.replace("method: table", "method: funnel").replace("question: heard", stages))
