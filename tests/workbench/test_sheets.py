"""Workbooks of theory, codebook and evidence: out and back unchanged, changed with every row right, and hostile ones."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbench.small_study import edit, make, write_figures
from useit_eval import cli, codebook
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench import open_study, read_back, write_sheet
from useit_eval.workbench.leavings import made_files

KINDS = ("theory", "codebook", "evidence")


def state(bench) -> tuple:
    """Return what a sheet could change: the authored files, byte for byte, and how many rows the store ever held."""
    files = sorted(bench.paths.codebooks.rglob("*.yaml"))
    return tuple(path.read_bytes() for path in files), len(bench.store.history("evidence"))


class Opened:
    """A workbook as a researcher edits it: cells by sheet, row and the header's word."""

    def __init__(self, path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)

    def put(self, sheet: str, row: int, **cells: object) -> Opened:
        made = self.book[sheet]
        names = [cell.value for cell in made[1]]
        for name, value in cells.items():
            made.cell(row, names.index(name.rstrip("_")) + 1).value = value
        self.book.save(self.path)
        return self

    def cell(self, sheet: str, row: int, name: str) -> object:
        made = self.book[sheet]
        return made.cell(row, [cell.value for cell in made[1]].index(name) + 1)


def out(bench, kind: str, folder) -> Opened:
    return Opened(write_sheet(bench, kind, folder / f"{kind}.xlsx").path)


def refused(bench, kind: str, path, by: str = "ann") -> str:
    before = state(bench)
    with pytest.raises(InputRefused) as fault:
        read_back(bench, kind, path, by=by)
    assert state(bench) == before
    return str(fault.value)


@pytest.mark.parametrize("kind", KINDS)
def test_out_and_back_unchanged_changes_nothing(bench, tmp_path, kind):
    before, path = state(bench), write_sheet(bench, kind, tmp_path / "a.xlsx").path
    report = read_back(bench, kind, path, by="Ann")
    assert (report.new, report.changed) == (0, 0) and report.same > 0 and state(bench) == before
    openpyxl.load_workbook(path).save(path)  # opened and saved in another program
    assert read_back(bench, kind, path, by="Ann").changed == 0 and state(bench) == before


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Co", "Cn")), min_size=1, max_size=80) | st.sampled_from(
    ["=1+1", "@SUM(A1)", "'=x", "-- =cmd|' /C calc'!A0", '"q"', "a\nb\r\nc", "_x0041_ _x000D_", "שלום \u202e", "😀" * 30, "long " * 800, "007", "1e5", "TRUE", "a\x07b"]
)  # fmt: skip


@given(TEXTS.map(str.strip).filter(bool), TEXTS.map(str.strip).filter(bool))
@settings(max_examples=15, deadline=None)
def test_whatever_the_texts_are_out_and_back_changes_nothing(tmp_path_factory, one, two):
    folder = tmp_path_factory.mktemp("texts")
    paths = make(folder)
    content = codebook.read_yaml(paths.codebooks / "codebook.yaml", kind="codebook").data
    content["codes"][0] |= {"definition": one, "use_when": two}
    codebook.write_yaml(
        paths.codebooks / "codebook.yaml", {k: v for k, v in content.items() if k != "format"}, kind="codebook"
    )
    with open_study(root=folder) as bench:
        before = state(bench)
        sheet = out(bench, "codebook", folder)
        assert all(cell.data_type != "f" for row in sheet.book["Codebook"].iter_rows() for cell in row)
        report = read_back(bench, "codebook", sheet.path, by="Ann")
        assert (report.new, report.changed) == (0, 0) and state(bench) == before


