"""Tables from the field: what stands in a cell comes in, and what a person should know is told."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.ground import inert_cells
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets import workbooks
from useit_eval.sources.spreadsheets.tables import read_table, read_tables, words
from useit_eval.sources.spreadsheets.workbooks import write_workbook

HOSTILE = Path(__file__).resolve().parents[4] / "shared/data/hostile_inputs/generated"
CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12) | st.text(
    st.sampled_from("=+-@'\t\r\n;,\" a1"), max_size=6
)


def _file(folder, text: str | bytes, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _hostile(name: str) -> Path:
    path = HOSTILE / name
    if not path.is_file():
        pytest.skip("../shared/data is not at hand")
    return path


def test_zeros_dates_and_the_word_na_stay_as_they_are():
    table = read_table(_hostile("csv/csv_leading_zeros_dates.csv"))
    assert table.rows[0].cells == ("007", "E05001196", "01/02/2019", "0121")
    assert table.rows[1].cells == ("1e5", "TRUE", "2019-02-01", "NA")


def test_names_given_twice_are_kept_and_told():
    table = read_table(_hostile("csv/csv_dup_headers.csv"))
    assert table.header == ("id", "name", "name", "") and table.rows[0].cells == ("1", "a", "b", "c")
    assert "'name' (2 times)" in table.notes[0] and "columns without a name: D" in table.notes[1]


def test_lines_and_quotation_marks_inside_a_cell_belong_to_it():
    table = read_table(_hostile("csv/csv_newline_in_cell.csv"))
    assert table.rows[0].cells == ("1", 'line one\nline two, with "quotes"')


def test_cells_made_to_run_come_in_as_words_and_come_back_after_we_wrote_them(tmp_path):
    cells = json.loads(_hostile("csv_injection_cells.json").read_text("utf-8"))["cells"]
    assert [row.cells[1] for row in read_table(_hostile("csv/csv_injection.csv")).rows] == cells
    again = read_table(_file(tmp_path, inert_cells.csv_text([["quote"], *([cell] for cell in cells)])))
    assert [row.cells[0] for row in again.rows] == cells and "mark of safety" in again.notes[0]


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
@settings(deadline=None)
def test_what_is_written_as_csv_is_read_back(tmp_path_factory, rows):
    content = inert_cells.csv_text([("first,", "second"), *rows, ("end", "end")])
    path = _file(tmp_path_factory.mktemp("csv"), content)
    read = {row.number: row.cells for row in read_table(path).rows}
    for number, row in enumerate(rows, start=2):
        assert read.get(number, ("", "")) == row or not "".join(row).strip()


@given(st.lists(st.tuples(CELL, st.integers(-(10**12), 10**12)), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_what_is_written_as_a_workbook_is_read_back_and_is_no_formula(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    write_workbook(path, {"One": [("words", "number"), *rows]})
    table = read_table(path)
    assert [(words(a), b) for a, b in (row.cells for row in table.rows)] == rows
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")])
def test_the_separator_is_found_and_told(tmp_path, sign, name):
    table = read_table(_file(tmp_path, f"id{sign}what, if any{sign}c\n1{sign}a, b{sign}x\n2{sign}d{sign}y\n"))
    assert table.header == ("id", "what, if any", "c") and name in table.notes[0]


def test_a_first_line_that_names_the_separator_is_no_row(tmp_path):
    table = read_table(_file(tmp_path, "sep=;\na;b\n1,5;2\n"))
    assert table.header == ("a", "b") and table.rows[0].number == 2


def test_a_separator_that_cannot_be_known_is_asked(tmp_path):
    with pytest.raises(InputRefused, match="parted by .* or by "):
        read_table(_file(tmp_path, "a,b;c\n1,2;3\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_read(tmp_path, encoding):
    text = "name,says\nZoë,It’s the café’s “own” £5\n" + "Ann,A plain English sentence with many words in it\n" * 5
    assert read_table(_file(tmp_path, text.encode(encoding))).rows[0].cells == ("Zoë", "It’s the café’s “own” £5")


def test_rows_are_counted_as_a_spreadsheet_counts(tmp_path):
    table = read_table(_file(tmp_path, 'a,b\n\n1,"two\nlines"\n,\n2,x\n'))
    assert [row.number for row in table.rows] == [3, 5]
    assert table.where(3) == "export.csv, row 3"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2,3\n", "row 2: the row has 3 cells for 2 columns"),
        ('a,b\n1,"2\n', "row 2: the file is not well-formed CSV"),
        (",".join(map(str, range(100_000))) + "\n1\n", "100,000 columns; a spreadsheet holds 16,384"),
        ("a,b\n1," + "x" * 1_000_001 + "\n", "the limit is 1,000,000"),
        ("", "holds no table"),
        (b"a,b\n1,\x00 and some words\n2,yes\n" * 9, "NUL"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "old kind .* save it as .xlsx"),
        (b"PK\x03\x04broken", "damaged"),
    ],
    ids=["too many cells", "open quote", "columns", "long cell", "empty", "nul", "xls", "damaged"],
)
def test_a_file_that_cannot_be_trusted_is_refused(tmp_path, content, told):
    with pytest.raises(InputRefused, match=told):
        read_table(_file(tmp_path, content))


def test_a_long_cell_is_no_fault(tmp_path):
    assert read_table(_file(tmp_path, "a,b\n1," + "x" * 200_000 + "\n")).rows[0].cells[1] == "x" * 200_000


def test_rows_that_are_too_short_are_told(tmp_path):
    assert "shorter than the header" in read_table(_file(tmp_path, "a,b,c\n1,2,3\n4,5\n")).notes[0]


@pytest.fixture
def workbook(tmp_path) -> Path:
    """Return a workbook with days, a formula nobody computed, a merged cell, a hidden row and a hidden sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Answers"
    for row in (["id", "day", "sum"], ["007", dt.datetime(2019, 2, 1), "=1+1"], ["=x", 2.5, True]):
        sheet.append(row)
    sheet["A3"].data_type = "s"
    sheet.merge_cells("A5:B5")
    sheet["A5"] = "merged"
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Codes").append(["code"])
    book.create_sheet("Secret").append(["x"])
    book["Secret"].sheet_state = "hidden"
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_typed_cells_and_says_what_the_screen_does_not_show(workbook):
    table = read_table(workbook)
    assert table.sheet == "Answers" and table.rows[0].cells == ("007", dt.datetime(2019, 2, 1), None)
    assert table.rows[1].cells == ("=x", 2.5, True) and [row.number for row in table.rows] == [2, 3, 5]
    told = " ".join(table.notes)
    for word in ("hidden rows are read like the others: 3", "A5:B5", "1 formulas have no value", "Codes, Secret"):
        assert word in told


