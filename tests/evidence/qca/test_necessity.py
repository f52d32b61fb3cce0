"""Necessity: what is always there, how much that says, and unions only where no part is necessary alone."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.evidence.qca import necessity, truth_table
from useit_eval.ground.errors import InputRefused

CASES = pd.DataFrame(
    [("a", 1, 0, 1, 1), ("b", 0, 1, 1, 1), ("c", 0, 0, 1, 0), ("d", 1, 1, 1, 1)], columns=["case", "A", "B", "ALL", "Y"]
)


def _found(**more) -> pd.DataFrame:
    return necessity(truth_table(CASES, outcome="Y", conditions=["A", "B", "ALL"]), **more).set_index("condition")


def test_conditions_and_their_absence_are_measured():
    found = _found()
    assert found.index.tolist() == ["A", "~A", "B", "~B", "ALL", "~ALL"]
    assert found.loc["A"].round(2).tolist() == [0.67, 1.0, 1.0]


def test_what_is_always_there_is_necessary_and_trivial():
    assert _found().loc["ALL"].tolist() == [1.0, 0.75, 0.0]


def test_either_of_two_can_be_necessary_where_neither_is():
    assert _found(most=2, least=0.9).index.tolist() == ["ALL", "A + B"]


def test_unions_without_a_least_consistency_are_refused():
    with pytest.raises(InputRefused, match="least=0.9"):
        _found(most=2)
