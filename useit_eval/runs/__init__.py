"""Runs: the notebooks of a study through papermill, in order of what they need, from a cache where nothing changed."""

from __future__ import annotations

from useit_eval.runs.execute import run_study
from useit_eval.runs.record import NotebookOutcome, Progress, RunReport

__all__ = ["NotebookOutcome", "Progress", "RunReport", "run_study"]
