"""Projects to try runs on: one fresh, one that was run before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.runs.projects import write_project
from useit_eval.ground.project import Project, find
from useit_eval.runs import run_study


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with one study and four notebooks: sources, then two side by side, then chapters."""
    return write_project(tmp_path / "project")


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a project that was run once; copy it before changing it."""
    project = write_project(tmp_path_factory.mktemp("evaluated") / "project")
    run_study(project)
    return project.root


@pytest.fixture
def again(evaluated: Path, tmp_path: Path) -> Project:
    """Return a copy of a project that was run once."""
    return find(shutil.copytree(evaluated, tmp_path / "project"))
