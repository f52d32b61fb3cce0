"""A series that something interrupts: the rules under twelve points, time centred, the formula printed."""

from __future__ import annotations

import pytest

from useit_eval.evidence.statistics import CannotCarry, interrupted
from useit_eval.evidence.statistics.series import STILL
from useit_eval.ground.errors import InputRefused

MONTHS = [f"2018-{month:02d}-01" for month in range(1, 11)]
YEARS = [f"{year}-{month:02d}-01" for year in (2017, 2018) for month in range(1, 13)]


def _broken(step: float, bend: float, *, wobble=(0.1, -0.1, 0.05, -0.05)):
    return [5 + at + (step + bend * (at - 5) if at >= 5 else 0) + wobble[at % 4] for at in range(10)]


def test_step_and_bend_are_those_put_in_and_time_is_nought_at_the_interruption():
    found = interrupted(MONTHS, _broken(4, 2, wobble=(0.0, 1e-9) * 2), "2018-06-01")
    values = {name: round(value, 3) for name, (value, _, _) in found.terms.items()}
    assert values == {"level": 10, "slope": 1, "level change": 4, "slope change": 2}
    assert (found.before, found.after) == (5, 5)
    assert (
        found.formula
        == "value = a + b × time + c × after + d × time × after; time in months, 0 at 2018-06-01; ordinary least squares"
    )


def test_under_twelve_points_the_intervals_are_said_to_be_too_narrow():
    found = interrupted(MONTHS, _broken(4, 2), "2018-06-01")
    assert not found.robust and found.warnings == (
        "Under 12 points: the intervals are probably too narrow, for neighbouring points are alike.",
    )


def test_from_twelve_points_on_errors_are_robust_to_neighbours_being_alike():
    values = [at % 5 + (3 if at >= 12 else 0) for at in range(24)]
    found = interrupted(YEARS, values, "2018-01-01")
    assert found.robust and found.warnings == (STILL,) and "Newey-West errors, 2 lags" in found.formula


def test_a_missing_value_is_left_out_and_told():
    found = interrupted(MONTHS, [None, *_broken(4, 2)[1:]], "2018-06-01")
    assert found.before == 4 and "1 period has no value and is left out." in found.warnings


@pytest.mark.parametrize(
    ("at", "told"), [("2018-03-01", "2 points before and 8 after"), ("2018-10-01", "9 points before and 1 after")]
)
def test_two_points_on_a_side_carry_no_line(at, told):
    with pytest.raises(CannotCarry, match=f"{told} cannot carry two lines.*Show the series as it is"):
        interrupted(MONTHS, _broken(4, 2), at)


def test_what_never_changes_is_told_as_it_stands():
    with pytest.raises(CannotCarry, match="the value never changes"):
        interrupted(MONTHS, [3.0] * 10, "2018-06-01")


def test_a_period_twice_and_a_day_that_is_none_are_refused():
    with pytest.raises(InputRefused, match="a period is given twice"):
        interrupted([*MONTHS[:9], MONTHS[0]], _broken(4, 2), "2018-06-01")
    with pytest.raises(InputRefused, match="'June' is not a day"):
        interrupted(MONTHS, _broken(4, 2), "June")
    with pytest.raises(InputRefused, match="a period is given twice"):
        interrupted([*MONTHS[:9], "2018-01"], _broken(4, 2), "2018-06-01")
    with pytest.raises(InputRefused, match="'2018-13' is not a day"):
        interrupted(MONTHS, _broken(4, 2), "2018-13")
