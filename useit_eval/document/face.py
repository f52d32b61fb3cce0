"""A page made ready for a template: anchors, headings in order, numbers of figures and tables, labels that lead somewhere."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from typing import Any

from useit_eval.document import arrange, cells, draw, prose
from useit_eval.document.page import Page, Prose, Record, Section
from useit_eval.ground import terms
from useit_eval.ground.findings import FigureSpec, Table

SHOWN = 3
MOST_WANTED = 90
LONG_NAME = 60
PRACTICE = "Practice material: invented for training. Nothing here was said or measured by anybody."
HATCHING = {
    "": "",
    "/": "M-2 14 10-2M6 14 18-2M14 14 26-2",
    "\\": "M-2 0 10 16M6 0 18 16M14 0 26 16",
    "x": "M-2 14 10-2M6 14 18-2M14 14 26-2M-2 0 10 16M6 0 18 16M14 0 26 16",
    ".": "M4 4h1M10 4h1M16 4h1M7 9h1M13 9h1M19 9h1",
}
_LABEL = re.compile(r"[A-Za-z][\w.-]*\d\w*")
_PAGE = re.compile(r"(.+) \(((?:[\w-]+/|\.\./)*[\w-]+\.html)\)(\.?)")
_SAFE_HREF = re.compile(r"^(?:https?:|mailto:|#|[^:/?#\\]+(?:[/?#]|$)|\.{0,2}/(?!/))", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Heading:
    """A section with its level (2 under the page's title) and an anchor that nothing else on the page has."""

    title: str
    level: int
    anchor: str
    new_page: bool
    blocks: tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell: its text, whether it stands to the right, and the rating it tells, if it tells one."""

    text: str
    right: bool
    rating: str = ""


@dataclasses.dataclass(frozen=True)
class Grid:
    """A table ready to print; ``ids`` holds each row's labels, or is empty when no row has any or all have the same.

    ``shared`` are the labels that every row stands on; ``beside`` are, for a table of many words, the columns that stand
    under each row's name, all others being told beside it as a list.
    """

    caption: str
    number: int | None
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    ids: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    shared: tuple[str, ...] = ()
    beside: tuple[int, ...] | None = None

    @property
    def named(self) -> int:
        """Return the width in per cent of the rows' names, where a table is told row by row."""
        return 38 if max(len(row[0].text) for row in self.rows) > LONG_NAME else 27


class Face:
    """What a template asks of a page. ``pages`` are (href, page) pairs whose records may be led to as well."""

    def __init__(self, page: Page, *, pages: tuple[tuple[str, Page], ...] = ()) -> None:
        self.page = page
        for spec in figures(page.sections):
            draw.check_kind(spec)
        self._taken: set[str] = set()
        self._anchors = {record.label: self._free(record.label) for record in _records(page.sections)}
        self._hrefs = _elsewhere(pages) | {label: f"#{anchor}" for label, anchor in self._anchors.items()}
        self._given: set[str] = set()
        self._counters = {"Figure": itertools.count(1), "Table": itertools.count(1)}
        self.headings = tuple(self._heading(section, 2) for section in page.sections)

    def _free(self, wanted: str) -> str:
        stem = re.sub(r"[^\w.-]+", "-", cells.clean(wanted)).strip("-") or "part"
        stem = stem if stem[0].isalpha() else f"part-{stem}"
        names = itertools.chain([stem], (f"{stem}-{n}" for n in itertools.count(2)))
        name = next(name for name in names if name not in self._taken)
        self._taken.add(name)
        return name

    def _heading(self, section: Section, level: int) -> Heading:
        anchor = self._free(section.anchor or section.title.lower()[:60])
        blocks = tuple(self._heading(b, min(level + 1, 6)) if isinstance(b, Section) else b for b in section.blocks)
        return Heading(section.title, level, anchor, section.new_page, blocks)

    def anchor(self, record: Record) -> str:
        """Return the anchor of a record; a second record with the same label has none."""
        if record.label in self._given:
            return ""
        self._given.add(record.label)
        return self._anchors[record.label]

    def cites(self, ids: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return (label, href) for each label once; href is empty when its record is on no page."""
        return [(str(label), self._hrefs.get(label, "")) for label in dict.fromkeys(ids)]

    def runs(self, ids: tuple[str, ...]) -> list[list[tuple[str, str]]]:
        """Return (label, href) pairs for print: of labels that follow one another only the first and the last."""
        return [self.cites(run) for run in cells.runs(ids)]

    def linked(self, text: str) -> str:
        """Return a text as HTML in which every label that has a record leads there."""
        from markupsafe import Markup, escape

        pieces, last = [], 0
        for match in _LABEL.finditer(text := cells.clean(text)):
            href = self._hrefs.get(match.group())
            if href:
                link = Markup('<a class="ref" href="{}">{}</a>').format(href, match.group())
                pieces += [escape(text[last : match.start()]), link]
                last = match.end()
        return Markup("").join([*pieces, escape(text[last:])])

    def number(self, what: str) -> int:
        """Return the next number of a Figure or Table."""
        return next(self._counters[what])

    def grid(self, table: Table, *, numbered: bool = True) -> Grid:
        """Return a table's cells as text, its number and its columns' widths."""
        right = cells.numeric(table)
        rows = tuple(_row(table, row, right) for row in table.rows)
        ids, shared = cells.apart(cells.standing(table))
        stands_on = [", ".join("–".join(run) for run in cells.runs(row)) for row in ids] or [""] * len(rows)
        heads = [*table.columns, "Stands on"] if ids else list(table.columns)
        told = [
            [cell.text for cell in row] + ([stands_on[i][:MOST_WANTED]] if ids else []) for i, row in enumerate(rows)
        ]
        columns = tuple(Cell(name, right[i]) for i, name in enumerate(table.columns))
        number = self.number("Table") if numbered and table.caption else None
        widths = cells.widths(heads, told, room=60 if self.page.large_print else 96)
        beside = cells.beside(told, widths, len(columns)) if numbered and not self.page.large_print else None
        return Grid(table.caption, number, columns, rows, ids, widths, shared, beside)

    def prose(self, block: Prose, level: int) -> str:
        """Return an author's Markdown as HTML with its labels linked."""
        from markupsafe import Markup

        return Markup(prose.to_html(block.markdown, under=level, cite=lambda text: str(self.linked(text))))

    def same_as(self, spec: FigureSpec) -> Grid:
        """Return the table that says what a figure shows."""
        return self.grid(draw.table_of(spec), numbered=False)

    @functools.cached_property
    def has_charts(self) -> bool:
        """Return whether any figure of the page is drawn by Plotly."""
        return any(spec.rows and spec.kind in draw.CHARTS for spec in figures(self.page.sections))


def told(text: str) -> str:
    """Return a sentence's text; one that ends with the address of a page in brackets leads there by its title."""
    from markupsafe import Markup

    found = _PAGE.fullmatch(text)
    return Markup('<a href="{}">{}</a>{}').format(found[2], found[1], found[3]) if found else text


def printed(text: str) -> str:
    """Return a sentence's text for paper, where the address of a page says nothing: it goes.

    Example:
        >>> printed("More in its chapter (events.html).")
        'More in its chapter.'
    """
    found = _PAGE.fullmatch(text)
    return f"{found[1]}{found[3]}" if found else text


def safe_href(href: str) -> str:
    """Return a link's address when it is a page, a place on a page, a web or a mail address; else nothing."""
    return href if _SAFE_HREF.match(cells.clean(href).strip()) else ""


def figures(blocks: tuple[Any, ...]) -> list[FigureSpec]:
    """Return every figure in sections or blocks, in order."""
    return [block for block in _walk(blocks) if isinstance(block, FigureSpec)]


def _records(blocks: tuple[Any, ...]) -> list[Record]:
    found: dict[str, Record] = {}
    for block in _walk(blocks):
        if isinstance(block, Record):
            found.setdefault(block.label, block)
    return list(found.values())


def _walk(blocks: tuple[Any, ...]):
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _walk(block.blocks)


def _elsewhere(pages: tuple[tuple[str, Page], ...]) -> dict[str, str]:
    hrefs: dict[str, str] = {}
    for href, page in pages:
        for label, anchor in Face(page)._anchors.items():
            hrefs.setdefault(label, f"{href}#{anchor}")
    return hrefs


def _row(table: Table, row: tuple[Any, ...], right: tuple[bool, ...]) -> tuple[Cell, ...]:
    told = []
    for i, value in enumerate(row):
        word = str(value).replace(" ", "_").removesuffix("_evidence")
        rates = "rating" in table.columns[i].lower() and word in terms.RATINGS
        told.append(Cell(cells.words(value) if rates else cells.tell(value), right[i], word if rates else ""))
    return tuple(told)


def environment():
    """Return the Jinja2 environment of the page templates: everything escaped, unknown names refused."""
    return _environment()


@functools.cache
def _environment():
    import jinja2

    loader = jinja2.PackageLoader("useit_eval.document", "templates")
    env = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    env.filters |= {"kind": lambda block: type(block).__name__, "words": cells.words}
    env.tests["is_heading"] = lambda block: isinstance(block, Heading)
    env.globals |= {
        "chains": arrange.chains,
        "state_key": arrange.state_key,
        "hatching": HATCHING.get,
        "rungs": arrange.rungs,
        "labels_of": draw.labels_of,
        "told": told,
        "printed": printed,
        "safe_href": safe_href,
        "SHOWN": SHOWN,
        "PRACTICE": PRACTICE,
    }
    return env


def _finalize(value: Any) -> Any:
    return cells.clean(value) if type(value) is str else value
