"""Numbers against targets, and numbers that only count."""

from __future__ import annotations

import pytest

from tests.evidence.rows import STRANDS, make_figures
from useit_eval.evidence import attain_targets, attained, count_figures

TARGET = {"label": "F001", "role": "target", "value": 22.0, "target_of": "F002", "definition": "people to be trained"}


def _texts(finding) -> str:
    return " ".join(sentence.text for sentence in finding.sentences)


def test_a_figure_is_set_against_its_target_with_date_share_and_both_ids():
    (finding,) = attain_targets(
        make_figures(TARGET, {"label": "F002", "value": 11.0, "as_of": "September 2017"}), strands=STRANDS
    )
    assert finding.key == "evidence.targets.north" and finding.strand == "north"
    told = finding.sentences[1]
    assert "11 people" in told.text and "50% of the target" in told.text and "September 2017" in told.text
    assert told.ids == ("F002", "F001")
    assert finding.figure.rows[0]["value"] == 11 and finding.figure.rows[0]["target"] == 22


def test_an_output_is_never_called_an_outcome():
    (finding,) = attain_targets(make_figures(TARGET, {"label": "F002"}), strands=STRANDS)
    assert "an output, not an outcome" in _texts(finding)
    (outcome,) = attain_targets(make_figures(TARGET, {"label": "F002", "role": "outcome"}), strands=STRANDS)
    assert "not an outcome" not in _texts(outcome)


def test_another_unit_gets_no_share_and_no_place_in_the_drawing():
    (finding,) = attain_targets(make_figures(TARGET, {"label": "F002", "unit": "enterprises"}), strands=STRANDS)
    assert "another unit" in _texts(finding) and finding.figure is None
    assert finding.table.rows[0][-1] == ""


def test_values_in_conflict_stand_side_by_side_and_none_is_chosen():
    rows = (
        {**TARGET, "value": 60.0, "target_of": "F002; F003"},
        {"label": "F002", "value": 70.0, "bound": "at_least", "conflicts_with": "F003"},
        {"label": "F003", "value": 94.0, "conflicts_with": "F002"},
    )
    (finding,) = attain_targets(make_figures(*rows), strands=STRANDS)
    assert "at least 70 people and 94 people" in _texts(finding) and "none is chosen" in _texts(finding)
    assert "at least 117% of the target" in _texts(finding) and "157% of the target" in _texts(finding)


def test_a_target_without_a_figure_says_that_nothing_is_reported():
    (finding,) = attain_targets(make_figures({**TARGET, "target_of": None}), strands=STRANDS)
    assert finding.sentences[0].text == "Nothing is reported yet against 1 target: people to be trained (22 people)."
    assert finding.sentences[0].ids == ("F001",)


def test_a_denominator_is_told():
    (finding,) = attain_targets(
        make_figures(TARGET, {"label": "F002", "population": "residents who applied"}), strands=STRANDS
    )
    assert "counted among: residents who applied" in _texts(finding)


def test_changing_one_figure_changes_only_the_sentences_that_stand_on_it():
    rows = (
        TARGET,
        {"label": "F002"},
        {"label": "F003", "role": "target", "value": 5.0, "target_of": "F004"},
        {"label": "F004"},
    )
    (before,) = attain_targets(make_figures(*rows), strands=STRANDS)
    (after,) = attain_targets(make_figures(*rows[:3], {"label": "F004", "value": 3.0}), strands=STRANDS)
    changed = [new.ids for old, new in zip(before.sentences, after.sentences, strict=True) if old != new]
    assert changed == [("F004", "F003")]


@pytest.mark.parametrize(("value", "unit", "share"), [(11, "people", 0.5), (11, "firms", None), (None, "people", None)])
def test_a_share_needs_one_unit_and_two_values(value, unit, share):
    assert attained({"value": 22, "unit": "people"}, {"value": value, "unit": unit}) == share


def test_counts_are_no_funnel_keep_their_units_and_leave_out_what_has_a_target():
    rows = (
        TARGET, {"label": "F002"}, {"label": "F003", "value": 3.0, "unit": "enterprises", "definition": "enterprises founded"},
        {"label": "F004", "role": "activity"}, {"label": "F005", "value": 8.0, "unit": "diagnostics"},
        {"label": "F006", "value": 50.0, "unit": "percent"}, {"label": "F007", "role": "context"},
    )  # fmt: skip
    (finding,) = count_figures(make_figures(*rows), strands=STRANDS)
    assert "not a funnel" in _texts(finding)
    assert [row["unit"] for row in finding.figure.rows] == ["enterprises", "diagnostics"]
    assert finding.trace == ("F003", "F004", "F005", "F006")
    assert "No outcome is given as a number." in _texts(finding)


def test_a_date_is_neither_counted_nor_a_target():
    rows = ({"label": "F001", "value": None, "day": "2017-05-30", "role": "target"},)
    assert (
        attain_targets(make_figures(*rows), strands=STRANDS)
        == count_figures(make_figures(*rows), strands=STRANDS)
        == []
    )
