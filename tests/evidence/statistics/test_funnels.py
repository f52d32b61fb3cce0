"""A funnel only where each stage is a declared part of the one before, in one unit."""

from __future__ import annotations

from useit_eval.evidence.statistics import Step, refusals


def test_declared_parts_in_one_unit_make_a_funnel():
    assert refusals([Step("asked", 9, "people"), Step("came", 4, "people", part_of_previous=True)]) == ()


def test_people_at_meetings_and_enterprises_supported_do_not():
    told = refusals([Step("came", 50, "people"), Step("supported", 20, "enterprises", part_of_previous=True)])
    assert told == ("Their units differ: people and enterprises.",)


def test_stages_not_declared_not_reported_or_larger_than_their_whole_do_not():
    steps = [
        Step("found", 5, "people"),
        Step("trained", 7, "people", part_of_previous=True),
        Step("hired", 2, "people"),
        Step("stayed", None, "", ours=True),
    ]
    assert refusals(steps) == (
        "Nothing is reported for “stayed”.",
        "Not declared a part of the stage before: “hired”.",
        "Counted higher than the stage of which it is said to be a part: “trained”.",
    )
