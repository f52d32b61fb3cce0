"""joint_display.yaml: numbers and claims side by side on each theory, with what a named person infers from the two."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from useit_eval.codebook import records
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Day, Label, Record, Text, one_of
from useit_eval.codebook.theories import Theories
from useit_eval.ground import terms

NONE = "none"
_Relation = one_of(terms.JOINT_RELATIONS)


class JointRow(Record):
    """One row: a number and claims on one theory in one context group, how they relate, and what follows.

    ``number`` is the label of a figure or model, or "none"; ``of`` the figure of which it is a part, for a share;
    ``group`` a stakeholder group of the study, or a context in words. The inference is never left out.
    """

    theory: Label
    group: Text
    number: Label = NONE
    of: Label | None = None
    claims: tuple[Label, ...] = ()
    relation: _Relation
    inference: Text
    change: Text = NONE
    author: Text
    dated: Day

    @model_validator(mode="after")
    def _two_sides(self) -> JointRow:
        if self.number == NONE and self.of is not None:
            raise records.entry_fault("'of' stands without a number", "Name the number that is a part of it.", key="of")
        if self.number == NONE and not self.claims:
            raise records.entry_fault("the row names neither a number nor a claim", "Name one side at least.")
        if self.relation != "silent" and (self.number == NONE or not self.claims):
            told = f"'{self.relation}' needs a number and a claim, and one side is missing"
            raise records.entry_fault(told, "Name it, or write 'relation: silent'.", key="relation")
        return self


class JointDisplay(Record):
    """The rows of a study's joint display, in their order."""

    rows: Annotated[tuple[JointRow, ...], Field(min_length=1)]


def load_joint_display(
    path: Path | str,
    *,
    theories: Theories | None = None,
    claims: Collection[str] | None = None,
    figures: Collection[str] | None = None,
    models: Collection[str] | None = None,
) -> JointDisplay:
    """Return a study's joint display. Raises InputRefused, with file and line, for a row without an inference, author or
    day, an unknown relation, a relation one side of which is missing, a row given twice, a claim named twice in a row, and theories,
    claims, figures or models (as number) that those given do not hold; nothing given, nothing checked."""
    document = read_yaml(path, kind="joint_display")
    held = records.fit(document, JointDisplay)
    rows = [(_told(row), ("rows", at)) for at, row in enumerate(held.rows)]
    records.refuse_repeats(document, rows, what="the row", next="Keep one.")
    for at, row in enumerate(held.rows):
        labels = [(label, ("rows", at, "claims", place)) for place, label in enumerate(row.claims)]
        records.refuse_repeats(document, labels, what="the claim", next="Keep one.")
        if theories is not None:
            place = ("rows", at, "theory")
            records.refuse_unknown(document, place, row.theory, known=theories.ids, what="is not a theory")
        _check_labels(document, at, row, claims, figures, models)
    return held


def _told(row: JointRow) -> str:
    return f"{row.theory}, {row.group}, {row.number}, {' '.join(row.claims) or 'no claims'}"


def _check_labels(
    document: Document,
    at: int,
    row: JointRow,
    claims: Collection[str] | None,
    figures: Collection[str] | None,
    models: Collection[str] | None,
) -> None:
    for place, label in enumerate(row.claims):
        if claims is not None:
            path = ("rows", at, "claims", place)
            records.refuse_unknown(document, path, label, known=claims, what="is not a claim that counts")
    if figures is None or row.number == NONE:
        return
    numbers = {*figures, *(models or ())}
    told = "is neither a figure nor a model"
    records.refuse_unknown(document, ("rows", at, "number"), row.number, known=numbers, what=told)
    if row.of is not None:
        records.refuse_unknown(document, ("rows", at, "of"), row.of, known=figures, what="is not a figure")
