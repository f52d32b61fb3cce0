"""The ground floor: errors, findings, paths, text and safe files."""

from __future__ import annotations

import doctest
import importlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground import findings, project, safe_files, text
from useit_eval.ground.errors import InputRefused, PartlyDone, UsageError, UseitError, WorkFailed
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.frames import TABLES, empty, labels

MODULES = ("errors", "frames", "text", "project", "wording", "columns")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_run(name):
    result = doctest.testmod(importlib.import_module(f"useit_eval.ground.{name}"))
    assert result.attempted > 0 and result.failed == 0


def test_each_kind_of_error_has_the_exit_code_that_readme_documents():
    codes = {kind: int(kind("x").exit_code) for kind in (UseitError, InputRefused, UsageError, WorkFailed, PartlyDone)}
    assert codes == {UseitError: 3, InputRefused: 3, UsageError: 2, WorkFailed: 1, PartlyDone: 4}


plain_values = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text()
tables = st.builds(
    lambda rows: Table(("a", "b"), tuple(rows), tuple(("C001",) for _ in rows), "caption"),
    st.lists(st.tuples(plain_values, plain_values), max_size=4),
)
figures = st.builds(
    lambda rows: FigureSpec("counts", "t", tuple(rows), alt="a"),
    st.lists(st.dictionaries(st.text(min_size=1, max_size=5), plain_values, max_size=3), max_size=3),
)
some_findings = st.builds(
    Finding,
    key=st.text(min_size=1),
    title=st.text(),
    sentences=st.lists(st.builds(Sentence, st.text(), st.lists(st.text()).map(tuple), st.booleans())).map(tuple),
    table=st.none() | tables,
    figure=st.none() | figures,
    strand=st.text(),
    theory=st.text(),
    data=st.dictionaries(st.text(), plain_values, max_size=3),
    trace=st.lists(st.text()).map(tuple),
)


@given(st.lists(some_findings, max_size=4))
def test_findings_come_back_from_json_as_they_went(found):
    assert findings.from_json(findings.to_json(found)) == found


def test_findings_of_a_newer_version_are_refused():
    with pytest.raises(ValueError, match="expected useit-finding/1"):
        findings.from_json('{"format": "useit-finding/2", "findings": []}')


def test_findings_of_another_shape_are_refused():
    text = findings.to_json([Finding("a", "A", figure=FigureSpec("counts", "t", (), alt="a"))])
    with pytest.raises(ValueError, match="another shape"):
        findings.from_json(text.replace('"alt"', '"altitude"'))


@given(st.text(alphabet=st.characters(blacklist_characters="\x00\r", blacklist_categories=("Cs",))))
def test_text_is_the_same_whatever_its_line_ends_and_byte_order_mark(words):
    if words.startswith("\ufeff"):
        return
    for raw in (words, words.replace("\n", "\r\n"), "\ufeff" + words):
        assert text.decode(raw.encode("utf-8"), where="x.txt") == words


@pytest.mark.parametrize("raw", [b"\xff\xfea\x00", b"caf\xe9", b"a\x00b"])
def test_text_that_is_not_utf_8_is_refused_with_what_to_do(raw):
    with pytest.raises(InputRefused, match=r"^x\.txt: .*\. (Save|Export)"):
        text.decode(raw, where="x.txt")


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    safe_files.write_whole(path, "before")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WorkFailed, match="no space left on device"):
        safe_files.write_whole(path, "after")
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_cannot_be_written_gives_one_sentence(tmp_path):
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(WorkFailed, match=r"a\.txt: the file could not be written \(.*\)\. Close other programs"):
        safe_files.write_whole(tmp_path / "folder" / "a.txt", "x")


def test_a_file_over_the_limit_and_a_missing_file_are_refused(tmp_path):
    (tmp_path / "big").write_bytes(b"12345")
    with pytest.raises(InputRefused, match="5 bytes; the limit is 4"):
        safe_files.read_bytes(tmp_path / "big", most=4)
    with pytest.raises(InputRefused, match="no such file"):
        safe_files.read_bytes(tmp_path / "none")


def _project(folder, content='format = "useit-project/1"\nstudy = "city"\n'):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "useit.toml").write_text(content, encoding="utf-8")
    return folder


def test_the_root_is_the_flag_then_the_environment_then_the_nearest_file(tmp_path, monkeypatch):
    flag, environment, file = (_project(tmp_path / name) for name in ("flag", "environment", "file"))
    inside = file / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    monkeypatch.delenv("USEIT_ROOT", raising=False)
    assert project.find().root == file
    monkeypatch.setenv("USEIT_ROOT", str(environment))
    assert project.find().root == environment
    assert project.find(flag).root == flag


def test_a_project_anywhere_on_the_disk_runs_the_notebooks_of_the_clone_or_of_the_wheel(tmp_path, monkeypatch):
    elsewhere = project.Project(tmp_path / "project", "leeds")
    monkeypatch.setattr(project, "SHIPPED", tmp_path / "no_wheel")
    assert (elsewhere.notebooks / "01_sources.ipynb").is_file()
    (tmp_path / "wheel" / "notebooks").mkdir(parents=True)
    monkeypatch.setattr(project, "SHIPPED", tmp_path / "wheel")
    assert elsewhere.notebooks == tmp_path / "wheel" / "notebooks"
    (elsewhere.root / "notebooks").mkdir(parents=True)
    assert elsewhere.notebooks == elsewhere.root / "notebooks"


def test_no_root_and_a_newer_format_and_a_broken_file_give_one_sentence_each(tmp_path, monkeypatch):
    monkeypatch.delenv("USEIT_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"no useit\.toml here or in any folder above"):
        project.find()
    with pytest.raises(InputRefused, match="newer format"):
        project.find(_project(tmp_path / "new", 'format = "useit-project/2"'))
    with pytest.raises(InputRefused, match="not TOML"):
        project.find(_project(tmp_path / "broken", "format = "))


@pytest.mark.parametrize("name", ["../etc", "A", "a b", "", "x" * 41])
def test_a_study_name_that_could_leave_the_project_is_refused(tmp_path, name):
    found = project.Project(tmp_path, name)
    with pytest.raises(UsageError, match="is not a study name"):
        found.paths()


def test_a_missing_study_names_those_there_are(tmp_path):
    (tmp_path / "codebooks" / "city").mkdir(parents=True)
    (tmp_path / "codebooks" / "city" / "study.yaml").touch()
    with pytest.raises(UsageError, match="there is no study 'town'.*Studies here: city"):
        project.Project(tmp_path, "town").paths().require()


def test_every_table_has_one_key_and_every_reference_leads_to_a_key():
    for spec in TABLES.values():
        assert sum(column.key for column in spec.columns) == 1, spec.name
        for column in spec.columns:
            if column.reference:
                table, _, name = column.reference.partition(".")
                assert TABLES[table].key == name
        assert list(empty(spec.name).columns) == spec.names


@given(st.lists(st.from_regex(r"[A-Z]\d{1,3}", fullmatch=True)))
def test_labels_in_a_cell_come_back_as_a_list(items):
    assert labels("; ".join(items)) == items


def test_a_wrong_name_of_a_study_is_answered_with_one_that_would_do(tmp_path):
    with pytest.raises(UsageError, match=r"such as my_study\.$"):
        project.Project(tmp_path, "useit").paths("My Study")
