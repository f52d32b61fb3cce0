"""Profiles stand side by side: theories as columns, and behind each count the records it counts."""

from __future__ import annotations

import re

import pytest

from tests.evaluation.conftest import walk
from useit_eval.ground.findings import Table


def _profiles(page) -> Table:
    return next(
        part for part in walk(page) if isinstance(part, Table) and part.caption.startswith("Profiles side by side")
    )


@pytest.mark.parametrize("strand", ["social_enterprise", "community_research", "matching_skills"])
def test_each_count_is_followed_by_as_many_records(as_shipped, strand):
    table = _profiles(as_shipped.pages[strand])
    counted = [cell for row in table.rows for cell in row[1:] if ":" in cell]
    assert counted
    for cell in counted:
        count, behind = cell.split(": ")
        assert int(count) == len(behind.split(", ")), cell


def test_every_label_a_row_stands_on_is_printed_in_it_or_heads_a_column(as_shipped):
    table = _profiles(as_shipped.pages["matching_skills"])
    for row, ids in zip(table.rows, table.ids, strict=True):
        printed = set(table.columns) | set(re.findall(r"[A-Z]+\d+", " ".join(row)))
        assert set(ids) <= printed


def test_no_profile_is_printed_twice(as_shipped):
    for slug in ("social_enterprise", "macro_micro"):
        captions = [part.caption for part in walk(as_shipped.pages[slug]) if isinstance(part, Table)]
        assert not [caption for caption in captions if caption.startswith("Profile of")]
