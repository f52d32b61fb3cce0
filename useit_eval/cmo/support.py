"""How far claims hold the configuration that a theory expects: fully or in part, never across claims."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.cmo.claims import count_together
from useit_eval.cmo.patterns import checked_slots
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import counted


def support(
    parts: pd.DataFrame, configuration: Mapping[str, list[str]], *, up: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return the claims that hold at least two slots of a configuration: claim_id, held, expected and full.

    ``parts`` needs claim_id, slot and code_id; ``configuration`` maps slots (or "mechanism" for its three) to codes, of
    which any one fills the slot; ``up`` maps codes to broader ones, on both sides. ``held`` of ``expected`` slots; full
    when all are. Raises InputRefused when fewer than two slots are expected, and for what is not a slot.

    Example:
        >>> parts = pd.DataFrame({"claim_id": ["a", "a"], "slot": ["context", "outcome"], "code_id": ["poor", "job"]})
        >>> int(support(parts, {"context": ["poor"], "outcome": ["job"]})["held"][0])
        2
    """
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    wanted = {slot: {(up or {}).get(code, code) for code in codes} for slot, codes in configuration.items() if codes}
    checked_slots(wanted)
    if len(wanted) < 2:
        raise InputRefused(
            "a configuration of fewer than two slots cannot be matched", "", "Name codes in at least two slots."
        )
    expected = pd.MultiIndex.from_tuples([(slot, code) for slot, codes in wanted.items() for code in codes])
    broad = parts["code_id"].map(up).fillna(parts["code_id"]) if up else parts["code_id"]
    slots = (
        parts["slot"].replace(dict.fromkeys(terms.MECHANISM_SLOTS, "mechanism"))
        if "mechanism" in wanted
        else parts["slot"]
    )
    filled = pd.MultiIndex.from_arrays([slots, broad]).isin(expected)
    told = pd.DataFrame({"claim_id": parts["claim_id"], "slot": slots})[filled]
    held = told.drop_duplicates().groupby("claim_id").size()
    kept = held[held >= 2].sort_index()
    return pd.DataFrame(
        {
            "claim_id": kept.index,
            "held": kept.to_numpy(),
            "expected": len(wanted),
            "full": kept.to_numpy() == len(wanted),
        }
    )


def expected_parts(theory: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the codes a theory's row expects by slot (columns named as the slots, codes joined by "; ")."""
    return {slot: codes for slot in terms.SLOTS if (codes := labels(theory.get(slot)))}


def tell_support(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    theories: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    up: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return cmo.support.<strand>: for each theory, the claims that hold two or more slots of what it expects.

    ``claims`` are situated; ``theories`` needs theory_id, strand, title and a column for each slot. Claims of every
    strand count. Those that deny are counted apart, never taken off. The finding's data counts claims again with
    codes in broader terms (``up``), which match far more and prove less. A strand whose theories expect fewer than
    two slots gives no finding.
    """
    require(theories, "theories", "theory_id", "strand", "title")
    found = []
    for strand, title in strands.items():
        own = theories[theories["strand"] == strand].to_dict("records")
        rows = [_row(theory, claims, parts, up) for theory in own if len(expected_parts(theory)) >= 2]
        if rows:
            found.append(_finding(strand, title, rows))
    return found


def _finding(strand: str, title: str, found: list[tuple[tuple, tuple[str, ...], int]]) -> Finding:
    rows, ids, broad = zip(*found, strict=True)
    held = sum(row[4] > 0 for row in rows)
    everything = tuple(dict.fromkeys(label for row in ids for label in row))
    lines = (
        Sentence(
            "A claim is counted when it alone tells two or more parts of what a theory expects. Telling them is not yet "
            "support: what each claim says for or against is judged one by one.",
            explains=True,
        ),
        Sentence(
            f"For {held or 'none'} of {counted(len(rows), 'theory', 'theories')} there is at least one such claim.",
            everything,
        ),
    )
    counts = ("All parts", "Two or more", "Citations", "Sources", "Independent units", "Denied")
    table = Table(("Theory", "In short", *counts), rows, ids, caption="Claims that tell what the theories expect")
    name = f"Expected configurations found: {title}"
    data = {"in_broader_terms": {row[0]: more for row, more in zip(rows, broad, strict=True)}}
    return Finding(f"cmo.support.{strand}", name, lines, table, strand=strand, data=data, trace=everything)


def _row(
    theory: dict, claims: pd.DataFrame, parts: pd.DataFrame, up: Mapping[str, str] | None
) -> tuple[tuple, tuple[str, ...], int]:
    expected = expected_parts(theory)
    met = claims.merge(support(parts, expected), on="claim_id")
    broad = claims.merge(support(parts, expected, up=up), on="claim_id")
    told, denied = met[met["status"] != "denied"], met[met["status"] == "denied"]
    full = int(told["full"].sum())
    counts = (full, len(told) - full, *count_together(told).values(), len(denied))
    stands_on = dict.fromkeys([theory["theory_id"], *met["label"]])
    more = int((broad["status"] != "denied").sum())
    return (theory["theory_id"], theory["title"], *counts), tuple(stands_on), more
