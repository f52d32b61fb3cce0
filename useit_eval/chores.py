"""The verbs of the front door that are not the command line's own: evaluate, test, lab and clean."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from useit_eval import setting_up
from useit_eval.ground.errors import UsageError

# Everything here can be made again from what is tracked. The store, the reports and people's notebooks are not here.
REMADE = (
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "build",
    "dist",
    ".jupyter",
    "benchmarks/results/tmp",
    "tests/browser/pictures",
)


def evaluate(words: list[str]) -> int:
    """Run the main job of the project's study through the command line; return its exit code."""
    return hand_over(["run", *words])


def test(words: list[str]) -> int:
    """Run the tests, two at a time; return pytest's exit code. Raises UsageError outside a clone."""
    clone = _require_clone("test")
    options = [word for word in words if word != "--long"]
    which = ["-m", "long"] if "--long" in words else []
    side_by_side = ["-n", str(min(2, os.cpu_count() or 1)), "--dist", "loadfile"]
    if any(word in ("-n", "--pdb", "-x") for word in options):
        side_by_side = []
    command = [sys.executable, "-m", "pytest", *side_by_side, *which, *options]
    return subprocess.call(command, cwd=clone.root)


def lab(words: list[str]) -> int:
    """Open JupyterLab on copies of a study's notebooks; return its exit code when it is closed."""
    from useit_eval import lab as jupyter

    parser = argparse.ArgumentParser(
        prog="python -m useit_eval lab", description="Open JupyterLab on this machine only."
    )
    parser.add_argument("--study", help="the study whose notebooks are opened")
    parser.add_argument("--root", help="the project's folder")
    parser.add_argument("--port", type=int, default=0, help="the port; without it, any free one")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    said = parser.parse_args(words)
    return jupyter.open_lab(said.root, study=said.study, port=said.port, browser=not said.no_browser)


def clean(words: list[str]) -> int:
    """Delete caches and builds of the clone, and with ``--all`` its ``.venv``. Raises UsageError outside a clone."""
    root = _require_clone("clean").root
    folders = [root / name for name in (*REMADE, *([".venv"] if "--all" in words else []))]
    folders += [*root.glob("data_processed/*/cache"), *root.glob("*.egg-info")]
    for package in ("useit_eval", "tests", "benchmarks"):
        folders += (root / package).rglob("__pycache__")
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def hand_over(words: list[str]) -> int:
    """Give the words to the command line, ``useit-eval``, and return its exit code."""
    from useit_eval import cli

    sys.argv = ["useit-eval", *words]
    try:
        return int(cli.main() or 0)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(bool(stop.code))


def _require_clone(verb: str) -> setting_up.Clone:
    clone = setting_up.find_clone(Path(__file__).resolve().parent)
    if clone is None:
        raise UsageError(
            f"'{verb}' works in a clone of the project only", "", "Fetch the project's repository and start it there."
        )
    return clone


VERBS = {"evaluate": evaluate, "test": test, "lab": lab}
