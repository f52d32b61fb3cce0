"""Codes as numbers: sequences, long frames, tables and counts, and the sentences for what does not fit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.coding.agreement import (
    Ratings,
    cohen_kappa,
    krippendorff_alpha,
    one_against_rest,
    percent,
    rate,
    rate_counts,
    rate_frame,
    rate_table,
)
from useit_eval.ground.errors import InputRefused


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, np.nan])
def test_what_a_coder_did_not_code_is_no_code(missing):
    assert rate(["a", missing], ["b", "a"]).codes.tolist() == [[0, 1], [-1, 0]]


@pytest.mark.parametrize(
    ("coders", "categories"),
    [
        ((["b", "a"], ["c", "b"]), ("a", "b", "c")),
        (([2, 10], [1, 2]), (1, 2, 10)),
        ((["b", 1], [1, "a"]), ("b", 1, "a")),
        (([frozenset("b")], [frozenset("a")]), (frozenset("b"), frozenset("a"))),
        (([(2, 1)], [(1, 2)]), ((1, 2), (2, 1))),
        (("ba", "ab"), ("a", "b")),
    ],
)
def test_categories_are_sorted_where_they_can_be_and_else_as_first_used(coders, categories):
    assert rate(*coders).categories == categories


def test_arrays_series_and_lists_are_numbered_alike():
    first, second = [1.5, float("nan"), 0.5], [0.5, 0.5, 1.5]
    made = [rate(kind(first), kind(second)) for kind in (list, np.array, pd.Series, tuple)]
    for ratings in made:
        assert (ratings.codes.tolist(), ratings.categories) == ([[1, 0], [-1, 0], [0, 1]], (0.5, 1.5))


@pytest.mark.parametrize(
    "codes",
    [
        [-0.29366911402476] * 2,
        [-0.4516231234596725],
        [0.0, 1e-20],
        [-1.0, -1e-20],
        [2.0**40, 2.0**40 + 1],
        [0.5, 1.5],
        [3, 1],
    ],
)
def test_numbers_in_an_array_stay_the_numbers_they_are(codes):
    assert rate(np.array(codes), codes).categories == tuple(sorted(set(codes)))


@given(st.lists(st.floats(-5, 5) | st.just(float("nan")) | st.integers(-9, 9).map(float), min_size=1))
def test_an_array_of_numbers_is_numbered_as_a_list_of_them(codes):
    as_array, as_list = rate(np.array(codes), np.array(codes)), rate(codes, codes)
    assert (as_array.codes.tolist(), as_array.categories) == (as_list.codes.tolist(), as_list.categories)


def test_categories_given_in_their_order_keep_it_and_those_nobody_used():
    ratings = rate(["low"], ["high"], categories=["low", "middle", "high"])
    assert (ratings.codes.tolist(), ratings.categories) == ([[0, 2]], ("low", "middle", "high"))
    with pytest.raises(InputRefused, match="'middling' is not among the categories"):
        rate(["low"], ["middling"], categories=["low", "high"])


def test_fewer_than_two_coders_and_different_lengths_are_refused():
    with pytest.raises(InputRefused, match="two coders or more"):
        rate(["a"])
    with pytest.raises(InputRefused, match="same number of units"):
        rate(["a"], ["a", "b"])


def test_sets_that_can_change_are_refused():
    with pytest.raises(InputRefused, match="Give sets of codes as frozensets"):
        rate([{"a"}], [{"b"}])


def test_a_long_frame_gives_units_and_coders_as_first_used():
    rows = pd.DataFrame({"turn": [7, 7, 3, 3], "by": ["B", "A", "A", "B"], "code": ["x", "y", "x", None]})
    ratings = rate_frame(rows, unit="turn", coder="by", code="code")
    assert (ratings.codes.tolist(), ratings.coders, ratings.unit) == ([[0, 1], [-1, 0]], ("B", "A"), "turn")


def test_a_coder_who_coded_a_unit_twice_is_refused_with_the_row():
    rows = pd.DataFrame({"turn": [1, 2, 1], "by": "A", "code": ["x", "y", "z"]})
    with pytest.raises(InputRefused, match="row 4: A coded turn 1 a second time"):
        rate_frame(rows, unit="turn", coder="by", code="code")


def test_a_row_without_a_coder_is_refused_with_the_row():
    rows = pd.DataFrame({"turn": [1, 2], "by": ["A", None], "code": "x"})
    with pytest.raises(InputRefused, match="row 3: no by is given"):
        rate_frame(rows, unit="turn", coder="by", code="code")


def test_a_table_becomes_one_unit_for_each_count():
    ratings = rate_table(pd.DataFrame([[1, 2], [0, 1]], index=["a", "b"], columns=["a", "b"]))
    assert (ratings.codes.tolist(), ratings.categories) == ([[0, 0], [0, 1], [0, 1], [1, 1]], ("a", "b"))


@pytest.mark.parametrize(
    "table", [[[1, 2]], [[1, -1], [0, 1]], [[0.5, 1], [1, 1]], [[float("nan"), 1], [1, 1]], [["few", 1], [1, 1]]]
)
def test_a_table_that_does_not_count_is_refused(table):
    with pytest.raises(InputRefused):
        rate_table(table)


def test_counts_do_not_tell_who_coded_and_may_differ_from_unit_to_unit():
    ratings = rate_counts([[2, 1], [0, 1], [0, 0]])
    assert (ratings.codes.tolist(), ratings.coders) == ([[0, 0, 1], [1, -1, -1], [-1, -1, -1]], ())


def test_one_code_against_the_rest_keeps_the_gaps():
    ratings = one_against_rest(rate(["a", "b", None], ["c", "a", "a"]), "a")
    assert ratings.codes.tolist() == [[1, 0], [0, 1], [-1, 1]]
    with pytest.raises(InputRefused, match="'z' is not among"):
        one_against_rest(ratings, "z")


def test_weights_of_another_length_are_refused():
    with pytest.raises(InputRefused, match="1 weights for 2 units"):
        Ratings(np.zeros((2, 2), np.int32), ("a",), ("A", "B"), weights=np.ones(1))


def test_the_order_of_an_ordered_categorical_is_kept_for_ordinal_alpha():
    order = ["low", "mid", "high"]
    said = (["low", "mid", "high", "low"], ["low", "high", "high", "mid"])
    expected = krippendorff_alpha(rate(*said, categories=order), level="ordinal")
    first, second = (pd.Categorical(codes, categories=order, ordered=True) for codes in said)
    assert rate(first, second).categories == ("low", "mid", "high")
    assert krippendorff_alpha(first, pd.Series(second), level="ordinal") == expected
    frame = pd.DataFrame(
        {"unit": [1, 1], "by": ["A", "B"], "code": pd.Categorical(["mid", "low"], order, ordered=True)}
    )
    assert rate_frame(frame, unit="unit", coder="by", code="code").categories == ("low", "mid", "high")
    with pytest.raises(InputRefused, match="not in one order"):
        rate(first, pd.Categorical(said[1], categories=order[::-1], ordered=True))


def test_a_cross_table_is_read_by_its_codes_whatever_their_order():
    first, second = ["a"] * 20 + ["b"] * 30, ["a"] * 25 + ["b"] * 20 + ["c"] * 5
    crossed = pd.crosstab(pd.Series(first), pd.Series(second))
    assert cohen_kappa(rate_table(crossed)) == pytest.approx(cohen_kappa(first, second))
    mixed = pd.DataFrame([[5, 20], [15, 10]], index=["yes", "no"], columns=["no", "yes"])
    assert cohen_kappa(rate_table(mixed)) == pytest.approx(0.4)
    assert rate_table(mixed, categories=["yes", "no"]).categories == ("yes", "no")
    with pytest.raises(InputRefused, match="'c' is not among the categories"):
        rate_table(crossed, categories=["a", "b"])


def test_the_columns_of_a_frame_are_coders():
    frame = pd.DataFrame({"ann": [1, 2, None], "ben": [1, 2, 2]})
    assert krippendorff_alpha(frame) == krippendorff_alpha([1, 2, None], [1, 2, 2])
    assert percent((code for code in "ab"), "ab") == 1


@pytest.mark.parametrize("wrong", [3, None, {"a", "b"}, {"a": 1, "b": 2}, np.zeros((2, 2))])
def test_what_is_no_list_of_codes_is_refused_in_a_sentence(wrong):
    with pytest.raises(InputRefused, match="a coder's codes are one list with a code for each unit"):
        rate(wrong, ["a", "b"])


def test_one_list_of_lists_is_told_how_to_be_given():
    with pytest.raises(InputRefused, match=r"rate\(\*coders\)"):
        rate([[1, 2], [1, 1]])


def test_a_number_that_is_also_a_text_is_refused():
    with pytest.raises(InputRefused, match="1 is also given as the text '1'"):
        rate([1, 2], ["1", "2"])
