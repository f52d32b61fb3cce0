"""Which passages of several coders answer to one another, and what text each is taken to have read."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.coding.places import gather_places, read_stretches
from useit_eval.ground.errors import InputRefused


def marked(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    """Return codings of one source: coder, start, end, code."""
    made = [(who, f"{who}{number}", "s", start, end, code) for number, (who, start, end, code) in enumerate(rows)]
    return pd.DataFrame(made, columns=["coder", "coding_id", "source_id", "start", "end", "code_id"])


def together(codings: pd.DataFrame) -> list[list[str]]:
    placed = gather_places(codings)
    return sorted(sorted(group["coding_id"]) for _, group in placed.groupby("place"))


def test_passages_that_are_nearest_to_each_other_are_one_place():
    codings = marked(("ann", 0, 20, "trust"), ("ann", 5, 12, "hope"), ("ben", 4, 12, "trust"))
    assert together(codings) == [["ann0"], ["ann1", "ben2"]]


def test_passages_that_share_less_than_half_of_the_shorter_are_two_places():
    assert together(marked(("ann", 0, 10, "trust"), ("ben", 6, 16, "trust"))) == [["ann0"], ["ben1"]]


def test_three_coders_meet_in_one_place():
    assert together(marked(("ann", 0, 10, "a"), ("ben", 0, 9, "b"), ("cat", 1, 10, "c"))) == [["ann0", "ben1", "cat2"]]


def test_one_coder_s_passages_are_never_joined_by_themselves():
    assert together(marked(("ann", 0, 10, "a"), ("ann", 0, 9, "b"), ("ben", 50, 60, "c"))) == [
        ["ann0"],
        ["ann1"],
        ["ben2"],
    ]


def test_a_long_passage_tells_who_gave_its_code_to_shorter_ones():
    codings = marked(("ann", 0, 40, "trust"), ("ben", 0, 15, "trust"), ("ben", 25, 40, "trust"))
    also = gather_places(codings).set_index("coding_id")["also"]
    assert [sorted(also[name]) for name in ("ann0", "ben1", "ben2")] == [["ben"], ["ann"], ["ann"]]


_SPANS = st.lists(
    st.tuples(st.sampled_from(["ann", "ben", "cat"]), st.integers(0, 30), st.integers(1, 12), st.sampled_from("xy")),
    max_size=12,
)


@given(_SPANS)
def test_every_coding_is_in_one_place_whatever_the_order(rows):
    codings = marked(*[(who, start, start + length, code) for who, start, length, code in rows])
    assert together(codings) == together(codings.iloc[::-1])
    assert sorted(itertools.chain(*together(codings))) == sorted(codings["coding_id"])


def test_what_was_read_is_by_default_what_two_have_marked():
    codings = marked(("ann", 0, 10, "a"), ("ben", 2, 12, "b"), ("ann", 50, 60, "a"))
    assert read_stretches(codings).to_dict("split")["data"] == [["ann", "s", 0, 12], ["ben", "s", 0, 12]]


def test_sections_and_sources_count_as_read_by_who_marked_something_in_them():
    codings = marked(("ann", 0, 10, "a"), ("ben", 2, 12, "b"), ("ann", 50, 60, "a"))
    segments = pd.DataFrame({"source_id": "s", "start": [0, 30], "end": [30, 90], "locator": ["1", "2"]})
    by_section = read_stretches(codings, looked_at="sections", segments=segments)
    assert sorted(by_section.itertuples(index=False, name=None)) == [
        ("ann", "s", 0, 30), ("ann", "s", 30, 90), ("ben", "s", 0, 30),
    ]  # fmt: skip
    by_source = read_stretches(codings, looked_at="sources", segments=segments)
    assert sorted(by_source.itertuples(index=False, name=None)) == [("ann", "s", 0, 90), ("ben", "s", 0, 90)]


def test_another_word_for_what_was_read_is_refused():
    with pytest.raises(InputRefused, match="'pages' does not say what the coders had before them"):
        read_stretches(marked(("ann", 0, 10, "a"), ("ben", 2, 12, "b")), looked_at="pages")
