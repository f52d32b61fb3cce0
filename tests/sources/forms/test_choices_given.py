"""Several choices in one cell are parted by what is known, and a cell that has two readings says so."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.sources.forms.choices_given import part_choices

KNOWN = {"tea": "t", "bread, jam": "b", "jam": "j", "water; still": "w", "milk": "m"}


@pytest.mark.parametrize(
    ("cell", "codes", "words", "doubtful"),
    [
        ("Tea, Milk", ("t", "m"), (), False),
        ("Bread, jam", ("b",), (), False),
        ("Tea, Bread, jam, Milk", ("t", "b", "m"), (), False),
        ("Nuts, and raisins, Tea", ("t",), ("Nuts, and raisins",), False),
        ("Nuts, Tea, Rice", ("t",), ("Nuts", "Rice"), False),
        ("TEA,  milk,", ("t", "m"), (), False),
        ("", (), (), False),
    ],
)
def test_labels_that_hold_the_separator_stay_whole(cell, codes, words, doubtful):
    found = part_choices(cell, KNOWN, separator=",")
    assert (found.codes, found.words, found.doubtful) == (codes, words, doubtful)


def test_a_cell_with_two_readings_is_in_doubt():
    assert part_choices("a, b", {"a": "1", "b": "2", "a, b": "3"}, separator=",").doubtful


def test_semicolons_inside_a_label_are_understood():
    assert part_choices("Milk;Water; still;", KNOWN, separator=";").codes == ("m", "w")


@given(st.lists(st.sampled_from(sorted(set(KNOWN) - {"jam"})), unique=True), st.sampled_from(",;"))
def test_what_is_joined_is_parted_again(labels, separator):
    found = part_choices(f"{separator} ".join(labels), KNOWN, separator=separator)
    assert (list(found.codes), found.words) == ([KNOWN[label] for label in labels], ())


def test_a_cell_made_of_separators_takes_no_time():
    start = time.perf_counter()
    part_choices("tea," * 300, KNOWN, separator=",")
    part_choices("x," * 100_000, KNOWN, separator=",")
    assert time.perf_counter() - start < 2
