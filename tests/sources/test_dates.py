"""Days as people write them are found day first; what could be another day says so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.sources.dates import propose_date, read_day

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
FORMS = ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%A %d %B %Y", "%d-%b-%Y", "%B %d, %Y")


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_read_from_every_form_in_which_it_is_written(day, form):
    assert read_day(day.strftime(form)) == day.isoformat()


@given(DAYS, st.sampled_from(FORMS[:7]))
def test_the_day_in_the_name_of_a_file_is_proposed_with_the_reason(day, form):
    name = day.strftime(form).replace("/", "-")
    found = propose_date(f"Minutes_{name}_final.docx", "Held on 1 January 1999")
    assert found is not None and found[0] == day.isoformat() and found[1].startswith("the file's name says")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3rd of May, 2017", "2017-05-03"),
        ("the twenty-first of May 2017", "2017-05-21"),
        ("Wednesday, 3 May 2017", "2017-05-03"),
        ("03/05/17", "2017-05-03"),
        ("31/02/2017", None),
        ("May 2017", None),
        ("3 Mai 2017", None),
        ("", None),
    ],
)
def test_days_in_words_and_in_numbers_are_read_and_other_words_are_not(words, day):
    assert read_day(words) == day


def test_the_first_lines_are_read_when_the_name_tells_nothing():
    text = "Project board\nMinutes of the meeting on Thursday 4 May 2017\nNext meeting: 1 June 2017\n"
    assert propose_date("minutes.docx", text) == ("2017-05-04", "line 2 says 4 May 2017")


def test_a_day_far_down_or_none_at_all_is_not_proposed():
    assert propose_date("notes.txt", "line\n" * 40 + "4 May 2017") is None
    assert propose_date("notes.txt", "call 0121 303 2017 or room 12-34-56-78") is None


def test_a_day_that_could_be_read_either_way_says_how_it_was_read():
    assert propose_date("minutes 03-05-2017.txt", "") == (
        "2017-05-03",
        "the file's name says 03-05-2017; the day is taken to come first",
    )
    assert propose_date("minutes 23-05-2017.txt", "")[1] == "the file's name says 23-05-2017"


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text_gives_a_day_or_nothing(name, text):
    found = propose_date(name, text)
    assert found is None or dt.date.fromisoformat(found[0])
