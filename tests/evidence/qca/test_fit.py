"""Measures of fit by hand."""

from __future__ import annotations

import math

import numpy as np

from useit_eval.evidence.qca.fit import consistency, membership, pri, relevance, union
from useit_eval.evidence.qca.minimising import Term

X, Y = np.array([0.8, 0.4, 0.2]), np.array([0.9, 0.2, 0.2])


def test_consistency_and_coverage_are_the_overlap_by_either_set():
    assert round(consistency(X, Y), 3) == round(1.2 / 1.4, 3) and round(consistency(Y, X), 3) == round(1.2 / 1.3, 3)


def test_pri_takes_away_what_speaks_for_both():
    both = 0.1 + 0.2 + 0.2
    assert round(pri(X, Y), 3) == round((1.2 - both) / (1.4 - both), 3)


def test_relevance_is_small_for_what_is_nearly_always_there():
    assert relevance(np.array([1.0, 1.0, 0.9]), Y) < 0.1


def test_empty_sets_have_no_share():
    nobody = np.zeros(3)
    assert math.isnan(consistency(nobody, Y)) and math.isnan(pri(nobody, Y))
    assert math.isnan(relevance(np.ones(3), np.ones(3)))


def test_a_term_holds_as_far_as_its_weakest_part():
    sets = np.array([[0.9, 0.3], [0.2, 0.1]])
    assert membership(Term(0b11, 0b10), sets).round(2).tolist() == [0.7, 0.2]
    assert membership(Term(0, 0), sets).tolist() == [1, 1]
    assert union([sets[:, 0], sets[:, 1]], 2).tolist() == [0.9, 0.2] and union([], 2).tolist() == [0, 0]
