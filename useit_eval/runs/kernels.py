"""Where kernels come from: forked from a warm process on POSIX, started plainly elsewhere. The run asks one function."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import useit_eval

PLAIN = "USEIT_PLAIN_KERNELS"
LONGEST_SOCKET_PATH = 100  # of 108 on Linux and 104 on macOS
START_SECONDS = 30.0
STOP_SECONDS = 2.0
# One thread for linear algebra: kernels run side by side, results must not depend on the number of cores,
# and a forked process must not inherit the wreck of a thread pool.
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


@dataclasses.dataclass
class Kernels:
    """The kernels of one run: their private folder, their environment, and the warm process if there is one."""

    root: Path
    folder: Path
    log: Path
    zygote: subprocess.Popen | None = None
    requests: socket.socket | None = None
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)
    processes: list = dataclasses.field(default_factory=list)
    started: int = 0
    forked: int = 0
    closed: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """Return what every kernel is told beside its own environment: the project's root and folders of its own."""
        package = str(Path(useit_eval.__file__).resolve().parent.parent)
        search = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
        return {**SETTINGS, "USEIT_ROOT": str(self.root), "PYTHONPATH": search, "IPYTHONDIR": str(self.folder / "ipython")}

    def next_connection(self) -> Path:
        """Return the path of a new kernel's connection file."""
        with self.lock:
            self.started += 1
            return self.folder / f"k{self.started}.json"

    def fork(self, arguments: list[str], *, cwd: str, env: dict[str, str]) -> tuple[int, socket.socket] | None:
        """Return the process id of a kernel forked from the warm process, and the socket that ends with it.

        Returns None when there is no warm process, or it does not answer; then the kernel is started plainly.
        """
        if self.requests is None:
            return None
        mine, its = socket.socketpair()
        message = json.dumps({"arguments": arguments, "cwd": cwd, "env": env}).encode()
        try:
            with its, self.lock:
                socket.send_fds(self.requests, [message], [its.fileno()])
            mine.settimeout(START_SECONDS)
            answer = mine.recv(64)
        except OSError:
            answer = b""
        if not answer:
            mine.close()
            return None
        self.forked += 1
        return int(answer), mine

    def adopt(self, process) -> None:
        """Take charge of a kernel's process. Raises RuntimeError, and kills it, when the run is being stopped."""
        with self.lock:
            if not self.closed:
                self.processes.append(process)
                return
        if process is not None:
            process.kill()
        raise RuntimeError("the run is being stopped")

    def close(self) -> None:
        """Kill every kernel and the warm process, and delete the kernels' folder. Safe to call twice."""
        with self.lock:
            self.closed = True
        if self.requests is not None:
            self.requests.close()
        for process in self.processes:
            _kill(process)
        if self.zygote is not None:
            _wait_or_kill(self.zygote)
        shutil.rmtree(self.folder, ignore_errors=True)


def _kill(process) -> None:
    """Kill a kernel and whatever it started: on POSIX it leads a process group of its own."""
    with contextlib.suppress(OSError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()


def _wait_or_kill(process: subprocess.Popen) -> None:
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def can_fork() -> bool:
    """Return whether kernels can be forked here: a POSIX system that passes sockets, and nobody asked for plain ones."""
    return os.name == "posix" and hasattr(socket, "send_fds") and os.environ.get(PLAIN, "") in ("", "0")


def open_kernels(root: Path, *, log: Path) -> Kernels:
    """Return the kernels of one run, with the warm process already loading; what kernels say on stderr goes to ``log``."""
    kernels = Kernels(root=root, folder=Path(tempfile.mkdtemp(prefix="useit-")), log=log)
    if can_fork():
        _start_zygote(kernels)
    return kernels


def _start_zygote(kernels: Kernels) -> None:
    mine, its = socket.socketpair()
    command = [sys.executable, "-m", "useit_eval.runs.zygote", str(its.fileno())]
    try:
        with its, kernels.log.open("ab") as log:
            kernels.zygote = subprocess.Popen(
                command, pass_fds=[its.fileno()], env={**os.environ, **kernels.environment}, cwd=kernels.root,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        kernels.requests = mine
    except OSError:
        mine.close()


def kernel_manager(kernels: Kernels) -> type:
    """Return the class that gives papermill its kernels: the one place where a notebook's kernel is obtained."""
    from useit_eval.runs.managing import WarmKernelManager

    return type("StudyKernelManager", (WarmKernelManager,), {"kernels": kernels})
