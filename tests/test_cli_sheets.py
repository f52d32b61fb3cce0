"""Sheets through the command line: out, edited as people and their programs edit workbooks, back, and the study still runs."""

from __future__ import annotations

import datetime as dt
import random

import openpyxl
import pytest

from tests.workbench.small_study import make
from useit_eval import cli, codebook
from useit_eval.store import open_store

WHY = {"move": "Situate", "reason": "Only there.", "evidence": "C001;\u00a0C002"}
NEW = {
    "theory": "LE3", "title": "Near\u00a0by", "strand": "learning", "kind": "programme", "question": "What made you come?",
    "plain": "Near courses are reached.", "moves_rating": "People far away who come.", "if": "courses are \u201cnear\u201d", "then": "people come",
    "because": "they dare to", "context": "Earlier_Bad_Experience", "move": "glean", "reason": "Several said so.", "evidence": "None\u00a0yet",
}  # fmt: skip
CODE = {
    "id": "gets_lost", "name": "Gets lost", "kind": "reasoning", "definition": "d", "use_when": "u", "do_not_use_when": "n",
}  # fmt: skip
BEARS = {
    "theory": "LE1", "version": 1, "kind": "claim", "subject": "C001", "bearing": "neutral", "relevance": 1, "why_relevance": "another course",
    "richness": 2.0, "why_richness": "no reason told", "rigour": "3", "why_rigour": "in her own words", "reason": "It is about it.",
}  # fmt: skip


class Desk:
    """A study and what a person does there: commands, and workbooks opened in a spreadsheet program."""

    def __init__(self, paths, capsys) -> None:
        self.paths, self._capsys = paths, capsys

    def run(self, *words: str) -> tuple[int, str]:
        """Return the exit code of a command, and what it said."""
        self._capsys.readouterr()
        code = cli.main(["--root", str(self.paths.root), *words])
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def out(self, kind: str):
        """Return a workbook that went out, opened."""
        code, said = self.run("sheet", "out", kind)
        assert code == 0 and f"sheets/{kind}.xlsx" in said
        return openpyxl.load_workbook(self.path(kind))

    def path(self, kind: str):
        return self.paths.processed / "sheets" / f"{kind}.xlsx"

    def back(self, kind: str, book, by: str = "Ann") -> tuple[int, str]:
        """Return what bringing a workbook back did."""
        book.save(self.path(kind))
        return self.run("sheet", "back", kind, str(self.path(kind)), "--by", by)


@pytest.fixture
def desk(tmp_path, capsys):
    return Desk(make(tmp_path), capsys)


