"""Where one configuration's outcome is another's context: suggested by the machine, standing only when a person confirms it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from useit_eval.cmo.chains import ripple_chains, ripple_circles
from useit_eval.cmo.claims import triads
from useit_eval.cmo.regularities import OPPOSITE
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed

RIPPLES = ("from_claim", "to_claim", "code_id", "from_strand", "to_strand", "across", "loop", "confirmed")


def suggest_ripples(
    claims: pd.DataFrame, parts: pd.DataFrame, *, confirmed: Collection[tuple[str, str, str]] = ()
) -> pd.DataFrame:
    """Return each pair of claims in which an outcome of the first is a context of the second, by the same code.

    ``claims`` needs claim_id, label, strand and status; ``parts`` claim_id, slot and code_id. Denied claims tell of
    no outcome and are left out, and where ``parts`` has a valence, the positive never ripples into the negative nor the
    other way round. Columns: from_claim, to_claim (labels), code_id, from_strand, to_strand, across (two
    strands), loop (the second leads back to the first, at any length) and confirmed: the pair (from, to, code) is in
    ``confirmed``, from ripples.yaml.
    """
    require(claims, "claims", "claim_id", "label", "strand", "status")
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    told = claims.loc[claims["status"] != "denied", ["claim_id", "label", "strand"]]
    held = _with_valence(parts)[["claim_id", "slot", "code_id", "valence"]].drop_duplicates().merge(told, on="claim_id")
    outcome, context = (held[held["slot"] == slot] for slot in ("outcome", "context"))
    pairs = outcome.merge(context, on="code_id", suffixes=("_from", "_to"))
    opposed = pairs["valence_from"].map(OPPOSITE) == pairs["valence_to"]
    pairs = pairs[(pairs["claim_id_from"] != pairs["claim_id_to"]) & ~opposed]
    pairs = pairs.drop_duplicates(["claim_id_from", "claim_id_to", "code_id"])
    ripples = pairs.rename(columns={f"label_{end}": f"{end}_claim" for end in ("from", "to")})
    ripples = ripples.rename(columns={f"strand_{end}": f"{end}_strand" for end in ("from", "to")})
    ripples = ripples.sort_values(["code_id", "from_claim", "to_claim"], ignore_index=True)
    keys = list(zip(ripples["from_claim"], ripples["to_claim"], ripples["code_id"], strict=True))
    return ripples.assign(
        across=ripples["from_strand"] != ripples["to_strand"],
        loop=_loops(ripples),
        confirmed=[key in set(confirmed) for key in keys],
    )[list(RIPPLES)]


def _with_valence(parts: pd.DataFrame) -> pd.DataFrame:
    return parts if "valence" in parts else parts.assign(valence="unknown")


def _loops(ripples: pd.DataFrame) -> list[bool]:
    """Tell for each pair whether both claims lie on one circle (a strongly connected component)."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    names = sorted({*ripples["from_claim"], *ripples["to_claim"]})
    if not names:
        return []
    places = {name: index for index, name in enumerate(names)}
    ends = [ripples[f"{end}_claim"].map(places).to_numpy() for end in ("from", "to")]
    graph = csr_array(([1] * len(ripples), ends), shape=(len(names), len(names)))
    _, component = connected_components(graph, directed=True, connection="strong")
    return [bool(component[one] == component[two]) for one, two in zip(*ends, strict=True)]


