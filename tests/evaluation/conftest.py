"""A whole evaluation inside the test's own process: the notebooks' cells in order, then the pages, without kernels."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from pathlib import Path

import pytest

from useit_eval import report
from useit_eval.document.page import Page, Record
from useit_eval.ground.findings import Sentence, Table
from useit_eval.report import overall
from useit_eval.workbench import gather_material, open_study

ROOT = Path(__file__).parents[2]
BEFORE_CHAPTERS = ("01", "02", "03", "04", "05", "06")


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """The pages of one evaluation and what stands on them."""

    pages: dict[str, Page]

    def lines(self, *slugs: str) -> set[tuple[str, tuple[str, ...]]]:
        """Return every sentence, table row and record of the pages named, each with its ids."""
        chosen = slugs or tuple(self.pages)
        return {line for slug in chosen for line in _lines(self.pages[slug])}

    def sentences(self) -> list[Sentence]:
        """Return every sentence of every page."""
        return [part for page in self.pages.values() for part in walk(page) if isinstance(part, Sentence)]

    def words(self) -> str:
        """Return all that the pages say, as one text."""
        return "\n".join(part for page in self.pages.values() for part in walk(page) if isinstance(part, str))


def walk(part):
    """Yield a page's parts, all the way down."""
    yield part
    if isinstance(part, dict):
        for value in part.values():
            yield from walk(value)
    elif isinstance(part, (tuple, list)):
        for item in part:
            yield from walk(item)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from walk(getattr(part, field.name))


def _lines(page: Page):
    for part in walk(page):
        if isinstance(part, Sentence):
            yield part.text, part.ids
        elif isinstance(part, Table):
            for row, ids in zip(part.rows, part.ids or [()] * len(part.rows), strict=False):
                yield f"{page.slug}: {part.caption}: {row}", ids
        elif isinstance(part, Record):
            yield f"{part.label}: {part.title}: {part.fields}", (part.label,)


def told_in_a_line(page: Page) -> list[Record]:
    """Return the records that a page tells in a line, each leading to the chapter that tells it in full."""
    return [part for part in walk(page) if isinstance(part, Record) and part.href]


def lines_that_lead_nowhere(pages: dict[str, Page]) -> list[str]:
    """Return the addresses, in the chapter on the whole, at which no full record of that label stands."""
    full = {
        f"{slug}.html#{part.label}"
        for slug, page in pages.items()
        for part in walk(page)
        if isinstance(part, Record) and not part.href
    }
    return [record.href for record in told_in_a_line(pages[overall.SLUG]) if record.href not in full]


def evaluate(root: Path, study: str, run_folder: Path) -> Evaluation:
    """Run the code cells of notebooks 01 to 06 in order and build every page."""
    kept = os.environ.get("USEIT_ROOT")
    os.environ["USEIT_ROOT"] = str(root)
    try:
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            if path.name.startswith(BEFORE_CHAPTERS):
                _run_cells(path, study=study, run_folder=str(run_folder))
        with open_study(study, root=root, run_folder=run_folder) as bench:
            material = gather_material(bench)
    finally:
        os.environ.pop("USEIT_ROOT") if kept is None else os.environ.update(USEIT_ROOT=kept)
    pages = {strand: report.strand_chapter(material, strand) for strand in material.chaptered}
    pages[overall.SLUG] = report.overall_chapter(material)
    pages["index"] = report.index(material, chapters=())
    return Evaluation(pages)


def _run_cells(path: Path, **parameters: str) -> None:
    space: dict = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), path.name, "exec"), space)
        if "parameters" in cell["metadata"].get("tags", []):
            space.update(parameters)


@pytest.fixture(scope="session")
def copy_of_useit(tmp_path_factory):
    """Return a function that makes a fresh copy of the shipped study in a project of its own."""

    def copy(name: str) -> Path:
        root = tmp_path_factory.mktemp(name)
        shutil.copy(ROOT / "useit.toml", root)
        for folder in ("codebooks", "data_raw"):
            shutil.copytree(ROOT / folder / "useit", root / folder / "useit")
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        return root

    return copy


@pytest.fixture(scope="session")
def as_shipped(copy_of_useit):
    """Return the evaluation of the study as it is shipped, without the journal's text."""
    root = copy_of_useit("shipped")
    return evaluate(root, "useit", root / "run")
