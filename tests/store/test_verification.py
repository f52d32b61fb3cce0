"""Whoever alters the database behind the store's back is found out, by name, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest
import sqlalchemy as sa

from tests.store.samples import SOURCE_ID, codings, key, source
from useit_eval.ground.errors import InputRefused
from useit_eval.store import open_store, rows, seal
from useit_eval.store.head import read_head


@pytest.fixture
def filled(store):
    """Return a store with a source, three codings of one act, one of another, and a note."""
    store.append("source", source(), by="ann")
    store.append("coding", codings(1, 2, 3), by="ann")
    store.append("coding", codings(4, memo="what she said of her street"), by="bea")
    with store.writing(by="ann") as work:
        work.note("accept codes", {"trust": "digest"}, table="code")
    return store


def _alter(store, *statements: str) -> str:
    with store._engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    return store.verify().first_fault


def test_a_store_left_alone_has_no_fault_and_names_its_last_entry(filled):
    report = filled.verify()
    assert (report.entries, report.rows, report.erased, report.first_fault) == (4, 5, [], "")
    last = filled.history("audit").set_index("number").loc[4]
    assert (report.last_number, report.last_link) == (4, last["link"])


def test_every_kind_of_value_keeps_its_digest_through_the_database(store):
    store.append("source", source(note='“Ünïcode” \U0001f642\t\\ "', dated="2017-09-30"), by="ann")
    readings = {"reading_id": key(7), "source_id": SOURCE_ID, "indicator": "i", "area": "a", "period": "2017-01-01"}
    for number, value in enumerate([1, -0.0, 1e-300, 0.1, None, float("inf")], start=10):
        row = {**readings, "reading_id": key(number), "value": value, "unit": "people", "rounded_to": 5}
        store.append("reading", _frame(row), by="ann")
    assert store.verify().first_fault == ""


ALTERED = {
    "a changed row": (f"UPDATE coding SET code_id = 'pride' WHERE coding_id = '{key(2)}'", f"coding {key(2)} was changed"),
    "a changed flag": (f"UPDATE coding SET quotable = false WHERE coding_id = '{key(2)}'", f"coding {key(2)} was changed"),
    "a changed writer": (f"UPDATE coding SET recorded_by = 'x' WHERE coding_id = '{key(2)}'", f"coding {key(2)} was changed"),
    "a digest": (f"UPDATE coding SET digest = 'x' WHERE coding_id = '{key(3)}'", f"coding {key(3)} was changed"),
    "a salt": (f"UPDATE coding SET salt = 'x' WHERE coding_id = '{key(3)}'", f"coding {key(3)} was changed"),
    "a salt gone": (f"UPDATE coding SET salt = NULL WHERE coding_id = '{key(3)}'", f"coding {key(3)} has no salt"),
    "a row gone": (f"DELETE FROM coding WHERE coding_id = '{key(4)}'", f"coding {key(4)}: 1 of the 1"),
    "a row gone of many": (f"DELETE FROM coding WHERE coding_id = '{key(2)}'", f"coding {key(2)}: 1 of the 3 that entry 2"),
    "a changed entry": ("UPDATE audit SET recorded_by = 'cy' WHERE number = 2", "entry 2 of the audit (append, cy"),
    "a changed list of rows": ("UPDATE audit SET row_keys = replace(row_keys, '-4', '-5') WHERE number = 2", "the list of rows that entry 2"),
    "a forged link": ("UPDATE audit SET link = 'x' WHERE number = 3", "entry 3 of the audit"),
    "a deleted entry": ("DELETE FROM audit WHERE number = 2", "entry 2 of the audit is missing"),
    "the first entry deleted": ("DELETE FROM audit WHERE number = 1", "entry 1 of the audit is missing"),
    "the last entry deleted": ("DELETE FROM audit WHERE number = 4", "ends with entry 3; the store says that it should end with 4"),
}  # fmt: skip


@pytest.mark.parametrize("how", ALTERED)
def test_what_was_altered_is_named(filled, how):
    statement, told = ALTERED[how]
    assert told in _alter(filled, statement)


def test_entries_in_another_order_are_found(filled):
    swap = "UPDATE audit SET number = {} WHERE number = {}"
    assert "entry 2 of the audit" in _alter(filled, swap.format(9, 2), swap.format(2, 3), swap.format(3, 9))


@pytest.mark.parametrize("entry", ["'nobody'", f"(SELECT entry FROM coding WHERE coding_id = '{key(1)}')", "NULL"])
def test_a_row_added_behind_the_stores_back_is_named(filled, entry):
    spec = rows.spec_of("coding")
    with filled._engine.connect() as connection:
        row = {**rows.held(connection, spec, [key(1)])[key(1)], "coding_id": key(8)}
    salt = "00" * seal.SALT_BYTES
    with filled._engine.begin() as connection:
        rows.insert(connection, "coding", [{**row, "salt": salt, "digest": seal.digest_rows([row], [salt])[0]}])
    assert f"coding {key(8)} was added" in _alter(
        filled, f"UPDATE coding SET entry = {entry} WHERE coding_id = '{key(8)}'"
    )


def test_an_entry_forged_at_the_end_is_found(filled):
    entry = filled.history("audit").set_index("number", drop=False).loc[4].to_dict()
    forged = {**entry, "audit_id": key(9), "number": 5, "before": None, "after": "x", "row_count": 0}
    forged["number"] = 5
    with filled._engine.begin() as connection:
        rows.insert(connection, "audit", [{**forged, "link": seal.link(entry["link"], forged)}])
    assert "ends with entry 5; the store says that it should end with 4" in filled.verify().first_fault


def test_an_erased_row_with_its_tombstone_is_no_fault_and_is_told_with_its_day(filled):
    day = _erase(filled, key(4))
    report = filled.verify()
    assert (report.first_fault, report.erased) == ("", [("coding", key(4), day)])


def test_what_is_left_of_an_erased_row_is_guarded_too(filled):
    _erase(filled, key(4))
    fault = _alter(filled, f"UPDATE coding SET code_id = 'pride' WHERE coding_id = '{key(4)}'")
    assert f"what was left of coding {key(4)}" in fault


def test_words_put_back_after_their_erasure_are_a_fault(filled):
    _erase(filled, key(4))
    fault = _alter(filled, f"UPDATE coding SET salt = '00' WHERE coding_id = '{key(4)}'")
    assert f"coding {key(4)} was erased on" in fault and "here again" in fault


def test_a_store_copied_row_by_row_with_its_chain_verifies(filled, tmp_path):
    copy = open_store(tmp_path / "copy.sqlite")
    with filled._engine.connect() as connection, copy.writing(by="bea") as work:
        for name in ("source", "coding"):
            work.take(name, rows.all_rows(connection, rows.spec_of(name)), act="merge")
    assert copy.verify().first_fault == "" and copy.verify().rows == 5
    assert list(copy.history("coding")["recorded_by"]) == ["ann", "ann", "ann", "bea"]
    copy.close()


def _erase(store, record: str) -> str:
    """Blank a coding's words as an erasure does, with a tombstone under the chain."""
    spec = rows.spec_of("coding")
    _alter(store, f"UPDATE coding SET memo = NULL, quote_sha256 = '', salt = NULL WHERE coding_id = '{record}'")
    with store._engine.connect() as connection:
        left = rows.held(connection, spec, [record])[record]
    stone = {"erasure_id": key(99), "table_name": "coding", "record_key": record, "reason": "asked"}
    store.append("erasure", _frame({**stone, "remains": seal.digest_remains(left, key(99))}), by="ann")
    return store.history("erasure")["recorded_at"].iloc[0][:10]


