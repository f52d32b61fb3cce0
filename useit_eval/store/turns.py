"""Turns: writers of one SQLite store wait in a line, first come first served, instead of asking again and again.

SQLite's own way of waiting sleeps longer and longer between tries, so among many writers some wait for seconds while
others pass. Here the kernel keeps the line and wakes the next. It is manners only: SQLite's lock still guards the
store, so where there is no line to stand in (Windows, a folder that cannot be locked) nothing but time is lost.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None


@contextlib.contextmanager
def in_turn(folder: Path, *, wait: float) -> Iterator[None]:
    """Wait for one's turn among the writers of a folder's store, ``wait`` seconds at most, and keep it meanwhile."""
    # The folder itself is locked: a file beside the store would lie about, and on the store's own files SQLite's locks
    # would be let go by our closing them.
    handle = _open(folder)
    line = _Line(handle) if handle is not None else None
    try:
        if line:
            line.enter(wait)
        yield
    finally:
        if line:
            line.leave()


def _open(folder: Path) -> int | None:
    if fcntl is None:
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


class _Line:
    """One writer's place in the line. The handle is closed by whoever is done with it last."""

    def __init__(self, handle: int) -> None:
        self._handle, self._guard, self._ours, self._left = handle, threading.Lock(), threading.Event(), False

    def enter(self, wait: float) -> None:
        """Return when it is our turn, or when the wait is over: then SQLite's own lock decides."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # A lock that is waited for cannot be given up, so another thread waits, and lets go if it comes too late.
            threading.Thread(target=self._stand, daemon=True).start()
            self._ours.wait(wait)
        except OSError:  # a file system that keeps no such locks
            self._ours.set()
        else:
            self._ours.set()

    def leave(self) -> None:
        """Let the next one pass."""
        with self._guard:
            self._left = True
            if self._ours.is_set():
                self._let_go()

    def _stand(self) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(self._handle, fcntl.LOCK_EX)
        with self._guard:
            self._ours.set()
            if self._left:
                self._let_go()

    def _let_go(self) -> None:
        with contextlib.suppress(OSError):  # said aloud, as a process forked meanwhile holds the handle too
            fcntl.flock(self._handle, fcntl.LOCK_UN)
        os.close(self._handle)
