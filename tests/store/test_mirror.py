"""The rows of an authored file follow the file, and never undo what a person changed in the store."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.samples import codings, key, source
from useit_eval.store import open_store


@pytest.fixture
def filled(store):
    """Return a store that holds one source."""
    store.append("source", source(), by="files")
    return store


def _mirror(store, frame) -> int:
    with store.writing(by="files") as work:
        return work.mirror("coding", frame)


def test_a_file_read_twice_adds_its_rows_once(filled):
    assert _mirror(filled, codings(1, 2)) == 2
    assert _mirror(filled, codings(1, 2)) == 0


def test_a_row_changed_in_the_file_supersedes_and_can_change_back(filled):
    for code in ("trust", "pride", "trust"):
        _mirror(filled, codings(1, code_id=code))
        assert list(filled.current("coding")["code_id"]) == [code]
    assert len(filled.history("coding")) == 3


def test_a_row_gone_from_the_file_is_removed_and_comes_back_when_it_is_there_again(filled):
    _mirror(filled, codings(1, 2))
    _mirror(filled, codings(2))
    assert list(filled.current("coding")["start"]) == [2]
    _mirror(filled, codings(1, 2))
    assert sorted(filled.current("coding")["start"]) == [1, 2]


def test_what_a_person_wrote_or_changed_stays_when_the_file_is_read_again(filled):
    _mirror(filled, codings(1))
    filled.append("coding", codings(7), by="ann")
    filled.append("coding", codings(8, code_id="pride", supersedes=key(1)), by="ann")
    assert _mirror(filled, codings(1)) == 0
    assert sorted(filled.current("coding")["code_id"]) == ["pride", "trust"]


def test_a_record_keeps_the_id_it_began_with_through_changes(filled):
    for code in ("trust", "pride", "hope"):
        _mirror(filled, codings(1, code_id=code))
    now = filled.current("coding")["coding_id"].iloc[0]
    assert now != key(1) and filled.first_keys("coding")[now] == key(1)


def test_two_stores_that_read_the_same_change_mint_the_same_row(tmp_path):
    made = []
    for name in ("a", "b"):
        store = open_store(tmp_path / name / "store.sqlite")
        store.append("source", source(), by="files")
        _mirror(store, codings(1))
        _mirror(store, codings(1, code_id="pride"))
        made.append(store.current("coding")["coding_id"].tolist())
        store.close()
    assert made[0] == made[1]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dictionaries(st.integers(1, 4), st.sampled_from(["trust", "pride"])), min_size=1, max_size=6))
def test_after_any_edits_the_current_rows_are_those_of_the_file(tmp_path_factory, states):
    store = open_store(tmp_path_factory.mktemp("edits") / "store.sqlite")
    store.append("source", source(), by="files")
    for state in states:
        rows = [codings(number, code_id=code) for number, code in state.items()]
        _mirror(store, pd.concat(rows, ignore_index=True) if rows else codings(1).head(0))
        held = store.current("coding")
        assert dict(zip(held["start"], held["code_id"], strict=True)) == state
    store.close()
