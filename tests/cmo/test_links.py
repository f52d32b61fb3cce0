"""Links come from the parts of one claim, and of one claim only."""

from __future__ import annotations

from tests.cmo.rows import CODES, make_claims, make_sources, make_voices
from useit_eval.cmo import count_links, link_parts, situate_claims
from useit_eval.coding import roll_up


def _links(*rows: str, up=None):
    claims, parts = make_claims(*rows)
    situated = situate_claims(claims, sources=make_sources("S1", "S2"), voices=make_voices("S1", "S2"))
    links = link_parts(situated, parts, up=up)
    return list(zip(links["from_code"], links["to_code"], links["claim"], strict=True))


def test_a_whole_claim_links_context_to_resource_to_reasoning_to_outcome():
    assert _links("S1 c:poor r:course m:hope o:job") == [
        ("poor", "course", "C001"), ("course", "hope", "C001"), ("hope", "job", "C001"),
    ]  # fmt: skip


def test_a_missing_part_is_skipped():
    assert _links("S1 c:poor o:job", "S2 r:course o:job") == [("poor", "job", "C001"), ("course", "job", "C002")]


def test_parts_that_share_a_slot_give_a_link_each_from_one_claim():
    assert _links("S1 c:poor c:lonely o:job") == [("poor", "job", "C001"), ("lonely", "job", "C001")]


def test_a_single_part_and_a_part_told_twice_make_no_extra_link():
    assert _links("S1 o:job") == []
    assert _links("S1 c:poor c:poor o:job") == [("poor", "job", "C001")]


def test_parts_of_two_claims_are_never_linked():
    assert _links("S1 c:poor r:course", "S2 m:hope o:job") == [("poor", "course", "C001"), ("hope", "job", "C002")]


def test_rolling_up_joins_links_of_children_without_linking_a_code_to_itself():
    up = roll_up(CODES)
    assert _links("S1 c:poor r:course o:job", up=up) == [("hardship", "help", "C001"), ("help", "work", "C001")]
    assert _links("S1 c:poor c:lonely", up=up) == []


def test_counting_puts_citations_sources_and_units_together():
    claims, parts = make_claims("S1 c:poor o:job", "S1 c:poor o:job", "S2 c:poor o:job")
    voices = make_voices("S1", "S2", unit="one partner")
    counts = count_links(link_parts(situate_claims(claims, sources=make_sources("S1", "S2"), voices=voices), parts))
    assert counts[["citations", "sources", "units"]].to_numpy().tolist() == [[3, 2, 1]]
    assert counts["claims"][0] == ("C001", "C002", "C003")
