"""Word documents (.docx): what a reader of the printed page would read, and what was left out of it, in sentences.

The package is opened by ``archives`` and every part by ``safe_xml``, so that no part escapes the limits; the walk over
the body is our own (``word_body``), for ``paragraph.text`` of the format's library drops insertions and reads hidden
text. Kept: paragraphs, tables, text boxes, foot and end notes. Left out and told: deletions, hidden text, comments,
headers and footers. Nothing a document points to is ever fetched.
"""

from __future__ import annotations

import dataclasses
import posixpath
from typing import TYPE_CHECKING

from useit_eval.ground import archives, safe_xml
from useit_eval.ground.archives import Archive
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats import word_body
from useit_eval.sources.formats.encodings import tidy
from useit_eval.sources.formats.word_signs import attribute, flag, local
from useit_eval.sources.formats.word_told import plural

if TYPE_CHECKING:
    from lxml.etree import _Element

_OTHERS = {"spreadsheetml": "a spreadsheet", "presentationml": "a presentation", "visio": "a drawing"}


_EMBEDDED = (
    (("aFChunk", "oleObject", "package"), "embedded document", "add the file itself"),
    (("diagramData",), "diagram", "its words are not read"),
    (("chart", "chartEx"), "chart", "its words are not read"),
)


@dataclasses.dataclass(frozen=True)
class _Link:
    kind: str
    target: str
    external: bool


def read_docx(raw: bytes, *, where: str) -> Draft:
    """Return the text of a Word document: tracked changes as accepted, hidden text left out, each told.

    Cells of a table are parted by TAB and rows by LF; a note stands as ``[note 1: ...]`` at the end of its paragraph, a
    text box after the paragraph it is anchored to. Raises InputRefused for a damaged or hostile package, and for
    spreadsheets and presentations.
    """
    archive = archives.open_archive(raw, where=where)
    main = _main_part(archive)
    links = _links(archive, main)
    document = _parsed(archive, main)
    # Most documents hide nothing; without the words (or their half in UTF-16) the long list of styles is not gone through.
    styled = b"pStyle" in archive.read(main).replace(b"\x00", b"")
    styles = _optional(archive, links, "styles", having=(b"vanish", *[b"numPr"] * styled))
    notes = {kind: _notes(_optional(archive, links, f"{kind}s")) for kind in ("footnote", "endnote")}
    hidden, listed = _hidden_styles(styles), _listed_styles(styles)
    read = word_body.read_body(document, hidden_styles=hidden, notes=notes, listed_styles=listed)
    return tidy(read.text, where=where, changes=(*read.changes, *_left_out(archive, links)), doubts=read.doubts)


def _main_part(archive: Archive) -> str:
    links = _links(archive, "")
    main = next((link.target for link in links if link.kind == "officeDocument"), "word/document.xml")
    if main not in archive.names:
        raise InputRefused(
            "it is no Word document, or a damaged one", archive.where, "Open it in Word and save it again."
        )
    declared = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    for word, what in _OTHERS.items():
        if word in declared and "wordprocessingml" not in declared:
            raise InputRefused(f"it is {what}, not a text", archive.where, "Save its words as a text document.")
    return main


def _links(archive: Archive, part: str) -> list[_Link]:
    """Return what a part (or the package, for an empty name) points to, inside and outside."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.names:
        return []
    found = []
    for entry in _parsed(archive, listed):
        external = attribute(entry, "TargetMode") == "External"
        target = attribute(entry, "Target") or ""
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found.append(_Link((attribute(entry, "Type") or "").rsplit("/", 1)[-1], target, external))
    return found


def _optional(
    archive: Archive, links: list[_Link], kind: str, *, having: tuple[bytes, ...] = (b"",)
) -> _Element | None:
    """Return the part of a kind that the document points to; None when there is none, or it lacks all the words of ``having``."""
    part = next((link.target for link in links if link.kind == kind and not link.external), None)
    if part not in archive.names:
        return None
    raw = archive.read(part).replace(b"\x00", b"")
    if not any(word in raw for word in having):
        return None
    return _parsed(archive, part)


def _parsed(archive: Archive, part: str) -> _Element:
    return safe_xml.parse(archive.read(part), where=archive.where, part=part)


def _hidden_styles(styles: _Element | None) -> frozenset[str]:
    """Return the ids of styles whose letters are hidden, by themselves or by what they are based on.

    With them an empty id, where paragraphs that name no style are hidden.
    """
    parts = list(styles) if styles is not None else []
    everywhere = any(flag(part, "vanish") for each in parts if local(each) == "docDefaults" for part in each.iter())
    own: dict[str, bool | None] = {}
    based: dict[str, str | None] = {}
    for style in parts:
        if local(style) != "style":
            continue
        name = attribute(style, "styleId") or ""
        own[name], based[name] = _own_hiding(style)
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
            own[""], based[""] = None, name
    letters = {attribute(style, "styleId") for style in parts if attribute(style, "type") in ("character", "table")}
    found = {name: _inherited(name, own, based) for name in {"", *own}}
    return frozenset(
        name for name, hidden in found.items() if (everywhere and name not in letters if hidden is None else hidden)
    )


def _own_hiding(style: _Element) -> tuple[bool | None, str | None]:
    """Return whether a style itself hides letters or shows them (None for neither), and what it is based on."""
    parts = {local(child): child for child in style}
    return flag(parts.get("rPr"), "vanish"), attribute(parts["basedOn"], "val") if "basedOn" in parts else None


def _listed_styles(styles: _Element | None) -> frozenset[str]:
    """Return the ids of styles that number their paragraphs, or set a bullet before them."""
    found = [style for style in (styles if styles is not None else ()) if local(style) == "style"]
    return frozenset(
        attribute(style, "styleId") or "" for style in found if any(local(part) == "numPr" for part in style.iter())
    )


def _inherited(name: str | None, own: dict[str, bool | None], based: dict[str, str | None]) -> bool | None:
    met: set[str | None] = set()
    while name in own and name not in met:
        if own[name] is not None:
            return own[name]
        met.add(name)
        name = based[name]
    return None


def _notes(root: _Element | None) -> dict[str, _Element]:
    """Return the notes by their id; separators, which have a type, are none."""
    notes = root if root is not None else ()
    return {attribute(note, "id") or "": note for note in notes if attribute(note, "type") in (None, "normal")}


def _left_out(archive: Archive, links: list[_Link]) -> tuple[str, ...]:
    told = []
    comments = sum(_count(archive, link, b":comment ") for link in links if link.kind == "comments")
    if comments:
        told.append(f"{plural(comments, 'comment')} left out")
    if any(_count(archive, link, b":t>", b":t ") for link in links if link.kind in ("header", "footer")):
        told.append("headers and footers left out")
    told += [
        f"{plural(count, noun)} left out: {rest}"
        for kinds, noun, rest in _EMBEDDED
        if (count := sum(link.kind in kinds for link in links))
    ]
    inner = [*links, *_links(archive, "word/settings.xml")]
    outside = [link for link in inner if link.external and link.kind != "hyperlink"]
    if outside:
        kinds = ", ".join(sorted({link.kind for link in outside}))
        told.append(f"the document points to {plural(len(outside), 'thing')} outside ({kinds}); nothing was fetched")
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        told.append("the document holds macros; they were not read")
    return tuple(told)


def _count(archive: Archive, link: _Link, *signs: bytes) -> int:
    if link.external or link.target not in archive.names:
        return 0
    raw = archive.read(link.target)
    return sum(raw.count(sign) for sign in signs)
