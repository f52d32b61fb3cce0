"""Findings and reports made readable in a notebook: sentences with the records they stand on, and tables."""

from __future__ import annotations

import base64
import dataclasses
import html
from collections.abc import Iterable

from useit_eval.document import draw
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table

_MOST_IDS = 8
_MOST_IN_A_LINE = 3
_LEFT = ' style="text-align: left; vertical-align: top"'
"""JupyterLab sets tables to the right, which makes columns of text hard to read."""


@dataclasses.dataclass(frozen=True)
class Shown:
    """Findings as a notebook shows them; everything a person wrote is escaped."""

    findings: tuple[Finding, ...]

    def _repr_html_(self) -> str:
        return "\n".join(_as_html(finding) for finding in self.findings)

    def __repr__(self) -> str:
        return "\n\n".join(_as_text(finding) for finding in self.findings)


def show(findings: Finding | Iterable[Finding], *, most: int | None = None) -> Shown:
    """Return findings in a form that a notebook shows: title, sentences with their ids, figure, table. At most ``most``.

    A figure is drawn as for print, and its text alternative goes with the picture. Of many ids the first stand on the
    screen; all of them are in the finding and on the pages.
    """
    found = (findings,) if isinstance(findings, Finding) else tuple(findings)
    return Shown(found[:most])


def _as_text(finding: Finding) -> str:
    lines = [finding.title, *(_with_ids(sentence) for sentence in finding.sentences)]
    lines += [finding.figure.alt] if finding.figure else []
    lines += (
        [" | ".join(map(_plain, row)) for row in (finding.table.columns, *finding.table.rows)] if finding.table else []
    )
    return "\n".join(lines)


def _as_html(finding: Finding) -> str:
    about = f"{finding.theory}: " if finding.theory and finding.theory not in finding.title else ""
    parts = [f"<h4>{html.escape(about + finding.title)}</h4>", _told(finding.sentences)]
    parts += [_figure(finding.figure)] if finding.figure else []
    parts += [_table(finding.table)] if finding.table else []
    return "\n".join(parts)


def _told(sentences: tuple[Sentence, ...]) -> str:
    """Return few sentences as a paragraph, many as a list: a page of text is hard to read beside code."""
    told = [html.escape(_with_ids(sentence, most=_MOST_IDS)) for sentence in sentences]
    if len(told) > _MOST_IN_A_LINE:
        return f"<ul>{''.join(f'<li>{one}</li>' for one in told)}</ul>"
    return f"<p>{' '.join(told)}</p>" if told else ""


def _figure(figure: FigureSpec) -> str:
    """Return the drawing, with its legend below; its text alternative alone where nothing can be drawn."""
    words = f"<p><em>{html.escape(figure.title)}. {html.escape(figure.legend)}</em></p>"
    alt = html.escape(f"{figure.title}. {figure.alt}")
    if not figure.rows or figure.kind not in draw.KINDS:
        return f"<p><em>Figure: {alt}</em></p>"
    drawn = (base64.b64encode(picture).decode("ascii") for picture in draw.pictures(figure))
    style = "width: 100%; max-width: 820px; background: white"
    return "".join(f'<img alt="{alt}" style="{style}" src="data:image/png;base64,{code}">' for code in drawn) + words


def _with_ids(sentence: Sentence, *, most: int | None = None) -> str:
    ids = sentence.ids[:most]
    more = f" and {len(sentence.ids) - len(ids)} more" if len(ids) < len(sentence.ids) else ""
    return f"{sentence.text} [{', '.join(ids)}{more}]" if ids else sentence.text


def _table(table: Table) -> str:
    head = "".join(f"<th{_LEFT}>{html.escape(column)}</th>" for column in table.columns)
    rows = ("".join(f"<td{_LEFT}>{html.escape(_plain(cell))}</td>" for cell in row) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    caption = f"<caption>{html.escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plain(value: object) -> str:
    return "" if value is None else str(value)
