"""Whether a process lives, seen from outside."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def lives(pid: int) -> bool:
    """Return whether a process runs; one that ended and waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():  # no Linux: what the signal says must do
        return True
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until(happened: Callable[[], bool], *, seconds: float = 20) -> bool:
    """Return whether something happened in time."""
    deadline = time.monotonic() + seconds
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()
