"""Wilson's interval against published values and against statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from useit_eval.evidence import wilson
from useit_eval.ground.errors import InputRefused

PUBLISHED = [
    (11, 22, 0.307, 0.693),
    (3, 8, 0.137, 0.694),
    (0, 11, 0, 0.259),
    (11, 11, 0.741, 1),
    (7, 50, 0.0695, 0.2619),
]


@pytest.mark.parametrize(("k", "n", "low", "high"), PUBLISHED)
def test_the_published_values_are_met_to_their_printed_digits(k, n, low, high):
    digits = 4 if n == 50 else 3
    assert [round(end, digits) for end in wilson(k, n)] == [low, high]


@settings(deadline=None)
@given(
    st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.9, 0.95, 0.99])
)
def test_statsmodels_gives_the_same(pair, level):
    k, n = pair
    assert wilson(k, n, level=level) == pytest.approx(
        proportion_confint(k, n, alpha=1 - level, method="wilson"), abs=1e-9
    )


@pytest.mark.parametrize(("k", "n"), [(0, 0), (3, 2), (-1, 4)])
def test_what_is_no_proportion_is_refused(k, n):
    with pytest.raises(InputRefused, match="is not a proportion"):
        wilson(k, n)
