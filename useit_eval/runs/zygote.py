"""A process with the heavy libraries loaded that forks a kernel for each notebook: ``python -m useit_eval.runs.zygote FD``.

It is spoken to over one Unix socket. A request is one JSON line with the kernel's arguments, folder and environment,
and comes with the end of a second socket that the kernel holds open while it lives: whoever holds the other end reads
the kernel's process id from it, and its end as end of file. When the request socket closes, for whatever reason, all
kernels are killed and this process ends.

A fork copies one thread only. So nothing here may start a thread, a zmq context or an event loop before the fork.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time

# In the order in which a run wants them: the first notebook reads tables, the chapters at the end draw.
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "matplotlib_inline.config",
    "pandas",
    "useit_eval.codebook.study",
    "useit_eval.codebook.codes",
    "useit_eval.codebook.theories",
    "useit_eval.codebook.rubric",
    "useit_eval.codebook.coding_files",
    "useit_eval.workbench.bench",
    "sqlalchemy.dialects.sqlite",
    "useit_eval.store.database",
    "pandera.pandas",
    "pandera.backends.pandas.register",
    "pandera.strategies.pandas_strategies",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "pandas.io.formats.string",
    "useit_eval.workbench.showing",
    "useit_eval.workbench.sources_told",
    "useit_eval.coding",
    "useit_eval.cmo",
    "useit_eval.evidence",
    "useit_eval.judgement",
    "babel.dates",
    "scipy.sparse.csgraph",
    "useit_eval.codebook.blocks",
    "useit_eval.workbench.chapters",
    "useit_eval.workbench.training_pack",
    "useit_eval.training",
    "jinja2",
    "markdown_it",
    "plotly.graph_objects",
    "plotly.offline",
    "matplotlib.backends.backend_agg",
    "pypandoc",
    "useit_eval.document.html",
    "useit_eval.document.docx",
    "useit_eval.document.draw",
    "useit_eval.document.charts",
    "useit_eval.document.pictures",
)
LARGEST_REQUEST = 1_000_000
PATIENCE_SECONDS = 0.2


def main(descriptor: int) -> None:
    """Load the libraries one by one, serving requests in between, then serve until the request socket closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the run, which closes the socket
    requests = socket.socket(fileno=descriptor)
    kernels: set[int] = set()
    waiting = list(PRELOADED)
    while _serve(requests, kernels, patience=0 if waiting else PATIENCE_SECONDS):
        if waiting:
            _load(waiting.pop(0))
    _end(kernels)


def _load(name: str) -> None:
    # A library that is missing or broken is the notebook's own affair: its kernel will say so in a cell.
    with contextlib.suppress(Exception):
        importlib.import_module(name)


def _serve(requests: socket.socket, kernels: set[int], *, patience: float) -> bool:
    """Fork for the request at hand, if there is one. Returns False when the other side is gone."""
    _reap(kernels)
    if not select.select([requests], [], [], patience)[0]:
        return True
    message, descriptors, _, _ = socket.recv_fds(requests, LARGEST_REQUEST, 1)
    if not message:
        return False
    line = socket.socket(fileno=descriptors[0])
    line.set_inheritable(False)
    gc.collect()
    gc.freeze()  # what is loaded stays shared between the kernels instead of being copied by the collector
    child = os.fork()
    if child == 0:
        requests.close()
        _become_kernel(json.loads(message), line)
    kernels.add(child)
    line.close()
    return True


def _become_kernel(request: dict, line: socket.socket) -> None:
    """Turn this forked process into the kernel that the request describes; never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        line.sendall(f"{os.getpid()}\n".encode())
        os.chdir(request["cwd"])
        os.environ.update(request["env"])
        sys.argv = ["ipykernel_launcher", *request["arguments"]]
        _reseed()
        _run_kernel(request["arguments"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _reseed() -> None:
    """Give numpy's global generator a state of its own: a fork inherits it, and kernels must not share their chance."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _run_kernel(arguments: list[str]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    app.start()


def _reap(kernels: set[int]) -> None:
    for pid in list(kernels):
        if os.waitpid(pid, os.WNOHANG)[0]:
            kernels.discard(pid)


def _end(kernels: set[int]) -> None:
    for pid in kernels:
        for kill in (os.killpg, os.kill):  # its whole group; itself too, should it not have made a group yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 2
    while kernels and time.monotonic() < deadline:
        _reap(kernels)
        time.sleep(0.01)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
