"""A workshop held on a small study, and who is in it."""

from __future__ import annotations

import shutil

import pytest

from tests.coder import study
from tests.workshop.running import Caller, joined, leading, running
from useit_eval.ground.project import StudyPaths
from useit_eval.workbench import open_study


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return a folder in which the study was made once."""
    folder = tmp_path_factory.mktemp("workshop")
    path = study.make(folder).codebooks / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "counted_coders: [ann]\n", encoding="utf-8")
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
def desk(bench):
    """Give a running workshop of four slips."""
    with running(bench) as held:
        yield held


@pytest.fixture
def stranger(desk):
    """Return somebody without a slip."""
    return Caller(desk.port)


@pytest.fixture
def amber(desk):
    """Return a participant called Amber."""
    return joined(desk, 1, "Amber")


@pytest.fixture
def blue(desk):
    """Return another participant."""
    return joined(desk, 2, "Blue")


@pytest.fixture
def leader(desk):
    """Return the facilitator."""
    return leading(desk)
