"""The order of a run: what is ready is handed back from the cache or started, side by side, as others finish."""

from __future__ import annotations

import concurrent.futures
import contextlib
import queue
from collections.abc import Callable, Mapping
from typing import Protocol

from useit_eval.runs.record import NotebookOutcome, Progress
from useit_eval.runs.templates import Notebook

WAIT_SECONDS = 0.2  # how long Ctrl-C may go unnoticed while waiting
STOP_SECONDS = 3.0


class Work(Protocol):
    """What the schedule asks of the run."""

    def recall(self, notebook: Notebook) -> NotebookOutcome | None:
        """Hand a notebook's result back from the cache, or None when it must be run. Called in the main thread."""

    def perform(self, notebook: Notebook, on_cell: Callable[[], None]) -> NotebookOutcome:
        """Run a notebook. Called in a worker's thread."""


class Schedule:
    """One pass through the notebooks: each after those it waits for, at most ``workers`` at a time."""

    def __init__(
        self, waits: Mapping[str, tuple[str, ...]], notebooks: tuple[Notebook, ...], *, work: Work, workers: int,
        tell: Callable[[Progress], None],
    ) -> None:
        self._waits = waits
        self._notebooks = {notebook.name: notebook for notebook in notebooks}
        self._work, self._workers, self._tell = work, workers, tell
        # What others wait for longest goes first: the longest chain decides when the run is over.
        self._first_to_last = sorted(notebooks, key=lambda notebook: -_length_below(notebook.name, waits))
        self._pool = concurrent.futures.ThreadPoolExecutor(workers, thread_name_prefix="notebook")
        self._futures: list[concurrent.futures.Future] = []
        self._events: queue.SimpleQueue = queue.SimpleQueue()
        self._running: set[str] = set()
        self._cells = dict.fromkeys(self._notebooks, 0)
        self.outcomes: dict[str, NotebookOutcome] = {}

    def run(self) -> tuple[NotebookOutcome, ...]:
        """Return the outcome of every notebook, in the order given. A bug in a worker is raised here."""
        while len(self.outcomes) < len(self._notebooks):
            self._settle_ready()
            if self._running:
                self._take(self._next_event())
        return tuple(self.outcomes[name] for name in self._notebooks)

    def stop(self) -> bool:
        """Let the workers end; returns whether all did in time. Their kernels must have been killed before."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        return not concurrent.futures.wait(self._futures, timeout=STOP_SECONDS).not_done

    def _settle_ready(self) -> None:
        """Skip, recall or start whatever waits for nothing any more, until nothing more can be settled."""
        settled = True
        while settled:
            settled = False
            for notebook in self._first_to_last:
                if notebook.name not in self.outcomes and notebook.name not in self._running and self._is_ready(notebook):
                    settled = self._settle(notebook) or settled

    def _is_ready(self, notebook: Notebook) -> bool:
        return all(name in self.outcomes for name in self._waits[notebook.name])

    def _settle(self, notebook: Notebook) -> bool:
        stopped = [name for name in self._waits[notebook.name] if self.outcomes[name].state in ("failed", "skipped")]
        if stopped:
            message = f"waits for {stopped[0]}, which was not finished"
            self._end(NotebookOutcome(notebook.name, notebook.title, "skipped", message=message))
            return True
        if len(self._running) >= self._workers:
            return False
        recalled = self._work.recall(notebook)
        if recalled is not None:
            self._end(recalled)
            return True
        self._start(notebook)
        return False

    def _start(self, notebook: Notebook) -> None:
        self._running.add(notebook.name)
        self._report(notebook.name, "started")
        name = notebook.name
        future = self._pool.submit(self._work.perform, notebook, lambda: self._events.put(("cell", name)))
        self._futures.append(future)
        future.add_done_callback(lambda done: self._events.put(("end", done)))

    def _next_event(self) -> tuple[str, object]:
        while True:
            with contextlib.suppress(queue.Empty):
                return self._events.get(timeout=WAIT_SECONDS)

    def _take(self, event: tuple[str, object]) -> None:
        kind, what = event
        if kind == "cell":
            self._cells[what] += 1
            self._report(what, "cell")
            return
        outcome = what.result()
        self._running.discard(outcome.name)
        self._end(outcome)

    def _end(self, outcome: NotebookOutcome) -> None:
        self.outcomes[outcome.name] = outcome
        self._report(outcome.name, outcome.state)

    def _report(self, name: str, state: str) -> None:
        total = sum(notebook.code_cells for notebook in self._notebooks.values())
        done = sum(
            notebook.code_cells if notebook.name in self.outcomes else min(self._cells[notebook.name], notebook.code_cells)
            for notebook in self._notebooks.values()
        )
        self._tell(Progress(name, self._notebooks[name].title, state, done, total))


def _length_below(name: str, waits: Mapping[str, tuple[str, ...]]) -> int:
    """Return how many notebooks wait for this one, one after another."""
    return max((1 + _length_below(later, waits) for later, before in waits.items() if name in before), default=0)
