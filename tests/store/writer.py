"""Writers in processes of their own: each saves codings one by one and notes each key after it is kept.

python -m tests.store.writer PLACE FOLDER

Reads lines `NAME COUNT` and forks a writer for each, which notes its keys in FOLDER/NAME; says the writer's process
id. So thirty writers pay once for loading the program, not thirty times.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
import uuid
from pathlib import Path

from tests.store.samples import SOURCE_ID
from useit_eval.store import open_store
from useit_eval.store.database import Store  # noqa: F401  loaded once, before any writer is forked


def row(start: int, coder: str) -> dict[str, object]:
    """Return a new coding as a browser would send it."""
    told = {"coding_id": str(uuid.uuid4()), "source_id": SOURCE_ID, "start": start, "end": start + 1}
    words = {"quote": f"words {start}", "quote_sha256": "1" * 64, "code_id": "trust", "coder": coder}
    return {**told, **words, "origin": "human", "round_no": 1, "quotable": True}


def write(place: str, file: Path, count: int, pause: float = 0.0) -> None:
    """Save so many codings, each after a pause; a key and its milliseconds are noted when, and only when, it is kept."""
    store = open_store(place)
    notes = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    for start in range(count):
        coding = row(start, file.name)
        time.sleep(pause)
        begun = time.perf_counter()
        with store.writing(by=file.name) as work:
            work.append_rows("coding", [coding])
        took = 1000 * (time.perf_counter() - begun)
        os.write(notes, f"{coding['coding_id']} {took:.3f}\n".encode())
    store.close()


def _serve(place: str, folder: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the writers: they go as they end
    for line in sys.stdin:
        name, count, pause = line.split()
        child = os.fork()
        if not child:
            _write_and_end(place, folder / name, int(count), float(pause))
        print(child, flush=True)


def _write_and_end(place: str, file: Path, count: int, pause: float) -> None:
    ended = "done"
    try:
        write(place, file, count, pause)
    except BaseException:
        ended = traceback.format_exc()
    file.with_name(f"{file.name}.ended").write_text(ended)
    os._exit(0)


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]))