def test_a_workbook_explains_itself_and_offers_the_words(bench, tmp_path):
    sheet = out(bench, "evidence", tmp_path)
    made = sheet.book["Evidence"]
    assert sheet.book.sheetnames == ["Evidence", "Read me", "Words"] and made.freeze_panes == "B2"
    assert made.cell(2, 5).alignment.wrap_text and made.column_dimensions["E"].width == 50
    rules = {str(rule.sqref).rstrip("0123456789:")[:1]: rule.formula1 for rule in made.data_validations.dataValidation}
    assert rules["F"].startswith("Words!$")
    told = "\n".join(str(cell.value) for row in sheet.book["Read me"].iter_rows() for cell in row)
    assert (
        "which way it bears".capitalize() in told
        and "One of: supports, refines, refutes or neutral." in told
        and "PRACTICE" not in told
    )
    assert sheet.path.stat().st_mode & 0o077 == 0


def test_a_changed_judgement_and_a_new_one_become_rows_like_the_forms(bench, tmp_path):
    sheet = out(bench, "evidence", tmp_path)
    first = bench.load("evidence").iloc[0]
    sheet.put("Evidence", 2, bearing="refutes", explained="It was full.", rigour=2, why_rigour="two voices")
    new = {
        "theory": "LE1",
        "version": 1,
        "kind": "claim",
        "subject": "C001",
        "bearing": "neutral",
        "relevance": 1,
        "richness": 2,
        "rigour": 3,
    }
    sheet.put("Evidence", 3, **new, why_relevance="a", why_richness="b", why_rigour="c", reason="=It is about it")
    assert "cells hold formulas" in refused(bench, "evidence", sheet.path)
    sheet.put("Evidence", 3, reason="It is about it")
    report = read_back(bench, "evidence", sheet.path, by="ann")
    assert (report.new, report.changed, report.same) == (1, 1, 0)
    held = bench.load("evidence").set_index("subject_label")
    assert held.loc["C002", "supersedes"] == first["evidence_id"] and held.loc["C002", "bearing"] == "refutes"
    assert held.loc["C001", "rater"] == "ann" and held.loc["C001", "reason"].startswith("It is about it. Relevance: A.")
    again = read_back(bench, "evidence", out(bench, "evidence", tmp_path).path, by="ann")
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    sheet = out(bench, "evidence", tmp_path)
    sheet.put("Evidence", 2, why_rigour=None)
    assert "row 2: the rigour is given without a reason" in refused(bench, "evidence", sheet.path)


@pytest.mark.parametrize(
    ("cells", "by", "told"),
    [
        (
            {"bearing": "suports"},
            "ann",
            "evidence.xlsx, sheet Evidence, row 2: 'suports' is not a way to bear. Closest: 'supports'.",
        ),
        ({"rigour": 5}, "ann", "row 2: the rigour '5' is not 1, 2 or 3. Write 1 for low"),
        ({"rigour": 3}, "ann", "row 2: the rigour is given without a reason"),
        ({"evidence_id": None, "mark": None, "version": None}, "ann", "row 2: the version of LE1 is not given"),
        ({"subject": "C001"}, "ann", "row 2: the subject of a judgement was changed. Put it back"),
        ({"reason": "Other."}, "Ben", "row 2: the judgement is ann's, and Ben brings the sheet back"),
        ({"says": "words"}, "ann", "row 2: the says was changed. Put back"),
        ({"evidence_id": None}, "ann", "row 2: the relevance is given without a reason"),
        ({"reason": "a_x0007_b"}, "ann", "row 2: the text holds a character that cannot be seen (U+0007)"),
        ({"reason": "a_xD800_b"}, "ann", "row 2: the text holds a character that cannot be seen (U+D800)"),
        ({"version": 4}, "ann", "row 2: the version of a judgement was changed"),
    ],
)
def test_a_row_of_evidence_that_will_not_do_is_told_by_file_sheet_and_row(lasting, tmp_path, cells, by, told):
    assert told in refused(lasting, "evidence", out(lasting, "evidence", tmp_path).put("Evidence", 2, **cells).path, by)


