"""Checks over several authored files at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from useit_eval.codebook.claims import ClaimsFile
from useit_eval.codebook.coding_files import BearingFile
from useit_eval.codebook.records import closest
from useit_eval.ground.errors import InputRefused

_KEYS = ("label", "claim_id")


def check_labels(
    claims: Mapping[str, ClaimsFile],
    *,
    bearing: Mapping[str, BearingFile] | None = None,
    figures: Collection[str] | None = None,
    models: Collection[str] | None = None,
) -> None:
    """Check that claims are named once over all files and that what bears on a theory exists.

    ``claims`` and ``bearing`` hold file name to content; ``figures`` the labels of the ledger and
    ``models`` those of models.yaml (None: not checked).
    Raises InputRefused naming the file and the label.
    """
    for key in _KEYS:
        _refuse_repeats(claims, key)
    known = [claim.label for held in claims.values() for claim in held.claims]
    for name, held in (bearing or {}).items():
        _refuse_unknown(name, held, "claim", known)
        if figures is not None:
            _refuse_unknown(name, held, "figure", figures)
        if models is not None:
            _refuse_unknown(name, held, "model", models)


def _refuse_repeats(claims: Mapping[str, ClaimsFile], key: str) -> None:
    first: dict[str, str] = {}
    for name, held in claims.items():
        for claim in held.claims:
            value = getattr(claim, key)
            if first.setdefault(value, name) != name:
                raise InputRefused(f"the {key} '{value}' is also in {first[value]}", name, "Give each claim its own.")


def _refuse_unknown(name: str, held: BearingFile, kind: str, known: Collection[str]) -> None:
    for found in held.bearing:
        if found.subject_kind == kind and found.subject_label not in known:
            told = f"the {kind} '{found.subject_label}', said to bear on {found.theory}, does not exist"
            raise InputRefused(told, name, closest(found.subject_label, known))
