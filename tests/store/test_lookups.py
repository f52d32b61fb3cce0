"""Small questions to a store are answered as its frames would answer them."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.store import samples
from useit_eval.ground.errors import InputRefused
from useit_eval.store import lookups
from useit_eval.store.signing import signed

FIRST, SECOND, THIRD = samples.SOURCE_ID, samples.key(91), samples.key(92)


def _text(source_id: str, text: str, **more) -> pd.DataFrame:
    return pd.DataFrame([{"source_id": source_id, "text": text, **more}])


@pytest.fixture
def versions(store):
    """Give a store in which a source has two versions of its text, and another has none."""
    store.append("source", samples.source(), by="files")
    store.append("source_text", _text(FIRST, "one"), by="ann")
    store.append("source", samples.source(source_id=SECOND, supersedes=FIRST), by="files")
    store.append("source_text", _text(SECOND, "two", supersedes=FIRST), by="ann")
    store.append("source", samples.source(source_id=THIRD, label="S2"), by="files")
    return store


def test_rows_are_counted_and_tallied_as_they_stand_now(versions):
    versions.append("coding", samples.codings(1, 2), by="ann")
    versions.append("coding", samples.codings(3, supersedes=samples.key(2), code_id="hope"), by="ann")
    assert lookups.count(versions, "coding") == 2 and lookups.count(versions, "source") == 2
    assert lookups.tally(versions, "coding", "code_id") == {"trust": 1, "hope": 1}
    with pytest.raises(InputRefused, match="no column 'cod'"):
        lookups.tally(versions, "coding", "cod")


def test_texts_are_found_by_any_id_their_source_had(versions):
    assert [lookups.text_of(versions, id) for id in (FIRST, SECOND, THIRD)] == ["two", "two", None]
    assert lookups.versions_of(versions, [FIRST, THIRD]) == {FIRST: ["two", "one"], THIRD: []}
    assert lookups.texts_now(versions, [FIRST, THIRD]) == {FIRST: "two"}
    assert lookups.text_key(versions, FIRST) == SECOND and lookups.text_key(versions, THIRD) is None


def test_sources_with_texts_and_with_several_are_named_as_they_stand_now(versions):
    assert lookups.with_text(versions) == {SECOND} == lookups.of_several_versions(versions)
    assert lookups.source_id(versions, "S1") == SECOND and lookups.source_id(versions, "S9") is None


def test_the_hash_of_a_text_at_hand_is_found_by_the_id_its_source_began_with(versions):
    assert lookups.held_hashes(versions) == {FIRST: "0" * 64}


def test_the_last_row_of_each_record_of_a_source_says_who_began_it(versions):
    versions.append("coding", samples.codings(1, 2), by="files")
    versions.append("coding", samples.codings(3, supersedes=samples.key(2), source_id=SECOND), by="ann")
    versions.append("coding", samples.codings(4, supersedes=samples.key(1), removed=True), by="ann")
    found = lookups.last_rows(versions, "coding", FIRST).sort_values("start")
    assert found["start"].tolist() == [3, 4] and found["begun_by"].tolist() == ["files", "files"]
    assert found["removed"].tolist() == [False, True] and set(found["source_id"]) == {SECOND}
    assert lookups.last_rows(versions, "segment", FIRST).empty


def test_every_label_of_turns_is_named_once_with_its_source(versions):
    turn = {"source_id": FIRST, "locator": "1", "start": 0, "end": 1, "language": "en", "rendering": "original"}
    rows = [
        {**turn, "segment_id": samples.key(n), "number": n, "speaker": "P1", "interleaved": False} for n in (71, 72)
    ]
    versions.append("segment", pd.DataFrame(rows), by="ann")
    assert lookups.speakers(versions) == [(SECOND, "P1")]


def test_the_same_is_seen_from_inside_a_transaction_and_signed_by_whoever_writes(versions):
    with versions.writing(by="files") as work:
        signed(work, "ann").append("coding", samples.codings(1))
        assert lookups.count(work, "coding") == 1 and lookups.text_of(work, FIRST) == "two"
    assert versions.current("coding")["recorded_by"].tolist() == ["ann"]


def test_rows_are_found_by_what_they_say_in_a_column_standing_or_all(store):
    store.append("source", samples.source(), by="files")
    store.append("coding", samples.codings(1, 2), by="ann")
    changed = samples.codings(3, supersedes=samples.key(1), start=1, end=2, code_id="pride")
    store.append("coding", changed, by="ann")
    found = lookups.rows_where(store, "coding", "coder", ["ann", "ben"])
    assert [row["coding_id"] for row in found] == [samples.key(n) for n in (1, 2, 3)]
    assert found[0]["quotable"] is True and found[0]["removed"] is False and found[0]["memo"] is None
    standing = lookups.rows_where(store, "coding", "start", [1, 2], standing=True)
    assert sorted(row["coding_id"] for row in standing) == [samples.key(2), samples.key(3)]
    assert lookups.rows_where(store, "coding", "coder", []) == []
    assert lookups.recent(store, "coding", "code_id", where=("coder", "ann"), most=1) == ["pride"]
    with pytest.raises(InputRefused, match="no column 'words'"):
        lookups.rows_where(store, "coding", "words", ["x"])
