"""Distances between codes: Krippendorff's printed tables, distances of one's own, sets of codes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from useit_eval.coding.agreement import jaccard, krippendorff_alpha, masi
from useit_eval.coding.agreement.distances import choose_distance, own_table
from useit_eval.ground.errors import InputRefused, UsageError

# Krippendorff 2004, page 230, with a fifth category that nobody used; he prints the roots of the ordinal distances.
ORDINAL = [[0, 11, 22.5, 30, 32.5, 34], [11, 0, 11.5, 19, 21.5, 23], [22.5, 11.5, 0, 7.5, 10, 11.5]]
OWN = {("a", "b"): 1, ("a", "c"): 0.5, ("b", "c"): 0.25}


def _table(categories, totals, **kind) -> np.ndarray:
    places = np.arange(len(categories))
    first, second = (grid.ravel() for grid in np.meshgrid(places, places, indexing="ij"))
    found = choose_distance(tuple(categories), **kind).at(first, second, np.array(totals, dtype=float))
    return found.reshape(len(categories), -1)


def test_the_ordinal_distances_are_those_krippendorff_prints():
    totals = [9, 13, 10, 5, 0, 3]
    assert np.sqrt(_table(range(1, 7), totals, level="ordinal"))[:3] == pytest.approx(np.array(ORDINAL))


def test_interval_and_ratio_distances_are_those_krippendorff_prints():
    steps = np.abs(np.subtract.outer(np.arange(8), np.arange(8)))
    assert _table(range(8), np.ones(8), level="interval") == pytest.approx(steps**2)
    joint = np.add.outer(np.arange(8), np.arange(8))
    assert _table(range(8), np.ones(8), level="ratio") == pytest.approx((steps / np.maximum(joint, 1)) ** 2)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_sum_of_distances_is_what_adding_them_gives(level):
    totals = np.array([3.0, 0, 5, 1])
    found = choose_distance((0, 1, 2.5, 7), level=level).against(totals)
    assert found == pytest.approx(_table((0, 1, 2.5, 7), totals, level=level) @ totals)


def test_a_level_that_is_not_one_is_told():
    with pytest.raises(UsageError, match="'cardinal' is not a level of measurement"):
        choose_distance((1, 2), level="cardinal")


@pytest.mark.parametrize("level", ["interval", "ratio"])
def test_words_have_no_interval(level):
    with pytest.raises(InputRefused, match=f"'a' is not a number, which level '{level}' needs"):
        choose_distance(("a", "b"), level=level)


def test_values_below_nought_have_an_interval_and_no_ratio():
    coders = [-3.5, -1, 0, 2], [-3.5, 0, 0, 2]
    assert 0 < krippendorff_alpha(*coders, level="interval") < 1
    with pytest.raises(InputRefused, match="-3.5 is below 0, which a ratio has not"):
        krippendorff_alpha(*coders, level="ratio")


def test_a_distance_may_be_a_mapping_a_frame_a_table_or_a_function():
    expected = np.array([[0, 1, 0.5], [1, 0, 0.25], [0.5, 0.25, 0]])
    frame = pd.DataFrame(expected, index=list("abc"), columns=list("abc"))
    forms = (OWN, frame.iloc[::-1, ::-1], expected, expected.tolist(), lambda x, y: frame.at[x, y])
    for form in forms:
        assert own_table(form, tuple("abc")) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("distance", "told"),
    [
        ({**OWN, ("b", "a"): 2}, "from 'a' to 'b' is 1 and back 2"),
        ([[0, 1, 1], [2, 0, 1], [1, 1, 0]], "from 'a' to 'b' is 1 and back 2"),
        (lambda one, other: float(one > other), "from 'a' to 'b' is 0 and back 1"),
        ([[0, 1, 1], [1, 3, 1], [1, 1, 0]], "distance of 'b' from itself is 3"),
        ([[0, -1, 1], [-1, 0, 1], [1, 1, 0]], "below 0"),
        ([[0, float("nan"), 1], [float("nan"), 0, 1], [1, 1, 0]], "not a number"),
        ([[0, 1], [1, 0]], r"shape \(2, 2\) for 3 codes"),
        ({("a", "b"): 1, ("a", "x"): 1}, "no distance is given between 'a' and 'c'"),
        ("far", "'far' is not a distance"),
    ],
)
def test_what_is_no_distance_is_told_in_one_sentence(distance, told):
    with pytest.raises((InputRefused, UsageError), match=told):
        own_table(distance, tuple("abc"))


def test_distances_that_are_no_numbers_are_told():
    for wrong in ([[0, 1], [1]], lambda one, other: None, [[0, np.nan], [np.nan, 0]]):
        with pytest.raises(InputRefused, match="not a number"):
            own_table(wrong, ("a", "b"))


def test_sets_of_codes_are_as_far_apart_as_nltk_says():
    from nltk.metrics.distance import jaccard_distance, masi_distance

    sets = [frozenset(codes) for codes in ("a", "ab", "abc", "bd", "d")]
    for one in sets:
        for other in sets:
            assert jaccard(one, other) == pytest.approx(jaccard_distance(one, other))
            # NLTK rounds thirds to two digits.
            assert masi(one, other) == pytest.approx(masi_distance(one, other), abs=0.005)
    assert jaccard(frozenset(), frozenset()) == masi(frozenset(), frozenset()) == 0
