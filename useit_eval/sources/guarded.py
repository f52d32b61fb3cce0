"""The process that reads strangers' files, one after the other, within limits: started by ``guard``, never by hand.

It takes one request a line (JSON) and answers each with a length and JSON, never with pickled objects, so that a reader
taken over by a hostile file could still send nothing but text. Memory is limited by the system (POSIX); an alarm ends it
should whoever started it have died, or its time be over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import json
import operator
import os
import sys
from pathlib import Path
from typing import BinaryIO

from useit_eval.ground.errors import UseitError
from useit_eval.sources import texts
from useit_eval.sources.drafts import Turn

PATIENCE = 3  # times the limit of its own work that a reader may take by the clock, on a machine that does other things
_FIELDS = operator.attrgetter(*(field.name for field in dataclasses.fields(Turn)))  # astuple copies each value: slow
_MEMORY = "reading it takes more than {most:,} MB of memory"
_DEEP = "it is nested deeper than any text is"
_NEXT = "Open it in the program it came from, split it or save it again as plain text."


def serve(*, most_bytes: int, seconds: float) -> None:
    """Answer requests from standard input until it ends; each names a file, and an encoding or none."""
    answers = _quietly()
    _limit(most_bytes)
    gc.disable()  # a text of 200,000 turns makes millions of objects, none in a circle: a quarter of the time
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _set_alarm(seconds)
        try:
            answer = _read(request)
        except MemoryError:
            what = _MEMORY.format(most=most_bytes // 1_000_000)
            _send(answers, {"refused": ["InputRefused", what, Path(request["path"]).name, _NEXT], "ends": True})
            os._exit(1)  # what a process does after it ran out of memory is anyone's guess: a fresh one takes over
        _send(answers, answer)
        del answer
        gc.collect()
        _set_alarm(0)


def _read(request: dict[str, str]) -> dict[str, object]:
    path = Path(request["path"])
    try:
        found = texts.read_source(path, encoding=request["encoding"])
    except UseitError as error:
        return {"refused": [type(error).__name__, error.what, error.where, error.next]}
    except RecursionError:
        return {"refused": ["InputRefused", _DEEP, path.name, _NEXT]}
    plain = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    return {"read": plain | {"turns": [_FIELDS(turn) for turn in found.turns]}}


def _send(answers: BinaryIO, answer: dict[str, object]) -> None:
    raw = json.dumps(answer).encode("ascii")
    answers.write(len(raw).to_bytes(8, "big") + raw)
    answers.flush()


def _quietly() -> BinaryIO:
    """Return the way answers go, and send to nowhere what libraries may print."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _limit(most_bytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits, macOS not all
        import resource
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        most = _mapped() + most_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _mapped() -> int:
    """Return the bytes of memory this process has mapped already; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 400_000_000


def _set_alarm(seconds: float) -> None:
    """End this process after so many seconds of its own work, which a busy machine does not shorten; 0 for never."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
