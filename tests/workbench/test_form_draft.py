"""From the form to answers that count: the definition is drafted, and an export of that form is read by it."""

from __future__ import annotations

import pytest

from tests.sources.forms.test_xlsforms import form
from useit_eval import cli
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.spreadsheets.workbooks import write_workbook
from useit_eval.workbench import add_questionnaires, open_study
from useit_eval.workbench.form_draft import draft_from_xlsform

HEAD = ("start", "enumerator", "today", "agreed", "you/Age", "you/skills", "you/skills_other", "you/rent", "_uuid",
        "_submission_time", "_index")  # fmt: skip
ROWS = [
    (
        "",
        "Practice Person One",
        "2019-02-01",
        "1",
        "41",
        "caring other",
        "Songs",
        "4.5",
        "u1",
        "2019-02-01T10:00:00",
        "1",
    ),
    ("", "Practice Person One", "2019-02-02", "1", "12", "cooking", "", "", "u2", "2019-02-02T10:00:00", "2"),
    ("", "", "2019-02-03", "0", "50", "", "", "", "u3", "2019-02-03T10:00:00", "3"),
]
HOME = [("you/person_age", "_index", "_parent_index"), ("7", "1", "1"), ("70", "2", "1")]


@pytest.fixture
def key(tmp_path_factory):
    """Return a key outside the project."""
    path = tmp_path_factory.mktemp("outside") / "key.csv"
    path.write_text("# format: useit-key/1\nname,pseudonym,role\nPractice Person One,R1,researcher\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_form_becomes_a_definition_and_its_export_becomes_answers(paths, key, tmp_path, capsys):
    words = ["questionnaires", str(form(tmp_path)), "--from-xlsform", "--root", str(paths.root), "--study", paths.study]
    assert cli.main(words) == 0
    assert "questionnaire.yaml is a draft from form.xlsx" in capsys.readouterr().out
    export = tmp_path / "answers.xlsx"
    write_workbook(export, {"Practice talk": [HEAD, *ROWS], "household": HOME})
    with open_study(root=paths.root) as bench:
        report = add_questionnaires(bench, export, key=key)
        assert (report.answers.submissions, report.answers.counted, report.answers.lacking) == (3, 2, ())
        assert [told.row for told in report.answers.impossible_ages] == [3]
        held = bench.load("response").query("submission_id == 'u1'")
        answers = held.groupby("question_id")[["choice", "words", "number"]].agg(lambda cells: sorted(cells.dropna()))
        assert answers.loc["skills", "choice"] == ["caring", "other"] and answers.loc["skills", "words"] == ["Songs"]
        assert answers.loc["age", "number"] == [41.0] and answers.loc["person_age", "number"] == [7.0, 70.0]
        assert set(held["collected_on"]) == {"2019-02-01"} and set(held["researcher_id"]) == {"R1"}


def test_a_definition_of_ones_own_is_never_written_over(paths, tmp_path):
    path, _ = draft_from_xlsform(paths, form(tmp_path), practice=True)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="has a questionnaire already"):
        draft_from_xlsform(paths, form(tmp_path), practice=True)
    assert path.read_bytes() == before


def test_a_refused_form_leaves_the_examples_as_they_were(paths, tmp_path):
    path = paths.codebooks / "questionnaire.yaml"
    before = path.read_bytes()
    with pytest.raises(InputRefused, match="asks nothing"):
        draft_from_xlsform(paths, form(tmp_path, [("type", "name"), ("note", "a")]), practice=True)
    assert path.read_bytes() == before
