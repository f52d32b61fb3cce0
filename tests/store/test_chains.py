"""Chains of rows that supersede one another."""

from __future__ import annotations

from useit_eval.store.chains import first_keys, last_keys

LINKS = [("a", None), ("b", "a"), ("c", "b"), ("z", None)]


def test_every_row_of_a_chain_leads_to_its_first_and_its_last():
    assert first_keys(LINKS) == {"a": "a", "b": "a", "c": "a", "z": "z"}
    assert last_keys(LINKS) == {"a": "c", "b": "c", "c": "c", "z": "z"}


def test_rows_that_supersede_one_another_in_a_circle_end_somewhere():
    assert set(first_keys([("a", "b"), ("b", "a")])) == {"a", "b"}
