"""Written pages read back: HTML as elements, DOCX as python-docx sees it."""

from __future__ import annotations

import dataclasses
import io
from html.parser import HTMLParser

from docx import Document

VOID = {"meta", "br", "img", "hr", "rect", "path", "col", "link", "input"}


@dataclasses.dataclass
class Element:
    """One element: its name, attributes, the elements around it, and all text inside it."""

    name: str
    attributes: dict[str, str]
    within: tuple[Element, ...]
    text: str = ""

    @property
    def classes(self) -> set[str]:
        """Return its classes."""
        return set(self.attributes.get("class", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.found.append(Element(tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop().name != tag:
            pass

    def handle_data(self, data):
        for element in self.open:
            element.text += data


def elements(html: str) -> list[Element]:
    """Return every element of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def named(html: str, *names: str) -> list[Element]:
    """Return the elements with one of these names."""
    return [element for element in elements(html) if element.name in names]


def document(raw: bytes):
    """Return a DOCX file as python-docx reads it."""
    return Document(io.BytesIO(raw))


def every_text(docx) -> str:
    """Return all text of a Word document: body and tables, with the words of links."""
    return "".join(node.text or "" for node in docx.element.body.iter() if node.tag.endswith("}t"))
