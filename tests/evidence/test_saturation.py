"""Saturation: base, run and threshold as published; the order is stated and varied; too few sources are said to be too few."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cmo.rows import CODES, make_claims, make_sources
from tests.evidence.rows import make_bearing, make_theories
from useit_eval.coding import roll_up
from useit_eval.evidence import tell_saturation
from useit_eval.evidence.saturation import in_order, other_orders, saturate, told_by_source
from useit_eval.ground.errors import InputRefused

THEORIES = make_theories({"theory_id": "N1"})
ROWS = tuple(f"S{number} c:poor r:course o:job" for number in range(1, 7))
NOBODY = pd.DataFrame(columns=["bearing"])


def _themes(*new: int) -> list[set[int]]:
    """Return sources that bring so many new themes each, beside the first one of all."""
    start, made = 0, []
    for count in new:
        made.append({0, *range(start, start + count)} if start or count else set())
        start += count
    return made


def _sources(labels: tuple[str, ...], *days: str) -> pd.DataFrame:
    dated = [*days, *[None] * (len(labels) - len(days))]
    return make_sources(*labels).assign(dated=dated, title=[f"Talk {label}" for label in labels])


def test_the_published_example_is_saturated_at_six_and_two():
    # Guest, Namey & Chen (2020): 37 themes in a base of four; runs of two bring 11% with the sixth, then 3%,
    # so saturation is told as 6+2. How the 37 fall on the four, and the run before, is ours.
    found = saturate(_themes(17, 10, 6, 4, 4, 3, 1, 0), base=4, run=2, threshold=0.05)
    assert found.base == 37 and [round(share, 2) for share in found.runs[1:]] == [0.11, 0.03] and found.reached == 6


def test_no_new_theme_at_all_can_be_asked_for():
    assert saturate(_themes(17, 10, 6, 4, 4, 3, 1, 0, 0), base=4, run=2, threshold=0).reached == 7
    assert saturate(_themes(17, 10, 6, 4, 4, 3, 1, 0), base=4, run=2, threshold=0).reached is None


def test_a_base_of_nothing_and_too_few_sources_cannot_be_judged():
    assert not saturate([set(), set(), {1}], base=2, run=1).judged
    assert not saturate([{1}, {2}], base=2, run=1).judged


@pytest.mark.parametrize("how", [{"base": 0}, {"run": 0}, {"threshold": 1}])
def test_a_base_run_or_threshold_that_makes_no_sense_is_refused(how):
    with pytest.raises(InputRefused, match="make no saturation"):
        saturate([{1}], **how)


@given(st.lists(st.sets(st.integers(0, 9)), min_size=3, max_size=8))
def test_new_ones_add_up_to_all_there_are_whatever_the_order(items):
    for order in (items, items[::-1]):
        assert sum(saturate(order, base=2, run=1).new) == len(set().union(*items))


def test_few_sources_are_tried_in_every_order_and_many_by_seed():
    places, every = other_orders(_themes(3, 0, 0, 1), seed=1, base=1, run=1)
    assert every and len(places) == 24
    many = _themes(5, 3, 2, 1, 0, 0, 1, 0)
    first, every = other_orders(many, seed=1)
    assert not every and len(first) == 720 and first == other_orders(many, seed=1)[0] != other_orders(many, seed=2)[0]


def test_sources_stand_by_day_then_label_and_without_a_day_last():
    rows = _sources(("S1", "S2", "S3", "S4"), "2018-02-01", "2018-01-01", "2018-01-01")
    assert in_order(rows)["label"].tolist() == ["S2", "S3", "S1", "S4"]


def test_configurations_are_counted_in_broader_terms_and_denied_claims_tell_none():
    claims, parts = make_claims("S1 c:poor o:job", "S2 c:lonely o:firm", "S3 c:poor r:course | denied")
    told = told_by_source(claims, parts, NOBODY, THEORIES, up=roll_up(CODES))
    assert told["configurations"]["id-S1"] == told["configurations"]["id-S2"] and not told["configurations"]["id-S3"]
    assert told["codes"]["id-S1"] != told["codes"]["id-S2"] and told["codes"]["id-S3"] == {"poor", "course"}


def test_whole_configurations_are_counted_beside_their_pairs():
    claims, parts = make_claims("S1 c:poor r:course o:job")
    assert len(told_by_source(claims, parts, NOBODY, THEORIES)["configurations"]["id-S1"]) == 4


def test_a_contradiction_is_new_once_for_a_theory_and_an_outcome():
    rows = ("S1 c:poor r:course o:job", "S2 r:mentor o:job")
    claims, parts = make_claims(*rows)
    bearing = make_bearing(rows, ("N1 C001 refutes", "N1 C002 refutes"))
    told = told_by_source(claims, parts, bearing, THEORIES, up=roll_up(CODES))["contradictions"]
    assert told["id-S1"] == told["id-S2"] == {("N1", "work")}


def _tell(rows, labels, *days, **more):
    claims, parts = make_claims(*rows)
    return tell_saturation(claims, parts, NOBODY, THEORIES, sources=_sources(labels, *days), seed=7, **more)


def test_what_each_source_added_is_told_with_the_order_and_that_it_says_little_about_a_theory():
    finding = _tell(ROWS, tuple(f"S{number}" for number in range(1, 7)), "2018-01-01", "2018-01-02")
    told = " ".join(line.text for line in finding.sentences)
    assert finding.key == "evidence.saturation" and finding.data["codes"]["new"] == [3, 0, 0, 0, 0, 0]
    assert (
        "by their day, then their label, from 1 January 2018 to 2 January 2018; 4 sources without a day come last"
        in told
    )
    assert (
        "Codes: 3 codes in all, 3 of them in the base; little new after 4 sources, as the next 2 bring 0% (4+2)."
        in told
    )
    assert "In all 720 orders of the sources it is reached in 100%, after 4 sources (+2)." in told
    assert "Contradictions: no contradictions in all, none in the base" in told
    assert "says little about a theory" in finding.sentences[-1].text
    assert finding.figure.kind == "states" and finding.table.rows[0][2:] == (3, 4, 0)
    assert all(line.ids or line.explains for line in finding.sentences)


def test_a_later_run_that_brings_new_ones_again_is_said():
    rows = [f"S{number} c:poor" for number in range(1, 8)] + ["S8 c:lonely"]
    told = " ".join(line.text for line in _tell(rows, tuple(f"S{number}" for number in range(1, 9))).sentences)
    assert "though the last run brings 100% again" in told


def test_from_one_source_it_cannot_be_judged():
    finding = _tell(ROWS[:1], ("S1",), "2018-01-01")
    assert (
        not finding.data["judged"]
        and "cannot be judged from 1 source with claims: it takes 6." in finding.sentences[0].text
    )


def test_without_a_claim_it_says_so():
    claims, parts = make_claims(*ROWS[:1])
    finding = tell_saturation(claims.iloc[:0], parts, NOBODY, THEORIES, sources=_sources(("S1",)))
    assert finding.sentences[0].explains and "No claim is on record" in finding.sentences[0].text
