"""Findings and reports made readable in a notebook: sentences with the records they stand on, and tables."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterable

from useit_eval.ground.findings import Finding, Sentence, Table

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
    """Return findings in a form that a notebook shows: title, sentences with their ids, table. At most ``most`` of them.

    A figure is shown by its text alternative: pictures are drawn on the pages.
    """
    found = (findings,) if isinstance(findings, Finding) else tuple(findings)
    return Shown(found[:most])


def _as_text(finding: Finding) -> str:
    lines = [finding.title, *(_with_ids(sentence) for sentence in finding.sentences)]
    lines += [finding.figure.alt] if finding.figure else []
    lines += [" | ".join(map(_plain, row)) for row in (finding.table.columns, *finding.table.rows)] if finding.table else []
    return "\n".join(lines)


def _as_html(finding: Finding) -> str:
    parts = [f"<h4>{html.escape(finding.title)}</h4>"]
    parts += [f"<p>{' '.join(html.escape(_with_ids(sentence)) for sentence in finding.sentences)}</p>"] if finding.sentences else []
    parts += [f"<p><em>Figure: {html.escape(finding.figure.title)}. {html.escape(finding.figure.alt)}</em></p>"] if finding.figure else []
    parts += [_table(finding.table)] if finding.table else []
    return "\n".join(parts)


def _with_ids(sentence: Sentence) -> str:
    return f"{sentence.text} [{', '.join(sentence.ids)}]" if sentence.ids else sentence.text


def _table(table: Table) -> str:
    head = "".join(f"<th{_LEFT}>{html.escape(column)}</th>" for column in table.columns)
    rows = ("".join(f"<td{_LEFT}>{html.escape(_plain(cell))}</td>" for cell in row) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    caption = f"<caption>{html.escape(table.caption)}</caption>" if table.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plain(value: object) -> str:
    return "" if value is None else str(value)
