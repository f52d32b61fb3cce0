"""Who counts as one, and how whole a claim is."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cmo.rows import make_claims, make_sources, make_voices
from useit_eval.cmo import count_together, situate_claims, triads
from useit_eval.ground.errors import InputRefused


def test_voices_quoted_by_one_document_count_as_one_unit():
    claims, _ = make_claims("S1 o:job", "S1 o:job")
    claims["voice_id"] = ["voice-a", "voice-b"]
    voices = make_voices("a", "b")
    told = {
        method: situate_claims(claims, sources=make_sources("S1", method=method), voices=voices)["unit"].nunique()
        for method in ("document", "interview")
    }
    assert told == {"document": 1, "interview": 2}


def test_colleagues_of_one_independence_unit_count_as_one():
    claims, _ = make_claims("S1 o:job", "S2 o:job")
    situated = situate_claims(
        claims, sources=make_sources("S1", "S2"), voices=make_voices("S1", "S2", unit="one partner")
    )
    assert count_together(situated) == {"citations": 2, "sources": 2, "units": 1}


def test_a_claim_of_an_unknown_voice_falls_back_on_its_source():
    claims, _ = make_claims("S1 o:job")
    situated = situate_claims(claims, sources=make_sources("S1"), voices=make_voices("S9"))
    assert situated[["unit", "group", "who"]].to_numpy().tolist() == [["S1", "", ""]]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("S1 c:poor r:course o:job", "full"),
        ("S1 c:poor x:course o:job", "full"),
        ("S1 r:course m:hope o:job", "partial"),
        ("S1 c:poor o:job", "partial"),
        ("S1 r:course m:hope", "single"),
        ("S1 o:job", "single"),
    ],
)
def test_resource_and_reasoning_are_one_part_of_three(row, kind):
    claims, parts = make_claims(row)
    assert triads(claims, parts)["triad"].tolist() == [kind]


def test_a_claim_without_parts_is_single_and_nothing_is_changed():
    claims, parts = make_claims("S1 o:job")
    before = claims.copy()
    assert triads(claims, parts.iloc[:0])["triad"].tolist() == ["single"]
    pd.testing.assert_frame_equal(claims, before)


def test_a_missing_column_is_named():
    with pytest.raises(InputRefused, match="claims has no column 'voice_id'"):
        situate_claims(
            pd.DataFrame({"label": [], "source_id": []}), sources=make_sources("S1"), voices=make_voices("S1")
        )
