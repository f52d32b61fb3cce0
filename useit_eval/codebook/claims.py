"""claims_*.yaml and second_*.yaml: linked codings that come with a study, without the words they mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from useit_eval.codebook import codes, records, study, theories
from useit_eval.codebook.codes import Codebook
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import (
    CodeOrIdea,
    Counted,
    Flag,
    Instant,
    Label,
    Record,
    Sha256,
    Text,
    Uuid,
    Whole,
    one_of,
)
from useit_eval.codebook.study import Study
from useit_eval.ground import terms

_Slot = one_of(terms.SLOTS)
_Status = one_of(terms.STATUSES)
_Elicitation = one_of(terms.ELICITATIONS)
_Intensity = one_of(terms.INTENSITIES)
_Valence = one_of(terms.VALENCES)
_Certainty = one_of(terms.CERTAINTIES)
_CLAIM_TEXTS = ("locator", "voice", "reported_by", "strand", "about", "status", "elicitation", "paraphrase")
_FRAME = {
    **dict.fromkeys(("source", "coder", "label", "claim_id", *_CLAIM_TEXTS), "str"),
    **dict.fromkeys(("part_id", "coding_id", "slot", "code"), "str"),
    **dict.fromkeys(("start", "end"), "Int64"),
    **dict.fromkeys(("sha256", "intensity", "valence"), "str"),
    "intended": "boolean",
    "memo": "str",
    "certainty": "str",
    "quotable": "boolean",
}


class MarkedPassage(Record):
    """A passage with a code: code points from ``start`` to ``end``, end exclusive."""

    coding_id: Uuid
    code: CodeOrIdea
    start: Whole
    end: Counted
    sha256: Sha256
    memo: Text | None = None
    certainty: _Certainty | None = None
    quotable: Flag = True

    @model_validator(mode="after")
    def _runs_forward(self) -> MarkedPassage:
        if self.start >= self.end:
            told = f"the passage starts at {self.start} and ends at {self.end}"
            raise records.entry_fault(told, "The end lies one past the last character.", key="start")
        return self

    @property
    def span(self) -> tuple[int, int, str, str]:
        """Return what makes two passages the same coding: start, end, code and hash."""
        return self.start, self.end, self.code, self.sha256


class Part(MarkedPassage):
    """A marked passage in a slot of a claim."""

    part_id: Uuid
    slot: _Slot
    intensity: _Intensity | None = None
    valence: _Valence | None = None
    intended: Flag | None = None


class Claim(Record):
    """One linked configuration stated in one place, in the coder's own words."""

    label: Label
    claim_id: Uuid
    locator: Text
    voice: Label
    reported_by: Label
    strand: Text
    about: Text
    status: _Status
    elicitation: _Elicitation
    paraphrase: Text
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class ClaimsFile(Record):
    """The claims one coder linked in one source; ``codings`` are passages that a coder marked without linking them."""

    source: Label
    coder: Text
    round_no: Counted
    recorded_at: Instant
    claims: tuple[Claim, ...] = ()
    codings: tuple[MarkedPassage, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> ClaimsFile:
        if not self.claims and not self.codings:
            raise records.entry_fault("the file holds no claims", "Add a claim under 'claims:', or remove the file.")
        return self

    @property
    def passages(self) -> tuple[MarkedPassage, ...]:
        """Return every marked passage once: the parts of claims, then codings that stand alone."""
        every = [*(part for claim in self.claims for part in claim.parts), *self.codings]
        return tuple({passage.coding_id: passage for passage in every}.values())

    def used(self) -> Iterator[tuple[str, str]]:
        """Return (code, "claim C001") for each part, for `codes.retired_in_use`."""
        return ((part.code, f"claim {claim.label}") for claim in self.claims for part in claim.parts)

    def frame(self) -> Any:
        """Return a frame, one row a part, its claim's keys beside it; a missing valence, intensity or memo stays so."""
        about = {"source": self.source, "coder": self.coder}
        rows = (
            {**about, **claim.model_dump(exclude={"parts"}), **part.model_dump()}
            for claim in self.claims
            for part in claim.parts
        )
        return records.frame_of(rows, _FRAME)


def load_claims(path: Path | str, *, codebook: Codebook | None = None, study: Study | None = None) -> ClaimsFile:
    """Return the claims of one file. Raises InputRefused, with file and line, for labels and ids given twice, a coding
    id given to two passages, and codes, strands and slots that the codebook and study given do not know.

    Passages are not compared with the source's text here: `coding.verify_spans` does that.
    """
    document = read_yaml(path, kind="claims")
    held = records.fit(document, ClaimsFile)
    _refuse_repeats(document, held)
    for at, claim in enumerate(held.claims):
        _check_claim(document, at, claim, study)
    for passage, place in _placed(held):
        if not passage.code.startswith(records.NEW):
            codes.refuse_code(document, (*place, "code"), passage.code, codebook)
    return held


def _placed(held: ClaimsFile) -> Iterator[tuple[MarkedPassage, tuple[Any, ...]]]:
    for at, claim in enumerate(held.claims):
        for place, part in enumerate(claim.parts):
            yield part, ("claims", at, "parts", place)
    for at, passage in enumerate(held.codings):
        yield passage, ("codings", at)


def _refuse_repeats(document: Document, held: ClaimsFile) -> None:
    for key, what in (("label", "the claim"), ("claim_id", "the claim_id")):
        values = [(getattr(claim, key), ("claims", at, key)) for at, claim in enumerate(held.claims)]
        records.refuse_repeats(document, values, what=what)
    parts = [(p.part_id, (*place, "part_id")) for p, place in _placed(held) if isinstance(p, Part)]
    records.refuse_repeats(document, parts, what="the part_id")
    _refuse_two_passages(document, held)


def _refuse_two_passages(document: Document, held: ClaimsFile) -> None:
    first: dict[str, tuple[MarkedPassage, tuple[Any, ...]]] = {}
    for passage, place in _placed(held):
        known, before = first.setdefault(passage.coding_id, (passage, place))
        if known.span != passage.span:
            line = document.line(*before, "coding_id")
            told = f"the coding_id '{passage.coding_id}' already marks another passage (line {line})"
            raise document.refusal(*place, "coding_id", what=told, next="Give each passage its own.")


def _check_claim(document: Document, at: int, claim: Claim, known: Study | None) -> None:
    study.refuse_strand(document, ("claims", at, "strand"), claim.strand, known)
    for place, part in enumerate(claim.parts):
        theories.refuse_slot(document, ("claims", at, "parts", place, "slot"), part.slot, known)
