"""models.yaml: the statistics of a study, each with the theory and slot it speaks to, its data and how to read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictInt, model_validator

from useit_eval.codebook import records
from useit_eval.codebook.questionnaire import Questionnaire
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Counted, Day, FileName, Flag, Id, Label, Number, Record, Text, Whole, one_of
from useit_eval.codebook.theories import Theories
from useit_eval.ground import terms

MOST_CASES = 100_000
_Figures = Annotated[tuple[Label, ...], Field(min_length=1)]


def _as_share(value: float) -> float:
    if not 0 <= value <= 1:
        told = f"'cutoff' should lie between 0 and 1, found {value:g}"
        raise records.entry_fault(told, "It is a share: how consistent a row must be, 0.8 where nothing is said.")
    return value


_Share = Annotated[Number, AfterValidator(_as_share)]


class Answered(Record):
    """One answer of the questionnaire, as true or false: a choice by its code, or a number of at least or at most so much."""

    question: Id
    choice: Text | None = None
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Answered:
        named = [key for key in ("choice", "at_least", "at_most") if getattr(self, key) is not None]
        if len(named) != 1:
            told = f"'{self.question}' needs one of choice, at_least, at_most"
            raise records.entry_fault(f"{told}; found {' and '.join(named) or 'none'}", "Keep one.")
        return self


class Group(Record):
    """A count out of a total, of one group, as a source gives them."""

    name: Text
    count: Whole
    of: Counted

    @model_validator(mode="after")
    def _within(self) -> Group:
        if self.count > self.of:
            raise records.entry_fault(
                f"{self.count} is more than {self.of}", "A count lies within its total.", key="count"
            )
        return self


class Stage(Record):
    """A stage of a funnel: a figure, or words of our own for what the sources do not count."""

    figure: Label | None = None
    ours: Text | None = None
    part_of_previous: Flag = False

    @model_validator(mode="after")
    def _one_name(self) -> Stage:
        if (self.figure is None) == (self.ours is None):
            raise records.entry_fault("a stage names a figure, or says under 'ours' what no source counts", "Keep one.")
        return self


class Calibrated(Record):
    """One set of a comparison of cases: a column, and for fuzzy sets full non-membership, crossover, full membership."""

    name: Id
    column: Text
    anchors: tuple[Number, Number, Number] | None = None
    expected: one_of(("present", "absent")) | None = None

    @model_validator(mode="after")
    def _anchors_apart(self) -> Calibrated:
        if self.anchors and not (
            self.anchors[0] < self.anchors[1] < self.anchors[2] or self.anchors[0] > self.anchors[1] > self.anchors[2]
        ):
            equal = len(set(self.anchors)) < 3
            told = f"the anchors of '{self.name}' {'are equal' if equal else 'are not in order'}: {', '.join(map(str, self.anchors))}"
            raise records.entry_fault(
                told, "Give three that rise or fall: fully out, crossover, fully in.", key="anchors"
            )
        return self


class Data(Record):
    """What a statistic is computed from; which keys it takes, the method says (`NEEDS`)."""

    figures: _Figures | None = None
    declared: Text | None = None
    groups: Annotated[tuple[Group, ...], Field(min_length=2, max_length=2)] | None = None
    pairs: Annotated[tuple[Whole, Whole, Whole, Whole], Field()] | None = None
    source: Label | None = None
    locator: Text | None = None
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)] | None = None
    question: Id | None = None
    by: Answered | None = None
    among: tuple[Answered, ...] = ()
    outcome: Answered | None = None
    context: Answered | None = None
    resource: Answered | None = None
    reasoning: Answered | None = None
    scale: one_of(("share", "odds")) = "share"
    before: Id | None = None
    after: Id | None = None
    indicator: Text | None = None
    area: Text | None = None
    treated: tuple[Text, ...] = ()
    interrupted_on: Day | None = None
    what_happened: Text | None = None
    file: FileName | None = None
    value: Text | None = None
    weight: Text | None = None
    stratum: Text | None = None
    cluster: Text | None = None
    population: Text | None = None
    case: Text | None = None
    conditions: tuple[Calibrated, ...] = ()
    result: Calibrated | None = None
    cutoff: _Share | None = None
    frequency: Annotated[StrictInt, Field(ge=0, le=MOST_CASES)] | None = None


NEEDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "proportion": (("figures", "declared"), ()),
    "target": (("figures",), ()),
    "difference": (("groups", "source", "locator"), ()),
    "fisher": (("groups", "source", "locator"), ()),
    "mcnemar": (("pairs", "source", "locator"), ()),
    "funnel": (("stages",), ("declared",)),
    "table": (("question",), ("by", "among")),
    "before_after": (("before", "after"), ("among",)),
    "interaction": (("outcome", "context", "resource"), ("among", "scale")),
    "mediation": (("outcome", "resource", "reasoning"), ("among",)),
    "series": (("indicator", "area", "interrupted_on", "what_happened"), ()),
    "areas": (("indicator", "treated", "interrupted_on", "what_happened"), ()),
    "survey": (("file", "value", "source"), ("weight", "stratum", "cluster", "population")),
    "qca": (("file", "case", "conditions", "result", "source"), ("cutoff", "frequency")),
}
"""For each method the keys of its data that must be there, and those that may."""
METHODS = tuple(NEEDS)
SLOTS_OF = {
    "interaction": ("context",),
    "mediation": terms.MECHANISM_SLOTS,
}
"""Moderation bears on context, mediation on mechanism; the other methods on any slot."""
HOW_MANY = {"proportion": 2, "target": 2}


class Model(Record):
    """One statistic: what it speaks to, what from, and how a reader should take it."""

    label: Label
    method: one_of(METHODS)
    theory: Label
    slot: one_of(terms.SLOTS)
    title: Text
    reading: Text
    data: Data

    @model_validator(mode="after")
    def _fits(self) -> Model:
        needed, allowed = NEEDS[self.method]
        given = self.data.model_fields_set
        for key in needed:
            if not getattr(self.data, key):
                raise records.entry_fault(
                    f"the method '{self.method}' needs '{key}'", "Write it under 'data'.", key="data"
                )
        for key in sorted(given - {*needed, *allowed}):
            told = f"the method '{self.method}' does not take '{key}'"
            raise records.entry_fault(told, f"It takes: {', '.join((*needed, *allowed))}.", key="data")
        if self.slot not in SLOTS_OF.get(self.method, (self.slot,)):
            said = " or ".join(SLOTS_OF[self.method])
            raise records.entry_fault(
                f"a model of '{self.method}' speaks to {said}, not to {self.slot}", f"Write {said}.", key="slot"
            )
        if (least := HOW_MANY.get(self.method, 0)) and len(self.data.figures or ()) < least:
            raise records.entry_fault(
                f"the method '{self.method}' needs {least} figures", "Name what is counted, then of what.", key="data"
            )
        return self

    def answers(self) -> Iterator[tuple[tuple[Any, ...], Answered]]:
        """Return every answer asked for, with its path below ``data``."""
        for key in ("by", "outcome", "context", "resource", "reasoning"):
            if found := getattr(self.data, key):
                yield (key,), found
        yield from ((("among", at), found) for at, found in enumerate(self.data.among))


class Models(Record):
    """The statistics of one study, in their order."""

    models: tuple[Model, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels, in order."""
        return tuple(model.label for model in self.models)


