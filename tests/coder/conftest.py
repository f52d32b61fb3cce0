"""A study to code in."""

from __future__ import annotations

import shutil

import pytest

from tests.coder import study
from useit_eval.ground.project import StudyPaths
from useit_eval.workbench import open_study


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return a folder in which the study was made once."""
    folder = tmp_path_factory.mktemp("harbour")
    study.make(folder)
    return folder


@pytest.fixture
def paths(made, tmp_path):
    """Return the paths of the study, in a folder of the test's own."""
    shutil.copytree(made, tmp_path / "project")
    return StudyPaths(tmp_path / "project", study.NAME)


@pytest.fixture
def bench(paths):
    """Give the study, opened."""
    with open_study(root=paths.root) as opened:
        yield opened


@pytest.fixture
def ann(bench):
    """Return a session of ann."""
    return study.sitting(bench)


@pytest.fixture
def ben(bench):
    """Return a session of ben."""
    return study.sitting(bench, "ben")
