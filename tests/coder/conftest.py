"""A study to code in."""

from __future__ import annotations

import pytest

from tests.coder import study
from useit_eval.workbench import open_study


@pytest.fixture
def paths(tmp_path):
    """Return the paths of the study."""
    return study.make(tmp_path)


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
