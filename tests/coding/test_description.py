"""What a reader is told of the coding itself."""

from __future__ import annotations

import pandas as pd

from tests.cmo.rows import CODES, make_claims, make_sources
from useit_eval.coding import describe_coding
from useit_eval.ground import frames

STRANDS = {"north": "North", "south": "South"}


def _describe(segments: pd.DataFrame):
    claims, parts = make_claims("J1 c:poor o:job", "J1 r:course o:job | anticipated")
    codings = pd.DataFrame({"source_id": ["id-J1"] * 2, "start": [3, 3], "end": [9, 9], "code_id": ["poor", "job"]})
    return describe_coding(
        claims, parts, codings=codings, segments=segments, codes=CODES, sources=make_sources("J1"), strands=STRANDS
    )


def _segments() -> pd.DataFrame:
    return pd.DataFrame({
        "source_id": ["id-J1"] * 2, "number": [1, 2], "locator": ["1", "2"], "start": [0, 50], "end": [50, 90],
        "interleaved": [False, True],
    })  # fmt: skip


def test_claims_are_counted_by_strand_and_status_and_a_silent_strand_is_named():
    state = _describe(_segments())[0]
    assert state.table.rows[0][:4] == ("North", 2, 1, 1) and state.table.ids[0] == ("C001", "C002")
    assert any("No claim is coded for South" in sentence.text for sentence in state.sentences)


def test_sections_without_a_coded_passage_and_mixed_ones_are_told():
    sections = _describe(_segments())[1]
    assert sections.data == {"sections": 2, "coded": 1}
    assert [row[3:] for row in sections.table.rows] == [(1, ""), (0, "yes")]


def test_without_a_list_of_sections_nothing_is_claimed():
    assert "cannot be said" in _describe(frames.empty("segment"))[1].sentences[0].text


def test_codes_that_wait_for_a_claim_are_named_and_gathering_codes_are_not():
    used = _describe(_segments())[2]
    assert used.data["unused"] == ["lonely", "mentor", "hope", "firm"]
