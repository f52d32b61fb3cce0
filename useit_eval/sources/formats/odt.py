"""OpenDocument texts (.odt): paragraphs, tables, notes and text boxes; deletions and hidden text left out and told.

``archives`` opens the package and ``safe_xml`` its parts. In an OpenDocument text tracked deletions stand apart from
the body, so that leaving them there is leaving them out; insertions are part of the text already.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from useit_eval.ground import archives, safe_xml
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats.encodings import tidy
from useit_eval.sources.formats.word_signs import attribute, local
from useit_eval.sources.formats.word_told import plural

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEFAULT = "default style of paragraphs"  # a name with blanks, which no style in a file can have
_LINES = frozenset({"p", "h"})
_SHAPES = frozenset({"g", "rect", "ellipse", "circle", "line", "polygon", "polyline", "path", "connector", "caption"})
_SHAPES |= {"custom-shape", "measure", "page-thumbnail", "regular-polygon"}
# Blocks that hold no line of the text, all else is gone through, for words lie in many kinds of them.
_WORDLESS = frozenset({"variable-decls", "sequence-decls", "user-field-decls", "dde-connection-decls", "title", "desc"})
_ROWS = frozenset({"table-rows", "table-header-rows", "table-row-group"})
_PASSED = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "script", "ruby-text", "event-listeners", "forms"}
)
_BLANKS = re.compile("[ \t\n\r]+")
_TOLD = {
    "deletion": ("deletion", "by tracked changes left out: the text is as if all changes were accepted"),
    "insertion": ("insertion", "by tracked changes taken in: the text is as if all changes were accepted"),
    "hidden": ("stretch of hidden text", "left out"),
    "comment": ("comment", "left out"),
    "note": ("note", "put as [note 1: ...] at the end of its paragraph"),
    "box": ("text box", "put after the paragraph it belongs to"),
    "object": (
        "embedded object",
        "(a formula, chart or table of another program) left out: look for it in the document",
    ),
    "list-item": ("paragraph of a list", "without its automatic number or bullet"),
}


def read_odt(raw: bytes, *, where: str) -> Draft:
    """Return the text of an OpenDocument text, by the rules of ``read_docx``. Raises InputRefused for a damaged or
    hostile package, an encrypted one, and for spreadsheets and presentations.
    """
    archive = archives.open_archive(raw, where=where)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise InputRefused("it is protected by a password", where, "Save it without one, and add that file.")
    styles = _styles(archive)
    content = safe_xml.parse(archive.read("content.xml"), where=where, part="content.xml")
    body = next((part for part in content.iter("{*}text") if local(part.getparent()) == "body"), None)
    if body is None:
        raise InputRefused("it is no text, but another OpenDocument file", where, "Save its words as a text document.")
    walk = _Walk(_hidden_styles(styles, content))
    lines = list(walk.blocks(body))
    _count_changes(body, walk.met)
    changes = [f"{plural(walk.met[key], noun)} {rest}" for key, (noun, rest) in _TOLD.items() if walk.met[key]]
    if _has_running_heads(styles):
        changes.append("headers and footers left out")
    text = "\n".join(lines)
    return tidy(text + "\n" if lines else "", where=where, changes=tuple(changes))


def _styles(archive: archives.Archive) -> _Element | None:
    if "styles.xml" not in archive.names:
        return None
    return safe_xml.parse(archive.read("styles.xml"), where=archive.where, part="styles.xml")


def _hidden_styles(*roots: _Element | None) -> frozenset[str]:
    """Return the names of text and paragraph styles whose letters are hidden, or whose section is."""
    own: dict[str, bool | None] = {}
    based: dict[str, str | None] = {}
    for root in roots:
        for style in root.iter("{*}style", "{*}default-style") if root is not None else ():
            default = local(style) == "default-style"
            if default and attribute(style, "family") != "paragraph":
                continue
            name = _DEFAULT if default else attribute(style, "name") or ""
            shown = next((value for part in style if (value := attribute(part, "display")) is not None), None)
            above = attribute(style, "parent-style-name")
            if above is None and not default and attribute(style, "family") == "paragraph":
                above = _DEFAULT
            own[name], based[name] = (None if shown is None else shown == "none"), above
    return frozenset(name for name in own if _inherited(name, own, based))


def _inherited(name: str | None, own: dict[str, bool | None], based: dict[str, str | None]) -> bool:
    met: set[str | None] = set()
    while name in own and name not in met:
        if own[name] is not None:
            return bool(own[name])
        met.add(name)
        name = based[name]
    return False


def _count_changes(body: _Element, met: Counter[str]) -> None:
    for change in body.iter("{*}changed-region"):
        for kind in change:
            met[local(kind)] += 1


def _has_running_heads(styles: _Element | None) -> bool:
    heads = [part for part in styles if local(part) == "master-styles"] if styles is not None else []
    return any("".join(part.itertext()).strip() for head in heads for part in head.iter("{*}header", "{*}footer"))


class _Walk:
    """One pass over a body; what is met on the way is counted."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        self.met: Counter[str] = Counter()
        self._hidden_styles = hidden_styles
        self._after: list[str] = []
        self._boxes: list[str] = []

    def blocks(self, parent: _Element) -> Iterator[str]:
        """Yield the lines of what a body, a section, a list, a cell, a note or a text box holds."""
        for child in parent:
            name = local(child)
            if name in _LINES:
                yield from self._line(child)
            elif name == "table":
                yield from self._rows(child)
            elif name == "frame" or name in _SHAPES:
                yield from self._box(child)
            elif name == "annotation":
                self.met["comment"] += 1
            elif name and name not in _PASSED | _WORDLESS and not name.endswith("-source"):
                if self._is_hidden(child):
                    continue
                self.met[name] += name == "list-item"
                yield from self.blocks(child)

    def _is_hidden(self, element: _Element) -> bool:
        display = attribute(element, "display")
        off = display == "none" or (display == "condition" and attribute(element, "is-hidden") != "false")
        style = attribute(element, "style-name") or (_DEFAULT if local(element) in _LINES else None)
        hidden = off or style in self._hidden_styles
        self.met["hidden"] += hidden
        return hidden

    def _line(self, paragraph: _Element) -> Iterator[str]:
        if self._is_hidden(paragraph):
            return
        if any(attribute(mark, "is-hidden") == "true" for mark in paragraph.iter("{*}hidden-paragraph")):
            self.met["hidden"] += 1
            return
        text = _collapsed(self._words(paragraph))
        notes, self._after = self._after, []
        boxes, self._boxes = self._boxes, []
        yield " ".join([text, *notes])
        yield from boxes

    def _words(self, element: _Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            yield from self._inline(child)
            yield child.tail or ""

    def _inline(self, child: _Element) -> Iterator[str]:
        name = local(child)
        if name == "s":
            count = attribute(child, "c") or "1"
            yield _Kept(" " * (min(int(count[:4]), 1_000) if count.isdecimal() else 1))
        elif name == "tab":
            yield _Kept("\t")
        elif name == "line-break":
            yield _Kept("\n")
        elif name == "note":
            self._note(child)
        elif name == "frame" or name in _SHAPES:
            self._boxes.extend(self._box(child))
        elif name == "hidden-paragraph":
            self.met["hidden"] += attribute(child, "is-hidden") is None  # the field itself has no words
        elif name == "hidden-text" and attribute(child, "is-hidden") != "false":
            self.met["hidden"] += 1
        elif name in _PASSED:
            self.met["comment"] += name == "annotation"
        elif name and not self._is_hidden(child):
            yield from self._words(child)

    def _note(self, note: _Element) -> None:
        self.met["note"] += 1
        number = self.met["note"]
        bodies = [part for part in note if local(part) == "note-body"]
        words = "\n".join(line for body in bodies for line in self._inner(body)).strip()
        self._after.append(f"[note {number}: {words}]")

    def _box(self, frame: _Element) -> Iterator[str]:
        self.met["object"] += any(local(part) in ("object", "object-ole") for part in frame)
        boxes = [part for part in frame if local(part) == "text-box"] or [frame] * (local(frame) in _SHAPES)
        for box in boxes:
            lines = self._inner(box)
            if any(line.strip() for line in lines):
                self.met["box"] += 1
                yield from lines

    def _inner(self, content: _Element) -> list[str]:
        walk = _Walk(self._hidden_styles)
        walk.met = self.met
        return list(walk.blocks(content))

    def _rows(self, table: _Element) -> Iterator[str]:
        for child in table:
            if local(child) in _ROWS:
                yield from self._rows(child)
            elif local(child) == "table-row":
                if attribute(child, "visibility") in ("collapse", "filter"):
                    self.met["hidden"] += 1
                else:
                    yield "\t".join(self._cells(child))

    def _cells(self, row: _Element) -> Iterator[str]:
        """Yield each cell once: one that a merged cell beside it covers is none, one below it is empty."""
        covered = 0
        for cell in row:
            name = local(cell)
            if name == "table-cell":
                spanned = attribute(cell, "number-columns-spanned") or "1"
                covered = min(int(spanned[:4]), 1_000) - 1 if spanned.isdecimal() else 0
                yield "\n".join(self.blocks(cell))
            elif name == "covered-table-cell" and covered > 0:
                covered -= 1
            elif name == "covered-table-cell":
                yield ""


class _Kept(str):
    """Blanks, tabs and line ends that the format writes as elements: they stay as they are."""

    __slots__ = ()


def _collapsed(pieces: Iterator[str]) -> str:
    """Return the pieces as one text: as the format has it, a run of blanks and line ends in it is one blank."""
    made, after_blank = [], True
    for piece in pieces:
        if isinstance(piece, _Kept):
            made.append(piece)
            after_blank = False
        elif piece:
            told = _BLANKS.sub(" ", piece)
            made.append(told[1:] if after_blank and told[0] == " " else told)
            after_blank = told[-1] == " "
    return "".join(made)
