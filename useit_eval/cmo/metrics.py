"""Metrics of a causal map, each beside its twin in independence units, which does not move when one source repeats itself.

Robustness measures the amount of evidence, not the size of an effect.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from useit_eval.cmo.links import count_links
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

CAPACITIES = ("citations", "units")


def outcomeness(links: pd.DataFrame) -> pd.DataFrame:
    """Return for each factor the share of its citations that come in, 0 (pure origin) to 1 (pure result).

    ``links`` needs from_code, to_code, claim, source and unit. Columns: factor, incoming, outgoing, outcomeness, and
    the same three in units (each link counted once for each independence unit that tells it): units_in, units_out,
    outcomeness_units. From incoming / (incoming + outgoing).
    """
    counts = count_links(links)
    factors = sorted({*counts["from_code"], *counts["to_code"]})
    sums = {
        (end, count): counts.groupby(f"{end}_code")[count].sum().reindex(factors, fill_value=0).to_numpy()
        for end in ("from", "to")
        for count in CAPACITIES
    }
    cited_in, cited_out = sums["to", "citations"], sums["from", "citations"]
    units_in, units_out = sums["to", "units"], sums["from", "units"]
    return pd.DataFrame(
        {
            "factor": factors,
            "incoming": cited_in,
            "outgoing": cited_out,
            "outcomeness": cited_in / (cited_in + cited_out),
            "units_in": units_in,
            "units_out": units_out,
            "outcomeness_units": units_in / (units_in + units_out),
        }
    )


def robustness(links: pd.DataFrame, origin: str, target: str, *, capacity: str = "citations") -> int:
    """Return the fewest citations (or units) that must go before no path leads from origin to target.

    ``links`` needs from_code, to_code, claim, source and unit. It is the maximum flow with each link's citations, or
    with ``capacity="units"`` its units, as capacity (scipy's csgraph). 0 without a path. Raises InputRefused for
    another capacity, or when origin and target are one.
    """
    if capacity not in CAPACITIES:
        raise InputRefused(f"{capacity!r} is not a capacity", "", f"Capacities: {', '.join(CAPACITIES)}.")
    if origin == target:
        raise InputRefused(f"the path begins and ends at {origin!r}", "", "Name two different factors.")
    return Capacities(count_links(links), capacity).flow(origin, target)


class Capacities:
    """The graph of counted links, built once, for as many flows as are asked of it."""

    def __init__(self, counts: pd.DataFrame, capacity: str) -> None:
        from scipy.sparse import csr_array

        ends = [counts[f"{end}_code"] for end in ("from", "to")]
        self.places = {code: index for index, code in enumerate(sorted({*ends[0], *ends[1]}))}
        numbered = [end.map(self.places).to_numpy(dtype=np.int32) for end in ends]
        size = len(self.places)
        self.graph = csr_array((counts[capacity].to_numpy(dtype=np.int32), numbered), shape=(size, size))

    def flow(self, origin: str, target: str) -> int:
        """Return the maximum flow from origin to target; 0 when either is not on the map."""
        from scipy.sparse.csgraph import maximum_flow

        if origin not in self.places or target not in self.places:
            return 0
        return int(maximum_flow(self.graph, self.places[origin], self.places[target]).flow_value)


def complete_sources(links: pd.DataFrame, origin: str, target: str, *, by: str = "source") -> list[str]:
    """Return, in alphabetical order, the sources that alone state a whole path from origin to target.

    ``links`` needs from_code, to_code and the field ``by`` (source, unit or claim). A path put together from
    several of them counts for none.
    """
    require(links, "links", "from_code", "to_code", by)
    onward: dict[str, dict[str, set[str]]] = {}
    for name, one, two in zip(links[by], links["from_code"], links["to_code"], strict=True):
        onward.setdefault(str(name), {}).setdefault(one, set()).add(two)
    return sorted(name for name, own in onward.items() if target in _reached(own, origin))


def _reached(onward: dict[str, set[str]], origin: str) -> set[str]:
    found: set[str] = set()
    waiting = [origin]
    while waiting:
        new = onward.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return found
