"""The front page of a study's reports: what was found in one screen, and where to read on."""

from __future__ import annotations

from useit_eval.document.page import Block, Listing, Page, Section
from useit_eval.ground.findings import Sentence
from useit_eval.report.blocks import explain, note, show_all
from useit_eval.report.material import Material
from useit_eval.report.strand import standing


def index(
    material: Material, *, chapters: tuple[tuple[str, str], ...], training: tuple[tuple[str, str], ...] = ()
) -> Page:
    """Return the index page; ``chapters`` and ``training`` are (title, href) pairs."""
    first = material.find("evidence.links", strand="")
    sections = (
        Section("What this is", (explain(material.study.summary), *_sources(material)), anchor="what"),
        Section("The answer so far", show_all(first[:1]), anchor="answer"),
        Section("Where each theory stands", show_all(material.find("judgement.ladder", strand="")), anchor="ladder"),
        Section("Read on", _reading(chapters, training), anchor="read"),
    )
    return Page(
        slug="index",
        title=material.study.title,
        subtitle=f"Realist evaluation of {material.study.programme} as of {material.as_of}: where to start",
        sections=tuple(section for section in sections if section.blocks),
        standing=standing(material),
        links=chapters,
        practice=material.study.practice,
    )


def _sources(material: Material) -> tuple[Block, ...]:
    rows = material.frames["source"].to_dict("records")
    if not rows:
        return (note("No source yet", "Nothing below rests on evidence until a source is added.", tone="caution"),)
    items = tuple(Sentence(f"{row['title']} ({row['collector']}).", (row["label"],)) for row in rows)
    return (explain("It rests on:"), Listing(items))


def _reading(chapters: tuple[tuple[str, str], ...], training: tuple[tuple[str, str], ...]) -> tuple[Block, ...]:
    return tuple(
        Listing(tuple(Sentence(f"{title} ({href})", (), explains=True) for title, href in pages))
        for pages in (chapters, training)
        if pages
    )
