"""The walk over the body of a Word document: runs to lines, tracked changes as accepted, hidden text left out.

Elements are known by their local names, so that documents in the strict form of the format are read too.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from useit_eval.sources.formats import word_fields, word_signs
from useit_eval.sources.formats.word_signs import attribute, chosen, flag, local, outermost
from useit_eval.sources.formats.word_told import doubts, told

if TYPE_CHECKING:
    from lxml.etree import _Element

_DELETED = frozenset({"del", "moveFrom"})
_ADDED = frozenset({"ins", "moveTo"})
_WRAPPERS = frozenset(
    {"hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir", "sdtContent", "ruby", "rubyBase"}
)
_WORDLESS = frozenset({"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "rt", "rubyPr"})
_AS_BLANKS = re.compile("[\t\n\r]+")  # so Word shows them; tabs and line ends are elements of their own
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


@dataclasses.dataclass(frozen=True)
class Body:
    """The text of a body, and what was changed or is in doubt, in sentences."""

    text: str
    changes: tuple[str, ...]
    doubts: tuple[str, ...]


def read_body(
    document: _Element,
    *,
    hidden_styles: frozenset[str],
    notes: Mapping[str, Mapping[str, _Element]],
    listed_styles: frozenset[str] = frozenset(),
) -> Body:
    """Return the text of a document's root element; ``notes`` are foot and end notes by their ids.

    ``hidden_styles`` holds an empty name where paragraphs that name no style are hidden; ``listed_styles`` are those
    that number their paragraphs.

    Raises nothing: elements that are not known are passed by with all they hold.
    """
    walk = _Walk(hidden_styles, notes, listed_styles)
    lines: list[str] = []
    for body in document:
        if local(body) == "body":
            lines.extend(walk.blocks(body, hidden=False))
    text = "\n".join(lines)
    changes = told(walk.met)
    return Body(text + "\n" if lines else "", changes, tuple(doubts(walk.met)))


class _Walk:
    """One pass over a document; what is met on the way is counted."""

    def __init__(
        self, hidden_styles: frozenset[str], notes: Mapping[str, Mapping[str, _Element]], listed_styles: frozenset[str]
    ) -> None:
        self.met: Counter[str] = Counter()
        self._hidden_styles, self._notes, self._listed_styles = hidden_styles, notes, listed_styles
        self._boxes: list[list[str]] = []
        self._pending: list[str] = []
        self._fields: list[bool] = []  # one entry per open field: is its result reached?

    def blocks(self, parent: _Element, *, hidden: bool) -> Iterator[str]:
        """Yield the lines of what a body, a cell, a note or a text box holds."""
        joined = ""  # what a paragraph brings to the next, when the mark between the two was deleted or is hidden
        for child in self._children(parent):
            name = local(child)
            if name == "p":
                text, ends = self._paragraph(child, hidden)
                if not ends:
                    joined += text
                    continue
                yield from self._with_notes(joined + text)
                joined = ""
            elif name == "tbl":
                if joined:  # nothing to join with: the table stands between
                    yield from self._with_notes(joined)
                joined = ""
                yield from self._table(child, hidden)
            else:
                self._count_unknown(child, name)
        if joined:
            yield from self._with_notes(joined)

    def _children(self, parent: _Element) -> Iterator[_Element]:
        """Yield blocks, rows or cells, through the wrappers that may stand around them."""
        for child in parent:
            name = local(child)
            if name in _DELETED:
                self.met["deleted"] += 1
            elif name == "sdt":
                yield from self._children(self._form(child))
            elif name in ("customXml", "sdtContent", *_ADDED):
                yield from self._children(child)
            elif name == "AlternateContent":
                yield from self._children(chosen(child))
            else:
                yield child

    def _form(self, control: _Element) -> _Element:
        """Return what a form control holds; nothing when it shows but its prompt."""
        parts = {local(child): child for child in control}
        properties, content = parts.get("sdtPr"), parts.get("sdtContent")
        if flag(properties, "showingPlcHdr"):
            self.met["prompt"] += 1
            return control.makeelement("nothing")
        return content if content is not None else control.makeelement("nothing")

    def _paragraph(self, paragraph: _Element, hidden: bool) -> tuple[str, bool]:
        """Return a paragraph's text and whether it ends a line."""
        properties = next((child for child in paragraph if local(child) == "pPr"), None)
        style, ends, listed, named = False, True, False, False
        for child in properties if properties is not None else ():
            name = local(child)
            if name == "pStyle":
                style, named = attribute(child, "val") in self._hidden_styles, True
                listed = listed or attribute(child, "val") in self._listed_styles
            elif name == "numPr":
                listed = _is_numbered(child)
            elif name == "rPr":
                deleted = any(local(mark) in _DELETED for mark in child)
                ends = not (deleted or flag(child, "vanish"))
        self.met["listed"] += listed
        style = style if named else "" in self._hidden_styles
        text = "".join(self._runs(paragraph, hidden ^ style))
        self.met["open field"] += len(self._fields) - sum(self._fields)
        self._fields = [reached for reached in self._fields if reached]  # or all that follows would be lost
        return text, ends

    def _with_notes(self, text: str) -> Iterator[str]:
        notes, self._pending = self._pending, []
        boxes, self._boxes = self._boxes, []
        yield " ".join([text, *notes]) if notes else text
        for box in boxes:
            yield from box

    def _runs(self, parent: _Element, hidden: bool) -> Iterator[str]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child, hidden)
            elif name in _DELETED:
                self.met["deleted"] += 1
            elif name in _ADDED:
                self.met["added"] += 1
                yield from self._runs(child, hidden)
            elif name == "sdt":
                yield from self._runs(self._form(child), hidden)
            elif name in _WRAPPERS:
                yield from self._runs(child, hidden)
            elif name in ("oMath", "oMathPara"):
                self.met["equation"] += 1
                yield "" if hidden else word_fields.on_one_line(child)
            elif name == "AlternateContent":
                yield from self._runs(chosen(child), hidden)
            else:
                self._count_unknown(child, name)

    def _count_unknown(self, element: _Element, name: str) -> None:
        self.met["unknown"] += len(element) > 0 and name not in _WORDLESS and word_signs.has_words(element)

    def _run(self, run: _Element, hidden: bool) -> Iterator[str]:
        properties = next((child for child in run if local(child) == "rPr"), None)
        if properties is not None:
            hidden = self._is_hidden(properties, hidden)
        if hidden:
            self._pass_by(run)
            return
        written = "".join(self._written(run))
        if properties is not None and written.strip():
            self.met["faint"] += word_signs.is_faint(properties)
            self.met["struck"] += bool(flag(properties, "strike") or flag(properties, "dstrike"))
        yield written

    def _pass_by(self, run: _Element) -> None:
        self.met["hidden"] += any(local(child) not in ("rPr", "fldChar", "instrText") for child in run)
        for child in run:
            if local(child) == "fldChar":
                self._step_field(attribute(child, "fldCharType"))

    def _is_hidden(self, properties: _Element, inherited: bool) -> bool:
        style = next((attribute(child, "val") for child in properties if local(child) == "rStyle"), None)
        direct = flag(properties, "vanish")
        return inherited ^ (style in self._hidden_styles) if direct is None else direct

    def _written(self, run: _Element) -> Iterator[str]:
        for child in run:
            name = local(child)
            if name == "fldChar":
                yield word_fields.filled_in(child) if len(child) and all(self._fields) else ""
                self._step_field(attribute(child, "fldCharType"))
            elif not all(self._fields):
                continue  # the instruction of a field; its result follows
            elif name == "t":
                words = child.text or ""
                yield words if words.isprintable() else _AS_BLANKS.sub(" ", words)
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield self._symbol(attribute(child, "char"))
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference"), attribute(child, "id"))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._box(chosen(child) if name == "AlternateContent" else child)
            elif name == "ruby":
                self.met["ruby"] += 1
                yield from self._runs(child, False)

    def _step_field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(False)
        elif step == "separate" and self._fields:
            self._fields[-1] = True
        elif step == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, code: str | None) -> str:
        try:
            sign = chr(int(code or "", 16))
        except (ValueError, OverflowError):
            return "\ufffd"
        self.met["symbol"] += "\ue000" <= sign <= "\uf8ff"
        return sign if sign.isprintable() or "\ue000" <= sign <= "\uf8ff" else "\ufffd"

    def _note(self, kind: str, number: str | None) -> None:
        note = self._notes.get(kind, {}).get(number or "")
        if note is None:
            self.met["missing note"] += 1
            return
        self.met["note"] += 1
        words = "\n".join(self._inner(note)).strip()
        self._pending.append(f"[note {self.met['note']}: {words}]")

    def _box(self, holder: _Element) -> None:
        for part in holder.iter():  # words bent to a shape, and words of drawings outside text boxes
            name = local(part)
            if name == "textpath" and (bent := attribute(part, "string")):
                self.met["box"] += 1
                self._boxes.append([bent])
            self.met["drawn"] += name == "t" and "drawingml" in part.tag
        for content in outermost(holder, "txbxContent"):
            lines = self._inner(content)
            if any(line.strip() for line in lines):
                self.met["box"] += 1
                self._boxes.append(lines)

    def _inner(self, content: _Element) -> list[str]:
        """Return the lines of a note or a text box, walked by themselves; a note in a note is not followed."""
        walk = _Walk(self._hidden_styles, {}, self._listed_styles)
        walk.met = self.met
        return list(walk.blocks(content, hidden=False))

    def _table(self, table: _Element, hidden: bool) -> Iterator[str]:
        for row in self._children(table):
            name = local(row)
            if name == "tblPr":
                style = next((attribute(child, "val") for child in row if local(child) == "tblStyle"), None)
                hidden = hidden ^ (style in self._hidden_styles)
            if name == "tr" and not self._is_row_gone(row):
                yield "\t".join(self._cells(row, hidden))

    def _is_row_gone(self, row: _Element) -> bool:
        properties = next((child for child in row if local(child) == "trPr"), None)
        if flag(properties, "hidden"):
            self.met["hidden"] += 1
            return True
        if properties is not None and any(local(child) == "del" for child in properties):
            self.met["deleted"] += 1
            return True
        return False

    def _cells(self, row: _Element, hidden: bool) -> Iterator[str]:
        for cell in self._children(row):
            if local(cell) != "tc":
                continue
            properties = next((child for child in cell if local(child) == "tcPr"), None)
            names = {local(child): child for child in properties} if properties is not None else {}
            if "cellDel" in names:
                self.met["deleted"] += 1
                continue
            merged = any(attribute(names[name], "val") != "restart" for name in ("vMerge", "hMerge") if name in names)
            yield "" if merged else "\n".join(self.blocks(cell, hidden=hidden))


def _is_numbered(properties: _Element) -> bool:
    """Return whether a paragraph's numbering is one: the list of number 0 is none."""
    number = next((attribute(child, "val") for child in properties if local(child) == "numId"), None)
    return number != "0"
