"""One notebook through papermill, unmodified: parameters in, executed copy out, a failure told in plain words."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from useit_eval.runs.kernels import Kernels, kernel_manager
from useit_eval.runs.templates import Notebook

LOUD = ("papermill", "traitlets")
SLOW_AND_UNUSED = "rfc3987_syntax"
_LOADING = threading.Lock()


@dataclasses.dataclass(frozen=True)
class Failure:
    """Why a notebook failed: the error's class name, its own words, and the number of the cell."""

    error: str
    message: str
    cell: int = 0


def run_notebook(
    notebook: Notebook, values: Mapping[str, Any], *, kernels: Kernels, copy: Path, on_cell: Callable[[], None]
) -> Failure | None:
    """Execute a notebook into ``copy`` and return None, or why it failed; the copy is written either way.

    ``on_cell`` is called, in this thread, after each code cell.
    """
    papermill = load_papermill()
    from papermill.exceptions import PapermillException, PapermillExecutionError

    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            _as_path(notebook.path), _as_path(copy), parameters=dict(values), kernel_name="python3", language="python",
            progress_bar=False, kernel_manager_class=kernel_manager(kernels), shutdown_kernel="immediate",
            on_cell_executed=lambda **_: on_cell(),
        )
    except PapermillExecutionError as error:
        return Failure(error.ename, str(error.evalue), error.exec_count or 0)
    except (PapermillException, RuntimeError, TimeoutError, OSError) as error:  # the kernel did not start, or died
        failure = Failure(type(error).__name__, str(error))
        _mark(copy, notebook.path, failure)
        return failure
    finally:
        _close_loop()
    return None


def _close_loop() -> None:
    """Close the event loop that papermill opened in this thread; the next notebook gets one of its own."""
    from jupyter_core.utils import ensure_event_loop

    ensure_event_loop().close()


def load_papermill():
    """Return papermill, imported the short way.

    Two thirds of its import would go into compiling a grammar of internationalised web addresses, which the schema of
    notebooks never asks for; jsonschema does without it where it is not installed, so it is hidden during the import.
    """
    with _LOADING:
        hidden = SLOW_AND_UNUSED not in sys.modules
        if hidden:
            sys.modules[SLOW_AND_UNUSED] = None
        try:
            import papermill
        finally:
            if hidden:
                del sys.modules[SLOW_AND_UNUSED]
    return papermill


def _as_path(path: Path) -> str:
    # papermill fills its parameters into paths as str.format does, and a person's folder may hold braces.
    return str(path).replace("{", "{{").replace("}", "}}")


def _mark(copy: Path, template: Path, failure: Failure) -> None:
    """Say at the top of the executed copy that it failed, where papermill itself could not."""
    with contextlib.suppress(OSError, ValueError):
        document = json.loads((copy if copy.is_file() else template).read_text(encoding="utf-8"))
        text = f"**This notebook failed and is not complete.** {failure.error}: {failure.message}"
        cell = {"cell_type": "markdown", "id": "failed", "metadata": {"tags": ["papermill-error-cell-tag"]}, "source": text}
        document["cells"].insert(0, cell)
        copy.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


@contextlib.contextmanager
def quiet_logs() -> Iterator[None]:
    """Keep the libraries' log lines off the progress bar; what failed is told by the report and the executed copy."""
    before = {name: logging.getLogger(name).level for name in LOUD}
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
