import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.runs.projects import write_notebook
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.runs.parameters import Parameter, check_parameters, convert, gather, read_assignments, read_parameters
from useit_eval.runs.templates import read_notebook

ROUND = Parameter("round_no", "int", 1, "the coding round")


def test_a_parameters_cell_is_read_with_types_defaults_and_comments():
    cell = 'study: str = "useit"  # the study\nleast: float = 0.5  # the least share\nquote: bool = True  # show words\n'
    assert read_parameters(cell, where="x.ipynb") == (
        Parameter("study", "str", "useit", "the study"),
        Parameter("least", "float", 0.5, "the least share"),
        Parameter("quote", "bool", True, "show words"),
    )


def test_a_sign_of_comment_inside_a_default_is_not_a_comment():
    assert read_parameters('tag: str = "#1"  # a tag', where="x")[0] == Parameter("tag", "str", "#1", "a tag")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("round_no = 1  # the round", "does not declare a parameter"),
        ("round_no: int = 1", "has no comment"),
        ('round_no: int = "1"  # the round', "is not of type int"),
        ("round_no: int = True  # the round", "is not of type int"),
        ("round_no: list = []  # the round", "'list' cannot be passed"),
        ("round_no: int = 1 + n  # the round", "not a plain value"),
        ("round_no: int =", "is not Python"),
        ("import os", "does not declare a parameter"),
    ],
)
def test_anything_else_in_a_parameters_cell_is_refused_with_its_line(cell, words):
    with pytest.raises(InputRefused, match=words) as caught:
        read_parameters(cell, where="x.ipynb")
    assert "line 1" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("int", "3", 3), ("float", "0.25", 0.25), ("float", "2", 2.0), ("bool", "no", False), ("bool", "True", True), ("str", "3", "3"), ("dict", '{"a": 2}', {"a": 2})],
)
def test_text_from_the_command_line_is_read_as_the_declared_type(kind, text, value):
    default = {"int": 1, "float": 1.0, "bool": True, "str": "", "dict": {}}[kind]
    assert convert(text, Parameter("x", kind, default, "x")) == value


@pytest.mark.parametrize(("kind", "text"), [("int", "3.5"), ("int", "three"), ("float", "a half"), ("bool", "perhaps"), ("int", ""), ("dict", "[1]"), ("dict", "a=2")])
def test_text_of_another_type_is_refused_with_what_the_parameter_means(kind, text):
    with pytest.raises(UsageError, match="It means: the x"):
        convert(text, Parameter("x", kind, 1, "the x"))


@given(st.integers())
def test_every_whole_number_survives_the_command_line(number):
    assert convert(str(number), ROUND) == number


@pytest.mark.parametrize("day", ["2017-9-30", "30.09.2017", "2017-02-30", "soon"])
def test_as_of_must_be_an_iso_day(day):
    with pytest.raises(UsageError, match="2017-09-30"):
        convert(day, Parameter("as_of", "str", "", "the day"))


def test_an_empty_as_of_means_the_study_s_own():
    assert convert("", Parameter("as_of", "str", "", "the day")) == ""


def test_an_unknown_parameter_is_refused_with_the_closest_and_the_list(tmp_path):
    notebook = read_notebook(write_notebook(tmp_path, "01_a"))
    with pytest.raises(UsageError, match=r"Closest: 'round_no'\. Parameters: as_of, round_no, strand, study\."):
        check_parameters([notebook], {"roundno": "2"})


def test_the_run_s_own_parameter_cannot_be_passed(tmp_path):
    notebook = read_notebook(write_notebook(tmp_path, "01_a"))
    with pytest.raises(UsageError, match="run_folder"):
        check_parameters([notebook], {"run_folder": "elsewhere"})


def test_one_name_with_two_types_is_refused(tmp_path):
    first = read_notebook(write_notebook(tmp_path, "01_a", parameters="least: int = 1  # x"))
    second = read_notebook(write_notebook(tmp_path, "02_b", parameters="least: float = 1.0  # x"))
    with pytest.raises(InputRefused, match="least"):
        check_parameters([first, second], {})


def test_pairs_and_flags_are_the_same_parameters_and_must_agree():
    assert gather(["round_no=2"], round_no="2", strand=None) == {"round_no": "2"}
    with pytest.raises(UsageError, match="given twice"):
        gather(["round_no=2"], round_no="3")


@pytest.mark.parametrize("pairs", [["round_no"], ["=2"], ["a=1", "a=1"]])
def test_a_pair_that_is_none_or_comes_twice_is_refused(pairs):
    with pytest.raises(UsageError):
        read_assignments(pairs)


def test_a_value_may_hold_the_sign_of_equality():
    assert read_assignments(["note=a=b"]) == {"note": "a=b"}
