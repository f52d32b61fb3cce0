"""Passages upon one another: against a comparison of everything with everything, and with rows one can check by eye."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.coding import count_overlaps, find_overlaps, measure_depth
from useit_eval.ground.errors import InputRefused

PASSAGES = st.lists(st.tuples(st.sampled_from("rst"), st.integers(0, 12), st.integers(0, 6)), max_size=14)


def _codings(rows) -> pd.DataFrame:
    made = [(source, start, start + length) for source, start, length in rows]
    return pd.DataFrame(made, columns=["source_id", "start", "end"])


def _shared(one, two) -> int:
    return max(0, min(one[2], two[2]) - max(one[1], two[1])) if one[0] == two[0] else 0


def _rows(frame: pd.DataFrame) -> list[tuple]:
    return list(frame.itertuples(index=False, name=None))


def _pairs(*frames: pd.DataFrame, block: int = 250_000) -> set[tuple]:
    found = [pair for part in find_overlaps(*frames, block=block) for pair in _rows(part)]
    if len(frames) == 1:
        found = [(min(one, two), max(one, two), shared) for one, two, shared in found]
    assert len(found) == len(set(found)), "a pair came twice"
    return set(found)


@given(PASSAGES, st.integers(1, 5))
def test_pairs_are_those_found_by_comparing_everything_with_everything(made, block):
    rows = _rows(_codings(made))
    expected = {
        (n, m, _shared(one, two)) for m, two in enumerate(rows) for n, one in enumerate(rows[:m]) if _shared(one, two)
    }
    assert _pairs(_codings(made), block=block) == expected


@given(PASSAGES, PASSAGES, st.integers(1, 5))
def test_pairs_across_two_frames_are_those_found_by_comparing_everything_with_everything(mine, theirs, block):
    left, right = _codings(mine), _codings(theirs)
    expected = {
        (n, m, _shared(one, two))
        for n, one in enumerate(_rows(left))
        for m, two in enumerate(_rows(right))
        if _shared(one, two)
    }
    assert _pairs(left, right, block=block) == expected


@given(PASSAGES, PASSAGES)
def test_counts_are_the_number_of_pairs_without_writing_them_down(mine, theirs):
    left, right = _codings(mine), _codings(theirs)
    within, between = _pairs(left), _pairs(left, right)
    assert count_overlaps(left).tolist() == [sum(n in pair[:2] for pair in within) for n in range(len(left))]
    assert count_overlaps(left, right).tolist() == [sum(n == pair[0] for pair in between) for n in range(len(left))]


@given(PASSAGES)
def test_depth_at_each_character_is_the_number_of_passages_upon_it(made):
    codings = _codings(made)
    covered = {
        (part.source_id, place): part.depth for part in measure_depth(codings).itertuples() for place in _span(part)
    }
    every = [(row.source_id, place) for row in codings.itertuples() for place in _span(row)]
    assert covered == {place: every.count(place) for place in every}


def _span(row) -> range:
    return range(row.start, row.end)


@pytest.mark.parametrize(
    ("other", "shared"),
    [((10, 20), None), ((0, 0), None), ((5, 5), None), ((4, 6), 2), ((0, 10), 10), ((9, 30), 1)],
    ids=["touching", "empty at the edge", "empty inside", "nested", "the same place", "over the edge"],
)
def test_two_passages_overlap_when_they_share_a_character(other, shared):
    codings = pd.DataFrame({"source_id": ["s", "s"], "start": [0, other[0]], "end": [10, other[1]]})
    assert {pair[2] for pair in _pairs(codings)} == ({shared} if shared else set())


def test_the_same_place_in_two_sources_is_no_overlap():
    assert _pairs(_codings([("r", 0, 5), ("s", 0, 5)])) == set()


def test_deep_nesting_is_handed_out_in_blocks_and_counted_without_pairs():
    nested = pd.DataFrame({"source_id": "s", "start": range(2000), "end": range(6000, 4000, -1)})
    assert count_overlaps(nested).eq(1999).all()
    blocks = [len(part) for part in find_overlaps(nested, block=10_000)]
    assert sum(blocks) == 2000 * 1999 / 2 and max(blocks) == 10_000


def test_counts_keep_the_index_and_nothing_is_changed():
    codings = _codings([("s", 0, 5), ("s", 3, 4)]).set_axis(["x", "y"])
    before = codings.copy()
    assert count_overlaps(codings).to_dict() == {"x": 1, "y": 1}
    pd.testing.assert_frame_equal(codings, before)


def test_a_missing_column_is_named():
    with pytest.raises(InputRefused, match="no column 'start'"):
        count_overlaps(pd.DataFrame({"source_id": ["s"]}))


@pytest.mark.parametrize(
    ("start", "sentence"),
    [(None, "codings, row 2: a passage has no start"), (-1, "codings, row 2: a passage starts before the text")],
)
def test_a_passage_without_a_place_is_refused_with_its_row(start, sentence):
    codings = pd.DataFrame({"source_id": ["s", "s"], "start": [0, start], "end": [5, 9]}, dtype=object)
    with pytest.raises(InputRefused, match=sentence):
        list(find_overlaps(codings))
