"""theory.yaml: programme theories, their rivals, and every version they went through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from useit_eval.codebook import codes, records, study
from useit_eval.codebook.codes import Codebook
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Counted, Day, Flag, Id, Label, Record, Text, Uuid, one_of
from useit_eval.codebook.study import Study
from useit_eval.ground import terms
from useit_eval.ground.errors import UsageError

NONE_YET = "none yet"
RIVAL_STATES = ("open", "kept", "dropped")
_Kind = one_of(terms.THEORY_KINDS)
_Move = one_of(terms.MOVES)
_State = one_of(RIVAL_STATES)
_TEXTS = ("theory_id", "strand", "kind", "title", "question", "plain")
_VERSION_TEXTS = ("guid", "if_", "then", "because", *terms.SLOTS, "move", "reason", "evidence", "dated", "author")
_FRAME = {
    **dict.fromkeys(_TEXTS, "str"),
    "version": "Int64",
    **dict.fromkeys(_VERSION_TEXTS, "str"),
    "rivals": "Int64",
    "rivals_open": "Int64",
    "moves_rating": "str",
    "not_asked": "boolean",
}


def _stated(found: Any) -> Any:
    if found == NONE_YET:
        return ()
    if isinstance(found, list) and not found:
        raise records.entry_fault("the evidence is empty", f"Name labels such as [C001, F003], or write: {NONE_YET}.")
    if isinstance(found, str):
        raise records.entry_fault(f"evidence should be a list, found '{found}'", f"Write [{found}], or: {NONE_YET}.")
    return found


_Labels = Annotated[tuple[Label, ...], BeforeValidator(_stated)]


class Configuration(Record):
    """The configuration a version expects: codes by slot."""

    context: tuple[Id, ...] = ()
    mechanism_resource: tuple[Id, ...] = ()
    mechanism_reasoning: tuple[Id, ...] = ()
    mechanism_mixed: tuple[Id, ...] = ()
    outcome: tuple[Id, ...] = ()
    intervention: tuple[Id, ...] = ()
    actor: tuple[Id, ...] = ()

    def by_slot(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of the slots that hold any, in the order of `terms.SLOTS`."""
        return {slot: getattr(self, slot) for slot in terms.SLOTS if getattr(self, slot)}


class Rival(Record):
    """Another explanation of the same outcome, and what became of it."""

    id: Label
    text: Text
    state: _State
    reason: Text | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> Rival:
        if self.state != "open" and self.reason is None:
            raise records.entry_fault(
                f"the rival '{self.id}' is {self.state} without a reason", "Add a line 'reason: ...'.", key="state"
            )
        return self


class TheoryVersion(Record):
    """One version of a theory, never edited once accepted: if, then, because, and the move that led to it."""

    version: Counted
    guid: Uuid
    if_: Text = Field(alias="if")
    then: Text
    because: Text
    configuration: Configuration
    rivals: Annotated[tuple[Rival, ...], Field(min_length=1)]
    move: _Move
    reason: Text
    evidence: _Labels
    dated: Day
    author: Text


class Theory(Record):
    """One theory: the question that leads to it, its plain words, and its versions from first to current."""

    id: Label
    strand: Text
    kind: _Kind
    title: Text
    question: Text
    plain: Text
    versions: Annotated[tuple[TheoryVersion, ...], Field(min_length=1)]
    moves_rating: Text
    not_asked: Flag = False

    @property
    def current(self) -> TheoryVersion:
        """Return the last version."""
        return self.versions[-1]


