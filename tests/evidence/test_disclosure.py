"""What a table of counts withholds, seen from the side of a reader who tries to work it out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from useit_eval.evidence.disclosure import ALL, protect, ranges, refuse_small, withhold
from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.ground.findings import Table

COUNTS = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=2, max_size=4)
)


def table(rows: list[list[int]], *, name: str | None = None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[f"c{at}" for at in range(len(rows[0]))])
    frame.index = pd.Index([f"r{at}" for at in range(len(rows))], name=name)
    return frame


def attacked(shown: pd.DataFrame) -> dict[tuple, tuple[int, int]]:
    """Return the lowest and highest whole number that each withheld cell can be, by another solver and another model."""
    cells = [(row, column) for row in shown.index for column in shown.columns]
    place = {cell: at for at, cell in enumerate(cells)}
    bounds = [(0, 10_000) if pd.isna(shown.loc[cell]) else (int(shown.loc[cell]),) * 2 for cell in cells]
    rules = []
    for row in shown.index:
        rules.append(([place[row, c] for c in shown.columns[:-1]], place[row, ALL]))
    for column in shown.columns:
        rules.append(([place[r, column] for r in shown.index[:-1]], place[ALL, column]))
    matrix = np.zeros((len(rules), len(cells)))
    for at, (parts, total) in enumerate(rules):
        matrix[at, parts] = 1
        matrix[at, total] -= 1
    lower, upper = zip(*bounds, strict=True)
    found = {}
    for cell in (cell for cell in cells if pd.isna(shown.loc[cell])):
        aim = np.zeros(len(cells))
        aim[place[cell]] = 1
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * aim,
                constraints=LinearConstraint(matrix, 0, 0),
                bounds=Bounds(lower, upper),
                integrality=np.ones(len(cells)),
            )
            ends.append(round(float(answer.x[place[cell]])))
        found[cell] = (ends[0], ends[1])
    return found


def with_totals(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.copy()
    rows[ALL] = rows.sum(axis=1)
    rows.loc[ALL] = rows.sum()
    return rows


def test_a_count_below_ten_is_withheld_and_so_are_others_that_would_give_it_back():
    protected = protect(table([[3, 25, 30], [30, 40, 22], [28, 31, 26]]))
    shown = protected.table
    assert pd.isna(shown.loc["r0", "c0"])
    assert (protected.small, protected.more) == (1, 3)
    assert shown.loc[ALL, ALL] == 235
    assert int(shown.isna().sum().sum()) == 4


def test_two_small_counts_in_a_row_do_not_tell_their_sum():
    shown = protect(table([[2, 3, 40], [30, 40, 22], [28, 31, 26]])).table
    for cell, (low, high) in attacked(shown).items():
        if cell in {("r0", "c0"), ("r0", "c1")}:
            assert high - low >= 10


def test_zeros_are_shown_and_a_table_without_small_counts_is_shown_whole():
    protected = protect(table([[0, 25], [30, 40]]))
    assert (protected.small, protected.more) == (0, 0)
    assert protected.table.loc["r0", "c0"] == 0


def test_a_table_of_fewer_than_ten_people_shows_nothing():
    assert protect(table([[1, 2], [0, 3]])).table.loc[ALL, ALL] is pd.NA


def test_a_lower_threshold_withholds_less():
    protected = protect(table([[3, 25], [30, 40]]), smallest=3)
    assert (protected.small, protected.more) == (0, 0)


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.sampled_from([3, 5, 10]))
def test_no_reader_can_narrow_a_small_count_to_less_than_the_threshold(rows, smallest):
    frame = table(rows)
    full, shown = with_totals(frame), protect(frame, smallest=smallest).table
    reached = attacked(shown)
    for row in full.index:
        for column in full.columns:
            value = full.loc[row, column]
            if 0 < value < smallest:
                low, high = reached[row, column]
                assert low <= value <= high
                assert high - low >= smallest
            elif not pd.isna(shown.loc[row, column]):
                assert shown.loc[row, column] == value


def test_two_tables_about_the_same_people_do_not_give_each_other_away():
    by_age = table([[3, 30], [25, 41]], name="quarter")
    by_work = table([[20, 13], [35, 31]], name="quarter")
    tables = protect({"age": by_age, "work": by_work}).tables
    for row in (*by_age.index, ALL):
        assert pd.isna(tables["age"].loc[row, ALL]) == pd.isna(tables["work"].loc[row, ALL])
    alone = protect(by_work).table
    assert not alone.isna().any().any()


def test_a_hierarchy_of_totals_is_protected_too():
    values = {"city": 100, "north": 40, "south": 60, "n1": 4, "n2": 36, "s1": 30, "s2": 30}
    sums = [("city", ["north", "south"]), ("north", ["n1", "n2"]), ("south", ["s1", "s2"])]
    hidden = withhold(values, sums)
    low, high = ranges(values, sums, hidden)["n1"]
    assert hidden == {"n1", "n2"}
    assert (low, high) == (0, 40)


def test_a_total_that_is_small_takes_its_own_total_apart_too():
    values = {"all": 60, "a": 4, "b": 56, "a1": 1, "a2": 3}
    sums = [("all", ["a", "b"]), ("a", ["a1", "a2"])]
    hidden = withhold(values, sums)
    assert {"a", "a1", "a2", "b"} <= hidden
    assert all(high - low >= 10 for cell, (low, high) in ranges(values, sums, hidden).items() if 0 < values[cell] < 10)


@pytest.mark.parametrize("cell", [-1, 2.5, None])
def test_what_is_not_a_count_is_refused_in_one_sentence(cell):
    with pytest.raises(InputRefused, match="not a count"):
        protect(pd.DataFrame({"a": [cell, 4], "b": [3, 3]}))


def test_a_label_twice_is_refused():
    with pytest.raises(InputRefused, match="label twice"):
        protect(pd.DataFrame({"a": [1, 4]}, index=["x", "x"]))


def test_the_counts_given_are_left_as_they_were():
    frame = table([[3, 25], [30, 40]])
    before = frame.copy()
    protect(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_small_count_does_not_leave():
    small = Table(("Where", "People"), (("east", 3),), caption="Who came", people=True)
    with pytest.raises(WorkFailed, match="a count of 3, below"):
        refuse_small(small)
    refuse_small(small, smallest=3)
    refuse_small(Table(("Claim", "Sources"), (("C1", 3),)))
