"""questionnaire.yaml: the questions a study asks, how exports name them, what counts, and how thanks are reckoned."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, StrictInt, model_validator

from useit_eval.codebook import records
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Counted, Flag, Id, Number, Record, Text, Uuid, one_of
from useit_eval.ground import terms

if TYPE_CHECKING:
    from useit_eval.codebook.theories import Theories

OF_CHOICES = ("one", "many")
_Kind = one_of(terms.QUESTION_KINDS)
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": None, "\u200b": None})


@functools.lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Return words for comparison: case, blanks, kinds of quotation marks and dashes, and widths of letters set aside.

    Example:
        >>> plain("  What  is YOUR age’s range? ")
        "what is your age's range?"
    """
    return " ".join(unicodedata.normalize("NFKC", words).translate(_SAME).casefold().split())


class Choice(Record):
    """One choice of a question: the code kept in the record, and its label in each language."""

    code: Text
    label: Text
    labels: dict[str, Text] = Field(default_factory=dict)
    other: Flag = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the words by which an export may give it: code and labels."""
        return tuple(dict.fromkeys((self.code, self.label, *self.labels.values())))


class Question(Record):
    """One question in plain words; ``columns`` are other names under which exports print it."""

    id: Id
    guid: Uuid | None = None
    text: Text
    texts: dict[str, Text] = Field(default_factory=dict)
    kind: _Kind
    choices: tuple[Choice, ...] = ()
    low: Number | None = None
    high: Number | None = None
    required: Flag = False
    repeat: Id | None = None
    theories: tuple[Text, ...] = ()
    columns: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Question:
        of_choices = self.kind in OF_CHOICES
        if of_choices != bool(self.choices):
            said = "needs choices" if of_choices else "has choices, which only questions of kind one or many have"
            raise records.entry_fault(f"the question '{self.id}' {said}", "See the commented template of this file.")
        if (self.low is not None or self.high is not None) and self.kind != "number":
            raise records.entry_fault(
                f"the question '{self.id}' has bounds", "Only questions of kind number have them."
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise records.entry_fault(f"low is above high in '{self.id}'", "Change them over.", key="low")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Return the words by which an export may head its column: id, texts and the other names given."""
        return tuple(dict.fromkeys((self.id, self.text, *self.texts.values(), *self.columns)))

    @property
    def other(self) -> Choice | None:
        """Return the choice that stands for an answer in own words, if there is one."""
        return next((choice for choice in self.choices if choice.other), None)


class Ages(Record):
    """The question that asks for an age, and the ages that people can have who answer."""

    question: Id
    at_least: Annotated[StrictInt, Field(ge=0)]
    at_most: Annotated[StrictInt, Field(ge=1, le=130)]


class Need(Record):
    """What must be answered before a questionnaire counts; with ``equals``, answered with this choice."""

    question: Id
    equals: Text | None = None


class ValidIf(Record):
    """When a questionnaire counts, in words for people and as needs for the machine."""

    says: Text
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]


class Vouchers(Record):
    """How community researchers are thanked: so many pounds for every so many valid questionnaires, up to a limit."""

    pounds: Counted
    for_every: Counted
    at_most: Counted


class Questionnaire(Record):
    """The definition of one questionnaire; ``practice`` is true for one invented for training."""

    id: Id
    title: Text
    practice: Flag
    languages: Annotated[tuple[Text, ...], Field(min_length=1)]
    researcher: Id
    collected_on: Id | None = None
    ages: Ages | None = None
    valid_if: ValidIf | None = None
    vouchers: Vouchers | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @property
    def by_id(self) -> dict[str, Question]:
        """Return the questions by their ids, in order."""
        return {question.id: question for question in self.questions}


