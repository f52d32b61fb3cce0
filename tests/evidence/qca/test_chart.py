"""The chart: all smallest covers and none but those; too many, and it is said."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.qca import naive
from useit_eval.evidence.qca import chart, layers
from useit_eval.evidence.qca.chart import smallest_covers
from useit_eval.ground.errors import InputRefused


@st.composite
def charts(draw) -> tuple[list[int], int]:
    """Draw a chart whose rows all have a term."""
    rows = draw(st.integers(1, 7))
    sets = draw(st.lists(st.integers(1, (1 << rows) - 1), min_size=1, max_size=9))
    missing = ((1 << rows) - 1) & ~_joined(sets)
    return [*sets, *([missing] if missing else [])], rows


def _joined(sets: list[int]) -> int:
    held = 0
    for own in sets:
        held |= own
    return held


@given(charts())
def test_every_smallest_cover_is_found_and_no_other(chart):
    sets, rows = chart
    covers = smallest_covers(sets, rows)
    expected = naive.covers(sets, rows)
    assert covers.listed() == expected and covers.count == len(expected) and covers.size == len(expected[0])
    assert covers.shared() == tuple(sorted(set.intersection(*map(set, expected))))


def test_a_term_with_fewer_rows_still_stands_in_a_model_of_its_own():
    assert smallest_covers([0b0111, 0b1100, 0b1000], 4).listed() == [(0, 1), (0, 2)]


def test_blocks_that_share_nothing_multiply():
    covers = smallest_covers([0b0011, 0b0011, 0b1100, 0b1100, 0b1100], 4)
    assert len(covers.blocks) == 2 and covers.count == 6 and len(covers.listed()) == 6


def test_more_models_than_can_be_listed_are_counted_and_refused_not_cut():
    covers = smallest_covers([1 << row for row in range(12) for _ in range(3)], 12)
    assert covers.complete and covers.count == 3**12
    with pytest.raises(InputRefused, match="there are 531,441 equally short models, more than the 10,000"):
        covers.listed()


@given(charts())
def test_depth_first_finds_the_same_covers(chart):
    sets, rows = chart
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "MOST_ROWS", 0)
        slow = smallest_covers(sets, rows)
    assert slow.listed() == naive.covers(sets, rows) == smallest_covers(sets, rows).listed()


@given(st.integers(16, 40), st.integers(20, 60), st.integers(0, 10**6))
@settings(max_examples=30)
def test_wide_charts_have_the_same_covers_by_layers_as_depth_first(rows, terms, seed):
    chance = random.Random(seed)  # drawn bit by bit, such charts are more than hypothesis allows
    sets = [sum(1 << row for row in range(rows) if chance.random() < 0.3) for _ in range(terms)]
    whole = (1 << rows) - 1
    sets.append(whole & ~_joined(sets) or 1)
    fast = smallest_covers(sets, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "MOST_ROWS", 0)
        slow = smallest_covers(sets, rows, most=100_000)
    assert (fast.size, fast.count, fast.listed(most=10**6)) == (slow.size, slow.count, slow.listed(most=10**6))


def test_a_chart_beyond_the_layers_is_solved_all_the_same():
    rows = layers.MOST_ROWS + 2
    ring = [1 << row | 1 << (row + 1) % rows for row in range(rows)]
    covers = smallest_covers(ring, rows)
    assert covers.size == rows / 2 and covers.count == 2


def test_thousands_of_models_in_one_block_are_counted_exactly():
    ring = [0b11 << place for place in range(17)] + [1 | 1 << 17]
    covers = smallest_covers([held for held in ring for _ in range(40)], 18)
    assert covers.complete and covers.count == 2 * 40**9


def test_a_search_that_is_cut_short_says_at_least(monkeypatch):
    monkeypatch.setattr(layers, "MOST_PARTS", 1)
    ring = [0b11 << place for place in range(17)] + [1 | 1 << 17]
    covers = smallest_covers([held for held in ring for _ in range(2)] + [0b101 << p for p in range(0, 15)], 18, most=3)
    assert not covers.complete and covers.shared() == ()
    with pytest.raises(InputRefused, match="at least"):
        covers.listed(most=3)


def test_a_chart_beyond_the_allowance_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(layers, "MOST_NODES", 1)
    with pytest.raises(InputRefused, match="too large to be solved exactly"):
        smallest_covers([0b0111, 0b1110, 0b1101, 0b1011], 4, steps=1)


def test_a_branch_of_a_large_chart_uses_up_more_of_the_allowance(monkeypatch):
    monkeypatch.setattr(layers, "MOST_NODES", 1)
    ring = [0b111 << place for place in range(12)] + [0b11 | 1 << 13, 1 | 0b11 << 12]
    assert smallest_covers(ring, 14, steps=100).size == 5
    monkeypatch.setattr(chart, "MOST_CELLS", 1)
    with pytest.raises(InputRefused, match="too large to be solved exactly"):
        smallest_covers(ring, 14, steps=100)


def test_a_row_without_a_term_is_refused():
    with pytest.raises(InputRefused, match="no term covers row 2"):
        smallest_covers([0b1], 2)


def test_an_empty_chart_has_the_empty_cover():
    assert smallest_covers([], 0).listed() == [()]
