"""Findings: what leaves the stages for the page. Each number or sentence names the ids it stands on."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

FORMAT = "useit-finding/1"


@dataclasses.dataclass(frozen=True)
class Sentence:
    """One sentence of a finding, with the labels of the claims, figures, links or theories it stands on.

    ``ids`` holds record labels such as ``("C012", "F031")``. A sentence without ids states no finding:
    it may explain a method or introduce a table, and is then marked ``explains=True``.
    """

    text: str
    ids: tuple[str, ...] = ()
    explains: bool = False


@dataclasses.dataclass(frozen=True)
class FigureSpec:
    """What a drawing shows, never how: ``document`` draws it for the screen and for print.

    ``kind`` is one of ``document.draw.KINDS``; ``rows`` are plain records; ``alt`` is the text alternative;
    ``legend`` says which sources, share of citations and filters the drawing covers.
    """

    kind: str
    title: str
    rows: tuple[dict[str, Any], ...]
    alt: str
    legend: str = ""


@dataclasses.dataclass(frozen=True)
class Table:
    """A small table for a reader: column headings, rows of plain values, and the ids each row stands on.

    ``people`` says that its whole numbers count people of the study's own records: such a table leaves only with small
    counts withheld (see `evidence.protect`).
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    ids: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    people: bool = False


@dataclasses.dataclass(frozen=True)
class Finding:
    """A frozen record that a stage hands to the page.

    ``key`` is stable and unique in a run ("judgement.rating.MS1"); ``strand`` and ``theory`` say where it is
    told ("" when it is about the whole study); ``table``, ``figure`` and ``sentences`` are what a reader
    sees; ``data`` holds plain values for notebooks further down; ``trace`` lists every id below it.
    """

    key: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    table: Table | None = None
    figure: FigureSpec | None = None
    strand: str = ""
    theory: str = ""
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    trace: tuple[str, ...] = ()


def to_json(findings: list[Finding]) -> str:
    """Return findings as versioned JSON, the same text for the same findings."""
    rows = [dataclasses.asdict(finding) for finding in findings]
    return json.dumps({"format": FORMAT, "findings": rows}, ensure_ascii=False, indent=1, default=_plain)


def from_json(text: str) -> list[Finding]:
    """Return the findings that `to_json` wrote. Raises ValueError for another format, version or shape."""
    document = json.loads(text)
    if document.get("format") != FORMAT:
        raise ValueError(f"expected {FORMAT}, found {document.get('format')!r}")
    try:
        return [_finding(row) for row in document["findings"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"the findings have another shape than this version's ({error})") from None


def _finding(row: dict[str, Any]) -> Finding:
    table, figure = row.pop("table"), row.pop("figure")
    sentences = tuple(Sentence(s["text"], tuple(s["ids"]), s["explains"]) for s in row.pop("sentences"))
    trace = tuple(row.pop("trace"))
    return Finding(
        **row,
        sentences=sentences,
        trace=trace,
        table=table
        and Table(
            tuple(table["columns"]), _rows(table["rows"]), _rows(table["ids"]), table["caption"], table["people"]
        ),
        figure=figure and FigureSpec(**{**figure, "rows": tuple(figure["rows"])}),
    )


def _rows(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"a finding holds a {type(value).__name__}, which is not plain data")
