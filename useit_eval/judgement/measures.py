"""The named measures of a theory's profile: a profile, not a score. A rubric may name these and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from useit_eval.evidence import current
from useit_eval.ground.columns import require

MEASURES: dict[str, str] = {
    "supporting_claims": "claims that support the theory, denied ones left out",
    "supporting_figures": "figures that support the theory",
    "supporting_models": "statistics of the study that support the theory",
    "full_triads": "supporting claims that state context, mechanism and outcome together",
    "partial_triads": "supporting claims that state two of the three",
    "linked_claims": "supporting claims that link context, mechanism and outcome, or two of them",
    "single_parts": "supporting claims that state only one",
    "citations": "all claims, figures and statistics that bear on the theory, either way",
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
    "refuting_models": "statistics of the study that speak against the theory",
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


Row = Mapping[str, Any]


def profile_theories(bearing: pd.DataFrame, theories: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each theory: theory_id and every measure of `MEASURES`.

    ``bearing`` as from `evidence.bear`; ``theories`` needs theory_id, version, rivals (how many) and not_asked, and may
    have rivals_open (without it all rivals count as open). Only bearings on the current version count, each claim
    or figure once for each way it bears. A share of nothing, and the best of nothing, are NaN: no rule that names
    them then holds. Repeating a quotation changes supporting_claims, never units, groups, methods or best values.
    """
    require(theories, "theories", "theory_id", "version", "rivals", "not_asked")
    rows = rows_by_theory(bearing, theories)
    measured = [
        {"theory_id": theory["theory_id"], **measure(rows.get(theory["theory_id"], ()), theory)}
        for theory in theories.to_dict("records")
    ]
    return pd.DataFrame(measured, columns=["theory_id", *MEASURES])


def rows_by_theory(bearing: pd.DataFrame, theories: pd.DataFrame) -> dict[str, list[Row]]:
    """Return, for each theory about which anything is said, the rows on its current version whose subject is on record."""
    now = current(bearing, theories)
    held: dict[str, list[Row]] = {}
    for row in now[now["known"].astype(bool)].to_dict("records"):
        held.setdefault(row["theory_id"], []).append(row)
    return held


def sides(bears: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the bearings on one theory as supporting, denied, figures, models, refuting and refining rows."""
    bears = list(bears)
    supports = [row for row in bears if row["bearing"] == "supports"]
    claims = [row for row in supports if row["subject_kind"] == "claim"]
    return {
        "supporting": [row for row in claims if row["status"] != "denied"],
        "denied": [row for row in claims if row["status"] == "denied"],
        "figures": [row for row in supports if row["subject_kind"] == "figure"],
        "models": [row for row in supports if row["subject_kind"] == "model"],
        "refuting": [row for row in bears if row["bearing"] == "refutes"],
        "refining": [row for row in bears if row["bearing"] == "refines"],
    }


def measure(bears: Iterable[Row], theory: Row) -> dict[str, float]:
    """Return the measures of one theory from the rows that bear on it and its row of the theories frame.

    A claim or figure that bears the same way twice (two raters said so) counts once, as the first row has it.
    """
    once: dict[tuple[str, str, str], Row] = {}
    for row in bears:
        once.setdefault((row["subject_kind"], row["subject"], row["bearing"]), row)
    bears = list(once.values())
    side = sides(bears)
    supporting = side["supporting"]
    full = [row for row in supporting if row["triad"] == "full"]
    measured = {
        **_amounts(bears, full, side),
        **_breadth(supporting, full),
        **_happened(supporting),
        **_against(side),
        **_quality(supporting),
        **_rivals(theory),
        "silent": int(all(row["bearing"] == "neutral" for row in bears)),
        "not_asked": int(bool(theory["not_asked"])),
    }
    return {name: measured[name] for name in MEASURES}


def _amounts(bears: list[Row], full: list[Row], side: dict[str, list[Row]]) -> dict[str, float]:
    supporting = side["supporting"]
    partial = sum(row["triad"] == "partial" for row in supporting)
    return {
        "supporting_claims": len(supporting),
        "supporting_figures": len(side["figures"]),
        "supporting_models": len(side["models"]),
        "full_triads": len(full),
        "partial_triads": partial,
        "linked_claims": len(full) + partial,
        "single_parts": len(supporting) - len(full) - partial,
        "citations": len({row["subject"] for row in bears}),
        "sources": len({row["source"] for row in bears}),
        "units": len({row["unit"] for row in bears}),
        "refining_claims": len(side["refining"]),
        "denied_claims": len(side["denied"]),
    }


def _breadth(supporting: list[Row], full: list[Row]) -> dict[str, float]:
    counts = {}
    for name in ("unit", "group", "method"):
        counts[f"{name}s_supporting"] = _distinct(supporting, name)
        counts[f"full_triad_{name}s"] = _distinct(full, name)
    return counts


def _distinct(rows: list[Row], name: str) -> int:
    return len({row[name] for row in rows} - {""})


def _happened(supporting: list[Row]) -> dict[str, float]:
    observed = [row["status"] == "observed" for row in supporting]
    asked = [row["elicitation"] for row in supporting]
    outcomes = [row for row in supporting if row["about_outcome"]]
    programme = [bool(row["by_programme"]) and row["method"] == "document" for row in outcomes]
    return {
        "observed_claims": sum(observed),
        "observed_outcomes": sum(row["status"] == "observed" for row in outcomes),
        "share_observed": _share(observed),
        "share_unprompted": _share([how == "unprompted" for how in asked if how != "not_known"]),
        "share_elicitation_not_known": _share([how == "not_known" for how in asked]),
        "theory_shown_claims": asked.count("theory_shown"),
        "only_theory_shown": int(bool(asked) and set(asked) == {"theory_shown"}),
        "only_programme_documents": int(bool(programme) and all(programme)),
    }


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else float("nan")


def _against(side: dict[str, list[Row]]) -> dict[str, float]:
    refuting, supporting = side["refuting"], side["supporting"]
    kinds = [row["subject_kind"] for row in refuting]
    bare = sum(not row["explained"] for row in refuting)
    both = bare + len(supporting)
    return {
        **{f"refuting_{kind}s": kinds.count(kind) for kind in ("claim", "figure", "model")},
        "refuting_explained": len(refuting) - bare,
        "refuting_unexplained": bare,
        "refuting_units": _distinct(refuting, "unit"),
        "share_against": bare / both if both else float("nan"),
    }


def _quality(supporting: list[Row]) -> dict[str, float]:
    return {
        f"best_{name}": float(max((row[name] for row in supporting), default=float("nan")))
        for name in ("relevance", "richness", "rigour")
    }


def _rivals(theory: Row) -> dict[str, float]:
    total = int(theory["rivals"] or 0)
    still_open = int(theory.get("rivals_open", total))
    return {"rivals_considered": total - still_open, "rivals_open": still_open}
