"""Coefficients beside a second opinion, their properties, and the fault of a program that multiplied."""

from __future__ import annotations

import dataclasses
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding.agreement import (
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    masi,
    percent,
    rate,
    rate_table,
    scott_pi,
    standard_error,
)

MEASURES = {
    "percent": percent,
    "cohen_kappa": cohen_kappa,
    "fleiss_kappa": fleiss_kappa,
    "scott_pi": scott_pi,
    "gwet_ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
    "krippendorff_alpha": krippendorff_alpha,
}
LEVELS = ("nominal", "ordinal", "interval", "ratio")
UNITS = st.lists(st.tuples(*[st.sampled_from([1, 2, 4, None])] * 3), min_size=2, max_size=12)
eventually = settings(deadline=None, max_examples=60)


def _random_coders(how_many: int, *, seed: int, units: int = 60) -> list[list[int]]:
    chance = random.Random(seed)
    truth = [chance.choice([1, 2, 3, 5]) for _ in range(units)]
    return [[code if chance.random() < 0.6 else chance.choice([1, 2, 3, 5]) for code in truth] for _ in range(how_many)]


def _task(coders, **kind):
    from nltk.metrics.agreement import AnnotationTask

    rows = [(f"c{who}", unit, code) for who, codes in enumerate(coders) for unit, code in enumerate(codes)]
    return AnnotationTask(data=rows, **kind)


def test_two_coders_who_mark_nine_tenths_at_random_agree_by_chance_alone():
    # Of 100 characters the first marks 90 and the second 90, apart from each other: 81 in common.
    ratings = rate_table([[81, 9], [9, 1]], categories=["marked", "not marked"])
    assert percent(ratings) == pytest.approx(0.82)
    assert cohen_kappa(ratings) == pytest.approx(0, abs=1e-12)
    # Where the products of the shares are multiplied and not added, chance seems to be 0.0081 and kappa 0.82.
    multiplied = 0.9 * 0.9 * 0.1 * 0.1
    assert round((0.82 - multiplied) / (1 - multiplied), 2) == 0.82


def test_nltk_agrees_on_two_coders():
    coders = _random_coders(2, seed=7)
    task = _task(coders)
    assert cohen_kappa(*coders) == pytest.approx(task.kappa())
    assert scott_pi(*coders) == pytest.approx(task.pi())
    assert brennan_prediger(*coders) == pytest.approx(task.S())
    assert krippendorff_alpha(*coders) == pytest.approx(task.alpha())
    assert percent(*coders) == pytest.approx(task.avg_Ao())


def test_nltk_agrees_on_weighted_kappa():
    coders = _random_coders(2, seed=8)
    task = _task(coders, distance=lambda one, other: abs(one - other) / 4)
    assert cohen_kappa(*coders, weights="linear") == pytest.approx(task.weighted_kappa())


def test_nltk_agrees_on_several_coders():
    coders = _random_coders(4, seed=9)
    task = _task(coders)
    assert percent(*coders) == pytest.approx(task.avg_Ao())
    assert cohen_kappa(*coders) == pytest.approx(task.multi_kappa())
    assert fleiss_kappa(*coders) == pytest.approx(task.pi())
    assert krippendorff_alpha(*coders) == pytest.approx(task.alpha())


def test_nltk_agrees_on_a_distance_of_ones_own():
    coders = _random_coders(3, seed=10)
    task = _task(coders, distance=lambda one, other: abs(one - other) ** 0.5)
    assert krippendorff_alpha(*coders, distance=lambda x, y: abs(x - y) ** 0.5) == pytest.approx(task.alpha())


def test_nltk_agrees_on_sets_of_codes_by_masi():
    from nltk.metrics.distance import masi_distance

    chance = random.Random(11)
    coders = [[frozenset(chance.sample("abc", chance.randint(1, 3))) for _ in range(40)] for _ in range(3)]
    task = _task(coders, distance=masi_distance)
    assert krippendorff_alpha(*coders, distance=masi_distance) == pytest.approx(task.alpha())
    assert krippendorff_alpha(*coders, distance=masi) == pytest.approx(task.alpha(), abs=0.005)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_statsmodels_agrees_on_kappa_and_its_error(weights):
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.random.default_rng(3).integers(0, 9, size=(4, 4)) + 6 * np.eye(4, dtype=int)
    told = cohens_kappa(table, wt=weights)
    ratings = rate_table(table)
    assert cohen_kappa(ratings, weights=weights) == pytest.approx(told.kappa)
    assert standard_error(ratings, measure="cohen_kappa", weights=weights) == pytest.approx(told.std_kappa)


def test_statsmodels_agrees_on_fleiss():
    from statsmodels.stats.inter_rater import aggregate_raters
    from statsmodels.stats.inter_rater import fleiss_kappa as theirs

    coders = _random_coders(5, seed=12)
    assert fleiss_kappa(*coders) == pytest.approx(theirs(aggregate_raters(np.array(coders).T)[0]))


