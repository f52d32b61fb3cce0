"""Periods come by their first day; what can be a month or a year is settled by its company or asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.periods import read_period, read_periods

YEARS = st.integers(1950, 2098)


@pytest.mark.parametrize(
    ("cell", "day", "span"),
    [
        ("2017", "2017-01-01", "year"),
        ("2017-05", "2017-05-01", "month"),
        ("May 2017", "2017-05-01", "month"),
        ("May-17", "2017-05-01", "month"),
        ("2017 MAY", "2017-05-01", "month"),
        ("Sept 2017", "2017-09-01", "month"),
        ("2017-18", "2017-04-01", "financial year"),
        ("2017/18", "2017-04-01", "financial year"),
        ("2017-2018", "2017-04-01", "financial year"),
        ("1999/00", "1999-04-01", "financial year"),
        ("Q2 2017", "2017-04-01", "quarter"),
        ("2017 Q4", "2017-10-01", "quarter"),
        ("Q4 2017/18", "2018-01-01", "quarter"),
        ("Jan-Mar 2017", "2017-01-01", "quarter"),
        ("Dec to Feb 2018", "2017-12-01", "quarter"),
        ("31/05/2017", "2017-05-31", "day"),
        ("2017-05-31 00:00:00", "2017-05-31", "day"),
        ("42886", "2017-05-31", "day"),
        ("fourth of May 2017", "2017-05-04", "day"),
    ],
)
def test_a_period_is_read_by_its_first_day(cell, day, span):
    found = read_period(cell)
    assert (found.day, found.span) == (day, span)


@pytest.mark.parametrize(
    "cell", ["", "Ladywood", "2017-19", "13/13/2017", "12,345", "Q5 2017", "-", "E05001193", "12345"]
)
def test_what_is_no_period_is_none(cell):
    assert read_period(cell) is None


@given(st.lists(YEARS, min_size=2, max_size=8, unique=True))
def test_a_row_of_financial_years_is_one_even_where_each_could_be_a_month(years):
    cells = [f"{year}-{(year + 1) % 100:02d}" for year in years]
    assert [found.day for found in read_periods(cells, where="x")] == [f"{year}-04-01" for year in years]


@given(YEARS)
def test_the_months_of_a_year_stay_months(year):
    cells = [f"{year}-{month:02d}" for month in range(1, 13)]
    assert [found.day for found in read_periods(cells, where="x")] == [f"{cell}-01" for cell in cells]


def test_one_cell_that_may_be_either_is_asked_about():
    with pytest.raises(InputRefused, match="x.csv: '2011-12' may be a month or the year from April.*Dec 2011"):
        read_periods(["area", "2011-12"], where="x.csv")


def test_days_with_the_month_first_are_refused():
    with pytest.raises(InputRefused, match="'05/31/2017' has the month first"):
        read_periods(["05/06/2017", "05/31/2017"], where="x.csv")
