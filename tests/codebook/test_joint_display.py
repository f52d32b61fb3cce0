"""A joint display is refused, with file and line, where a row lacks its inference or names what is not there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from useit_eval.codebook import load_joint_display
from useit_eval.ground.errors import InputRefused

ROW = """\
  - theory: T1
    group: residents
    number: F001
    claims: [C001]
    relation: confirms
    inference: It fits.
    author: a_rater
    dated: '2019-01-01'
"""
HEAD = "format: useit-joint_display/1\nrows:\n"


def _load(tmp_path, row, **known):
    path = tmp_path / "joint_display.yaml"
    path.write_text(HEAD + row, encoding="utf-8")
    given = {
        "theories": SimpleNamespace(ids=("T1",)), "claims": {"C001"}, "figures": {"F001"}, "models": {"ST01"}, **known
    }  # fmt: skip
    return load_joint_display(path, **given)


def test_a_row_is_read_with_no_change_to_the_theory_unless_it_says_one(tmp_path):
    (row,) = _load(tmp_path, ROW).rows
    assert (row.number, row.claims, row.change, row.of) == ("F001", ("C001",), "none", None)


@pytest.mark.parametrize("label", ["F001", "ST01"])
def test_the_number_is_a_figure_or_a_model(tmp_path, label):
    assert _load(tmp_path, ROW.replace("F001", label)).rows[0].number == label


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("    inference: It fits.\n", "", 3, "'inference' is missing"),
        ("It fits.", "''", 8, "inference is empty"),
        ("    author: a_rater\n", "", 3, "'author' is missing"),
        ("'2019-01-01'", "'soon'", 10, "'soon' is not a day"),
        ("confirms", "proves", 7, "'proves' is not one of the words allowed here"),
        ("T1", "T9", 3, "theory 'T9' is not a theory"),
        ("F001", "F009", 5, "number 'F009' is neither a figure nor a model"),
        ("F001", "ST09", 5, "number 'ST09' is neither a figure nor a model"),
        ("F001", "F001\n    of: F009", 6, "of 'F009' is not a figure"),
        ("[C001]", "[C009]", 6, "claims 'C009' is not a claim that counts"),
        ("[C001]", "[C001, C001]", 6, "the claim 'C001' is given twice"),
        ("    number: F001\n", "", 6, "'confirms' needs a number and a claim, and one side is missing"),
        ("    claims: [C001]\n", "", 6, "'confirms' needs a number and a claim, and one side is missing"),
        ("    group: residents\n", "    grup: residents\n", 4, "'grup' is not a key of this entry"),
    ],
)
def test_each_fault_is_one_sentence_with_file_and_line(tmp_path, old, new, line, told):
    assert old in ROW
    with pytest.raises(InputRefused) as caught:
        _load(tmp_path, ROW.replace(old, new, 1))
    assert told in caught.value.what and caught.value.where == f"joint_display.yaml, line {line}"
    assert caught.value.next


def test_a_side_that_says_nothing_is_silent_and_both_cannot_be_missing(tmp_path):
    silent = ROW.replace("    number: F001\n", "").replace("confirms", "silent")
    assert _load(tmp_path, silent).rows[0].number == "none"
    with pytest.raises(InputRefused, match="names neither a number nor a claim"):
        _load(tmp_path, silent.replace("    claims: [C001]\n", ""))


def test_a_row_given_twice_is_refused_at_the_second(tmp_path):
    with pytest.raises(InputRefused, match=r"line 11: the row 'T1, residents, F001, C001' is given twice .*line 3"):
        _load(tmp_path, ROW + ROW.replace("It fits.", "It fits twice."))
