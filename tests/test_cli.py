"""The command line as a person meets it: words in, one plain sentence or a report out, and the documented exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runs.projects import give, write_notebook, write_project
from useit_eval import cli
from useit_eval.ground.errors import ExitCode

VERBS = ("init", "add", "voices", "status", "run", "export")


@pytest.fixture
def useit(capsys):
    """Return a function that runs the command line and gives its code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def city(tmp_path, useit):
    """Return the folder of a project with one new study."""
    (tmp_path / "project").mkdir()
    code, _, _ = useit("--root", tmp_path / "project", "init", "leeds")
    assert code == ExitCode.DONE
    return tmp_path / "project"


def test_help_names_every_verb(useit):
    code, out, _ = useit("--help")
    assert code == ExitCode.DONE
    assert all(verb in out for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_every_verb_gives_an_example(useit, verb):
    code, out, _ = useit(verb, "--help")
    assert code == ExitCode.DONE
    assert f"Example: useit-eval {verb}" in out


@pytest.mark.parametrize("words", [["rum"], ["run", "--strnd", "x"], ["init"], ["add"]])
def test_a_wrong_command_exits_with_2(useit, words):
    code, _, err = useit(*words)
    assert code == ExitCode.USAGE
    assert err.startswith("Usage:")


def test_init_starts_a_study_and_says_what_next(useit, tmp_path):
    code, out, _ = useit("init", "leeds", "--root", tmp_path)
    assert code == ExitCode.DONE
    assert "codebooks/leeds/study.yaml" in out
    assert "useit-eval status --study leeds" in out
    assert (tmp_path / "useit.toml").is_file()


def test_a_study_that_is_there_is_not_started_twice(useit, city):
    code, _, err = useit("--root", city, "init", "leeds")
    assert code == ExitCode.USAGE
    assert "there is a study 'leeds' already" in err


def test_status_says_what_a_study_holds_misses_and_needs_next(useit, city):
    code, out, _ = useit("--root", city, "status")
    assert code == ExitCode.DONE
    assert [heading for heading in ("Holds:", "Missing:", "Next:") if heading in out] == ["Holds:", "Missing:", "Next:"]


def test_status_for_programs_is_json_and_nothing_else(useit, city):
    code, out, err = useit("status", "--json", "--root", city)
    report = json.loads(out)
    assert (code, err) == (ExitCode.DONE, "")
    assert (report["format"], report["study"]) == ("useit-status/1", "leeds")


def test_add_registers_a_text_and_names_what_is_to_decide(useit, city, tmp_path):
    text = tmp_path / "interview.txt"
    text.write_text("Somebody spoke.\n\nSomebody answered.\n", encoding="utf-8")
    code, out, _ = useit("--root", city, "add", text, "--method", "interview")
    assert code == ExitCode.DONE
    assert "interview.txt is source S001 (new)" in out
    assert "To decide, in data_raw" in out


def test_a_file_that_cannot_be_read_is_refused_in_one_plain_sentence(useit, city, tmp_path):
    code, out, err = useit("--root", city, "add", tmp_path / "missing.txt")
    assert (code, out) == (ExitCode.INPUT_REFUSED, "")
    assert len(err.strip().splitlines()) == 1
    assert "missing.txt" in err


def test_a_folder_is_told_file_by_file_with_progress_on_stderr(useit, city, tmp_path):
    folder = tmp_path / "field"
    folder.mkdir()
    (folder / "one.txt").write_text("Ann: Somebody spoke.\nBo: Somebody answered.\nAnn: And then?\nBo: No more.\n", encoding="utf-8")
    code, out, err = useit("--root", city, "add", folder)
    assert code == ExitCode.DONE
    assert "1 imported" in out and "S001  one.txt" in out and "S001: words are not quoted" in out and "useit-eval voices" in out
    assert err == ""
    code, out, err = useit("--root", city, "voices", "--adopt")
    assert code == ExitCode.DONE and out.startswith("2 voices were adopted.") and "V002" in out


def test_a_folder_of_which_some_files_are_refused_exits_with_4_and_all_with_3(useit, city, tmp_path):
    folder = tmp_path / "field"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    code, out, err = useit("--root", city, "add", folder)
    assert code == ExitCode.INPUT_REFUSED and "empty.txt: " in out and "no file could be added" in err
    (folder / "one.txt").write_text("Somebody spoke.\n", encoding="utf-8")
    code, out, err = useit("--root", city, "add", folder)
    assert code == ExitCode.PARTLY_DONE and "1 refused" in out and "1 of 2 files were not added" in err


def test_a_changed_file_is_told_as_a_new_version(useit, city, tmp_path):
    text = tmp_path / "interview.txt"
    text.write_text("Somebody spoke of many things.\n", encoding="utf-8")
    useit("--root", city, "add", text)
    text.write_text("Somebody spoke of many things. And of more.\n", encoding="utf-8")
    code, out, _ = useit("--root", city, "add", text)
    assert code == ExitCode.DONE and "interview.txt is source S001 (new version)" in out


def test_export_says_where_it_wrote(useit, city):
    code, out, _ = useit("--root", city, "export")
    assert code == ExitCode.DONE
    assert out.startswith("Exported 0 claims")


def test_a_folder_without_a_project_is_told(useit, tmp_path):
    code, _, err = useit("--root", tmp_path, "status")
    assert code == ExitCode.USAGE
    assert "useit.toml" in err


def test_a_duplicate_key_in_yaml_is_told_with_file_and_line_and_code_3(useit, city):
    path = city / "codebooks" / "leeds" / "study.yaml"
    path.write_text(path.read_text("utf-8") + "seed: 1\n", encoding="utf-8")
    code, _, err = useit("--root", city, "status")
    assert code == ExitCode.INPUT_REFUSED
    assert "study.yaml, line" in err


@pytest.mark.notebooks
def test_run_says_what_was_written_and_where_to_start_reading(useit, tmp_path):
    project = write_project(tmp_path / "project")
    code, out, err = useit("--root", project.root, "run")
    assert code == ExitCode.DONE
    assert out.startswith("4 notebooks in ")
    assert out.strip().splitlines()[-1] == f"Start reading: {project.root / 'reports' / 'demo' / 'index.html'}"
    assert "04_write_chapters: done" in err
    code, out, err = useit("--root", project.root, "run", "--only", "coding", "--round", "1")
    assert code == ExitCode.DONE
    assert "2 unchanged and taken from the cache" in out
    assert err.splitlines() == ["01_sources: unchanged", "02_coding: unchanged"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--study", "lees"], "there is no study 'lees'"),
        (["-p", "rounds=2"], "Closest: 'round_no'"),
        (["--round", "two"], "must be a whole number"),
        (["--as-of", "yesterday"], "must be a day such as"),
        (["--only", "chapter"], "Closest: 'chapters'"),
        (["-p", "strand"], "Write: -p name=value"),
        (["--round", "1", "-p", "round_no=2"], "given twice"),
    ],
)
def test_a_wrong_word_for_run_is_refused_before_anything_runs(useit, tmp_path, words, said):
    project = write_project(tmp_path / "project")
    code, out, err = useit("--root", project.root, "run", *words)
    assert (code, out) == (ExitCode.USAGE, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert not (project.root / "reports").exists()


@pytest.mark.notebooks
def test_a_failed_notebook_exits_with_1_and_names_its_copy(useit, tmp_path):
    project = write_project(tmp_path / "project")
    write_notebook(project.notebooks, "01_sources", "1 / 0", give("findings", "sources.json"), gives=["findings:sources"])
    code, _, err = useit("--root", project.root, "run")
    assert code == ExitCode.WORK_FAILED
    said = err.strip().splitlines()[-1]
    assert said.startswith("01_sources: the notebook failed: ZeroDivisionError: division by zero")
    assert Path(said.split("See ")[1].rstrip(".")).is_file()


def test_a_bug_keeps_its_traceback_and_is_logged_in_the_study(monkeypatch, tmp_path, capsys):
    project = write_project(tmp_path / "project")
    monkeypatch.setattr("useit_eval.workbench.open_study", _break, raising=False)
    with pytest.raises(ZeroDivisionError):
        cli.main(["status", "--root", str(project.root)])
    logs = list(project.paths().logs.glob("bug-*.log"))
    kept = logs[0].read_text("utf-8")
    assert "ZeroDivisionError" in kept and "in _break" in kept
    assert "words of somebody" not in kept
    assert "This is a bug" in capsys.readouterr().err


def _break(*_words, **_more):
    said = "words " + "of somebody"
    raise ZeroDivisionError(said)


def test_ctrl_c_exits_with_130(monkeypatch, useit, city):
    def interrupt(*_words, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("useit_eval.workbench.open_study", interrupt, raising=False)
    code, _, err = useit("--root", city, "status")
    assert code == ExitCode.INTERRUPTED
    assert err.strip() == "Stopped. What was published before is as it was."


def test_on_a_terminal_a_bar_shows_what_runs(tmp_path):
    project = write_project(tmp_path / "project")
    code = "import sys; from useit_eval.cli import main; sys.stderr.isatty = lambda: True; sys.exit(main(['--root', sys.argv[1], 'run', '--only', 'sources']))"
    done = subprocess.run([sys.executable, "-c", code, str(project.root)], capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr
    assert "01_sources: done" not in done.stderr
