"""XLSForms, the sheets in which forms for KoboToolbox and ODK are written: their questions, choices and bounds as rows."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from useit_eval.codebook.questionnaire import plain
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.tables import Row, Table, read_tables, words
from useit_eval.sources.transcripts.languages import language_tag

KINDS = {
    **dict.fromkeys(("integer", "int", "decimal", "range"), "number"),
    **dict.fromkeys(("date", "today", "datetime", "add date prompt"), "date"),
    **dict.fromkeys(("text", "string"), "text"),
}
_SELECT = re.compile(
    r"(?P<many>select[_ ]multiple|select all that apply)(?: from)? (?P<a>\S+)(?P<other> or[_ ]other| or specify other)?\Z"
    r"|(?:select[_ ]one)(?: from)? (?P<b>\S+)(?P<other_one> or[_ ]other| or specify other)?\Z"
)
_ENDS = re.compile(r"(begin|end)[_ ](group|repeat|loop)\b")
_LABEL = re.compile(r"label(?:::?(?P<language>.+))?\Z")
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*\Z")
_BOUND = re.compile(r"\.\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)\Z")
_ADVICE = "An XLSForm has a sheet named survey, with the columns type and name."


@dataclasses.dataclass(frozen=True)
class Asked:
    """One question of a form. ``kind`` is a word of questionnaire.yaml, "" for what it has no word for (``type`` says)."""

    row: int
    type: str
    name: str
    kind: str
    labels: Mapping[str, str]
    choices: str = ""
    or_other: bool = False
    repeat: str = ""
    low: float | None = None
    high: float | None = None
    constraint: str = ""
    required: bool = False
    relevant: str = ""


@dataclasses.dataclass(frozen=True)
class XlsForm:
    """A form: its questions in order and lists of choices (code and labels by language), with what settings say."""

    file: str
    id: str
    title: str
    languages: tuple[str, ...]
    asked: tuple[Asked, ...]
    choices: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]]


def read_xlsform(path: Path | str) -> XlsForm:
    """Return the questions of an XLSForm (XLSX). Raises InputRefused for a file that is none, or whose groups do not close."""
    tables = {plain(table.sheet or ""): table for table in read_tables(path)}
    survey, file = tables.get("survey"), Path(path).name
    if survey is None or not {"type", "name"} <= set(map(_head, survey.header)):
        raise InputRefused("the file is no XLSForm", file, _ADVICE)
    settings = next(iter(_records(tables["settings"])), (0, {}))[1] if "settings" in tables else {}
    default = _language(settings.get("default_language", "")) or "en"
    choices: dict[str, list[tuple[str, Mapping[str, str]]]] = collections.defaultdict(list)
    for name in ("choices", "choices and columns"):
        for _, cells in _records(tables[name]) if name in tables else ():
            code = cells.get("name") or cells.get("value", "")
            choices[cells.get("list_name") or cells.get("list name", "")].append((code, _labels(cells, default)))
    asked = tuple(_asked(survey, default))
    found = [language for one in asked for language in one.labels] or [default]
    languages = tuple(dict.fromkeys([*([default] if default in found else []), *found]))
    title = settings.get("form_title") or Path(path).stem
    return XlsForm(file, settings.get("form_id") or Path(path).stem, title, languages, asked, choices)


def _asked(survey: Table, default: str) -> Iterator[Asked]:
    """Give the questions; those in a loop are multiplied by its choices, so they are of no kind."""
    within: list[tuple[str, str]] = []
    for row, cells in _records(survey):
        said, name = plain(cells.get("type", "")), cells.get("name", "")
        if found := _ENDS.match(said):
            if found[1] == "begin":
                within.append((found[2], name))
            elif not within or within.pop()[0] != found[2]:
                raise InputRefused(f"{said!r} closes what was not begun", survey.where(row.number), "Mend the form.")
        elif said:
            repeats = [inner for kind, inner in within if kind == "repeat"]
            looped = any(kind == "loop" for kind, _ in within)
            yield _question(row, cells, said, default, repeat=repeats[-1] if repeats else "", looped=looped)
    if within:
        raise InputRefused(f"the {within[-1][0]} {within[-1][1]!r} is not closed", survey.file, "Mend the form.")


def _question(row: Row, cells: Mapping[str, str], said: str, default: str, *, repeat: str, looped: bool) -> Asked:
    select, constraint = _SELECT.match(said), cells.get("constraint", "")
    kind = "" if looped else KINDS.get(said, "")
    if select and not looped:
        kind = "many" if select["many"] else "one"
    bounds = _bounds(constraint, whole=said in ("integer", "int")) if kind == "number" else None
    shared = {"labels": _labels(cells, default), "repeat": repeat, "relevant": cells.get("relevant", "")}
    return Asked(
        row.number,
        said,
        cells.get("name", ""),
        kind,
        choices=_list_named(cells.get("type", ""), select) if select else "",
        or_other=bool(select and (select["other"] or select["other_one"])),
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
        constraint="" if bounds else constraint,
        required=plain(cells.get("required", "")) in ("yes", "true", "true()", "1"),
        **shared,
    )


def _list_named(said: str, select: re.Match[str]) -> str:
    """Return a list's name in its own case."""
    name = select["a"] or select["b"]
    return next((word for word in said.split() if plain(word) == name), name)


def _bounds(constraint: str, *, whole: bool) -> tuple[float | None, float | None] | None:
    """Return the bounds of a constraint such as ``. >= 16 and . <= 99``, None for one of another form.

    Example:
        >>> _bounds(". > 15 and . <= 99", whole=True), _bounds("regex(., '[0-9]')", whole=True)
        ((16, 99), None)
    """
    low = high = None
    for part in re.split(r"\s+and\s+", constraint.strip(" ()"), flags=re.I):
        found = _BOUND.match(part.strip(" ()"))
        if found is None or ("=" not in found[1] and not whole):
            return None
        number = float(found[2])
        number += {">": 1, "<": -1}.get(found[1], 0)
        plainly = int(number) if number.is_integer() else number
        if found[1].startswith(">"):
            low = plainly
        else:
            high = plainly
    return (low, high) if low is None or high is None or low <= high else None


def _records(table: Table) -> Iterator[tuple[Row, dict[str, str]]]:
    """Give each row with its cells by head; of a head given twice, the first that is filled."""
    heads = [_head(head) for head in table.header]
    for row in table.rows:
        cells: dict[str, str] = {}
        for head, cell in zip(heads, row.cells, strict=True):
            if value := words(cell).strip():
                cells.setdefault(head, value)
        if cells:
            yield row, cells


def _head(head: str) -> str:
    return plain(head)


def _labels(cells: Mapping[str, str], default: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for head, value in cells.items():
        if label := _LABEL.match(head):
            found.setdefault(_language(label["language"] or "") or default, value)
    return found


def _language(said: str) -> str:
    """Return the tag of a language as forms write it: ``English (en)``, ``english`` or ``en``."""
    code = _CODE.search(said)
    return (language_tag(code[1]) if code else None) or language_tag(_CODE.sub("", said).strip()) or ""
