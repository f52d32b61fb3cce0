"""What one notebook gives, the next one takes, unchanged."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.ground.errors import InputRefused, UsageError, WorkFailed
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.workbench.shelf import Shelf

FINDING = Finding(
    "coding.counts",
    "Counts",
    (Sentence("Two claims.", ("C001", "C002")),),
    Table(("a", "b"), ((1, "x"),), (("C001",),), "caption"),
    FigureSpec("bars", "t", ({"x": 1},), "alt"),
    data={"n": 2},
    trace=("C001",),
)


@pytest.fixture
def shelf(tmp_path):
    """Return an empty shelf."""
    return Shelf(tmp_path / "run")


def test_findings_come_back_as_they_were_given(shelf):
    shelf.put("coding", [FINDING])
    assert shelf.get("coding") == [FINDING]
    shelf.put("one", FINDING)
    assert shelf.get("one") == [FINDING]
    shelf.put("none", [])
    assert shelf.get("none") == []


def test_a_frame_comes_back_with_its_dtypes(bench, shelf):
    claims = bench.load("claim")
    shelf.put("claims.all", claims)
    pd.testing.assert_frame_equal(shelf.get("claims.all"), claims)


def test_the_last_given_under_a_name_is_what_is_taken(shelf):
    shelf.put("x", pd.DataFrame({"a": [1]}))
    shelf.put("x", [FINDING])
    assert shelf.get("x") == [FINDING]
    shelf.put("x", pd.DataFrame({"a": [2]}))
    assert shelf.get("x")["a"].tolist() == [2]


def test_what_nobody_gave_is_told_in_one_sentence(shelf):
    with pytest.raises(WorkFailed, match="nothing called 'coding' was given yet. Run the notebook that gives it first"):
        shelf.get("coding")


@pytest.mark.parametrize("name", ["../x", "X", "", "a/b", ".hidden"])
def test_a_name_that_could_leave_the_folder_is_refused(shelf, name):
    with pytest.raises(UsageError, match="is not a name"):
        shelf.put(name, [FINDING])


def test_something_else_than_a_frame_or_findings_is_refused(shelf):
    with pytest.raises(UsageError, match="was given a str"):
        shelf.put("x", ["words"])


def test_findings_of_another_format_are_refused(shelf):
    path = shelf.put("x", [FINDING])
    path.write_text(path.read_text(encoding="utf-8").replace("useit-finding/1", "useit-finding/2"), encoding="utf-8")
    with pytest.raises(InputRefused, match="useit-finding/2"):
        shelf.get("x")


def test_the_bench_keeps_work_by_hand_in_the_cache_and_a_run_s_in_its_folder(bench, tmp_path):
    from useit_eval.workbench import open_study

    bench.give("coding", [FINDING])
    assert (bench.paths.cache / "by_hand" / "findings" / "coding.json").is_file()
    with open_study(root=bench.paths.root, run_folder=tmp_path / "run") as other:
        other.give("coding", bench.load("claim"))
        assert (tmp_path / "run" / "frames" / "coding.parquet").is_file()
        assert len(other.take("coding")) == 2 and bench.take("coding") == [FINDING]
