"""The definition of a questionnaire holds together, or the line to mend is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from useit_eval.codebook import load_codebook, load_questionnaire, load_study, load_theories, new_study_files
from useit_eval.codebook.questionnaire import plain
from useit_eval.ground.errors import InputRefused

ROOT = Path(__file__).resolve().parents[2]
HEAD = "format: useit-questionnaire/1\nid: q\ntitle: Q\npractice: true\nlanguages: [en, ur]\nresearcher: who\n"
WHO = "  - {id: who, text: Who asks?, kind: researcher}\n"


def _load(folder, rest: str, head: str = HEAD):
    path = folder / "questionnaire.yaml"
    path.write_text(head + rest, encoding="utf-8")
    return load_questionnaire(path)


@pytest.mark.parametrize("study", ["useit", "template"])
def test_the_shipped_definitions_hold_together_and_say_that_they_are_for_practice(tmp_path, study):
    folder = ROOT / "codebooks" / study
    if study == "template":
        folder = tmp_path
        for name, text in new_study_files("harbour", today="2024-01-31").items():
            if "/" not in name:
                (folder / name).write_text(text, encoding="utf-8")
    codes, held = load_codebook(folder / "codebook.yaml"), load_study(folder / "study.yaml")
    theories = load_theories(folder / "theory.yaml", codebook=codes, study=held)
    found = load_questionnaire(folder / "questionnaire.yaml", theories=theories)
    assert found.practice and found.by_id[found.researcher].kind == "researcher"
    assert (found.vouchers.pounds, found.vouchers.for_every, found.vouchers.at_most) == (20, 10, 100)


def test_names_are_compared_without_case_blanks_and_kinds_of_quotation_marks():
    assert plain("How  old\nare “you”? ") == plain('how old are "YOU"?') != plain("How old is she?")


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (
            "questions:\n  - {id: who, text: Who?, kind: text}\n",
            "line 6: 'who' should be a question of kind researcher",
        ),
        ("questions:\n" + WHO + WHO, "line 9: the question 'who' is given twice|line 9"),
        (
            "questions:\n" + WHO + "  - {id: b, text: Who asks?, kind: text}\n",
            "line 9: 'Who asks\\?' names this question",
        ),
        ("questions:\n" + WHO + "  - {id: b, text: B, kind: one}\n", "'b' needs choices"),
        ("questions:\n" + WHO + "  - {id: b, text: B, kind: text, low: 1}\n", "'b' has bounds"),
        ("questions:\n" + WHO + "  - {id: b, text: B, kind: number, low: 3, high: 1}\n", "low is above high"),
        ("questions:\n" + WHO + "  - {id: b, text: B, kind: onne}\n", "Closest: 'one'"),
        ("questions:\n" + WHO + "  - {id: b, text: B, kind: researcher}\n", "asks for a community researcher as well"),
        ("ages: {question: b, at_least: 1, at_most: 9}\nquestions:\n" + WHO, "'b' is not a question"),
        ("vouchers: {pounds: 20, for_every: 10, at_most: 5}\nquestions:\n" + WHO, "below one voucher"),
        ("valid_if: {says: A., needs: [{question: whom}]}\nquestions:\n" + WHO, "not a question. Closest: 'who'"),
        ("extra: 1\nquestions:\n" + WHO, "'extra' is not a key"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused_with_its_line(tmp_path, rest, told):
    with pytest.raises(InputRefused, match=told):
        _load(tmp_path, rest)


def test_a_word_that_could_mean_two_choices_is_refused(tmp_path):
    choices = '[{code: "1", label: "2"}, {code: "2", label: B}]'
    with pytest.raises(InputRefused, match="'2' could mean the choice '1' or '2'"):
        _load(tmp_path, "questions:\n" + WHO + f"  - {{id: b, text: B, kind: one, choices: {choices}}}\n")


def test_a_label_in_an_unknown_language_is_refused(tmp_path):
    choices = "[{code: a, label: A, labels: {fr: Un}}]"
    with pytest.raises(InputRefused, match="'fr' is not in languages"):
        _load(tmp_path, "questions:\n" + WHO + f"  - {{id: b, text: B, kind: one, choices: {choices}}}\n")


def test_a_theory_that_is_not_there_is_refused(tmp_path):
    folder = ROOT / "codebooks" / "useit"
    codes, study = load_codebook(folder / "codebook.yaml"), load_study(folder / "study.yaml")
    theories = load_theories(folder / "theory.yaml", codebook=codes, study=study)
    path = tmp_path / "questionnaire.yaml"
    path.write_text((folder / "questionnaire.yaml").read_text("utf-8").replace("[CR1]", "[CR11]"), encoding="utf-8")
    with pytest.raises(InputRefused, match="'CR11' is not in theory.yaml. Closest: 'CR1'"):
        load_questionnaire(path, theories=theories)
