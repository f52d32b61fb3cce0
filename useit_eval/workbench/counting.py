"""Whose linking counts: claims, parts and evidence of coders whom study.yaml does not name are kept, never counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.workbench.shipped import BY

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Study
    from useit_eval.store.database import Store, Writing

COUNTED, ALL = "counted", "all"
USUAL = {"claim": COUNTED, "claim_part": COUNTED, "evidence": COUNTED, "coding": ALL}
"""What is loaded unless one asks for the other: agreement needs every coding, and counting only some claims."""


def keep_counted(store: Store | Writing, study: Study, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of coding, claim, claim_part or evidence that count; the frame itself where everybody's do.

    A coding or claim counts when its coder does, a part when its claim does. Evidence counts when the claim that it
    is about does, and its rater does or wrote it in the study's files.
    """
    if study.counted_coders is None or table not in USUAL:
        return frame
    if table in ("coding", "claim"):
        return _kept(frame, frame["coder"].isin(list(study.counted_coders)))
    claims = store.current("claim")
    others = claims[~claims["coder"].isin(list(study.counted_coders))]
    if table == "claim_part":
        return _kept(frame, ~frame["claim_id"].isin(list(others["claim_id"])))
    about = (frame["subject_kind"] == "claim") & frame["subject_label"].isin(list(others["label"]))
    return _kept(frame, ~about & (frame["rater"].isin(list(study.counted_coders)) | (frame["recorded_by"] == BY)))


def counted_labels(store: Store, study: Study) -> frozenset[str]:
    """Return the labels of the claims that count."""
    return frozenset(keep_counted(store, study, "claim", store.current("claim"))["label"])


def _kept(frame: pd.DataFrame, mask: pd.Series) -> pd.DataFrame:
    return frame[mask.astype(bool)].reset_index(drop=True)