def test_all_faults_are_told_at_once_and_nothing_is_written(lasting, tmp_path):
    sheet = (
        out(lasting, "codebook", tmp_path)
        .put("Codebook", 2, kind="contxt")
        .put("Codebook", 3, parent="nowhere", mark=None)
    )
    sheet.put("Codebook", 4, definition="This one is right.")
    told = refused(lasting, "codebook", sheet.path)
    assert "2 rows are at fault, and nothing was written" in told
    assert "sheet Codebook, row 2: the kind 'contxt' is not one of the words allowed here. Closest: 'context'." in told
    assert "sheet Codebook, row 3: parent 'nowhere' is not a code" in told


def test_codes_are_changed_retired_and_added_with_the_rest_of_the_file_as_it_was(bench, tmp_path):
    path = bench.paths.codebooks / "codebook.yaml"
    before, codes = path.read_text("utf-8"), bench.codebook.codes
    sheet = out(bench, "codebook", tmp_path)
    sheet.put("Codebook", 2, definition="= new: words", retired="yes")
    row = sheet.book["Codebook"].max_row  # spare rows below are empty
    last = len(codes) + 2
    sheet.put("Codebook", 2, definition="New: words").put(
        "Codebook",
        last,
        id="brand_new",
        name="Brand new",
        kind="reasoning",
        definition="d",
        use_when="u",
        do_not_use_when="n",
    )
    report = read_back(bench, "codebook", sheet.path, by="Ann")
    assert (report.new, report.changed) == (1, 1) and row >= last
    now = bench.codebook
    assert (now.codes[0].definition, now.codes[0].retired, now.codes[0].guid) == ("New: words", True, codes[0].guid)
    assert now.codes[-1].id == "brand_new" and now.codes[1:-1] == codes[1:]
    left = iter(path.read_text("utf-8").splitlines())
    own = set(codes[0].definition.split())
    assert all(line in left for line in before.splitlines() if not own & set(line.split()))
    audit = bench.load("audit")
    assert set(audit[audit["act"] == "edit file"]["recorded_by"]) == {"Ann"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"id": "another"}, "the id of the code '{0}' was changed to 'another'"), ({"guid": "1234"}, "the guid was changed"),
        ({"retired": "maybe"}, "retired is 'maybe'. Write yes, or leave it empty."), ({"name": None}, "the name is missing"),
        ({"merged_into": "{0}"}, "merged_into runs in a circle"), ({"definition": "bell_x0007_"}, "cannot be seen (U+0007)"),
    ],
)  # fmt: skip
def test_a_row_of_the_codebook_that_will_not_do_is_told_by_its_row(lasting, tmp_path, cells, told):
    first = lasting.codebook.codes[0].id
    cells = {name: value and value.format(first) for name, value in cells.items()}
    found = refused(lasting, "codebook", out(lasting, "codebook", tmp_path).put("Codebook", 2, **cells).path)
    assert "codebook.xlsx, sheet Codebook, row 2: " in found and told.format(first) in found


WHY = {"move": "situate", "reason": "Only there.", "evidence": "C001; C002"}


def test_a_changed_row_of_a_theory_is_its_next_version_and_rivals_go_with_it(bench, tmp_path):
    rivals = bench.theories.theory("LE1").current.rivals
    sheet = out(bench, "theory", tmp_path).put("Theory", 2, then="they stay", **WHY)
    sheet.put("Rivals", 2, state="dropped", reason="Nobody says so.")
    every = sum(len(theory.current.rivals) for theory in bench.theories.theories)
    sheet.put("Rivals", every + 2, theory="LE1", text="It was the weather.")
    report = read_back(bench, "theory", sheet.path, by="Ann")
    now = bench.theories.theory("LE1")
    assert report.changed == 1 and [version.version for version in now.versions] == [1, 2]
    assert (now.current.then, now.current.author, now.current.evidence) == ("they stay", "Ann", ("C001", "C002"))
    assert now.current.rivals[0].state == "dropped" and now.current.rivals[-1].text == "It was the weather."
    assert now.versions[0].rivals == rivals and now.current.rivals[1:-1] == rivals[1:]
    assert "the record of this row was changed since" in refused(bench, "theory", sheet.path)


