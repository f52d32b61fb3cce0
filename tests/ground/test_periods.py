"""Dates in words: what can be ordered is read, what cannot is left alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.periods import read_period


@pytest.mark.parametrize(
    ("words", "first", "last", "about"),
    [
        ("about September 2017", "2017-09-01", "2017-09-30", True),
        ("2018/19", "2018-01-01", "2019-12-31", False),
        ("open since May 2017", "2017-05-01", "2017-05-31", False),
        ("plan of February 2016", "2016-02-01", "2016-02-29", False),
        ("winter 2018", "2018-12-01", "2019-02-28", False),
        ("30 May 2017", "2017-05-30", "2017-05-30", False),
        ("2017-05", "2017-05-01", "2017-05-31", False),
    ],
)
def test_a_date_in_words_is_read_as_the_span_it_leaves_open(words, first, last, about):
    span = read_period(words)
    assert (span.first.isoformat(), span.last.isoformat(), span.about) == (first, last, about)


@pytest.mark.parametrize(
    "words",
    [
        *("next journal", "when homes are occupied", "not stated", "about two hundred a year", "", None),
        *("2016 or 2017", "between May 2016 and June 2017", "31 February 2017", "2018/17", "2017-13-01"),
        "every Thursday",
    ],
)
def test_what_tells_no_date_or_more_than_one_is_never_guessed(words):
    assert read_period(words) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_days_are_ordered_as_the_calendar_has_them_and_overlapping_spans_are_not(one, other):
    first, second = read_period(one.isoformat()), read_period(other.isoformat())
    assert first.before(second) == (one < other)
    year = read_period(str(one.year))
    assert not year.before(first) and not first.before(year)


@given(st.text())
def test_any_text_gives_a_span_in_order_or_none(words):
    span = read_period(words)
    assert span is None or span.first <= span.last
