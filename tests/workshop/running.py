"""A workshop that runs in a thread of the test, and a participant who speaks to it as a browser does."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bare_practice import copy_bare
from useit_eval.workshop import serving
from useit_eval.workshop.desk import Desk
from useit_eval.workshop.limits import Limits
from useit_eval.workshop.room import Room
from useit_eval.workshop.slips import open_book

ROOT = Path(__file__).resolve().parents[2]


def practice_in(folder: Path) -> Path:
    """Return a folder with the practice study, in which nobody has coded yet."""
    return copy_bare(folder)


def start_verb(folder: Path, *words: str) -> tuple[subprocess.Popen, int]:
    """Return the verb at work on the practice study, in a process of its own, and its port; `said` is what it said."""
    command = [
        sys.executable,
        "-m",
        "useit_eval",
        "workshop",
        "--root",
        str(folder),
        "--study",
        "practice",
        "--no-browser",
    ]
    with (folder / "stderr.txt").open("wb") as faults:  # a pipe that nobody reads would hold the server up
        process = subprocess.Popen([*command, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=faults, text=True,
                                   env={**os.environ, "PYTHONUNBUFFERED": "1"})  # fmt: skip
    process.said, process.faults = "", folder / "stderr.txt"
    while "Ctrl+C" not in process.said:
        line = process.stdout.readline()
        assert line, process.faults.read_text("utf-8")
        process.said += line
    return process, int(re.search(r"127\.0\.0\.1:(\d+)/facilitator", process.said)[1])


def stop_verb(process: subprocess.Popen, how: int) -> tuple[str, str]:
    """Return what it says on stdout and stderr while it ends."""
    process.send_signal(how)
    out, _ = process.communicate(timeout=30)
    return out, process.faults.read_text("utf-8")


@contextmanager
def running(
    bench: Any, *, participants: int = 4, port: int = 0, facilitator: str = "facilitator", limits=None
) -> Iterator[Desk]:
    """Give the desk of a workshop that answers on loopback, until the block ends."""
    path = bench.paths.processed / "workshop.json"
    book = open_book(path, study=bench.paths.study, participants=participants)
    listening = serving.listen(port)
    book.port = listening.port
    book.keep()
    desk = Desk(Room(bench, book, facilitator=facilitator, limits=limits or Limits()), port=listening.port,
                link=listening.link, names=listening.names)  # fmt: skip
    begun, ends = threading.Event(), {}

    async def hold() -> None:
        ends["stop"], ends["loop"] = asyncio.Event(), asyncio.get_running_loop()
        asyncio.get_running_loop().call_soon(begun.set)
        await serving.serve(desk, listening, ends["stop"])

    thread = threading.Thread(target=lambda: asyncio.run(hold()), daemon=True)
    thread.start()
    begun.wait(10)
    try:
        yield desk
    finally:
        ends["loop"].call_soon_threadsafe(ends["stop"].set)
        thread.join(20)


class Caller:
    """Somebody with a browser: keeps cookies, sends an Origin."""

    def __init__(self, port: int, *, host: str = "127.0.0.1") -> None:
        self.port, self.host, self.cookies = port, f"{host}:{port}", {}
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None):
        """Return (status, headers, body) of one request; headers given as None are left out."""
        usual = {"Host": self.host, "Origin": f"http://{self.host}", "Content-Type": "application/json"}
        usual["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items()) or None
        sent = {name: value for name, value in {**usual, **(headers or {})}.items() if value is not None}
        self._line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**sent, **({"Content-Length": str(len(body))} if body is not None else {})}.items():
            self._line.putheader(name, value)
        self._line.endheaders(body)
        answer = self._line.getresponse()
        raw = answer.read()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.headers, raw

    def post(self, path: str, told: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        """Return (status, answer) of a message."""
        status, _, raw = self.ask("POST", path, json.dumps(told).encode(), headers)
        return status, json.loads(raw)

    def say(self, message: Any, source: str = "") -> list[dict[str, Any]]:
        """Return the replies to a message of the coder."""
        status, told = self.post("/say", {"source": source, "message": message})
        assert status == 200, told
        return told["replies"]

    def send(self, *acts: Any) -> list[dict[str, Any]]:
        """Return the replies to acts."""
        return self.say({"n": 1, "kind": "acts", "acts": list(acts)})


def joined(desk: Desk, number: int = 1, name: str = "") -> Caller:
    """Return a participant who came in with a slip and chose a name."""
    caller = Caller(desk.port)
    status, told = caller.post("/enter", {"code": desk.room.book.slips[number - 1].code})
    assert status == 200, told
    if not told["coder"]:
        status, told = caller.post("/name", {"name": name or f"Bird {number}"})
        assert status == 200, told
    return caller


def leading(desk: Desk) -> Caller:
    """Return the facilitator."""
    caller = Caller(desk.port)
    status, told = caller.post("/facilitator/enter", {"token": desk.room.book.facilitator})
    assert status == 200, told
    return caller
