"""Coefficients against published values, and what they say when they have none."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding import bootstrap, cohen_kappa, krippendorff_alpha, percent, why_undefined
from useit_eval.coding.agreement import nominal as agreement
from useit_eval.ground.errors import InputRefused

TRUTH = Path(__file__).resolve().parents[4] / "shared" / "data" / "agreement" / "agreement_ground_truth.json"
KRIPPENDORFF_2011 = (  # Computing Krippendorff's alpha-reliability, 4 observers, 12 units
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
)
CODES = st.lists(st.sampled_from("abc"), min_size=2, max_size=12)


def _two_coders(table: list[list[int]]) -> tuple[list[int], list[int]]:
    cells = [
        (row, column) for row, counts in enumerate(table) for column, count in enumerate(counts) for _ in range(count)
    ]
    return [row for row, _ in cells], [column for _, column in cells]


def test_alpha_gives_krippendorffs_published_value_for_four_coders_with_gaps():
    assert round(krippendorff_alpha(*KRIPPENDORFF_2011), 3) == 0.743


def test_alpha_gives_krippendorffs_published_value_for_two_coders_and_a_dichotomy():
    assert round(krippendorff_alpha([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), 3) == 0.095


def test_alpha_gives_krippendorffs_published_value_for_three_categories():
    first, second = "aabbbbbccccc", "abbbbbcccccc"
    assert round(krippendorff_alpha(first, second), 3) == 0.734 and round(percent(first, second), 3) == 0.833


def test_kappa_gives_cohens_published_values():
    first, second = _two_coders([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert (round(percent(first, second), 2), round(cohen_kappa(first, second), 3)) == (0.7, 0.492)


def test_kappa_gives_the_values_of_artstein_and_poesio():
    examples = {0.348: [[20, 10], [20, 50]], 0.8013: [[46, 0, 0], [6, 32, 6], [0, 0, 10]]}
    for expected, table in examples.items():
        assert cohen_kappa(*_two_coders(table)) == pytest.approx(expected, abs=0.0006)


def test_every_nominal_value_of_the_ground_truth_is_met():
    if not TRUTH.is_file():
        pytest.skip("the shared agreement data is not at hand")
    truth = json.loads(TRUTH.read_text("utf-8"))
    checked = 0
    for name, example in truth.items():
        nominal = example.get("alpha_nominal") if isinstance(example, dict) else None
        if nominal is not None and "units" in example:
            coders = list(zip(*example["units"], strict=True))
            assert krippendorff_alpha(*coders) == pytest.approx(nominal, abs=0.0006), name
            checked += 1
        if nominal is not None and "table" in example:
            assert krippendorff_alpha(*_two_coders(example["table"])) == pytest.approx(nominal, abs=0.0006), name
            checked += 1
        kappa = example.get("kappa", example.get("cohen")) if isinstance(example, dict) else None
        if kappa is not None and "table" in example:
            assert cohen_kappa(*_two_coders(example["table"])) == pytest.approx(kappa, abs=0.0006), name
            checked += 1
    assert checked >= 5


def test_nltk_agrees_as_a_second_opinion():
    from nltk.metrics.agreement import AnnotationTask

    chance = random.Random(7)
    first, second = ([chance.choice("abcd") for _ in range(60)] for _ in range(2))
    rows = [(coder, unit, code) for coder, codes in (("1", first), ("2", second)) for unit, code in enumerate(codes)]
    task = AnnotationTask(data=rows)
    assert cohen_kappa(first, second) == pytest.approx(task.kappa())
    assert krippendorff_alpha(first, second) == pytest.approx(task.alpha())


@settings(deadline=None)
@given(CODES, st.randoms(use_true_random=False))
def test_perfect_agreement_on_two_codes_or_more_is_one_and_order_does_not_matter(codes, chance):
    other = [chance.choice("abc") for _ in codes]
    assert math.isnan(krippendorff_alpha(codes, codes)) or krippendorff_alpha(codes, codes) == 1
    same = (krippendorff_alpha(codes, other), krippendorff_alpha(other, codes))
    assert same[0] == pytest.approx(same[1], nan_ok=True)


@settings(deadline=None)
@given(CODES, st.randoms(use_true_random=False))
def test_the_short_way_for_two_coders_that_the_interval_uses_gives_the_same_alpha(codes, chance):
    other = [chance.choice("abc") for _ in codes]
    numbered = agreement._numbered(codes, other)
    assert agreement._alpha_of_two(*numbered) == pytest.approx(krippendorff_alpha(codes, other), nan_ok=True)


def test_one_code_throughout_has_no_kappa_and_says_why():
    codes = ["a"] * 5
    assert math.isnan(cohen_kappa(codes, codes)) and math.isnan(krippendorff_alpha(codes, codes))
    assert "one and the same code" in why_undefined(codes, codes)


def test_nothing_coded_twice_has_no_value_and_says_why():
    assert math.isnan(percent([], [])) and math.isnan(krippendorff_alpha([1, None], [None, 2]))
    assert "no passage was coded by both" in why_undefined([], [])


def test_the_interval_is_the_same_for_the_same_seed_and_holds_the_value():
    chance = random.Random(1)
    first = [chance.choice("ab") for _ in range(40)]
    second = [code if chance.random() < 0.8 else "a" for code in first]
    low, high = bootstrap(first, second, "alpha", seed=11)
    assert (low, high) == bootstrap(first, second, "alpha", seed=11)
    assert low <= krippendorff_alpha(first, second) <= high


def test_coders_of_different_lengths_are_refused():
    with pytest.raises(InputRefused, match="same number of units"):
        percent(["a"], ["a", "b"])
