"""Causal links: what a claim says leads to what, from the parts of that one claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

import numpy as np
import pandas as pd

from useit_eval.cmo.bundles import bundle
from useit_eval.ground.columns import require
from useit_eval.ground.wording import text

Parts = dict[tuple[str, str], list[str]]
"""What a claim tells: for each slot and code, the valences it is told with."""

ORDER = (
    "intervention",
    "context",
    "actor",
    "mechanism_resource",
    "mechanism_mixed",
    "mechanism_reasoning",
    "outcome",
)
CARRIED = ("source", "unit", "strand", "status", "elicitation", "group", "voice", "coder")
COLUMNS = ("from_code", "to_code", "from_slot", "to_slot", "from_valence", "to_valence", "claim", *CARRIED)


def link_parts(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    up: Mapping[str, str] | None = None,
    order: Sequence[str] = ORDER,
) -> pd.DataFrame:
    """Return the links of each claim: context to resource to reasoning to outcome, a missing part skipped.

    ``claims`` are situated (see `situate_claims`: claim_id, label, source, unit, strand, status, elicitation, group, voice,
    coder); ``parts`` needs claim_id, slot and code_id, and may have a valence ("unknown" without); ``up`` maps codes to
    broader ones (see `coding.roll_up`). Parts that share a slot give a link each, from one claim; the same link told
    twice in a claim counts once, and where it is told both ways its valence is "mixed" (to keep the ways apart, see
    `keep_opposites_apart`); a code never links to itself. One row a link and claim: `COLUMNS`.
    """
    require(claims, "situated claims", "claim_id", "label", *CARRIED)
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    valences = parts["valence"] if "valence" in parts else ["unknown"] * len(parts)
    by_claim: dict[str, Parts] = {}
    columns = (parts["claim_id"], parts["slot"], parts["code_id"], valences)
    for claim, slot, code, valence in zip(*columns, strict=True):
        by_claim.setdefault(claim, {}).setdefault((slot, (up or {}).get(code, code)), []).append(text(valence))
    rows = [
        (*link, claim.label, *(getattr(claim, column) for column in CARRIED))
        for claim in claims.itertuples()
        for link in _of_one(by_claim.get(claim.claim_id, {}), order)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_one(parts: Parts, order: Sequence[str]) -> list[tuple[str, ...]]:
    stages = [(slot, [code for own, code in parts if own == slot]) for slot in order]
    told = [(slot, codes) for slot, codes in stages if codes]
    links = {
        (one, two): (one, two, first, second, merge_valences(parts[first, one]), merge_valences(parts[second, two]))
        for (first, ones), (second, twos) in pairwise(told)
        for one, two in product(ones, twos)
        if one != two
    }
    return list(links.values())


def merge_valences(valences: Sequence[str]) -> str:
    """Return the valence of a part that one claim tells several times: one way where no other is told, else mixed.

    Example:
        >>> merge_valences(["positive", "unknown"]), merge_valences(["positive", "negative"])
        ('positive', 'mixed')
    """
    ways = {valence for valence in valences if valence in ("positive", "negative", "mixed")}
    if len(ways) > 1:
        return "mixed"
    return next(iter(ways), "neutral" if "neutral" in valences else "unknown")


def count_links(links: pd.DataFrame) -> pd.DataFrame:
    """Return each link once with citations, sources and units, most cited first, then in alphabetical order.

    ``links`` needs from_code, to_code, claim, source and unit. Citations are rows, sources and units distinct ones;
    ``claims`` lists the labels. The slots are those of the first row, where given.
    """
    require(links, "links", "from_code", "to_code", "claim", "source", "unit")
    pairs = bundle(links)
    order, citations = np.argsort(pairs.pair, kind="stable"), pairs.citations()
    first = np.cumsum(citations) - citations
    labels = links["claim"].to_numpy(dtype=object)[order].tolist()
    own = [tuple(dict.fromkeys(labels[at : at + count])) for at, count in zip(first, citations, strict=True)]
    slots = [slot for slot in ("from_slot", "to_slot") if slot in links]
    counts = pd.DataFrame(
        {
            "from_code": pairs.factors[pairs.start],
            "to_code": pairs.factors[pairs.end],
            "citations": citations,
            "sources": pairs.distinct(links["source"]),
            "units": pairs.distinct(links["unit"]),
            "claims": pd.Series(own, dtype=object),
            **{slot: links[slot].to_numpy()[order[first]] for slot in slots},
        }
    )
    by = ["citations", "from_code", "to_code"]
    return counts.sort_values(by, ascending=[False, True, True], ignore_index=True)
