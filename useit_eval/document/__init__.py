"""Pages: the one place that knows fonts, colours and paper. A page goes in; HTML and DOCX come out.

`write_html` and `write_docx` take a `page.Page`; `draw` makes both faces of a figure. The templates escape everything
that people wrote; Jinja2, Plotly, matplotlib, markdown-it and Pandoc are loaded when a page is first written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from useit_eval.document.page import Page


def write_html(page: Page, path: Path, *, pages: tuple[tuple[str, Page], ...] = ()) -> None:
    """Write a page as one HTML file that needs nothing else and asks nothing of any network.

    ``pages`` are (href from this page, page) pairs: a label that has no record here but one there leads there.
    The same page gives the same bytes. Raises WorkFailed when the file cannot be written, ValueError for a figure
    of unknown kind.
    """
    from useit_eval.document import html

    html.write(page, path, pages=pages)


def write_docx(page: Page, path: Path) -> None:
    """Write a page as DOCX through Pandoc: A4, real headings, tables with header rows, pictures with their text.

    The same page gives the same bytes. Raises WorkFailed when Pandoc fails or the file cannot be written.
    """
    from useit_eval.document import docx

    docx.write(page, path)
