"""Two coders work in two copies: both stores come together, nothing is lost, and it is the same whichever way round."""

from __future__ import annotations

import functools
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import SOURCE_ID, codings, key, source
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.store import open_store
from useit_eval.store.backups import back_up
from useit_eval.store.merging import ROWS, merge

TEXT = "He took the deposit. I cried."
SHARED = (1, 2, 3)


@functools.cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _folded(_fresh(Path(folder) / "base.sqlite")).read_bytes()


def _base(folder: Path) -> Path:
    """Return a store of one source and three codings."""
    place = folder / "base.sqlite"
    place.write_bytes(_made())
    return place


def _fresh(place: Path):
    store = open_store(place)
    store.append("source", source(), by="files")
    store.append("source_text", pd.DataFrame([{"source_id": SOURCE_ID, "text": TEXT}]), by="files")
    store.append("coding", codings(*SHARED), by="files")
    return store


def _copy(base: Path, name: str):
    place = base.with_name(f"{name}.sqlite")
    for path in base.parent.glob(f"{name}.sqlite*"):
        path.unlink()
    shutil.copyfile(base, place)
    return open_store(place)


@pytest.fixture
def copies(tmp_path):
    """Give two copies of one store."""
    base = _base(tmp_path)
    ann, ben = _copy(base, "ann"), _copy(base, "ben")
    yield ann, ben
    ann.close()
    ben.close()


def _rows(store, *, leave_out=()):
    return {spec.name: store.history(spec.name).to_dict("records") for spec in ROWS if spec.name not in leave_out}


def _current(store):
    return {spec.name: store.current(spec.name).to_dict("records") for spec in ROWS}


def test_every_row_of_both_is_there_with_who_wrote_it_and_when(copies):
    ann, ben = copies
    ann.append("coding", codings(10), by="ann")
    ben.append("coding", codings(20), by="ben")
    before = ben.history("coding").set_index("coding_id").loc[key(20)]
    merged = merge(ann, ben.place, by="lead")
    assert (dict(merged.added), merged.known) == ({"coding": 1}, 5)
    held = ann.history("coding").set_index("coding_id")
    assert list(held.index) == [key(n) for n in (*SHARED, 10, 20)]
    assert held.loc[key(20)].equals(before)
    assert ann.verify().first_fault == ""


def test_merging_twice_adds_nothing_and_the_other_stays_as_it_is(copies):
    ann, ben = copies
    ben.append("coding", codings(20), by="ben")
    before = Path(ben.place).read_bytes()
    merge(ann, ben.place, by="lead")
    entries = len(ann.history("audit"))
    again = merge(ann, ben.place, by="lead")
    assert (dict(again.added), again.erased, len(ann.history("audit"))) == ({}, 0, entries)
    assert Path(ben.place).read_bytes() == before


def test_the_audit_tells_what_came_from_where_with_the_last_link_there(copies):
    ann, ben = copies
    ben.append("coding", codings(20), by="ben")
    merge(ann, ben.place, by="lead")
    last = ben.verify().last_link
    entries = ann.history("audit").query("act == 'merge'")
    assert set(entries["table_name"]) == {"coding", "store"}
    assert last in entries.query("table_name == 'store'")["after"].iloc[0]


def test_rows_that_rest_on_a_source_only_the_other_has_arrive_with_it(copies):
    ann, ben = copies
    ben.append("source", source(source_id=key(500), label="S2"), by="files")
    ben.append("source_text", pd.DataFrame([{"source_id": key(500), "text": "Two."}]), by="files")
    ben.append("coding", codings(20, source_id=key(500)), by="ben")
    merge(ann, ben.place, by="lead")
    assert ann.current("source_text")["text"].tolist() == [TEXT, "Two."]
    assert ann.verify().first_fault == ""


def test_a_row_changed_behind_the_stores_back_is_refused_and_nothing_is_written(copies):
    ann, ben = copies
    ben.append("coding", codings(20), by="ben")
    ben.close()
    with sqlite3.connect(ben.place) as connection:
        connection.execute("UPDATE coding SET code_id = 'forged' WHERE coding_id = ?", (key(1),))
    connection.close()
    with pytest.raises(InputRefused, match="does not hold together"):
        merge(ann, ben.place, by="lead")
    assert len(ann.history("coding")) == 3


