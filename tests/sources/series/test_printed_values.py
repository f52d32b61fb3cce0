"""Numbers as printed; a mark for what may not be shown is missing and never nought."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.sources.series.printed_values import read_value


@pytest.mark.parametrize("mark", ["-", "*", "c", "..", ":", "[c]", "[x]", "n/a", "~", "", "suppressed", "#"])
def test_a_mark_is_missing_with_a_note(mark):
    found = read_value(mark)
    assert found.known and found.value is None and found.note


@given(st.integers(-10_000_000, 10_000_000))
def test_a_number_comes_back_with_commas_and_without(number):
    assert read_value(f"{number:,}").value == read_value(str(number)).value == number


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [("12.5%", 12.5, ""), ("£1,000", 1000, ""), ("1745p", 1745, "provisional"), ("3 [r]", 3, "revised"),
     ("\u22123", -3, ""), ("0", 0, ""), ("1.5e3", 1500, "")],
)  # fmt: skip
def test_signs_beside_a_number_are_understood(cell, value, note):
    assert read_value(cell)[:2] == (value, note)


@pytest.mark.parametrize("cell", ["lots", "1,23", "1.234,5", "12 or so", "<5", "1e999x", "--"])
def test_anything_else_is_not_guessed_at(cell):
    assert read_value(cell).known is False
