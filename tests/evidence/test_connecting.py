"""Resources that connect, and micro-assets found and not yet connected."""

from __future__ import annotations

import pandas as pd

from tests.evidence.field_rows import make_register
from useit_eval.evidence.connecting import tell_resources, tell_unconnected

CODES = pd.DataFrame(
    {
        "code_id": ["skills", "nursing", "knowledge", "hubs", "old", "hospital"],
        "name": ["Skills", "Nursing", "Knowledge", "Hubs", "Old", "Hospital"],
        "kind": [*["micro_asset"] * 5, "macro_asset"],
        "parent": [None, "skills", None, None, None, None],
        "retired": [None, False, False, False, True, False],
    }
)
CLAIMS = pd.DataFrame(
    {"claim_id": ["1", "2", "3"], "label": ["C1", "C2", "C3"], "source": ["S1", "S1", "S2"], "unit": ["S1", "S1", "u2"]}
)
PARTS = pd.DataFrame(
    {"claim_id": ["1", "2", "3", "3", "1"], "code_id": ["nursing", "nursing", "nursing", "skills", "old"]}
)


def _links(*rows: tuple[str, str, str]) -> pd.DataFrame:
    made = [
        {"label": label, "micro_asset": micro, "state": state, "resource": "course", "evidence": None, "follows": None}
        for label, micro, state in rows
    ]
    return pd.DataFrame(made)


def _rows(links, assets=None):
    found = tell_unconnected(
        links, CLAIMS, PARTS, codes=CODES, assets=make_register("asset") if assets is None else assets
    )
    return found, {row[0]: row[1:] for finding in found for row in finding.table.rows}


def test_a_micro_asset_told_of_and_in_no_made_link_is_listed_with_its_three_counts():
    _, rows = _rows(_links(("L1", "skills", "possible"), ("L2", "skills", "failed")))
    assert rows == {
        "Nursing": (3, 2, 2, "in no link; of the broader kind “Skills”, 2 links"),
        "Skills": (1, 1, 1, "in 2 links, none reported as made"),
    }


def test_one_whose_link_is_made_is_not_listed():
    _, rows = _rows(_links(("L1", "skills", "possible"), ("L2", "nursing", "sustained")))
    assert list(rows) == ["Skills"]


def test_what_no_claim_tells_of_is_silence_and_a_retired_code_is_nothing():
    found, _ = _rows(_links(("L1", "knowledge", "possible")))
    silent = found[0].sentences[-1]
    assert "Knowledge and Hubs" in silent.text and "silence, not absence" in silent.text and "Old" not in silent.text
    assert silent.ids == ("L1",)


def test_the_communitys_own_assets_are_listed_until_a_link_names_them_as_made():
    assets = make_register(
        "asset",
        {
            "label": "AS1",
            "name": "A hall",
            "side": "micro_asset",
            "kind": "building",
            "owner": "residents",
            "evidence": "C1",
        },
        {
            "label": "AS2",
            "name": "A fund",
            "side": "micro_asset",
            "kind": "fund",
            "owner": "residents",
            "evidence": "L1",
        },
        {"label": "AS3", "name": "A tower", "side": "macro_asset", "kind": "building", "owner": "x"},
    )
    _, rows = _rows(_links(("L1", "skills", "realised")), assets)
    assert rows["A hall"] == (1, 1, 1, "in no link") and "A fund" not in rows and "A tower" not in rows


def test_a_resource_is_told_with_the_states_of_the_links_it_serves():
    found = tell_resources(_links(("L1", "a", "realised"), ("L2", "b", "possible")), names={"course": "A course"})[0]
    assert found.table.rows == (("A course", 2, 1, 1),) and found.sentences[0].ids == ("L1",)
    assert "No resource is reported" in tell_resources(_links(("L1", "a", "possible")), names={})[0].sentences[0].text
    assert tell_resources(_links(("L1", "a", "possible")).iloc[:0], names={}) == []
