"""Metrics of a causal map, each beside its twin in independence units, which does not move when one source repeats itself.

Robustness measures the amount of evidence, not the size of an effect.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from useit_eval.cmo.bundles import Bundles, Names, bundle, find_ends
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

CAPACITIES = ("citations", "units")


def outcomeness(links: pd.DataFrame) -> pd.DataFrame:
    """Return for each factor the share of its citations that come in, 0 (pure origin) to 1 (pure result).

    ``links`` needs from_code, to_code and unit. Columns: factor, incoming, outgoing, outcomeness, and the same three in
    units (each link counted once for each independence unit that tells it): units_in, units_out, outcomeness_units.
    From incoming / (incoming + outgoing).
    """
    require(links, "links", "from_code", "to_code", "unit")
    pairs = bundle(links)
    counts = {"citations": pairs.citations(), "units": pairs.distinct(links["unit"])}
    sums = {
        (end, count): np.bincount(at, weights=of, minlength=len(pairs.factors)).astype(np.int64)
        for end, at in (("in", pairs.end), ("out", pairs.start))
        for count, of in counts.items()
    }
    cited_in, cited_out = sums["in", "citations"], sums["out", "citations"]
    units_in, units_out = sums["in", "units"], sums["out", "units"]
    told = pd.DataFrame(
        {
            "factor": pairs.factors,
            "incoming": cited_in,
            "outgoing": cited_out,
            "outcomeness": cited_in / (cited_in + cited_out),
            "units_in": units_in,
            "units_out": units_out,
            "outcomeness_units": units_in / (units_in + units_out),
        }
    )
    return told.sort_values("factor", ignore_index=True)


def robustness(links: pd.DataFrame, origin: Names, target: Names, *, capacity: str = "citations") -> int:
    """Return the fewest citations (or units) that must go before no path leads from origin to target.

    ``links`` needs from_code, to_code and, for ``capacity="units"``, unit. It is the maximum flow with each link's
    citations, or its independence units, as capacity (scipy's csgraph). 0 without a path. Several origins or targets
    are a list: the flow from all of them to any. Raises InputRefused for another capacity, an unknown factor
    (with the closest name), or a factor that is both origin and target.
    """
    if capacity not in CAPACITIES:
        raise InputRefused(f"{capacity!r} is not a capacity", "", f"Capacities: {', '.join(CAPACITIES)}.")
    return Capacities(links, capacity).flow(origin, target)


class Capacities:
    """The graph of bundled links, built once, for as many flows as are asked of it."""

    def __init__(self, links: pd.DataFrame, capacity: str) -> None:
        require(links, "links", "from_code", "to_code", *(["unit"] if capacity == "units" else []))
        self.pairs: Bundles = bundle(links)
        told = self.pairs.citations() if capacity == "citations" else self.pairs.distinct(links["unit"])
        elsewhere = self.pairs.start != self.pairs.end
        self.capacity, self.ends = told[elsewhere], (self.pairs.start[elsewhere], self.pairs.end[elsewhere])

    def flow(self, origin: Names, target: Names) -> int:
        """Return the maximum flow from origin to target; factors that are not on the map are refused."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_flow

        first, last = find_ends(self.pairs, origin, target)
        source, sink = len(self.pairs.factors), len(self.pairs.factors) + 1
        start = np.concatenate([self.ends[0], np.full(len(first), source), last])
        end = np.concatenate([self.ends[1], first, np.full(len(last), sink)])
        enough = int(self.capacity.sum()) + 1
        capacity = np.concatenate([self.capacity, np.full(len(first) + len(last), enough)]).astype(np.int32)
        graph = csr_array((capacity, (start, end)), shape=(sink + 1, sink + 1))
        return int(maximum_flow(graph, source, sink).flow_value)
