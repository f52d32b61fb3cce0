"""Rows one can check by eye, written short and turned into the frames of the record."""

from __future__ import annotations

import pandas as pd

SLOTS = {
    "c": "context",
    "r": "mechanism_resource",
    "m": "mechanism_reasoning",
    "x": "mechanism_mixed",
    "o": "outcome",
}


def make_claims(*rows: str, **defaults: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return claims and parts from rows such as "S1 c:poor r:course o:job | denied": source, slots and codes, status."""
    claims, parts = [], []
    for number, row in enumerate(rows, start=1):
        told, _, status = row.partition("|")
        source, *held = told.split()
        claim = f"claim-{number}"
        claims.append({
            "claim_id": claim, "label": f"C{number:03}", "source_id": f"id-{source}", "locator": "1", "voice_id": f"voice-{source}",
            "reported_by": f"voice-{source}", "strand": "north", "about_case": "somebody", "coder": "coder_1", "round_no": 1,
            "status": status.strip() or "observed", "elicitation": "not_known", "paraphrase": f"Claim {number} of {source}",
            **defaults,
        })  # fmt: skip
        for at, part in enumerate(held):
            slot, code = part.split(":")
            parts.append({
                "part_id": f"{claim}-{at}", "claim_id": claim, "coding_id": f"coding-{number}-{at}", "slot": SLOTS[slot], "code_id": code,
            })  # fmt: skip
    columns = ["part_id", "claim_id", "coding_id", "slot", "code_id"]
    return pd.DataFrame(claims), pd.DataFrame(parts, columns=columns)


def make_sources(*labels: str, method: str = "interview", by_programme: bool = False) -> pd.DataFrame:
    """Return sources with ids as `make_claims` writes them."""
    rows = [{"source_id": f"id-{s}", "label": s, "method": method, "by_programme": by_programme} for s in labels]
    return pd.DataFrame(rows)


def make_voices(*labels: str, unit: str = "", group: str = "residents") -> pd.DataFrame:
    """Return one voice a source; its independence unit is its own unless ``unit`` is given."""
    return pd.DataFrame([
        {
            "voice_id": f"voice-{s}", "label": f"V-{s}", "source_id": f"id-{s}", "pseudonym": f"Voice {s}", "stakeholder_group": group,
            "independence_unit": unit or f"unit-{s}",
        }
        for s in labels
    ])  # fmt: skip


def make_links(*rows: str) -> pd.DataFrame:
    """Return links from rows such as "S1 A>B": the source is its own independence unit, each row a claim."""
    made = []
    for number, row in enumerate(rows, start=1):
        source, link = row.split()
        one, two = link.split(">")
        made.append({
            "from_code": one, "to_code": two, "from_slot": "context", "to_slot": "outcome", "claim": f"C{number:03}", "source": source,
            "unit": source, "strand": "north", "status": "observed",
        })  # fmt: skip
    return pd.DataFrame(made)


CODES = pd.DataFrame(
    [
        ("hardship", "Hardship", "context", ""),
        ("poor", "Little money", "context", "hardship"),
        ("lonely", "Few ties", "context", "hardship"),
        ("help", "Help", "resource", ""),
        ("course", "A course", "resource", "help"),
        ("mentor", "A mentor", "resource", "help"),
        ("hope", "Hope", "reasoning", ""),
        ("work", "Work", "outcome", ""),
        ("job", "A job", "outcome", "work"),
        ("firm", "A firm of one's own", "outcome", "work"),
    ],
    columns=["code_id", "name", "kind", "parent"],
)
