"""The front page of a study's reports: what was found in one screen, and where to read on."""

from __future__ import annotations

from collections import Counter

from useit_eval.document.page import Block, Listing, Page, Paragraph, Section
from useit_eval.ground.findings import Sentence
from useit_eval.ground.wording import day
from useit_eval.report.blocks import explain, note, show_all, tell
from useit_eval.report.limits import stands_on_one_source
from useit_eval.report.material import Material
from useit_eval.report.short import in_short
from useit_eval.report.strand import standing
from useit_eval.report.words import gatherer

MOST_LISTED = 12
"""More sources than these are counted on the front page; the appendix of the chapters tells each."""


def index(
    material: Material, *, chapters: tuple[tuple[str, str], ...], training: tuple[tuple[str, str], ...] = ()
) -> Page:
    """Return the index page; ``chapters`` and ``training`` are (title, href) pairs."""
    sections = (
        Section("What this is", (explain(material.study.summary), *_sources(material)), anchor="what"),
        Section("The answer so far", _answer(material), anchor="answer"),
        Section("Where each theory stands", show_all(material.find("judgement.ladder", strand="")), anchor="ladder"),
        Section("Read on", _reading(chapters, training), anchor="read"),
    )
    return Page(
        slug="index",
        title=material.study.title,
        subtitle=f"Realist evaluation of {material.study.programme} as of {day(material.as_of)}: where to start",
        sections=tuple(section for section in sections if section.blocks),
        standing=standing(material),
        links=chapters,
        practice=material.study.practice,
    )


def _answer(material: Material) -> tuple[Block, ...]:
    """Return the answer's lines and drawing; the tables stand in the chapter on the whole."""
    found = material.find("evidence.links", strand="")[:1]
    caution = stands_on_one_source(material)
    lines = tuple(block for f in found for block in (*tell(in_short(f)), *((f.figure,) if f.figure else ())))
    return (*lines, *((Paragraph(caution),) if found and caution else ()))


def _sources(material: Material) -> tuple[Block, ...]:
    rows = material.frames["source"].to_dict("records")
    if not rows:
        return (note("No source yet", "Nothing below rests on evidence until a source is added.", tone="caution"),)
    if len(rows) > MOST_LISTED:
        kinds = Counter(row["method"] for row in rows).most_common()
        of_each = ", ".join(f"{method} {count}" for method, count in kinds)
        return (
            Paragraph(
                (
                    Sentence(
                        f"It rests on {len(rows)} sources; by method: {of_each}.", tuple(row["label"] for row in rows)
                    ),
                )
            ),
        )
    items = tuple(
        Sentence(f"{row['title']} ({gatherer(row['method']).lower()}: {row['collector']}).", (row["label"],))
        for row in rows
    )
    return (explain("It rests on:"), Listing(items))


def _reading(chapters: tuple[tuple[str, str], ...], training: tuple[tuple[str, str], ...]) -> tuple[Block, ...]:
    return tuple(
        Listing(tuple(Sentence(f"{title} ({href})", (), explains=True) for title, href in pages))
        for pages in (chapters, training)
        if pages
    )
