"""JupyterLab for the browser tests, started as `make lab` starts it, and an eye on whoever it speaks with."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from useit_eval import lab

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "only-for-this-test"
LOCAL = ("127.0.0.1", "localhost", "::1")


def copy_project(folder: Path, *names: str) -> Path:
    """Return a folder with copies of the project's useit.toml and of what is named, so that the clone stays as it is."""
    shutil.copy(ROOT / "useit.toml", folder)
    for name in names:
        shutil.copytree(ROOT / name, folder / name)
    return folder


@contextlib.contextmanager
def running_lab(project: Path, *words: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Give the address and the process of a Lab on a project, without opening the person's own browser."""
    port, log = lab.free_port(), project / "lab.log"
    command = [sys.executable, "-m", "useit_eval", "lab", "--root", str(project), "--no-browser", "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, *words], cwd=ROOT, env={**os.environ, "JUPYTER_TOKEN": TOKEN}, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/api?token={TOKEN}", log)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def note_foreign(url: str, outside: list[str]) -> None:
    """Note an address that is not of this machine."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL:
        outside.append(url)


def _wait_until_it_answers(url: str, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(120):
        with contextlib.suppress(OSError):
            opener.open(url, timeout=5).close()
            return
        time.sleep(0.5)
    pytest.fail(f"JupyterLab did not answer. Its log: {log.read_text('utf-8', 'replace')[-2000:]}")


@contextlib.contextmanager
def watch_connections(pid: int) -> Iterator[set[str]]:
    """Note every address that the Lab's processes are connected to and that is not this machine."""
    strangers: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            with contextlib.suppress(psutil.Error):
                for process in (parent := psutil.Process(pid), *parent.children(recursive=True)):
                    for one in process.net_connections(kind="inet"):
                        if one.raddr and not one.raddr.ip.startswith(("127.", "::1", "::ffff:127.")):
                            strangers.add(f"{one.raddr.ip}:{one.raddr.port}")

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield strangers
    finally:
        done.set()
        watcher.join()
