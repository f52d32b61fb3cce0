"""Random causal maps for hypothesis, and the same map as networkx sees it: the oracle, never part of the product."""

from __future__ import annotations

import networkx
import pandas as pd
from hypothesis import strategies as st

from tests.cmo.rows import make_links

FACTORS = "ABCDEF"
PAIRS = st.tuples(st.sampled_from(FACTORS), st.sampled_from(FACTORS)).filter(lambda pair: pair[0] != pair[1])
TOLD = st.lists(st.tuples(st.integers(1, 4), PAIRS), max_size=16)


@st.composite
def maps(draw) -> pd.DataFrame:
    """Draw links of up to four sources between six factors; A and F are always on the map, not always joined."""
    told = draw(TOLD)
    return make_links("S1 A>B", "S2 E>F", *(f"S{source} {one}>{two}" for source, (one, two) in told))


def graph_of(links: pd.DataFrame, *, count: str = "claim") -> networkx.DiGraph:
    """Return the map as a networkx graph; ``capacity`` counts different values of a column behind each link."""
    graph = networkx.DiGraph()
    for (one, two), own in links.groupby(["from_code", "to_code"]):
        graph.add_edge(one, two, capacity=own[count].nunique())
    return graph
