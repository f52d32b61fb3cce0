"""Files that models.yaml names: a fault is told with file and row or line when the study is opened, not first in a chapter."""

from __future__ import annotations

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import open_study
from useit_eval.workbench.model_files import read_data

CASES = """\
format: useit-models/1
models:
  - label: ST02
    method: qca
    theory: {theory}
    slot: outcome
    title: Cases
    reading: With care.
    data:
      file: answers.csv
      case: name
      source: S1
      conditions:
        - {{name: open_door, column: A}}
        - {{name: near_by, column: B}}
      result: {{name: came, column: R}}
"""


def refused(paths, model, content, **words) -> str:
    """Return the sentence with which the opening of a study is refused."""
    with open_study(root=paths.root) as bench:
        theory = bench.theories.ids[0]
    (paths.codebooks / "models.yaml").write_text(model.format(theory=theory, file="answers.csv", **words), encoding="utf-8")
    (paths.raw / "answers.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputRefused) as fault, open_study(root=paths.root):
        pass
    assert "\n" not in str(fault.value) and str(paths.root) not in str(fault.value)
    return str(fault.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("y,w\n1,1e308\n2,1\n", "answers.csv, row 2: the weight 1e+308 is not between -10^15 and 10^15."),
        ("y,w\n1,1e-320\n2,1\n", "answers.csv, row 2: the weight 1e-320 is too small to reckon with."),
        ("y,w\n1,1\n2,-1\n", "answers.csv, row 3: the weight -1 is negative."),
        ("# a remark\ny,w\n1,1\n\n2,-1\n", "answers.csv, row 5: the weight -1 is negative."),
        ("y,w\n1,1\n2,\n", "answers.csv, row 3: the weight is missing."),
        ("y,w\n1,inf\n2,1\n", "answers.csv, row 2: the weight inf is not between"),
        ("y,w\nlots,1\n2,1\n", "answers.csv, row 2: the y should be a number, found 'lots'."),
        ("y,w\n1e308,1\n2,1\n", "answers.csv, row 2: the y 1e+308 is not between"),
        ("y,w\n１２,1\n2,1\n", "answers.csv, row 2: the y should be a number, found '１２'."),
        ("y,w\n1,٣\n2,1\n", "answers.csv, row 2: the weight should be a number, found '٣'."),
        ("y,w\n1_000,1\n2,1\n", "answers.csv, row 2: the y should be a number, found '1_000'."),
        ("y,w\n1,1,5,6\n", "answers.csv, row 2: the row has 4 cells for 2 columns, so the file is no table."),
        ("y,w,w\n1,1,1\n", "answers.csv, row 1: the column 'w' is there twice."),
        ("y,w\n", "answers.csv, row 1: the file is no table"),
    ],
)
def test_a_number_that_cannot_be_reckoned_with_is_told_with_its_row(paths, content, told):
    assert refused(paths, small_study.SURVEY, content, weight="w").startswith(told)


def test_a_column_that_is_not_there_is_told_with_the_line_that_names_it_and_the_closest(paths):
    told = refused(paths, small_study.SURVEY, "y,weight\n1,1\n2,1\n", weight="wieght")
    assert told == "models.yaml, line 9: weight 'wieght' is not a column of answers.csv. Closest: 'weight'."


def test_a_column_of_cases_that_is_not_there_is_told_with_the_line_that_names_it(paths):
    told = refused(paths, CASES, "name,A,C,R\na,1,0,1\n")
    assert told == "models.yaml, line 15: column 'B' is not a column of answers.csv. Known: name, A, C, R."


def test_a_membership_out_of_bounds_is_told_with_its_row(paths):
    told = refused(paths, CASES, "name,A,B,R\na,1,7,1\n")
    assert told.startswith("answers.csv, row 2: 'B' should be a membership from 0 to 1, found 7.")


def test_a_comma_file_with_a_remark_and_a_number_sign_in_a_cell_is_read_whole(tmp_path):
    from useit_eval.workbench.model_files import read_data

    path = tmp_path / "a.csv"
    path.write_text("# remark\nname,y\nFlat #3,1\n", encoding="utf-8")
    assert read_data(path).frame().to_dict("records") == [{"name": "Flat #3", "y": 1}]


def test_a_link_that_leads_nowhere_is_no_missing_file(tmp_path):
    paths = small_study.make(tmp_path)
    (paths.codebooks / "rubric.yaml").unlink(missing_ok=True)
    (paths.codebooks / "rubric.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(InputRefused) as fault, open_study(root=paths.root):
        pass
    assert str(fault.value) == (f"codebooks/{paths.study}/rubric.yaml: it is no ordinary file. Add the file itself.")


def test_an_authored_file_that_is_too_large_is_told_from_the_project_s_folder(paths):
    path = paths.codebooks / "theory.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# " + "x" * 5_000_000 + "\n", encoding="utf-8")
    with pytest.raises(InputRefused) as fault, open_study(root=paths.root):
        pass
    assert str(fault.value).startswith(f"codebooks/{paths.study}/theory.yaml: the file has 5,0")


def test_a_missing_answer_may_be_written_in_many_ways_and_the_column_stays_one_of_numbers(tmp_path):
    (tmp_path / "a.csv").write_text("case,y,n\nNA,1,007\nnull,na,008\n b ,NONE,9\n,  ,5\n", encoding="utf-8")
    frame = read_data(tmp_path / "a.csv").frame()
    assert frame["y"].sum() == 1 and frame["y"].isna().tolist() == [False, True, True, True]
    assert frame["case"].tolist()[:3] == ["NA", "null", "b"] and frame["case"].isna().tolist()[3]
    assert frame["n"].sum() == 29
