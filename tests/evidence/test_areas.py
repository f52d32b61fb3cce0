"""Areas are compared within one year's boundaries or by a look-up; rounded and missing parts are told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from useit_eval.evidence.areas import added_up, beside, deprived_counts
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.series.areas import read_lookup
from useit_eval.sources.series.indicators import read_indicators

CONTEXT = Path(__file__).resolve().parents[3] / "shared" / "data" / "uk_context"
WARDS = ["E05001193", "E05001205", "E05001277"]
LOOKUP = pd.DataFrame(
    [("a", "2011", "A", "Upper", "2013"), ("b", "2011", "A", "Upper", "2013"), ("c", "2011", "B", "Lower", "2013")],
    columns=["area", "area_vintage", "into", "into_name", "into_vintage"],
)


def _readings(values: dict, *, vintage="2011", unit="people", rounded_to=None, indicator="x") -> pd.DataFrame:
    rows = [(indicator, area, vintage, "2017-05-01", value, unit, rounded_to) for area, value in values.items()]
    names = ["indicator", "area", "area_vintage", "period", "value", "unit", "rounded_to"]
    return pd.DataFrame(rows, columns=names).astype({"value": "Float64", "rounded_to": "Float64"})


def test_the_counts_of_greater_icknield_come_out():
    if not CONTEXT.is_dir():
        pytest.skip("the shared data on the United Kingdom is not at hand")
    lookup = read_lookup(CONTEXT / "boundaries" / "lsoa11_to_ward13_birmingham_sandwell.csv")
    readings = read_indicators(CONTEXT / "imd" / "imd2015_england_lsoa11_birmingham_sandwell.csv")
    deciles = readings[readings["unit"] == "decile"]
    tenth, fifth = (deprived_counts(deciles, lookup, areas=WARDS, worst=worst) for worst in (1, 2))
    assert tenth["area_name"].tolist() == ["Ladywood", "Soho", "Smethwick", "all"]
    assert tenth["small_areas"].tolist() == [21, 15, 8, 44]
    assert tenth["deprived"].tolist() == [6, 11, 2, 19]
    assert fifth["deprived"].tolist() == [9, 14, 6, 29]


def test_wards_of_2013_and_of_2018_are_not_set_beside_one_another():
    old, new = _readings({"E05001205": 1.0}, vintage="2013"), _readings({"E05011168": 2.0}, vintage="2018")
    with pytest.raises(InputRefused, match="boundaries of 2013 cannot be set beside areas of 2018.*look-up"):
        beside(old, new)


def test_areas_of_one_year_are_set_beside_one_another_and_gaps_stay():
    pairs = beside(_readings({"a": 1.0, "b": 2.0}), _readings({"b": 3.0, "c": None}))
    assert pairs["area"].tolist() == ["a", "b", "c"]
    assert pairs["left"].fillna(-1).tolist() == [1, 2, -1] and pairs["right"].fillna(-1).tolist() == [-1, 3, -1]


def test_a_look_up_leads_one_area_into_one_and_refuses_to_merge_in_silence():
    right = _readings({"B": 9.0}, vintage="2013")
    assert beside(_readings({"c": 5.0}), right, lookup=LOOKUP)[["left", "right"]].values.tolist() == [[5.0, 9.0]]
    with pytest.raises(InputRefused, match="A has more than one reading.*add small areas up first"):
        beside(_readings({"a": 1.0, "b": 2.0}), _readings({"A": 9.0}, vintage="2013"), lookup=LOOKUP)


def test_boundaries_not_stated_or_mixed_are_refused():
    mixed = pd.concat([_readings({"a": 1.0}), _readings({"b": 1.0}, vintage="2021")])
    with pytest.raises(InputRefused, match="several years' boundaries stand together: 2011, 2021"):
        beside(mixed, _readings({"a": 1.0}))
    with pytest.raises(InputRefused, match="the year of the areas' boundaries is not stated"):
        beside(_readings({"a": 1.0}, vintage=None), _readings({"a": 1.0}))
    with pytest.raises(InputRefused, match="the look-up leads from areas of 2011, the readings are of areas of 2021"):
        added_up(_readings({"a": 1.0}, vintage="2021"), LOOKUP)


def test_a_sum_of_rounded_counts_says_how_far_it_may_be_off():
    summed = added_up(_readings({"a": 10.0, "b": 15.0, "c": 20.0}, rounded_to=5.0), LOOKUP)
    assert summed["value"].tolist() == [25, 20] and summed["off_by"].tolist() == [5, 2.5]
    assert summed["note"][0] == "sum of 2 rounded values: off by 5 at most"


@pytest.mark.parametrize("values", [{"a": 10.0, "b": None}, {"a": 10.0}])
def test_a_sum_with_a_missing_part_is_missing(values):
    summed = added_up(_readings(values), LOOKUP)
    assert summed["value"].isna().tolist() == [True] and summed["missing"].tolist() == [1]
    assert summed["note"][0] == "1 of 2 parts are missing, so there is no sum"


@pytest.mark.parametrize("unit", ["percent", "rank", "decile", "score", "share", "not stated"])
def test_what_is_no_count_is_never_added_up(unit):
    with pytest.raises(InputRefused, match=f"values in {unit} cannot be added up"):
        added_up(_readings({"a": 1.0}, unit=unit), LOOKUP)


def test_a_small_area_without_a_decile_makes_no_count():
    with pytest.raises(InputRefused, match="the small area b has no decile"):
        deprived_counts(_readings({"a": 1.0}, unit="decile"), LOOKUP, areas=["A"])
    with pytest.raises(InputRefused, match="'Z' is not in the look-up"):
        deprived_counts(_readings({"a": 1.0}, unit="decile"), LOOKUP, areas=["Z"])