@eventually
@given(UNITS, st.randoms(use_true_random=False), st.sampled_from(sorted(MEASURES)))
def test_the_order_of_coders_and_units_and_the_names_of_codes_do_not_matter(units, chance, name):
    value = MEASURES[name](*zip(*units, strict=True))
    shuffled = chance.sample(units, len(units))
    names = dict(zip([1, 2, 4], chance.sample("xyz", 3), strict=True))
    for other in (
        list(zip(*shuffled, strict=True)),
        chance.sample(list(zip(*units, strict=True)), 3),
        [[names.get(code) for code in codes] for codes in zip(*units, strict=True)],
    ):
        assert MEASURES[name](*other) == pytest.approx(value, nan_ok=True)


@eventually
@given(UNITS, st.sampled_from(LEVELS))
def test_alpha_at_every_level_is_what_its_definition_says(units, level):
    pairs = [
        (one, other, 1 / (len(given) - 1))
        for given in ([code for code in unit if code is not None] for unit in units)
        for place, one in enumerate(given)
        for rest, other in enumerate(given)
        if rest != place
    ]
    totals = {code: sum(share for one, _, share in pairs if one == code) for code in (1, 2, 4)}
    distance = _defined(level, totals)
    observed = sum(share * distance(one, other) for one, other, share in pairs)
    expected = sum(totals[one] * totals[other] * distance(one, other) for one in totals for other in totals)
    value = krippendorff_alpha(*zip(*units, strict=True), level=level)
    if expected == 0:
        assert math.isnan(value)
    else:
        assert value == pytest.approx(1 - (sum(totals.values()) - 1) * observed / expected)


def _defined(level: str, totals: dict[int, float]):
    """Distances as Krippendorff (2011) writes them."""

    def ordinal(one: int, other: int) -> float:
        low, high = sorted((one, other))
        between = sum(count for code, count in totals.items() if low <= code <= high)
        return (between - (totals[low] + totals[high]) / 2) ** 2 if low != high else 0.0

    return {
        "nominal": lambda one, other: float(one != other),
        "ordinal": ordinal,
        "interval": lambda one, other: float(one - other) ** 2,
        "ratio": lambda one, other: ((one - other) / (one + other)) ** 2,
    }[level]


@eventually
@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=9), st.sampled_from(sorted(MEASURES)))
def test_perfect_agreement_on_two_codes_or_more_is_one(codes, name):
    found = MEASURES[name](codes, codes, codes)
    assert found == 1 or (len(set(codes)) == 1 and math.isnan(found))


@eventually
@given(UNITS, st.sampled_from(sorted(MEASURES)))
def test_a_unit_of_weight_two_counts_as_the_unit_twice(units, name):
    once = rate(*zip(*units, strict=True))
    weights = np.arange(len(units)) % 3 + 1.0
    twice = dataclasses.replace(once, codes=np.repeat(once.codes, weights.astype(int), axis=0), weights=None)
    weighted = dataclasses.replace(once, weights=weights)
    assert MEASURES[name](weighted) == pytest.approx(MEASURES[name](twice), nan_ok=True)


@pytest.mark.parametrize("level", LEVELS)
def test_units_coded_once_change_no_alpha(level):
    first, second = [1, 2, 3, 1], [1, 2, 1, 2]
    alone = krippendorff_alpha(first, second, level=level)
    assert krippendorff_alpha([*first, 9, None], [*second, None, 9], level=level) == pytest.approx(alone)


def test_a_coder_who_coded_nothing_is_no_coder():
    coders = _random_coders(2, seed=13, units=12)
    for name, compute in MEASURES.items():
        assert compute(*coders, [None] * 12) == pytest.approx(compute(*coders)), name


def test_an_unused_category_counts_where_chance_knows_the_categories():
    coders = [1, 2, 2, 1], [1, 2, 1, 1]
    known = rate(*coders, categories=[1, 2, 3])
    for name in ("percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha"):
        assert MEASURES[name](known) == pytest.approx(MEASURES[name](*coders)), name
    assert brennan_prediger(known) == pytest.approx((0.75 - 1 / 3) / (1 - 1 / 3)) != brennan_prediger(*coders)
    assert krippendorff_alpha(known, level="ordinal") == pytest.approx(krippendorff_alpha(*coders, level="ordinal"))
    assert gwet_ac1(rate("aa", "aa", categories="ab")) == 1


def test_many_different_values_need_no_table_of_all_pairs():
    chance = np.random.default_rng(1)
    truth = 1e6 + chance.normal(size=20_000)
    first, second = truth, truth + 0.5 * chance.normal(size=20_000)
    together = np.concatenate([first, second])
    expected = 1 - np.mean((first - second) ** 2) / (2 * together.var(ddof=1))
    assert krippendorff_alpha(first, second, level="interval") == pytest.approx(expected)


def test_ac2_with_no_partial_weights_is_ac1():
    coders = _random_coders(3, seed=14)
    assert gwet_ac2(*coders, weights="identity") == pytest.approx(gwet_ac1(*coders))
