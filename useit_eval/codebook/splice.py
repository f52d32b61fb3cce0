"""Changes within an authored YAML text: only the lines that change are written anew, everything else stays byte for byte.

ruamel.yaml says where each value stands and writes what is new; its own way of writing a whole file back would fold the
other lines anew. Whoever changes a text loads it afterwards: a layout that was misread is then refused, never kept.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML

from useit_eval.codebook.write import cleaned, quoted
from useit_eval.ground.errors import InputRefused

_WIDTH = 110


@dataclasses.dataclass(frozen=True)
class Edit:
    """What stands from ``start`` to ``end`` of a text gives way to ``words``."""

    start: int
    end: int
    words: str


@dataclasses.dataclass(frozen=True)
class Layout:
    """An authored text, without a byte order mark, and where its values stand."""

    name: str
    raw: str
    root: Any

    @property
    def newline(self) -> str:
        """Return the line end that the text uses."""
        return "\r\n" if "\r\n" in self.raw else "\n"

    def where(self, node: Any) -> str:
        """Return the place of a node for an error."""
        return f"{self.name}, line {node.start_mark.line + 1}"

    def line_end(self, place: int) -> int:
        """Return where the line of a place ends: before its line break."""
        found = self.raw.find("\n", place)
        end = len(self.raw) if found < 0 else found
        return end - 1 if end and self.raw[end - 1] == "\r" and found >= 0 else end

    def line_start(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.raw.rfind("\n", 0, place) + 1


def read_layout(raw: str, *, name: str) -> Layout:
    """Return a text with the places of its values. The text was loaded before, so that it is known to be sound."""
    return Layout(name, raw, YAML(typ="safe", pure=True).compose(raw))


def entry_of(layout: Layout, listed: str, *, key: str, value: str) -> Any:
    """Return the entry of a list at the top of a text whose ``key`` has a value. Raises InputRefused when there is none."""
    for entry in value_of(layout, layout.root, listed).value:
        if any(node.value == value for name, node in entry.value if name.value == key):
            return entry
    raise InputRefused(f"the {key} '{value}' is not in the file", layout.name, "Load the file again.")


def value_of(layout: Layout, entry: Any, key: str) -> Any:
    """Return the value of a key of an entry. Raises InputRefused when it is not there."""
    for name, node in entry.value:
        if name.value == key:
            return node
    raise InputRefused(f"'{key}' is missing", layout.where(entry), f"Add a line '{key}: ...'.")


def appended(layout: Layout, listed: Any, content: Mapping[str, Any]) -> Edit:
    """Return the edit that adds an entry at the end of a list. Raises InputRefused for a list within square brackets."""
    if listed.flow_style:
        raise InputRefused(
            "the list is written within [ ], where no lines can be added",
            layout.where(listed),
            "Write each entry on lines of its own, beginning with '- '.",
        )
    place = layout.line_end(end_of(layout, listed))
    lines = _dumped([content]).rstrip("\n").split("\n")
    indent = " " * listed.start_mark.column
    return Edit(place, place, "".join(f"{layout.newline}{indent}{line[2:]}" for line in lines))


def replaced(layout: Layout, entry: Any, changes: Mapping[str, Any], *, order: Iterable[str]) -> list[Edit]:
    """Return the edits that give an entry other values: None takes a line out, a new key stands in the ``order`` given.

    Raises InputRefused for an entry within braces.
    """
    if entry.flow_style:
        raise InputRefused(
            "the entry is written within { }, where no lines can be changed",
            layout.where(entry),
            "Write each key on a line of its own.",
        )
    held = {name.value: (name, node) for name, node in entry.value}
    edits = [_changed(layout, entry, *held[key], value) for key, value in changes.items() if key in held]
    staying = [key for key in held if changes.get(key, "") is not None]
    new = {key: value for key, value in changes.items() if key not in held and value is not None}
    for key, value in new.items():
        before = list(itertools.takewhile(lambda other, key=key: other != key, order))
        after = max((staying.index(other) for other in before if other in staying), default=0)
        place = layout.line_end(end_of(layout, held[staying[after]][1]))
        lines = _lines(layout, entry, {key: value})
        edits.append(Edit(place, place, layout.newline + " " * entry.start_mark.column + lines))
    return edits


def applied(layout: Layout, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made; edits at one place stand in the order given."""
    pieces, reached = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end > edit.start)):
        pieces += [layout.raw[reached : edit.start], edit.words]
        reached = edit.end
    return "".join([*pieces, layout.raw[reached:]])


def end_of(layout: Layout, node: Any) -> int:
    """Return where the last sign of a value stands: what follows it (remarks, empty lines) is not its own."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        return end_of(layout, last[1] if isinstance(last, tuple) else last)
    return node.start_mark.index + len(layout.raw[node.start_mark.index : node.end_mark.index].rstrip())


def _changed(layout: Layout, entry: Any, name: Any, node: Any, value: Any) -> Edit:
    start, end = name.start_mark.index, end_of(layout, node)
    if value is not None:
        return Edit(start, end, _lines(layout, entry, {name.value: value}))
    following = layout.line_end(end)
    gone = len(layout.newline) if following < len(layout.raw) else 0
    return Edit(layout.line_start(start), following + gone, "")


def _lines(layout: Layout, entry: Any, content: Mapping[str, Any]) -> str:
    indent = layout.newline + " " * entry.start_mark.column
    return indent.join(_dumped(content).rstrip("\n").split("\n"))


def _dumped(content: Any) -> str:
    writer = YAML(typ="rt", pure=True)
    writer.width, writer.allow_unicode = _WIDTH, True
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(quoted(content), stream)
    return cleaned(stream.getvalue())
