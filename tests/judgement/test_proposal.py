"""One step at a time up, gates only down, and two ratings beside the ladder."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.rows import make_bearing, make_theories
from tests.judgement.rubrics import RUBRIC
from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused
from useit_eval.judgement import MEASURES, profile_theories, propose, read_rules
from useit_eval.judgement.proposal import COLUMNS


def _propose(rubric=RUBRIC, **measures) -> dict:
    profile = {"theory_id": "N1", **dict.fromkeys(MEASURES, 0), "units_supporting": 5, **measures}
    return propose(pd.DataFrame([profile]), rubric).iloc[0].to_dict()


def test_everything_starts_at_insufficient():
    rated = _propose()
    assert (rated["rating"], rated["condition"], rated["gate"], rated["beside"]) == ("insufficient", "", "", "")


def test_a_step_cannot_be_skipped():
    assert _propose(linked_claims=1, observed_claims=9)["rating"] == "emerging"
    assert _propose(linked_claims=1, supporting_claims=2, observed_claims=9)["rating"] == "well_supported"


def test_the_condition_that_lifted_it_last_is_named_in_words():
    rated = _propose(linked_claims=1, supporting_claims=2)
    assert (rated["condition"], rated["condition_says"]) == ("often", "It is told often.")


def test_the_lowest_gate_caps_and_all_that_lowered_are_named():
    rated = _propose(
        linked_claims=1, supporting_claims=2, observed_claims=2, units_supporting=1, refuting_unexplained=1
    )
    assert (rated["base_rating"], rated["rating"], rated["gate"]) == ("well_supported", "emerging", "one_unit")
    assert rated["gates"] == "one_unit; against"


def test_a_gate_that_holds_without_lowering_is_named_as_waiting():
    rated = _propose(linked_claims=1, units_supporting=1)
    assert (rated["rating"], rated["gate"], rated["gates_waiting"]) == ("emerging", "", "one_unit")


def test_beside_the_ladder_replaces_the_rating_and_keeps_the_step_reached():
    rated = _propose(linked_claims=1, share_against=0.5)
    assert (rated["rating"], rated["capped_rating"], rated["beside"]) == ("contested", "emerging", "both")


def test_what_the_next_step_needs_is_told_in_words():
    assert _propose(linked_claims=1)["lacking"] == "claims that support the theory, denied ones left out (at least 2)"


def test_the_bounds_of_what_is_lacking_are_told_at_least_at_most_and_exactly():
    needs = [{"measure": "units", "at_most": 1}, {"measure": "silent", "equals": 1}, {"measure": "share_observed", "at_least": 0.25}]
    rubric = {"conditions": [{"id": "x", "lifts_to": "emerging", "needs": needs, "says": "X."}]}
    assert _propose(rubric, units=2)["lacking"] == (
        "independent units they come from (at most 1); 1 when nothing bears on the theory either way (exactly 1); "
        "share of the supporting claims that tell of something that has happened (at least 25%)"
    )


def test_everything_that_decided_is_told_in_the_rubrics_words():
    rated = _propose(
        linked_claims=1, supporting_claims=2, observed_claims=2, units_supporting=1, refuting_unexplained=1, share_against=0.5
    )
    assert rated["gate_says"] == "One unit only. Something speaks against it." and rated["gates_waiting_say"] == ""
    assert rated["beside_says"] == "Half of it is against."
    assert rated["why"] == "It has been seen. One unit only. Half of it is against."
    assert list(rated) == list(COLUMNS)


def test_where_nothing_decided_nothing_is_told():
    rated = _propose()
    told = ("condition_says", "gate_says", "gates", "gates_waiting", "gates_waiting_say", "beside_says", "why")
    assert [rated[name] for name in told] == [""] * len(told)


def test_gates_that_wait_are_all_named_with_their_words():
    rated = _propose(units_supporting=1, refuting_unexplained=1)
    assert (rated["gates_waiting"], rated["gates_waiting_say"]) == (
        "one_unit; against", "One unit only. Something speaks against it."
    )  # fmt: skip


def test_of_two_gates_that_cap_alike_the_rubrics_first_is_named():
    second = {**RUBRIC["gates"][0], "id": "one_unit_again"}
    rated = _propose({**RUBRIC, "gates": [*RUBRIC["gates"], second]}, linked_claims=1, supporting_claims=2, units_supporting=1)
    assert (rated["gate"], rated["gates"]) == ("one_unit", "one_unit; one_unit_again")


def test_the_lowest_cap_is_named_first_whatever_the_order_of_the_rubric():
    rated = _propose(
        {**RUBRIC, "gates": RUBRIC["gates"][::-1]},
        linked_claims=1, supporting_claims=2, observed_claims=2, units_supporting=1, refuting_unexplained=1,
    )  # fmt: skip
    assert (rated["rating"], rated["gate"], rated["gates"]) == ("emerging", "one_unit", "one_unit; against")


def test_what_is_met_already_is_not_lacking():
    needs = [{"measure": "units", "at_least": 1}, {"measure": "sources", "at_least": 2}]
    rubric = {"conditions": [{"id": "x", "lifts_to": "emerging", "needs": needs, "says": "X."}]}
    assert _propose(rubric, units=1, sources=1)["lacking"] == "sources they come from (at least 2)"
    assert _propose(rubric, units=1, sources=2)["lacking"] == ""


def test_what_is_lacking_is_told_of_the_next_step_only_whatever_the_order_of_the_rubric():
    backwards = {**RUBRIC, "conditions": RUBRIC["conditions"][::-1]}
    assert _propose(backwards, linked_claims=1)["lacking"] == "claims that support the theory, denied ones left out (at least 2)"


def test_where_no_condition_leads_to_the_next_step_nothing_is_lacking():
    two = {**RUBRIC, "conditions": [rule for rule in RUBRIC["conditions"] if rule["lifts_to"] != "supported"]}
    assert (_propose(two, linked_claims=1)["rating"], _propose(two, linked_claims=1)["lacking"]) == ("emerging", "")


@pytest.mark.parametrize("held", [read_rules(RUBRIC), *read_rules(RUBRIC).every, read_rules(RUBRIC).gates[0].needs[0]])
def test_what_is_read_of_a_rubric_cannot_be_changed_afterwards(held):
    name = dataclasses.fields(held)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(held, name, "another")


@pytest.mark.parametrize(("comparison", "met"), [
    ("at_least", [False, True, True]), ("at_most", [True, True, False]), ("equals", [False, True, False]),
])  # fmt: skip
def test_a_bound_of_two_is_met_from_two_up_to_two_or_by_two_alone(comparison, met):
    needs = [{"measure": "units", comparison: 2}]
    rubric = {"conditions": [{"id": "x", "lifts_to": "emerging", "needs": needs, "says": "X."}]}
    assert [_propose(rubric, units=units)["rating"] == "emerging" for units in (1, 2, 3)] == met


def test_a_missing_value_meets_no_need():
    assert _propose(linked_claims=1, share_against=float("nan"))["beside"] == ""


def test_five_for_and_one_unexplained_against_is_never_well_supported_and_names_the_gate():
    rows = tuple(f"S{n} c:poor r:course o:job" for n in range(1, 7))
    evidence = (*(f"N1 C00{n} supports" for n in range(1, 6)), "N1 C006 refutes")
    profiles = profile_theories(make_bearing(rows, evidence), make_theories({"theory_id": "N1"}))
    rated = propose(profiles, RUBRIC).iloc[0]
    assert (rated["base_rating"], rated["rating"], rated["gate"]) == ("well_supported", "supported", "against")


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {
            name: st.integers(0, 6)
            for name in (
                "linked_claims",
                "supporting_claims",
                "observed_claims",
                "units_supporting",
                "refuting_unexplained",
            )
        }
    )
)
def test_gates_can_only_lower(measures):
    place = terms.LADDER.index
    rated, free = _propose(**measures), _propose({**RUBRIC, "gates": []}, **measures)
    assert rated["base_rating"] == free["rating"] and place(rated["capped_rating"]) <= place(rated["base_rating"])


@pytest.mark.parametrize(("broken", "told"), [
    ({"conditions": [{"id": "x", "lifts_to": "emerging", "needs": [{"measure": "charm", "at_least": 1}], "says": ""}]}, "'charm', which is not measured"),
    ({"conditions": [{"id": "x", "lifts_to": "superb", "needs": [], "says": ""}]}, "'superb' cannot be its rating"),
    ({"gates": [{"id": "x", "caps_at": "emerging", "when": [{"measure": "units", "at_most": "gone"}], "says": ""}]}, "threshold 'gone'"),
    ({"gates": [{"id": "x", "caps_at": "emerging", "when": [{"measure": "units"}], "says": ""}]}, "needs one of at_least, at_most or equals"),
    ({"gates": [{"id": "x", "caps_at": "emerging", "when": [{"measure": "units", "at_least": 1, "at_most": 3}], "says": ""}]}, "needs one of at_least, at_most or equals"),
])  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused_with_its_name(broken, told):
    with pytest.raises(InputRefused, match=f"'x'.*{told}"):
        read_rules(broken)


def test_a_rubric_of_the_codebook_and_a_mapping_of_its_form_say_the_same():
    from useit_eval.codebook.rubric import Rubric

    numbers = {"claims": 2, "units_that_stop": 1, "weighty": 0.5}
    plain = {key: [_settled(rule, numbers) for rule in RUBRIC[key]] for key in ("conditions", "gates", "beside")}
    assert read_rules(Rubric.model_validate({"thresholds": numbers, **plain})) == read_rules(RUBRIC)


def _settled(rule: dict, numbers: dict) -> dict:
    key = "needs" if "needs" in rule else "when"
    needs = []
    for need in rule[key]:
        bound = next(name for name in ("at_least", "at_most", "equals") if name in need)
        named = isinstance(need[bound], str)
        needs.append({**need, **({bound: numbers[need[bound]], "threshold": need[bound]} if named else {})})
    return {**rule, key: needs}
