"""Numbers mean what the locale says, and a value is checked against what is printed."""

from __future__ import annotations

import pytest

from useit_eval.sources.spreadsheets.numerals import agrees, knows, numbers_in, read_numeral


@pytest.mark.parametrize(
    ("numeral", "locale", "number"),
    [
        ("81.361", "de_DE", 81361.0),
        ("81.361", "en_GB", 81.361),
        ("81,361", "en_GB", 81361.0),
        ("3,54", "de_DE", 3.54),
        ("3,54", "en_GB", None),
        ("7", "en_GB", 7.0),
    ],
)
def test_a_numeral_is_read_in_its_locale(numeral, locale, number):
    assert read_numeral(numeral, locale=locale) == number


@pytest.mark.parametrize(
    ("value", "printed", "locale", "agreed"),
    [
        (81361, "81.361 people", "de_DE", True),
        (81361, "81.361 people", "en_GB", False),
        (3130000, "£3.13m", "en_GB", True),
        (2019, "2017-2019", "en_GB", True),
        (3, "three", "en_GB", True),
        (100, "£1003", "en_GB", False),
        (0.4, "40%", "en_GB", False),
        (40, "40%", "en_GB", True),
    ],
)
def test_a_value_agrees_with_what_is_printed_or_not(value, printed, locale, agreed):
    assert agrees(value, printed, locale=locale) is agreed


def test_locales_are_known_or_not():
    assert knows("en_GB") and knows("de_DE") and not knows("english")


def test_every_number_of_a_text_is_found():
    assert numbers_in("11 of 22, or 50%", locale="en_GB") == [11.0, 22.0, 50.0]
