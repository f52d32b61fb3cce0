"""A small rubric of the form of rubric.yaml, so that tests do not move when the shipped one is argued about."""

from __future__ import annotations

RUBRIC = {
    "thresholds": {"claims": 2, "units_that_stop": 1, "weighty": 0.5},
    "conditions": [
        {"id": "linked", "lifts_to": "emerging", "needs": [{"measure": "linked_claims", "at_least": 1}], "says": "Something is linked."},
        {"id": "often", "lifts_to": "supported", "needs": [{"measure": "supporting_claims", "at_least": "claims"}], "says": "It is told often."},
        {"id": "seen", "lifts_to": "well_supported", "needs": [{"measure": "observed_claims", "at_least": 2}], "says": "It has been seen."},
    ],
    "gates": [
        {"id": "one_unit", "caps_at": "emerging", "when": [{"measure": "units_supporting", "at_most": "units_that_stop"}], "says": "One unit only."},
        {"id": "against", "caps_at": "supported", "when": [{"measure": "refuting_unexplained", "at_least": 1}], "says": "Something speaks against it."},
    ],
    "beside": [
        {"id": "both", "rating": "contested", "when": [{"measure": "share_against", "at_least": "weighty"}], "says": "Half of it is against."},
    ],
}  # fmt: skip
