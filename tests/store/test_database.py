"""Rows go in once, nothing is edited, and what stands now is told apart from what was."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.samples import SOURCE_ID, codings, key, source
from useit_eval.ground import frames
from useit_eval.ground.errors import InputRefused
from useit_eval.store import open_store


def test_a_row_comes_back_as_it_was_given_with_the_declared_dtypes(store):
    store.append("source", source(note=None, dated="2017-09-30"), by="ann")
    held = store.current("source")
    assert held.dtypes.astype(str).to_dict() == frames.empty("source").dtypes.astype(str).to_dict()
    row = held.iloc[0]
    assert (row["title"], row["dated"], row["characters"], bool(row["practice"])) == ("One", "2017-09-30", 26, True)
    assert pd.isna(row["note"]) and row["recorded_by"] == "ann" and row["store_id"] == store.store_id


def test_sending_twice_adds_once(store):
    assert store.append("source", source(), by="ann") == 1
    assert store.append("source", source(), by="bea") == 0
    assert len(store.history("source")) == 1


def test_a_row_copied_from_another_s_bears_the_name_of_who_adds_it(store):
    store.append("source", source(), by="ann")
    store.append("source", store.current("source").assign(source_id=key(9)), by="bea")
    assert sorted(store.current("source")["recorded_by"]) == ["ann", "bea"]


def test_a_batch_of_which_some_is_known_adds_the_rest(store):
    store.append("source", source(), by="ann")
    store.append("coding", codings(1, 2), by="ann")
    assert store.append("coding", codings(2, 3), by="ann") == 1
    assert list(store.current("coding")["start"]) == [1, 2, 3]


def test_the_same_key_with_other_content_is_refused_and_nothing_of_the_batch_is_written(store):
    store.append("source", source(), by="ann")
    store.append("coding", codings(1), by="ann")
    changed = pd.concat([codings(2), codings(1, code_id="pride")], ignore_index=True)
    with pytest.raises(InputRefused, match="in the store with other content"):
        store.append("coding", changed, by="ann")
    assert list(store.history("coding")["code_id"]) == ["trust"]


def test_a_row_that_refers_to_nothing_is_refused(store):
    with pytest.raises(InputRefused, match="refers to a record"):
        store.append("coding", codings(1), by="ann")
    assert store.history("coding").empty and store.history("audit").empty


def test_a_superseded_row_leaves_the_current_view_and_stays_in_the_history(store):
    store.append("source", source(), by="ann")
    store.append("coding", codings(1), by="ann")
    store.append("coding", codings(2, code_id="pride", supersedes=key(1)), by="ann")
    assert list(store.current("coding")["code_id"]) == ["pride"]
    assert len(store.history("coding")) == 2


def test_a_removed_row_leaves_the_current_view(store):
    store.append("source", source(), by="ann")
    store.append("coding", codings(1), by="ann")
    store.append("coding", codings(2, supersedes=key(1), removed=True), by="ann")
    assert store.current("coding").empty


def test_a_reference_to_a_superseded_row_leads_to_the_one_that_stands(store):
    store.append("source", source(), by="ann")
    store.append("coding", codings(1), by="ann")
    store.append("source", source(source_id=key(9), consent="paraphrase", supersedes=SOURCE_ID), by="ann")
    assert store.current("coding")["source_id"].tolist() == store.current("source")["source_id"].tolist() == [key(9)]
    assert store.first_keys("source")[key(9)] == SOURCE_ID


def test_each_append_leaves_one_line_in_the_audit_and_an_empty_one_leaves_none(store):
    store.append("source", source(), by="ann")
    store.append("coding", codings(1, 2), by="bea")
    store.append("coding", codings(1, 2), by="bea")
    told = store.history("audit").sort_values("recorded_at")[["act", "table_name", "recorded_by", "record_key"]]
    assert told.values.tolist() == [
        ["append", "source", "ann", SOURCE_ID],
        ["append", "coding", "bea", "2 rows"],
    ]


def test_an_error_inside_a_transaction_takes_back_everything_in_it(store):
    with pytest.raises(RuntimeError), store.writing(by="ann") as work:
        work.append("source", source())
        work.note("load", {"file": "digest"})
        raise RuntimeError
    assert store.history("source").empty and store.noted("load") == {}


def test_what_was_noted_last_is_what_is_told(store):
    for digest in ("a", "b", "a"):
        with store.writing(by="ann") as work:
            work.note("load", {"file": digest})
    assert store.noted("load") == {"file": "a"}


@pytest.mark.parametrize(
    ("table", "frame", "told"),
    [
        ("nothing", source(), "is not a table of the store"),
        ("source", source(colour="red"), "has no column 'colour'"),
        ("source", source().drop(columns="title"), "lack the column 'title'"),
        ("source", source(title=None), "has no title"),
    ],
)
def test_a_frame_that_is_not_of_the_table_is_refused(store, table, frame, told):
    with pytest.raises(InputRefused, match=told):
        store.append(table, frame, by="ann")


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_number_and_gap_comes_back_unchanged(tmp_path_factory, data):
    numbers = data.draw(st.lists(st.integers(0, 2**31 - 2), unique=True, max_size=6))
    memos = data.draw(st.lists(_TEXTS | st.none(), min_size=len(numbers), max_size=len(numbers)))
    store = open_store(tmp_path_factory.mktemp("any") / "store.sqlite")
    store.append("source", source(), by="ann")
    given_rows = codings(*numbers).assign(memo=memos) if numbers else frames.empty("coding")
    assert store.append("coding", given_rows, by="ann") == len(numbers)
    assert store.append("coding", store.current("coding"), by="ann") == 0
    held = store.current("coding").set_index("start")["memo"]
    assert {start: None if pd.isna(memo) else memo for start, memo in held.items()} == dict(
        zip(numbers, memos, strict=True)
    )
    store.close()