@pytest.mark.parametrize(
    ("sheet", "cells", "told"),
    [
        ("Theory", {"then": "x"}, "sheet Theory, row 2: the version has no move. One of: glean"),
        ("Theory", {"then": "x", "move": "situate"}, "sheet Theory, row 2: the version has no reason"),
        ("Theory", {"then": "x", "move": "situate", "reason": "So."}, "sheet Theory, row 2: the version names no evidence"),
        ("Theory", {**WHY}, "sheet Theory, row 2: nothing changes in this version"),
        ("Theory", {**WHY, "context": "wether"}, "sheet Theory, row 2: 'wether' is not a code"),
        ("Theory", {**WHY, "title": "Other"}, "sheet Theory, row 2: the title was changed"),
        ("Theory", {**WHY, "theory": "XX9"}, "sheet Theory, row 2: 'XX9' is not a theory"),
        ("Rivals", {"state": "kept", "reason": "So."}, "sheet Rivals, row 2: a rival of LE1 was changed, and the sheet Theory does not say why"),
        ("Rivals", {"rival": "LE1.R77"}, "sheet Rivals, row 2: 'LE1.R77' is not a rival"),
    ],
)  # fmt: skip
def test_a_row_of_a_theory_that_will_not_do_is_told_by_its_row(lasting, tmp_path, sheet, cells, told):
    assert told in refused(lasting, "theory", out(lasting, "theory", tmp_path).put(sheet, 2, **cells).path)


def test_a_study_that_went_on_is_told_where_a_row_was_changed_and_left_alone_where_not(bench, tmp_path):
    one, two = out(bench, "codebook", tmp_path).path, tmp_path / "two.xlsx"
    two.write_bytes(one.read_bytes())
    Opened(one).put("Codebook", 2, definition="Mine.")
    read_back(bench, "codebook", one, by="Ann")
    assert read_back(bench, "codebook", two, by="Ben").changed == 0  # Ben changed nothing, and takes nothing back
    assert bench.codebook.codes[0].definition == "Mine."
    Opened(two).put("Codebook", 2, definition="Theirs.")
    assert "row 2: the record of this row was changed since the sheet was written" in refused(bench, "codebook", two)


@pytest.mark.parametrize(
    ("kind", "sheet", "cells"),
    [
        ("theory", "Theory", {"if_": "xx", "move": "situate", "reason": "why", "evidence": "none yet"}),
        ("codebook", "Codebook", {"definition": "xx"}),
    ],
)
@pytest.mark.parametrize("raw", [b"format: [\n", b""])
def test_a_file_spoiled_since_the_study_was_opened_is_told_and_left_alone(bench, tmp_path, kind, sheet, cells, raw):
    sheet_file = out(bench, kind, tmp_path).put(sheet, 2, **cells).path
    path = bench.paths.codebooks / f"{kind}.yaml"
    path.write_bytes(raw)
    with pytest.raises(InputRefused, match=f"{kind}.yaml, line [12]: "):
        read_back(bench, kind, sheet_file, by="ann")
    assert path.read_bytes() == raw


def test_the_sheet_of_evidence_holds_paraphrases_and_no_words_of_respondents(paths, tmp_path):
    write_figures(paths)
    with open_study(root=paths.root) as bench:
        sheet = out(bench, "evidence", tmp_path)
        assert sheet.cell("Evidence", 2, "says").value == "In our words."
        assert all(
            "The course was free" not in str(cell.value) for row in sheet.book["Evidence"].iter_rows() for cell in row
        )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda book: book["Codebook"].delete_cols(3), "sheet Codebook, row 1: the column 'kind' is missing"),
        (lambda book: book["Codebook"].insert_cols(14, 1) or book["Codebook"].cell(1, 14, "colour"), "the column 'colour' is not known"),
        (lambda book: book.remove(book["Codebook"]), "there is no sheet 'Codebook' with rows"),
        (lambda book: book["Codebook"].cell(2, 7, "=HYPERLINK(\"http://x\")"), "sheet Codebook: cells hold formulas"),
    ],
)  # fmt: skip
def test_a_sheet_of_another_shape_is_refused(lasting, tmp_path, change, told):
    sheet = out(lasting, "codebook", tmp_path)
    change(sheet.book)
    sheet.book.save(sheet.path)
    assert told in refused(lasting, "codebook", sheet.path)


