"""How far a run has come: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useit_eval.runs import Progress
    from useit_eval.workbench.folder import Step

WORDS = {"done": "done", "cached": "unchanged", "failed": "failed", "skipped": "not run"}


class ProgressBar:
    """A bar on a terminal, a line for each notebook elsewhere; both on stderr."""

    first = "Looking for what has changed"

    def __enter__(self) -> ProgressBar:
        self._bar = self._task = None
        if sys.stderr.isatty():
            self._open()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, step: Progress) -> None:
        """Show one step of the run."""
        if self._bar is not None:
            self._bar.update(self._task, completed=step.done, total=step.total, description=step.title)
        elif step.state not in ("started", "cell"):
            print(f"{step.notebook}: {WORDS[step.state]}", file=sys.stderr, flush=True)

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", style="bold"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(self.first, total=None)


class FolderBar(ProgressBar):
    """A bar on a terminal; elsewhere a line at each tenth part of a folder, so that a log stays short. On stderr."""

    first = "Looking for files"
    parts = 10

    def show(self, step: Step) -> None:
        """Show what became of one file of a folder."""
        if self._bar is not None:
            self._bar.update(self._task, completed=step.done, total=step.total, description=step.outcome.file)
        elif step.done * self.parts // step.total > (step.done - 1) * self.parts // step.total and step.total > self.parts:
            print(f"{step.done} of {step.total} files", file=sys.stderr, flush=True)
