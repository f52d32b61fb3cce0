"""Prime implicants: the shortest terms that cover a positive row and exclude what must be excluded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.qca import naive
from useit_eval.evidence.qca.minimising import Term, conservative_primes, covered_by, parsimonious_primes
from useit_eval.ground.errors import InputRefused


@st.composite
def tables(draw, most: int = 5) -> tuple[int, list[int], list[int]]:
    """Draw a number of conditions, positive rows and negative rows; corners that are neither are remainders."""
    width = draw(st.integers(1, most))
    verdicts = draw(st.lists(st.sampled_from("10?"), min_size=1 << width, max_size=1 << width))
    return width, *([row for row, verdict in enumerate(verdicts) if verdict == side] for side in "10")


@given(tables())
def test_parsimonious_primes_are_those_of_a_search_of_every_term(table):
    width, positive, negative = table
    allowed = set(range(1 << width)) - set(negative)
    assert set(parsimonious_primes(positive, negative, width)) == naive.primes(positive, allowed, width)


@given(tables())
def test_conservative_primes_hold_for_positive_rows_only(table):
    width, positive, _ = table
    assert set(conservative_primes(positive, width)) == naive.primes(positive, positive, width)


def test_without_a_negative_row_the_term_is_always_true():
    assert parsimonious_primes([0b10], [], 2) == [Term(0, 0)]


def test_more_than_sixty_four_positive_rows_are_no_limit():
    positive = [row for row in range(256) if row & 0b11000000 == 0b11000000 or row & 0b111 == 0b111]
    negative = [row for row in range(256) if row not in positive]
    assert parsimonious_primes(positive, negative, 8) == [Term(0b111, 0b111), Term(0b11000000, 0b11000000)]


def test_a_row_cannot_be_both():
    with pytest.raises(InputRefused, match="row 1 is both positive and negative"):
        parsimonious_primes([1], [1], 1)


def test_too_many_conditions_are_refused():
    with pytest.raises(InputRefused, match="1 to 20 conditions, and 21 were given"):
        parsimonious_primes([1], [0], 21)


def test_a_term_knows_its_rows_and_what_it_lies_within():
    term = Term(0b110, 0b100)
    assert term.holds(0b101) and not term.holds(0b111)
    assert term.within(Term(0b100, 0b100)) and not term.within(Term(0b001, 0))
    assert covered_by([term], [0b111, 0b101, 0b100]) == [0b110] and covered_by([term], []) == [0]
