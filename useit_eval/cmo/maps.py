"""Causal maps for readers: the links claims tell, drawn with what must stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pandas as pd

from useit_eval.cmo.links import count_links
from useit_eval.cmo.metrics import Capacities
from useit_eval.cmo.paths import complete_sources
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, started

MOST_LINKS = 24
MOST_ROUTES = 8
AMOUNT = "Robustness measures the amount of evidence, not the size of an effect."


def tell_maps(links: pd.DataFrame, *, strands: Mapping[str, str], names: Mapping[str, str]) -> list[Finding]:
    """Return cmo.map.<strand> for each strand with links: the map, its factors and the routes through it.

    ``links`` as from `link_parts`; links of denied claims are kept apart and only counted. ``names`` maps codes and
    ``strands`` strand ids to readers' words. At most 24 links are drawn, the most cited first; the legend says so.
    """
    return [
        _map(strand, title, own, names)
        for strand, title in strands.items()
        if len(own := links[links["strand"] == strand]) and (own["status"] != "denied").any()
    ]


def _map(strand: str, title: str, own: pd.DataFrame, names: Mapping[str, str]) -> Finding:
    told, denied = own[own["status"] != "denied"], own[own["status"] == "denied"]
    counts, labels = count_links(told), tuple(dict.fromkeys(told["claim"]))
    top = counts.iloc[0]
    lines = [
        Sentence(
            f"The claims tell {counted(len(counts), 'link')}, with {counted(len(told), 'citation')} from {counted(told['source'].nunique(), 'source')} "
            f"that count as {counted(told['unit'].nunique(), 'independent unit')}.",
            labels,
        ),
        Sentence(
            f"Told most often: {names.get(top['from_code'], top['from_code'])} leads to {names.get(top['to_code'], top['to_code'])} "
            f"({_three(top)}).",
            top["claims"],
        ),
        Sentence(f"{AMOUNT} It counts the fewest citations that must go before no path is left.", explains=True),
    ]
    if len(denied):
        told_no = (
            f"{counted(len(denied), 'link')} {agrees(len(denied), 'is', 'are')} denied, kept apart and never netted"
        )
        lines.append(Sentence(started(told_no), tuple(dict.fromkeys(denied["claim"]))))
    figure = _figure(title, counts, told, names)
    routes = _routes(told, counts, names)
    return Finding(
        f"cmo.map.{strand}",
        f"Causal map: {title}",
        tuple(lines),
        routes,
        figure,
        strand=strand,
        data={"links": len(counts)},
        trace=labels,
    )


def _three(row) -> str:
    return f"{counted(row['citations'], 'citation')}, {counted(row['sources'], 'source')}, {counted(row['units'], 'independent unit')}"


def _figure(title: str, counts: pd.DataFrame, told: pd.DataFrame, names: Mapping[str, str]) -> FigureSpec:
    drawn = counts.head(MOST_LINKS)
    rows = tuple(
        {
            "source": names.get(row["from_code"], row["from_code"]),
            "target": names.get(row["to_code"], row["to_code"]),
            "source_slot": row["from_slot"],
            "target_slot": row["to_slot"],
            "citations": int(row["citations"]),
            "sources": int(row["sources"]),
            "units": int(row["units"]),
            "ids": row["claims"],
        }
        for _, row in drawn.iterrows()
    )
    legend = (
        f"Sources: {', '.join(sorted(set(told['source'])))}. Drawn: {len(drawn)} of {counted(len(counts), 'link')}, "
        f"{drawn['citations'].sum() / len(told):.0%} of citations. Denied claims are left out."
    )
    alt = "; ".join(f"{row['source']} to {row['target']} ({row['citations']})" for row in rows)
    return FigureSpec("causal_map", f"What leads to what: {title}", rows, alt=alt, legend=legend)


def _routes(told: pd.DataFrame, counts: pd.DataFrame, names: Mapping[str, str]) -> Table | None:
    """Tabulate the routes with most evidence, from factors nothing leads to, to factors that lead to nothing."""
    origins = sorted(set(counts["from_code"]) - set(counts["to_code"]))
    targets = sorted(set(counts["to_code"]) - set(counts["from_code"]))
    flows = Capacities(told, "citations")
    found = [(flow, *pair) for pair in product(origins, targets) if (flow := flows.flow(*pair))]
    best = sorted(found, key=lambda route: (-route[0], route[1:]))[:MOST_ROUTES]
    if not best:
        return None
    twins = Capacities(told, "units")
    rows, ids = zip(*(_route(told, twins, names, *route) for route in best), strict=True)
    counted_as = (
        "Robustness in citations",
        "Robustness in units",
        "Sources that state a whole path",
        "Claims that state it alone",
    )
    return Table(("From", "To", *counted_as), rows, ids, caption=f"Routes with most evidence. {AMOUNT}")


def _route(
    told: pd.DataFrame, twins: Capacities, names: Mapping[str, str], flow: int, origin: str, target: str
) -> tuple[tuple, tuple[str, ...]]:
    ids = tuple(dict.fromkeys(told.loc[(told["from_code"] == origin) | (told["to_code"] == target), "claim"]))
    whole, alone = (len(complete_sources(told, origin, target, by=by)) for by in ("source", "claim"))
    return (names.get(origin, origin), names.get(target, target), flow, twins.flow(origin, target), whole, alone), ids
