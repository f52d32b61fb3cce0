"""A page before it has fonts: sections of blocks. `report` and `training` build it, `document` writes it."""

from __future__ import annotations

import dataclasses
from typing import Union

from useit_eval.ground.findings import FigureSpec, Sentence, Table


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """Sentences that follow one another; each finding names its ids."""

    sentences: tuple[Sentence, ...]


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list; ``ordered`` numbers it. Items are sentences."""

    items: tuple[Sentence, ...]
    ordered: bool = False


@dataclasses.dataclass(frozen=True)
class Quotation:
    """A respondent's words, always escaped: who speaks, and the labels it stands on."""

    words: str
    who: str
    ids: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Callout:
    """A boxed note. ``tone`` is note, check, caution or practice."""

    tone: str
    title: str
    sentences: tuple[Sentence, ...]


@dataclasses.dataclass(frozen=True)
class Prose:
    """An author's own Markdown. ``author`` is printed; ``check`` lists ids whose evidence changed since it was written."""

    markdown: str
    author: str = ""
    check: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Record:
    """One entry of an appendix: its label is the anchor every citation leads to.

    With ``href`` it is told in short, in one line, and its label leads to the page that tells it in full.
    """

    label: str
    title: str
    fields: tuple[tuple[str, str], ...]
    href: str = ""


@dataclasses.dataclass(frozen=True)
class Lines:
    """Blank lines for writing on a printed sheet; ``boxes`` draws that many boxes with these labels instead."""

    count: int = 0
    boxes: tuple[str, ...] = ()


Block = Union[Paragraph, Listing, Quotation, Callout, Prose, Record, Lines, Table, FigureSpec, "Section"]


@dataclasses.dataclass(frozen=True)
class Section:
    """A heading and its blocks; sections may nest. ``new_page`` starts a new page in print."""

    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    new_page: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """One document. ``slug`` names its file; ``standing`` is the banner ("Proposed by rubric, not signed").

    ``links`` are (title, href) pairs for navigation between pages; ``practice`` marks invented material on every page;
    ``answer_first`` puts the contents of a printed page behind its first section, so that the answer opens it.
    """

    slug: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    standing: str = ""
    links: tuple[tuple[str, str], ...] = ()
    practice: bool = False
    language: str = "en-GB"
    large_print: bool = False
    answer_first: bool = False
