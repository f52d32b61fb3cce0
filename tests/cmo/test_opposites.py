"""Opposites: six for and one against are two states, never five."""

from __future__ import annotations

import pytest

from tests.cmo.rows import CODES, make_claims, make_sources, make_voices
from useit_eval.cmo import count_links, keep_opposites_apart, link_parts, outcomeness, situate_claims, state_opposites
from useit_eval.coding import roll_up
from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused


def _made(*rows: str):
    """Rows such as "S1 c:poor o:job+": the outcome told as + positive, - negative, * mixed, or without a mark unknown."""
    marks = {"+": "positive", "-": "negative", "*": "mixed"}
    claims, parts = make_claims(*rows)
    parts["valence"] = [marks.get(code[-1], "unknown") for code in parts["code_id"]]
    parts["code_id"] = [code.rstrip("+-*") for code in parts["code_id"]]
    sources = sorted({row.split()[0] for row in rows})
    return situate_claims(claims, sources=make_sources(*sources), voices=make_voices(*sources)), parts


def _states(*rows: str, of: str = "link") -> dict:
    told = state_opposites(link_parts(*_made(*rows)), of=of)
    keys = ["from_code", "to_code"] if of == "link" else ["factor"]
    return {tuple(row[key] for key in keys): tuple(row[c] for c in ("positive", "negative", "state")) for _, row in told.iterrows()}


def test_six_for_and_one_against_are_two_factors_and_never_five():
    claims, parts = _made(*(f"S{n} c:poor o:job+" for n in range(6)), "S7 c:poor o:job-")
    apart, names, up = keep_opposites_apart(claims, parts, names={"job": "A job"})
    counts = count_links(link_parts(claims, apart, up=up)).set_index("to_code")["citations"].to_dict()
    assert counts == {"job": 6, "job~": 1}
    assert names["job~"] == "A job (told as negative)"
    assert "job~" not in set(parts["code_id"])


def test_both_sides_are_looked_for_in_the_broader_codes_and_rolled_up_apart():
    claims, parts = _made("S1 c:poor o:job+", "S2 c:poor o:firm-")
    apart, _, up = keep_opposites_apart(claims, parts, names={}, up=roll_up(CODES))
    assert sorted(link_parts(claims, apart, up=up)["to_code"]) == ["work", "work~"]


def test_one_claim_that_tells_both_ways_tells_two_links_when_kept_apart_and_a_mixed_one_when_not():
    claims, parts = _made("S1 c:poor o:job+ o:firm-")
    apart, _, up = keep_opposites_apart(claims, parts, names={}, up=roll_up(CODES))
    assert sorted(link_parts(claims, apart, up=up)["to_code"]) == ["work", "work~"]
    whole = link_parts(claims, parts, up=roll_up(CODES))
    assert whole[["to_code", "to_valence"]].to_numpy().tolist() == [["work", "mixed"]]


@pytest.mark.parametrize("rows", [("S1 c:poor o:job-", "S2 c:poor o:job-"), ("S1 c:poor o:job+", "S2 c:poor o:job- | denied")])
def test_an_outcome_that_is_told_one_way_keeps_its_code(rows):
    claims, parts = _made(*rows)
    apart, _, _ = keep_opposites_apart(claims, parts, names={})
    assert "job~" not in set(apart["code_id"])


def test_without_valence_nothing_is_parted():
    claims, parts = make_claims("S1 c:poor o:job")
    assert keep_opposites_apart(claims, parts, names={"job": "A job"}) == (parts, {"job": "A job"}, {})


@pytest.mark.parametrize(("rows", "told"), [
    (("S1 c:poor o:job+",), (1, 0, "positive_only")),
    (("S1 c:poor o:job-",), (0, 1, "negative_only")),
    (("S1 c:poor o:job+", "S2 c:poor o:job+", "S3 c:poor o:job-"), (2, 1, "both_sides")),
    (("S1 c:poor o:job*",), (1, 1, "both_sides")),
    (("S1 c:poor o:job",), (0, 0, "neither_side")),
    (("S1 c:poor o:job+ | denied",), (0, 1, "negative_only")),
    (("S1 c:poor o:job", "S2 c:poor o:job- | denied"), (0, 1, "negative_only")),
])  # fmt: skip
def test_a_link_is_in_one_of_four_states(rows, told):
    assert _states(*rows) == {("poor", "job"): told}
    assert told[2] in terms.OPPOSITES


def test_a_denial_speaks_against_what_it_leads_to_and_not_against_its_circumstances():
    assert _states("S1 c:poor o:job+ | denied", of="factor") == {
        ("job",): (0, 1, "negative_only"), ("poor",): (0, 0, "neither_side"),
    }  # fmt: skip


def test_a_factor_in_the_middle_counts_a_claim_once():
    assert _states("S1 c:poor r:course+ o:job+", of="factor")[("course",)] == (1, 0, "positive_only")


def test_repeats_move_the_claims_and_not_the_units():
    once = state_opposites(link_parts(*_made("S1 c:poor o:job+", "S2 c:poor o:job-")))
    often = state_opposites(link_parts(*_made(*["S1 c:poor o:job+"] * 11, "S2 c:poor o:job-")))
    columns = ["positive", "negative", "positive_units", "negative_units"]
    assert once[columns].to_numpy().tolist() == [[1, 1, 1, 1]] and often[columns].to_numpy().tolist() == [[11, 1, 1, 1]]


def test_opposites_are_told_of_links_or_factors():
    with pytest.raises(InputRefused, match="opposites are not told of a 'claim'"):
        state_opposites(link_parts(*_made("S1 c:poor o:job+")), of="claim")


def test_each_side_has_an_outcomeness_of_its_own():
    claims, parts = _made("S1 c:poor o:job+", "S2 c:poor o:job-")
    apart, _, up = keep_opposites_apart(claims, parts, names={})
    assert outcomeness(link_parts(claims, apart, up=up)).set_index("factor")["incoming"].to_dict() == {"job": 1, "job~": 1, "poor": 0}
