"""A skip that nobody allowed fails the run in CI, and is only reported at home."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SAMPLE = """
import pytest

def test_that_passes():
    assert True

def test_that_is_skipped():
    pytest.skip("the moon is not at hand")
"""


def run_sample(folder: Path, *, ci: str, allowed: str, side_by_side: str = "0") -> subprocess.CompletedProcess[str]:
    """Run two small tests under the project's own conftest."""
    (folder / "tests").mkdir()
    (folder / "tests" / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (folder / "tests" / "allowed_skips.txt").write_text(allowed, "utf-8")
    (folder / "tests" / "test_sample.py").write_text(SAMPLE, "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        side_by_side,
        "--rootdir",
        str(folder),
        "tests",
    ]
    variables = {"PATH": str(Path(sys.executable).parent), "CI": ci}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("side_by_side", ["0", "1"])
def test_in_ci_an_unknown_skip_fails_the_run_and_is_named(tmp_path, side_by_side):
    done = run_sample(tmp_path, ci="true", allowed="# none\n", side_by_side=side_by_side)
    assert done.returncode == 1
    assert "test_that_is_skipped: the moon is not at hand" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.splitlines()[-1]


def test_in_ci_an_allowed_skip_passes(tmp_path):
    done = run_sample(tmp_path, ci="true", allowed="# remarks\nthe moon is not at hand\n")
    assert done.returncode == 0


def test_at_home_an_unknown_skip_is_reported_and_passes(tmp_path):
    done = run_sample(tmp_path, ci="", allowed="")
    assert done.returncode == 0
    assert "in CI this would fail the run" in done.stdout
