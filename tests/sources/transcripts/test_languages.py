"""Marks of language and translation are read where they are plain, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.sources.transcripts.languages import Mark, language_name, language_tag, read_mark, speaks_of_language

READ = {
    "ur": Mark("ur"),
    "Punjabi": Mark("pa"),
    "Arabic": Mark("ar"),
    "Polish": Mark("pl"),
    "Romanian": Mark("ro"),
    "pa-arab": Mark("pa-Arab"),
    "in Urdu": Mark("ur"),
    "speaks Urdu": Mark("ur"),
    "speaking in Sylheti": Mark("syl"),
    "en, translated by R02 from 12": Mark("en", "translated", "R02", 12),
    "en; translated by R02; from turn 12": Mark("en", "translated", "R02", 12),
    "en translated by R02": Mark("en", "translated", "R02"),
    "en, interpreted by F01 from Urdu": Mark("en", "interpreted", "F01", None, "ur"),
    "translated": Mark(None, "translated"),
    "Translated from Urdu": Mark(None, "translated", None, None, "ur"),
    "via interpreter": Mark(None, "interpreted"),
    "through an interpreter": Mark(None, "interpreted"),
    "interpreter: F01": Mark(None, "interpreted", "F01"),
}


@pytest.mark.parametrize("mark", READ)
def test_a_mark_is_read(mark):
    assert read_mark(mark) == READ[mark]


@pytest.mark.parametrize(
    "mark",
    ["laughs", "", ",", "zz", "in tears", "inaudible 00:01:02", "ur, pl", "translated from the heart", "en, laughs"],
)
def test_what_is_no_mark_is_not_read(mark):
    assert read_mark(mark) is None


def test_short_words_of_english_are_no_tags_in_running_words():
    assert read_mark("so", tags=False) is None and read_mark("in Urdu", tags=False) == Mark("ur")


def test_names_and_tags_lead_to_one_another():
    assert [language_tag(name) for name in ("Urdu", "urdu", "UR", "Tigrinya", "Panjabi")] == [
        "ur",
        "ur",
        "ur",
        "ti",
        "pa",
    ]
    assert [language_name(tag) for tag in ("ur", "pa-Arab", "qqq")] == ["Urdu", "Punjabi", "qqq"]


def test_words_that_may_say_a_language_are_noticed():
    assert speaks_of_language("half in Urdu") and speaks_of_language("she translates")
    assert not speaks_of_language("laughs") and not speaks_of_language("polish")


@given(st.text(max_size=80))
def test_any_words_are_read_or_not_read(words):
    assert read_mark(words) is None or isinstance(read_mark(words), Mark)
