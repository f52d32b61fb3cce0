"""What a claim's record in the appendix tells of its bearing."""

from __future__ import annotations

import pytest

from useit_eval.report.claim_records import _bears

ROW = {"bearing": "supports", "theory_id": "T1", "reason": "names it", "explained": ""}


@pytest.mark.parametrize(
    ("grades", "told"),
    [
        ({"relevance": 3, "richness": 2, "rigour": 1}, "T1 (relevance 3, richness 2, rigour 1): names it"),
        ({"relevance": 2.0, "richness": float("nan"), "rigour": None}, "T1 (relevance 2): names it"),
        ({}, "T1: names it"),
    ],
)
def test_grades_stand_before_the_reason_and_a_missing_one_is_left_out(grades, told):
    assert _bears({**ROW, **grades}).endswith(told)
