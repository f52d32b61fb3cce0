"""The manifest lists sources and voices, and grows by whole rows."""

from __future__ import annotations

import csv
import io

import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.sources import append_source, read_manifest
from useit_eval.sources.manifest import COLUMNS

SOURCE = {
    "record": "source",
    "label": "J1",
    "id": "00000000-0000-4000-8000-000000000001",
    "file": "one.txt",
    "sha256_text": "0" * 64,
    "characters": "26",
    "title": "One, two",
    "method": "document",
    "by_programme": "TRUE",
    "consent": "quote",
    "collector": "A",
    "collector_relation": "none",
    "language": "en",
    "practice": "false",
}
VOICE = {
    "record": "voice",
    "label": "V1",
    "id": "00000000-0000-4000-8000-000000000002",
    "source": "J1",
    "pseudonym": "A resident",
    "role": "resident",
    "stakeholder_group": "residents",
    "independence_unit": "J1",
    "consent": "quote",
    "collector_relation": "none",
}


def _write(folder, *rows: dict[str, str]):
    text = io.StringIO()
    text.write("# format: useit-manifest/1\n")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "manifest.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def test_sources_and_voices_come_apart_with_their_ids(tmp_path):
    found = read_manifest(_write(tmp_path, SOURCE, VOICE))
    assert found.source_ids == {"J1": SOURCE["id"]} and found.voice_ids == {"V1": VOICE["id"]}
    assert bool(found.sources["by_programme"][0]) and found.sources["characters"][0] == 26
    assert found.voices["source_id"].tolist() == [SOURCE["id"]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{**SOURCE, "record": "sauce"}], "neither source nor voice"),
        ([{**SOURCE, "by_programme": "perhaps"}], "neither true nor false"),
        ([{**SOURCE, "characters": "many"}], "not a whole number"),
        ([{**SOURCE, "consent": "quot"}], "Closest: 'quote'"),
        ([{**SOURCE, "id": ""}], "the source_id is missing"),
        ([SOURCE, {**VOICE, "source": "J2"}], "row 4: the source 'J2' of this voice is not in the manifest"),
        ([SOURCE, {**VOICE, "label": "J1"}], "row 4: the label 'J1' is also in row 3"),
        ([SOURCE, {**VOICE, "id": SOURCE["id"]}], "is also in row 3"),
    ],
)
def test_each_fault_is_told_with_its_row(tmp_path, rows, told):
    with pytest.raises(InputRefused, match=told):
        read_manifest(_write(tmp_path, *rows))


def test_a_row_is_added_below_those_that_are_there_which_stay_as_they_are(tmp_path):
    path = _write(tmp_path, SOURCE)
    before = path.read_text(encoding="utf-8")
    append_source(path, {**SOURCE, "label": "S2", "id": VOICE["id"], "practice": False, "characters": 5})
    assert path.read_text(encoding="utf-8").startswith(before)
    assert list(read_manifest(path).source_ids) == ["J1", "S2"]


def test_a_manifest_that_is_not_there_is_made(tmp_path):
    append_source(tmp_path / "manifest.csv", SOURCE)
    assert list(read_manifest(tmp_path / "manifest.csv").source_ids) == ["J1"]


def test_a_manifest_whose_columns_stand_in_another_order_is_followed(tmp_path):
    order = ",".join(reversed(COLUMNS))
    (tmp_path / "manifest.csv").write_text(f"# format: useit-manifest/1\n{order}\n")
    append_source(tmp_path / "manifest.csv", SOURCE)
    assert read_manifest(tmp_path / "manifest.csv").sources["title"].tolist() == ["One, two"]


def test_a_column_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="no column 'colour'"):
        append_source(tmp_path / "manifest.csv", {"colour": "red"})


def test_a_label_of_the_text_belongs_to_one_voice(tmp_path):
    other = {**VOICE, "label": "V2", "id": "00000000-0000-4000-8000-000000000003", "spoken_as": "Int; P1"}
    with pytest.raises(InputRefused, match="row 5: the text's label 'P1' is also that of the voice in row 4"):
        read_manifest(_write(tmp_path, SOURCE, {**VOICE, "spoken_as": "P1; Mo"}, other))
