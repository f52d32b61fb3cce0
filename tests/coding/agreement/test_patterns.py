"""Units with the same ratings are told once."""

from __future__ import annotations

import numpy as np

from useit_eval.coding.agreement import krippendorff_alpha, rate
from useit_eval.coding.agreement.patterns import find_patterns


def test_units_with_the_same_codes_share_a_pattern():
    ratings = rate("abab", "aabb")
    who, whoever = find_patterns(ratings, who=True), find_patterns(ratings, who=False)
    assert (len(who.codes), len(whoever.codes)) == (4, 3)
    assert who.codes[who.of].tolist() == ratings.codes.tolist()
    assert whoever.codes[whoever.of].tolist() == np.sort(ratings.codes, axis=1).tolist()


def test_units_and_coders_without_codes_are_left_out():
    patterns = find_patterns(rate(["a", None], ["b", None], [None, None]), who=True)
    assert (patterns.codes.tolist(), len(patterns.of)) == ([[0, 1]], 1)


def test_pairs_of_different_codes_are_counted_in_both_directions():
    patterns = find_patterns(rate("ab", "bb", "ab"), who=True)
    first, second, met = patterns.pairs
    assert (first.tolist(), second.tolist(), met.sum()) == ([0], [1], 4)


def test_more_coders_and_codes_than_one_number_can_hold_are_still_told_apart():
    chance = np.random.default_rng(1)
    codes = chance.integers(0, 900, size=(40, 25))
    doubled = np.concatenate([codes, codes])
    patterns = find_patterns(rate(*doubled.T), who=True)
    assert len(patterns.codes) == 40 and (patterns.of[:40] == patterns.of[40:]).all()
    assert -0.1 < krippendorff_alpha(*doubled.T) < 0.1
