"""Questionnaires arrive at the bench: kept once, brought up to date, named by ids, and thanked by the rule."""

from __future__ import annotations

import dataclasses
import os
import uuid

import pandas as pd
import pytest

from tests.sources import practice_forms as forms
from tests.sources.practice_forms import Filled
from useit_eval import cli
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.forms.answers import read_answers
from useit_eval.sources.keys import read_key
from useit_eval.workbench import add_questionnaires, open_study, questionnaire_of, study_status
from useit_eval.workbench.questionnaires import _SAID
from useit_eval.workbench.withdrawal import withdraw

TEN = [Filled(age=20 + n, work="paid", wish=f"Wish {n}") for n in range(10)]


@pytest.fixture
def key(tmp_path_factory):
    """Return a key outside the project."""
    path = tmp_path_factory.mktemp("outside") / "key.csv"
    path.write_text("# format: useit-key/1\nname,pseudonym,role\nPractice Person One,R1,researcher\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def asking(paths, bench):
    """Return a bench whose study asks the practice questions."""
    forms.definition(paths.codebooks)
    return bench


@pytest.fixture
def export(tmp_path):
    """Return a function that writes an export of KoboToolbox."""
    held = forms.definition(tmp_path)

    def write(filled, name="answers.xlsx"):
        return forms.write_export(tmp_path / name, "kobo", filled, held)

    return write


def test_an_export_becomes_a_source_and_its_answers_can_be_loaded(asking, key, export):
    report = add_questionnaires(asking, export(TEN), key=key)
    assert (report.state, report.label, report.added, report.practice) == ("new", "S001", 10, True)
    source = asking.load("source").set_index("label").loc["S001"]
    assert (source["method"], source["kind"], bool(source["practice"])) == ("questionnaire", "questionnaire", True)
    held = asking.load("response")
    assert set(held["source_id"]) == {source["source_id"]} and set(held["researcher_id"]) == {"R1"}
    assert sorted(held.query("question_id == 'age'")["number"]) == [20.0 + n for n in range(10)]
    assert report.vouchers.values.tolist() == [["R1", 10, 20]]
    assert study_status(asking).as_dict()["holds"]["questionnaires that count"] == 10


def test_the_same_file_twice_is_noticed_and_adds_nothing(asking, key, export):
    path = export(TEN)
    add_questionnaires(asking, path, key=key)
    before = len(asking.store.history("response"))
    report = add_questionnaires(asking, path, key=key)
    assert (report.state, report.label, report.added, report.changed) == ("already there", "S001", 0, 0)
    assert len(asking.store.history("response")) == before


def test_a_newer_export_adds_what_is_new_and_replaces_what_changed(asking, key, export):
    add_questionnaires(asking, export(TEN), key=key)
    newer = [dataclasses.replace(TEN[0], wish="", skills=("caring",)), *TEN[1:], Filled(age=99)]
    report = add_questionnaires(asking, export(newer, "answers_2.xlsx"), key=key)
    assert (report.state, report.label, report.added, report.changed) == ("new", "S002", 1, 1)
    held = asking.load("response")
    first = held[held["submission_id"] == "00000001"]
    assert set(first["question_id"]) == {"who", "day", "agreed", "age", "work", "skills"}, "the wish was taken back"
    assert held["submission_id"].nunique() == 11 and report.vouchers["valid"].tolist() == [11]


def test_an_older_export_of_fewer_questionnaires_takes_nothing_away(asking, key, export):
    add_questionnaires(asking, export(TEN), key=key)
    add_questionnaires(asking, export(TEN[:4], "few.xlsx"), key=key)
    assert asking.load("response")["submission_id"].nunique() == 10


def test_once_the_key_has_the_name_the_same_file_counts(asking, key, export):
    path = export([*TEN, Filled(who="Practice Person Two")])
    first = add_questionnaires(asking, path, key=key)
    assert first.answers.counted == 10 and first.answers.unknown_researchers[0].row == 12
    with key.open("a", encoding="utf-8") as file:
        file.write("Practice Person Two,R2,researcher\n")
    again = add_questionnaires(asking, path, key=key)
    assert (again.state, again.label, again.added, again.changed) == ("read again", "S001", 0, 1)
    assert again.vouchers["researcher_id"].tolist() == ["R1", "R2"]
    assert len(asking.load("source")) == 2, "the study's own source and the export"


def test_no_id_of_an_answer_tells_what_was_answered(paths, asking, key, export, tmp_path):
    held = questionnaire_of(asking)
    one, other = (export([Filled(work=work)], f"{work}.xlsx") for work in ("paid", "none"))
    told = {"questionnaire": held, "key": read_key(key, project_root=paths.root), "software": None, "encoding": None}
    first, second = (read_answers(path, source_id="s", locale="en_GB", **told).responses for path in (one, other))
    assert first["choice"].tolist() != second["choice"].tolist()
    assert first["response_id"].tolist() == second["response_id"].tolist()


def test_no_id_of_a_changed_answer_is_made_from_the_answer(asking, key, export):
    for work in ("paid", "none"):
        add_questionnaires(asking, export([dataclasses.replace(TEN[0], work=work)], f"{work}.xlsx"), key=key)
    held = asking.load("response").query("question_id == 'work'").iloc[0]
    assert held["choice"] == "none"
    said = ("row", "choice", "words", "number", "collected_on", "researcher_id", "counted", "reason")
    plain = {name: None if pd.isna(held[name]) else held[name] for name in said}
    guessed = {
        str(uuid.uuid5(uuid.UUID(held["supersedes"]), "\0".join(str(plain[n]) for n in names)))
        for names in (said, _SAID)
    }
    assert held["response_id"] not in guessed


def test_an_answer_taken_back_and_given_again_stands_again(asking, key, export):
    for name, filled in (("a", TEN[:1]), ("b", [dataclasses.replace(TEN[0], wish="")]), ("c", TEN[:1])):
        add_questionnaires(asking, export(filled, f"{name}.xlsx"), key=key)
    assert asking.load("response").query("question_id == 'wish'")["words"].tolist() == ["Wish 0"]


def test_no_name_of_a_researcher_is_in_any_file_of_the_project(asking, key, export, paths):
    add_questionnaires(asking, export([*TEN, Filled(who="Somebody Unknown")]), key=key)
    asking.close()
    for folder in (paths.processed, paths.raw, paths.reports):
        for file in folder.rglob("*"):
            if file.is_file():
                held = file.read_bytes()
                assert b"Practice Person" not in held and b"Somebody" not in held, file.name


def test_when_no_questionnaire_counts_nothing_is_written(asking, key, export, paths):
    before = (paths.raw / "manifest.csv").read_bytes()
    with pytest.raises(InputRefused, match="none of the 2 questionnaires counts \\(2 bear no name"):
        add_questionnaires(asking, export([Filled(who=""), Filled(who="", age=50)]), key=key)
    assert (paths.raw / "manifest.csv").read_bytes() == before and asking.load("response").empty


def test_a_key_inside_the_project_or_none_at_all_is_refused(asking, export, paths, key, monkeypatch):
    inside = paths.root / "key.csv"
    inside.write_bytes(key.read_bytes())
    with pytest.raises(InputRefused, match="the key lies inside the project"):
        add_questionnaires(asking, export(TEN), key=inside)
    monkeypatch.delenv("USEIT_KEY", raising=False)
    with pytest.raises(UsageError, match="no key is named"):
        add_questionnaires(asking, export(TEN))


def test_a_study_without_a_questionnaire_says_so(bench, paths):
    (paths.codebooks / "questionnaire.yaml").unlink()
    with pytest.raises(UsageError, match="has no questionnaire"):
        questionnaire_of(bench)


def test_a_questionnaire_that_names_an_unknown_theory_is_refused(asking, paths):
    text = (paths.codebooks / "questionnaire.yaml").read_text("utf-8")
    (paths.codebooks / "questionnaire.yaml").write_text(
        text.replace("columns: [Q8]", "theories: [LE9]"), encoding="utf-8"
    )
    with pytest.raises(InputRefused, match="'LE9' is not in theory.yaml"):
        questionnaire_of(asking)


@pytest.fixture
def command(asking, paths, key, capsys):
    """Return a function that runs the command and gives its code and what it said."""
    asking.close()

    def run(file):
        code = cli.main(["questionnaires", str(file), "--key", str(key), "--root", str(paths.root)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_the_command_says_what_counts_what_does_not_and_what_is_due(command, export):
    code, said = command(export(TEN))
    assert code == 0 and "answers.xlsx is source S001 (new)" in said and "practice: invented material" in said
    assert "R1              10 count    £20" in said and "deviceid" in said


def test_the_command_ends_with_4_when_some_do_not_count_and_3_when_none_does(command, export):
    code, said = command(export([*TEN, Filled(who=""), Filled(who="Practice Persan One")]))
    assert code == 4 and "row 12: no community researcher is named" in said
    assert "row 13: 'Practice Persan One': the researcher's name is not in the key; it is near to that of R1" in said
    code, said = command(export([Filled(who="")], "none.xlsx"))
    assert code == 3 and "nothing was written" in said


def test_a_name_in_the_environment_gives_the_key(asking, key, export, monkeypatch):
    monkeypatch.setitem(os.environ, "USEIT_KEY", str(key))
    assert add_questionnaires(asking, export(TEN)).answers.counted == 10


def test_reading_the_store_again_leaves_the_answers_as_they_are(asking, key, export, paths):
    add_questionnaires(asking, export(TEN), key=key)
    asking.close()
    (paths.codebooks / "rubric.yaml").write_text(
        (paths.codebooks / "rubric.yaml").read_text("utf-8") + "# touched\n", encoding="utf-8"
    )
    with open_study(root=paths.root) as again:
        assert again.load("response")["submission_id"].nunique() == 10


def test_withdrawn_questionnaires_do_not_come_back_by_a_newer_export_and_earn_nothing(asking, key, export, paths):
    add_questionnaires(asking, export(TEN), key=key)
    asking.close()
    with open_study(root=paths.root) as bench:
        withdraw(bench, "S001", reason="asked")
    newer = [*TEN, Filled(age=55, wish="Another")]
    with open_study(root=paths.root) as bench:
        before = len(bench.store.history("response"))
        with pytest.raises(InputRefused, match=r"withdrawn with S001 are in the file \(rows 2, 3, .* 11\)"):
            add_questionnaires(bench, export(newer, "newer.xlsx"), key=key)
        assert len(bench.store.history("response")) == before and bench.load("response").empty
        alone = [dataclasses.replace(one, day="2019-03-01", wish=f"Later {n}") for n, one in enumerate(TEN)]
        path = export(alone, "alone.csv")
        path.write_text(path.read_text(encoding="utf-8").replace("uuid:", "uuid:later"), encoding="utf-8")
        assert add_questionnaires(bench, path, key=key).vouchers.values.tolist() == [["R1", 10, 20]]


def test_a_newer_export_without_a_questions_column_takes_no_answers_to_it_away(asking, key, export):
    add_questionnaires(asking, export([dataclasses.replace(one, household=(4.0,)) for one in TEN]), key=key)
    newer = export(TEN, "newer.csv")  # a CSV has no sheet for the household
    newer.write_text(newer.read_text(encoding="utf-8").replace("wish", "renamed"), encoding="utf-8")
    report = add_questionnaires(asking, newer, key=key)
    assert report.answers.lacking == ("wish", "person_age") and report.changed == 0
    held = asking.load("response")["question_id"].value_counts()
    assert (held["wish"], held["person_age"]) == (10, 10)


@pytest.mark.parametrize(("count", "pounds"), [(9, 0), (10, 20), (19, 20), (20, 40), (50, 100), (60, 100)])
def test_vouchers_of_one_researcher_over_a_growing_export(asking, key, export, count, pounds):
    add_questionnaires(asking, export(TEN[:3], "first.xlsx"), key=key)
    filled = [Filled(age=20 + n, work="paid", wish=f"Wish {n}") for n in range(count)]
    assert add_questionnaires(asking, export(filled), key=key).vouchers.values.tolist() == [["R1", count, pounds]]


def test_the_same_export_with_labels_and_then_with_codes_changes_nothing(asking, key, tmp_path):
    held = forms.definition(tmp_path)
    filled = [dataclasses.replace(one, skills=("caring", "cooking")) for one in TEN]
    add_questionnaires(asking, forms.write_export(tmp_path / "a.csv", "kobo", filled, held, labels=True), key=key)
    again = forms.write_export(tmp_path / "b.csv", "kobo", filled, held, split=True)
    report = add_questionnaires(asking, again, key=key)
    assert (report.added, report.changed) == (0, 0) and report.vouchers.values.tolist() == [["R1", 10, 20]]


def test_a_second_sheet_whose_rows_have_no_number_of_their_own_is_refused_and_not_taken_for_the_first(
    asking, key, tmp_path
):
    def sheet(name, ages, *, ids=False):
        rows = [f"{f'{name}{n},' if ids else ''}Practice Person One,yes,{age},2,x,y" for n, age in enumerate(ages)]
        head = f"{'submission_id,' if ids else ''}who,agreed,age,rooms,wish,day"
        (tmp_path / f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
        return tmp_path / f"{name}.csv"

    assert add_questionnaires(asking, sheet("a", [30, 40]), key=key, software="plain").added == 2
    with pytest.raises(InputRefused, match="b.csv: its questionnaires bear neither id nor time"):
        add_questionnaires(asking, sheet("b", [50, 60]), key=key, software="plain")
    assert add_questionnaires(asking, tmp_path / "a.csv", key=key, software="plain").state == "already there"
    assert add_questionnaires(asking, sheet("c", [50, 60], ids=True), key=key, software="plain").added == 2
    assert sorted(asking.load("response").query("question_id == 'age'")["number"]) == [30, 40, 50, 60]
