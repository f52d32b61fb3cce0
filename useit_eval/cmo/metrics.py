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
        self._graph = None

    def flow(self, origin: Names, target: Names) -> int:
        """Return the maximum flow from origin to target; factors that are not on the map are refused."""
        from scipy.sparse.csgraph import maximum_flow

        first, last = find_ends(self.pairs, origin, target)
        if len(first) == len(last) == 1:
            if self._graph is None:
                self._graph = self._sparse(self.capacity, *self.ends)
            return int(maximum_flow(self._graph, first[0], last[0]).flow_value)
        # Several are joined to a first and a last factor of their own, by links that no flow fills.
        source = len(self.pairs.factors)
        start = np.concatenate([self.ends[0], np.full(len(first), source), last])
        end = np.concatenate([self.ends[1], first, np.full(len(last), source + 1)])
        enough = np.full(len(first) + len(last), int(self.capacity.sum()) + 1)
        graph = self._sparse(np.concatenate([self.capacity, enough]), start, end)
        return int(maximum_flow(graph, source, source + 1).flow_value)

    def _sparse(self, capacity: np.ndarray, start: np.ndarray, end: np.ndarray):
        from scipy.sparse import csr_array

        size, order = len(self.pairs.factors) + 2, np.lexsort((end, start))
        opens = np.zeros(size + 1, dtype=np.int32)
        np.cumsum(np.bincount(start, minlength=size), out=opens[1:])
        told = (capacity[order].astype(np.int32), end[order].astype(np.int32), opens)
        return csr_array(told, shape=(size, size))
