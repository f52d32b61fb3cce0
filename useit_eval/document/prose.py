"""An author's Markdown as HTML: no raw HTML, no pictures, headings that fit under the section they stand in."""

from __future__ import annotations

import functools
from collections.abc import Callable

from useit_eval.document.cells import clean


@functools.cache
def _reader():
    from markdown_it import MarkdownIt

    return (
        MarkdownIt("commonmark", {"html": False})
        .enable(["table", "strikethrough"])
        .disable(["image", "html_block", "html_inline"])
    )


def to_html(markdown: str, *, under: int, cite: Callable[[str], str] | None = None) -> str:
    """Return HTML for an author's Markdown, standing under a heading of level ``under``.

    HTML in the text shows as text. Links to anything but web and mail addresses stay text. ``cite`` receives each
    run of plain text outside links and code, and returns its HTML (escaped, labels linked).
    """
    reader = _reader()
    tokens = reader.parse(clean(markdown))
    _fit_headings(tokens, under)
    if cite:
        for token in tokens:
            _cite(token.children or [], cite)
    return reader.renderer.render(tokens, reader.options, {})


def _fit_headings(tokens: list, under: int) -> None:
    opens = [token for token in tokens if token.type == "heading_open"]
    if not opens:
        return
    top, last = min(int(token.tag[1]) for token in opens), under
    for token in tokens:
        if token.type == "heading_open":
            last = min(under + 1 + int(token.tag[1]) - top, last + 1, 6)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{last}"


def _cite(tokens: list, cite: Callable[[str], str]) -> None:
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not inside:
            token.type, token.content = "html_inline", cite(token.content)
