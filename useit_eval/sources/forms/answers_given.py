"""The cells of one questionnaire as answers: choices by code, numbers and days within bounds, words as they were given."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping

from useit_eval.codebook.questionnaire import Question, Questionnaire, plain
from useit_eval.sources.forms.answers_told import LISTS, Told
from useit_eval.sources.forms.choices_given import known_choices, part_choices
from useit_eval.sources.forms.form_columns import Place
from useit_eval.sources.forms.form_exports import Submission
from useit_eval.sources.spreadsheets import numerals
from useit_eval.sources.spreadsheets.cells import plain_number
from useit_eval.sources.spreadsheets.days import read_day
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.sources.spreadsheets.tables import Row, words
from useit_eval.sources.spreadsheets.workbooks import Cell

# What a column of one choice says of it, as forms and spreadsheets in several languages write it.
_NOT_CHOSEN = {
    *("", "0", "false", "n/a", "#n/a", "-", "no", "n", "off", "not selected", "unselected", "unchecked", "not checked"),
    *("falsch", "nein", "faux", "non", "falso", "fałsz", "nie"),
}
_CHOSEN = {
    *("1", "true", "x", "✓", "✔", "yes", "y", "on", "selected", "checked"),
    *("wahr", "ja", "vrai", "oui", "verdadero", "vero", "prawda", "tak"),
}
_NUMERAL = re.compile(r"[-+]?\d[\d.,'’\u00a0\u202f ]*\Z")
_COORDINATES = re.compile(r"\s*-?\d{1,3}\.\d{2,}[ ,;]+-?\d{1,3}\.\d{2,}")
_MOST_SHOWN = 40


@dataclasses.dataclass(frozen=True)
class Answer:
    """One answer: a choice by code, words, or a number; ``repeat_no`` counts the rounds of a repeated group from 1."""

    question_id: str
    repeat_no: int | None = None
    choice: str | None = None
    words: str | None = None
    number: float | None = None


class Reader:
    """Reads answers by one definition, and gathers by row what is to be told of them."""

    def __init__(self, held: Questionnaire, *, joined: str, order: str, locale: str) -> None:
        self.told: dict[str, list[Told]] = {name: [] for name in LISTS}
        self.order = order
        self._held, self._joined, self._locale = held, joined, locale
        self._known = {question.id: known_choices(question) for question in held.questions}

    def read(
        self, found: Submission, main: Mapping[str, Place], sheets: tuple[Mapping[str, Place], ...]
    ) -> tuple[Answer, ...]:
        """Return all answers of one questionnaire, those of repeated groups after the others."""
        answers = [answer for place in main.values() for answer in self._of_place(found.row, place, None)]
        for repeat in found.repeats:
            for place in sheets[repeat.sheet].values():
                answers += self._of_place(repeat.row, place, repeat.number)
        self._tell_missing(found.row, answers, main)
        return tuple(answers)

    def note(self, kind: str, row: int, question: Question, what: str) -> None:
        """Keep one thing to tell of a row."""
        self.told[kind].append(Told(row, f"{question.id}: {what}"))

    def _of_place(self, row: Row, place: Place, repeat_no: int | None) -> Iterator[Answer]:
        question = place.question
        if question.kind == "researcher":
            return
        number = 1 if question.repeat and repeat_no is None else repeat_no
        cell = row.cells[place.whole] if place.whole is not None else None
        beside = words(row.cells[place.other]).strip() if place.other is not None else ""
        if question.choices:
            yield from self._choices(row, place, words(cell).strip(), beside, number)
        elif words(cell).strip():
            yield from self._single(row, question, cell, number)

    def _single(self, row: Row, question: Question, cell: Cell, number: int | None) -> Iterator[Answer]:
        said = words(cell).strip()
        if question.kind == "number":
            value = self._number(row, question, cell)
            yield Answer(question.id, number, number=value, words=None if value is not None else said)
        elif question.kind == "date":
            day, why = read_day(cell, order=self.order)
            if day is None:
                self.note("unreadable", row.number, question, f"{_shown(said)} {why}")
            yield Answer(question.id, number, words=day or said)
        elif question.kind == "location" and _COORDINATES.match(said):
            self.note("unreadable", row.number, question, "coordinates are never kept")
        else:
            yield Answer(question.id, number, words=words(cell))

    def _number(self, row: Row, question: Question, cell: Cell) -> float | None:
        value = _number_of(cell, self._locale)
        if value is None:
            self.note("unreadable", row.number, question, f"{_shown(words(cell))} is no number")
            return None
        ages = self._held.ages
        if ages and ages.question == question.id and not ages.at_least <= value <= ages.at_most:
            self.note(
                "impossible_ages", row.number, question, f"{value:g} is outside {ages.at_least} to {ages.at_most}"
            )
            return None
        low, high = question.low, question.high
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"{'' if low is None else low} to {'' if high is None else high}".strip()
            self.note("out_of_range", row.number, question, f"{value:g} is outside {bounds}")
            return None
        return value

    def _choices(self, row: Row, place: Place, said: str, beside: str, number: int | None) -> Iterator[Answer]:
        question, other = place.question, place.question.other
        codes, unknown = self._given(row, place, said)
        own = [beside] if beside else []
        if other and unknown:
            own = [*unknown, *own]
        elif unknown:
            self._tell_unknown(row, question, unknown)
            yield from (Answer(question.id, number, words=piece) for piece in unknown)
        for code in codes:
            if not (other and own and code == other.code):
                yield Answer(question.id, number, choice=code)
        if other and own:
            yield Answer(question.id, number, choice=other.code, words="; ".join(own))

    def _given(self, row: Row, place: Place, said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = self._known[place.question.id]
        if place.question.kind == "one":
            code = known.get(plain(said))
            return ((code,), ()) if code is not None else ((), (said,) if said else ())
        if not said:
            return tuple(code for code, at in place.split.items() if self._is_chosen(row, place.question, code, at)), ()
        given = part_choices(said, known, separator=self._joined)
        if given.doubtful:
            self.note("unknown_choices", row.number, place.question, f"{_shown(said)} can be parted in two ways")
        return given.codes, given.words

    def _is_chosen(self, row: Row, question: Question, code: str, at: int) -> bool:
        """Return what a column of one choice says of it; a mark that is not understood is told and chooses nothing."""
        said = plain(words(row.cells[at]))
        number = plain_number(said)
        if said in _NOT_CHOSEN or number == 0:
            return False
        own_words = question.other is not None and question.other.code == code
        if own_words or number == 1 or said in _CHOSEN or self._known[question.id].get(said) == code:
            return True
        self.note(
            "unknown_choices", row.number, question, f"{_shown(said)} in the column of {code!r} is no mark of choice"
        )
        return False

    def _tell_unknown(self, row: Row, question: Question, unknown: tuple[str, ...]) -> None:
        for piece in unknown:
            advice = closest(piece, [choice.label for choice in question.choices])
            self.note("unknown_choices", row.number, question, f"{_shown(piece)} is no choice. {advice}".rstrip("."))

    def _tell_missing(self, row: Row, answers: list[Answer], main: Mapping[str, Place]) -> None:
        answered = {answer.question_id for answer in answers}
        for question in self._held.questions:
            if (
                question.required
                and question.kind != "researcher"
                and not question.repeat
                and question.id not in answered
            ):
                where = "is not answered" if question.id in main else "has no column"
                self.note("missing_required", row.number, question, where)


def _number_of(cell: Cell, locale: str) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    said = words(cell).strip()
    value = plain_number(said)
    if value is None and _NUMERAL.match(said):
        value = numerals.read_numeral(said, locale=locale)
    return value if value is not None and math.isfinite(value) else None


def _shown(said: str) -> str:
    return repr(said if len(said) <= _MOST_SHOWN else said[: _MOST_SHOWN - 3] + "...")
