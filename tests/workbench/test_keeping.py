"""Backups of a study and its audit, through the verbs a person types."""

from __future__ import annotations

import sqlite3

import pytest

from useit_eval.cli import main
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench import back_up_study, open_study, restore_study, tell_acts, verify_study


@pytest.fixture
def root(paths):
    """Return the project of the small study, read into its store."""
    open_study(root=paths.root).close()
    return paths.root


def test_a_study_backed_up_and_restored_verifies_and_holds_the_same(root, paths):
    made = back_up_study(root=root)
    assert made.path.parent == paths.processed / "backups"
    told = restore_study(made.path, root=root)
    assert (told.rows, told.last_link) == (made.rows, made.last_link)
    assert verify_study(root=root).first_fault == ""
    with open_study(root=root) as bench:
        assert len(bench.load("claim")) == 2


def test_a_store_made_anew_is_told_apart_by_the_link_that_was_noted(root, paths):
    noted = verify_study(root=root).last_link
    assert verify_study(root=root, expect=noted).last_link == noted
    paths.store.unlink()
    open_study(root=root).close()
    assert verify_study(root=root).first_fault == ""
    with pytest.raises(InputRefused, match="does not hold the link you noted"):
        verify_study(root=root, expect=noted)


def test_the_last_acts_are_told_in_words(root):
    told = tell_acts(root=root)
    assert any("files, read from the study's files: 2 rows of claim" in line for line in told)
    assert told[0].startswith("1. 20") and len(tell_acts(root=root, last=3)) == 3


def test_a_study_without_a_store_has_nothing_to_keep(paths):
    for verb in (back_up_study, verify_study, tell_acts):
        with pytest.raises(UsageError, match="no store yet"):
            verb(root=paths.root)


def test_the_verbs_say_what_they_did(root, paths, capsys):
    assert main(["backup", "--root", str(root)]) == 0
    assert "Backed up" in capsys.readouterr().out
    assert main(["audit", "--root", str(root)]) == 0
    assert "rows of claim" in capsys.readouterr().out
    assert main(["restore", str(next((paths.processed / "backups").iterdir())), "--root", str(root)]) == 0
    assert "The store replaced is kept" in capsys.readouterr().out
    assert main(["audit", "--verify", "--root", str(root)]) == 0
    assert "as they were written" in capsys.readouterr().out


def test_a_row_changed_behind_the_store_s_back_is_named_on_the_command_line(root, paths, capsys):
    with sqlite3.connect(paths.store) as connection:
        key = connection.execute("SELECT claim_id FROM claim ORDER BY claim_id").fetchone()[0]
        connection.execute("UPDATE claim SET paraphrase = 'other' WHERE claim_id = ?", (key,))
    connection.close()
    assert main(["audit", "--verify", "--root", str(root)]) != 0
    assert f"claim {key} was changed" in capsys.readouterr().err
