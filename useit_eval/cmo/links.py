"""Causal links: what a claim says leads to what, from the parts of that one claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

import pandas as pd

from useit_eval.ground.columns import require

ORDER = (
    "intervention",
    "context",
    "actor",
    "mechanism_resource",
    "mechanism_mixed",
    "mechanism_reasoning",
    "outcome",
)
COLUMNS = ("from_code", "to_code", "from_slot", "to_slot", "claim", "source", "unit", "strand", "status")


def link_parts(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    up: Mapping[str, str] | None = None,
    order: Sequence[str] = ORDER,
) -> pd.DataFrame:
    """Return the links of each claim: context to resource to reasoning to outcome, a missing part skipped.

    ``claims`` are situated (see `situate_claims`: claim_id, label, source, unit, strand, status); ``parts`` needs
    claim_id, slot and code_id; ``up`` maps codes to broader ones (see `coding.roll_up`). Parts that share a slot
    give a link each, from one claim; the same link twice in a claim counts once; a code never links to itself.
    One row a link and claim: from_code, to_code, from_slot, to_slot, claim, source, unit, strand, status.
    """
    require(claims, "situated claims", "claim_id", "label", "source", "unit", "strand", "status")
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    by_claim = {
        claim: list(zip(own["slot"], own["code_id"], strict=True))
        for claim, own in parts.groupby("claim_id", sort=False)
    }
    rows = [
        (*link, claim.label, claim.source, claim.unit, claim.strand, claim.status)
        for claim in claims.itertuples()
        for link in _of_one(by_claim.get(claim.claim_id, []), up or {}, order)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_one(
    parts: list[tuple[str, str]], up: Mapping[str, str], order: Sequence[str]
) -> list[tuple[str, str, str, str]]:
    stages = [(slot, list(dict.fromkeys(up.get(code, code) for own, code in parts if own == slot))) for slot in order]
    told = [(slot, codes) for slot, codes in stages if codes]
    links = {
        (one, two): (one, two, first, second)
        for (first, ones), (second, twos) in pairwise(told)
        for one, two in product(ones, twos)
        if one != two
    }
    return list(links.values())


def count_links(links: pd.DataFrame) -> pd.DataFrame:
    """Return each link once with citations, sources and units, most cited first, then in alphabetical order.

    ``links`` needs from_code, to_code, claim, source and unit. Citations are rows, sources and units distinct ones;
    ``claims`` lists the labels. The slots are those of the first row, where given.
    """
    require(links, "links", "from_code", "to_code", "claim", "source", "unit")
    slots = [slot for slot in ("from_slot", "to_slot") if slot in links]
    told: dict[tuple[str, str], list[tuple]] = {}
    columns = ("from_code", "to_code", "claim", "source", "unit", *slots)
    for one, two, *rest in zip(*(links[column] for column in columns), strict=True):
        told.setdefault((one, two), []).append(tuple(rest))
    rows = [
        (
            *link,
            len(own),
            *(len({row[at] for row in own}) for at in (1, 2)),
            tuple(dict.fromkeys(row[0] for row in own)),
            *own[0][3:],
        )
        for link, own in told.items()
    ]
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows, columns=["from_code", "to_code", "citations", "sources", "units", "claims", *slots])
