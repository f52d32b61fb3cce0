"""Passages of two coders matched by place: against a plain reading of the rule, and fast enough for a meeting."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from useit_eval.coding import match_passages

SHARED = Path(__file__).parents[3] / "shared" / "data" / "agreement"
MARKED = st.lists(
    st.tuples(st.sampled_from("rs"), st.integers(0, 15), st.integers(1, 8), st.sampled_from("abc")), max_size=8
)


def _codings(rows, who: str) -> pd.DataFrame:
    made = [(f"{who}{n}", source, start, start + length, code) for n, (source, start, length, code) in enumerate(rows)]
    return pd.DataFrame(made, columns=["coding_id", "source_id", "start", "end", "code_id"])


def _nearness(place: tuple, row) -> float:
    """Shared over joined characters, set by set; 0 when they share less than half of the shorter passage."""
    one = {(place[0], n) for n in range(place[1], place[2])}
    two = {(row.source_id, n) for n in range(row.start, row.end)}
    return len(one & two) / len(one | two) if 2 * len(one & two) >= min(len(one), len(two)) else 0.0


def _nearest_codes(first: pd.DataFrame, place: tuple) -> set[str]:
    near = [(_nearness(place, row), row.code_id) for row in first.itertuples()]
    best = max((share for share, _ in near), default=0)
    return {code for share, code in near if best and share == best}


@given(MARKED, MARKED)
def test_each_place_answers_to_the_codes_of_the_nearest_passage(mine, theirs):
    first, second = _codings(mine, "a"), _codings(theirs, "b")
    found = match_passages(first, second)
    asked = second.drop_duplicates(["source_id", "start", "end", "code_id"])
    assert len(found) == len(asked)
    for place, answers in found.groupby(["source_id", "start", "end"]):
        pool, given_codes = _nearest_codes(first, place), set(answers["second_code"])
        same = answers[answers["first_code"] == answers["second_code"]]
        assert set(same["second_code"]) == pool & given_codes
        others = answers["first_code"].drop(same.index).dropna()
        assert set(others) <= pool - given_codes
        assert len(others) == min(len(pool - given_codes), len(given_codes - pool))


def test_answers_name_the_coding_they_come_from():
    first = _codings([("s", 0, 10, "poor"), ("s", 0, 10, "course")], "a")
    found = match_passages(first, _codings([("s", 1, 9, "job"), ("s", 1, 9, "course")], "b"))
    assert found[["second_coding", "first_coding"]].to_numpy().tolist() == [["b1", "a1"], ["b0", "a0"]]


def test_the_same_place_in_another_source_is_no_match():
    found = match_passages(_codings([("r", 0, 10, "poor")], "a"), _codings([("s", 0, 10, "poor")], "b"))
    assert found["first_code"].tolist() == [None] and found["source_id"].tolist() == ["s"]


def test_a_smaller_share_can_be_asked_for():
    first, second = _codings([("s", 0, 10, "poor")], "a"), _codings([("s", 7, 10, "poor")], "b")
    assert match_passages(first, second)["first_code"].tolist() == [None]
    assert match_passages(first, second, least_overlap=0.3)["first_code"].tolist() == ["poor"]


def test_two_coders_with_five_thousand_passages_each_are_matched_in_a_moment():
    rows = [("rs"[n % 2], 60 * n, 40, "abcdefgh"[n % 8]) for n in range(5000)]
    random.Random(4).shuffle(rows)
    first, second = _codings(rows, "a"), _codings([(s, n + 3, m, code) for s, n, m, code in rows], "b")
    begun = time.perf_counter()
    found = match_passages(first, second)
    # Wide bounds: the machine may be busy. The figure itself (under 0.1 s) stands in the benchmarks.
    assert time.perf_counter() - begun < 1
    assert (found["first_code"] == found["second_code"]).all() and len(found) == 5000


def test_the_match_is_the_alignment_that_gamma_finds_best_on_its_own_small_example():
    path = SHARED / "dkpro" / "pygamma_fixture_01_two_annotators_simple.json"
    if not path.exists():
        pytest.skip("the shared data are not here")
    fixture = json.loads(path.read_text(encoding="utf-8"))
    frames = {}
    for unit in fixture["continuum"]:
        frames.setdefault(unit["annotator"], []).append(
            ("s", unit["start"], unit["end"] - unit["start"], unit["category"])
        )
    costs = np.zeros((3, 3))
    for pair in fixture["tier1"]["pairDissimilarities"]:
        costs[pair["unitIndexA"], pair["unitIndexB"]] = pair["combined"]
    best = linear_sum_assignment(costs)
    assert costs[best].mean() == fixture["tier1"]["bestAlignmentDisorder"]
    found = match_passages(_codings(frames["Ann1"], "a"), _codings(frames["Ann2"], "b"))
    assert set(zip(found["first_coding"], found["second_coding"], strict=True)) == {
        (f"a{one}", f"b{two}") for one, two in zip(*best, strict=True)
    }


def test_deep_nesting_is_matched_without_holding_every_pair():
    nested = [("s", n, 4000 - 2 * n, "abc"[n % 3]) for n in range(1500)]
    first, second = _codings(nested, "a"), _codings(nested, "b")
    tracemalloc.start()
    found = match_passages(first, second)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found["first_code"] == found["second_code"]).all() and len(found) == 1500
    assert peak < 60_000_000
