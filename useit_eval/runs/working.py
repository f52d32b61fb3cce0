"""The work of one run: keys of notebooks, results from the cache, notebooks through papermill, and what they gave."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from useit_eval.ground.project import Project, StudyPaths
from useit_eval.ground.text import sha256
from useit_eval.runs.cache import find_entry, keep_entry, make_key, restore_entry
from useit_eval.runs.digests import ABSENT, digest_file, digest_inputs, digest_installed, digest_package
from useit_eval.runs.kernels import Kernels, open_kernels
from useit_eval.runs.parameters import OWN
from useit_eval.runs.record import NotebookOutcome
from useit_eval.runs.running import run_notebook
from useit_eval.runs.templates import Notebook

PASSED_ON = ("findings", "frames", "pages")
LOG = "kernels.log"


@dataclasses.dataclass
class StudyWork:
    """What a schedule asks for: recall a notebook's result, or perform it. Closing it ends every kernel.

    ``folder`` is the run's own and is set once it is opened: kernels may be woken before that.
    """

    project: Project
    paths: StudyPaths
    given: Mapping[str, Any]
    folder: Path = Path()
    _keys: dict[str, tuple[str, dict[str, str]]] = dataclasses.field(default_factory=dict)
    _files: dict[str, str] = dataclasses.field(default_factory=dict)
    _kernels: Kernels | None = None
    _lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def values(self, notebook: Notebook) -> dict[str, Any]:
        """Return the parameters of a notebook as this run sets them, the run's own left out."""
        own = {parameter.name: parameter.default for parameter in notebook.parameters if parameter.name not in OWN}
        return {name: self.given.get(name, default) for name, default in own.items()}

    def recall(self, notebook: Notebook) -> NotebookOutcome | None:
        """Put a notebook's kept result into the run's folder; None when there is none, and the kernels are woken."""
        begun = time.monotonic()
        inputs = {need: self._digest(need) for need in notebook.needs}
        key = make_key(notebook=notebook.digest, parameters=self.values(notebook), inputs=inputs, always=self.always())
        self._keys[notebook.name] = key, inputs
        entry = find_entry(self.cache, key)
        # A result that includes rows in the store is only as good as the store it left behind.
        if entry is None or ("store" in notebook.gives and entry.store != digest_inputs("store", self.paths)):
            self.wake()
            return None
        restore_entry(entry, self.folder)
        return self._outcome(notebook, "cached", begun)

    def perform(self, notebook: Notebook, on_cell: Callable[[], None]) -> NotebookOutcome:
        """Run a notebook and keep what it gave; the outcome says failed when it raised or gave less than it declares."""
        begun = time.monotonic()
        copy = self.folder / "notebooks" / f"{notebook.name}.ipynb"
        values = {**self.values(notebook), **{name: str(self.folder) for name in OWN if notebook.declares(name)}}
        failure = run_notebook(notebook, values, kernels=self.wake(), copy=copy, on_cell=on_cell)
        if failure is not None:
            where = f" (cell {failure.cell})" if failure.cell else ""
            return self._outcome(notebook, "failed", begun, message=f"{failure.message}{where}", error=failure.error)
        missing = [thing for thing in notebook.gives if thing != "store" and not self.files_of(thing)]
        if missing:
            message = f"declares that it gives {missing[0]} but wrote no such file"
            return self._outcome(notebook, "failed", begun, message=message, error="Missing")
        self._keep(notebook, copy, seconds=time.monotonic() - begun)
        return self._outcome(notebook, "done", begun)

    def undeclared(self, notebooks: tuple[Notebook, ...]) -> list[str]:
        """Return the files below the run's findings, frames and pages that no notebook declares to give."""
        declared = {name for notebook in notebooks for thing in notebook.gives for name in self.files_of(thing)}
        found = {name for kind in PASSED_ON for name in _below(self.folder, self.folder / kind)}
        return sorted(found - declared)

    def files_of(self, thing: str) -> list[str]:
        """Return the files, relative to the run's folder, that carry a thing such as findings:evidence or pages:chapters."""
        kind, _, name = thing.partition(":")
        folder = self.folder / kind
        loose = [path.relative_to(self.folder).as_posix() for path in folder.glob(f"{name}.*") if path.is_file()]
        return sorted([*loose, *_below(self.folder, folder / name)])

    @property
    def cache(self) -> Path:
        """Return the folder of kept results."""
        return self.paths.cache / "runs"

    def always(self) -> dict[str, str]:
        """Return what every result rests on: the package's code, what is installed, and the study's settings and seed."""
        settings = self.paths.codebooks / "study.yaml"
        return {
            "package": digest_package(),
            "installed": self._once("installed", lambda: digest_installed(self.project)),
            "settings": self._once("settings", lambda: digest_file(settings)),
        }

    def close(self) -> None:
        """End every kernel; drop the log of their stderr when they said nothing."""
        if self._kernels is not None:
            self._kernels.close()
        log = self.paths.logs / LOG
        with contextlib.suppress(OSError):
            if log.stat().st_size == 0:
                log.unlink()

    def wake(self) -> Kernels:
        """Return the kernels of this run; the first call starts the warm process, which loads while others work."""
        with self._lock:
            if self._kernels is None:
                with contextlib.suppress(OSError):  # a folder that cannot be written is told when the study is opened
                    self.paths.logs.mkdir(parents=True, exist_ok=True)
                self._kernels = open_kernels(self.project.root, log=self.paths.logs / LOG)
            return self._kernels

    def _digest(self, need: str) -> str:
        if need == "store":
            return digest_inputs(need, self.paths)
        if need.startswith("files:"):
            return self._once(need, lambda: digest_inputs(need, self.paths))
        rows = [f"{name} {digest_file(self.folder / name)}" for name in self.files_of(need)]
        return sha256("\n".join(rows))

    def _once(self, name: str, read: Callable[[], str]) -> str:
        if name not in self._files:
            self._files[name] = read()
        return self._files[name]

    def _keep(self, notebook: Notebook, copy: Path, *, seconds: float) -> None:
        key, _ = self._keys[notebook.name]
        names = [copy.relative_to(self.folder).as_posix()]
        names += [name for thing in notebook.gives if thing != "store" for name in self.files_of(thing)]
        store = digest_inputs("store", self.paths) if "store" in notebook.gives else ABSENT
        keep_entry(self.cache, key, run=self.folder, files=names, store=store, seconds=seconds)

    def _outcome(self, notebook: Notebook, state: str, begun: float, **more: str) -> NotebookOutcome:
        key, inputs = self._keys[notebook.name]
        return NotebookOutcome(
            notebook.name, notebook.title, state, seconds=time.monotonic() - begun, key=key, inputs=inputs,
            parameters=self.values(notebook), **more,
        )


def _below(root: Path, folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [path.relative_to(root).as_posix() for path in folder.rglob("*") if path.is_file()]
