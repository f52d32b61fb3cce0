"""The layout of a map: few crossings, nothing overlaps, lines go round boxes, numbers stand clear of each other."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.document import layers

COLUMN = {"a": 0, "b": 0, "c": 0, "m": 1, "n": 1, "o": 2, "p": 2}
TALL = dict.fromkeys(COLUMN, 10.0)
ENDS = st.lists(st.tuples(st.sampled_from("abcmnop"), st.sampled_from("abcmnop")).filter(lambda e: e[0] != e[1]), unique=True)


def _crossings(ends, laid) -> int:
    lines = [(laid.height[one], laid.height[two]) for one, two in ends]
    return sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(lines) for c, d in lines[:n])


def test_two_links_that_can_be_drawn_without_crossing_are():
    ends = [("a", "n"), ("b", "m")]
    laid = layers.lay_out(ends, {"a": 0, "b": 0, "m": 1, "n": 1}, tall=TALL, gap=4)
    assert _crossings(ends, laid) == 0


def test_neighbours_pull_each_other_to_one_height():
    laid = layers.lay_out([("a", "m"), ("b", "m")], {"a": 0, "b": 0, "m": 1}, tall=TALL, gap=4)
    assert laid.height["m"] == (laid.height["a"] + laid.height["b"]) / 2


def test_a_link_that_skips_a_column_keeps_a_place_in_it():
    laid = layers.lay_out([("a", "o"), ("a", "m")], {"a": 0, "m": 1, "o": 2}, tall=TALL, gap=4)
    assert [at for at, _ in laid.way(0)] == [0, 1, 2] and laid.way(0)[1][1] != laid.height["m"]


def test_a_box_at_which_many_lines_arrive_is_made_taller():
    told = layers.room_for_lines([(name, "z") for name in "abcdef"], {"z": 10.0, "a": 10.0}, line=4)
    assert told == {"z": 24.0, "a": 10.0}


@settings(deadline=None, max_examples=100)
@given(ends=ENDS)
def test_whatever_the_links_no_two_boxes_of_a_column_overlap_and_all_stay_on_the_sheet(ends):
    laid = layers.lay_out(ends, COLUMN, tall=TALL, gap=4)
    for at in range(3):
        heights = sorted(laid.height[name] for name in COLUMN if COLUMN[name] == at)
        assert all(two - one >= 14 - 1e-6 for one, two in itertools.pairwise(heights))
        assert heights[0] >= 5 - 1e-6 and heights[-1] <= laid.depth - 5 + 1e-6


@settings(deadline=None, max_examples=100)
@given(ends=ENDS)
def test_each_line_begins_and_ends_at_its_own_boxes_and_passes_through_no_other(ends):
    laid = layers.lay_out(ends, COLUMN, tall=TALL, gap=4)
    lines = layers.draw_lines(laid, tall=TALL, edge=lambda column, side: column * 100 + side * 30, bulge=10)
    for (one, two), line in zip(ends, lines, strict=True):
        for name, (x, y) in ((one, line[0]), (two, line[-1])):
            assert abs(x - COLUMN[name] * 100) == 30 and abs(y - laid.height[name]) <= 5
        for name, at in COLUMN.items():
            assert not any(abs(x - at * 100) < 30 and abs(y - laid.height[name]) < 5 for x, y in line[1:-1])


def test_the_same_links_are_laid_out_the_same():
    ends = [("a", "n"), ("b", "m"), ("a", "o"), ("m", "p"), ("p", "a")]
    assert layers.lay_out(ends, COLUMN, tall=TALL, gap=4) == layers.lay_out(ends, COLUMN, tall=TALL, gap=4)


def test_numbers_on_lines_side_by_side_stand_clear_of_each_other():
    lines = [[(0.0, 0.0), (100.0, 0.0)], [(0.0, 1.0), (100.0, 1.0)]]
    one, two = layers.place_labels(lines, [0, 1], size=(12, 12)).values()
    assert abs(one[0] - two[0]) >= 12
