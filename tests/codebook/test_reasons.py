"""Reasons of a bearing and of its grades: one text in the record, apart for people, and nothing lost between the two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.codebook.reasons import GRADES, joined_reasons, reasons_apart, rival_apart

words = st.text(st.sampled_from("abc .?! Relevance:Rigour"), min_size=1, max_size=40).filter(
    lambda text: any(sign.isalpha() for sign in text) and "Re" not in text and "Ri" not in text
)
whys = st.dictionaries(st.sampled_from(GRADES), words, max_size=3)
rivals = st.sampled_from(["", "T1.R1", "LE1.R2_b"])


@given(words, whys, rivals)
def test_what_was_joined_comes_apart_and_joins_to_the_same_text(reason, given_whys, rival):
    kept = joined_reasons(reason.strip(), given_whys, rival=rival)
    body, named = rival_apart(kept)
    said, apart = reasons_apart(body)
    assert named == rival and set(apart) == set(given_whys)
    assert joined_reasons(said, apart, rival=named) == kept


@given(st.text(max_size=120))
def test_any_text_comes_apart_without_a_word_lost(kept):
    reason, apart = reasons_apart(kept)
    assert joined_reasons(reason, apart) == kept


@pytest.mark.parametrize(
    "kept",
    [
        "Its Relevance: none to speak of, as it were",
        "It tells so. Rigour: low. Relevance: high.",
        "It tells so. relevance: high.",
        "Relevance: high.",
        "",
    ],
)
def test_a_text_that_nobody_joined_stays_one_reason(kept):
    assert reasons_apart(kept) == (kept, {})


def test_one_reason_of_three_is_kept_apart_too():
    assert reasons_apart("It says so. Richness: No reason is told.") == (
        "It says so.",
        {"richness": "No reason is told."},
    )