def places(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def put(sheet, row: int, **cells: object) -> None:
    for name, value in cells.items():
        sheet.cell(row, places(sheet)[name]).value = value


def first_free(sheet) -> int:
    return next(row for row in range(2, 10_000) if not any(cell.value for cell in sheet[row]))


def as_programs_leave_it(sheet, seed: int = 1) -> None:
    """Change what means nothing: the order of columns, widths, a filter, empty rows below, a remark-free merged cell there."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    order = list(range(len(rows[0])))
    random.Random(seed).shuffle(order)
    for number, row in enumerate(rows, start=1):
        for place, old in enumerate(order, start=1):
            sheet.cell(number, place).value = row[old]
    sheet.column_dimensions["A"].width = 3
    sheet.auto_filter.ref = f"A1:C{len(rows)}"
    sheet.auto_filter.add_filter_column(0, ["nothing"])
    sheet.row_dimensions[3].hidden = True
    for number in range(sheet.max_row + 1, sheet.max_row + 9):
        sheet.cell(number, 2).value = " "
    sheet.merge_cells(start_row=sheet.max_row + 2, end_row=sheet.max_row + 3, start_column=1, end_column=4)


def test_a_new_theory_and_a_changed_one_come_back_as_a_person_left_the_workbook(desk):
    path = desk.paths.codebooks / "theory.yaml"
    before = path.read_text("utf-8")
    book = desk.out("theory")
    theory, rivals = book["Theory"], book["Rivals"]
    put(theory, 2, then="they stay \u2018on\u2019", **WHY)
    put(theory, first_free(theory), **NEW)
    put(rivals, first_free(rivals), theory="LE3", text="They came for the coffee.")
    put(rivals, first_free(rivals), theory="LE1", text="It was the weather.")
    as_programs_leave_it(theory), as_programs_leave_it(rivals, seed=2)
    code, said = desk.back("theory", book)
    assert (code, said) == (0, "Taken in by Ann: 1 new, 1 changed, 1 as before.\n")
    now = codebook.load_theories(path)
    assert now.ids == ("LE1", "ME1", "LE3") and now.theory("LE1").current.then == "they stay \u2018on\u2019"
    assert now.theory("LE1").current.evidence == ("C001", "C002") and now.theory("LE1").current.move == "situate"
    made = now.theory("LE3")
    assert [rival.text for rival in made.current.rivals] == ["They came for the coffee."]
    assert (made.current.author, made.current.if_, made.current.evidence) == ("Ann", "courses are \u201cnear\u201d", ())
    left = iter(path.read_text("utf-8").splitlines())
    assert all(line in left for line in before.splitlines())
    assert desk.run("status")[0] == 0
    assert desk.back("theory", desk.out("theory"))[1] == "Taken in by Ann: 0 new, 0 changed, 3 as before.\n"
    book = desk.out("theory")
    book["Theory"].delete_rows(3)
    told = "0 new, 0 changed, 2 as before. 1 row left out of the sheet: nothing is deleted by that.\n"
    assert desk.back("theory", book)[1] == f"Taken in by Ann: {told}" and codebook.load_theories(path).ids == now.ids


def test_a_new_code_a_changed_and_a_retired_one_come_back(desk):
    path = desk.paths.codebooks / "codebook.yaml"
    codes = codebook.load_codebook(path).codes
    book = desk.out("codebook")
    sheet = book["Codebook"]
    put(sheet, 2, definition=dt.datetime(2024, 1, 31), retired=True)
    put(sheet, first_free(sheet), **CODE, parent=None)
    put(sheet, first_free(sheet), **{**CODE, "id": "gets_lost_at_sea", "name": "At sea", "parent": "gets_lost"})
    as_programs_leave_it(sheet)
    code, said = desk.back("codebook", book)
    assert (code, said) == (0, f"Taken in by Ann: 2 new, 1 changed, {len(codes) - 1} as before.\n")
    now = codebook.load_codebook(path)
    assert (now.codes[0].definition, now.codes[0].retired) == ("2024-01-31", True)
    assert now.code("gets_lost_at_sea").parent == "gets_lost" and now.codes[1:-2] == codes[1:]
    assert desk.run("status")[0] == 0


def test_a_new_bearing_and_a_changed_one_come_back_with_a_reason_for_each_grade(desk):
    book = desk.out("evidence")
    sheet = book["Evidence"]
    put(sheet, 2, rigour=2, why_rigour="two voices")
    put(sheet, first_free(sheet), **BEARS)
    as_programs_leave_it(sheet)
    code, said = desk.back("evidence", book, by="ann")
    assert (code, said) == (0, "Taken in by ann: 1 new, 1 changed, 0 as before.\n")
    store = open_store(desk.paths.processed / "store.sqlite")
    held = store.current("evidence").set_index("subject_label")
    store.close()
    assert held.loc["C002", "reason"] == "It says so. Rigour: Two voices." and held.loc["C002", "rigour"] == 2
    assert held.loc["C001", ["relevance", "richness", "rigour"]].tolist() == [1, 2, 3]
    again = desk.out("evidence")["Evidence"]
    told = {row[places(again)["subject"] - 1].value: row for row in again.iter_rows(min_row=2, max_row=3)}
    assert told["C002"][places(again)["why_rigour"] - 1].value == "Two voices."
    assert told["C001"][places(again)["why_richness"] - 1].value == "No reason told."
    assert desk.run("status")[0] == 0


@pytest.mark.parametrize(
    ("kind", "sheet", "row", "cells", "told"),
    [
        ("theory", "Theory", 2, {"then": "x", **WHY, "move": "situated"}, "sheet Theory, row 2: 'situated' is not a move. Closest: 'situate'. One of: glean"),
        ("theory", "Theory", 2, {"strand": "meeting"}, "sheet Theory, row 2: the strand was changed. Put back 'learning'."),
        ("theory", "Theory", 2, {"theory": "LE9"}, "sheet Theory, row 2: 'LE9' is not a theory. Closest: 'LE1'. A new theory has an id of its own, and empty version and mark."),
        ("theory", "Theory", 0, {**NEW, "strand": "lerning"}, "sheet Theory, row 4: the strand 'lerning' is not in study.yaml. Closest: 'learning'."),
        ("theory", "Theory", 0, NEW, "sheet Theory, row 4: the theory LE3 has no rival. Write at least one other explanation"),
        ("theory", "Theory", 0, {**NEW, "question": None}, "sheet Theory, row 4: the question is empty."),
        ("theory", "Rivals", 0, {"theory": "LE7", "text": "Other."}, "'LE7' is not a theory. Closest: 'LE1'."),
        ("codebook", "Codebook", 0, {**CODE, "kind": "reasonning"}, "the kind 'reasonning' is not one of the words allowed here. Closest: 'reasoning'."),
        ("codebook", "Codebook", 0, {**CODE, "id": "Gets Lost"}, "'Gets Lost' is not an id. Use lower-case letters"),
        ("evidence", "Evidence", 0, {**BEARS, "why_richness": None}, "sheet Evidence, row 3: the richness is given without a reason. Say in a few words why."),
        ("evidence", "Evidence", 0, {**BEARS, "subject": "C01"}, "row 3: 'C01' is not a claim that counts in the study. Closest: 'C001'."),
        ("evidence", "Evidence", 0, {**BEARS, "bearing": "Suport"}, "row 3: 'Suport' is not a way to bear. Closest: 'supports'."),
    ],
)  # fmt: skip
def test_a_row_that_will_not_do_is_told_by_file_sheet_row_and_column_and_nothing_is_written(
    desk, kind, sheet, row, cells, told
):
    book = desk.out(kind)
    files = {path: path.read_bytes() for path in desk.paths.codebooks.rglob("*.yaml")}
    put(book[sheet], row or first_free(book[sheet]), **cells)
    code, said = desk.back(kind, book, by="ann")
    assert code == 3 and said.startswith(f"{kind}.xlsx, sheet {sheet}, row ") and told in said
    assert said.rstrip().endswith("Nothing was written.")
    assert {path: path.read_bytes() for path in files} == files
