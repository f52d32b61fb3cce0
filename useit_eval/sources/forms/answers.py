"""Questionnaires filled in: an export becomes answers in long form, and a report by row of what does not count."""

from __future__ import annotations

import collections
import dataclasses
import difflib
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from useit_eval.codebook.questionnaire import Questionnaire
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES
from useit_eval.sources.forms.answers_given import Answer, Reader
from useit_eval.sources.forms.answers_told import LISTS, AnswersReport, Told
from useit_eval.sources.forms.form_columns import Matched, match_columns
from useit_eval.sources.forms.form_exports import FormExport, Submission, read_export
from useit_eval.sources.keys import Key, plain
from useit_eval.sources.spreadsheets.days import order_of, read_day
from useit_eval.sources.spreadsheets.tables import words
from useit_eval.sources.spreadsheets.workbooks import listed

_WRITTEN = ("store_id", "recorded_by", "recorded_at", "supersedes", "removed")
_IDS = uuid.UUID("0d3c1c0e-6f2a-5c0b-9a51-7b1f3c5d9e20")
_NEAR = 0.8
_FEW_ANSWERS = 3
"""Two people may well give the same two answers; below this nothing is taken for a copy."""


@dataclasses.dataclass(frozen=True)
class AnswersImport:
    """The answers of one export, with the columns of the table response but those of writing, and the report on it."""

    responses: pd.DataFrame
    report: AnswersReport


@dataclasses.dataclass(frozen=True)
class _Filled:
    """One questionnaire read: its answers, who held it when, and why it does not count ("" when it does)."""

    submission: Submission
    submission_id: str
    researcher_id: str | None
    collected_on: str | None
    answers: tuple[Answer, ...]
    reason: str


def read_answers(
    path: Path | str,
    *,
    questionnaire: Questionnaire,
    key: Key,
    source_id: str,
    locale: str,
    software: str | None = None,
    encoding: str | None = None,
) -> AnswersImport:
    """Return the answers of an export of KoboToolbox, ODK, Qualtrics, Microsoft Forms or Google Forms.

    Every questionnaire is kept, with the reason where it does not count; of one whose condition (such as agreeing to
    take part) is not met, only the answers to the conditions are kept. Names of researchers become ids by the key and
    are not returned; columns outside the definition are left out and named. ``locale`` says which of day and month
    comes first. Raises InputRefused for a file that cannot be read or is of another questionnaire.
    """
    export = read_export(path, software=software, encoding=encoding)
    main, sheets = match_columns(export, questionnaire)
    reader = Reader(questionnaire, joined=export.software.joined, order=order_of(locale), locale=locale)
    filled = list(_filled(export, questionnaire, key, reader, main, sheets))
    _tell_alike(filled, questionnaire, reader)
    report = _report(export, questionnaire, reader, filled, (main, *sheets))
    return AnswersImport(_frame(filled, questionnaire, source_id), report)


def _filled(
    export: FormExport,
    held: Questionnaire,
    key: Key,
    reader: Reader,
    main: Matched,
    sheets: tuple[Matched, ...],
) -> Iterator[_Filled]:
    met: dict[str, int] = {}
    times: collections.Counter[str] = collections.Counter()
    places = tuple(sheet.places for sheet in sheets)
    for found in export.submissions:
        row = found.row.number
        first = met.setdefault(found.id, row)
        said = words(found.row.cells[main.places[held.researcher].whole or 0]).strip()
        researcher = _researcher(said, key)
        answers = reader.read(found, main.places, places)
        kept, unmet = _kept(answers, held)
        near = "" if researcher or not said else _near(said, key)
        reason = _reason(found, said, researcher, unmet=unmet, first=first, near=near, reader=reader)
        times[found.id] += 1
        name = found.id if first == row else f"{found.id} ({times[found.id]})"
        yield _Filled(found, name, researcher, _day(found, answers, held, reader), kept, reason)


def _researcher(said: str, key: Key) -> str | None:
    """Return the id of a researcher named by name or by id; None when the key has none, or two."""
    if not said:
        return None
    ids = {
        entry.pseudonym for entry in key.entries if entry.role == "researcher" and plain(entry.pseudonym) == plain(said)
    }
    return ids.pop() if len(ids) == 1 else key.researcher_id(said)


def _kept(answers: tuple[Answer, ...], held: Questionnaire) -> tuple[tuple[Answer, ...], str]:
    """Return the answers that may be kept, and the question whose need is not met ("" when all are)."""
    needs = held.valid_if.needs if held.valid_if else ()
    given = {(answer.question_id, answer.choice) for answer in answers}
    answered = {question for question, _ in given}
    for need in needs:
        if need.question == held.researcher:
            continue
        if need.equals is not None and (need.question, need.equals) not in given:
            asked = {need.question for need in needs}
            return tuple(answer for answer in answers if answer.question_id in asked), need.question
        if need.equals is None and need.question not in answered:
            return answers, need.question
    return answers, ""


