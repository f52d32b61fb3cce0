"""The verbs of the front door."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from useit_eval import chores, setting_up
from useit_eval.ground.errors import UsageError


def test_evaluate_is_the_run_of_the_command_line(monkeypatch):
    handed: list[list[str]] = []
    monkeypatch.setattr(chores, "hand_over", lambda words: handed.append(words) or 0)
    assert chores.evaluate(["--only", "chapters"]) == 0
    assert handed == [["run", "--only", "chapters"]]


@pytest.mark.parametrize(
    ("ending", "code"), [(lambda: 4, 4), (lambda: None, 0), (lambda: sys.exit(3), 3), (lambda: sys.exit(), 0)]
)
def test_the_exit_code_of_the_command_line_is_handed_back(monkeypatch, ending, code):
    monkeypatch.setitem(sys.modules, "useit_eval.cli", SimpleNamespace(main=ending))
    monkeypatch.setattr("useit_eval.cli", SimpleNamespace(main=ending), raising=False)
    monkeypatch.setattr(sys, "argv", ["before"])
    assert chores.hand_over(["status"]) == code
    assert sys.argv == ["useit-eval", "status"]


def test_clean_deletes_what_can_be_made_again_and_nothing_else(tmp_path, monkeypatch):
    kept = (
        "data_processed/city/store.sqlite",
        "reports/city/index.html",
        "work/city/00_start_here.ipynb",
        ".venv/x",
        "notebooks/a.ipynb",
    )
    gone = (
        "data_processed/city/cache/x",
        ".pytest_cache/x",
        "useit_eval/ground/__pycache__/x.pyc",
        "dist/x.whl",
        ".jupyter/x",
    )
    for name in (*kept, *gone):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    monkeypatch.setattr(setting_up, "find_clone", lambda *_: setting_up.Clone(tmp_path))
    assert chores.clean([]) == 0
    assert [name for name in kept if not (tmp_path / name).exists()] == []
    assert [name for name in gone if (tmp_path / name).exists()] == []


def test_outside_a_clone_test_says_where_it_works(monkeypatch):
    monkeypatch.setattr(setting_up, "find_clone", lambda *_: None)
    with pytest.raises(UsageError, match="works in a clone of the project only"):
        chores.test([])


def test_the_tests_run_side_by_side_and_the_long_ones_only_when_asked_for(monkeypatch, tmp_path):
    called: list[list[str]] = []
    monkeypatch.setattr(setting_up, "find_clone", lambda *_: setting_up.Clone(tmp_path))
    monkeypatch.setattr(chores.subprocess, "call", lambda command, cwd: called.append(command[1:]) or 0)
    chores.test([])
    chores.test(["--long"])
    assert called[0][:3] == ["-m", "pytest", "-n"]
    assert "long" not in called[0]
    assert called[1][-2:] == ["-m", "long"]
