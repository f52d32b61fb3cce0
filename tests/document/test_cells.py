"""Values as a reader sees them."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from useit_eval.document import cells
from useit_eval.ground.findings import Table


def test_years_stay_years_and_large_numbers_get_commas():
    assert [cells.tell(value) for value in (2017, 9999, 10000, 81361, 1234567.5)] == ["2017", "9999", "10,000", "81,361", "1,234,567.5"]


def test_nothing_and_not_a_number_are_a_dash_and_an_empty_cell_stays_empty():
    assert [cells.tell(value) for value in (None, math.nan, "")] == ["–", "–", ""]


def test_an_empty_column_is_wide_enough_to_write_in():
    assert cells.widths(["Word", "In my own words"], [["consent", ""], ["evaluation", ""]])[1] > 60


def test_infinities_and_tiny_numbers_are_told():
    assert [cells.tell(value) for value in (0.0, -0.5, 0.0004, math.inf)] == ["0", "-0.5", "0.0004", "inf"]


def test_a_column_is_numeric_only_when_all_it_tells_are_numbers():
    table = Table(("a", "b", "c", "d"), ((1, "12 %", "2017-09", True), (None, "£3,000", "x", False)))
    assert cells.numeric(table) == (True, True, False, False)


@given(st.lists(st.lists(st.text(max_size=40), min_size=3, max_size=3), max_size=5))
def test_widths_always_fill_the_table(rows):
    widths = cells.widths(["one", "two", "three"], rows)
    assert sum(widths) == 100 and min(widths) > 0


def test_a_column_is_never_narrower_than_its_longest_word():
    widths = cells.widths(["Rating", "Text"], [["insufficient", "many words of no great length " * 5]])
    assert widths[0] * 84 / 100 >= len("insufficient")


def test_a_table_of_many_words_is_told_row_by_row_with_its_short_columns_beside_the_name():
    rows = [["PT1", "expands", "a long inference of many words " * 20, "F001"]] * 2
    heads = ["Theory", "Relation", "Inference", "Stands on"]
    assert cells.beside(rows, cells.widths(heads, rows), 3) == (1,)


def test_a_table_of_few_words_or_few_columns_stays_a_table():
    few, narrow = [["PT1", "expands", "short", "F001"]], [["PT1", "many words " * 200]]
    assert cells.beside(few, cells.widths(["a", "b", "c", "d"], few), 3) is None
    assert cells.beside(narrow, cells.widths(["a", "b"], narrow), 2) is None


def test_labels_that_all_rows_stand_on_are_said_once_and_a_single_row_keeps_its_own():
    assert cells.apart((("S1",), ("S1",))) == ((), ("S1",))
    assert cells.apart((("S1",), ("S2",))) == ((("S1",), ("S2",)), ())
    assert cells.apart((("S1",),)) == ((("S1",),), ())
