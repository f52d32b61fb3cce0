"""A passage goes to the very same words in the next version of a text, or it is listed; nothing is dropped."""

from __future__ import annotations

import time

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.coding import carry_over
from useit_eval.coding.carrying import BLANKS, CHANGED, GONE, NOWHERE, UNSURE

OLD = "I had given up. The course was free. I thought: I can do this. The course was free. Then I left."


def spans(*pairs: tuple[int, int]) -> pd.DataFrame:
    """Return passages as a frame."""
    return pd.DataFrame([(str(at), *pair) for at, pair in enumerate(pairs)], columns=["coding_id", "start", "end"])


def of(text: str, words: str, *, nth: int = 0) -> tuple[int, int]:
    """Return the place of words in a text."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def carried(old: str, new: str, place: tuple[int, int]) -> dict:
    """Return what became of one passage."""
    return carry_over(spans(place), old, new).iloc[0].to_dict()


def test_a_passage_moves_with_words_put_in_before_it():
    new = "Good morning. " + OLD
    row = carried(OLD, new, of(OLD, "I can do this"))
    assert (row["start"], row["end"], row["carried"]) == (*of(new, "I can do this"), True)


def test_of_a_repeated_sentence_the_right_one_is_found():
    second = of(OLD, "The course was free.", nth=1)
    new = "Hello. " + OLD.replace("I had given up. ", "I had really given up then. ")
    row = carried(OLD, new, second)
    assert (row["start"], row["end"]) == of(new, "The course was free.", nth=1)
    shorter = OLD.replace("The course was free. I thought", "I thought")
    assert carried(OLD, shorter, second)["start"] == shorter.index("The course was free.")
    assert not carried(OLD, shorter, of(OLD, "The course was free."))["carried"], "the first of the two was struck"


def test_words_changed_inside_a_passage_keep_it_where_it_is_and_list_it():
    new = OLD.replace("I can do this", "I could do this")
    row = carried(OLD, new, of(OLD, "I can do this"))
    assert (row["carried"], row["reason"], row["start"]) == (False, CHANGED, of(OLD, "I can do this")[0])


def test_line_ends_changed_inside_a_passage_are_told_apart_from_changed_words():
    assert carried("a b cats run d e", "a b cats\nrun d e", (4, 12))["reason"] == BLANKS


def test_a_passage_that_was_struck_out_is_listed_as_gone():
    assert carried("alpha beta gamma delta", "alpha delta", (6, 16))["reason"] == GONE


def test_words_that_stand_twice_with_nothing_to_tell_them_apart_are_listed():
    assert carried("yes", "no yes but yes so", (0, 3))["reason"] == UNSURE


def test_a_passage_beyond_the_old_text_is_listed():
    assert carried("one", "one", (1, 9))["reason"] == NOWHERE


def test_every_passage_is_answered_in_the_order_given():
    found = carry_over(spans((0, 3), (4, 9), (0, 15)), OLD, OLD + " More.")
    assert found["coding_id"].tolist() == ["0", "1", "2"] and found["carried"].all()
    assert list(carry_over(spans(), OLD, OLD).columns) == ["coding_id", "start", "end", "carried", "reason"]


ANY = st.text(max_size=60)
WORDS = st.lists(st.integers(0, 400), min_size=3, max_size=40, unique=True)


@given(ANY, ANY, st.integers(0, 60), st.integers(1, 20))
def test_for_any_two_texts_what_is_carried_has_the_very_same_words(old, new, start, length):
    row = carried(old, new, (start, start + length))
    if row["carried"]:
        assert new[row["start"] : row["end"]] == old[start : start + length]
    else:
        assert (row["start"], row["end"]) == (start, start + length) and row["reason"]


@given(WORDS, st.data())
def test_edits_outside_a_passage_carry_it_to_the_very_same_words(numbers, data):
    words = [f"w{number:03d}" for number in numbers]
    first = data.draw(st.integers(0, len(words) - 1))
    past = data.draw(st.integers(first + 1, len(words)))
    fresh = iter(f"new{number}" for number in range(500))
    before, after = _edited(words[:first], fresh, data), _edited(words[past:], fresh, data)
    old, passage = " ".join(words), " ".join(words[first:past])
    new = " ".join([*before, passage, *after])
    start = len(" ".join(words[:first])) + (first > 0)
    row = carried(old, new, (start, start + len(passage)))
    assert row["carried"] and row["start"] == len(" ".join(before)) + (len(before) > 0)


@given(st.text(st.sampled_from("ab .\n"), max_size=40), st.data())
def test_one_place_of_fresh_words_moves_every_passage_after_it_and_none_before_it(text, data):
    at = data.draw(st.integers(0, len(text)))
    new = text[:at] + "ZQX" + text[at:]
    for start in range(len(text)):
        for end in range(start + 1, min(start + 6, len(text)) + 1):
            row = carried(text, new, (start, end))
            if start < at < end:
                assert not row["carried"] or new[row["start"] : row["end"]] == text[start:end]
            elif row["carried"]:
                assert row["start"] == (start if end <= at else start + 3)
            else:
                assert row["reason"] == UNSURE


@given(WORDS, st.data())
def test_a_word_changed_inside_a_passage_lists_it(numbers, data):
    words = [f"w{number:03d}" for number in numbers]
    at = data.draw(st.integers(0, len(words) - 1))
    row = carried(" ".join(words), " ".join([*words[:at], "changed", *words[at + 1 :]]), (0, len(" ".join(words))))
    assert not row["carried"]


def test_a_text_of_two_hundred_thousand_turns_is_aligned_in_seconds():
    old = "".join(f"Voice {n % 7}: turn {n} of this long talk, yes.\n" for n in range(200_000))
    new = "A new head.\n" + old.replace("turn 1000 of", "turn one thousand of").replace(
        "turn 150000 of", "turn many of"
    )
    place = of(old, "turn 190000 of this")
    began = time.monotonic()
    row = carried(old, new, place)
    assert row["carried"] and new[row["start"] : row["end"]] == "turn 190000 of this"
    assert time.monotonic() - began < 20


def _edited(words: list[str], fresh, data) -> list[str]:
    """Return words with some struck, some changed and some put in, none of them words of the text."""
    found = []
    for word in words:
        act = data.draw(st.sampled_from(("keep", "keep", "strike", "change", "put in")))
        found += {"keep": [word], "strike": [], "change": [next(fresh)], "put in": [word, next(fresh)]}[act]
    return found
