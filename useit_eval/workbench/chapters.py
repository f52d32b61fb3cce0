"""Write the chapters of a study, each as HTML and DOCX, and the page that leads to them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground.errors import UsageError
from useit_eval.ground.side_by_side import side_by_side
from useit_eval.workbench.material import gather_material

if TYPE_CHECKING:
    from useit_eval.document.page import Page
    from useit_eval.report import Material
    from useit_eval.workbench import Bench


@dataclasses.dataclass(frozen=True)
class PagesReport:
    """What was written: paths below the run's folder, in reading order."""

    folder: str
    written: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.written)


def write_chapters(bench: Bench, *, strand: str = "all") -> PagesReport:
    """Write the chapters below the run's ``pages`` folder and report what was written.

    ``strand`` is "all", the id of a strand or of a theme with theories, or "macro_micro" for the chapter on the whole.
    Raises UsageError for a strand the study does not have, WorkFailed for a table that shows too small a count of people.
    """
    from useit_eval import document, report
    from useit_eval.report import overall

    material = gather_material(bench)
    _refuse_small_counts(material)
    slugs = [*material.chaptered, overall.SLUG]
    if strand not in ("all", *slugs):
        raise UsageError(f"the study has no strand {strand!r}", "", f"It has: {', '.join(slugs)}.")
    chosen = slugs if strand == "all" else [strand]
    # The longest chapter first, so that two processors finish together.
    order = sorted(chosen, key=lambda slug: slug != overall.SLUG)
    pages = bench.shelf.folder / "pages"
    front = report.index(material, chapters=_links(material, inside="chapters/")[1:], training=training_links())

    def write(slug: str) -> list[str]:
        """Return the files written for one page."""
        if slug == front.slug:
            return write_page(document, front, pages / slug, under=pages, word=False)
        return write_page(document, _chapter(material, slug), pages / "chapters" / slug, under=pages)

    told = dict(zip([*order, front.slug], side_by_side(write, [*order, front.slug]), strict=True))
    return PagesReport(str(pages), tuple(path for slug in [*chosen, front.slug] for path in told[slug]))


def _refuse_small_counts(material: Material) -> None:
    from useit_eval.evidence.disclosure import refuse_small

    for finding in material.findings:
        if finding.table is not None:
            refuse_small(finding.table, smallest=material.study.smallest_count)


def _chapter(material: Material, slug: str) -> Page:
    from useit_eval import report
    from useit_eval.report import overall

    links = _links(material, inside="")
    if slug == overall.SLUG:
        return report.overall_chapter(material, links=links)
    return report.strand_chapter(material, slug, links=links)


def write_page(document, page: Page, stem: Path, *, under: Path, word: bool = True) -> list[str]:
    """Write one page as HTML, and as DOCX unless ``word`` is false; return the paths written, relative to ``under``."""
    html = stem.with_name(f"{stem.name}.html")
    document.write_html(page, html)
    paths = [html]
    if word:
        docx = stem.with_name(f"{stem.name}.docx")
        document.write_docx(page, docx)
        paths.append(docx)
    return [path.relative_to(under).as_posix() for path in paths]


def _links(material, *, inside: str) -> tuple[tuple[str, str], ...]:
    from useit_eval.report import overall

    home = ("Start", "index.html" if inside else "../index.html")
    whole = (f"The whole: {overall.title(material)}", f"{inside}{overall.SLUG}.html")
    return (
        home,
        whole,
        *((material.study.title_of(strand), f"{inside}{strand}.html") for strand in material.chaptered),
    )


def training_links() -> tuple[tuple[str, str], ...]:
    """Return the links from the front page to the training pack."""
    names = ("Understanding Social Research", "Fieldwork", "Data Analysis")
    kinds = (("facilitator guide", "facilitator_guide"), ("participant sheets", "participant_sheets"))
    return tuple(
        (f"Module {number}, {name}: {kind}", f"training/module_{number}/{slug}.html")
        for number, name in enumerate(names, start=1)
        for kind, slug in kinds
    )
