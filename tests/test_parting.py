"""Withdraw and merge as a person meets them on the command line."""

from __future__ import annotations

import io
import shutil

import pytest

from tests.workbench import two_voices
from useit_eval import cli
from useit_eval.ground.errors import ExitCode


@pytest.fixture
def paths(tmp_path):
    """Return the paths of a practice study of one interview with two voices."""
    (tmp_path / "project").mkdir()
    return two_voices.make(tmp_path / "project")


@pytest.fixture
def useit(capsys, paths):
    """Return a function that runs the command line on the study and gives its code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["--root", str(paths.root), *[str(word) for word in words], "--study", two_voices.NAME])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_without_yes_it_says_what_would_go_and_erases_nothing(useit, paths):
    before = paths.raw.joinpath("manifest.csv").read_bytes()
    code, out, err = useit("withdraw", "V1")
    assert code == ExitCode.USAGE
    assert "2 rows of segment" in out and "1 claim: C001" in out and "interview.docx" in out
    assert "Nothing was erased: V1 is withdrawn only when you say so. Add --yes." in err
    assert paths.raw.joinpath("manifest.csv").read_bytes() == before


def test_on_a_terminal_the_label_itself_is_asked_for(useit, paths, monkeypatch):
    terminal = io.StringIO("yes\n")
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    code, _, err = useit("withdraw", "V1")
    assert (code, "Nothing was erased. Write V1 when asked" in err) == (ExitCode.USAGE, True)
    terminal = io.StringIO("V1\n")
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    code, out, _ = useit("withdraw", "V1")
    assert code == ExitCode.DONE
    assert "The words of the voice V1 are withdrawn." in out


def test_a_person_s_own_file_that_holds_the_words_is_listed_and_the_exit_code_says_so(useit, paths):
    own = two_voices.scatter(paths)
    code, out, err = useit("withdraw", "V1", "--yes", "--reason", "asked for in writing")
    assert code == ExitCode.PARTLY_DONE
    assert all(path.name in out for path in own.values())
    assert "summary.md stands on C001" in out
    assert "Words of V1 may still stand in 5 files" in err
    assert not any(word in out + err for word in ("crooked", "Rosalind"))


def test_merge_says_what_came_and_what_to_settle(useit, paths):
    other = paths.root.parent / "copy"
    shutil.copytree(paths.root, other)
    code, out, _ = useit("merge", other)
    assert (code, "nothing that was not here already" in out) == (ExitCode.DONE, True)
    code, _, err = useit("merge", paths.root.parent / "nowhere.sqlite")
    assert (code, "there is no such store" in err) == (ExitCode.USAGE, True)


@pytest.mark.parametrize("verb", ["withdraw", "merge"])
def test_the_help_gives_an_example(verb, capsys):
    cli.main([verb, "--help"])
    assert f"Example: useit-eval {verb}" in capsys.readouterr().out
