"""YAML 1.2 as researchers write it, read to plain values that remember their lines.

ruamel.yaml's pure parser gives events with their places (its C parser is YAML 1.1 and is not used); the values are
read here by the core schema of YAML 1.2: ``no`` is the text "no", ``08`` the number 8, a date stays text. Anchors,
aliases and tags are refused at the first event that carries one, before anything is expanded or built, so that an
alias bomb costs nothing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError

from useit_eval.ground import project, safe_files, text, unseen
from useit_eval.ground.errors import InputRefused

MOST_BYTES = 5_000_000
DEEPEST = 20

# Tabs, control characters, line separators that only some programs take for a new line, and what turns or hides words.
_TROUBLE = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff{unseen.TURNS_OR_HIDES}]|{unseen.TAGS}")
_NULLS = {"", "~", "null", "Null", "NULL"}
_FLAGS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_BASED = re.compile(r"0o[0-7]{1,18}\Z|0x[0-9a-fA-F]{1,15}\Z")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NEVER_FINITE = {".nan": "nan", ".inf": "inf", "+.inf": "inf", "-.inf": "-inf"}
_PLAIN_ENGLISH = (
    (
        "mapping values are not allowed",
        "Put a text that holds ': ' in quotes, and check the spaces at line start.",
    ),
    (
        "could not find expected ':'",
        "Each key needs ': ' after it; a long text needs its next lines further to the right.",
    ),
    ("expected <block end>", "Check the spaces at line start: entries of one list begin in the same column."),
    ("while scanning a quoted scalar", "Close the quotation marks."),
    ("unexpected end of stream", "Close the quotation marks."),
    ("cannot start any token", "Put a text that begins with a special character in quotes."),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: its line from 1, its characters as written, and the marks of what it holds."""

    line: int
    raw: str = ""
    within: dict[Any, Mark] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Document:
    """One authored file: its name, its plain values, and the line of each."""

    name: str
    data: dict[str, Any]
    mark: Mark

    def mark_of(self, *path: Any) -> Mark:
        """Return the mark at a path of keys and places (``"codes", 3, "parent"``), or of the nearest entry above it."""
        mark = self.mark
        for step in path:
            if step not in mark.within:
                break
            mark = mark.within[step]
        return mark

    def line(self, *path: Any) -> int:
        """Return the line, from 1, of the value at a path, or of the nearest entry above it."""
        return self.mark_of(*path).line

    def where(self, *path: Any) -> str:
        """Return the place for an error: "codebook.yaml, line 41"."""
        return f"{self.name}, line {self.line(*path)}"

    def refusal(self, *path: Any, what: str, next: str) -> InputRefused:
        """Return the error that refuses the value at a path, for the caller to raise."""
        return InputRefused(what, self.where(*path), next)


def read_yaml(path: Path | str, *, kind: str) -> Document:
    """Return one authored file, of ``format: useit-<kind>/1``, with the line of each value.

    Raises InputRefused, naming file and line, for a file that is missing, over 5 MB, not UTF-8, not YAML, of another
    or newer format, or that holds a tab, an anchor, an alias, a tag, a key twice in one entry or a second document.
    """
    path = Path(path)
    content = safe_files.read_bytes(path, most=MOST_BYTES)
    raw = text.decode(content, where=f"{path.name}, line {text.undecodable_line(content)}")
    document = parse_yaml(raw, name=path.name)
    project.check_format(document.data.get("format"), f"useit-{kind}/1", document.where("format"))
    return document


def parse_yaml(raw: str, *, name: str) -> Document:
    """Return the values and lines of a YAML text. Raises InputRefused as `read_yaml` does, formats excepted.

    Example:
        >>> parse_yaml("consent: no\\nround: 08", name="a.yaml").data
        {'consent': 'no', 'round': 8}
    """
    _refuse_characters(raw, name)
    try:
        value, mark = _read_one(YAML(typ="safe", pure=True).parse(raw), name)
    except YAMLError as error:
        raise _not_yaml(error, raw, name) from None
    if not isinstance(value, dict):
        found = "nothing" if value is None else f"a {'list' if isinstance(value, list) else 'text'}"
        raise InputRefused(
            f"the file should hold lines of 'key: value', found {found}",
            f"{name}, line 1",
            "See the study's templates.",
        )
    return Document(name, value, mark)


def _refuse_characters(raw: str, name: str) -> None:
    if found := _TROUBLE.search(raw):
        where = f"{name}, line {raw.count(chr(10), 0, found.start()) + 1}"
        if found[0] == "\t":
            raise InputRefused("the line holds a tab", where, "Write spaces instead.")
        raise InputRefused(f"the line holds {unseen.named(found[0])}", where, unseen.NEXT)


