"""Forms of KoboToolbox and ODK: what they ask becomes a definition that loads, and what does not carry over is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from useit_eval import codebook
from useit_eval.ground.errors import InputRefused, UseitError
from useit_eval.sources.forms.form_drafts import draft_questionnaire
from useit_eval.sources.forms.xlsforms import read_xlsform
from useit_eval.sources.spreadsheets.workbooks import write_workbook

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "questionnaires" / "pyxform_example_xls"
HEAD = ("type", "name", "label::English (en)", "label::Urdu (ur)", "required", "relevant", "constraint")
SURVEY = [
    HEAD,
    ("start", "start"),
    ("text", "enumerator", "Who holds the conversation?"),
    ("today", "today"),
    ("select_one yes_no", "agreed", "Do you agree?", "U-agree", "yes"),
    ("begin_group", "you", "About you"),
    ("integer", "Age", "How old are you?", "", "yes", "", ". > 15 and .<=99"),
    ("select_multiple skills or_other", "skills", "What are you good at?", "U-skills"),
    ("decimal", "rent", "Rent?", "", "", "${agreed} = 'yes'", ". < 10 or . > 5"),
    ("note", "thanks", "Thank you"),
    ("end group",),
    ("begin repeat", "household", "People at home"),
    ("integer", "person_age", "How old are you?"),
    ("end repeat",),
    ("geopoint", "place", "Where?"),
]
CHOICES = [
    ("list_name", "name", "label::English (en)", "label::Urdu (ur)"),
    ("yes_no", "1", "Yes", "U-yes"),
    ("yes_no", "0", "No", "U-no"),
    ("skills", "caring", "Caring for people", "U-care"),
    ("skills", "cooking", "Cooking", "U-cook"),
    ("skills", "baking", "cooking"),
]


def form(folder: Path, survey=SURVEY, choices=CHOICES) -> Path:
    """Return the path of an invented XLSForm."""
    settings = [("form_title", "form_id", "default_language"), ("Practice talk", "practice-talk", "English (en)")]
    path = folder / "form.xlsx"
    write_workbook(path, {"survey": survey, "choices": choices, "settings": settings})
    return path


def drafted(path: Path, folder: Path):
    """Return the questionnaire that a form's draft loads as, and what is to be settled."""
    draft = draft_questionnaire(read_xlsform(path), practice=True)
    written = folder / "questionnaire.yaml"
    codebook.write_yaml(written, draft.content, kind="questionnaire")
    return codebook.load_questionnaire(written), draft.doubts


def test_a_form_becomes_a_definition_that_loads(tmp_path):
    held, _ = drafted(form(tmp_path), tmp_path)
    assert (held.id, held.title, held.languages) == ("practice_talk", "Practice talk", ("en", "ur"))
    assert (held.researcher, held.collected_on, held.ages.question) == ("enumerator", "today", "age")
    kinds = {question.id: question.kind for question in held.questions}
    assert kinds == {"enumerator": "researcher", "today": "date", "agreed": "one", "age": "number", "skills": "many",
                     "rent": "number", "person_age": "number"}  # fmt: skip
    asked = held.by_id
    assert (asked["age"].low, asked["age"].high, asked["age"].required, asked["age"].columns) == (16, 99, True, ())
    assert asked["agreed"].texts == {"ur": "U-agree"} and asked["agreed"].choices[0].labels == {"ur": "U-yes"}
    assert [choice.code for choice in asked["skills"].choices] == ["caring", "cooking", "other"]
    assert asked["skills"].other.label == "Other" and asked["person_age"].repeat == "household"
    assert asked["person_age"].text == "How old are you? (person_age)"


def test_what_does_not_carry_over_is_told(tmp_path):
    _, doubts = drafted(form(tmp_path), tmp_path)
    told = " ".join(doubts)
    assert "place: left out, as geopoint." in told and "skills/baking: with a choice" in told
    assert "rent: asked under a condition." in told and "rent: with a constraint" in told and "thanks" not in told


def test_a_form_without_a_question_for_the_researcher_gets_one_and_says_so(tmp_path):
    held, doubts = drafted(form(tmp_path, [HEAD, ("text", "wish", "What would you change?")]), tmp_path)
    assert held.researcher == "researcher" and "researcher: added" in doubts[0]


@pytest.mark.parametrize(
    ("survey", "told"),
    [
        ([("question", "answer"), ("a", "b")], "the file is no XLSForm"),
        ([HEAD, ("note", "a", "A")], "asks nothing"),
        ([HEAD, ("begin group", "a"), ("text", "b", "B")], "the group 'a' is not closed"),
        ([HEAD, ("text", "b", "B"), ("end repeat",)], "row 3: 'end repeat' closes what was not begun"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, survey, told):
    with pytest.raises(InputRefused, match=told):
        drafted(form(tmp_path, survey), tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared examples of XLSForms are not at hand")
def test_every_shared_example_gives_a_definition_that_loads_or_a_sentence(tmp_path):
    loaded = 0
    for path in sorted(SHARED.glob("*.*")):
        try:
            held, _ = drafted(path, tmp_path)
        except UseitError as refused:
            assert str(refused).endswith((".", "?")) and path.name in str(refused)
        else:
            loaded += 1
            assert held.researcher in held.by_id
    assert loaded >= 14
