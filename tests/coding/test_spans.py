"""Passages that still read as they did, and those that do not."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.coding import verify_spans
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256

TEXT = "A café opened. 😀 People came."


def _coding(start, end, digest) -> pd.DataFrame:
    return pd.DataFrame({"coding_id": ["a"], "start": [start], "end": [end], "quote_sha256": [digest]})


def test_positions_are_code_points_so_an_emoji_counts_once():
    start = TEXT.index("People")
    assert verify_spans(_coding(start, start + 6, sha256("People")), TEXT)["verified"].tolist() == [True]


@pytest.mark.parametrize(
    ("start", "end", "digest", "reason"),
    [
        (0, 4, sha256("café"), "not those that were coded"),
        (5, 5, sha256(""), "are not a passage"),
        (-1, 4, sha256("A"), "are not a passage"),
        (0, 400, sha256(TEXT), "beyond the end"),
        (0, 4, None, "carries no hash"),
        (None, 4, "x", "no position"),
    ],
)
def test_each_fault_is_told_in_words(start, end, digest, reason):
    checked = verify_spans(_coding(start, end, digest), TEXT)
    assert not checked["verified"][0] and reason in checked["reason"][0]


def test_a_missing_column_is_named_with_those_there_are():
    with pytest.raises(InputRefused, match="codings has no column 'quote_sha256'. It has: coding_id"):
        verify_spans(pd.DataFrame({"coding_id": [], "start": [], "end": []}), TEXT)


def test_the_codings_given_are_not_changed():
    given = _coding(0, 4, sha256("café"))
    before = given.copy()
    verify_spans(given, TEXT)
    pd.testing.assert_frame_equal(given, before)
