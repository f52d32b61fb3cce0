"""A file of statistics becomes a source with readings; the same file twice is noticed; a fault writes nothing."""

from __future__ import annotations

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import StudyPaths
from useit_eval.sources import read_manifest
from useit_eval.workbench import init_study, open_study, study_status
from useit_eval.workbench.indicators import add_indicators

TABLE = (
    "area_code,area_name,period,value,unit\nE05001193,Ladywood,May 2017,1215,people\nE05001205,Soho,May 2017,*,people\n"
)


@pytest.fixture
def paths(tmp_path) -> StudyPaths:
    init_study("numbers", folder=tmp_path)
    return StudyPaths(tmp_path, "numbers")


def _file(paths: StudyPaths, text: str = TABLE, name: str = "claimants.csv"):
    path = paths.root / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_a_source_of_kind_series_with_its_readings(paths):
    with open_study("numbers", root=paths.root) as bench:
        report = add_indicators(bench, _file(paths), collector="DWP", dated="2017-06-14", rounded_to=5, by="ann")
        readings, source = bench.load("reading"), bench.load("source").iloc[0]
    assert (report.state, report.label, report.readings, report.missing, report.areas) == ("new", "S001", 2, 1, 2)
    assert report.vintages == ("2013",) and report.rounded_to == (5.0,) and report.decisions == ()
    assert report.series == ("claimants: 2 values in people, 2 areas, 1 period, 1 missing, rounded to 5",)
    assert (source["kind"], source["method"], source["collector"]) == ("series", "figures", "DWP")
    assert set(readings["source_id"]) == {source["source_id"]} and set(readings["recorded_by"]) == {"ann"}
    assert readings.set_index("area")["value"].isna().to_dict() == {"E05001193": False, "E05001205": True}


def test_the_same_file_twice_is_noticed_and_adds_nothing(paths):
    with open_study("numbers", root=paths.root) as bench:
        add_indicators(bench, _file(paths))
        again = add_indicators(bench, _file(paths, name="copy.csv"))
        assert (again.state, again.label) == ("already there", "S001") and len(bench.load("reading")) == 2
    assert len(read_manifest(paths.raw / "manifest.csv").sources) == 1


def test_a_newer_file_of_the_same_name_is_kept_beside_the_first_and_told(paths):
    with open_study("numbers", root=paths.root) as bench:
        add_indicators(bench, _file(paths))
        later = add_indicators(bench, _file(paths, TABLE.replace("1215", "1220")))
        assert later.label == "S002" and len(bench.load("reading")) == 4
    assert any("S001 came in a file of the same name" in sentence for sentence in later.decisions)


def test_a_file_that_is_refused_leaves_manifest_and_store_as_they_were(paths):
    before = (paths.raw / "manifest.csv").read_bytes()
    with open_study("numbers", root=paths.root) as bench:
        with pytest.raises(InputRefused, match="row 2: the value 'many' is not a number"):
            add_indicators(bench, _file(paths, TABLE.replace("1215", "many")))
        assert bench.load("reading").empty and bench.load("source").empty
    assert (paths.raw / "manifest.csv").read_bytes() == before


def test_a_series_is_not_missed_as_a_text(paths):
    with open_study("numbers", root=paths.root) as bench:
        add_indicators(bench, _file(paths), collector="DWP")
        report = study_status(bench)
    assert not [sentence for sentence in report.missing + report.next if "S001" in sentence or "claimants" in sentence]
