"""Ripples and joins are suggested, never stitched."""

from __future__ import annotations

import pytest

from tests.cmo.rows import CODES, make_claims
from useit_eval.cmo import suggest_joins, suggest_ripples, tell_ripples, triads
from useit_eval.coding import code_names, roll_up


def _with_strands(rows: dict[str, str]):
    claims, parts = make_claims(*rows.values())
    claims["strand"] = [key.split("/")[0] for key in rows]
    return claims, parts


def test_an_outcome_here_that_is_a_context_there_is_a_ripple_flagged_across_strands():
    claims, parts = _with_strands({"north": "S1 r:course o:job", "south": "S2 c:job r:mentor o:firm"})
    ripples = suggest_ripples(claims, parts)
    assert ripples[["from_claim", "to_claim", "code_id", "across", "loop", "confirmed"]].to_numpy().tolist() == [
        ["C001", "C002", "job", True, False, False]
    ]


def test_a_ripple_is_across_whichever_strand_it_starts_in_and_not_within_one():
    claims, parts = _with_strands({"south": "S1 r:course o:job", "north": "S2 c:job o:firm", "south/2": "S3 c:job o:firm"})
    ripples = suggest_ripples(claims, parts)
    assert ripples[["from_strand", "to_strand", "across"]].to_numpy().tolist() == [
        ["south", "north", True], ["south", "south", False]
    ]  # fmt: skip


@pytest.mark.parametrize(("outcome", "context", "ripples"), [
    ("positive", "negative", False), ("negative", "positive", False), ("negative", "negative", True), ("positive", "unknown", True),
])  # fmt: skip
def test_the_positive_never_ripples_into_the_negative_nor_the_other_way_round(outcome, context, ripples):
    claims, parts = make_claims("S1 o:job", "S2 c:job")
    assert (not suggest_ripples(claims, parts.assign(valence=[outcome, context])).empty) == ripples


def test_a_claim_does_not_ripple_into_itself_and_a_denied_one_not_at_all():
    claims, parts = make_claims("S1 c:job o:job", "S2 r:course o:job | denied", "S3 c:job o:firm")
    assert suggest_ripples(claims, parts)["from_claim"].tolist() == ["C001"]


def test_a_circle_is_named_and_not_fatal():
    claims, parts = _with_strands(
        {"north": "S1 c:firm o:job", "south": "S2 c:job o:firm", "north/2": "S3 c:job o:hope"}
    )
    ripples = suggest_ripples(claims, parts)
    looped = ripples.loc[ripples["loop"], ["from_claim", "to_claim"]].to_numpy().tolist()
    assert sorted(looped) == [["C001", "C002"], ["C002", "C001"]]
    told = tell_ripples(ripples, names=code_names(CODES), strands={"north": "North", "south": "South"})
    (circle,) = [sentence for sentence in told.sentences if "run in a circle" in sentence.text]
    assert sorted(circle.ids) == ["C001", "C002"]


def test_a_ripple_stands_only_when_a_person_confirms_it():
    claims, parts = _with_strands({"north": "S1 r:course o:job", "south": "S2 c:job r:mentor o:firm"})
    ripples = suggest_ripples(claims, parts, confirmed=[("C001", "C002", "job")])
    assert ripples["confirmed"].tolist() == [True]
    told = tell_ripples(ripples, names=code_names(CODES), strands={"north": "North", "south": "South"})
    assert told.table.rows == (("A job", "North", "C001", "South", "C002", "1 of 1"),)
    assert told.table.ids == (("C001", "C002"),)


def test_nothing_to_suggest_is_said():
    claims, parts = make_claims("S1 c:poor o:job")
    told = tell_ripples(suggest_ripples(claims, parts), names={}, strands={})
    assert told.table is None and told.sentences[-1].text == "None is suggested between strands."
    assert all(sentence.explains for sentence in told.sentences)


def test_two_sources_that_tell_the_halves_apart_give_no_full_triad_two_dyads_and_one_join():
    claims, parts = make_claims("S1 c:poor r:course", "S2 r:course o:job")
    assert triads(claims, parts)["triad"].tolist() == ["partial", "partial"]
    assert suggest_joins(claims, parts).to_numpy().tolist() == [["C001", "C002", "course"]]


def test_halves_join_in_broader_terms_only_when_asked():
    claims, parts = make_claims("S1 c:poor r:course", "S2 r:mentor o:job")
    assert suggest_joins(claims, parts).empty
    assert suggest_joins(claims, parts, up=roll_up(CODES)).to_numpy().tolist() == [["C001", "C002", "help"]]


def test_a_whole_claim_and_a_denied_half_are_not_joined():
    claims, parts = make_claims("S1 c:poor r:course o:job", "S2 r:course o:job", "S3 c:poor r:course | denied")
    assert suggest_joins(claims, parts).empty


def test_halves_that_are_only_anticipated_are_joined():
    claims, parts = make_claims("S1 c:poor r:course | anticipated", "S2 r:course o:job | anticipated")
    assert suggest_joins(claims, parts).to_numpy().tolist() == [["C001", "C002", "course"]]


@pytest.mark.parametrize(("one", "other", "joined"), [
    ("negative", "negative", True), ("negative", "positive", False), ("positive", "negative", False), ("positive", "unknown", True),
    ("unknown", "negative", False), ("unknown", "unknown", True), ("mixed", "negative", False), ("mixed", "positive", True),
])  # fmt: skip
def test_a_mechanism_that_was_not_there_joins_only_with_one_told_so(one, other, joined):
    claims, parts = make_claims("S1 c:poor r:course", "S2 r:course o:job")
    told = parts.assign(valence=["positive", one, other, "positive"])
    assert (not suggest_joins(claims, told).empty) == joined
