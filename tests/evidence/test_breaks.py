"""Where the chain breaks, with the claims that say why."""

from __future__ import annotations

import pandas as pd

from tests.evidence.rows import STRANDS
from useit_eval.evidence.breaks import SILENT, all_breaks, say_why

LINKS = pd.DataFrame(
    {
        "label": ["L1", "L2", "L3"],
        "strand": ["north", "north", "south"],
        "state": ["possible", "failed", "realised"],
        "evidence": ["C1; C2; C3; F1", "C4", "C1"],
        "breaks_at": ["no money", "nobody asked", "an old worry"],
    }
)
CLAIMS = pd.DataFrame(
    {
        "claim_id": ["1", "2", "3", "4", "5"],
        "label": ["C1", "C2", "C3", "C4", "C5"],
        "status": ["observed", "denied", "observed", "anticipated", "denied"],
        "paraphrase": [
            "The fee <b>kept</b> her out.",
            "It was never paid.",
            "All went well.",
            "It is hoped for.",
            "Elsewhere.",
        ],
    }
)
PARTS = pd.DataFrame(
    {
        "claim_id": ["1", "2", "3", "4", "4"],
        "slot": ["outcome", "outcome", "outcome", "context", "mechanism_resource"],
        "intensity": ["unknown", "unknown", "strong", "none", "moderate"],
        "valence": ["negative", "unknown", "positive", "negative", "unknown"],
    }
)


def test_a_claim_says_why_when_it_is_denied_or_tells_of_what_went_wrong_and_not_when_it_hopes():
    assert say_why(["C1", "C2", "C3", "C4"], CLAIMS, PARTS)["label"].tolist() == ["C1", "C2"]


def test_a_mechanism_that_does_not_fire_says_why_and_a_weak_context_does_not():
    weak = PARTS.assign(intensity=["unknown", "unknown", "strong", "none", "weak"])
    assert say_why(["C4"], CLAIMS, weak)["label"].tolist() == ["C4"]


def test_each_place_tells_the_cited_claims_that_say_why_and_says_so_where_none_does():
    found = all_breaks(LINKS, strands=STRANDS, claims=CLAIMS, parts=PARTS)
    why = {row[0]: row[-1] for row in found.table.rows}
    assert why == {"No money.": "The fee <b>kept</b> her out (C1). It was never paid (C2).", "Nobody asked.": SILENT}
    assert found.sentences[1].text.startswith("For 1 of them a coded claim tells what is missing or stands against it") and found.sentences[1].ids == (
        "C1",
        "C2",
    )


def test_a_hostile_cell_is_escaped_on_the_page():
    from useit_eval.document.html import render
    from useit_eval.document.page import Page, Section

    found = all_breaks(LINKS, strands=STRANDS, claims=CLAIMS, parts=PARTS)
    html = render(Page(slug="x", title="x", subtitle="x", sections=(Section("Breaks", (found.table,), anchor="b"),)))
    assert "<b>kept</b>" not in html and "&lt;b&gt;kept&lt;/b&gt;" in html
