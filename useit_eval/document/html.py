"""A page as one HTML file: own style and scripts inside, nothing fetched, nothing in it that a person wrote is executed.

A content security policy names each script of ours by its hash, so that even a fault in escaping could run nothing.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

from useit_eval.document import draw
from useit_eval.document.face import Face, environment
from useit_eval.document.page import Page
from useit_eval.ground.findings import FigureSpec
from useit_eval.ground.safe_files import write_whole


def write(page: Page, path: Path, *, pages: tuple[tuple[str, Page], ...] = ()) -> None:
    """Write a page as HTML; see `useit_eval.document.write_html`."""
    write_whole(path, render(page, pages=pages))


def render(page: Page, *, pages: tuple[tuple[str, Page], ...] = ()) -> str:
    """Return a page as HTML text, the same for the same page. ``pages`` as in `write_html`."""
    from markupsafe import Markup

    face = Face(page, pages=pages)
    scripts = [_packaged("page.js")]
    if face.has_charts:
        scripts = [_plotly(), *scripts]
    template = environment().get_template("screen.html.j2")
    made = template.render(
        page=page,
        face=face,
        style=Markup(_packaged("page.css")),
        policy=_policy(tuple(scripts)),
        scripts=[Markup(script) for script in scripts],
        chart=_chart,
        draw=draw,
    )
    return made.lstrip()


def _chart(spec: FigureSpec) -> Any:
    """Return a chart's data as JSON that cannot end the script element it stands in."""
    from markupsafe import Markup

    text = json.dumps(draw.chart(spec), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


@functools.lru_cache(maxsize=8)
def _policy(scripts: tuple[str, ...]) -> str:
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    return f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@functools.cache
def _packaged(name: str) -> str:
    return resources.files("useit_eval.document").joinpath("templates", name).read_text(encoding="utf-8")


@functools.cache
def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return get_plotlyjs().replace("\r\n", "\n")