class Theories(Record):
    """The theories of a study, in the order they were written."""

    theories: Annotated[tuple[Theory, ...], Field(min_length=1)]
    _document: Document | None = PrivateAttr(default=None)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the theories, in order."""
        return tuple(theory.id for theory in self.theories)

    def theory(self, theory_id: str) -> Theory:
        """Return one theory. Raises UsageError, with the closest id, when there is none."""
        for theory in self.theories:
            if theory.id == theory_id:
                return theory
        raise UsageError(f"'{theory_id}' is not a theory", "", records.closest(theory_id, self.ids))

    def of(self, strand: str) -> tuple[Theory, ...]:
        """Return the theories of one strand, in order."""
        return tuple(theory for theory in self.theories if theory.strand == strand)

    def where(self, theory_id: str, version: int | None = None) -> str:
        """Return file and line of a theory, or of one of its versions ("" when it was not read from a file)."""
        if self._document is None or theory_id not in self.ids:
            return self._document.name if self._document else ""
        path = ("theories", self.ids.index(theory_id))
        return self._document.where(*path, *(("versions", version - 1) if version else ()))

    def frame(self, *, every_version: bool = False) -> Any:
        """Return a frame, one row a theory (its current version), or a version: the YAML's keys, ``id`` as theory_id
        and ``if`` as if_, the codes of a slot and the labels of evidence joined by "; ", and the number of rivals."""
        pairs = ((t, v) for t in self.theories for v in (t.versions if every_version else (t.current,)))
        return records.frame_of((_row(theory, version) for theory, version in pairs), _FRAME)


def _row(theory: Theory, version: TheoryVersion) -> dict[str, Any]:
    return {
        **theory.model_dump(exclude={"versions"}),
        **version.model_dump(exclude={"configuration", "rivals"}),
        **{slot: "; ".join(getattr(version.configuration, slot)) for slot in terms.SLOTS},
        "theory_id": theory.id,
        "evidence": "; ".join(version.evidence),
        "rivals": len(version.rivals),
        "rivals_open": sum(rival.state == "open" for rival in version.rivals),
    }


def load_theories(path: Path | str, *, codebook: Codebook | None = None, study: Study | None = None) -> Theories:
    """Return the theories of a theory.yaml. Raises InputRefused, with file and line, for repeats, versions not
    numbered from 1, and codes, strands and slots that the codebook and study given do not know."""
    document = read_yaml(path, kind="theory")
    theories = records.fit(document, Theories)
    theories._document = document
    _refuse_repeats(document, theories)
    for at, theory in enumerate(theories.theories):
        _check_theory(document, at, theory, study)
        for place, version in enumerate(theory.versions):
            _check_version(document, ("theories", at, "versions", place), version, codebook, study)
    return theories


def _refuse_repeats(document: Document, theories: Theories) -> None:
    ids = [(theory.id, ("theories", at, "id")) for at, theory in enumerate(theories.theories)]
    records.refuse_repeats(document, ids, what="the theory")
    records.refuse_repeats(document, list(_guids(theories)), what="the guid")


def _guids(theories: Theories) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for at, theory in enumerate(theories.theories):
        for place, version in enumerate(theory.versions):
            yield version.guid, ("theories", at, "versions", place, "guid")


def _check_theory(document: Document, at: int, theory: Theory, known: Study | None) -> None:
    study.refuse_strand(document, ("theories", at, "strand"), theory.strand, known)
    for place, version in enumerate(theory.versions, start=1):
        if version.version != place:
            told = f"version {version.version} of {theory.id} stands in place {place}"
            path = ("theories", at, "versions", place - 1, "version")
            raise document.refusal(*path, what=told, next="Number versions 1, 2, 3 ... and add new ones at the end.")


def _check_version(
    document: Document, path: tuple[Any, ...], version: TheoryVersion, codebook: Codebook | None, known: Study | None
) -> None:
    rivals = [(rival.id, (*path, "rivals", at, "id")) for at, rival in enumerate(version.rivals)]
    records.refuse_repeats(document, rivals, what="the rival")
    expected = version.configuration.by_slot()
    if not expected:
        raise document.refusal(*path, "configuration", what="the configuration is empty", next="Name a code in a slot.")
    for slot, named in expected.items():
        refuse_slot(document, (*path, "configuration", slot), slot, known)
        for at, code in enumerate(named):
            codes.refuse_code(document, (*path, "configuration", slot, at), code, codebook)


def refuse_slot(document: Document, path: tuple[Any, ...], slot: str, known: Study | None) -> None:
    """Raise InputRefused when a slot is not in the study's template; no study, no check."""
    if known is not None and slot not in known.slots:
        told = f"the slot '{slot}' is not in the study's template {known.template}"
        raise document.refusal(*path, what=told, next=f"Slots: {', '.join(known.slots)}.")
