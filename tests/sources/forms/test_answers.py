"""Exports of forms: the answers come in the same from every program, and what does not count is told by row."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources import practice_forms as forms
from tests.sources.practice_forms import KEY, Filled
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.forms.answers import read_answers
from useit_eval.sources.forms.answers_told import HEADINGS, LISTS

LAYOUTS = [
    *[("kobo", ".xlsx", labels, split) for labels in (False, True) for split in (False, True)],
    *[("odk", ".zip", labels, split) for labels in (False, True) for split in (False, True)],
    *[("qualtrics", ".csv", labels, split) for labels in (False, True) for split in (False, True)],
    *[("microsoft", ".xlsx", True, False), ("google", ".csv", True, False), ("google", ".xlsx", True, False)],
]
TWO = [
    Filled(skills=("caring", "cooking"), work="paid", wish="=more, please\n- and trees", household=(3.0, 70.0)),
    Filled(who=" practice  person TWO", day="2019-02-13", age=27, skills=("repair", "other"), skills_other="Songs, dance",
           work="other", work_other="Unpaid", rooms=4),
]  # fmt: skip


@pytest.fixture
def held(tmp_path):
    """Return the practice questionnaire."""
    return forms.definition(tmp_path)


@pytest.fixture
def read(held, tmp_path):
    """Return a function that writes an export and reads it."""

    def reads(filled, software="kobo", ending=".xlsx", labels=False, split=False, locale="en_GB", **more):
        path = forms.write_export(tmp_path / f"export{ending}", software, filled, held, labels=labels, split=split)
        return read_answers(path, questionnaire=held, key=KEY, source_id="source", locale=locale, **more)

    return reads


def said(found) -> list[tuple]:
    """Return what was answered, in order, without what differs between programs."""
    frame = found.responses
    first = frame["row"].min()
    columns = frame[["row", "repeat_no", "question_id", "choice", "words", "number", "researcher_id", "collected_on"]]
    rows = columns.astype(object).where(columns.notna(), None).itertuples(index=False, name=None)
    return sorted(((row[0] - first, *row[1:]) for row in rows), key=repr)


def expected(filled, *, with_household: bool) -> list[tuple]:
    """Return what should be answered, from the questionnaires themselves."""
    rows = []
    for row, one in enumerate(filled):
        who = "R1" if "one" in one.who.lower() else "R2"
        single = [("who", None, None, None), ("day", None, one.day, None), ("agreed", "yes", None, None)]
        single += [
            (name, None, None, float(value)) for name in ("age", "rooms") if (value := getattr(one, name)) is not None
        ]
        single += [("skills", code, one.skills_other or None if code == "other" else None, None) for code in one.skills]
        single += (
            [("work", one.work, one.work_other or None if one.work == "other" else None, None)] if one.work else []
        )
        single += [("wish", None, one.wish, None)] if one.wish else []
        rows += [(row, None, *cells, who, one.day) for cells in single]
        ages = one.household if with_household else ()
        rows += [(row, n, "person_age", None, None, age, who, one.day) for n, age in enumerate(ages, start=1)]
    return sorted(rows, key=repr)


@pytest.mark.parametrize(("software", "ending", "labels", "split"), LAYOUTS)
def test_every_program_gives_the_same_answers(read, software, ending, labels, split):
    found = read(TWO, software, ending, labels, split)
    assert said(found) == expected(TWO, with_household=software in ("kobo", "odk"))
    assert (found.report.submissions, found.report.counted) == (2, 2)
    assert found.report.software.lower().startswith({"odk": "odk"}.get(software, software))
    assert not any(getattr(found.report, name) for name in LISTS)


def test_names_and_columns_outside_the_definition_are_never_kept(read):
    found = read(TWO, "microsoft")
    everything = found.responses.to_csv() + repr(found.report)
    assert set(found.report.left_out) == {"Start time", "Email", "Name"}
    for word in ("Practice Person", "practice  person", "Nonymous", "anonymous"):
        assert word not in everything


OWN = st.text(st.sampled_from("abc éß,/'=+-@ "), min_size=1, max_size=12).map(str.strip).filter(
    lambda words: words and words.strip(",/'=+-@ ") and ", " not in words and words == words.strip(","))  # fmt: skip
ANSWERS = st.builds(
    Filled,
    who=st.sampled_from(["Practice Person One", "PRACTICE PERSON TWO"]),
    day=st.dates(min_value=dt.date(2000, 1, 1)).map(str),
    age=st.none() | st.integers(16, 110),
    rooms=st.none() | st.integers(1, 20),
    skills=st.lists(st.sampled_from(["caring", "cooking", "repair"]), unique=True).map(tuple),
    work=st.sampled_from(["", "paid", "none"]),
    wish=st.just("") | OWN,
    household=st.lists(st.integers(0, 110).map(float), max_size=3).map(tuple),
)


@given(st.lists(ANSWERS, min_size=1, max_size=4), st.sampled_from(LAYOUTS), st.booleans(), OWN)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answers_come_back_from_any_layout(read, filled, layout, other, own):
    if other:
        filled = [dataclasses.replace(one, skills=(*one.skills, "other"), skills_other=own) for one in filled]
    found = read(filled, *layout)
    assert said(found) == expected(filled, with_household=layout[0] in ("kobo", "odk"))


def test_without_a_researchers_name_a_questionnaire_does_not_count_and_its_row_is_told(read):
    report = read([*TWO, Filled(who=" ")]).report
    assert (report.counted, [told.row for told in report.without_researcher]) == (2, [4])


def test_a_name_that_the_key_lacks_is_shown_to_the_person_and_kept_nowhere(read):
    found = read([*TWO, Filled(who="Practice Persan One"), Filled(who="Practice Guest")])
    first, second = found.report.unknown_researchers
    assert (first.row, first.name, second.name) == (4, "Practice Persan One", "Practice Guest")
    assert "near to that of R1" in first.what and "P9" not in second.what
    assert "Persan" not in repr(found) + found.responses.to_csv()
    assert found.responses.groupby("row")["counted"].first().tolist() == [True, True, False, False]


def test_a_researcher_may_sign_with_another_spelling_or_the_id(read):
    found = read([Filled(who="p. one"), Filled(who="r2", age=50)])
    assert found.responses.groupby("row")["researcher_id"].first().tolist() == ["R1", "R2"]


def test_of_somebody_who_did_not_agree_nothing_but_that_is_kept(read):
    found = read([*TWO, Filled(agreed="no", wish="secret", age=33)])
    kept = found.responses[found.responses["row"] == 4]
    assert kept["question_id"].tolist() == ["who", "agreed"] and not kept["counted"].any()
    assert found.report.not_valid[0].what == "the condition on 'agreed' is not met"


@pytest.mark.parametrize("age", [-3, 212])
def test_an_impossible_age_is_told_and_is_no_number(read, age):
    found = read([*TWO, Filled(age=age)])
    row = found.responses.query("row == 4 and question_id == 'age'").iloc[0]
    assert (row["words"], row["counted"]) == (str(age), True) and row.isna()["number"]
    assert found.report.impossible_ages[0].what == f"age: {age} is outside 16 to 110"


def test_what_lies_out_of_range_or_is_no_choice_or_lacks_is_told_by_row(read):
    report = read([*TWO, Filled(rooms=99, age="about 40"), Filled(agreed="")]).report
    assert [(told.row, told.what) for told in report.out_of_range] == [(4, "rooms: 99 is outside 1 to 20")]
    assert report.unreadable[0].what == "age: 'about 40' is no number"
    assert [(told.row, told.what) for told in report.missing_required] == [(5, "agreed: is not answered")]


def test_the_same_answers_by_the_same_researcher_are_in_doubt_and_count(read):
    same = Filled(skills=("caring",), work="paid", wish="Trees")
    report = read([same, dataclasses.replace(same, day="2019-03-01"), dataclasses.replace(same, who=TWO[1].who)]).report
    assert [(told.row, told.what[-5:]) for told in report.alike] == [(3, "row 2")] and report.counted == 3


def _csv(folder, text: str):
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = "Timestamp,Name of the community researcher,Day of the conversation,Do you agree to take part?,How old are you?,What are you good at?\n"


def _read_csv(held, folder, text, **more):
    return read_answers(_csv(folder, text), questionnaire=held, key=KEY, source_id="s", **{"locale": "en_GB", **more})


def test_the_same_submission_twice_counts_once(held, tmp_path):
    head = HEAD.replace("Timestamp", "_uuid")
    line = "uuid:1,Practice Person One,2019-02-01,yes,40,caring\n"
    found = _read_csv(held, tmp_path, head + line + line)
    assert found.report.doubled[0].what == "the same submission as in row 2" and found.report.counted == 1
    assert set(found.responses["submission_id"]) == {"1", "1 (2)"} and found.responses["response_id"].is_unique


def test_a_day_is_read_in_the_order_of_the_studys_locale(held, tmp_path):
    line = "2019/02/03 9:00:00,Practice Person One,01/02/2019,Yes,40,\n"
    for locale, day in (("en_GB", "2019-02-01"), ("en_US", "2019-01-02")):
        assert set(_read_csv(held, tmp_path, HEAD + line, locale=locale).responses["collected_on"]) == {day}


def test_an_impossible_day_is_told_and_the_forms_own_day_taken(held, tmp_path):
    found = _read_csv(held, tmp_path, HEAD + "2019/02/03 9:00:00,Practice Person One,02/28/2019,Yes,40,\n")
    assert "may be written month first" in found.report.unreadable[0].what
    assert set(found.responses["collected_on"]) == {"2019-02-03"}
    assert "02/28/2019" in set(found.responses["words"].dropna())


def test_na_is_a_word_and_zeros_in_front_of_words_stay(held, tmp_path):
    found = _read_csv(
        held,
        tmp_path,
        HEAD.replace("What are you good at?", "What would you change?")
        + "2019/02/03,Practice Person One,,Yes,027,NA\n",
    )
    assert set(found.responses["words"].dropna()) == {"NA"} and 27.0 in set(found.responses["number"].dropna())


def test_an_unknown_choice_is_told_and_kept_as_words(held, tmp_path):
    found = _read_csv(held, tmp_path, HEAD + "2019/02/03,Practice Person One,,Perhaps,40,Caring for people\n")
    assert "agreed: 'Perhaps' is no choice" in found.report.unknown_choices[0].what


def test_choices_that_hold_the_separator_are_put_together_again(held, tmp_path):
    cell = '"Cooking, baking, serving, Caring for people, I sing, and dance"'
    found = _read_csv(held, tmp_path, HEAD + f"2019/02/03,Practice Person One,,Yes,40,{cell}\n")
    rows = found.responses[found.responses["question_id"] == "skills"]
    assert (
        rows["choice"].tolist() == ["cooking", "caring", "other"] and rows["words"].tolist()[-1] == "I sing, and dance"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD, "holds no filled-in questionnaire"),
        ("Timestamp,a,b\n2019/02/03,1,2\n", "holds 0 of the 9 questions"),
        (
            HEAD.replace("Name of the community researcher", "Interviewer") + "2019/02/03,A,,Yes,40,\n",
            "no column answers .Name of the community|add its names .*Interviewer",
        ),
        (
            HEAD.replace("How old are you?", "What are you good at?") + "2019/02/03,A,,Yes,,\n",
            "the columns E and F both answer 'skills'",
        ),
        (HEAD.replace("Timestamp", "Zeit") + "2019/02/03,A,,Yes,40,\n", "does not tell which program.*--software"),
        (HEAD.replace("Timestamp", "ResponseId,StartDate,_uuid") + "1,2,3,A,,Yes,40,\n", "KoboToolbox or Qualtrics"),
        (",".join(f"c{n}" for n in range(100_000)) + "\n1\n", "100,000 columns"),
    ],
    ids=["header only", "other questionnaire", "no researcher", "doubled question", "unknown", "two programs", "wide"],
)
def test_a_file_that_is_not_the_questionnaires_export_is_refused(held, tmp_path, text, told):
    with pytest.raises(InputRefused, match=told):
        _read_csv(held, tmp_path, text)


def test_the_program_can_be_said(held, tmp_path):
    line = HEAD.replace("Timestamp", "Zeit") + "2019/02/03,Practice Person One,,Yes,40,Caring for people\n"
    assert _read_csv(held, tmp_path, line, software="google").report.counted == 1
    with pytest.raises(UsageError, match="Closest: 'kobo'"):
        _read_csv(held, tmp_path, line, software="kobbo")


def test_what_the_form_itself_does_not_count_is_not_counted(read, held, tmp_path):
    path = forms.write_export(tmp_path / "q.csv", "qualtrics", TWO, held)
    text = path.read_text("utf-8")
    at = text.rindex("IP Address")
    path.write_text(text[:at] + "Survey Preview" + text[at + len("IP Address") :], encoding="utf-8")
    report = read_answers(path, questionnaire=held, key=KEY, source_id="s", locale="en_GB").report
    assert report.counted == 1 and "Survey Preview" in report.refused[0].what


def test_rounds_of_a_repeat_without_their_questionnaire_are_told(held, tmp_path):
    from useit_eval.sources.spreadsheets.workbooks import write_workbook

    path = forms.write_export(tmp_path / "k.xlsx", "kobo", TWO, held)
    sheets = forms._kobo(TWO, held, False, False)
    sheets["household"].append([5, 99, "x"])
    write_workbook(path, sheets)
    report = read_answers(path, questionnaire=held, key=KEY, source_id="s", locale="en_GB").report
    assert any("belong to no questionnaire" in note for note in report.notes)


def test_every_list_of_the_report_has_a_heading_for_people():
    assert set(LISTS) == set(HEADINGS) and len(LISTS) == 11


@pytest.mark.parametrize(
    ("chosen", "other"),
    [("1", "0"), ("TRUE", "FALSE"), ("1", ""), ("1.0", "0.0"), ("WAHR", "FALSCH"), ("Yes", "No"), ("x", "-"),
     ("Selected", "Not selected"), ("Caring for people", ""), ("caring", "")],
)  # fmt: skip
def test_a_column_for_each_choice_is_read_however_it_says_chosen_and_not(held, tmp_path, chosen, other):
    found = split_choices(held, tmp_path, chosen, other, other)
    assert found.responses.query("question_id == 'skills'")["choice"].tolist() == ["caring"]
    assert not found.report.unknown_choices


def test_a_mark_in_a_choices_column_that_is_not_understood_is_told_and_chooses_nothing(held, tmp_path):
    found = split_choices(held, tmp_path, "maybe", "2", "1")
    assert found.responses.query("question_id == 'skills'")["choice"].tolist() == ["repair"]
    assert [str(one.row) for one in found.report.unknown_choices] == ["2", "2"]


def split_choices(held, folder, *cells):
    """Return one questionnaire read whose skills have a column for each choice."""
    head = "_uuid,_submission_time,who,day,agreed,age,rooms,skills/caring,skills/cooking,skills/repair,work,wish\n"
    row = f"u1,2019-02-01T10:00:00,Practice Person One,2019-02-01,yes,41,2,{','.join(cells)},paid,x\n"
    path = folder / "split.csv"
    path.write_text(head + row, encoding="utf-8")
    return read_answers(path, questionnaire=held, key=forms.KEY, source_id="source", locale="en_GB")
