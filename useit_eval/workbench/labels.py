"""Labels and words that files use of one another: a figure cited but not in the ledger is refused here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from useit_eval.ground import frames
from useit_eval.ground.errors import InputRefused
from useit_eval.sources import Manifest
from useit_eval.sources.register_names import cells
from useit_eval.sources.spreadsheets.sheets import Faults, Line, closest

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import ClaimsFile, Codebook, Study, Theories

_CODES = {"macro_asset": "macro_asset", "micro_asset": "micro_asset", "resource": "resource"}


def known_labels(manifest: Manifest, claims: Iterable[ClaimsFile], registers: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return every label a record of the study may be cited by."""
    told = [claim.label for held in claims for claim in held.claims]
    listed = [label for register in registers.values() for label in register["label"]]
    return {*told, *listed, *manifest.source_ids, *manifest.voice_ids}


def refuse_unknown_labels(registers: Mapping[str, pd.DataFrame], theories: Theories, known: Collection[str]) -> None:
    """Raise InputRefused when a register or theory stands on a label that no record bears, naming row or theory."""
    for kind, register in registers.items():
        faults = Faults(f"{kind}.csv")
        for line, cell in _cells(register, "evidence"):
            for label in frames.labels(cell):
                if label not in known:
                    faults.add(line, f"the evidence names {label!r}, which no record bears", closest(label, known))
        faults.refuse()
    for theory in theories.theories:
        for version in theory.versions:
            for label in version.evidence:
                if label not in known:
                    where = theories.where(theory.id, version.version)
                    told = f"the evidence of {theory.id} names {label!r}, which no record bears"
                    raise InputRefused(told, where, closest(label, known))


def refuse_unknown_words(
    registers: Mapping[str, pd.DataFrame], study: Study, codes: Codebook, *, voices: Collection[str]
) -> None:
    """Raise InputRefused when a register names a strand, code or voice that the study does not have, naming the row."""
    for kind, register in registers.items():
        faults = Faults(f"{kind}.csv")
        _check(register, "strand", study.all_strand_ids, "is not a strand of the study", faults)
        if kind == "links":
            for column in _CODES:
                _check(register, column, codes.by_id, "is not a code", faults)
        if kind == "challenges":
            _check(register, "said_by", voices, "is not a voice of the manifest", faults)
        faults.refuse()


def _check(register: pd.DataFrame, column: str, known: Collection[str], what: str, faults: Faults) -> None:
    for line, cell in _cells(register, column):
        for word in frames.labels(cell):
            if word not in known:
                faults.add(line, f"the {column} {word!r} {what}", closest(word, known))


def _cells(register: pd.DataFrame, column: str) -> Iterator[tuple[Line, object]]:
    if column in register:
        yield from cells(register, column)
