"""Checks over several authored files at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from useit_eval.codebook.claims import ClaimsFile
from useit_eval.codebook.coding_files import BearingFile
from useit_eval.codebook.read import read_yaml
from useit_eval.codebook.records import closest
from useit_eval.ground.errors import InputRefused

_KEYS = ("label", "claim_id")


def check_labels(
    claims: Mapping[str, ClaimsFile],
    *,
    bearing: Mapping[str, BearingFile] | None = None,
    figures: Collection[str] | None = None,
    models: Collection[str] | None = None,
    folder: Path | None = None,
) -> None:
    """Check that claims are named once over all files and that what bears on a theory exists.

    ``claims`` and ``bearing`` hold file name to content; ``figures`` the labels of the ledger and
    ``models`` those of models.yaml (None: not checked). Raises InputRefused naming the file and the label, and the line
    where the ``folder`` of the files is given.
    """
    for key in _KEYS:
        _refuse_repeats(claims, key, folder)
    known = [claim.label for held in claims.values() for claim in held.claims]
    for name, held in (bearing or {}).items():
        _refuse_unknown(name, held, "claim", known, folder)
        if figures is not None:
            _refuse_unknown(name, held, "figure", figures, folder)
        if models is not None:
            _refuse_unknown(name, held, "model", models, folder)


def _refuse_repeats(claims: Mapping[str, ClaimsFile], key: str, folder: Path | None) -> None:
    first: dict[str, str] = {}
    for name, held in claims.items():
        for at, claim in enumerate(held.claims):
            value = getattr(claim, key)
            if first.setdefault(value, name) != name:
                where = _place(folder, name, "claims", at, key)
                raise InputRefused(f"the {key} '{value}' is also in {first[value]}", where, "Give each claim its own.")


def _refuse_unknown(name: str, held: BearingFile, kind: str, known: Collection[str], folder: Path | None) -> None:
    for at, found in enumerate(held.bearing):
        if found.subject_kind == kind and found.subject_label not in known:
            told = f"the {kind} '{found.subject_label}', said to bear on {found.theory}, does not exist"
            where = _place(folder, name, "bearing", at, kind)
            raise InputRefused(told, where, closest(found.subject_label, known))


def _place(folder: Path | None, name: str, kind: str, *path: Any) -> str:
    """Return the file and the line of a fault: records do not keep their lines, so the faulty file is read once more."""
    return name if folder is None else read_yaml(folder / name, kind=kind).where(kind, *path)