def test_a_sheet_is_found_by_name_and_a_hidden_one_says_so(workbook):
    assert "is hidden" in read_table(workbook, sheet="Secret").notes[-1]
    with pytest.raises(InputRefused, match="no sheet 'Code'.*Closest: 'Codes'"):
        read_table(workbook, sheet="Code")


def test_a_workbook_that_declares_entities_is_refused(workbook, tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(raw, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + content
            new.writestr(name, content)
    with pytest.raises(InputRefused, match="workbook.xml. declares types or entities"):
        read_table(_file(tmp_path, raw.getvalue(), "x.xlsx"))


def test_a_zip_of_csv_files_gives_each_as_a_table(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Form.csv", "a,b\n1,2\n")
        packed.writestr("Form-child.csv", "a,KEY\n1,2\n")
    assert [table.sheet for table in read_tables(path)] == ["Form.csv", "Form-child.csv"]


def test_a_bomb_is_refused_within_limits():
    with pytest.raises(InputRefused, match="would unpack"):
        read_tables(_hostile("zipbomb_20MB.docx"))


def test_a_workbook_that_takes_too_long_is_refused_in_a_sentence(tmp_path, monkeypatch):
    workbooks.write_workbook(tmp_path / "long.xlsx", {"a": [("x", "y"), *[(1, 2)] * 50]})
    monkeypatch.setattr(workbooks, "SECONDS", 0.0)
    with pytest.raises(InputRefused, match=r"long.xlsx, sheet 'a', row \d+: the workbook takes more than 0 seconds"):
        read_table(tmp_path / "long.xlsx")
