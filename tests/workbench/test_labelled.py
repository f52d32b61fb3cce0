"""Labels in a sentence: short, however many there are."""

from __future__ import annotations

import doctest

import pytest

from useit_eval.workbench import labelled
from useit_eval.workbench.status import _listed


def test_the_examples_in_the_docstrings_run():
    assert doctest.testmod(labelled).failed == 0


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["S001"], "S001"),
        (["S001", "S002"], "S001 and S002"),
        (["S001", "S002", "S003", "V004"], "S001 to S003 and V004"),
        (["Learning", "Meeting place"], "Learning and Meeting place"),
    ],
)
def test_labels_that_follow_one_another_are_told_by_first_and_last(labels, told):
    assert labelled.listed(labels) == told


def test_five_hundred_sources_are_one_short_run_and_scattered_ones_are_folded():
    assert _listed(f"S{number:03d}" for number in range(1, 501)) == "S001 to S500"
    scattered = _listed(f"S{number:03d}" for number in range(1, 501, 2))
    assert scattered.endswith("S015 and 242 more") and len(scattered) < 80
