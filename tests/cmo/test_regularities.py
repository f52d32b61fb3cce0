"""What recurs, for and against, with every exception in full: nothing netted, tested or named."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings

from tests.cmo.rows import CODES
from tests.cmo.test_patterns import situated, told_rows
from useit_eval.cmo import demi_regularities, exceptions
from useit_eval.coding import roll_up

UP = roll_up(CODES)
GROUP = ["mechanism", "outcome", "direction"]


def told(*rows: tuple[str, str]):
    """Return situated claims and parts; each row with the valence of its outcomes."""
    claims, parts = situated(*(row for row, _ in rows))
    valences = dict(zip(claims["claim_id"], (valence for _, valence in rows), strict=True))
    is_outcome = parts["slot"] == "outcome"
    return claims, parts.assign(valence=parts["claim_id"].map(valences).where(is_outcome, "unknown"))


def test_mechanism_and_outcome_are_grouped_by_parents_and_direction_and_counted_for_and_against():
    claims, parts = told(
        ("S1 c:poor r:course o:job", "positive"),
        ("S2 c:lonely r:mentor o:firm", "positive"),
        ("S3 r:course o:job", "negative"),
        ("S4 r:mentor o:job | denied", "positive"),
        ("S5 r:course o:job", "mixed"),
    )
    found = demi_regularities(claims, parts, up=UP).to_dict("records")
    first = found[0]
    assert [first[key] for key in GROUP] == ["help", "work", "positive"]
    assert (first["citations"], first["sources"], first["units"]) == (2, 2, 2)
    assert (first["against_citations"], first["against_sources"], first["against_units"]) == (2, 2, 2)
    assert (first["claims"], first["exceptions"]) == (("C001", "C002"), ("C003", "C004"))
    assert [row["direction"] for row in found] == ["positive", "mixed", "negative"]


def test_six_for_and_one_against_stay_six_and_one():
    rows = [(f"S{n} r:course o:job", "positive") for n in range(6)]
    found = demi_regularities(*told(*rows, ("S9 r:course o:job", "negative"))).iloc[0]
    assert (found["units"], found["against_units"]) == (6, 1)


def test_each_exception_is_listed_with_its_label_and_how_it_goes_against():
    claims, parts = told(
        ("S1 r:course o:job", "positive"), ("S2 r:course o:job", "negative"), ("S3 r:course o:job | denied", "positive")
    )
    rows = exceptions(claims, parts).to_numpy().tolist()
    assert rows == [
        ["course", "job", "negative", "C001", "opposite"],
        ["course", "job", "positive", "C002", "opposite"],
        ["course", "job", "positive", "C003", "denied"],
    ]


def test_a_denial_of_the_positive_says_nothing_against_the_negative():
    claims, parts = told(("S1 r:course o:job", "negative"), ("S2 r:course o:job | denied", "positive"))
    assert demi_regularities(claims, parts)["exceptions"].tolist() == [()]


def test_mixed_and_unknown_directions_are_against_nothing_and_something_of_their_own():
    claims, parts = told(("S1 r:course o:job", "positive"), ("S2 r:course o:job", "mixed"), ("S3 r:course o:job", ""))
    found = demi_regularities(claims, parts)
    assert sorted(found["direction"]) == ["mixed", "positive", "unknown"]
    assert found["against_citations"].sum() == 0


def test_contexts_are_present_where_told_and_absent_where_only_the_mechanism_is_told_with_them():
    claims, parts = told(
        ("S1 c:poor r:course o:job", "positive"), ("S2 c:lonely r:course", "unknown"), ("S3 c:rich r:other", "unknown")
    )
    (row,) = demi_regularities(claims, parts).to_dict("records")
    assert (row["contexts"], row["absent"]) == (("poor",), ("lonely",))


def test_a_context_of_one_claim_is_never_lent_to_another():
    claims, parts = told(("S1 c:poor r:course", "unknown"), ("S2 r:course o:job", "positive"))
    (row,) = demi_regularities(claims, parts).to_dict("records")
    assert (row["contexts"], row["absent"]) == ((), ("poor",))


def test_without_a_valence_every_direction_is_unknown_and_nothing_told_is_nothing():
    claims, parts = situated("S1 r:course o:job")
    assert demi_regularities(claims, parts)["direction"].tolist() == ["unknown"]
    assert demi_regularities(claims.iloc[:0], parts).empty


@settings(max_examples=40, deadline=None)
@given(told_rows())
def test_a_source_that_repeats_itself_moves_no_unit_for_or_against(rows):
    once, often = (demi_regularities(*situated(*own)) for own in (rows, [*rows, rows[0]]))
    kept = [*GROUP, "sources", "units", "against_sources", "against_units", "contexts", "absent"]
    key = {"by": GROUP, "ignore_index": True}
    pd.testing.assert_frame_equal(once[kept].sort_values(**key), often[kept].sort_values(**key))