def _near(said: str, key: Key) -> str:
    """Return, for a name that the key does not have, whose name is near it: proposed to a person, never adopted."""
    spelt = {
        plain(name): entry.pseudonym for entry in key.entries if entry.role == "researcher" for name in entry.spellings
    }
    if plain(said) in spelt:
        return "; more than one in the key bears it"
    near = dict.fromkeys(spelt[name] for name in difflib.get_close_matches(plain(said), spelt, n=3, cutoff=_NEAR))
    return f"; it is near to that of {listed(list(near))}" if near else ""


def _reason(
    found: Submission, said: str, researcher: str | None, *, unmet: str, first: int, near: str, reader: Reader
) -> str:
    """Return why a questionnaire does not count, and tell it; no name of a person is in it."""
    row = found.row.number
    faults = [
        ("refused", bool(found.refused), found.refused),
        ("doubled", first != row, f"the same submission as in row {first}"),
        ("without_researcher", not said, "no community researcher is named"),
        ("unknown_researchers", bool(said) and researcher is None, "the researcher's name is not in the key"),
        ("not_valid", bool(unmet), f"the condition on {unmet!r} is not met"),
    ]
    told = [(kind, what) for kind, holds, what in faults if holds]
    for kind, what in told:
        unknown = kind == "unknown_researchers"
        reader.told[kind].append(Told(row, what + near if unknown else what, said if unknown else ""))
    return "; ".join(what for _, what in told)


def _day(found: Submission, answers: tuple[Answer, ...], held: Questionnaire, reader: Reader) -> str | None:
    """Return the day of the interview: what the question for it says, else the day that the form noted."""
    asked = [answer.words for answer in answers if answer.question_id == held.collected_on]
    for cell in (*asked, found.time):
        day, _ = read_day(cell, order=reader.order) if cell else (None, "")
        if day:
            return day
    return None


def _tell_alike(filled: Sequence[_Filled], held: Questionnaire, reader: Reader) -> None:
    met: dict[tuple[Any, ...], int] = {}
    for one in filled:
        said = tuple(answer for answer in one.answers if held.by_id[answer.question_id].kind != "date")
        if one.researcher_id and not one.reason and len(said) >= _FEW_ANSWERS:
            first = met.setdefault((one.researcher_id, said), one.submission.row.number)
            if first != one.submission.row.number:
                told = f"the same answers by the same researcher as in row {first}"
                reader.told["alike"].append(Told(one.submission.row.number, told))


def _report(
    export: FormExport, held: Questionnaire, reader: Reader, filled: Sequence[_Filled], tables: tuple[Matched, ...]
) -> AnswersReport:
    found = {name for matched in tables for name in matched.places}
    return AnswersReport(
        file=export.file,
        software=export.software.title,
        questionnaire=held.id,
        submissions=len(filled),
        counted=sum(not one.reason for one in filled),
        left_out=tuple(dict.fromkeys(name for matched in tables for name in matched.left_out)),
        lacking=tuple(name for name in held.by_id if name not in found),
        notes=export.notes,
        **{name: tuple(reader.told[name]) for name in LISTS},
    )


def _frame(filled: Sequence[_Filled], held: Questionnaire, source_id: str) -> pd.DataFrame:
    rows = [row for one in filled for row in _rows(one, held, source_id)]
    columns = [column for column in TABLES["response"].columns if column.name not in _WRITTEN]
    return pd.DataFrame(
        {c.name: pd.Series([row[c.name] for row in rows], dtype=PANDAS_DTYPES[c.dtype]) for c in columns}
    )


def _rows(one: _Filled, held: Questionnaire, source_id: str) -> Iterator[dict[str, Any]]:
    """Give a row for each answer, and first one for the researcher: without answers a questionnaire counts as well."""
    shared = {
        "source_id": source_id,
        "questionnaire": held.id,
        "submission_id": one.submission_id,
        "row": one.submission.row.number,
        "collected_on": one.collected_on,
        "researcher_id": one.researcher_id,
        "counted": not one.reason,
        "reason": one.reason or None,
    }
    same: collections.Counter[tuple[Any, ...]] = collections.Counter()
    for answer in (Answer(held.researcher), *one.answers):
        # No answer is in the id: an id stays when the answer is withdrawn, and choices are soon gone through.
        place = (answer.question_id, answer.repeat_no)
        same[place] += 1
        name = "\0".join(map(str, (held.id, one.submission_id, *place, same[place])))
        yield {**shared, **vars(answer), "response_id": str(uuid.uuid5(_IDS, name))}
