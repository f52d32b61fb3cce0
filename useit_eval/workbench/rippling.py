"""Confirmed ripples at the bench: ripples.yaml held against what the claims of a study tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval import codebook

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Codebook, Ripple
    from useit_eval.ground.project import StudyPaths

FILE = "ripples.yaml"


def read_ripples(
    paths: StudyPaths, *, codes: Codebook, labels: set[str], claims: pd.DataFrame, parts: pd.DataFrame
) -> tuple[Ripple, ...]:
    """Return the ripples that a person confirmed, none where a study has no such file.

    ``labels`` are those of every claim; ``claims`` (claim_id, label) and ``parts`` (claim_id, slot, code_id) those whose
    words are at hand. Raises InputRefused, with file and line, for what `codebook.load_ripples` refuses.
    """
    path = paths.codebooks / FILE
    if not path.is_file():
        return ()
    return codebook.load_ripples(path, codebook=codes, claims=labels, told=_told_in(claims, parts)).confirmed


def _told_in(claims: pd.DataFrame, parts: pd.DataFrame) -> dict[str, set[tuple[str, str]]]:
    """Return what each claim tells: its label, and the codes in their slots."""
    label = dict(zip(claims["claim_id"], claims["label"], strict=True))
    told: dict[str, set[tuple[str, str]]] = {}
    for claim, slot, code in zip(parts["claim_id"], parts["slot"], parts["code_id"], strict=True):
        told.setdefault(label.get(claim, ""), set()).add((slot, code))
    return told
