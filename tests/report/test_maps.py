"""A strand's chapter shows its causal map with the legend that must stand beside it."""

from __future__ import annotations

import pytest

from useit_eval.document.page import Section
from useit_eval.ground.findings import FigureSpec, Table


def _blocks(blocks):
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _blocks(block.blocks)


@pytest.mark.parametrize("strand", ["social_enterprise", "community_research", "matching_skills", "community_finance"])
def test_a_strand_shows_its_map_beside_its_routes_with_their_twins(as_shipped, strand):
    shown = list(_blocks(as_shipped.pages[strand].sections))
    (drawn,) = [block for block in shown if isinstance(block, FigureSpec) and block.kind == "causal_map"]
    assert drawn.legend.startswith("Sources: J1. Drawn: ") and "No filter." in drawn.legend
    (routes,) = [block for block in shown if isinstance(block, Table) and block.caption.startswith("Routes with most")]
    assert routes.columns[2:4] == ("Robustness in citations", "Robustness in units")
    assert "not the size of an effect" in routes.caption and all(routes.ids)
