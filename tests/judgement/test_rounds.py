"""Ratings as of each round: what came later is not looked at, and a move says by which rule it came about."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from useit_eval.judgement import tell_changes
from useit_eval.judgement.rounds import compare, direction, round_of, stand

RUBRIC = {
    "thresholds": {"two": 2},
    "conditions": [
        {"id": "told", "lifts_to": "emerging", "needs": [{"measure": "supporting_claims", "at_least": 1}], "says": "Told."},
        {"id": "often", "lifts_to": "supported", "needs": [{"measure": "supporting_claims", "at_least": "two"}], "says": "Often."},
    ],
    "gates": [
        {"id": "alone", "caps_at": "emerging", "when": [{"measure": "units_supporting", "at_most": 1}], "says": "One unit."}
    ],
    "beside": [
        {"id": "against", "rating": "contested", "when": [{"measure": "refuting_unexplained", "at_least": 1}], "says": "Weighty."}
    ],
}  # fmt: skip
ROUNDS = (
    SimpleNamespace(no=1, as_of="2018-12-31", title="first"),
    SimpleNamespace(no=2, as_of="2019-06-30", title="second"),
)


def _bears(subject, dated, bearing="supports", *, theory="T1", version=1, unit="u1", reason="Because <b>so</b>"):
    return {
        "theory_id": theory, "theory_version": version, "subject": subject, "subject_kind": "claim",
        "bearing": bearing, "known": True, "dated": dated, "unit": unit, "group": "g", "method": "interview",
        "triad": "full", "status": "observed", "about_outcome": True, "by_programme": False, "explained": False,
        "elicitation": "prompted", "relevance": 2, "richness": 2, "rigour": 2, "source": f"S{subject}",
        "reason": reason, "voice": "V", "coder": "c",
    }  # fmt: skip


def _versions(*rows):
    named = ("theory_id", "version", "dated", "move")
    frame = pd.DataFrame([dict(zip(named, row, strict=True)) for row in rows])
    return frame.assign(
        rivals=1, rivals_open=1, not_asked=False, strand="one", title="A theory", reason="Evidence asked for it"
    )


ONE = _versions(("T1", 1, "2018-01-01", "glean"))


def _tell(bears, versions=ONE, *, rounds=ROUNDS, milestones=(), links=(), dated=("2018-05-01", "2019-05-01")):
    sources = pd.DataFrame({"label": ["S1", "S2"], "source_id": ["s1", "s2"], "dated": list(dated)})
    milestone = pd.DataFrame(
        milestones, columns=["label", "promise", "strand", "state", "checked_on", "source_id", "note"]
    )
    link = pd.DataFrame(links, columns=["label", "strand", "opportunity", "state", "state_date", "follows"])
    found = tell_changes(
        pd.DataFrame(bears), versions, RUBRIC, rounds=rounds, sources=sources, milestones=milestone, links=link,
        strands={"one": "One", "two": "Two"},
    )  # fmt: skip
    return {finding.key: finding for finding in found}


def test_a_source_belongs_to_the_first_round_that_ends_on_or_after_its_day():
    days = ["2018-12-31", "2019-01-01", None, float("nan"), "2019-07-01"]
    assert round_of(days, ROUNDS) == [1, 2, 1, 1, 0]


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ("emerging", "supported", "up"),
        ("supported", "emerging", "down"),
        ("supported", "contested", "down"),
        ("insufficient", "contested", "down"),
        ("contested", "not_supported", "down"),
        ("not_supported", "insufficient", "up"),
        ("contested", "contested", ""),
    ],
)
def test_a_move_has_one_direction_on_and_beside_the_ladder(before, after, way):
    assert direction(before, after) == way


def test_what_came_later_is_not_looked_at_and_what_bears_no_day_counts_from_the_first_round():
    bears = pd.DataFrame(
        [_bears("P1", ""), _bears("P2", "2019-02-01", unit="u2"), _bears("P3", "2020-01-01", "refutes")]
    )
    rated = [one.ratings["T1"]["rating"] for one in stand(bears, ONE, RUBRIC, rounds=ROUNDS)]
    assert rated == ["emerging", "supported"]


def test_each_round_rates_the_version_that_was_current_on_its_last_day():
    versions = _versions(("T1", 1, "2019-05-01", "glean"), ("T1", 2, "2019-06-01", "situate"))
    bears = pd.DataFrame([_bears("P1", "2018-05-01"), _bears("P1", "2018-05-01", "refutes", version=2)])
    rated = stand(bears, versions, RUBRIC, rounds=ROUNDS)
    found = [(one.theories["T1"]["version"], one.ratings["T1"]["rating"]) for one in rated]
    assert found == [(1, "emerging"), (2, "contested")]


def test_a_rise_names_the_condition_and_the_gate_that_opened_with_both_values():
    bears = [_bears("P1", "2018-05-01"), _bears("P2", "2019-02-01", unit="u2")]
    before, after = stand(pd.DataFrame(bears), ONE, RUBRIC, rounds=ROUNDS)
    (change,) = compare(before, after, RUBRIC)
    assert (change.before, change.after, change.direction) == ("emerging", "supported", "up")
    assert [found.rule.id for found in change.lifted] == ["often"]
    assert [found.rule.id for found in change.opened] == ["alone"]
    assert [(was, now) for _, was, now in change.lifted[0].needs] == [(1, 2)]
    told = " ".join(line.text for line in _tell(bears)["judgement.changes"].sentences)
    assert "T1 “A theory” moved up, from emerging to supported. For it came P2; nothing came against it." in told
    assert (
        "what lifts it to supported: Often (claims that support the theory, denied ones left out: 1 then, 2 now; the bar is at least 2)."
        in told
    )
    assert (
        "it no longer holds that: One unit (independent units among the supporting claims: 1 then, 2 now; the bar is at most 1)."
        in told
    )


def test_more_claims_of_the_same_unit_lift_nothing_because_the_gate_holds():
    bears = [_bears("P1", "2018-05-01"), _bears("P2", "2019-02-01")]
    found = _tell(bears)["judgement.changes"]
    assert found.data["moves"] == []
    assert "T1 (emerging) did not move and stays as before." in [line.text for line in found.sentences]


def test_a_fall_names_what_came_against_and_the_rule_beside_the_ladder():
    bears = [_bears("P1", "2018-05-01"), _bears("P9", "2019-02-01", "refutes", reason="It went otherwise")]
    found = _tell(bears)["judgement.changes"]
    (move,) = found.data["moves"]
    assert (move["direction"], move["refutes"], move["beside"]) == ("down", ["P9"], ["against"])
    assert "T1, against it: (P9) It went otherwise." in [line.text for line in found.sentences]


def test_a_theory_refined_without_a_change_of_rating_is_told_with_what_is_read_otherwise():
    versions = _versions(("T1", 1, "2018-01-01", "glean"), ("T1", 2, "2019-02-01", "situate"))
    bears = [_bears("P1", "2018-05-01"), _bears("P1", "2018-05-01", version=2), _bears("P5", "2018-05-01", "refines"),
             _bears("P5", "2018-05-01", "neutral", version=2)]  # fmt: skip
    found = _tell(bears, versions)["judgement.changes"]
    assert found.data["refined"] == ["T1"] and found.data["moves"] == []
    assert any(
        "its rating stayed at emerging" in s.text and "P5 from refines to neutral" in s.text for s in found.sentences
    )


def test_a_milestone_is_not_checked_before_the_day_on_which_its_state_was_found_out():
    milestones = [
        ("M1", "A room is kept.", "one", "missed", "2019-03-01", "s1", "No money."),
        ("M2", "A room is found.", "one", "met", "2018-11-01", "s1", ""),
        ("M3", "A room is painted.", "two", "missed", "", "s1", ""),
        ("M4", "A room is let.", "two", "not_checked", "", "s2", ""),
    ]
    found = _tell([_bears("P1", "2018-05-01")], milestones=milestones)
    assert found["judgement.changes.one"].data["milestones"] == [
        {"label": "M1", "before": "not_checked", "after": "missed"}
    ]
    assert found["judgement.changes.two"].data["milestones"] == []
    told = [line.text for line in found["judgement.changes.two"].sentences]
    assert told[1:] == ["A promise was made (M4): “A room is let”. It is not checked."]


def test_a_link_changed_only_when_the_register_says_a_day_after_the_last_round():
    links = [
        ("L1", "one", "posts", "agreed", "March 2019", "L9"),
        ("L2", "one", "sales", "realised", "not stated", ""),
        ("L3", "one", "land", "realised", "winter 2018", ""),
        ("L9", "one", "posts", "possible", "May 2018", ""),
    ]
    found = _tell([_bears("P1", "2018-05-01")], links=links)["judgement.changes"]
    assert found.data["links"] == [{"label": "L1", "before": "possible", "after": "agreed"}]


def test_a_study_of_one_round_or_none_tells_no_changes():
    assert _tell([_bears("P1", "2018-05-01")], rounds=ROUNDS[:1]) == _tell([_bears("P1", "")], rounds=()) == {}


def test_sources_without_a_day_and_after_the_last_round_are_said():
    told = [s.text for s in _tell([_bears("P1", "")], dated=("", "2020-01-01"))["judgement.changes"].sentences]
    assert "1 source bears no day and counts from the first round." in told
    assert "1 source is dated after the last round and belongs to none yet." in told


def test_a_version_after_the_last_round_is_said_to_be_rated_elsewhere():
    later = _versions(("T1", 1, "2018-01-01", "glean"), ("T1", 2, "2020-02-03", "situate"), ("T2", 1, "2020-02-04", "glean"))
    told = [line.text for line in _tell([_bears("1", "2018-05-01")], later)["judgement.changes"].sentences]
    assert any(line.startswith("T1 was changed on 3 February 2020 (version 2), after the last round.") for line in told)
    assert any(line.startswith("T2 was put forward on 4 February 2020, after the last round.") for line in told)
    assert not any("after the last round" in line.text for line in _tell([_bears("1", "2018-05-01")])["judgement.changes"].sentences)
