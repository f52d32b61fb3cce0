import pandas as pd
import pytest

from useit_eval.ground.errors import InputRefused
from useit_eval.store import open_store
from useit_eval.store.head import read_head

TEXT = pd.DataFrame({"source_id": ["6f0b6c1e-2f57-4f0e-9a3e-1d6a6f0f7a01"], "text": ["words"]})
SOURCE = pd.DataFrame(
    {
        "source_id": TEXT["source_id"], "label": ["J1"], "file": ["a.txt"], "sha256_text": ["0" * 64], "characters": [5],
        "title": ["A"], "method": ["document"], "consent": ["quote"], "collector": ["x"], "collector_relation": ["x"],
        "by_programme": [True], "language": ["en"], "practice": [False],
    }
)  # fmt: skip


def _store(path, *tables):
    store = open_store(path)
    for name, frame in tables:
        store.append(name, frame, by="somebody")
    store.close()
    return read_head(path)


def test_the_head_changes_with_a_row_and_is_the_same_for_the_same_rows(tmp_path):
    empty = _store(tmp_path / "a" / "store.sqlite")
    one = _store(tmp_path / "b" / "store.sqlite", ("source", SOURCE))
    same = _store(tmp_path / "c" / "store.sqlite", ("source", SOURCE))
    two = _store(tmp_path / "d" / "store.sqlite", ("source", SOURCE), ("source_text", TEXT))
    assert one == same
    assert len({empty, one, two}) == 3


def test_reading_the_head_changes_nothing(tmp_path):
    path = tmp_path / "store.sqlite"
    first = _store(path, ("source", SOURCE))
    assert read_head(path) == read_head(path) == first


def test_a_note_that_a_file_was_read_is_no_change_of_rows(tmp_path):
    path = tmp_path / "store.sqlite"
    before = _store(path)
    store = open_store(path)
    with store.writing(by="somebody") as work:
        work.note("read files", {"all": "digest"})
    store.close()
    assert read_head(path) == before


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "store.sqlite").write_text("not a database" * 50)
    with pytest.raises(InputRefused, match="the store cannot be read"):
        read_head(tmp_path / "store.sqlite")
