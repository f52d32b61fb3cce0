"""The named measures of a theory's profile: a profile, not a score. A rubric may name these and no others."""

from __future__ import annotations

import pandas as pd

from useit_eval.evidence import current
from useit_eval.ground.columns import require

MEASURES: dict[str, str] = {
    "supporting_claims": "claims that support the theory, denied ones left out",
    "supporting_figures": "figures that support the theory",
    "full_triads": "supporting claims that state context, mechanism and outcome together",
    "partial_triads": "supporting claims that state two of the three",
    "linked_claims": "supporting claims that link context, mechanism and outcome, or two of them",
    "single_parts": "supporting claims that state only one",
    "citations": "all claims and figures that bear on the theory, either way",
    "sources": "sources they come from",
    "units": "independent units they come from",
    "units_supporting": "independent units among the supporting claims",
    "groups_supporting": "stakeholder groups among the supporting claims",
    "methods_supporting": "methods by which the supporting claims were gathered",
    "full_triad_units": "independent units that state a whole configuration in support",
    "full_triad_groups": "stakeholder groups that state a whole configuration in support",
    "full_triad_methods": "methods by which whole configurations in support were gathered",
    "observed_claims": "supporting claims of something that has happened",
    "observed_outcomes": "supporting claims of an outcome that has happened",
    "share_observed": "share of the supporting claims that tell of something that has happened",
    "share_unprompted": "share said without being asked, among supporting claims where this is known",
    "share_elicitation_not_known": "share of the supporting claims where the question asked is not known",
    "theory_shown_claims": "supporting claims made after the theory was shown",
    "refuting_claims": "claims that speak against the theory",
    "refuting_figures": "figures that speak against the theory",
    "refuting_explained": "records against the theory that are explained",
    "refuting_unexplained": "records against the theory that are not explained",
    "refuting_units": "independent units among the records against the theory",
    "share_against": "share of unexplained records against, among them and the supporting claims",
    "refining_claims": "claims that would change the theory",
    "denied_claims": "claims once read as support that deny what they tell of",
    "best_relevance": "highest relevance among supporting claims (1 to 3)",
    "best_richness": "highest richness among supporting claims (1 to 3)",
    "best_rigour": "highest rigour among supporting claims (1 to 3)",
    "rivals_considered": "rival explanations kept or dropped with a reason",
    "rivals_open": "rival explanations still open",
    "only_programme_documents": "1 when every supporting claim of an outcome stands in a document of the programme or its funder",
    "only_theory_shown": "1 when all supporting claims were made after the theory was shown",
    "silent": "1 when nothing bears on the theory either way",
    "not_asked": "1 when nobody was asked about it",
}