def _read_one(stream: Iterator[Any], name: str) -> tuple[Any, Mark]:
    value, mark = None, Mark(1)
    documents = 0
    for event in stream:
        if isinstance(event, events.DocumentStartEvent):
            documents += 1
            _check_document(event, documents, name)
        elif isinstance(event, events.NodeEvent):
            value, mark = _value(event, stream, name, 0)
    return value, mark


def _check_document(event: Any, number: int, name: str) -> None:
    where = f"{name}, line {event.start_mark.line + 1}"
    if number > 1:
        raise InputRefused("a second document begins here ('---')", where, "Keep one document in a file.")
    if event.tags or (event.version and tuple(event.version) != (1, 2)):
        raise InputRefused(
            "the file sets a YAML version or tags of its own", where, "Remove the lines beginning with '%'."
        )


def _value(event: Any, stream: Iterator[Any], name: str, depth: int) -> tuple[Any, Mark]:
    line = event.start_mark.line + 1
    _refuse_specials(event, name, line, depth)
    if isinstance(event, events.ScalarEvent):
        value = event.value if event.style else _plain(event.value)
        return value, Mark(line, event.value)
    if isinstance(event, events.SequenceStartEvent):
        return _sequence(stream, name, depth, line)
    return _mapping(stream, name, depth, line)


def _refuse_specials(event: Any, name: str, line: int, depth: int) -> None:
    where = f"{name}, line {line}"
    if isinstance(event, events.AliasEvent):
        raise InputRefused(
            f"'*{event.anchor}' reads as an alias",
            where,
            "Write the text out in full, or put it in quotes if the * is meant.",
        )
    if event.anchor is not None:
        raise InputRefused(
            f"'&{event.anchor}' reads as an anchor", where, "Leave it out, or put the text in quotes if the & is meant."
        )
    if event.ctag is not None:
        raise InputRefused(
            f"'{str(event.tag).replace('tag:yaml.org,2002:', '!!')}' reads as a tag",
            where,
            "Leave it out, or put the text in quotes if the ! is meant.",
        )
    if depth > DEEPEST:
        raise InputRefused(f"entries lie more than {DEEPEST} deep", where, "Take out brackets or levels.")


def _sequence(stream: Iterator[Any], name: str, depth: int, line: int) -> tuple[list[Any], Mark]:
    items, mark = [], Mark(line)
    while not isinstance(event := next(stream), events.SequenceEndEvent):
        item, mark.within[len(items)] = _value(event, stream, name, depth + 1)
        items.append(item)
    return items, mark


def _mapping(stream: Iterator[Any], name: str, depth: int, line: int) -> tuple[dict[str, Any], Mark]:
    entries: dict[str, Any] = {}
    mark = Mark(line)
    while not isinstance(event := next(stream), events.MappingEndEvent):
        key, key_line = _key(event, mark, name)
        value, found = _value(next(stream), stream, name, depth + 1)
        entries[key] = value
        mark.within[key] = Mark(key_line, found.raw, found.within)
    return entries, mark


def _key(event: Any, mark: Mark, name: str) -> tuple[str, int]:
    line = event.start_mark.line + 1
    _refuse_specials(event, name, line, 0)
    if not isinstance(event, events.ScalarEvent):
        raise InputRefused(
            "a key should be one word", f"{name}, line {line}", "Put the text in quotes if { or [ is meant."
        )
    if event.value in mark.within:
        raise InputRefused(
            f"the key '{event.value}' is given twice in one entry (first on line {mark.within[event.value].line})",
            f"{name}, line {line}",
            "Keep one of them, or begin a new entry with '- '.",
        )
    return event.value, line


def _plain(value: str) -> Any:
    if value in _NULLS:
        return None
    if value[0] not in "+-.0123456789":
        return _FLAGS.get(value, value)
    if _INTEGER.match(value):
        return int(value)
    if _BASED.match(value):
        return int(value, 0)
    if _NUMBER.match(value) and not value.lstrip("+-").isdigit():
        return float(value)
    return float(_NEVER_FINITE[value.lower()]) if value.lower() in _NEVER_FINITE else value


def reads_as_text(value: str) -> bool:
    """Return whether a text may be written without quotes: it is then no number or flag, and on one line."""
    return isinstance(_plain(value), str) and "\n" not in value and not _TROUBLE.search(value)


def _not_yaml(error: YAMLError, raw: str, name: str) -> InputRefused:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else raw.count("\n", 0, getattr(error, "position", 0) or 0) + 1
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    said = f"{getattr(error, 'context', None) or ''} {problem}"
    advice = next((advice for words, advice in _PLAIN_ENGLISH if words in said), "Mend the line, or the one above it.")
    return InputRefused(f"the file is not well-formed YAML here ({problem})", f"{name}, line {line}", advice)
