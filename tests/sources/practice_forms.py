"""Invented questionnaires written as each program would export them: practice material, no person behind it."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from useit_eval.codebook import load_questionnaire
from useit_eval.codebook.questionnaire import Question, Questionnaire
from useit_eval.ground import inert_cells
from useit_eval.sources.keys import Entry, Key
from useit_eval.sources.spreadsheets.workbooks import write_workbook

DEFINITION = """\
format: useit-questionnaire/1
id: practice
title: Practice questions (invented)
practice: true
languages: [en]
researcher: who
collected_on: day
ages: {question: age, at_least: 16, at_most: 110}
valid_if:
  says: They agreed.
  needs: [{question: agreed, equals: "yes"}]
vouchers: {pounds: 20, for_every: 10, at_most: 100}
questions:
  - {id: who, text: Name of the community researcher, kind: researcher, required: true, columns: [Q1]}
  - {id: day, text: Day of the conversation, kind: date, columns: [Q2]}
  - id: agreed
    text: "Do you agree to take part?"
    kind: one
    required: true
    columns: [Q3]
    choices: [{code: "yes", label: "Yes"}, {code: "no", label: "No"}]
  - {id: age, text: How old are you?, kind: number, columns: [Q4]}
  - {id: rooms, text: "How many rooms, kitchen left out?", kind: number, low: 1, high: 20, columns: [Q5]}
  - id: skills
    text: What are you good at?
    kind: many
    columns: [Q6]
    choices:
      - {code: caring, label: Caring for people}
      - {code: cooking, label: "Cooking, baking, serving"}
      - {code: repair, label: Repair / building}
      - {code: other, label: Something else, other: true}
  - id: work
    text: Do you work?
    kind: one
    columns: [Q7]
    choices:
      - {code: paid, label: "Yes, paid"}
      - {code: none, label: "No"}
      - {code: other, label: In another way, other: true}
  - {id: wish, text: What would you change?, kind: text, columns: [Q8]}
  - {id: person_age, text: How old is this person?, kind: number, low: 0, high: 110, repeat: household}
