"""A small study of the test's own."""

from __future__ import annotations

import pytest

from tests.workbench import small_study
from useit_eval.workbench import open_study


@pytest.fixture
def paths(tmp_path):
    """Return the paths of a small study."""
    return small_study.make(tmp_path)


@pytest.fixture
def bench(paths):
    """Give the small study, opened."""
    with open_study(root=paths.root) as opened:
        yield opened