def load_models(
    path: Path | str,
    *,
    theories: Theories | None = None,
    figures: Collection[str] | None = None,
    questionnaire: Questionnaire | None = None,
    sources: Collection[str] | None = None,
) -> Models:
    """Return the statistics of a models.yaml. Raises InputRefused, with file and line, for a label given twice, keys that
    do not fit the method, and theories, figures, sources, questions or choices that those given do not know."""
    document = read_yaml(path, kind="models")
    held = records.fit(document, Models)
    records.refuse_repeats(
        document, [(m.label, ("models", at, "label")) for at, m in enumerate(held.models)], what="the model"
    )
    for at, model in enumerate(held.models):
        path_to = ("models", at)
        if theories is not None:
            records.refuse_unknown(
                document, (*path_to, "theory"), model.theory, known=theories.ids, what="is not a theory"
            )
        if figures is not None:
            _check_figures(document, path_to, model, figures)
        if sources is not None and model.data.source:
            place = (*path_to, "data", "source")
            records.refuse_unknown(document, place, model.data.source, known=sources, what="is not in manifest.csv")
        if questionnaire is not None:
            _check_questions(document, path_to, model, questionnaire)
    return held


def _check_figures(document: Document, path: tuple[Any, ...], model: Model, known: Collection[str]) -> None:
    for at, label in enumerate(model.data.figures or ()):
        records.refuse_unknown(
            document, (*path, "data", "figures", at), label, known=known, what="is not in figures.csv"
        )
    for at, stage in enumerate(model.data.stages or ()):
        if stage.figure:
            place = (*path, "data", "stages", at, "figure")
            records.refuse_unknown(document, place, stage.figure, known=known, what="is not in figures.csv")


def _check_questions(document: Document, path: tuple[Any, ...], model: Model, held: Questionnaire) -> None:
    data = (*path, "data")
    for key in ("question", "before", "after"):
        if name := getattr(model.data, key):
            records.refuse_unknown(document, (*data, key), name, known=held.by_id, what="is not a question")
    if model.data.question and held.by_id[model.data.question].kind not in ("one", "many"):
        told = f"shares of '{model.data.question}' cannot be computed: it is an open question or a number"
        raise document.refusal(*data, "question", what=told, next="Percentages come from questions with choices only.")
    for key in ("before", "after"):
        if (name := getattr(model.data, key)) and held.by_id[name].kind != "number":
            raise document.refusal(
                *data, key, what=f"'{name}' is not a question of kind number", next="Name one that is."
            )
    for place, found in model.answers():
        _check_answer(document, (*data, *place), found, held)


def _check_answer(document: Document, path: tuple[Any, ...], found: Answered, held: Questionnaire) -> None:
    records.refuse_unknown(document, (*path, "question"), found.question, known=held.by_id, what="is not a question")
    question = held.by_id[found.question]
    if found.choice is not None:
        codes = [choice.code for choice in question.choices]
        records.refuse_unknown(document, (*path, "choice"), found.choice, known=codes, what="is not a choice of it")
    elif question.kind != "number":
        told = f"'{found.question}' is not a question of kind number, so it has no bound"
        raise document.refusal(*path, what=told, next="Name a choice instead: 'choice: yes'.")
