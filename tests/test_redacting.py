"""The command redact as a person meets it, with a real terminal where it asks."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbench import small_study
from useit_eval import cli
from useit_eval.ground.errors import ExitCode

ROOT = Path(__file__).resolve().parents[1]
RAW = "Ann: It was Denise. Will came. Denise knows, Will said; ring 07700 900123.\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return a folder with a project, a raw file, and a key that USEIT_KEY names."""
    small_study.make(tmp_path / "project")
    key = tmp_path / "key.csv"
    key.write_text(
        "# format: useit-key/1\nname,pseudonym,role\nWill Example,Participant 7,participant\n", encoding="utf-8"
    )
    key.chmod(0o600)
    monkeypatch.setenv("USEIT_KEY", str(key))
    (tmp_path / "raw.txt").write_text(RAW, encoding="utf-8")
    return tmp_path


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_from_proposal_to_copy_on_the_command_line(desk, capsys):
    shared = ("--root", desk / "project")
    assert run("redact", desk / "raw.txt", *shared) == ExitCode.DONE
    out = capsys.readouterr().out
    assert "raw_review.csv" in out and "1 phone" in out and not {"Denise", "Will", "07700"} & set(out.split())
    sheet = ("--decisions", desk / "raw_review.csv", "--out", desk / "out")
    assert run("redact", desk / "raw.txt", *sheet, *shared) == ExitCode.INPUT_REFUSED
    assert "not decided" in capsys.readouterr().err
    assert run("redact", desk / "raw.txt", *sheet, "--undecided", "replace", *shared) == ExitCode.DONE
    assert "useit-eval add" in capsys.readouterr().out
    assert (desk / "out" / "raw.txt").read_text("utf-8").endswith("[Participant 7] said; ring [phone].\n")


def test_without_file_or_folder_the_command_says_what_is_missing(desk, capsys):
    shared = ("--root", desk / "project")
    assert run("redact", *shared) == ExitCode.USAGE
    assert run("redact", desk / "raw.txt", "--decisions", desk / "x.csv", *shared) == ExitCode.USAGE
    err = capsys.readouterr().err
    assert "No file is named" in err and "--out is missing" in err


def test_a_leak_in_the_store_ends_with_the_code_for_refused_input(desk, capsys):
    shared = ("--root", desk / "project")
    assert run("redact", "--check", *shared) == ExitCode.DONE
    (desk / "talk.txt").write_text("We met Will Example there.\n", encoding="utf-8")
    run("add", desk / "talk.txt", *shared)
    capsys.readouterr()
    assert run("redact", "--check", *shared) == ExitCode.INPUT_REFUSED
    out, err = capsys.readouterr()
    assert "1 sure" in out and "stand in the store" in err and "Example" not in out + err


def test_a_bug_leaves_no_word_of_the_text_in_the_logs(desk, monkeypatch, capsys):
    def fail(*_words: object, **_more: object) -> None:
        raise KeyError("Secretname")

    monkeypatch.setattr("useit_eval.workbench.redaction.propose_redactions", fail)
    with pytest.raises(RuntimeError, match="KeyError"):
        run("redact", desk / "raw.txt", "--root", desk / "project")
    (log,) = (desk / "project").rglob("bug-*.log")
    assert "Secretname" not in log.read_text("utf-8").replace('KeyError("Secretname")', "")
    assert "in fail" in log.read_text("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals on this system")
def test_answers_on_a_terminal_reach_the_sheet(desk):
    done = _answer(desk, b"what\na\nn\n")  # an answer that is none; all "Denise" yes; "Will came" no
    assert done.returncode == ExitCode.DONE, done.stderr
    rows = list(csv.reader((desk / "raw_review.csv").read_text("utf-8").splitlines()))[2:]
    assert [(row[2], row[6]) for row in rows] == [
        *(("Denise", "yes"), ("Will", "no"), ("Denise", "yes"), ("Will", "yes"), ("07700 900123", "yes")),
    ]
    assert ">>Denise<<" in done.stdout and "0 are left to you" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals on this system")
def test_who_stops_answering_keeps_the_answers_given(desk):
    done = _answer(desk, b"a\nq\n")
    assert done.returncode == ExitCode.DONE, done.stderr
    rows = list(csv.reader((desk / "raw_review.csv").read_text("utf-8").splitlines()))[2:]
    assert [row[6] for row in rows] == ["yes", "", "", "yes", "yes"]


def _answer(desk: Path, keys: bytes) -> subprocess.CompletedProcess[str]:
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "useit_eval", "redact", desk / "raw.txt", "--ask", "--root", desk / "project"]
    os.write(leader, keys)
    try:
        return subprocess.run(command, cwd=ROOT, stdin=follower, capture_output=True, text=True, timeout=120)
    finally:
        os.close(leader)
        os.close(follower)
