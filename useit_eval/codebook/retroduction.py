"""retroduction.yaml: from what was seen back to what could have brought it about, and which causes were kept."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from useit_eval.codebook import records
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Day, Label, Record, Text, one_of
from useit_eval.codebook.theories import NONE_YET, RIVAL_STATES, Theories

_State = one_of(RIVAL_STATES)


def _stated(found: Any) -> Any:
    if found == NONE_YET:
        return ()
    if found == []:
        raise records.entry_fault("the list is empty", f"Name labels such as [C001, F003], or write: {NONE_YET}.")
    if isinstance(found, str):
        raise records.entry_fault(f"a list is wanted here, found '{found}'", f"Write [{found}], or: {NONE_YET}.")
    return found


_Labels = Annotated[tuple[Label, ...], BeforeValidator(_stated)]


class Cause(Record):
    """One candidate: what could have brought the observation about, and what became of the idea."""

    id: Label
    text: Text
    state: _State
    reason: Text
    evidence: _Labels


class Step(Record):
    """One step back: an observation, the causes that were thought of, and the theories this led to."""

    id: Label
    observed: Text
    evidence: Annotated[tuple[Label, ...], Field(min_length=1)]
    causes: Annotated[tuple[Cause, ...], Field(min_length=1)]
    led_to: _Labels
    by: Text
    dated: Day

    def of(self, state: str) -> tuple[Cause, ...]:
        """Return the causes in one state: open, kept or dropped."""
        return tuple(cause for cause in self.causes if cause.state == state)


class Retroduction(Record):
    """The log of a study, in the order it was kept."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


def load_retroduction(
    path: Path | str, *, theories: Theories | None = None, known: Collection[str] | None = None
) -> Retroduction:
    """Return the log of a retroduction.yaml. Raises InputRefused, with file and line, for ids given twice, an observation
    with a single candidate cause, a cause without state, reason or evidence (or ``none yet``), and theories or labels
    that the ``theories`` and the ``known`` labels given do not hold."""
    document = read_yaml(path, kind="retroduction")
    log = records.fit(document, Retroduction)
    ids = [(step.id, ("steps", at, "id")) for at, step in enumerate(log.steps)]
    ids += [
        (cause.id, ("steps", at, "causes", place, "id"))
        for at, step in enumerate(log.steps)
        for place, cause in enumerate(step.causes)
    ]
    records.refuse_repeats(document, ids, what="the id")
    for at, step in enumerate(log.steps):
        _check_step(document, at, step, theories)
        _check_labels(document, at, step, known)
    return log


def _check_step(document: Document, at: int, step: Step, theories: Theories | None) -> None:
    if len(step.causes) == 1:
        told = f"{step.id} names a single cause, {step.causes[0].id}"
        raise document.refusal("steps", at, "causes", what=told, next="Name another that could explain it as well.")
    for place, theory in enumerate(step.led_to if theories is not None else ()):
        records.refuse_unknown(
            document, ("steps", at, "led_to", place), theory, known=theories.ids, what="is not a theory"
        )


def _check_labels(document: Document, at: int, step: Step, known: Collection[str] | None) -> None:
    if known is None:
        return
    own = [(label, ("steps", at, "evidence", place)) for place, label in enumerate(step.evidence)]
    own += [
        (label, ("steps", at, "causes", number, "evidence", place))
        for number, cause in enumerate(step.causes)
        for place, label in enumerate(cause.evidence)
    ]
    for label, path in own:
        records.refuse_unknown(document, path, label, known=known, what="is borne by no record")
