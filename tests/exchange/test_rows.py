"""Rows of sheets: marks, what changed, and faults gathered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.exchange import SHEETS, Gathered, Row, changes_in, mark_of, read_me, rows_of, sheets_of, table_of
from useit_eval.ground.errors import InputRefused, UsageError

(SPEC,) = sheets_of("codebook")
STANDING = {"id": "one", "name": "One", "kind": "reasoning", "definition": "d", "guid": "g"}


def went_out(**changes: str) -> Row:
    header, cells = table_of(SPEC, [STANDING])
    return Row("a.xlsx, sheet Codebook, row 2", {**dict(zip(header, cells, strict=True)), **changes})


def test_a_row_as_it_went_out_has_no_changes_whatever_stands_now():
    assert changes_in(went_out(), STANDING, SPEC) == {} == changes_in(went_out(), None, SPEC)
    assert changes_in(went_out(), {**STANDING, "name": "Other"}, SPEC) == {}


def test_a_changed_cell_is_told_and_blanks_around_it_are_no_change():
    assert changes_in(went_out(name="Two"), STANDING, SPEC) == {"name": "Two"}
    assert changes_in(went_out(name="One "), STANDING, SPEC) == {}


@pytest.mark.parametrize(
    ("row", "standing", "told"),
    [
        (went_out(name="Two"), {**STANDING, "definition": "e"}, "the record of this row was changed since"),
        (went_out(name="Two"), None, "was changed or taken back"),
        (went_out(guid="h"), STANDING, "the guid was changed. Put back 'g'."),
    ],
)
def test_a_row_that_cannot_be_taken_back_is_told_by_its_place(row, standing, told):
    with pytest.raises(InputRefused, match=r"a.xlsx, sheet Codebook, row 2: ") as fault:
        changes_in(row, standing, SPEC)
    assert told in str(fault.value)


@given(
    st.dictionaries(st.sampled_from(SPEC.names[:-1]), st.text(max_size=20)),
    st.sampled_from(SPEC.names[:-1]),
    st.text(max_size=20),
)
def test_a_mark_changes_with_any_cell(cells, name, words):
    same = cells.get(name, "") == words
    assert (mark_of(cells, SPEC) == mark_of({**cells, name: words}, SPEC)) is same


def test_rows_bear_the_number_that_a_spreadsheet_shows_and_empty_ones_are_passed_over():
    rows = rows_of(SPEC, SPEC.names, [(2, ["one"]), (3, ["", " "]), (7, ["two"])], file="a.xlsx")
    assert [(row.where, row.get("id")) for row in rows] == [
        ("a.xlsx, sheet Codebook, row 2", "one"),
        ("a.xlsx, sheet Codebook, row 7", "two"),
    ]


@pytest.mark.parametrize(
    ("header", "told"),
    [(SPEC.names[1:], "the column 'id' is missing"), ((*SPEC.names, "id"), "the column 'id' is there twice"), ((*SPEC.names, "x"), "the column 'x' is not known")],
)  # fmt: skip
def test_a_header_of_another_shape_is_refused(header, told):
    with pytest.raises(InputRefused, match=f"a.xlsx, sheet Codebook, row 1: {told}"):
        rows_of(SPEC, header, [], file="a.xlsx")


def test_faults_are_gathered_and_the_list_says_how_many_more():
    gathered = Gathered()
    gathered.refuse("a.xlsx")
    for number in range(25):
        with gathered.row():
            raise InputRefused("no", f"row {number}", "Mend it.")
    with pytest.raises(InputRefused) as fault:
        gathered.refuse("a.xlsx")
    assert "25 rows are at fault" in str(fault.value) and "and 5 more" in str(fault.value)


def test_every_sheet_is_explained_column_by_column_and_another_one_is_refused():
    for kind in SHEETS:
        specs = sheets_of(kind, slots=("context", "outcome"))
        told = read_me(kind, specs, study="s", title="T", practice=True, day="2026-01-01")
        assert {column.name for spec in specs for column in spec.columns} <= {row[0] for row in told}
        assert ["PRACTICE", "This study is invented."] in told
    with pytest.raises(UsageError, match="Sheets: theory, codebook, evidence"):
        sheets_of("claims")
