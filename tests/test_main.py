"""The front door as people meet it: words in, an exit code and plain sentences out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from useit_eval import __main__ as door
from useit_eval import chores, setting_up
from useit_eval.ground.errors import InputRefused, WorkFailed

ROOT = Path(__file__).resolve().parents[1]


def test_without_a_word_the_door_says_what_it_can_do(capsys):
    assert door.main([]) == 0
    told = capsys.readouterr().out
    assert all(f"python -m useit_eval {verb}" in told for verb in ("evaluate", "test", "lab", "clean"))


def test_a_python_that_is_too_old_gets_one_sentence_and_exit_code_two(capsys, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    assert door.main(["evaluate"]) == 2
    assert capsys.readouterr().err == "This is Python 3.9; useit_eval needs 3.11 or newer.\n"


@pytest.mark.parametrize(
    ("error", "code"), [(WorkFailed("the disk is full", "", "Free some room."), 1), (InputRefused("no"), 3)]
)
def test_a_fault_that_people_can_mend_becomes_one_sentence_and_its_exit_code(capsys, monkeypatch, error, code):
    def fail(_):
        raise error

    monkeypatch.setattr(setting_up, "enter", fail)
    assert door.main(["evaluate"]) == code
    assert capsys.readouterr().err == f"{error}\n"


def test_ctrl_c_ends_with_130(capsys, monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(setting_up, "enter", stop)
    assert door.main(["evaluate"]) == 130


def test_a_word_of_the_command_line_is_handed_over_whole(monkeypatch):
    handed: list[list[str]] = []
    monkeypatch.setattr(setting_up, "enter", lambda _: None)
    monkeypatch.setattr(chores, "hand_over", lambda words: handed.append(words) or 0)
    assert door.main(["status", "--json"]) == 0
    assert handed == [["status", "--json"]]


def test_the_front_door_reads_on_pythons_that_are_too_old():
    """Old Pythons must reach the sentence: what is imported before it uses no grammar newer than 3.7."""
    import ast

    for name in ("__init__.py", "__main__.py"):
        ast.parse((ROOT / "useit_eval" / name).read_text("utf-8"), feature_version=(3, 7))


def test_the_door_works_from_the_clones_folder_with_a_bare_python():
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-m", "useit_eval"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "evaluate" in done.stdout
