"""study.yaml: what is evaluated, by which strands, and in which words it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StrictInt

from useit_eval.codebook import records
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Counted, Day, Flag, Id, Locale, Record, Text, Whole, one_of
from useit_eval.ground import terms

MOST_HIDDEN = 1000
"""A smallest count above this would hide whole studies."""
WHOLE = "whole"
WHOLE_TITLE = "The mechanism as a whole"
_Template = one_of(terms.TEMPLATES)
_LookedAt = one_of(("passages", "sections", "sources"))
_FRAME = {"strand": "str", "title": "str", "plain": "str", "crosses": "boolean"}


class Strand(Record):
    """One line of work, or a theme that crosses them: ``plain`` tells a newcomer what it is."""

    id: Id
    title: Text
    plain: Text


class Group(Record):
    """One stakeholder group, by which answers are compared."""

    id: Text
    title: Text


class Disclosure(Record):
    """The smallest count of people that a table of this study shows, and why it is not the usual one."""

    smallest_count: Annotated[StrictInt, Field(ge=1, le=MOST_HIDDEN)]
    reason: Text


class Round(Record):
    """One round of fieldwork: a source belongs to the first round that ends (``as_of``) on or after its day."""

    no: Counted
    as_of: Day
    title: Text


class Study(Record):
    """One study: a programme in a place, its strands, the template of its configurations, and its words."""

    title: Text
    programme: Text
    place: Text
    summary: Text
    template: _Template
    locale: Locale
    as_of: Day
    seed: Whole
    strands: Annotated[tuple[Strand, ...], Field(min_length=1)]
    cross_strands: tuple[Strand, ...] = ()
    macro_name: Text
    micro_name: Text
    groups: tuple[Group, ...] = ()
    practice: Flag = False
    counted_coders: tuple[Text, ...] | None = None
    looked_at: _LookedAt = "passages"
    funder: Text | None = None
    disclosure: Disclosure | None = None
    training: dict[str, Any] = Field(default_factory=dict)
    words: dict[str, Text] = Field(default_factory=dict)
    rounds: tuple[Round, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the slots of the study's template, in order."""
        return terms.TEMPLATES[self.template]

    def counts(self, coder: str) -> bool:
        """Return whether what a coder linked is counted; without ``counted_coders`` everybody's is."""
        return self.counted_coders is None or coder in self.counted_coders

    @property
    def smallest_count(self) -> int:
        """Return the smallest count of people that a table of this study shows."""
        return self.disclosure.smallest_count if self.disclosure else terms.SMALLEST_COUNT

    @property
    def strand_ids(self) -> tuple[str, ...]:
        """Return the ids of the strands, in order."""
        return tuple(strand.id for strand in self.strands)

    @property
    def all_strand_ids(self) -> tuple[str, ...]:
        """Return the ids of strands, then of themes that cross them, then "whole"."""
        crossing = (strand.id for strand in self.cross_strands if strand.id != WHOLE)
        return (*self.strand_ids, *crossing, WHOLE)

    @property
    def group_titles(self) -> dict[str, str]:
        """Return the titles of the stakeholder groups by their ids."""
        return {group.id: group.title for group in self.groups}

    def strand(self, strand_id: str) -> Strand:
        """Return one strand or crossing theme. Raises KeyError for another word."""
        found = {strand.id: strand for strand in (*self.strands, *self.cross_strands)}
        if strand_id == WHOLE and WHOLE not in found:
            return Strand(id=WHOLE, title=WHOLE_TITLE, plain=self.summary)
        return found[strand_id]

    def title_of(self, strand_id: str) -> str:
        """Return a strand's title for readers. Raises KeyError for another word."""
        return self.strand(strand_id).title

    def frame(self) -> Any:
        """Return strands and crossing themes as a frame: strand, title, plain, crosses (true for a theme)."""
        rows = ((strand, strand.id not in self.strand_ids) for strand in map(self.strand, self.all_strand_ids))
        return records.frame_of(
            ({"strand": s.id, "title": s.title, "plain": s.plain, "crosses": crosses} for s, crosses in rows), _FRAME
        )


def load_study(path: Path | str) -> Study:
    """Return the study of a study.yaml. Raises InputRefused, with file and line, for what does not hold together."""
    document = read_yaml(path, kind="study")
    study = records.fit(document, Study)
    _refuse_same_ids(document, study)
    return study


def _refuse_same_ids(document: Document, study: Study) -> None:
    for at, strand in enumerate(study.strands):
        if strand.id == WHOLE:
            told = f"'{WHOLE}' stands for all strands together and cannot be one of them"
            raise document.refusal("strands", at, "id", what=told, next="Choose another id.")
    kinds = {"strands": study.strands, "cross_strands": study.cross_strands}
    both = [(s.id, (key, at, "id")) for key, strands in kinds.items() for at, s in enumerate(strands)]
    records.refuse_repeats(document, both, what="the strand")
    coders = [(coder, ("counted_coders", at)) for at, coder in enumerate(study.counted_coders or ())]
    records.refuse_repeats(document, coders, what="the coder")
    for at, one in enumerate(study.rounds):
        _check_round(document, at, one, study)
    groups = [(group.id, ("groups", at, "id")) for at, group in enumerate(study.groups)]
    records.refuse_repeats(document, groups, what="the group")


def _check_round(document: Document, at: int, one: Round, study: Study) -> None:
    if one.no != at + 1:
        told = f"round {one.no} stands in place {at + 1}"
        raise document.refusal("rounds", at, "no", what=told, next="Number the rounds 1, 2, 3 ...")
    if at and one.as_of <= study.rounds[at - 1].as_of:
        told = f"round {one.no} ends on {one.as_of}, and the round before it on {study.rounds[at - 1].as_of}"
        raise document.refusal("rounds", at, "as_of", what=told, next="Each round ends on a later day.")


def refuse_strand(document: Document, path: tuple[Any, ...], strand: str, study: Study | None) -> None:
    """Raise InputRefused, with the closest strand, when a strand is not the study's; no study, no check."""
    if study is not None:
        records.refuse_unknown(document, path, strand, known=study.all_strand_ids, what="is not in study.yaml")
