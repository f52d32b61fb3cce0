"""Words are erased from rows for good, and what is left is still held together."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from tests.store.samples import SOURCE_ID, codings, key, source
from useit_eval.ground.errors import WorkFailed
from useit_eval.store import open_store

SECRET = "the landlord took the deposit"


def _filled(store):
    store.append("source", source(), by="ann")
    store.append("source_text", pd.DataFrame([{"source_id": SOURCE_ID, "text": SECRET}]), by="ann")
    store.append("coding", codings(1, 2, quote=SECRET, memo=f"He says {SECRET}."), by="ann")
    return store


def _erase(store, *, reason="asked for"):
    with store.writing(by="ann") as work:
        text = work.erase("source_text", {SOURCE_ID: {"text": "█" * len(SECRET)}}, reason=reason)
        gone = {"quote": None, "memo": None, "quote_sha256": "0" * 64}
        return text + work.erase("coding", {key(1): gone}, reason=reason)


def test_erased_words_are_gone_and_verify_says_when(store):
    _erase(_filled(store))
    assert store.history("source_text")["text"].tolist() == ["█" * len(SECRET)]
    assert store.history("coding")["quote"].isna().tolist() == [True, False]
    report = store.verify()
    assert report.first_fault == ""
    day = store.history("erasure")["recorded_at"].iloc[0][:10]
    assert report.erased == [("coding", key(1), day), ("source_text", SOURCE_ID, day)]


def test_erasing_again_leaves_one_tombstone(store):
    _filled(store)
    assert _erase(store) == 2
    assert _erase(store, reason="asked again") == 0
    assert len(store.history("erasure")) == 2


def test_a_second_erasure_in_the_same_row_leaves_a_second_tombstone_and_verifies(store):
    _erase(_filled(store))
    with store.writing(by="ben") as work:
        work.erase("source_text", {SOURCE_ID: {"text": "█" * 4}}, reason="the other voice too")
    assert len(store.history("erasure")) == 3
    assert store.verify().first_fault == ""


def test_words_put_back_after_an_erasure_are_named(store):
    _erase(_filled(store))
    with store.writing(by="ann") as work:
        work._connection.exec_driver_sql(f"UPDATE source_text SET text = '{SECRET}'")
    assert "was changed" in store.verify().first_fault


def test_no_page_of_the_files_holds_what_was_erased(tmp_path):
    place = tmp_path / "store.sqlite"
    store = _filled(open_store(place))
    with store.writing(by="ann") as work:
        gone = {"quote": None, "memo": None, "quote_sha256": "0" * 64}
        work.erase("coding", {key(1): gone, key(2): gone}, reason="asked for")
        work.erase("source_text", {SOURCE_ID: {"text": "█"}}, reason="asked for")
    assert SECRET.encode() in _bytes(tmp_path)  # in the log, until the store is compacted
    store.compact()
    assert SECRET.encode() not in _bytes(tmp_path)
    store.close()


def test_while_another_program_reads_the_store_compacting_says_so(tmp_path):
    place = tmp_path / "store.sqlite"
    store = _filled(open_store(place, wait=0.2))
    other = sqlite3.connect(place)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM coding").fetchone()
    _erase(store)
    with pytest.raises(WorkFailed, match="another program has the store open"):
        store.compact()
    other.close()
    store.compact()
    store.close()


def test_compacting_a_database_server_keeps_every_row(store):
    _erase(_filled(store))
    store.compact()
    assert len(store.history("coding")) == 2
    assert store.verify().first_fault == ""


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
