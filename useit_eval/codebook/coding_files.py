"""bearing.yaml, sections_*.yaml and ripples.yaml: what bears on which theory, what was read, which ripples stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from useit_eval.codebook import codes, records
from useit_eval.codebook.codes import Codebook
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.reasons import WHYS, joined_reasons
from useit_eval.codebook.records import (
    Counted,
    Flag,
    Grade,
    Id,
    Instant,
    Label,
    Record,
    Sha256,
    Text,
    Uuid,
    Whole,
    one_of,
)
from useit_eval.codebook.theories import Theories
from useit_eval.ground import terms

_Bears = one_of(terms.BEARINGS)
_SUBJECTS = ("claim", "figure", "model")


class Bearing(Record):
    """How one claim, figure or model bears on one version of a theory, and why; a grade may have a reason of its own."""

    evidence_id: Uuid
    theory: Label
    version: Counted
    claim: Label | None = None
    figure: Label | None = None
    model: Label | None = None
    bearing: _Bears
    relevance: Grade
    richness: Grade
    rigour: Grade
    reason: Text
    why_relevance: Text | None = None
    why_richness: Text | None = None
    why_rigour: Text | None = None
    explained: Text | None = None
    rival: Label | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> Bearing:
        named = [key for key in _SUBJECTS if getattr(self, key) is not None]
        if len(named) != 1:
            found = " and ".join(named) or "none"
            raise records.entry_fault(
                f"an entry names one claim, figure or model, found {found}", "Keep one: 'claim: C001'."
            )
        if self.explained and self.bearing != "refutes":
            raise records.entry_fault("only a refutation is explained", "Move the text to 'reason'.", key="explained")
        return self

    @property
    def subject_kind(self) -> str:
        """Return "claim", "figure" or "model"."""
        return next(key for key in _SUBJECTS if getattr(self, key) is not None)

    @property
    def subject_label(self) -> str:
        """Return the label of the claim, figure or model."""
        return getattr(self, self.subject_kind)

    @property
    def kept_reason(self) -> str:
        """Return the reason as the record keeps it: with the reasons of its grades, and the rival it speaks for, if any."""
        whys = {grade: getattr(self, name) or "" for grade, name in WHYS.items()}
        return joined_reasons(self.reason, whys, rival=self.rival or "")


class BearingFile(Record):
    """What one rater judged."""

    rater: Text
    recorded_at: Instant
    bearing: Annotated[tuple[Bearing, ...], Field(min_length=1)]


class Section(Record):
    """One section of a source: where it runs, and whether words of two speakers are mixed in it."""

    segment_id: Uuid
    number: Counted
    locator: Text
    start: Whole
    end: Counted
    sha256: Sha256
    interleaved: Flag = False
    note: Text | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Section:
        if self.start >= self.end:
            told = f"section {self.number} starts at {self.start} and ends at {self.end}"
            raise records.entry_fault(told, "The end lies one past the last character.", key="start")
        return self


class SectionsFile(Record):
    """Every section of one source, in order, so that it can be checked that each was read."""

    source: Label
    coder: Text
    recorded_at: Instant
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


class Ripple(Record):
    """A confirmed ripple: the outcome of one claim is the context of the next."""

    from_claim: Label
    to_claim: Label
    code: Id
    confirmed_by: Text
    reason: Text


class RipplesFile(Record):
    """The ripples that a named person confirmed."""

    confirmed: tuple[Ripple, ...] = ()


def load_bearing(path: Path | str, *, theories: Theories | None = None) -> BearingFile:
    """Return what bears on which theory. Raises InputRefused, with file and line, for an id given twice, a claim or
    figure that bears twice on one version, and theories or versions that the theories given do not know."""
    document = read_yaml(path, kind="bearing")
    held = records.fit(document, BearingFile)
    ids = [(found.evidence_id, ("bearing", at, "evidence_id")) for at, found in enumerate(held.bearing)]
    records.refuse_repeats(document, ids, what="the evidence_id")
    pairs = [
        (f"{b.subject_label} on {b.theory} version {b.version}", ("bearing", at)) for at, b in enumerate(held.bearing)
    ]
    records.refuse_repeats(document, pairs, what="the bearing of", next="Keep one: a rater judges each pair once.")
    for at, found in enumerate(held.bearing):
        _check_bearing(document, at, found, theories)
    return held


def _check_bearing(document: Document, at: int, found: Bearing, theories: Theories | None) -> None:
    if theories is None:
        return
    records.refuse_unknown(
        document, ("bearing", at, "theory"), found.theory, known=theories.ids, what="is not a theory"
    )
    newest = theories.theory(found.theory).current.version
    if found.version > newest:
        told = f"{found.theory} has no version {found.version}"
        raise document.refusal("bearing", at, "version", what=told, next=f"Its newest version is {newest}.")
    if found.rival is not None:
        rivals = [rival.id for rival in theories.theory(found.theory).versions[found.version - 1].rivals]
        told = f"is not a rival in {found.theory} version {found.version}"
        records.refuse_unknown(document, ("bearing", at, "rival"), found.rival, known=rivals, what=told)


def load_sections(path: Path | str) -> SectionsFile:
    """Return the sections of one source. Raises InputRefused, with file and line, unless they are numbered from 1, in
    the order of the source, and do not overlap."""
    document = read_yaml(path, kind="sections")
    held = records.fit(document, SectionsFile)
    ids = [(section.segment_id, ("sections", at, "segment_id")) for at, section in enumerate(held.sections)]
    records.refuse_repeats(document, ids, what="the segment_id")
    ends = [0, *(section.end for section in held.sections)]
    for at, section in enumerate(held.sections):
        _check_section(document, at, section, ends[at])
    return held


def _check_section(document: Document, at: int, section: Section, reached: int) -> None:
    if section.number != at + 1:
        told = f"section {section.number} stands in place {at + 1}"
        raise document.refusal("sections", at, "number", what=told, next="Number the sections 1, 2, 3 ...")
    if section.start < reached:
        told = f"section {section.number} starts at {section.start}, before the one above it ends at {reached}"
        raise document.refusal("sections", at, "start", what=told, next="Correct one of the two.")


def load_ripples(
    path: Path | str, *, codebook: Codebook | None = None, claims: Any = None, told: Any = None
) -> RipplesFile:
    """Return the confirmed ripples. Raises InputRefused, with file and line, for a ripple given twice or from a claim
    to itself, for codes or claims that the codebook and the collection of claim labels given do not know, and for a
    claim that does not tell the code where the ripple says: ``told`` maps claim labels to their (slot, code) pairs; a
    claim that is not in it is not asked."""
    document = read_yaml(path, kind="ripples")
    held = records.fit(document, RipplesFile)
    pairs = [(f"{r.from_claim} to {r.to_claim} by {r.code}", ("confirmed", at)) for at, r in enumerate(held.confirmed)]
    records.refuse_repeats(document, pairs, what="the ripple", next="Keep one.")
    for at, ripple in enumerate(held.confirmed):
        codes.refuse_code(document, ("confirmed", at, "code"), ripple.code, codebook)
        _check_ripple(document, at, ripple, claims)
        _check_told(document, at, ripple, told or {})
    return held


def _check_ripple(document: Document, at: int, ripple: Ripple, claims: Any) -> None:
    if ripple.from_claim == ripple.to_claim:
        told = f"the ripple runs from {ripple.from_claim} to itself"
        raise document.refusal("confirmed", at, "to_claim", what=told, next="Name the claim it leads to.")
    for key in ("from_claim", "to_claim"):
        if claims is not None:
            records.refuse_unknown(
                document, ("confirmed", at, key), getattr(ripple, key), known=claims, what="is not a claim"
            )


def _check_told(document: Document, at: int, ripple: Ripple, told: Any) -> None:
    for key, slot in (("from_claim", "outcome"), ("to_claim", "context")):
        label = getattr(ripple, key)
        if label in told and (slot, ripple.code) not in told[label]:
            what = f"{label} does not tell '{ripple.code}' as {'an outcome' if slot == 'outcome' else 'a context'}"
            raise document.refusal(
                "confirmed", at, key, what=what, next="Was it recoded? Take the ripple out, or mend it."
            )