def test_a_row_of_one_key_with_other_content_there_is_named(copies):
    ann, ben = copies
    ann.append("coding", codings(20), by="ann")
    ben.append("coding", codings(20, code_id="other"), by="ben")
    with pytest.raises(InputRefused, match=f"coding {key(20)} has other content"):
        merge(ann, ben.place, by="lead")
    assert len(ann.history("coding")) == 4


def test_another_study_a_newer_store_and_no_store_are_refused(tmp_path, copies):
    ann, ben = copies
    other = open_store(tmp_path / "other.sqlite")
    other.append("source", source(source_id=key(900)), by="files")
    other.close()
    with pytest.raises(InputRefused, match="another study"):
        merge(ann, other.place, by="lead")
    ben.close()
    with sqlite3.connect(ben.place) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(InputRefused, match="newer than this version knows"):
        merge(ann, ben.place, by="lead")
    text = tmp_path / "note.txt"
    text.write_text("no store " * 100)
    with pytest.raises(InputRefused, match="not a store"):
        merge(ann, text, by="lead")
    with pytest.raises(UsageError, match="no such store"):
        merge(ann, tmp_path / "gone.sqlite", by="lead")


def test_a_store_of_an_earlier_revision_is_brought_up_to_date_in_a_copy_and_stays_as_it_is(tmp_path):
    earlier = Path(__file__).parent / "stores" / "0001.sqlite"
    place = shutil.copyfile(earlier, tmp_path / "earlier.sqlite")
    store = open_store(tmp_path / "new.sqlite")
    merged = merge(store, place, by="lead")
    assert merged.added["source"] >= 1
    assert store.verify().first_fault == ""
    assert place.read_bytes() == earlier.read_bytes()
    assert [path.name for path in tmp_path.glob("earlier*")] == ["earlier.sqlite"]
    store.close()


def test_a_backup_is_merged_as_the_store_itself_is(copies, tmp_path):
    ann, ben = copies
    ben.append("coding", codings(20), by="ben")
    backup = back_up(ben.place, tmp_path / "backups")
    assert dict(merge(ann, backup, by="lead").added) == {"coding": 1}


def _erase_text(store, spans, *, by="ann"):
    text = store.history("source_text")["text"].iloc[0]
    for start, end in spans:
        text = text[:start] + "█" * (end - start) + text[end:]
    with store.writing(by=by) as work:
        work.erase("source_text", {SOURCE_ID: {"text": text}}, reason="asked for")


def test_words_erased_in_one_copy_are_erased_in_the_other_and_never_come_back(copies):
    ann, ben = copies
    _erase_text(ann, [(0, 20)])
    assert merge(ann, ben.place, by="lead").erased == 0
    assert ann.history("source_text")["text"].iloc[0] == "█" * 20 + " I cried."
    assert merge(ben, ann.place, by="lead").erased == 1
    assert ben.history("source_text")["text"].iloc[0] == "█" * 20 + " I cried."
    assert (ann.verify().first_fault, ben.verify().first_fault) == ("", "")
    assert ann.verify().erased == ben.verify().erased
    assert merge(ben, ann.place, by="lead").erased == 0


def test_each_copy_erased_another_voice_of_the_same_text_and_both_stay_erased(copies):
    ann, ben = copies
    _erase_text(ann, [(0, 20)])
    _erase_text(ben, [(21, 29)], by="ben")
    merge(ann, ben.place, by="lead")
    merge(ben, ann.place, by="lead")
    assert ann.history("source_text")["text"].iloc[0] == "█" * 20 + " " + "█" * 8
    assert _rows(ann) == _rows(ben)
    assert (ann.verify().first_fault, ben.verify().first_fault) == ("", "")


def test_a_row_the_other_added_and_erased_arrives_erased(copies):
    ann, ben = copies
    ben.append("coding", codings(20, quote="secret words"), by="ben")
    with ben.writing(by="ben") as work:
        work.erase("coding", {key(20): {"quote": None, "quote_sha256": "0" * 64}}, reason="asked for")
    merge(ann, ben.place, by="lead")
    report = ann.verify()
    assert report.first_fault == ""
    assert [record[:2] for record in report.erased] == [("coding", key(20))]


