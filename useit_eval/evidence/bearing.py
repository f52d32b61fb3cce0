"""How each claim, figure or model bears on a theory, with what a judgement needs to know of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from useit_eval.cmo import situate_claims, triads
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding
from useit_eval.ground.wording import missing, text

KEPT = (
    "evidence_id",
    "theory_id",
    "theory_version",
    "subject_kind",
    "subject_label",
    "bearing",
    "relevance",
    "richness",
    "rigour",
    "reason",
    "explained",
    "rater",
)
SUBJECT = {
    "strand": "",
    "paraphrase": "",
    "status": "",
    "elicitation": "not_known",
    "triad": "",
    "tells_reasoning": False,
    "about_outcome": False,
    "source": "",
    "unit": "",
    "group": "",
    "method": "",
    "by_programme": False,
    "coder": "",
    "voice": "",
}
FIGURE_STATUS = {"target": "anticipated", "context": "observed", "resource": "observed"}


def bear(
    evidence: pd.DataFrame,
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    sources: pd.DataFrame,
    voices: pd.DataFrame,
    figures: pd.DataFrame | None = None,
    models: Sequence[Finding] = (),
) -> pd.DataFrame:
    """Return one row for each bearing: a theory, the claim, figure or model, which way, and what a judgement needs of it.

    The frames are as in `ground.frames`; ``models`` are the findings of `statistics.run`, and count like figures. Beside the columns of evidence (``subject_label`` as subject; ``explained`` a
    flag, its words in ``explanation``) a row holds strand, paraphrase, status, elicitation, triad (full, partial,
    single; empty for figures), tells_reasoning, about_outcome, source, unit, group, method, by_programme, coder,
    voice and dated (the day of the source). The unit of a document is the document itself, that of a model its first source. A subject that is not on
    record, or a model that could not be computed, has empty fields and ``known`` false; it counts for nothing.
    """
    require(evidence, "evidence", *KEPT)
    told = _of_claims(claims, parts, sources, voices)
    counted = [] if figures is None else [_of_figures(figures, sources)]
    subjects = pd.concat([told, *counted, *([_of_models(models, sources)] if models else [])])
    joined = (
        evidence[list(KEPT)]
        .rename(columns={"subject_label": "subject"})
        .merge(subjects, on=["subject", "subject_kind"], how="left")
    )
    explanation = [text(words) for words in joined["explained"]]
    filled = joined.assign(known=[not missing(source) for source in joined["source"]])
    filled = filled.fillna({name: value for name, value in SUBJECT.items()})
    flags = {name: filled[name].astype(bool) for name, value in SUBJECT.items() if value is False}
    days = dict(zip(sources["label"], sources.get("dated", pd.Series("", index=sources.index)), strict=True))
    dated = [text(days.get(source)) for source in filled["source"]]
    return filled.assign(
        explained=[bool(words) for words in explanation], explanation=explanation, dated=dated, **flags
    )


def _of_claims(claims: pd.DataFrame, parts: pd.DataFrame, sources: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    situated = situate_claims(claims, sources=sources, voices=voices)
    whole = triads(situated, parts)
    reasoning = set(parts.loc[parts["slot"].isin(("mechanism_reasoning", "mechanism_mixed")), "claim_id"])
    told = situated.assign(
        subject=situated["label"],
        subject_kind="claim",
        triad=whole["triad"].to_numpy(),
        about_outcome=whole["outcome"].to_numpy(),
        tells_reasoning=situated["claim_id"].isin(reasoning),
    )
    return told[["subject", "subject_kind", *SUBJECT]]


def _of_figures(figures: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    require(figures, "figures", "label", "source_id", "role", "strand", "definition")
    source = sources.set_index("source_id").reindex(figures["source_id"])
    labels = source["label"].fillna("").to_numpy()
    rows = figures.assign(
        subject=figures["label"],
        subject_kind="figure",
        paraphrase=figures["definition"],
        coder="",
        voice="",
        group="",
        triad="",
        status=[FIGURE_STATUS.get(role, "observed") for role in figures["role"]],
        elicitation="not_known",
        tells_reasoning=False,
        about_outcome=figures["role"] == "outcome",
        source=labels,
        unit=labels,
        method=source["method"].fillna("").to_numpy(),
        by_programme=source["by_programme"].fillna(False).astype(bool).to_numpy(),
    )
    return rows[["subject", "subject_kind", *SUBJECT]]


def _of_models(models: Sequence[Finding], sources: pd.DataFrame) -> pd.DataFrame:
    """Return what bears as a model: a statistic over several sources adds none of its own, it stands with the first."""
    about = sources.set_index("label")
    rows = []
    for model in models:
        first = next((label for label in model.data["sources"] if label in about.index), "")
        if model.data["refused"] or not first:
            continue
        row = {
            "subject": model.data["label"],
            "subject_kind": "model",
            "strand": model.strand,
            "paraphrase": model.title,
        }
        row |= {"status": "observed", "about_outcome": model.data["slot"] == "outcome", "source": first, "unit": first}
        row |= {"method": about.loc[first, "method"], "by_programme": bool(about.loc[first, "by_programme"])}
        rows.append({**SUBJECT, **row})
    return pd.DataFrame(rows, columns=["subject", "subject_kind", *SUBJECT])


def current(bearing: pd.DataFrame, theories: pd.DataFrame) -> pd.DataFrame:
    """Return the bearings on the current version of each theory. ``theories`` needs theory_id and version."""
    require(theories, "theories", "theory_id", "version")
    versions = theories.set_index("theory_id")["version"]
    return bearing[bearing["theory_version"] == bearing["theory_id"].map(versions)]
