"""Characters nobody sees, and numbers nobody can reckon with."""

from __future__ import annotations

import pytest

from useit_eval.ground import numbers, unseen


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2069", "\u200b", "\u2060", "\U000e0041", "\x07", "\x85"])
def test_signs_that_turn_or_hide_words_are_found(sign):
    assert unseen.IN_CELLS.search(f"a{sign}b")


@pytest.mark.parametrize(
    "sign", ["\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\u00ad", "\t", "\n", "é", "א", "😀"]
)
def test_signs_that_languages_need_are_left_alone(sign):
    assert not unseen.IN_CELLS.search(f"a{sign}b")


def test_the_flag_of_england_is_left_alone_and_hides_no_longer_word():
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert not unseen.IN_CELLS.search(f"St George {flag}{flag} day") and unseen.escaped(flag) == flag
    assert unseen.IN_CELLS.search(f"{flag}\U000e0041") and unseen.IN_CELLS.search(flag[1:])


def test_a_sign_is_escaped_as_yaml_reads_it():
    assert unseen.escaped("\u202e \U000e0041 é") == "\\u202E \\U000E0041 é"


@pytest.mark.parametrize("value", [1e308, -1e16, float("inf"), float("nan"), 10**400])
def test_what_cannot_be_reckoned_with_is_beyond(value):
    assert numbers.beyond(value)


def test_large_money_is_not_beyond():
    assert not numbers.beyond(10**15) and not numbers.beyond(-0.5)
