"""Run 00_start_here on a copy of the study and keep its outputs: ``python tests/notebooks/keep_outputs.py``.

Needed whenever what it shows has rightly changed (a strand, a theory). Nothing of the machine is kept.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "notebooks" / "00_start_here.ipynb"


def keep_outputs(path: Path = KEPT) -> None:
    """Execute the notebook and write it back with its outputs, without times and with its own metadata."""
    notebook = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("codebooks/useit", "data_raw/useit"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        shutil.copy(ROOT / "useit.toml", folder)
        os.environ.update(USEIT_ROOT=folder, PYTHONPATH=str(ROOT))
        NotebookClient(notebook, kernel_name="python3", record_timing=False).execute(cwd=folder)
    notebook.metadata = metadata
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    keep_outputs()
