"""Professions read as occupations of a vocabulary."""

from __future__ import annotations

import pandas as pd

from useit_eval.ground.professions import same, suggestion, unknown, vocabulary

WORDS = vocabulary(
    pd.DataFrame(
        {
            "preferred_label": ["nurse responsible for general care", "midwife", "nurse assistant"],
            "words": ["registered nurse; nurse", None, "care worker; nurse"],
        }
    )
)


def test_capitals_blanks_and_plurals_do_not_hide_an_occupation():
    assert WORDS.read("Registered  NURSES") == "nurse responsible for general care"
    assert WORDS.read("midwives") == WORDS.read(" Midwife ") == "midwife"


def test_a_word_of_two_occupations_means_neither():
    assert WORDS.read("nurse") is None
    assert set(WORDS.closest("nurse")) == {"nurse responsible for general care", "nurse assistant"}


def test_an_unknown_profession_is_told_with_the_closest_and_a_missing_one_is_passed_over():
    assert unknown(["midwife", None, "plumber", "plumber"], WORDS) == ["plumber"]
    assert WORDS.closest("theatre nurse")[0] in ("nurse assistant", "nurse responsible for general care")
    assert suggestion(WORDS.closest("zzz")) == "No occupation is close to it."


def test_professions_nobody_has_read_are_one_when_their_words_are():
    assert same("Surgeons", "surgeon", WORDS) and not same("surgeon", "midwife", WORDS)
    assert same("registered nurse", "nurse responsible for general care", WORDS)