def test_hostile_files_are_refused_by_the_limits_of_every_workbook(lasting, tmp_path):
    sheet = out(lasting, "codebook", tmp_path)
    whole = {name: zipfile.ZipFile(sheet.path).read(name) for name in zipfile.ZipFile(sheet.path).namelist()}

    def packed(**more: bytes):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in {**whole, **more}.items():
                archive.writestr(name, raw)
        path = tmp_path / "hostile.xlsx"
        path.write_bytes(made.getvalue())
        return path

    bomb = packed(**{"xl/worksheets/sheet9.xml": b"0" * 70_000_000})
    assert "would unpack to" in refused(lasting, "codebook", bomb)
    entities = packed(**{"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'})
    assert "declares types or entities" in refused(lasting, "codebook", entities)
    many = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    first = next(name for name in whole if name.startswith("xl/worksheets/sheet"))
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = packed(**{first: b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, many)})
    told = refused(lasting, "codebook", rows)
    assert "the sheet has more than" in told or "seconds to read" in told
    (tmp_path / "text.xlsx").write_text("id;name\n1;2\n")
    assert "this is no workbook" in refused(lasting, "codebook", tmp_path / "text.xlsx")


def test_macros_are_never_run_and_a_file_with_them_is_read_for_its_cells_only(lasting, tmp_path):
    sheet = out(lasting, "codebook", tmp_path)
    with zipfile.ZipFile(sheet.path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert read_back(lasting, "codebook", sheet.path, by="Ann").changed == 0


def test_the_command_writes_a_sheet_and_takes_it_back(paths, capsys):
    root = ["--root", str(paths.root)]
    assert cli.main([*root, "sheet", "out", "theory"]) == 0
    assert "sheets/theory.xlsx" in capsys.readouterr().out
    assert cli.main([*root, "sheet", "back", "theory", "--by", "Ann"]) == 0
    assert "Taken in by Ann: 0 new, 0 changed, 2 as before." in capsys.readouterr().out
    assert cli.main([*root, "sheet", "back", "theory"]) == 2
    assert capsys.readouterr().err == "Nobody brings the sheet back. Add --by 'Your Name'.\n"
    assert cli.main([*root, "sheet", "out", "thoery"]) == 2 and cli.main([*root, "sheet", "away", "theory"]) == 2
    path = paths.processed / "sheets" / "theory.xlsx"
    Opened(path).put("Theory", 2, then="x")
    capsys.readouterr()
    assert cli.main([*root, "sheet", "back", "theory", str(path), "--by", "Ann"]) == 3
    assert capsys.readouterr().err.startswith("theory.xlsx, sheet Theory, row 2: the version has no move.")


def test_another_kind_of_sheet_and_a_text_too_long_for_a_cell_are_refused(paths, tmp_path):
    word = codebook.load_codebook(paths.codebooks / "codebook.yaml").codes[0].definition.split()[0]
    edit(paths.codebooks / "codebook.yaml", f"definition: {word}", f"definition: {'long ' * 9000}{word}")
    with open_study(root=paths.root) as bench:
        with pytest.raises(UsageError, match="'claims' is not a sheet"):
            write_sheet(bench, "claims", tmp_path / "a.xlsx")
        with pytest.raises(InputRefused, match="a cell of a spreadsheet holds 32,767"):
            write_sheet(bench, "codebook", tmp_path / "a.xlsx")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """Give a small study in which nothing is ever written, for all refusals."""
    with open_study(root=make(tmp_path_factory.mktemp("lasting")).root) as opened:
        yield opened


def test_sheets_in_the_studys_folder_go_with_a_withdrawal(bench):
    path = write_sheet(bench, "evidence").path
    assert path in made_files(bench.paths)
