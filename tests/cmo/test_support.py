"""What theories expect, found in claims: two slots or more, in one claim."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cmo.rows import CODES, make_claims, make_sources, make_voices
from useit_eval.cmo import expected_parts, situate_claims, support, tell_support
from useit_eval.coding import roll_up
from useit_eval.ground.errors import InputRefused

EXPECTED = {"context": ["poor"], "mechanism_resource": ["course", "mentor"], "outcome": ["job"]}


def test_two_slots_are_partial_all_are_full_and_one_is_nothing():
    _, parts = make_claims("S1 c:poor r:mentor o:job", "S1 c:poor o:job", "S1 c:poor r:leaflet", "S1 r:course r:mentor")
    found = support(parts, EXPECTED)
    assert found.to_numpy().tolist() == [["claim-1", 3, 3, True], ["claim-2", 2, 3, False]]


def test_a_code_in_another_slot_does_not_fill_it():
    _, parts = make_claims("S1 o:poor r:course")
    assert support(parts, EXPECTED).empty


def test_broader_terms_find_more():
    _, parts = make_claims("S1 c:lonely o:firm")
    assert support(parts, EXPECTED).empty
    assert support(parts, EXPECTED, up=roll_up(CODES))["held"].tolist() == [2]


def test_one_slot_cannot_be_matched():
    with pytest.raises(InputRefused, match="fewer than two slots"):
        support(make_claims("S1 o:job")[1], {"outcome": ["job"]})


def test_the_finding_shows_full_partial_and_denied_apart_with_the_three_counts():
    claims, parts = make_claims("S1 c:poor r:course o:job", "S1 c:poor o:job", "S2 c:poor o:job | denied")
    situated = situate_claims(claims, sources=make_sources("S1", "S2"), voices=make_voices("S1", "S2"))
    theories = pd.DataFrame([{
        "theory_id": "N1", "strand": "north", "title": "Courses help", "context": "poor", "mechanism_resource": "course; mentor",
        "outcome": "job",
    }])  # fmt: skip
    assert expected_parts(theories.iloc[0]) == {k: v for k, v in EXPECTED.items()}
    (finding,) = tell_support(situated, parts, theories, strands={"north": "North"}, up=roll_up(CODES))
    assert finding.table.rows == (("N1", "Courses help", 1, 1, 2, 1, 1, 1),)
    assert finding.data == {"in_broader_terms": {"N1": 2}}
    assert finding.table.ids == (("N1", "C001", "C002", "C003"),)


def _theories() -> pd.DataFrame:
    plain = {"context": "", "mechanism_resource": "", "outcome": ""}
    return pd.DataFrame([
        {"theory_id": "N1", "strand": "north", "title": "Held", "context": "poor", "mechanism_resource": "", "outcome": "job"},
        {"theory_id": "N2", "strand": "north", "title": "Not held", **plain, "context": "lonely", "outcome": "firm"},
        {"theory_id": "N3", "strand": "north", "title": "One slot", **plain, "outcome": "job"},
        {"theory_id": "S1", "strand": "south", "title": "One slot too", **plain, "outcome": "job"},
    ])  # fmt: skip


def test_two_expected_slots_can_be_matched_and_theories_of_one_slot_are_left_out():
    claims, parts = make_claims("S1 c:poor o:job")
    assert support(parts, {"context": ["poor"], "outcome": ["job"]}).to_numpy().tolist() == [["claim-1", 2, 2, True]]
    situated = situate_claims(claims, sources=make_sources("S1"), voices=make_voices("S1"))
    (finding,) = tell_support(situated, parts, _theories(), strands={"north": "North", "south": "South"})
    assert [row[0] for row in finding.table.rows] == ["N1", "N2"]


def test_the_sentence_counts_the_theories_that_any_claim_tells_so_much_of():
    claims, parts = make_claims("S1 c:poor o:job")
    situated = situate_claims(claims, sources=make_sources("S1"), voices=make_voices("S1"))
    (finding,) = tell_support(situated, parts, _theories(), strands={"north": "North"})
    assert finding.sentences[0].explains and finding.sentences[1].text.startswith("For 1 of 2 theories there is")
    nothing = claims.iloc[:0]
    situated = situate_claims(nothing, sources=make_sources("S1"), voices=make_voices("S1"))
    (finding,) = tell_support(situated, parts.iloc[:0], _theories(), strands={"north": "North"})
    assert finding.sentences[1].text.startswith("For none of 2 theories")


def test_what_is_only_anticipated_or_implied_is_told_all_the_same_and_what_is_denied_is_not():
    statuses = ("anticipated", "implied", "hypothetical", "denied")
    claims, parts = make_claims(*(f"S1 c:poor o:job | {status}" for status in statuses))
    situated = situate_claims(claims, sources=make_sources("S1"), voices=make_voices("S1"))
    (finding,) = tell_support(situated, parts, _theories(), strands={"north": "North"}, up=roll_up(CODES))
    assert finding.table.rows[0] == ("N1", "Held", 3, 0, 3, 1, 1, 1)
    assert finding.data["in_broader_terms"]["N1"] == 3
