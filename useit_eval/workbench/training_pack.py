"""Write the three training modules of a study, each as HTML and DOCX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.ground.side_by_side import side_by_side
from useit_eval.workbench.chapters import PagesReport, write_page

if TYPE_CHECKING:
    from useit_eval.workbench import Bench


def write_training(bench: Bench) -> PagesReport:
    """Write facilitator guides and participant sheets below the run's ``pages/training`` folder and report them."""
    from useit_eval import document, training

    pages = bench.shelf.folder / "pages"
    folder = bench.paths.codebooks / "training"
    made = training.module_pages(bench.study, bench.theories, folder=folder)
    written = side_by_side(lambda page: write_page(document, page, pages / "training" / page.slug, under=pages), made)
    return PagesReport(str(pages), tuple(path for paths in written for path in paths))
