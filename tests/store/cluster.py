"""A PostgreSQL of the tests' own: a fresh cluster on a free loopback port, run as an ordinary user, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOT_INSTALLED = "PostgreSQL is not installed"


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest of Debian's, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextlib.contextmanager
def running(bin_folder: Path) -> Iterator[str]:
    """Give the URL of a running server, without a database name."""
    folder = Path(tempfile.mkdtemp(prefix="useit-pg-"))
    as_user = _as_ordinary_user(folder)
    port = _free_port()
    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    _run([*as_user, bin_folder / "initdb", "-D", data, "-A", "trust", "-U", "useit", "-E", "UTF8", "--locale=C"])
    _run([*as_user, bin_folder / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
    try:
        yield f"postgresql+pg8000://useit@127.0.0.1:{port}"
    finally:
        _run([*as_user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses root, as CI's containers are; then it runs as nobody."""
    if os.getuid() != 0:
        return []
    shutil.chown(folder, "nobody", "nogroup")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _run(command: list[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)
