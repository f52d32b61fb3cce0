"""A coding on a translation reaches the turn that was spoken."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.coding import reach_originals, tell_rendering
from useit_eval.ground.errors import UseitError

SEGMENTS = pd.DataFrame(
    [
        ("s1", "a", 0, 10, "en", "original", None, None, None),
        ("s2", "a", 12, 20, "ur", "original", None, None, None),
        ("s3", "a", 22, 30, "en", "translated", "R02", "s2", None),
        ("s4", "a", 32, 40, "en", "interpreted", None, None, None),
        ("s5", "b", 0, 50, "en", "translated", None, "gone", None),
    ],
    columns=[
        *("segment_id", "source_id", "start", "end", "language", "rendering", "translated_by", "translated_from"),
        "rendered_from",
    ],
)


def codings(*rows: tuple) -> pd.DataFrame:
    """Return codings of (id, source, start, end)."""
    return pd.DataFrame(rows, columns=["coding_id", "source_id", "start", "end"])


def test_a_coding_on_a_translation_reaches_its_original_turn():
    reached = reach_originals(codings(("c1", "a", 24, 28)), SEGMENTS)
    assert reached.to_dict("records") == [
        {
            "coding_id": "c1",
            "segment_id": "s3",
            "original_segment_id": "s2",
            "original_start": 12,
            "original_end": 20,
            "language": "ur",
            "rendering": "translated",
            "translated_by": "R02",
        }
    ]
    assert tell_rendering(reached, name={"ur": "Urdu"}.get) == {"c1": "translated from Urdu by R02"}


def test_a_coding_on_words_as_spoken_reaches_nothing():
    reached = reach_originals(codings(("c1", "a", 0, 10), ("c2", "a", 12, 22), ("c3", "x", 0, 5)), SEGMENTS)
    assert reached.empty and tell_rendering(reached) == {}


def test_a_coding_over_several_turns_names_each_way_once_in_the_order_of_the_codings():
    reached = reach_originals(codings(("c9", "b", 3, 4), ("c1", "a", 5, 40), ("c2", "a", 29, 33)), SEGMENTS)
    assert reached[["coding_id", "segment_id"]].values.tolist() == [
        ["c9", "s5"],
        ["c1", "s3"],
        ["c1", "s4"],
        ["c2", "s3"],
        ["c2", "s4"],
    ]
    assert tell_rendering(reached)["c1"] == "translated from ur by R02; interpreted"


def test_an_original_that_is_not_there_leaves_the_translation_told():
    reached = reach_originals(codings(("c9", "b", 3, 4)), SEGMENTS)
    assert reached["original_segment_id"].isna().all() and reached["original_start"].isna().all()
    assert tell_rendering(reached) == {"c9": "translated"}


def test_an_original_in_the_language_of_its_translation_is_not_named_as_a_language():
    unmarked = SEGMENTS.assign(language="en")
    assert tell_rendering(reach_originals(codings(("c1", "a", 24, 28)), unmarked)) == {"c1": "translated by R02"}


def test_the_language_a_mark_says_it_was_put_from_is_told_without_an_original_turn():
    said = SEGMENTS.assign(rendered_from=[None, None, "pa", "pl", "ar"])
    reached = reach_originals(codings(("c1", "a", 24, 28), ("c2", "a", 33, 34), ("c3", "b", 3, 4)), said)
    assert tell_rendering(reached) == {
        "c1": "translated from ur by R02",  # what was spoken says its own language
        "c2": "interpreted from pl",
        "c3": "translated from ar",
    }


def test_no_codings_or_no_segments_give_no_rows():
    assert reach_originals(codings(), SEGMENTS).empty
    assert reach_originals(codings(("c1", "a", 0, 9)), SEGMENTS.iloc[:0]).empty


def test_a_missing_column_is_named():
    with pytest.raises(UseitError, match="rendering"):
        reach_originals(codings(("c1", "a", 0, 9)), SEGMENTS.drop(columns="rendering"))