"""
KEY = Key(
    Path("key.csv"),
    (
        Entry("Practice Person One", "R1", "researcher", ("P. One",)),
        Entry("Practice Person Two", "R2", "researcher"),
        Entry("Practice Guest", "P9", "participant"),
    ),
)


@dataclasses.dataclass(frozen=True)
class Filled:
    """One filled-in questionnaire: plain values by question id, tuples of codes for several choices."""

    who: str = "Practice Person One"
    day: str = "2019-02-01"
    agreed: str = "yes"
    age: float | str | None = 40
    rooms: float | str | None = None
    skills: tuple[str, ...] = ()
    skills_other: str = ""
    work: str = ""
    work_other: str = ""
    wish: str = ""
    household: tuple[float, ...] = ()


def definition(folder: Path, text: str = DEFINITION) -> Questionnaire:
    """Return the practice questionnaire."""
    path = folder / "questionnaire.yaml"
    path.write_text(text, encoding="utf-8")
    return load_questionnaire(path)


MAIN = ("who", "day", "agreed", "age", "rooms", "skills", "work", "wish")
_TEXT_IN_CELL = ("microsoft", "google")


def write_export(
    path: Path,
    software: str,
    filled: Sequence[Filled],
    held: Questionnaire,
    *,
    labels: bool = False,
    split: bool = False,
) -> Path:
    """Return the path of an export in the layout of a program, CSV, XLSX or (ODK with repeats) ZIP by its ending."""
    sheets = _LAYOUTS[software](filled, held, labels, split)
    if path.suffix == ".xlsx":
        write_workbook(path, sheets)
    elif path.suffix == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, rows in sheets.items():
                archive.writestr(f"{name}.csv", inert_cells.csv_text(rows))
        path.write_bytes(packed.getvalue())
    else:
        path.write_text(inert_cells.csv_text(next(iter(sheets.values()))), encoding="utf-8", newline="")
    return path


def _value(one: Filled, question: Question, labels: bool, joined: str) -> object:
    value = getattr(one, question.id)
    if not question.choices:
        return "" if value is None else value
    codes = value if isinstance(value, tuple) else (value,) if value else ()
    names = {choice.code: choice.label if labels else choice.code for choice in question.choices}
    return joined.join(names[code] for code in codes)


def _in_cell(one: Filled, question: Question, joined: str, end: str = "") -> object:
    """Labels in one cell, with own words in the place of the choice for other, as Microsoft and Google write them."""
    if not question.choices:
        return _value(one, question, True, joined)
    value = getattr(one, question.id)
    codes = value if isinstance(value, tuple) else (value,) if value else ()
    own = getattr(one, f"{question.id}_other", "")
    names = {choice.code: own if choice.other and own else choice.label for choice in question.choices}
    return joined.join(names[code] for code in codes) + (end if codes and question.kind == "many" else "")


def _head(question: Question, labels: bool, group: str) -> str:
    return group + (question.text if labels else question.id)


def _split_columns(question: Question, labels: bool, sign: str, head: str) -> list[str]:
    return [f"{head}{sign}{choice.label if labels else choice.code}" for choice in question.choices]


def _kobo_like(filled, held, labels, split, *, group, sign, ids, own, parent, sheet_of_repeats, table):
    header: list[object] = ["start"]
    for name in MAIN:
        question = held.by_id[name]
        header.append(_head(question, labels, group if name != "who" else ""))
        if split and question.kind == "many":
            header += _split_columns(question, labels, "/", str(header[-1]))
        if question.other:
            header.append(f"{group}{name}_other")
    rows = [[*header, "deviceid", *ids, own]]
    repeats: list[list[object]] = [[_head(held.by_id["person_age"], labels, f"household{sign}"), parent, "own"]]
    for number, one in enumerate(filled, start=1):
        cells: list[object] = ["2019-02-01T09:00:00.000+00:00"]
        for name in MAIN:
            question = held.by_id[name]
            cells.append(_value(one, question, labels, " "))
            if split and question.kind == "many":
                cells[-1] = "" if number % 2 else cells[-1]  # both ways occur
                cells += [int(choice.code in one.skills) for choice in question.choices]
            if question.other:
                cells.append(getattr(one, f"{name}_other"))
        key = f"uuid:{number:08d}"
        mine = number if own == "_index" else key
        rows.append([*cells, "tablet", key, "2019-02-01T10:00:00", mine])
        repeats += [[age, mine, f"{key}/{n}"] for n, age in enumerate(one.household)]
    return {table: rows, sheet_of_repeats: repeats}


def _kobo(filled, held, labels, split):
    return _kobo_like(
        filled, held, labels, split, group="talk/", sign="/", ids=("_uuid", "_submission_time"), own="_index",
        parent="_parent_index", sheet_of_repeats="household", table="Practice form",
    )  # fmt: skip


def _odk(filled, held, labels, split):
    return _kobo_like(
        filled, held, labels, split, group="talk-", sign="-", ids=("instanceID", "SubmissionDate"), own="KEY",
        parent="PARENT_KEY", sheet_of_repeats="form-household", table="form",
    )  # fmt: skip


def _qualtrics(filled, held, labels, split):
    meta = ["StartDate", "Status", "IPAddress", "RecordedDate", "ResponseId", "RecipientEmail"]
    names, texts = list(meta), ["Start Date", "Response Type", "IP Address", "Recorded Date", "Response ID", "Email"]
    for name in MAIN:
        question = held.by_id[name]
        head = question.columns[0]
        if question.kind == "many" and split:
            names += [f"{head}_{n}" for n in range(1, len(question.choices) + 1)]
            texts += [f"{question.text} - Selected Choice - {choice.label}" for choice in question.choices]
        else:
            names.append(head)
            texts.append(f"{question.text} - Selected Choice" if question.other else question.text)
        if question.other:
            names.append(f"{head}_{len(question.choices)}_TEXT")
            texts.append(f"{question.text} - {question.other.label} - Text")
    rows = [names, texts, [f'{{"ImportId":"QID{n}"}}' for n, _ in enumerate(names)]]
    for number, one in enumerate(filled, start=1):
        cells: list[object] = [
            "2019-02-01 09:00:00",
            "IP Address",
            "127.0.0.1",
            "2019-02-01 10:00:00",
            f"R_{number}",
            "a@b.example",
        ]
        for name in MAIN:
            question = held.by_id[name]
            if question.kind == "many" and split:
                cells += [choice.label if choice.code in one.skills else "" for choice in question.choices]
            else:
                cells.append(_value(one, question, labels, ","))
            if question.other:
                cells.append(getattr(one, f"{name}_other"))
        rows.append(cells)
    return {"Sheet0": rows}


def _microsoft(filled, held, labels, split):
    rows = [["ID", "Start time", "Completion time", "Email", "Name", *(held.by_id[name].text for name in MAIN)]]
    for number, one in enumerate(filled, start=1):
        cells = [_in_cell(one, held.by_id[name], ";", ";") for name in MAIN]
        rows.append([number, "2019-02-01 09:00:00", "2019-02-01 10:00:00", "anonymous", "A. Nonymous", *cells])
    return {"Sheet1": rows}


def _google(filled, held, labels, split):
    rows = [["Timestamp", "Email address", *(held.by_id[name].text for name in MAIN)]]
    rows += [
        ["01/02/2019 10:00:00", "a@b.example", *(_in_cell(one, held.by_id[n], ", ") for n in MAIN)] for one in filled
    ]
    return {"Form responses 1": rows}


_LAYOUTS = {"kobo": _kobo, "odk": _odk, "qualtrics": _qualtrics, "microsoft": _microsoft, "google": _google}
