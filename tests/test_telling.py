"""Reports on a terminal: aligned, folded, in plain numbers."""

from __future__ import annotations

import doctest
import types

from useit_eval.cli import telling
from useit_eval.cli.progress import FolderBar


def test_the_examples_in_the_docstrings_run():
    assert doctest.testmod(telling).failed == 0


def test_a_table_without_rows_has_no_heads():
    assert telling.table([], heads=("voice",)) == []


def test_a_folder_of_five_hundred_files_is_ten_lines_of_progress_in_a_log(capsys):
    with FolderBar() as bar:
        for done in range(1, 501):
            bar.show(types.SimpleNamespace(done=done, total=500))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "50 of 500 files" and lines[-1] == "500 of 500 files" and len(lines) == 10


def test_the_list_of_verbs_is_whole_at_the_width_of_a_small_terminal(capsys, monkeypatch):
    from useit_eval import cli

    monkeypatch.setenv("COLUMNS", "80")
    cli.main(["--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert len(listed.strip().splitlines()) == len(cli.SHORT) and "..." not in listed
