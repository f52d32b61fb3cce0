"""Registers become frames of the column specification, or every fault of the file is told by row."""

from __future__ import annotations

import csv
import io

import pytest

from useit_eval.ground import frames
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources import REGISTERS, read_register

SOURCES = {"J1": "00000000-0000-4000-8000-000000000001"}
FIGURE = {
    "figure_id": "00000000-0000-4000-8000-00000000000a",
    "label": "F001",
    "value": "81361",
    "bound": "exact",
    "unit": "people",
    "definition": "people in the area",
    "as_of": "2011",
    "source": "J1",
    "locator": "2.1",
    "role": "context",
    "strand": "whole",
    "as_printed": "81.361",
    "printed_locale": "de_DE",
}
OTHER = {**FIGURE, "figure_id": FIGURE["figure_id"][:-1] + "b", "label": "F002"}
CHALLENGE = {
    "challenge_id": "00000000-0000-4000-8000-00000000000c",
    "label": "H1",
    "title": "t",
    "problem": "p",
    "response": "r",
    "reported_result": "r",
    "said_by": "V00",
    "strand": "whole",
    "uia": "leadership; upscaling",
    "source": "J1",
    "locator": "4",
}


def _columns(kind: str) -> list[str]:
    return ["source" if name == "source_id" else name for name in frames.TABLES[REGISTERS[kind]].names]


def _read(folder, *rows: dict[str, str], kind: str = "figures"):
    text = io.StringIO()
    text.write(f"# format: useit-{kind}/1\n")
    writer = csv.DictWriter(text, _columns(kind), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / f"{kind}.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return read_register(path, kind, sources=SOURCES, locale="en_GB")


def test_a_register_comes_in_with_the_columns_and_dtypes_of_its_table(tmp_path):
    frame = _read(tmp_path, FIGURE, OTHER)
    assert frame.dtypes.astype(str).to_dict() == frames.empty("figure").dtypes.astype(str).to_dict()
    assert frame["value"].tolist() == [81361.0, 81361.0] and frame["source_id"][0] == SOURCES["J1"]
    assert frame["label"].tolist() == ["F001", "F002"] and frame["day"].isna().all()


def test_a_register_without_rows_gives_an_empty_frame_of_the_same_shape(tmp_path):
    assert _read(tmp_path).dtypes.equals(frames.empty("figure").dtypes)


def test_a_figure_without_a_locale_of_its_own_is_read_in_the_study_s(tmp_path):
    frame = _read(tmp_path, {**FIGURE, "printed_locale": "", "as_printed": "81,361"})
    assert frame["printed_locale"].tolist() == ["en_GB"]


def test_a_value_that_is_not_what_is_printed_needs_a_note(tmp_path):
    odd = {**FIGURE, "value": "100", "as_printed": "£1003", "printed_locale": "en_GB"}
    with pytest.raises(InputRefused, match="row 3: the value 100 is not what '£1003' says"):
        _read(tmp_path, odd)
    assert len(_read(tmp_path, {**odd, "note": "the last sign is a footnote mark"})) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": ""}, "figures.csv, row 3: the unit is missing"),
        ({"role": "outptu"}, "'outptu' is not a word allowed for role. Closest: 'output'"),
        ({"value": "81,361"}, "the value '81,361' is not a plain number. Write 81361"),
        ({"value": ""}, "either a value or a day"),
        ({"day": "2017-05-30"}, "either a value or a day"),
        ({"value": "", "day": "30 May 2017"}, "the day '30 May 2017' is not a day"),
        ({"source": "J2"}, "the source 'J2' is not in manifest.csv. Closest: 'J1'"),
        ({"source": ""}, "the source is missing"),
        ({"conflicts_with": "F001; F009"}, "conflicts_with names 'F009', which is not in this file"),
        ({"figure_id": "1"}, "the figure_id '1' is not a UUID"),
        ({"printed_locale": "german"}, "'german' is not a locale"),
        ({"value": "9" * 400}, r"figures.csv, row 3: the value inf is not between -10\^15 and 10\^15"),
        ({"note": "a\u202eb"}, r"row 3: the note holds a character that cannot be seen \(U\+202E, right-to-left override"),
        ({"unit": "peo\u200bple"}, r"the unit holds a character that cannot be seen \(U\+200B, zero width space\)"),
        ({"definition": "bell\x07"}, r"the definition holds a character that cannot be seen \(U\+0007\)"),
    ],
)
def test_each_fault_is_told_with_its_row_and_what_to_do(tmp_path, change, told):
    with pytest.raises(InputRefused, match=told):
        _read(tmp_path, {**FIGURE, **change})


def test_all_faults_of_a_file_are_told_at_once_and_twenty_in_full(tmp_path):
    rows = [{**FIGURE, "label": f"F{n:03d}", "figure_id": FIGURE["figure_id"][:-2] + f"{n:02d}"} for n in range(1, 31)]
    with pytest.raises(InputRefused) as refused:
        _read(tmp_path, *[{**row, "unit": ""} for row in rows])
    told = str(refused.value).splitlines()
    assert told[0] == "figures.csv: 30 faults" and told[1].startswith("row 3: ") and told[20].startswith("row 22: ")
    assert told[21].startswith("and 10 more") and len(told) == 22


def test_a_label_or_id_given_twice_is_told_with_both_rows(tmp_path):
    with pytest.raises(InputRefused, match="2 faults") as refused:
        _read(tmp_path, FIGURE, FIGURE)
    assert "row 4: the label 'F001' is also in row 3" in str(refused.value)


def test_a_challenge_is_mapped_to_the_seven_or_to_none(tmp_path):
    assert len(_read(tmp_path, CHALLENGE, kind="challenges")) == 1
    assert len(_read(tmp_path, {**CHALLENGE, "uia": "fits_none"}, kind="challenges")) == 1
    with pytest.raises(InputRefused, match="Closest: 'leadership'"):
        _read(tmp_path, {**CHALLENGE, "uia": "leader"}, kind="challenges")


def test_another_kind_is_a_wrong_command(tmp_path):
    with pytest.raises(UsageError, match=r"is not a register. Closest: 'figures'"):
        read_register(tmp_path / "figure.csv", "figure", sources={}, locale="en_GB")
