"""The yardstick: a project's notebooks one after another by papermill itself, as anybody would write it.

python benchmarks/plain_papermill.py PROJECT_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import papermill


def run_in_turn(project: Path) -> None:
    """Execute every notebook of a project in the order of their names, each in a kernel of its own."""
    folder = project / "plain"
    for name in ("notebooks", "findings", "frames", "pages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in sorted((project / "notebooks").glob("*.ipynb")):
        known = papermill.inspect_notebook(str(path))
        given = {"run_folder": str(folder)} if "run_folder" in known else {}
        copy = str(folder / "notebooks" / path.name)
        papermill.execute_notebook(str(path), copy, parameters=given, cwd=str(project), progress_bar=False)


if __name__ == "__main__":
    run_in_turn(Path(sys.argv[1]).resolve())