def profile_theories(bearing: pd.DataFrame, theories: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each theory: theory_id and every measure of `MEASURES`.

    ``bearing`` as from `evidence.bear`; ``theories`` needs theory_id, version, rivals (how many) and not_asked, and may
    have rivals_open (without it all rivals count as open). Only bearings on the current version count, each claim
    or figure once for each way it bears. A share of nothing, and the best of nothing, are NaN: no rule that names
    them then holds. Repeating a quotation changes supporting_claims, never units, groups, methods or best values.
    """
    require(theories, "theories", "theory_id", "version", "rivals", "not_asked")
    now = current(bearing, theories)
    now = now[now["known"].astype(bool)].drop_duplicates(["theory_id", "subject_kind", "subject", "bearing"])
    by_theory = dict(list(now.groupby("theory_id")))
    rows = [
        {"theory_id": theory["theory_id"], **measure(by_theory.get(theory["theory_id"], now.iloc[:0]), theory)}
        for theory in theories.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["theory_id", *MEASURES])


def sides(bears: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the bearings on one theory as supporting, denied, refuting and refining rows."""
    supports = bears[bears["bearing"] == "supports"]
    is_claim, denied = supports["subject_kind"] == "claim", supports["status"] == "denied"
    return {
        "supporting": supports[is_claim & ~denied],
        "denied": supports[is_claim & denied],
        "figures": supports[supports["subject_kind"] == "figure"],
        "refuting": bears[bears["bearing"] == "refutes"],
        "refining": bears[bears["bearing"] == "refines"],
    }


def measure(bears: pd.DataFrame, theory: dict) -> dict[str, float]:
    """Return the measures of one theory from the rows that bear on it and its row of the theories frame."""
    side = sides(bears)
    supporting = side["supporting"]
    full = supporting[supporting["triad"] == "full"]
    measured = {
        **_amounts(bears, supporting, full, side),
        **_breadth(supporting, full),
        **_happened(supporting),
        **_against(supporting, side),
        **_quality(supporting),
        **_rivals(theory),
    }
    heard = bears[bears["bearing"] != "neutral"]
    measured |= {"silent": int(heard.empty), "not_asked": int(bool(theory["not_asked"]))}
    return {name: measured[name] for name in MEASURES}


def _amounts(
    bears: pd.DataFrame, supporting: pd.DataFrame, full: pd.DataFrame, side: dict[str, pd.DataFrame]
) -> dict[str, float]:
    partial = int((supporting["triad"] == "partial").sum())
    return {
        "supporting_claims": len(supporting),
        "supporting_figures": len(side["figures"]),
        "full_triads": len(full),
        "partial_triads": partial,
        "linked_claims": len(full) + partial,
        "single_parts": len(supporting) - len(full) - partial,
        "citations": bears["subject"].nunique(),
        "sources": bears["source"].nunique(),
        "units": bears["unit"].nunique(),
        "refining_claims": len(side["refining"]),
        "denied_claims": len(side["denied"]),
    }


def _breadth(supporting: pd.DataFrame, full: pd.DataFrame) -> dict[str, float]:
    counts = {}
    for name in ("unit", "group", "method"):
        counts[f"{name}s_supporting"] = _distinct(supporting[name])
        counts[f"full_triad_{name}s"] = _distinct(full[name])
    return counts


def _distinct(values: pd.Series) -> int:
    return values[values != ""].nunique()


def _happened(supporting: pd.DataFrame) -> dict[str, float]:
    observed = supporting["status"] == "observed"
    known = supporting[supporting["elicitation"] != "not_known"]
    shown = supporting["elicitation"] == "theory_shown"
    outcomes = supporting[supporting["about_outcome"].astype(bool)]
    programme = outcomes["by_programme"].astype(bool) & (outcomes["method"] == "document")
    return {
        "observed_claims": int(observed.sum()),
        "observed_outcomes": int((observed & supporting["about_outcome"].astype(bool)).sum()),
        "share_observed": _share(observed),
        "share_unprompted": _share(known["elicitation"] == "unprompted"),
        "share_elicitation_not_known": _share(supporting["elicitation"] == "not_known"),
        "theory_shown_claims": int(shown.sum()),
        "only_theory_shown": int(len(supporting) > 0 and shown.all()),
        "only_programme_documents": int(len(outcomes) > 0 and programme.all()),
    }


def _share(flags: pd.Series) -> float:
    return float(flags.mean()) if len(flags) else float("nan")


def _against(supporting: pd.DataFrame, side: dict[str, pd.DataFrame]) -> dict[str, float]:
    refuting = side["refuting"]
    bare = int((~refuting["explained"].astype(bool)).sum())
    both = bare + len(supporting)
    return {
        "refuting_claims": int((refuting["subject_kind"] == "claim").sum()),
        "refuting_figures": int((refuting["subject_kind"] == "figure").sum()),
        "refuting_explained": len(refuting) - bare,
        "refuting_unexplained": bare,
        "refuting_units": _distinct(refuting["unit"]),
        "share_against": bare / both if both else float("nan"),
    }


def _quality(supporting: pd.DataFrame) -> dict[str, float]:
    return {
        f"best_{name}": float(supporting[name].max()) if len(supporting) else float("nan")
        for name in ("relevance", "richness", "rigour")
    }


def _rivals(theory: dict) -> dict[str, float]:
    total = int(theory["rivals"] or 0)
    still_open = int(theory.get("rivals_open", total))
    return {"rivals_considered": total - still_open, "rivals_open": still_open}
