"""Evidence, theories and registers written short."""

from __future__ import annotations

import pandas as pd

from tests.cmo.rows import make_claims, make_sources, make_voices
from useit_eval.evidence import bear

STRANDS = {"north": "North", "south": "South"}


def make_theories(*rows: dict) -> pd.DataFrame:
    """Return theories; each row overrides what a plain one has."""
    plain = {
        "strand": "north", "kind": "programme", "version": 1, "context": "poor", "mechanism_resource": "course", "outcome": "job",
        "rivals": 2, "rivals_open": 1, "not_asked": False, "moves_rating": "more evidence",
    }  # fmt: skip
    return pd.DataFrame([{**plain, "title": f"Theory {row['theory_id']}", **row} for row in rows])


def make_evidence(*rows: str, version: int = 1) -> pd.DataFrame:
    """Return evidence from rows such as "N1 C001 refutes: because": theory, subject, bearing, explanation."""
    made = []
    for number, row in enumerate(rows):
        said, _, explained = row.partition(":")
        theory, subject, way = said.split()
        made.append({
            "evidence_id": f"e{number}", "theory_id": theory, "theory_version": version, "subject_label": subject, "bearing": way,
            "subject_kind": "figure" if subject.startswith("F") else "claim", "relevance": 2, "richness": 2, "rigour": 2,
            "reason": f"reason {number}", "explained": explained.strip() or None, "rater": "coder_1",
        })  # fmt: skip
    return pd.DataFrame(made)


def make_figures(*rows: dict) -> pd.DataFrame:
    """Return figures; each row overrides what a plain one has."""
    plain = {
        "figure_id": "id", "value": 10.0, "day": None, "bound": "exact", "unit": "people", "definition": "people trained", "population": None,
        "as_of": "2017", "source_id": "id-S1", "locator": "1", "role": "output", "strand": "north", "target_of": None,
        "conflicts_with": None, "note": None,
    }  # fmt: skip
    return pd.DataFrame([{**plain, **row} for row in rows])


def make_bearing(
    claims: tuple[str, ...], evidence: tuple[str, ...], *, method: str = "interview", **more
) -> pd.DataFrame:
    """Return the bearing of claims written as in `make_claims` by evidence written as in `make_evidence`."""
    told, parts = make_claims(*claims)
    labels = sorted({row.split()[0] for row in claims})
    sources, voices = make_sources(*labels, method=method, by_programme=method == "document"), make_voices(*labels)
    return bear(make_evidence(*evidence), told, parts, sources=sources, voices=voices, **more)
