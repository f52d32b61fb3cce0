"""The bootstrap: the same as drawing unit after unit, repeatable, and short of memory."""

from __future__ import annotations

import dataclasses
import tracemalloc

import numpy as np
import pytest

from useit_eval.coding.agreement import bootstrap, krippendorff_alpha, percent, rate
from useit_eval.coding.agreement.distances import LEVELS
from useit_eval.coding.agreement.drawing import draw_values
from useit_eval.coding.agreement.estimates import KINDS, Setting, prepare, value_of


def _coders(units: int, *, seed: int, coders: int = 3) -> list[np.ndarray]:
    chance = np.random.default_rng(seed)
    truth = chance.integers(1, 5, units)
    found = [
        np.where(chance.random(units) < 0.7, truth, chance.integers(1, 5, units)).astype(float) for _ in range(coders)
    ]
    found[0][chance.random(units) < 0.1] = np.nan
    return found


@pytest.mark.parametrize(
    ("measure", "level"),
    [*((name, "nominal") for name in KINDS), *(("krippendorff_alpha", level) for level in LEVELS[1:])],
)
def test_the_value_of_a_draw_is_that_of_the_units_drawn(measure, level):
    ratings, setting = rate(*_coders(9, seed=2), categories=[1, 2, 3, 4]), Setting(level=level)
    coefficient = prepare(measure, ratings, setting)
    patterns = coefficient.patterns
    counts, chance = np.bincount(patterns.of), np.random.default_rng(5)
    for value in draw_values([coefficient], seed=5, replicates=20)[:, 0]:
        drawn = chance.multinomial(9, counts / 9)
        again = patterns.codes[np.repeat(np.arange(len(drawn)), drawn)]
        redrawn = dataclasses.replace(ratings, codes=again, weights=None)
        assert value == pytest.approx(value_of(prepare(measure, redrawn, setting)), nan_ok=True)


def test_the_interval_is_that_of_a_plain_loop_over_draws():
    coders = _coders(200, seed=3)
    low, high = bootstrap(*coders, measure="krippendorff_alpha", seed=1, replicates=4000)
    chance, values = np.random.default_rng(2), []
    for _ in range(1200):
        units = chance.integers(0, 200, 200)
        values.append(krippendorff_alpha(*(codes[units] for codes in coders)))
    assert (low, high) == pytest.approx(tuple(np.percentile(values, [2.5, 97.5])), abs=0.012)


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_the_units():
    coders = _coders(60, seed=4)
    told = bootstrap(*coders, measure="fleiss_kappa", seed=9, replicates=200)
    assert told == bootstrap(*coders, measure="fleiss_kappa", seed=9, replicates=200)
    assert told == pytest.approx(bootstrap(*(c[::-1] for c in coders), measure="fleiss_kappa", seed=9, replicates=200))
    assert told != bootstrap(*coders, measure="fleiss_kappa", seed=10, replicates=200)


def test_the_interval_holds_the_value_and_blocks_of_replicates_change_nothing(monkeypatch):
    coders = _coders(80, seed=5)
    whole = bootstrap(*coders, measure="krippendorff_alpha", seed=3)
    assert whole[0] < krippendorff_alpha(*coders) < whole[1]
    monkeypatch.setattr("useit_eval.coding.agreement.drawing.CELLS_AT_ONCE", 500)
    assert bootstrap(*coders, measure="krippendorff_alpha", seed=3) == pytest.approx(whole)


def test_units_drawn_together_make_the_interval_wider():
    first = np.repeat(np.random.default_rng(6).integers(0, 2, 40), 25)
    second = np.where(np.repeat(np.random.default_rng(7).random(40) < 0.8, 25), first, 1 - first)
    apart = rate(first, second)
    together = dataclasses.replace(apart, draws=np.repeat(np.arange(40), 25))
    narrow, wide = (bootstrap(ratings, measure="percent", seed=1) for ratings in (apart, together))
    assert wide[1] - wide[0] > 3 * (narrow[1] - narrow[0])
    assert narrow[0] < percent(apart) < narrow[1]


def test_a_unit_drawn_brings_its_whole_weight():
    ratings = dataclasses.replace(rate("ab", "aa"), weights=np.array([1.0, 3.0]))
    values = draw_values([prepare("percent", ratings, Setting())], seed=1, replicates=300)[:, 0]
    assert set(values.round(6)) == {0.0, 0.25, 1.0}


def test_draws_without_a_value_are_left_out_and_nothing_coded_has_no_interval():
    low, high = bootstrap("aab", "aab", measure="cohen_kappa", seed=1)
    assert (low, high) == (1, 1)
    assert np.isnan(bootstrap([], [], measure="percent", seed=1)).all()
    assert np.isnan(bootstrap("aa", "aa", measure="cohen_kappa", seed=1)).all()


def test_many_different_units_are_drawn_in_blocks_that_fit_in_memory():
    chance = np.random.default_rng(8)
    coders = [chance.normal(size=3000).round(2) for _ in range(2)]
    tracemalloc.start()
    try:
        bootstrap(*coders, measure="krippendorff_alpha", seed=1, replicates=1000, level="interval")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # All at once the replicates alone would be 1,000 x 3,000 numbers of 8 bytes, several times over.
    assert most < 60e6
