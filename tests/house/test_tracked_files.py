"""What must never be in a tracked file: sentences of the journal, addresses of machines and registries."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT, shown, tracked

RUN = 8
JOURNAL = ROOT.parent / "shared" / "journal" / "useit-journal-1.txt"
# Runs that are names and not prose, word for word as the test below prints them, each with its reason.
ALLOWED_RUNS: dict[str, str] = {}
# Spelled in pieces, so that this file does not find itself.
MACHINE_PATH = re.compile(
    r"(?<![\w.:<>*)}/])/(?:" + "|".join(("ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers")) + r")/\w|\b[A-Z]:\\\w"
)
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.org", "deb" + r"ian\.org/debian"))
)


def text_of(path: Path) -> str | None:
    """Return a tracked file's text, a notebook's cells joined; None for a picture or another file of bytes."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return None
    if path.suffix == ".ipynb":
        return "\n".join(_strings(json.loads(text)))
    return text


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return re.findall(r"[^\W_]+", text.lower())


def runs_of(words: list[str], length: int = RUN) -> set[tuple[str, ...]]:
    """Return every run of so many words."""
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def test_no_tracked_file_holds_eight_words_of_the_journal_in_a_row():
    if not JOURNAL.is_file():
        pytest.skip("the journal's text is not at hand")
    journal = runs_of(words_of(JOURNAL.read_text("utf-8")))
    copied = {}
    for path in tracked():
        text = text_of(path)
        if text is None or path.name.startswith("requirements"):
            continue
        found = {" ".join(run) for run in runs_of(words_of(text)) & journal} - ALLOWED_RUNS.keys()
        if found:
            copied[shown(path)] = sorted(found)
    assert copied == {}


def test_runs_of_words_are_found_across_lines_case_and_punctuation():
    told = runs_of(words_of("One, two three\nFOUR five; six 'seven' eight nine"))
    assert ("one", "two", "three", "four", "five", "six", "seven", "eight") in told
    assert len(told) == 2


def test_no_tracked_file_names_a_folder_of_somebodys_machine():
    named = {
        shown(path): found.group()
        for path in tracked()
        if (text := text_of(path)) and (found := MACHINE_PATH.search(text))
    }
    assert named == {}


def test_no_tracked_file_names_a_package_registry():
    named = {
        shown(path): found.group() for path in tracked() if (text := text_of(path)) and (found := REGISTRY.search(text))
    }
    assert named == {}


def test_files_that_record_addresses_or_peoples_words_are_not_tracked():
    names = [shown(path) for path in tracked()]
    kept_out = re.compile(r"(^|/)(uv\.lock|\.jupyter/|work/|\.venv/|.*\.sqlite$|.*\.partial$)")
    practice = "tests/store/stores/"  # stores of earlier revisions, of invented words
    assert [name for name in names if kept_out.search(name) and not name.startswith(practice)] == []
    assert [
        name for name in names if name.startswith(("reports/", "data_processed/")) and not name.endswith("README.md")
    ] == []


def test_git_ignores_what_people_and_runs_make():
    made = ("uv.lock", "work/useit/00_start_here.ipynb", "reports/useit/index.html", "data_processed/useit/store.sqlite",
            ".jupyter/config/x.json", ".venv/x", "tests/browser/pictures/x.png")  # fmt: skip
    done = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 128:
        pytest.skip("this is not a git checkout")
    assert done.stdout.split() == list(made)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        whole = all(isinstance(item, str) for item in value)
        return ["".join(value)] if whole else [text for item in value for text in _strings(item)]
    return []
