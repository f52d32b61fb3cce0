"""Days are read in the order of a stated locale, and what is no day says why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.sources.spreadsheets.days import DAY_FIRST, MONTH_FIRST, order_of, read_day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01/02/2019", "2019-02-01"),
        ("1.2.2019 14:05", "2019-02-01"),
        ("2019-02-01", "2019-02-01"),
        ("2019/02/01 3:04:05 pm GMT", "2019-02-01"),
        ("2019-02-01T23:30:00.000+01:00", "2019-02-01"),
        ("1 February 2019", "2019-02-01"),
        ("1st Feb. 2019", "2019-02-01"),
        ("Feb 1, 2019", "2019-02-01"),
        (dt.datetime(2019, 2, 1, 9), "2019-02-01"),
        (dt.date(2019, 2, 1), "2019-02-01"),
    ],
)
def test_a_day_is_read_day_first(cell, day):
    assert read_day(cell, order=DAY_FIRST) == (day, "")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("02/28/2019", "may be written month first"),
        ("31/02/2019", "is no day, read day first"),
        ("1/2/19", "a year of two digits"),
        ("yesterday", "is not written as a day"),
        (43497, "is a number"),
        ("2019-02-30", "is no day"),
    ],
)
def test_what_is_no_day_says_why(cell, why):
    day, told = read_day(cell, order=DAY_FIRST)
    assert day is None and why in told


@pytest.mark.parametrize(
    ("locale", "order"), [("en_GB", DAY_FIRST), ("de_DE", DAY_FIRST), ("en_US", MONTH_FIRST), ("xx_XX", DAY_FIRST)]
)
def test_the_locale_says_what_comes_first(locale, order):
    assert order_of(locale) == order


@given(st.dates())
def test_every_day_comes_back_in_each_order(day):
    assert read_day(f"{day:%d/%m/}{day.year:04d}", order=DAY_FIRST) == (day.isoformat(), "")
    assert read_day(f"{day:%m/%d/}{day.year:04d}", order=MONTH_FIRST) == (day.isoformat(), "")
    assert read_day(day.isoformat(), order=MONTH_FIRST) == (day.isoformat(), "")