def suggest_joins(claims: pd.DataFrame, parts: pd.DataFrame, *, up: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return pairs of claims that tell context-mechanism and mechanism-outcome apart, through the same mechanism code.

    ``claims`` needs claim_id, label, status; ``parts`` claim_id, slot, code_id; ``up`` maps codes to broader ones.
    A join is a question to ask somebody, never a triad: nobody has told the whole. Columns: context_claim,
    outcome_claim (labels), code_id. Denied claims are left out; a mechanism told as negative (it was not there, or did
    not come about) joins only with one told so.
    """
    require(claims, "claims", "claim_id", "label", "status")
    whole = triads(claims, parts).assign(status=claims["status"].to_numpy())
    half = whole[(whole["triad"] == "partial") & whole["mechanism"] & (whole["status"] != "denied")]
    mechanism = _with_valence(parts[parts["slot"].isin(terms.MECHANISM_SLOTS)])
    mechanism = pd.DataFrame(
        {
            "claim_id": mechanism["claim_id"],
            "code_id": [(up or {}).get(code, code) for code in mechanism["code_id"]],
            "negative": mechanism["valence"] == "negative",
        }
    ).drop_duplicates()
    sides = [
        half.loc[half[part], ["claim_id", "label"]].merge(mechanism, on="claim_id") for part in ("context", "outcome")
    ]
    joins = sides[0].merge(sides[1], on=["code_id", "negative"], suffixes=("_c", "_o"))
    joins = joins.rename(columns={"label_c": "context_claim", "label_o": "outcome_claim"})
    return joins.sort_values(["context_claim", "outcome_claim", "code_id"], ignore_index=True)[
        ["context_claim", "outcome_claim", "code_id"]
    ].drop_duplicates(ignore_index=True)


def tell_ripples(ripples: pd.DataFrame, *, names: Mapping[str, str], strands: Mapping[str, str]) -> Finding:
    """Return the finding cmo.ripples: where the outcome of one strand is a circumstance of another, for a person to confirm.

    ``ripples`` as from `suggest_ripples`; ``names`` maps code ids and ``strands`` strand ids to readers' words.
    """
    across = ripples[ripples["across"]]
    caution = Sentence(
        "A ripple is suggested where the same thing is told as an outcome in one claim and as a circumstance in another. "
        "It stands only when a person confirms it.",
        explains=True,
    )
    if across.empty:
        return Finding(
            "cmo.ripples",
            "Ripples between strands",
            (caution, Sentence("None is suggested between strands.", explains=True)),
        )
    groups = list(across.groupby(["code_id", "from_strand", "to_strand"], sort=True))
    rows, ids = zip(*(_ripple_row(*group, names=names, strands=strands) for group in groups), strict=True)
    everything = tuple(dict.fromkeys(label for row in ids for label in row))
    standing = int(across["confirmed"].sum())
    told = (
        f"{counted(len(groups), 'ripple')} {agrees(len(groups), 'is', 'are')} suggested between strands, from "
        f"{counted(len(across), 'pair')} of claims; {standing or 'none'} of these {agrees(standing or 1, 'is', 'are')} confirmed so far."
    )
    table = Table(
        ("What ripples", "An outcome in", "Told so by", "A circumstance in", "There told by", "Confirmed"),
        rows,
        ids,
        caption="Suggested ripples between strands",
    )
    sentences = (caution, Sentence(told, everything), *_told_loops(ripples, names))
    return Finding(
        "cmo.ripples", "Ripples between strands", sentences, table, data={"groups": len(groups)}, trace=everything
    )


def _ripple_row(key, own: pd.DataFrame, *, names: Mapping[str, str], strands: Mapping[str, str]) -> tuple[tuple, tuple]:
    code, source, target = key
    froms, tos = (list(dict.fromkeys(own[column])) for column in ("from_claim", "to_claim"))
    standing = f"{int(own['confirmed'].sum())} of {len(own)}"
    row = (
        names.get(code, code),
        strands.get(source, source),
        listed(froms),
        strands.get(target, target),
        listed(tos),
        standing,
    )
    return row, (*froms, *tos)


def _told_loops(ripples: pd.DataFrame, names: Mapping[str, str]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            f"Some of the suggested ripples run in a circle: {told_circle(circle, names)}. A circle may be how change keeps itself going.",
            tuple(dict.fromkeys(label for step in circle for label in step[:2])),
        )
        for circle in ripple_circles(ripples)
    )


def told_circle(circle: Sequence[tuple[str, str, str]], names: Mapping[str, str]) -> str:
    """Return a circle of ripples in words, in order: "C001, through A job to C002, through A firm to C001"."""
    steps = (f"through {names.get(code, code)} to {target}" for _, target, code in circle)
    return ", ".join((circle[0][0], *steps))


def tell_chains(ripples: pd.DataFrame, claims: pd.DataFrame, *, names: Mapping[str, str]) -> Finding:
    """Return the finding cmo.ripples.chains: where confirmed ripples lead, and how many single sources state the whole.

    ``ripples`` as from `suggest_ripples`; ``claims`` are situated; ``names`` maps codes to readers' words.
    """
    key, title, chains = "cmo.ripples.chains", "Chains of confirmed ripples", ripple_chains(ripples, claims)
    if chains.empty:
        lone = Sentence("No ripple is confirmed yet, so no chain stands.", explains=True)
        return Finding(key, title, (lone,), data={"chains": 0})
    records = chains.to_dict("records")
    alone = sum(bool(row["whole_sources"]) for row in records)
    everything = tuple(dict.fromkeys(label for row in records for label in row["claims"]))
    whole = (
        f"a single source states the whole of {alone} of them" if alone else "no single source states the whole of one"
    )
    if alone == len(records):
        whole = "a single source states the whole of each"
    if len(records) == 1:
        whole = f"{'a' if alone else 'no'} single source states the whole of it"
    told = f"Confirmed ripples, whether between strands or within one, make {counted(len(records), 'chain')}; {whole}."
    circles = ripple_circles(ripples[ripples["confirmed"].astype(bool)])
    lines = (
        Sentence(told, everything),
        Sentence("A chain that only several sources state together is nobody's account of the whole.", explains=True),
        *(
            Sentence(f"A confirmed circle: {told_circle(circle, names)}.", tuple(step[0] for step in circle))
            for circle in circles
        ),
    )
    head = ("What leads on", "Claims", "Citations", "Sources", "Independent units")
    table = Table(
        (*head, "Whole from one source", "Whole from one unit"),
        tuple(_chain_row(row, names) for row in records),
        tuple(row["claims"] for row in records),
        caption=title,
    )
    return Finding(key, title, lines, table, data={"chains": len(records), "whole": alone}, trace=everything)


def _chain_row(row: Mapping, names: Mapping[str, str]) -> tuple:
    what = " → ".join(names.get(code, code) for code in row["codes"]) + (" → and round again" if row["loop"] else "")
    counts = (row["citations"], row["sources"], row["units"])
    return (what, listed(row["claims"]), *counts, len(row["whole_sources"]), len(row["whole_units"]))
