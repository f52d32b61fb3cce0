"""The wheel in an empty environment outside the clone: a study of another city is begun, run and looked at there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, shown, tracked

pytestmark = [pytest.mark.notebooks, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network by the hatchling of the lock."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``useit-eval`` of an environment that holds the wheel; the locked packages are lent to it, the clone is not."""
    folder = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    install = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--offline",
        "--no-deps",
        "--python",
        str(python),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    places = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.run(places, check=True, capture_output=True, text=True).stdout.strip())
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")  # its own .pth files are not followed
    return scripts / ("useit-eval.exe" if os.name == "nt" else "useit-eval")


def useit_eval(program: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder outside the clone, with nothing of this session's environment that could help it."""
    variables = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "USEIT_ROOT", "VIRTUAL_ENV")
    }
    return subprocess.run([program, *words], cwd=folder, env=variables, capture_output=True, text=True, check=False)


def test_the_wheel_carries_notebooks_templates_codebooks_and_registers_and_no_source_but_invented_ones(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("_shipped/notebooks/00_start_here.ipynb", "_shipped/codebooks/useit/codebook.yaml", "_shipped/useit.toml",
                 "_shipped/data_raw/useit/figures.csv", "templates/study/study.yaml", "coder/front/app.js",
                 "coder/front/coder.css"):  # fmt: skip
        assert f"useit_eval/{part}" in names
    tracked_notebooks = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {Path(name).name for name in names if name.endswith(".ipynb")} == tracked_notebooks
    texts = [name for name in names if name.endswith((".txt", ".sqlite", ".pdf")) and "dist-info" not in name]
    invented = [f"useit_eval/_shipped/{shown(path)}" for path in tracked() if path.match("data_raw/practice/practice_*.txt")]
    assert sorted(texts) == sorted([*invented, "useit_eval/workshop/words.txt"]) and len(invented) >= 8  # words of slips, no source


def test_init_run_and_status_work_from_the_wheel_outside_the_clone(program, tmp_path):
    begun = useit_eval(program, tmp_path, "init", "city")
    assert begun.returncode == 0, begun.stderr
    project = tmp_path if (tmp_path / "useit.toml").is_file() else next(tmp_path.glob("*/useit.toml")).parent
    ran = useit_eval(program, project, "run", "--study", "city")
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    index = (project / "reports" / "city" / "index.html").read_text("utf-8")
    assert "USE-IT" not in index
    told = useit_eval(program, project, "status", "--study", "city", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)
    where = subprocess.run(
        [program.with_name("python"), "-c", "import useit_eval; print(useit_eval.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not Path(where.stdout.strip()).is_relative_to(ROOT)


def test_uv_is_at_hand_for_the_tests():
    assert shutil.which("uv", path=str(Path(sys.executable).parent)) is not None
