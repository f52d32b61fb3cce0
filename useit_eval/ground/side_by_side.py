"""Work done side by side: each piece in a forked process of its own on Linux, one after another elsewhere.

A fork starts with everything loaded and costs a few milliseconds, where a fresh process would first import for seconds.
It is for pieces that compute and write files, such as pages; they must not print, or use a store or a network.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import sys
from collections.abc import Callable, Iterable
from typing import Any

from useit_eval.ground.errors import WorkFailed

MOST_WORKERS = 4


def can_fork() -> bool:
    """Return whether pieces run side by side here: Linux with two processors or more.

    Elsewhere a process with threads, as a notebook's kernel is, is not safely forked.
    """
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1


def side_by_side(function: Callable[[Any], Any], items: Iterable[Any], *, workers: int | None = None) -> list[Any]:
    """Return ``function`` of each item, in the order of the items, at most ``workers`` at a time.

    Results must be picklable. The first error, in the order of the items, is raised here when the others are done;
    a piece whose process died raises WorkFailed.

    Example:
        >>> side_by_side(lambda number: number * 2, [1, 2, 3])
        [2, 4, 6]
    """
    pieces = list(items)
    most = min(workers or os.cpu_count() or 1, MOST_WORKERS, len(pieces))
    if most < 2 or not can_fork():
        return [function(piece) for piece in pieces]
    running: dict[int, tuple[int, int]] = {}
    told: dict[int, tuple[bool, Any]] = {}
    for number, piece in enumerate(pieces):
        if len(running) == most:
            _collect(running, told)
        reader, pid = _start(function, piece)
        running[reader] = number, pid
    while running:
        _collect(running, told)
    return [_result(told[number]) for number in range(len(pieces))]


def _start(function: Callable[[Any], Any], piece: Any) -> tuple[int, int]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _work(function, piece, writer)
    os.close(writer)
    return reader, pid


def _work(function: Callable[[Any], Any], piece: Any, writer: int) -> None:
    """Do one piece in the forked process and leave at once, without the parent's clean-up; never returns."""
    try:
        answer = True, function(piece)
    except BaseException as error:
        answer = False, error
        raise
    finally:  # whatever happened: a fork must never run on into its parent's work
        with contextlib.suppress(OSError, pickle.PicklingError, TypeError, AttributeError), os.fdopen(writer, "wb") as line:
            line.write(pickle.dumps(answer))
        os._exit(0)


def _collect(running: dict[int, tuple[int, int]], told: dict[int, tuple[bool, Any]]) -> None:
    """Wait until one piece has answered or died, and take its answer."""
    for reader in select.select(list(running), [], [])[0]:
        number, pid = running.pop(reader)
        with os.fdopen(reader, "rb") as line:
            answer = line.read()
        os.waitpid(pid, 0)
        told[number] = pickle.loads(answer) if answer else (False, WorkFailed("a piece of the work ended without an answer"))


def _result(answer: tuple[bool, Any]) -> Any:
    done, what = answer
    if done:
        return what
    raise what
