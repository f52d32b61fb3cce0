"""nbval over the notebooks: they run from top to bottom, and 00 shows what it is kept with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
AGAIN = "00_start_here shows other things now. If that is right: python tests/notebooks/keep_outputs.py"

pytestmark = [pytest.mark.notebooks, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project's inputs, so that no file of the clone is touched."""
    root = tmp_path_factory.mktemp("nbval") / "project"
    for name in ("codebooks/useit", "data_raw/useit", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "useit.toml", root)
    return root


def _nbval(project: Path, how: str, *names: str) -> subprocess.CompletedProcess:
    paths = [str(project / "notebooks" / f"{name}.ipynb") for name in names]
    environment = {**os.environ, "USEIT_ROOT": str(project), "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(project / "ipython")}
    environment.pop("PYTEST_ADDOPTS", None)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--nbval-current-env", "-c", os.devnull, f"--rootdir={project}"]
    command = [sys.executable, "-m", "pytest", how, *options, *paths]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_every_template_runs_from_top_to_bottom_by_hand(project):
    names = sorted(path.stem for path in NOTEBOOKS.glob("0[1-8]_*.ipynb"))
    done = _nbval(project, "--nbval-lax", *names)
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_first_notebook_shows_exactly_what_it_is_kept_with(project):
    done = _nbval(project, "--nbval", "00_start_here")
    assert done.returncode == 0, f"{AGAIN}\n{done.stdout[-4000:]}"


def test_strict_validation_notices_a_change(project):
    path = project / "notebooks" / "00_start_here.ipynb"
    changed = project / "notebooks" / "00_changed.ipynb"
    changed.write_text(path.read_text("utf-8").replace("Greater Icknield", "Lesser Icknield"), encoding="utf-8")
    assert _nbval(project, "--nbval", "00_changed").returncode == 1
