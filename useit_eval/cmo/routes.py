"""Routes through a causal map: the pairs of first and last factors with most evidence between them, each beside its twins."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from useit_eval.cmo.metrics import Capacities
from useit_eval.cmo.paths import complete_sources, trace_paths
from useit_eval.ground.findings import Sentence, Table

MOST_ROUTES = 8
AMOUNT = "Robustness measures the amount of evidence, not the size of an effect."
COUNTED_AS = (
    "Robustness in citations",
    "Robustness in units",
    "Sources that state a whole path",
    "Claims that state it alone",
)


def find_routes(links: pd.DataFrame, *, most: int = MOST_ROUTES) -> list[tuple[int, str, str]]:
    """Return (robustness in citations, from, to) of the routes with most evidence, from factors nothing leads to, to
    factors that lead to nothing; pairs without a path are no route.

    ``links`` needs from_code and to_code. No flow is greater than what leaves its origin or arrives at its target, so pairs
    are tried in the order of that bound, and no more than are needed.
    """
    flows = Capacities(links, "citations")
    pairs, size = flows.pairs, len(flows.pairs.factors)
    leaving, arriving = (np.bincount(at, weights=flows.capacity, minlength=size).astype(int) for at in flows.ends)
    first, last = np.flatnonzero((arriving == 0) & (leaving > 0)), np.flatnonzero((leaving == 0) & (arriving > 0))
    bounds = np.minimum.outer(leaving[first], arriving[last])
    named = [
        (-int(bounds[i, j]), str(pairs.factors[a]), str(pairs.factors[b]))
        for i, a in enumerate(first)
        for j, b in enumerate(last)
    ]
    found: list[tuple[int, str, str]] = []
    for bound, origin, target in sorted(named):
        if len(found) >= most and -bound <= found[most - 1][0]:
            break
        if flow := flows.flow(origin, target):
            found = sorted([*found, (flow, origin, target)], key=lambda route: (-route[0], *route[1:]))
    return found[:most]


def tell_routes(links: pd.DataFrame, names: Mapping[str, str]) -> tuple[tuple[Sentence, ...], Table | None]:
    """Return what robustness means, and a table of the routes with most evidence; nothing where there is no route.

    ``links`` needs from_code, to_code, claim, source and unit; ``names`` maps factors to readers' words.
    """
    routes = find_routes(links)
    if not routes:
        return (), None
    twins = Capacities(links, "units")
    rows, ids = [], []
    for flow, origin, target in routes:
        whole, alone = (len(complete_sources(links, origin, target, by=by)) for by in ("source", "claim"))
        twin = twins.flow(origin, target)
        rows.append((names.get(origin, origin), names.get(target, target), flow, twin, whole, alone))
        ids.append(tuple(dict.fromkeys(trace_paths(links, origin, target, steps=None)["claim"])))
    words = f"{AMOUNT} It counts the fewest citations that must go before no path is left."
    table = Table(("From", "To", *COUNTED_AS), tuple(rows), tuple(ids), caption=f"Routes with most evidence. {AMOUNT}")
    return (Sentence(words, explains=True),), table
