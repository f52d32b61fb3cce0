"""The shape of an authored record: frozen, nothing unknown in it, and errors a researcher can act on."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from useit_eval.codebook.read import Document
from useit_eval.ground import numbers

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")
NEW = "new/"
"""Before an idea of a coder that is no code yet: a person moves it into codebook.yaml, or leaves it."""
_IDEA = re.compile(r"new/[^\s;][^;\n\r\t]{0,59}\Z")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_FILE = re.compile(r"[^/\\:.][^/\\:]{0,199}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?\Z")


def closest(word: str, known: Iterable[str]) -> str:
    """Return what to try instead of an unknown word: the closest known one, else the first few of them.

    Example:
        >>> closest("trust", ["trust_in_staff", "pride"])
        "Closest: 'trust_in_staff'."
    """
    known = list(known)
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    if near:
        return f"Closest: '{near[0]}'."
    shown = ", ".join(known[:8]) + (f" and {len(known) - 8} more" if len(known) > 8 else "")
    return f"Known: {shown}." if known else "None is known yet."


def _said(what: str, next: str) -> PydanticCustomError:
    # Braces would be read as placeholders, so both sentences travel as values.
    return PydanticCustomError("said", "{what}. {next}", {"what": what, "next": next})


def entry_fault(what: str, next: str, *, key: str = "") -> PydanticCustomError:
    """Return the error for an entry whose keys do not go together, placed at ``key`` when one is named."""
    return PydanticCustomError("entry", "{what}. {next}", {"what": what, "next": next, "key": key})


def _matching(pattern: re.Pattern[str], what: str, next: str) -> AfterValidator:
    def check(value: str) -> str:
        """Return the value, or raise when it is written in another way."""
        if not pattern.match(value):
            raise _said(f"'{value}' is not {what}", next)
        return value

    return AfterValidator(check)


def _not_blank(value: str) -> str:
    if not value.strip():
        raise _said("is empty", "Write it, or take the line out if it may be left out.")
    return value.strip()


def _real_day(value: str) -> str:
    try:
        if datetime.date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise _said(f"'{value}' is not a day", "Write year, month and day like this: 2024-01-31.")


def _real_instant(value: str) -> str:
    try:
        if value.endswith("Z") and "T" in value:
            datetime.datetime.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise _said(f"'{value}' is not a time in UTC", "Write it like this: 2024-01-31T09:30:00Z.")


def _reckonable(value: float) -> float:
    if numbers.beyond(value):
        raise _said(numbers.told(value), numbers.NEXT)
    return value


def one_of(words: Collection[str]) -> Any:
    """Return the type of a text that must be one of a closed list; a wrong word is answered with the closest."""

    def check(value: str) -> str:
        """Return the value, or raise when it is no word of the list."""
        if value not in words:
            raise _said(f"'{value}' is not one of the words allowed here", closest(value, words))
        return value

    return Annotated[StrictStr, AfterValidator(check)]


_AS_ID = _matching(_ID, "an id", "Use lower-case letters, digits and _, starting with a letter.")
Text = Annotated[StrictStr, AfterValidator(_not_blank)]
Id = Annotated[StrictStr, _AS_ID]
CodeOrIdea = Annotated[StrictStr, AfterValidator(lambda value: value if _IDEA.match(value) else _AS_ID.func(value))]
Label = Annotated[StrictStr, _matching(_LABEL, "a label", "Use letters and digits, starting with a letter: C001.")]
Uuid = Annotated[StrictStr, _matching(_UUID, "a UUID", "Copy one whole, in lower case: 8-4-4-4-12 characters.")]
Sha256 = Annotated[StrictStr, _matching(_SHA256, "a SHA-256", "It has 64 characters, 0 to 9 and a to f.")]
Locale = Annotated[StrictStr, _matching(_LOCALE, "a locale", "Write language and country like this: en_GB.")]
FileName = Annotated[
    StrictStr,
    _matching(_FILE, "the name of a file in the study's folder of data_raw", "Write its name only: answers.csv."),
]
Day = Annotated[StrictStr, AfterValidator(_real_day)]
Instant = Annotated[StrictStr, AfterValidator(_real_instant)]
Whole = Annotated[StrictInt, Field(ge=0, le=numbers.LARGEST)]
Counted = Annotated[StrictInt, Field(ge=1, le=numbers.LARGEST)]
Number = Annotated[StrictInt | StrictFloat, AfterValidator(_reckonable)]
Grade = Annotated[StrictInt, Field(ge=1, le=3)]
Flag = StrictBool


class Record(BaseModel):
    """One authored entry: frozen, and refused when it holds a key that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any) -> Any:
        if isinstance(value, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in value:
                if key not in known:
                    raise PydanticCustomError("unknown_key", "{key}", {"key": key, "next": closest(key, known)})
        return value


Shape = TypeVar("Shape", bound=Record)


def fit(document: Document, shape: type[Shape]) -> Shape:
    """Return a document as a frozen record. Raises InputRefused for its first fault, with file, line and remedy."""
    content = {key: value for key, value in document.data.items() if key != "format"}
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        faults = [_fault(document, found) for found in error.errors(include_url=False)]
        # A list whose only entry is faulty is reported as too short as well: of two faults the inner one is told.
        inner = [fault for fault in faults if not any(_holds(fault[0], other[0]) for other in faults)]
        path, what, remedy = min(inner, key=lambda fault: document.line(*fault[0]))
        raise document.refusal(*path, what=what, next=remedy) from None


def _holds(outer: tuple[Any, ...], path: tuple[Any, ...]) -> bool:
    return len(outer) < len(path) and path[: len(outer)] == outer


def _fault(document: Document, found: Mapping[str, Any]) -> tuple[tuple[Any, ...], str, str]:
    path, kind, context = tuple(found["loc"]), found["type"], found.get("ctx", {})
    if kind == "unknown_key":
        return (*path, context["key"]), f"'{context['key']}' is not a key of this entry", context["next"]
    key = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    if kind == "missing" and isinstance(path[-1], int):
        return path[:-1], f"'{key}' holds too few entries", f"It has only {path[-1]}; add what is missing."
    if kind == "missing":
        return path, f"'{key}' is missing", f"Add a line '{key}: ...' to the entry that begins here."
    if kind == "said":
        return path, f"{key} {context['what']}", context["next"]
    if kind == "entry":
        return (*path, *filter(None, [context["key"]])), context["what"], context["next"]
    if found["input"] is None:
        return path, f"'{key}' is empty", "Write it, or take the line out if it may be left out."
    return path, *_wrong_type(key, kind, context, document.mark_of(*path).raw)


def _wrong_type(key: str, kind: str, context: Mapping[str, Any], raw: str) -> tuple[str, str]:
    if kind == "string_type" and raw:
        return f"'{key}' should be text, found {raw}", f'Put it in quotes: "{raw}".'
    if kind.startswith(("greater_than", "less_than")):
        bound = context.get("ge", context.get("gt", context.get("le", context.get("lt"))))
        side = "at least" if kind.startswith("greater") else "at most"
        return f"'{key}' should be {side} {bound}, found {raw}", "Correct the number."
    wanted, remedy = _WANTED.get(kind, ("something else", "See the commented template of this file."))
    return f"'{key}' should be {wanted}" + (f", found '{raw}'" if raw else ""), remedy


_WANTED = {
    "string_type": ("one text", "Take out the list or the keys below it."),
    "int_type": ("a whole number", "Write digits only, without quotes."),
    "bool_type": ("true or false", "Write true or false, without quotes."),
    "tuple_type": ("a list", "Begin each entry on a line of its own with '- ', or write [one, two]."),
    "model_type": ("an entry of 'key: value' lines", "See the commented template of this file."),
    "model_attributes_type": ("an entry of 'key: value' lines", "See the commented template of this file."),
    "dict_type": ("lines of 'key: value'", "See the commented template of this file."),
    "float_type": ("a number", "Write digits, with a point for decimals, without quotes."),
    "finite_number": ("a finite number", "Write digits, with a point for decimals."),
    "too_long": ("a shorter list", "Take out what is too much; see the commented template of this file."),
    "too_short": ("a list of at least one entry", "Add an entry, or take the line out if it may be left out."),
}


def refuse_repeats(
    document: Document, entries: Iterable[tuple[Any, tuple[Any, ...]]], *, what: str, next: str = "Give each its own."
) -> None:
    """Raise InputRefused at the second of two entries with the same value; ``entries`` holds (value, path) pairs."""
    first: dict[Any, tuple[Any, ...]] = {}
    for value, path in entries:
        if value in first:
            told = f"{what} '{value}' is given twice (first on line {document.line(*first[value])})"
            raise document.refusal(*path, what=told, next=next)
        first[value] = path


def refuse_unknown(document: Document, path: tuple[Any, ...], word: str, *, known: Collection[str], what: str) -> None:
    """Raise InputRefused, with the closest known word, when a word is not known; ``what`` reads "is not a code"."""
    if word not in known:
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        raise document.refusal(*path, what=f"{key} '{word}' {what}", next=closest(word, known))


def frame_of(rows: Iterable[Mapping[str, Any]], dtypes: Mapping[str, str]) -> Any:
    """Return a DataFrame of rows with the columns and dtypes given, the same for no rows at all."""
    import pandas as pd

    rows = list(rows)
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in dtypes.items()})


def follow(start: str, step: Callable[[str], str | None]) -> tuple[list[str], bool]:
    """Return the ids met from ``start`` by ``step`` until None, and whether the way runs in a circle."""
    met = [start]
    while (following := step(met[-1])) is not None:
        if following in met:
            return [*met, following], True
        met.append(following)
    return met, False
