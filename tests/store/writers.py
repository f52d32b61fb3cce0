"""Many writers at once, from the side of the test: start them, kill them, read what they acknowledged."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Writers:
    """Processes that write to one store. Their names are those of the files that hold what they acknowledged."""

    def __init__(self, place: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.store.writer", place, str(folder)]
        self.folder = folder
        self._forker = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, name: str, count: int, pause: float = 0.0) -> int:
        """Return the process id of a new writer."""
        self._forker.stdin.write(f"{name} {count} {pause}\n")
        self._forker.stdin.flush()
        return int(self._forker.stdout.readline())

    def kill(self, process: int) -> None:
        """Kill a writer and wait until it is gone."""
        os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(process, 0)
                time.sleep(0.001)

    def wait_for_first(self, name: str) -> None:
        """Wait until a writer has acknowledged a row."""
        while not self.acknowledged(name):
            time.sleep(0.002)

    def wait_for_end(self, names: list[str]) -> list[str]:
        """Return what went wrong, writer by writer, when all have ended; nothing when all is well."""
        files = [self.folder / f"{name}.ended" for name in names]
        while not all(file.exists() and file.read_text() for file in files):
            time.sleep(0.02)
        return [told for told in (file.read_text() for file in files) if told != "done"]

    def acknowledged(self, name: str) -> dict[str, float]:
        """Return the keys that a writer noted as kept, with the milliseconds each took."""
        path = self.folder / name
        noted = path.read_text().splitlines() if path.exists() else []
        return {line.split()[0]: float(line.split()[1]) for line in noted}

    def close(self) -> None:
        """End the process that forks writers."""
        self._forker.stdin.close()
        self._forker.wait(timeout=60)
        self._forker.stdout.close()


@contextlib.contextmanager
def writers_on(place: str, folder: Path) -> Iterator[Writers]:
    """Give writers on a store, gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Writers(place, folder)
    try:
        yield made
    finally:
        made.close()
