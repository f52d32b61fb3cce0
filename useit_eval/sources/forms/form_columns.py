"""Which column of an export answers which question: by id, text or other name, inside groups, or one column a choice."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping

from useit_eval.codebook.questionnaire import Question, Questionnaire, heads, plain
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.forms.choices_given import known_choices
from useit_eval.sources.forms.form_exports import FormExport, Heads
from useit_eval.sources.spreadsheets.tables import column_letters

_SELECTED = re.compile(r" - selected choice(?=\Z| - )")
_OWN_WORDS = re.compile(r"(.+?)(?:_\d+)?_text\Z|(.+?)[_./ -](?:other|specify)\Z|(.+?) - .+ - text\Z")
_PARTS = re.compile(r"/| - |_|\.")


@dataclasses.dataclass
class Place:
    """Where the answers to one question stand: in one column, in a column for each choice, own words beside them."""

    question: Question
    whole: int | None = None
    split: dict[str, int] = dataclasses.field(default_factory=dict)
    other: int | None = None


@dataclasses.dataclass(frozen=True)
class Matched:
    """The places of a table's questions by id, and the heads of columns that answer none."""

    places: Mapping[str, Place]
    left_out: tuple[str, ...]


def match_columns(export: FormExport, held: Questionnaire) -> tuple[Matched, tuple[Matched, ...]]:
    """Return the places in the main table and in each table of repeats.

    Raises InputRefused when two columns answer the same question, when none names the community researcher, and when
    the export holds fewer than half of the questions: it is then that of another questionnaire.
    """
    main = _match(export, export.heads, held, used=export.used)
    sheets = tuple(_match(export, sheet, held) for sheet in export.sheets)
    found = {name for matched in (main, *sheets) for name in matched.places}
    asked = len(held.questions)
    if 2 * len(found) < asked:
        what = f"the file holds {len(found)} of the {asked} questions of {held.title!r}"
        raise InputRefused(what, export.file, _advice(main))
    if held.researcher not in main.places:
        what = f"no column answers {held.by_id[held.researcher].text!r}, so no questionnaire would count"
        raise InputRefused(
            what, export.file, f"Add the column's name to columns of '{held.researcher}' in questionnaire.yaml."
        )
    return main, sheets


def _advice(main: Matched) -> str:
    shown = ", ".join(repr(head[:40]) for head in main.left_out[:4])
    return f"Is it the right file? If so, add its names ({shown}) to columns in questionnaire.yaml."


def _match(export: FormExport, table: Heads, held: Questionnaire, *, used: tuple[int, ...] = ()) -> Matched:
    finder = _Finder(dict(heads(held)), export.software.groups)
    places: dict[str, Place] = {}
    left_out = []
    for at, names in enumerate(table.names):
        found = next((meant for name in names for meant in finder.meanings(name)), None)
        if found is None:
            left_out += [names[0] or column_letters(at)] if at not in used else []
            continue
        question, role, code = found
        _put(places.setdefault(question.id, Place(question)), at, role, code, export.file)
    return Matched(
        {name: place for name, place in places.items() if place.whole is not None or place.split}, tuple(left_out)
    )


def _put(place: Place, at: int, role: str, code: str, file: str) -> None:
    taken = place.split.get(code) if role == "split" else getattr(place, role)
    if taken is not None:
        both = f"the columns {column_letters(taken)} and {column_letters(at)} both answer {place.question.id!r}"
        raise InputRefused(both, file, "Take one of them out of a copy of the file, or give it another name.")
    if role == "split":
        place.split[code] = at
    else:
        setattr(place, role, at)


class _Finder:
    """Finds what the head of a column means: a question, one choice of it, or the words beside it."""

    def __init__(self, questions: Mapping[str, Question], groups: tuple[str, ...]) -> None:
        self._questions, self._groups = questions, groups

    def meanings(self, name: str) -> Iterator[tuple[Question, str, str]]:
        """Give each question the head may stand for, with how (whole, choice or words) and which choice."""
        head = _SELECTED.sub("", plain(name))
        if question := self._question(head):
            yield question, "whole", ""
            return
        for found in _PARTS.finditer(head):
            question, tail = self._question(head[: found.start()]), head[found.end() :].strip()
            code = known_choices(question).get(tail) if question else None
            if found[0] == "_" and tail == "other":  # XLSForms name the words beside a choice so
                continue
            if question and code is not None and question.kind == "many":
                yield question, "split", code
                return
        words = _OWN_WORDS.match(head)
        question = self._question(next(filter(None, words.groups()))) if words else None
        if question and question.other:
            yield question, "other", ""

    def _question(self, head: str) -> Question | None:
        if head in self._questions:
            return self._questions[head]
        for sign in self._groups:
            at = head.find(sign)
            while at >= 0:
                if (tail := head[at + len(sign) :].strip()) in self._questions:
                    return self._questions[tail]
                at = head.find(sign, at + 1)
        return None
