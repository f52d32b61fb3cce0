"""Agreement on links: the same passages in one claim, the same slots, the same configurations."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding import linking
from useit_eval.coding.linking import (
    cross_slots,
    find_twins,
    link_coders,
    measure_links,
    pair_places,
    rate_pairs,
    rate_slots,
)
from useit_eval.ground.errors import InputRefused

# Four passages: A links the first three, B the first two and the last two. B marks each two characters later.
MARKED = [
    (f"{coder}{n}", coder, "s", 20 * n + late, 20 * n + 10, "x")
    for coder, late in (("A", 0), ("B", 2))
    for n in range(1, 5)
]
A_CLAIM = [("a", 1, "context"), ("a", 2, "mechanism_resource"), ("a", 3, "outcome")]
B_CLAIMS = [("b", 1, "context"), ("b", 2, "mechanism_reasoning"), ("d", 3, "outcome"), ("d", 4, "outcome")]


def _codings(rows=MARKED) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["coding_id", "coder", "source_id", "start", "end", "code_id"])


def _linked(first=A_CLAIM, second=B_CLAIMS, *, codings=None, coders=("A", "B")) -> linking.Linked:
    rows = [(claim, f"A{n}", slot) for claim, n, slot in first] + [(claim, f"B{n}", slot) for claim, n, slot in second]
    parts = pd.DataFrame(rows, columns=["claim_id", "coding_id", "slot"])
    claims = pd.DataFrame(
        [(claim, "A") for claim in dict.fromkeys(c for c, *_ in first)]
        + [(claim, "B") for claim in dict.fromkeys(c for c, *_ in second)],
        columns=["claim_id", "coder"],
    )
    return link_coders(claims, parts, codings=_codings() if codings is None else codings, coders=coders)


def _answers(ratings) -> dict[tuple[str, ...], float]:
    return {
        tuple(ratings.categories[number] if number >= 0 else "did not mark both" for number in row): weight
        for row, weight in zip(ratings.codes.tolist(), ratings.weights, strict=True)
    }


def test_each_pair_of_passages_that_both_marked_is_in_one_claim_or_apart():
    assert _answers(rate_pairs(_linked())) == {
        ("in one claim", "in one claim"): 1,  # 1 and 2
        ("in one claim", "apart"): 2,  # 1 and 3, 2 and 3
        ("apart", "in one claim"): 1,  # 3 and 4
        ("apart", "apart"): 2,  # 1 and 4, 2 and 4
    }


def test_pairs_of_two_sources_are_not_at_risk():
    elsewhere = [(id, coder, "t" if id.endswith("4") else "s", *rest) for id, coder, _, *rest in MARKED]
    assert rate_pairs(_linked(codings=_codings(elsewhere))).weights.sum() == 3


def test_a_passage_that_only_one_coder_marked_is_in_no_pair():
    linked = _linked(second=[row for row in B_CLAIMS if row[1] != 4], codings=_codings(MARKED[:-1]))
    assert rate_pairs(linked).weights.sum() == 3


def test_slots_are_compared_for_passages_that_both_put_into_a_claim():
    ratings = rate_slots(_linked())
    given = [tuple(ratings.categories[number] for number in row) for row in ratings.codes]
    assert given == [("context", "context"), ("mechanism_resource", "mechanism_reasoning"), ("outcome", "outcome")]


def test_a_passage_used_in_two_slots_has_both_as_its_answer():
    ratings = rate_slots(_linked(first=[*A_CLAIM, ("e", 1, "outcome"), ("e", 4, "context")]))
    assert ratings.categories[ratings.codes[0, 0]] == "context + outcome"


def test_the_table_says_which_slot_is_taken_for_which():
    rows = cross_slots(_linked())[["first_slot", "second_slot", "passages"]].to_numpy().tolist()
    assert ["mechanism_resource", "mechanism_reasoning", 1] in rows and len(rows) == 3


def test_a_twin_has_the_same_passages_in_the_same_slots_and_nothing_else():
    same = [("b", 1, "context"), ("b", 2, "mechanism_resource"), ("b", 3, "outcome")]
    twins = find_twins(_linked(second=same)).set_index("claim_id")
    assert twins.loc["a", "twin"] == "b" and twins.loc["b", "twin"] == "a"
    assert twins.loc["a", ["shared_parts", "parts"]].tolist() == [3, 3]


@pytest.mark.parametrize(
    "second",
    [
        [("b", 1, "context"), ("b", 2, "mechanism_reasoning"), ("b", 3, "outcome")],
        [("b", 1, "context"), ("b", 2, "mechanism_resource")],
        [("b", 1, "context"), ("b", 2, "mechanism_resource"), ("b", 3, "outcome"), ("b", 4, "outcome")],
    ],
    ids=["another slot", "a part fewer", "a part more"],
)
def test_what_is_nearly_the_same_is_no_twin_and_still_the_nearest(second):
    told = find_twins(_linked(second=second)).set_index("claim_id").loc["a"]
    assert told["twin"] is None and told["nearest"] == "b" and told["shared_parts"] >= 2


def test_a_claim_that_shares_nothing_has_no_nearest():
    told = find_twins(_linked(second=[("b", 4, "outcome")])).set_index("claim_id").loc["a"]
    assert told["nearest"] is None and told["shared_parts"] == 0


def test_somebody_who_linked_another_coders_passages_marked_them_too():
    claims = pd.DataFrame({"claim_id": ["a", "c"], "coder": ["A", "C"]})
    rows = [("a", "A1", "context"), ("a", "A2", "outcome"), ("c", "A1", "context"), ("c", "A2", "outcome")]
    parts = pd.DataFrame(rows, columns=["claim_id", "coding_id", "slot"])
    linked = link_coders(claims, parts, codings=_codings(), coders=["A", "C"])
    assert find_twins(linked)["twin"].tolist() == ["c", "a"]


def test_the_nearest_passages_are_paired_first_and_each_once():
    rows = [("A", "s", 0, 100), ("B", "s", 0, 30), ("B", "s", 30, 100), ("B", "t", 0, 100)]
    codings = pd.DataFrame(rows, columns=["coder", "source_id", "start", "end"])
    numbers = pair_places(codings, coders=("A", "B")).tolist()
    assert numbers[0] == numbers[2] and len(set(numbers)) == 3


def test_a_third_coder_is_compared_where_that_coder_marked_both_passages():
    third = [("C1", "C", "s", 20, 30, "x"), ("C2", "C", "s", 40, 50, "x")]
    answers = _answers(rate_pairs(_linked(codings=_codings(MARKED + third), coders=("A", "B", "C"))))
    assert answers["in one claim", "in one claim", "apart"] == 1
    assert sum(weight for row, weight in answers.items() if row[2] == "did not mark both") == 5


PASSAGES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), min_size=1, max_size=8)
CLAIMS = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=4), max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.tuples(PASSAGES, CLAIMS), st.tuples(PASSAGES, CLAIMS))
def test_pairs_are_those_that_one_would_count_by_hand_and_swapping_coders_swaps_them(first, second):
    given_rows = {"A": first, "B": second}
    rows = [
        (f"{c}{n}", c, "s", a, a + b, "x") for c, (spans, _) in given_rows.items() for n, (a, b) in enumerate(spans)
    ]
    own = [
        [(f"{c}{k}", n % len(spans), "context") for k, claim in enumerate(told) for n in claim]
        for c, (spans, told) in given_rows.items()
    ]
    linked = _linked(*own, codings=_codings(rows))
    marked = linked.places.groupby("place")["coder"].nunique()
    both = sorted(marked.index[marked == 2])
    claims_of = linked.parts.groupby(["coder", "place"])["claim_id"].agg(set).to_dict()
    expected: dict[tuple[str, ...], float] = {}
    for one, two in itertools.combinations(both, 2):
        key = tuple(
            linking.LINKED[bool(claims_of.get((coder, one), set()) & claims_of.get((coder, two), set()))]
            for coder in "AB"
        )
        expected[key] = expected.get(key, 0) + 1
    assert _answers(rate_pairs(linked)) == expected
    swapped = _answers(rate_pairs(_linked(*own, codings=_codings(rows), coders=("B", "A"))))
    assert swapped == {key[::-1]: weight for key, weight in expected.items()}


def test_one_coder_alone_is_refused_in_one_sentence():
    with pytest.raises(InputRefused, match="only 'A' coded here, and agreement needs two coders or more"):
        _linked(second=[], codings=_codings(MARKED[:4]), coders=None)


def test_measures_on_links_are_those_one_would_work_out_by_hand():
    found = measure_links(_linked(), replicates=50).set_index(["question", "measure"])
    assert found.loc[("same claim", "percent"), "value"] == pytest.approx(3 / 6)
    assert found.loc[("same claim", "cohen_kappa"), "value"] == pytest.approx(0)  # A links 3 of 6, B 2 of 6
    assert found.loc[("same claim", "percent"), ["among_linked", "units"]].tolist() == [1 / 4, 6]
    assert found.loc[("same slot", "percent"), "value"] == pytest.approx(2 / 3)
    assert found.loc[("same configuration", "share with a twin"), ["value", "units"]].tolist() == [0, 3]


def test_pairs_of_passages_have_no_interval_and_the_words_say_why():
    row = measure_links(_linked(), replicates=50).iloc[0]
    assert pd.isna(row["low"]) and pd.isna(row["standard_error"]) and "share passages" in row["why"]


def test_links_of_coders_who_put_nothing_into_claims_are_explained_in_words():
    nothing = _linked(first=[], second=[])
    found = measure_links(nothing, replicates=50).set_index(["question", "measure"])
    assert "one and the same code" in found.loc[("same claim", "cohen_kappa"), "why"]
    assert found.loc[("same claim", "percent"), ["value", "why"]].tolist() == [
        1, "pairs of passages share passages, so there is no interval",
    ]  # fmt: skip
    assert "nothing to compare" in found.loc[("same slot", "percent"), "why"]
    assert found.loc[("same configuration", "share with a twin"), "why"] == "nobody put passages into claims here"
