"""Files read in processes of their own within limits of time and memory, so that a hostile one costs a refusal only.

Each process reads file after file; one that runs over its time, out of memory or breaks down is ended and another takes
its place. The processes are new interpreters rather than copies of this one (no fork), which is safe whatever threads
run here, and the same on every system. Time is the process's own work, so that a busy machine refuses no good file, with three
times as much by the clock; on Windows it is the clock alone, and memory is not limited.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from useit_eval.ground import errors
from useit_eval.ground.errors import InputRefused, UseitError
from useit_eval.ground.safe_files import shown_name
from useit_eval.sources.drafts import Turn
from useit_eval.sources.guarded import PATIENCE
from useit_eval.sources.texts import SourceImport

SECONDS = 9.0
MOST_BYTES = 500_000_000
_START = "import sys; sys.path.insert(0, {root!r}); from useit_eval.sources.guarded import serve; serve({limits})"
_ROOT = str(Path(__file__).resolve().parents[2])
_NEXT = "Open it in the program it came from, split it or save it again as plain text."
# How a process ends whose alarm rang, where there are alarms.
_OUT_OF_TIME = tuple(-int(getattr(signal, name)) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name))
Read = tuple[Path, SourceImport | UseitError]


def read_guarded(path: Path | str, *, encoding: str | None = None, seconds: float = SECONDS) -> SourceImport:
    """Return what ``read_source`` does, read within limits of time and memory (9 s, 500 MB).

    Raises InputRefused for a file that runs over them, and all that ``read_source`` raises.
    """
    ((_, found),) = read_many([Path(path)], processes=1, encoding=encoding, seconds=seconds)
    if isinstance(found, UseitError):
        raise found
    return found


def read_many(
    paths: Iterable[Path],
    *,
    processes: int = 2,
    encoding: str | None = None,
    within: Path | None = None,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Iterator[Read]:
    """Yield each file with what it gives, a SourceImport or the error that refused it, in the order they are done.

    Each file has ``seconds`` and ``most_bytes`` of memory. A link that leads out of the folder ``within`` is refused
    unread. When the caller stops early, or is interrupted, every process is ended.
    """
    waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
    count = 0
    for path in paths:
        if within is not None and not _is_inside(path, within):
            yield path, InputRefused("it is a link that leads out of the folder", path.name, "Add the file itself.")
            continue
        if not _is_sayable(path.name):
            told = "its name is not Unicode, so that no list could hold it"
            yield path, InputRefused(told, shown_name(path.name), "Give the file another name, and add it.")
            continue
        waiting.put(path)
        count += 1
    readers = [_Reader(waiting, encoding, seconds, most_bytes) for _ in range(min(max(processes, 1), count))]
    yield from _results(readers, count)


def _results(readers: list[_Reader], count: int) -> Iterator[Read]:
    done: queue.Queue[Read] = queue.Queue(maxsize=8)
    try:
        for reader in readers:
            reader.start(done)
        for _ in range(count):
            yield done.get()
    finally:
        for reader in readers:
            reader.stop()


def _is_inside(path: Path, folder: Path) -> bool:
    # realpath, for Path.resolve ends with an error at links that lead round in a circle
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _is_sayable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class _Reader:
    """A thread that hands files to a process of its own and waits for each answer, or for the time to be over."""

    def __init__(self, waiting: queue.SimpleQueue[Path], encoding: str | None, seconds: float, most_bytes: int) -> None:
        self._waiting, self._encoding, self._seconds = waiting, encoding, seconds
        self._most_bytes, self._stopped = most_bytes, threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # so that no process starts after the stop

    def start(self, done: queue.Queue[Read]) -> None:
        """Begin to read; what is read goes to ``done``."""
        threading.Thread(target=self._work, args=(done,), name="useit-reader", daemon=True).start()

    def stop(self) -> None:
        """End the process, at once."""
        with self._lock:
            self._stopped.set()
            self._end()

    def _work(self, done: queue.Queue[Read]) -> None:
        while not self._stopped.is_set():
            try:
                path = self._waiting.get_nowait()
            except queue.Empty:
                break
            self._hand_over(done, (path, self._read(path)))
        self.stop()

    def _hand_over(self, done: queue.Queue[Read], read: Read) -> None:
        while not self._stopped.is_set():
            with contextlib.suppress(queue.Full):
                done.put(read, timeout=0.2)
                return

    def _read(self, path: Path) -> SourceImport | UseitError:
        fresh = self._process is None
        process = self._started()
        if process is None:
            return InputRefused("reading was stopped", path.name)
        late = threading.Event()
        timer = threading.Timer(_by_the_clock(self._seconds), lambda: (late.set(), process.kill()))
        timer.daemon = True
        timer.start()
        answer = _ask(process, {"path": str(path.absolute()), "encoding": self._encoding})
        timer.cancel()
        if answer is None or "ends" in answer:
            if process.wait() in _OUT_OF_TIME:
                late.set()
            self._replace()
            if not fresh and not late.is_set():  # what earlier files left behind in its memory is not this one's fault
                return self._read(path)
        return self._broken(path, late=late.is_set()) if answer is None else _made(answer)

    def _replace(self) -> None:
        with self._lock:
            self._end()

    def _broken(self, path: Path, *, late: bool) -> InputRefused:
        if late:
            return InputRefused(f"reading it takes longer than {self._seconds:g} seconds", path.name, _NEXT)
        most = self._most_bytes // 1_000_000
        return InputRefused(
            f"its reader broke down: the file is damaged, or takes more than {most} MB", path.name, _NEXT
        )

    def _started(self) -> subprocess.Popen[bytes] | None:
        """Return a process that runs, a new one if need be; None after the stop."""
        with self._lock:
            if self._stopped.is_set():
                return None
            if self._process is None:
                self._process = _process(self._seconds, self._most_bytes)
            return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process = None


def _by_the_clock(seconds: float) -> float:
    """Return how long a reader may take by the clock; where the system counts its own work, more than that."""
    return seconds * PATIENCE if _OUT_OF_TIME else seconds


def _process(seconds: float, most_bytes: int) -> subprocess.Popen[bytes]:
    limits = f"most_bytes={most_bytes}, seconds={seconds}"
    # -P: no module may come from the folder the files lie in.
    command = [sys.executable, "-P", "-c", _START.format(root=_ROOT, limits=limits)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _ask(process: subprocess.Popen[bytes], request: dict[str, str | None]) -> dict[str, object] | None:
    """Return the answer of a process, None when it ended without one."""
    try:
        process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
        process.stdin.flush()
        size = process.stdout.read(8)
        raw = process.stdout.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
        return json.loads(raw)
    except (OSError, ValueError):  # a pipe that broke, or closed, or half an answer
        return None


def _made(answer: dict[str, object]) -> SourceImport | UseitError:
    if "refused" in answer:
        kind, *told = answer["refused"]
        return getattr(errors, kind)(*told)
    fields = answer["read"]
    turns = tuple(Turn(*turn) for turn in fields["turns"])
    return SourceImport(
        **fields | {"turns": turns, "changes": tuple(fields["changes"]), "doubts": tuple(fields["doubts"])}
    )