def _frame(row: dict):
    import pandas as pd

    return pd.DataFrame([row])


def test_an_index_that_does_not_agree_with_its_rows_is_found(tmp_path):
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    store.append("source", source(), by="ann")
    store.append("coding", codings(1, 2, 3), by="ann")
    store.compact()
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA writable_schema=ON")
        plain.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(supersedes)', '(memo)') WHERE name = 'ix_coding_supersedes'"
        )
        plain.commit()
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE coding SET memo = 'x'")
        plain.execute("UPDATE coding SET memo = NULL")
        plain.execute("PRAGMA writable_schema=ON")
        plain.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(memo)', '(code_id)') WHERE name = 'ix_coding_supersedes'"
        )
        plain.commit()
    store = open_store(path)
    assert store.verify().first_fault.startswith("the file is damaged")
    store.close()


def test_a_schema_damaged_to_bytes_that_are_no_text_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "store.sqlite"
    open_store(path).close()
    raw = path.read_bytes()
    at = raw.index(b"CREATE VIEW current_coding") + len(b"CREATE VIEW cu")
    for wrong in (b"\xcd ", b"\xff("):
        path.write_bytes(raw[:at] + wrong + raw[at + 2 :])
        with pytest.raises(InputRefused, match="damaged"):
            open_store(path)
        with pytest.raises(InputRefused, match="damaged"):
            read_head(path)


HARMED = {
    "DELETE FROM store_meta": "is damaged",
    "INSERT INTO store_meta VALUES ('a', 'b', 0, '')": "is damaged",
    "UPDATE audit SET number = 'x' WHERE number = 2": "entry 'x' of the audit has no number",
    "UPDATE audit SET after = x'ff00' WHERE number = 2": "entry 2 of the audit",
    "DROP VIEW current_coding": "the view current_coding was changed or is missing",
    "CREATE TRIGGER t AFTER INSERT ON coding BEGIN DELETE FROM coding; END": "t was added to the store",
}


@pytest.mark.parametrize("statement", HARMED)
def test_what_is_harmed_beside_the_rows_is_told_in_a_sentence(tmp_path, statement):
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    store.append("source", source(), by="ann")
    store.append("coding", codings(1), by="ann")
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute(statement)
        plain.commit()
    try:
        store = open_store(path)
        told = store.verify().first_fault
        store.close()
    except InputRefused as refused:
        told = refused.what
    assert HARMED[statement] in told


def test_a_store_whose_file_is_empty_is_refused_and_not_begun_anew(tmp_path):
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"")
    with pytest.raises(InputRefused, match="the store's file is empty"):
        open_store(path)
    assert path.read_bytes() == b""