def load_questionnaire(path: Path | str, *, theories: Theories | None = None) -> Questionnaire:
    """Return the questionnaire of a questionnaire.yaml.

    Raises InputRefused, with file and line, for an id or name given twice, a choice that could mean two, and a question,
    choice, language or (where the theories are given) theory that is not known.
    """
    document = read_yaml(path, kind="questionnaire")
    held = records.fit(document, Questionnaire)
    records.refuse_repeats(
        document, [(q.id, ("questions", at, "id")) for at, q in enumerate(held.questions)], what="the question"
    )
    _refuse_same_names(document, held)
    for at, question in enumerate(held.questions):
        _check_choices(document, question, at)
        _check_languages(document, held, question, at)
        for place, theory in enumerate(question.theories):
            if theories is not None:
                path_to = ("questions", at, "theories", place)
                records.refuse_unknown(document, path_to, theory, known=theories.ids, what="is not in theory.yaml")
    _check_roles(document, held)
    _check_valid_if(document, held)
    return held


def _refuse_same_names(document: Document, held: Questionnaire) -> None:
    met: dict[str, str] = {}
    for at, question in enumerate(held.questions):
        for name in question.names:
            first = met.setdefault(plain(name), question.id)
            if first != question.id:
                told = f"'{name}' names this question and '{first}'"
                raise document.refusal(
                    "questions", at, what=told, next="An export could not tell them apart: reword one."
                )


def _check_choices(document: Document, question: Question, at: int) -> None:
    met: dict[str, str] = {}
    for place, choice in enumerate(question.choices):
        path = ("questions", at, "choices", place)
        for name in choice.names:
            first = met.setdefault(plain(name), choice.code)
            if first != choice.code:
                told = f"'{name}' could mean the choice '{first}' or '{choice.code}'"
                raise document.refusal(*path, what=told, next="Let each code and label mean one choice.")
    codes = [(choice.code, ("questions", at, "choices", n, "code")) for n, choice in enumerate(question.choices)]
    records.refuse_repeats(document, codes, what="the choice")
    others = [n for n, choice in enumerate(question.choices) if choice.other]
    if len(others) > 1:
        told = f"the question '{question.id}' has two choices that stand for other"
        raise document.refusal("questions", at, "choices", others[1], what=told, next="Keep one of them.")


def _check_languages(document: Document, held: Questionnaire, question: Question, at: int) -> None:
    for language in question.texts:
        path = ("questions", at, "texts", language)
        records.refuse_unknown(document, path, language, known=held.languages, what="is not in languages")
    for place, choice in enumerate(question.choices):
        for language in choice.labels:
            path = ("questions", at, "choices", place, "labels", language)
            records.refuse_unknown(document, path, language, known=held.languages, what="is not in languages")


def _check_roles(document: Document, held: Questionnaire) -> None:
    roles = [(("researcher",), held.researcher, "researcher")]
    roles += [(("collected_on",), held.collected_on, "date")] if held.collected_on else []
    roles += [(("ages", "question"), held.ages.question, "number")] if held.ages else []
    for path, name, kind in roles:
        records.refuse_unknown(document, path, name, known=held.by_id, what="is not a question")
        if (found := held.by_id[name]).kind != kind or (kind != "number" and found.repeat):
            told = f"'{name}' should be a question of kind {kind}, asked once"
            raise document.refusal(*path, what=told, next=f"It is of kind {found.kind}.")
    for at, question in enumerate(held.questions):
        if question.kind == "researcher" and question.id != held.researcher:
            told = f"'{question.id}' asks for a community researcher as well"
            raise document.refusal("questions", at, "kind", what=told, next="One question names the researcher.")
    if held.vouchers and held.vouchers.at_most < held.vouchers.pounds:
        raise document.refusal("vouchers", "at_most", what="the limit is below one voucher", next="Raise it.")


def _check_valid_if(document: Document, held: Questionnaire) -> None:
    for at, need in enumerate(held.valid_if.needs if held.valid_if else ()):
        path: tuple[Any, ...] = ("valid_if", "needs", at)
        records.refuse_unknown(document, (*path, "question"), need.question, known=held.by_id, what="is not a question")
        codes = [choice.code for choice in held.by_id[need.question].choices]
        if need.equals is not None:
            records.refuse_unknown(document, (*path, "equals"), need.equals, known=codes, what="is not a choice of it")


def heads(held: Questionnaire) -> Iterator[tuple[str, Question]]:
    """Return every name under which an export may head a column, made plain, with its question."""
    return ((plain(name), question) for question in held.questions for name in question.names)
