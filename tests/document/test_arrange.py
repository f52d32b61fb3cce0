"""What stands where: chains, slots, rungs, and the places of a map."""

from __future__ import annotations

import pytest

from tests.document import sample
from useit_eval.document import arrange


def slots(*used: str) -> list[str]:
    return [box.slot for box in arrange.chains(tuple({"slot": slot, "factor": "f"} for slot in used))[0].boxes]


def test_what_all_parts_share_is_told_once():
    first, second = arrange.chains(sample.configuration().rows)
    assert first.claims == ("C001",) and first.under.startswith("observed · 1\u00a0citation")
    assert {part.under for box in first.boxes for part in box.parts} == {""}
    assert second.under == "anticipated" and second.claims == ()
    assert second.boxes[0].parts[0].claims == ("C002", "C003")


def test_a_slot_nobody_filled_keeps_its_place():
    assert slots("context", "outcome") == ["context", "mechanism_resource", "mechanism_reasoning", "outcome"]


def test_a_mixed_mechanism_stands_for_both_its_halves():
    assert slots("mechanism_mixed", "context") == ["context", "mechanism_mixed", "outcome"]


@pytest.mark.parametrize(("first", "second"), [("intervention", "context"), ("context", "intervention")])
def test_intervention_and_context_keep_the_order_of_the_template(first, second):
    assert slots(first, second)[:2] == [first, second]


def test_the_ladder_is_told_from_the_top_and_what_stands_beside_it_apart():
    main, beside = arrange.rungs(sample.ladder().rows)
    assert [rating for rating, _ in main] == ["well_supported", "supported", "emerging", "insufficient"]
    assert [(rating, [row["theory"] for row in rows]) for rating, rows in beside] == [("contested", ["CN2"]), ("not_supported", [])]


def test_missing_values_and_targets_are_said_to_be_missing():
    assert arrange.told_target({"unit": "homes", "value": None, "target": 5}) == "no figure yet; target 5"
    assert arrange.told_target({"unit": "homes", "value": 3, "bound": "at_least", "as_of": "2017", "target": None}) == "at least 3 homes (2017); no target stated"


def test_states_keep_the_order_of_the_closed_list():
    assert arrange.states_in_order(({"state": "failed"}, {"state": "possible"})) == ["possible", "failed"]
    assert arrange.states_in_order(({"state": "zebra"}, {"state": "ape"})) == ["zebra", "ape"]


def test_factors_without_slots_stand_in_a_circle():
    for x, y in arrange.places(sample.circle().rows).values():
        assert (x - 0.5) ** 2 + (y - 0.5) ** 2 == pytest.approx(0.25)


def test_a_link_ends_at_the_edge_of_its_box():
    assert arrange.at_edge((0, 0), (10, 10), (2, 1)) == (1.0, 1.0)
    assert arrange.at_edge((0, 0), (0, 0), (2, 1)) == (0, 0)
