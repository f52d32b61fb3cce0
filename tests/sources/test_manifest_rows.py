"""Rows are added to a manifest and cells of one row changed; every other byte stays as it is."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.inert_cells import original
from useit_eval.sources import append_rows, change_row, read_manifest
from useit_eval.sources.manifest import COLUMNS

SOURCE = {
    **{"record": "source", "label": "S1", "id": str(uuid.UUID(int=1)), "file": "one.txt", "sha256_text": "0" * 64},
    **{"characters": 3, "title": "One", "method": "document", "by_programme": True, "consent": "quote"},
    **{"collector": "A", "collector_relation": "none", "language": "en", "practice": False},
}
CELLS = st.text(st.sampled_from("ab ,;\"\n=+-@'é"), max_size=12)


def _source(number: int, **changes: object) -> dict:
    return {**SOURCE, "label": f"S{number}", "id": str(uuid.UUID(int=number)), **changes}


def test_a_column_of_a_later_version_is_added_to_the_header_when_a_row_fills_it(tmp_path):
    path = tmp_path / "manifest.csv"
    old = [name for name in COLUMNS if name not in ("kind", "spoken_as")]
    path.write_text(f"# format: useit-manifest/1\n{','.join(old)}\n", encoding="utf-8")
    append_rows(path, [_source(1)])
    assert "kind" not in path.read_text(encoding="utf-8").splitlines()[1]
    before = path.read_text(encoding="utf-8").splitlines()[2]
    append_rows(path, [_source(2, kind="minutes")])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1].endswith(",note,kind") and lines[2] == before and lines[3].endswith(",minutes")
    assert read_manifest(path).sources["kind"].fillna("").tolist() == ["", "minutes"]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(notes=st.lists(CELLS, min_size=3, max_size=3), new=CELLS)
def test_changing_a_row_leaves_every_other_byte_as_it_is(tmp_path_factory, start, end, notes, new):
    path = tmp_path_factory.mktemp("m") / "manifest.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator=end)
    writer.writeheader()
    writer.writerows([_source(at, title=f"t{note}", note=note) for at, note in enumerate(notes, start=1)])
    path.write_bytes(f"{start}# format: useit-manifest/1{end}{text.getvalue()}".encode())
    before = path.read_bytes().decode()
    change_row(path, str(uuid.UUID(int=2)), {"sha256_text": "1" * 64, "characters": 77, "title": f"n{new}"})
    after = path.read_bytes().decode()
    at = before.index(str(uuid.UUID(int=2)))
    assert after.startswith(before[:at]) and after.endswith(before[before.index(str(uuid.UUID(int=3))) :])
    row = _rows(after)[4]
    assert (row["sha256_text"], row["characters"], original(row["title"])) == ("1" * 64, "77", f"n{new}")
    assert row["note"] == notes[1] and [_rows(after)[at] for at in (3, 5)] == [_rows(before)[at] for at in (3, 5)]


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_rows_are_added_below_and_come_back_as_they_were(tmp_path_factory, titles):
    path = tmp_path_factory.mktemp("m") / "manifest.csv"
    for at, title in enumerate(titles, start=1):
        before = path.read_bytes() if path.is_file() else b""
        append_rows(path, [_source(at, title=f"t{title}")])
        assert path.read_bytes().startswith(before)
    assert read_manifest(path).sources["title"].tolist() == [f"t{title}".strip() for title in titles]


def test_no_cell_can_start_a_formula(tmp_path):
    path = tmp_path / "manifest.csv"
    append_rows(path, [_source(1, title="=1+1", file="@x.txt")])
    cells = next(csv.reader([path.read_text(encoding="utf-8").splitlines()[2]]))
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_an_unknown_id_or_column_changes_nothing(tmp_path):
    path = tmp_path / "manifest.csv"
    append_rows(path, [_source(1)])
    before = path.read_bytes()
    for id, changes in ((str(uuid.UUID(int=9)), {"title": "x"}), (SOURCE["id"], {"tilte": "x"})):
        with pytest.raises(InputRefused):
            change_row(path, id, changes)
    with pytest.raises(InputRefused, match="Closest: 'title'"):
        append_rows(path, [_source(2, tilte="x")])
    assert path.read_bytes() == before


def _rows(text: str) -> dict[int, dict[str, str]]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    return {at: dict(zip(rows[1], row, strict=True)) for at, row in enumerate(rows[2:], start=3)}
