"""rubric.yaml: conditions that lift, gates that cap, and thresholds with names."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_rubric
from useit_eval.ground.errors import UsageError

MEASURES = ("supporting", "refuting", "units", "all_by_programme")


def test_a_bound_may_be_a_number_a_flag_or_the_name_of_a_threshold(put):
    rubric = load_rubric(put("rubric"), measures=MEASURES)
    assert [(need.measure, need.comparison, need.bound, need.threshold) for need in rubric.needs()] == [
        ("supporting", "at_least", 1, None),
        ("units", "at_least", 3, "enough_units"),
        ("units", "at_most", 1, None),
        ("refuting", "at_least", 1, None),
        ("all_by_programme", "equals", True, None),
    ]
    assert (rubric.conditions[1].lifts_to, rubric.gates[0].caps_at, rubric.beside[0].rating) == (
        "supported", "emerging", "contested",
    )  # fmt: skip


def test_a_threshold_changed_moves_every_bound_that_names_it(put):
    rubric = load_rubric(put("rubric"))
    changed = rubric.with_thresholds({"enough_units": 5})
    assert (changed.conditions[1].needs[0].at_least, rubric.conditions[1].needs[0].at_least) == (5, 3)
    assert (changed.thresholds, rubric.thresholds) == ({"enough_units": 5}, {"enough_units": 3})
    assert changed.with_thresholds({"enough_units": 3}) == rubric


def test_an_unknown_threshold_is_answered_with_the_closest(put):
    with pytest.raises(UsageError, match=r"'enough_unit' is not a threshold of the rubric. Closest: 'enough_units'."):
        load_rubric(put("rubric")).with_thresholds({"enough_unit": 5})


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("measure: supporting", "measure: suporting", "line 8: measure 'suporting' is not measured. Closest: 'supporting'."),
        ("- measure: units\n        at_most: 1", "- measure: unit\n        at_most: 1", "line 21: measure 'unit' is not measured. Closest: 'units'."),
        ("at_least: enough_units", "at_least: enough_unit", "line 15: at_least 'enough_unit' is not a threshold. Closest: 'enough_units'."),
        ("        at_least: 1\n", "", "line 8: 'supporting' needs one of at_least, at_most, equals; found none. Keep one bound."),
        ("at_least: 1\n", "at_least: 1\n        at_most: 2\n", "line 8: 'supporting' needs one of at_least, at_most, equals; found at_least and at_most. Keep one bound."),
        ("lifts_to: emerging", "lifts_to: well_supported", "line 12: the condition 'several_units' lifts to supported after a higher one. Order them: emerging, supported, well_supported."),
        ("lifts_to: emerging", "lifts_to: insufficient", "line 6: lifts_to 'insufficient' is not one of the words allowed here. Known: emerging, supported, well_supported."),
        ("caps_at: emerging", "caps_at: contested", "line 19: caps_at 'contested' is not one of the words allowed here. Known: insufficient, emerging, supported, well_supported."),
        ("rating: contested", "rating: emerging", "line 26: rating 'emerging' is not one of the words allowed here. Known: contested, not_supported."),
        ("id: one_unit", "id: some_support", "line 18: the rule 'some_support' is given twice (first on line 5). Give each its own."),
        ("enough_units: 3", "enough_units: -3", "line 3: a bound should be zero or more, found -3: measures are counts, grades and shares. Correct the number."),
        ("enough_units: 3", "enough_units: .nan", "line 3: a bound should be zero or more, found nan: measures are counts, grades and shares. Correct the number."),
        ("enough_units: 3", "enough_units: three", "line 3: a bound should be a number, true or false, found 'three'. Write digits without quotes."),
    ],
)  # fmt: skip
def test_each_fault_of_a_rubric_has_its_sentence(put, said, old, new, sentence):
    assert said(load_rubric, put("rubric", (old, new)), measures=MEASURES) == f"rubric.yaml, {sentence}"
