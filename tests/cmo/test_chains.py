"""Chains of confirmed ripples, single sources that state the whole, circles by name, and a map nothing unconfirmed joins."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cmo.rows import CODES
from tests.cmo.test_patterns import situated
from useit_eval.cmo import (
    complete_sources,
    link_parts,
    ripple_chains,
    ripple_circles,
    ripple_links,
    ripple_names,
    suggest_ripples,
    tell_chains,
)
from useit_eval.coding import code_names, roll_up

ROWS = ("S1 c:poor r:course o:job", "S1 c:job m:hope o:firm", "S2 c:job m:hope o:firm")
FIRST, SECOND = ("C001", "C002", "job"), ("C001", "C003", "job")


def chains(*rows: str, confirmed=()):
    claims, parts = situated(*rows)
    return ripple_chains(suggest_ripples(claims, parts, confirmed=confirmed), claims)


def test_what_nobody_confirmed_makes_no_chain():
    assert chains(*ROWS).empty


def test_a_chain_counts_the_single_sources_that_state_the_whole_of_it():
    (row,) = chains(*ROWS, confirmed=[FIRST, SECOND]).to_dict("records")
    assert (row["codes"], row["claims"]) == (("job",), ("C001", "C002", "C003"))
    assert (row["citations"], row["sources"], row["units"]) == (3, 2, 2)
    assert (row["whole_sources"], row["whole_units"]) == (("S1",), ("unit-S1",))


def test_a_chain_put_together_from_two_sources_is_stated_whole_by_none():
    (row,) = chains(*ROWS, confirmed=[SECOND]).to_dict("records")
    assert (row["claims"], row["sources"], row["whole_sources"]) == (("C001", "C003"), 2, ())


def test_a_source_that_tells_the_first_and_the_last_step_but_not_the_middle_states_no_whole():
    rows = ("S1 c:poor o:job", "S2 c:job o:firm", "S1 c:firm o:hope")
    confirmed = [("C001", "C002", "job"), ("C002", "C003", "firm")]
    (row,) = chains(*rows, confirmed=confirmed).to_dict("records")
    assert (row["codes"], row["claims"], row["whole_sources"]) == (("job", "firm"), ("C001", "C002", "C003"), ())


def test_a_chain_goes_on_as_far_as_ripples_are_confirmed():
    rows = ("S1 c:poor o:job", "S1 c:job o:firm", "S1 c:firm o:hope", "S1 c:hope o:work")
    confirmed = [("C001", "C002", "job"), ("C002", "C003", "firm")]
    (row,) = chains(*rows, confirmed=confirmed).to_dict("records")
    assert (row["codes"], row["whole_sources"], row["loop"]) == (("job", "firm"), ("S1",), False)


def test_a_way_that_forks_gives_a_chain_for_each_arm():
    rows = ("S1 c:poor o:job o:firm", "S1 c:job o:hope", "S2 c:firm o:hope")
    confirmed = [("C001", "C002", "job"), ("C001", "C003", "firm")]
    found = chains(*rows, confirmed=confirmed)
    assert found[["codes", "whole_sources"]].to_numpy().tolist() == [[("job",), ("S1",)], [("firm",), ()]]


def test_a_confirmed_circle_is_a_chain_that_says_so_and_is_not_fatal():
    rows = ("S1 c:firm o:job", "S1 c:job o:firm")
    (row,) = chains(*rows, confirmed=[("C001", "C002", "job"), ("C002", "C001", "firm")]).to_dict("records")
    assert (row["codes"], row["loop"], row["whole_sources"]) == (("job", "firm"), True, ("S1",))


def test_a_chain_that_runs_into_a_circle_ends_there_and_is_told_once():
    rows = ("S1 c:poor o:hope", "S1 c:hope c:firm o:job", "S1 c:job o:firm")
    confirmed = [("C001", "C002", "hope"), ("C002", "C003", "job"), ("C003", "C002", "firm")]
    found = chains(*rows, confirmed=confirmed)
    assert found[["codes", "loop"]].to_numpy().tolist() == [[("hope", "job", "firm"), True]]


def test_a_circle_is_named_step_by_step_and_each_knot_once():
    steps = [
        ("C3", "C1", "c"),
        ("C1", "C2", "a"),
        ("C2", "C3", "b"),
        ("C2", "C1", "d"),
        ("C8", "C9", "e"),
        ("C9", "C8", "f"),
    ]
    circles = ripple_circles(pd.DataFrame(steps, columns=["from_claim", "to_claim", "code_id"]))
    assert circles == [[("C1", "C2", "a"), ("C2", "C1", "d")], [("C8", "C9", "e"), ("C9", "C8", "f")]]


def test_the_finding_says_how_many_chains_single_sources_state_whole():
    claims, parts = situated(*ROWS)
    found = tell_chains(suggest_ripples(claims, parts, confirmed=[FIRST, SECOND]), claims, names=code_names(CODES))
    assert found.table.rows == (("A job", "C001, C002 and C003", 3, 2, 2, 1, 1),)
    assert found.sentences[0].text == "Confirmed ripples, whether between strands or within one, make 1 chain; a single source states the whole of it."
    assert found.table.ids == (("C001", "C002", "C003"),)


@pytest.mark.parametrize(("second", "third", "told"), [
    ("S1", "S1", "make 2 chains; a single source states the whole of each."),
    ("S1", "S2", "make 2 chains; a single source states the whole of 1 of them."),
    ("S2", "S3", "make 2 chains; no single source states the whole of one."),
])  # fmt: skip
def test_of_several_chains_the_finding_says_whether_each_some_or_none_is_stated_whole(second, third, told):
    claims, parts = situated("S1 c:poor o:job o:firm", f"{second} c:job o:hope", f"{third} c:firm o:hope")
    ripples = suggest_ripples(claims, parts, confirmed=[("C001", "C002", "job"), ("C001", "C003", "firm")])
    assert tell_chains(ripples, claims, names={}).sentences[0].text == f"Confirmed ripples, whether between strands or within one, {told}"


def test_a_lone_chain_put_together_from_two_sources_is_said_to_be_stated_whole_by_none():
    claims, parts = situated("S1 c:poor o:job", "S2 c:job o:firm")
    found = tell_chains(suggest_ripples(claims, parts, confirmed=[FIRST]), claims, names={})
    assert found.sentences[0].text.endswith("make 1 chain; no single source states the whole of it.")
    assert found.data == {"chains": 1, "whole": 0}


def test_without_a_confirmed_ripple_the_finding_says_that_no_chain_stands():
    claims, parts = situated(*ROWS)
    found = tell_chains(suggest_ripples(claims, parts), claims, names={})
    assert found.table is None and found.sentences[0].text == "No ripple is confirmed yet, so no chain stands."


def test_a_confirmed_circle_is_named_to_readers_in_order():
    claims, parts = situated("S1 c:firm o:job", "S1 c:job o:firm")
    ripples = suggest_ripples(claims, parts, confirmed=[("C001", "C002", "job"), ("C002", "C001", "firm")])
    told = {sentence.text: sentence.ids for sentence in tell_chains(ripples, claims, names=code_names(CODES)).sentences}
    assert told["A confirmed circle: C001, through A job to C002, through A firm of one's own to C001."] == ("C001", "C002")


def _reaches(confirmed, *, up=None, target="firm") -> list[str]:
    claims, parts = situated(*ROWS[:2])
    return complete_sources(ripple_links(claims, parts, confirmed=confirmed, up=up), "poor", target)


def test_an_unconfirmed_ripple_never_joins_two_claims_on_the_map_and_a_confirmed_one_does():
    assert _reaches([]) == []
    assert _reaches([FIRST]) == ["S1"]


def test_a_ripple_confirmed_into_one_claim_joins_no_other():
    claims, parts = situated(*ROWS)
    links = ripple_links(claims, parts, confirmed=[SECOND])
    assert complete_sources(links, "poor", "firm") == []
    joined = links[links["from_code"] == "job"]
    assert joined["claim"].tolist() == ["C003"]


def test_a_ripple_adds_no_citation_of_its_own():
    claims, parts = situated(*ROWS)
    bare, joined = (ripple_links(claims, parts, confirmed=own) for own in ([], [FIRST, SECOND]))
    assert len(bare) == len(joined) == len(link_parts(claims, parts))
    assert joined["claim"].tolist() == link_parts(claims, parts)["claim"].tolist()


def test_what_is_held_apart_stays_apart_in_broader_terms():
    claims, parts = situated("S1 c:poor r:course o:job", "S1 c:firm m:hope o:hope")
    links = ripple_links(claims, parts, up=roll_up(CODES))
    assert complete_sources(links, "hardship", "hope") == []
    assert set(links["from_code"]) >= {"hardship", "work@context"}


def test_a_circumstance_held_apart_has_a_name_for_readers():
    assert ripple_names({"job": "A job"}) == {"job": "A job", "job@context": "A job (as a circumstance)"}
