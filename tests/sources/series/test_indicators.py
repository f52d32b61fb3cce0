"""Indicators of any layout become readings: boundaries, rounding and gaps kept; nothing guessed in silence."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from useit_eval.ground import frames
from useit_eval.ground.errors import InputRefused, UsageError, UseitError
from useit_eval.sources.series import reading_rows
from useit_eval.sources.series.areas import LOOKUP, read_areas, read_lookup
from useit_eval.sources.series.indicators import open_indicators, read_indicators
from useit_eval.sources.spreadsheets.workbooks import write_workbook

CONTEXT = Path(__file__).resolve().parents[4] / "shared" / "data" / "uk_context"
ABSENT = "the shared data on the United Kingdom is not at hand"
NOMIS = """"Claimant count by sex and age"
"ONS Crown Copyright Reserved [from Nomis on 9 November 2017]"

"date:","May 2017"
"Age:","Aged 16+"

"2013 ward","mnemonic","Total","Male"
"Ladywood","E05001193","1,215","800"
"Soho","E05001205","1,400","*"
"Smethwick","E05001277","",""


"In order to protect against disclosure, figures have been rounded to the nearest 5."
"- These figures are missing."
"""


def _file(folder: Path, text: str, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _read(folder: Path, text: str, **told):
    return read_indicators(_file(folder, text), **told)


def _values(frame) -> dict:
    keys = zip(frame["area"], frame["period"], strict=True)
    return {
        key: None if v != v else v
        for key, v in zip(keys, frame["value"].astype(object).where(frame["value"].notna(), None), strict=True)
    }


def test_readings_have_the_columns_and_dtypes_of_their_table(tmp_path):
    frame = _read(tmp_path, "area,period,value\nA,2017,1\n")
    assert frame.dtypes.to_dict() == frames.empty("reading").dtypes[: len(frame.columns)].to_dict()
    assert frame["reading_id"].is_unique


def test_long_and_wide_tables_of_the_same_values_give_the_same_readings(tmp_path):
    long = _read(tmp_path, "area,month,value\nA,May 2017,1\nA,2017-06,2\nB,May-17,3\nB,Jun 2017,..\n", indicator="x")
    wide = _read(tmp_path, "area,May 2017,2017-06-01\nA,1,2\nB,3,..\n", indicator="x")
    assert _values(long) == _values(wide) == {
        ("A", "2017-05-01"): 1, ("A", "2017-06-01"): 2, ("B", "2017-05-01"): 3, ("B", "2017-06-01"): None,
    }  # fmt: skip


AREAS = st.lists(st.from_regex(r"[A-Z][a-z]{2,6}", fullmatch=True), min_size=1, max_size=5, unique=True)
CELLS = st.one_of(st.integers(0, 99_999).map(lambda n: f'"{n:,}"'), st.sampled_from(["*", "-", "c", "..", ""]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), areas=AREAS, months=st.lists(st.integers(1, 12), min_size=2, max_size=6, unique=True))
def test_any_wide_table_read_long_is_the_same(tmp_path, data, areas, months):
    cells = {(a, m): data.draw(CELLS) for a in areas for m in months}
    wide = "area," + ",".join(f"2017-{m:02d}" for m in months) + "\n"
    wide += "".join(f"{a}," + ",".join(cells[a, m] for m in months) + "\n" for a in areas)
    long = "area,period,value\n" + "".join(f"{a},2017-{m:02d},{cells[a, m]}\n" for a, m in cells)
    if all(not any(cells[a, m] for m in months) for a in areas):
        return
    by_long, by_wide = _values(_read(tmp_path, long, layout="table")), _values(_read(tmp_path, wide, layout="table"))
    assert {key: value for key, value in by_long.items() if key in by_wide} == by_wide
    assert not any(by_long[key] for key in by_long.keys() - by_wide.keys())


def test_a_workbook_with_days_in_its_header_is_read_like_its_csv(tmp_path):
    import datetime as dt

    path = tmp_path / "claims.xlsx"
    write_workbook(path, {"data": [["area", dt.datetime(2017, 5, 1), dt.datetime(2017, 6, 1)], ["A", 1, "*"]]})
    assert _values(read_indicators(path)) == {("A", "2017-05-01"): 1, ("A", "2017-06-01"): None}


def test_days_counted_by_a_spreadsheet_are_read_and_noted(tmp_path):
    frame = _read(tmp_path, "area,date,value\nA,42856,1\n")
    assert frame["period"].tolist() == ["2017-05-01"] and "counted by a spreadsheet as 42856" in frame["note"][0]


def test_financial_years_begin_in_april_and_say_so(tmp_path):
    frame = _read(tmp_path, "area,2010-11,2011-12\nA,1,2\n")
    assert frame["period"].tolist() == ["2010-04-01", "2011-04-01"]
    assert frame["note"].tolist() == ["year from April, written 2010-11", "year from April, written 2011-12"]


def test_a_mark_is_never_nought_and_stands_in_the_note(tmp_path):
    frame = _read(tmp_path, "area,period,value\nA,2017,*\nB,2017,-\nC,2017,0\n")
    assert frame["value"].isna().tolist() == [True, True, False]
    assert frame["note"].tolist()[:2] == ["printed as '*': withheld by the publisher", "printed as '-': no value"]


def test_every_fault_of_a_file_is_told_by_row(tmp_path):
    text = "area,period,value\nA,2017,1\nA,2017,2\nB,sometime,3\nC,2018,lots\n,2018,4\n"
    with pytest.raises(InputRefused, match="claims.csv: 4 faults") as refused:
        _read(tmp_path, text)
    assert [line.partition(".")[0] for line in str(refused.value).splitlines()[1:]] == [
        "row 3: 'claims' of A for 2017-01-01 is also in row 2, and differs",
        "row 4: the period 'sometime' is not understood",
        "row 5: the value 'lots' is not a number or a known mark",
        "row 6: the area is missing",
    ]


def test_a_value_given_twice_alike_is_read_once_and_told(tmp_path):
    found = open_indicators(_file(tmp_path, "area,period,value\nA,2017,1\nA,2017,1\n"))
    assert len(found.readings) == 1
    assert any("twice alike" in note for note in found.notes)


def test_two_years_boundaries_in_one_file_are_told(tmp_path):
    text = "area_code,area_name,period,value\nE05001205,Soho,2017,1\nE05011168,Soho & Jewellery Quarter,2018,2\n"
    found = open_indicators(_file(tmp_path, text))
    assert found.readings["area_vintage"].tolist() == ["2013", "2018"]
    assert "2013 (1 areas), 2018 (1 areas)" in found.notes[-1]


def test_boundaries_that_a_code_did_not_stand_in_are_refused(tmp_path):
    with pytest.raises(InputRefused, match="row 2: E05001205 is no area of the boundaries of 2018"):
        _read(tmp_path, "area_code,period,value\nE05001205,2017,1\n", vintage="2018")


def test_a_download_from_nomis_tells_its_own_indicator_boundaries_and_rounding(tmp_path):
    found = open_indicators(_file(tmp_path, NOMIS))
    frame = found.readings
    assert found.layout == "nomis" and len(frame) == 6
    assert frame["indicator"].unique().tolist() == [
        "Claimant count by sex and age, Aged 16+, Total", "Claimant count by sex and age, Aged 16+, Male",
    ]  # fmt: skip
    assert (
        set(frame["area_vintage"]) == {"2013"}
        and set(frame["rounded_to"]) == {5.0}
        and set(frame["unit"]) == {"people"}
    )
    total = frame[frame["indicator"].str.endswith("Total")]
    assert _values(total) == {
        ("E05001193", "2017-05-01"): 1215,
        ("E05001205", "2017-05-01"): 1400,
        ("E05001277", "2017-05-01"): None,
    }
    assert total["area_name"].tolist() == ["Ladywood", "Soho", "Smethwick"]


def test_a_download_with_a_column_for_each_area_is_turned_about(tmp_path):
    text = 'Jobseeker\'s Allowance\n"[from Nomis on 9 November 2017]"\n\n"item name:","Total"\n\nDate,Ladywood,Soho\nMay 2017,1200,*\n'
    frame = _read(tmp_path, text)
    assert _values(frame) == {("Ladywood", "2017-05-01"): 1200, ("Soho", "2017-05-01"): None}
    assert set(frame["rounded_to"]) == {5.0}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("area,value\nA,1\n", "no column holds a period"),
        ("x,y\n1,2\n", "no column holds areas"),
        ("area,period\nA,2017\n", "no column holds values"),
        ("area,period,value\n", "the file holds no values"),
        ("", "the file holds no rows"),
        ('area,period,value\nA,2017,"1\n', "not well-formed CSV"),
        ("lsoa11cd,wd13cd,wd13nm\nE01008881,E05001206,South Yardley\n", "this is a look-up of areas"),
        ("area,05/31/2017,05/30/2017\nA,1,2\n", "has the month first"),
    ],
)
def test_a_file_that_measures_nothing_is_refused_in_a_sentence(tmp_path, text, told):
    with pytest.raises(InputRefused, match=told):
        _read(tmp_path, text)


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"wards": [1]}', '{"wards": [{"x": 1}]}', "{", '{"wards": "x"}', "[" * 100_000]
)
def test_json_of_another_kind_is_refused(tmp_path, text):
    with pytest.raises(InputRefused, match="this JSON holds no wards|no known file of the observatory"):
        read_indicators(_file(tmp_path, text, "x.json"))


def test_a_series_of_another_length_than_its_periods_is_refused(tmp_path):
    ward = {
        "ward_code": "E05011118",
        "ward_name": "Acocks Green",
        "pct_16_64": 1,
        "trend": [5, 10],
        "period": "May 2021",
    }
    text = json.dumps({"months": ["2021-05"], "wards": [ward]})
    with pytest.raises(InputRefused, match="Acocks Green has 2 values for 1 periods"):
        read_indicators(_file(tmp_path, text, "x.json"))


def test_an_unknown_layout_is_a_wrong_command(tmp_path):
    with pytest.raises(UsageError, match="'nomic' is not a layout. Closest: 'nomis'"):
        _read(tmp_path, "area,period,value\nA,2017,1\n", layout="nomic")


def test_the_same_file_gives_the_same_ids_and_another_source_others(tmp_path):
    path = _file(tmp_path, "area,period,value\nA,2017,1\n")
    first, again = read_indicators(path), read_indicators(path)
    assert first.equals(again) and all(uuid.UUID(key).version == 5 for key in first["reading_id"])
    other = read_indicators(path, source_id="00000000-0000-4000-8000-000000000001")
    assert not set(other["reading_id"]) & set(first["reading_id"])


def test_a_file_of_a_million_rows_is_refused_before_it_is_read(tmp_path):
    rows = "".join(f"A{n},2017,{n % 100}\n" for n in range(1_000_000))
    with pytest.raises(InputRefused, match="the file has 1,000,001 rows; the limit is 350,000"):
        read_indicators(_file(tmp_path, "area,period,value\n" + rows))


def test_a_wide_table_of_too_many_values_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading_rows, "MOST_READINGS", 3)
    assert len(_read(tmp_path, "area,2017,2018,2019\nA,1,2,3\n")) == 3
    with pytest.raises(InputRefused, match="the file holds more than 3 values"):
        _read(tmp_path, "area,2017,2018\nA,1,2\nB,1,2\n")


def test_a_file_over_the_limits_is_refused_before_it_is_read(tmp_path):
    path = _file(tmp_path, "area,period,value\n" + "Ladywood and everything around it,2017,1\n" * 600_000)
    with pytest.raises(InputRefused, match="the limit is"):
        read_indicators(path)


BITS = st.sampled_from(["area", "period", "value", ",", ",", ",", "\n", "\n", "2017", "2017-05", "May 2017", "1", "*", '"', ";", "A",
                        "nomis", "E05001205", "lsoa11_code", "IMD_decile", "date:", "\ufeff", "=1+1", "É", "\t"])  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.lists(BITS, max_size=40).map(lambda bits: "".join(bits).encode()), st.binary(max_size=200)))
def test_any_bytes_give_readings_or_a_sentence(tmp_path, raw):
    path = tmp_path / "any.csv"
    path.write_bytes(raw)
    try:
        frame = read_indicators(path)
    except UseitError as refused:
        assert str(refused).startswith("any.csv") and len(str(refused)) > 20
    else:
        assert len(frame) and frame["area"].ne("").all()


def _shared(name: str) -> Path:
    if not CONTEXT.is_dir():
        pytest.skip(ABSENT)
    return CONTEXT / name


@pytest.mark.parametrize(
    ("name", "readings", "areas", "vintage", "rounded"),
    [
        ("imd/imd2015_england_lsoa11_birmingham_sandwell.csv", 2475, 825, "2011", None),
        ("imd/imd2015_england_lsoa11_subdomains_birmingham_sandwell.csv", 14850, 825, "2011", None),
        ("imd/imd2015_england_ltla21_birmingham_sandwell.csv", 6, 2, "2021", None),
        ("imd/imd2019_england_lsoa11_birmingham_sandwell.csv", 13200, 825, "2011", None),
        ("imd/imd2019_england_ltla19_birmingham_sandwell.csv", 34, 2, "2019", None),
        ("imd/imd2025_england_lsoa21_birmingham_sandwell.csv", 19152, 798, "2021", None),
        ("imd/cni2019_england_ward17_birmingham_sandwell.csv", 576, 64, "2017", None),
        ("imd/census21_deprivation_england_wales_lsoa21_birmingham_sandwell.csv", 7980, 798, "2021", None),
        ("birmingham_2018wards/claimant-count.json", 4554, 69, "2018", 5),
        ("birmingham_2018wards/child-poverty.json", 690, 69, "2018", None),
        ("birmingham_2018wards/uc-employment.json", 69, 69, "2018", None),
        ("birmingham_2018wards/uc-wards.json", 69, 69, "2018", None),
    ],
)
def test_every_shared_series_is_read_whole(name, readings, areas, vintage, rounded):
    frame = read_indicators(_shared(name))
    assert (len(frame), frame["area"].nunique(), set(frame["area_vintage"])) == (readings, areas, {vintage})
    assert frame["value"].notna().all() and "not stated" not in set(frame["unit"])
    assert set(frame["rounded_to"].dropna()) == ({rounded} if rounded else set())


def test_the_claimant_count_of_a_ward_is_as_the_file_prints_it():
    frame = read_indicators(_shared("birmingham_2018wards/claimant-count.json"))
    count = frame[(frame["indicator"] == "Claimant count") & (frame["area"] == "E05011125")]
    assert _values(count)["E05011125", "2021-05-01"] == 1560 and _values(count)["E05011125", "2026-04-01"] == 1745
    assert len(count) == 60 and (frame[frame["unit"] == "people"]["value"] % 5 == 0).all()
    assert frame[frame["unit"] == "percent"]["rounded_to"].isna().all()


@pytest.mark.parametrize(
    ("name", "areas", "vintage"),
    [
        ("boundaries/wards2013_E08000025.geojson", 40, "2013"),
        ("boundaries/wards2013_E08000028.geojson", 24, "2013"),
        ("boundaries/lsoa2011_E08000025.geojson", 639, "2011"),
        ("boundaries/lsoa2011_E08000028.geojson", 186, "2011"),
        ("birmingham_2018wards/birmingham-wards.geojson", 69, "2022"),
        ("birmingham_2018wards/wm-boroughs.geojson", 7, ""),
    ],
)
def test_boundaries_give_their_areas_without_the_shapes(name, areas, vintage):
    frame = read_areas(_shared(name))
    assert len(frame) == frame["area"].nunique() == areas and set(frame["area_vintage"]) == {vintage}


def test_the_shared_look_up_leads_every_small_area_into_one_ward():
    frame = read_lookup(_shared("boundaries/lsoa11_to_ward13_birmingham_sandwell.csv"))
    assert tuple(frame.columns) == LOOKUP and len(frame) == frame["area"].nunique() == 825
    assert set(frame["area_vintage"]) == {"2011"} and set(frame["into_vintage"]) == {"2013"}


def test_an_area_that_lies_in_two_makes_no_look_up(tmp_path):
    text = "lsoa11cd,wd13cd,wd13nm\nE01008881,E05001206,A\nE01008881,E05001207,B\n"
    with pytest.raises(InputRefused, match="the area E01008881 lies in two areas"):
        read_lookup(_file(tmp_path, text))


def test_the_list_of_occupations_measures_nothing():
    with pytest.raises(InputRefused, match="a list of occupations"):
        read_indicators(_shared("esco/esco_occupations_en_health_care_construction_hospitality.csv"))
