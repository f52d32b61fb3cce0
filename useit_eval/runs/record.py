"""The record of a run: what each notebook did, from what, in what time; and the report handed back to people."""

from __future__ import annotations

import dataclasses
import datetime
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import useit_eval

FORMAT = "useit-run/1"
STATES = ("done", "cached", "failed", "skipped")
NAMED = ("jupyter_client", "matplotlib", "nbclient", "numpy", "pandas", "papermill", "plotly", "pyarrow", "sqlalchemy", "statsmodels")


@dataclasses.dataclass(frozen=True)
class NotebookOutcome:
    """What became of one notebook: done, cached, failed or skipped; ``message`` says why it failed or was skipped."""

    name: str
    title: str
    state: str
    seconds: float = 0.0
    key: str = ""
    message: str = ""
    error: str = ""
    inputs: Mapping[str, str] = dataclasses.field(default_factory=dict)
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Progress:
    """One step of a run, for a progress bar: code cells done of all, and the notebook that stepped."""

    notebook: str
    title: str
    state: str  # "started", "cell", or one of STATES
    done: int
    total: int


@dataclasses.dataclass(frozen=True)
class RunReport:
    """What a run did: its folder, the pages published, each notebook's outcome, and where to start reading."""

    folder: Path
    pages: tuple[Path, ...]
    notebooks: tuple[NotebookOutcome, ...]
    seconds: float
    warnings: tuple[str, ...]
    start_here: Path | None

    def count(self, state: str) -> int:
        """Return how many notebooks ended in a state."""
        return sum(outcome.state == state for outcome in self.notebooks)


def write_record(
    folder: Path, *, state: str, study: str, started: datetime.datetime, outcomes: tuple[NotebookOutcome, ...] = (), **more: Any
) -> None:
    """Write ``run.json`` into a run's folder: state, notebooks, keys, times, versions, and what else is passed."""
    document = {
        "format": FORMAT,
        "state": state,
        "study": study,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((datetime.datetime.now(datetime.UTC) - started).total_seconds(), 3),
        **more,
        "versions": versions(),
        "notebooks": [_row(outcome) for outcome in outcomes],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, default=str)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def _row(outcome: NotebookOutcome) -> dict[str, Any]:
    row = {field.name: getattr(outcome, field.name) for field in dataclasses.fields(outcome)}
    return {**row, "seconds": round(outcome.seconds, 3), "inputs": dict(outcome.inputs), "parameters": dict(outcome.parameters)}


def versions() -> dict[str, str]:
    """Return the versions of Python, the package and the libraries that results rest on; a missing one is left out."""
    found = {"python": platform.python_version(), "useit_eval": useit_eval.__version__}
    for name in NAMED:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
