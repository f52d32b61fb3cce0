"""A small project with small notebooks of its own, for trying runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from useit_eval.ground.project import Project, find
from useit_eval.workbench import init_study

PARAMETERS = """study: str = "demo"  # the study
strand: str = "all"  # one strand, or all
round_no: int = 1  # the coding round
as_of: str = ""  # the day as of which
run_folder: str = ""  # set by the run
"""
GIVE = """from pathlib import Path
target = Path(run_folder) / "{kind}" / "{file}"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text({text})
"""


def write_notebook(folder: Path, name: str, *cells: str, needs=(), gives=(), group="", parameters=PARAMETERS, **more) -> Path:
    """Write a notebook whose first cell is its parameters."""
    code = [{"tags": ["parameters"], "source": parameters}, *({"tags": [], "source": cell} for cell in cells)]
    document = {
        "cells": [
            {
                "cell_type": "code", "id": f"cell-{number}", "execution_count": None, "outputs": [],
                "metadata": {"tags": cell["tags"]}, "source": cell["source"],
            }
            for number, cell in enumerate(code)
        ],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "useit": {
                "title": name, "question": "?", "group": group or name.partition("_")[2],
                "needs": list(needs), "gives": list(gives), **more,
            },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def give(kind: str, file: str, text: str = "'words'") -> str:
    """Return a cell that writes a file which the next notebooks may take."""
    return GIVE.format(kind=kind, file=file, text=text)


def write_project(root: Path) -> Project:
    """Write a project with one study and four notebooks, and return it."""
    init_study("demo", folder=_made(root))
    study = root / "codebooks" / "demo" / "study.yaml"
    study.write_text(re.sub(r"(?m)^seed: \d+", "seed: 7", study.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "codebooks" / "demo" / "text" / "summary.md").write_text("Words.\n")
    (root / "requirements.lock").write_text("pandas==3.1.0\n")
    notebooks = root / "notebooks"
    write_notebook(
        notebooks, "01_sources", give("findings", "sources.json", "study"), needs=["files:data_raw"], gives=["findings:sources"]
    )
    write_notebook(
        notebooks, "02_coding", give("findings", "coding.json", "str(round_no)"),
        needs=["findings:sources", "files:codebooks"], gives=["findings:coding"],
    )
    write_notebook(
        notebooks, "03_evidence", give("frames", "bearing.parquet"), needs=["findings:sources"], gives=["frames:bearing"]
    )
    write_notebook(
        notebooks, "04_write_chapters", give("pages", "index.html"), give("pages/chapters", "one.html", "strand"),
        give("pages/chapters", "one.docx", "'docx ' + strand"),
        needs=["findings:coding", "frames:bearing", "files:text"], gives=["pages:index", "pages:chapters"], group="chapters",
    )
    return find(root)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
