"""Notebook templates as a run sees them: what each asks, needs, gives and may be told."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.runs.parameters import Parameter, read_parameters

FILES = ("files:codebooks", "files:data_raw", "files:text")
NAME = re.compile(r"\d{2}_[a-z][a-z0-9_]*\Z")
GIVEN = re.compile(r"(store|(findings|frames|pages):[a-z][a-z0-9_]*|files:(codebooks|data_raw|text))\Z")


@dataclasses.dataclass(frozen=True)
class Notebook:
    """One template: its declared needs and gives, its parameters, and the digest of its source without outputs."""

    path: Path
    name: str
    title: str
    question: str
    group: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    code_cells: int
    digest: str

    @property
    def short(self) -> str:
        """Return the name without its number: ``04_configurations`` is ``configurations``."""
        return self.name.partition("_")[2]

    def declares(self, parameter: str) -> bool:
        """Return whether the parameters cell names this parameter."""
        return any(known.name == parameter for known in self.parameters)


def read_notebooks(folder: Path) -> tuple[Notebook, ...]:
    """Return the numbered notebooks of a folder, in order of their numbers.

    Raises InputRefused when there is none, or when one is not a notebook or declares nothing.
    """
    paths = sorted(path for path in folder.glob("*.ipynb") if NAME.match(path.stem))
    if not paths:
        raise InputRefused("there are no numbered notebooks", str(folder), "Install useit-eval again, or restore the folder.")
    return tuple(read_notebook(path) for path in paths)


def read_notebook(path: Path) -> Notebook:
    """Return one template. Raises InputRefused when it cannot be read or its useit metadata is incomplete."""
    document = _load(path)
    declared = _declared(document, path)
    cells = document["cells"]
    return Notebook(
        path=path,
        name=path.stem,
        title=declared["title"],
        question=declared["question"],
        group=declared["group"],
        needs=tuple(declared["needs"]),
        gives=tuple(declared["gives"]),
        parameters=read_parameters(_parameters_cell(cells, path), where=path.name),
        code_cells=sum(cell["cell_type"] == "code" for cell in cells),
        digest=_digest(cells, declared),
    )


def _load(path: Path) -> dict:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputRefused(f"the notebook cannot be read ({error})", path.name, "Restore it from the project's history.") from None
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise InputRefused("the file is not a notebook: it has no cells", path.name, "Restore it from the project's history.")
    return document


def _declared(document: dict, path: Path) -> dict:
    declared = document.get("metadata", {}).get("useit")
    advice = "Declare title, question, group, needs and gives under metadata.useit."
    if not isinstance(declared, dict):
        raise InputRefused("the notebook does not declare what it needs and gives", path.name, advice)
    for name in ("title", "question", "group"):
        if not isinstance(declared.get(name), str) or not declared[name].strip():
            raise InputRefused(f"the notebook's metadata has no {name}", path.name, advice)
    for name in ("needs", "gives"):
        _check_names(declared.get(name), name, path.name)
    return declared


def _check_names(names: object, what: str, where: str) -> None:
    if not isinstance(names, list):
        raise InputRefused(f"the notebook's metadata has no list of {what}", where, "An empty list is allowed.")
    for name in names:
        if not isinstance(name, str) or not GIVEN.match(name):
            raise InputRefused(
                f"{what}: {name!r} is not a name that can pass between notebooks", where,
                "Use findings:NAME, frames:NAME, pages:NAME, files:codebooks, files:data_raw, files:text or store.",
            )


def _parameters_cell(cells: list[dict], path: Path) -> str:
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise InputRefused(
            f"the notebook has {len(tagged)} cells tagged 'parameters', where one is needed", path.name, "Tag exactly one cell."
        )
    return _source(tagged[0])


def _source(cell: dict) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _digest(cells: list[dict], declared: dict) -> str:
    # Outputs, counts and cell ids say nothing of what the notebook does; a template may be opened and saved without a rerun.
    said = [[cell["cell_type"], _source(cell), cell.get("metadata", {}).get("tags", [])] for cell in cells]
    return sha256(json.dumps([said, declared], sort_keys=True, ensure_ascii=False))