# One act of a coder in a copy: what is done, to which of the rows that stand there, with which code.
acts = st.lists(
    st.tuples(st.sampled_from(("add", "change", "remove")), st.integers(0, 20), st.sampled_from("abc")), max_size=6
)


def _work(store, history, *, first, by):
    for number, (what, which, code) in enumerate(history):
        standing = store.current("coding").sort_values("coding_id", ignore_index=True)
        new = key(first + number)
        if what == "add" or standing.empty:
            store.append("coding", codings(first + number, code_id=code, coder=by), by=by)
            continue
        row = standing.iloc[[which % len(standing)]]
        changed = row.assign(supersedes=row["coding_id"], coding_id=new, code_id=code, removed=what == "remove")
        store.append("coding", changed.drop(columns=["recorded_at"]), by=by)


@settings(max_examples=15, deadline=None)
@given(ann=acts, ben=acts)
def test_whichever_way_round_the_rows_and_the_current_view_are_the_same(ann, ben):
    with tempfile.TemporaryDirectory() as folder:
        base = _base(Path(folder))
        first, second = _copy(base, "first"), _copy(base, "second")
        _work(first, ann, first=100, by="ann")
        _work(second, ben, first=200, by="ben")
        keys = set(first.history("coding")["coding_id"]) | set(second.history("coding")["coding_id"])
        shutil.copyfile(_folded(first), Path(folder) / "first_before.sqlite")
        first = open_store(first.place)
        merge(first, second.place, by="lead")
        merge(second, Path(folder) / "first_before.sqlite", by="lead")
        assert set(first.history("coding")["coding_id"]) == keys
        assert _rows(first) == _rows(second)
        assert _current(first) == _current(second)
        assert merge(first, second.place, by="lead").added == {}
        assert first.verify().first_fault == ""
        first.close()
        second.close()


@settings(max_examples=5, deadline=None)
@given(histories=st.tuples(acts, acts, acts), order=st.permutations((0, 1, 2)))
def test_three_copies_in_any_order_give_the_same(histories, order):
    with tempfile.TemporaryDirectory() as folder:
        base = _base(Path(folder))
        places = []
        for number, history in enumerate(histories):
            store = _copy(base, f"copy{number}")
            _work(store, history, first=100 * (number + 1), by=f"coder{number}")
            places.append(_folded(store))
        results = []
        for sequence in ((0, 1, 2), order):
            into = _copy(base, "into")
            for number in sequence:
                merge(into, places[number], by="lead")
            results.append((_rows(into), _current(into)))
            into.close()
        assert results[0] == results[1]


def _folded(store) -> Path:
    """Return a closed store's file, its log folded in."""
    store.close()
    return Path(store.place)


def test_what_each_copy_decided_comes_together_and_verifies(copies):
    ann, ben = copies
    for store, number, decided in ((ann, 81, "one_code"), (ben, 82, "left_open")):
        place = {"source_id": SOURCE_ID, "start": 1, "end": 2, "kind": "code", "codings": key(1), "coders": "ann; ben"}
        told = {"codes": "trust", "decided": decided, "decided_by": "Ann; Ben", "round_no": 1}
        store.append("decision", pd.DataFrame([{"decision_id": key(number), **place, **told}]), by="ann")
    assert dict(merge(ann, ben.place, by="lead").added) == {"decision": 1}
    assert ann.current("decision").set_index("decision_id")["decided"].to_dict() == {
        key(81): "one_code",
        key(82): "left_open",
    }
    assert ann.verify().first_fault == ""
    assert dict(merge(ann, ben.place, by="lead").added) == {}


def test_what_each_coder_read_comes_together(copies):
    ann, ben = copies
    for store, number, coder in ((ann, 91, "ann"), (ben, 92, "ben")):
        row = {"coverage_id": key(number), "source_id": SOURCE_ID, "coder": coder, "from_turn": 1, "to_turn": 2}
        store.append("coverage", pd.DataFrame([{**row, "round_no": 1}]), by=coder)
    assert dict(merge(ann, ben.place, by="lead").added) == {"coverage": 1}
    assert ann.current("coverage").set_index("coverage_id")["coder"].to_dict() == {key(91): "ann", key(92): "ben"}
    assert ann.verify().first_fault == ""
