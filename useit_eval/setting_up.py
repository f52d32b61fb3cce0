"""The first start: from a bare Python to a ready ``.venv``, with the standard library alone.

Nothing here may import a package that the set-up itself installs. The order is: make ``.venv``, let pip fetch a pinned
and hashed uv, let uv install ``requirements.lock``, make the project importable, write a stamp. While the stamp agrees
with the files it was made from, a later start costs two file reads.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from useit_eval.ground.errors import UsageError, WorkFailed

OLDEST = (3, 11)
ROOM_BYTES = 2_000_000_000
MADE_FROM = ("requirements-uv.txt", "requirements.lock", "pyproject.toml", "hatch_build.py")
# What pip and uv print when something is wrong, and what a person can do about it. First match counts.
FAULTS = (
    (
        ("no space left", "os error 28", "disk full", "os error 112", "errno 28"),
        "the disk is full",
        "Free about 2 GB, then start again; what was fetched already is kept.",
    ),
    (
        ("ensurepip",),
        "this Python cannot make environments",
        "On Debian or Ubuntu install python3-venv; elsewhere install Python from its own site. Then start again.",
    ),
    (
        ("hash mismatch", "do not match the hashes", "hashes are required"),
        "a package is not the one that was pinned",
        "Do not go on: ask whoever keeps your package index, or try another network.",
    ),
    (
        (
            "dns error",
            "failed to lookup",
            "name resolution",
            "connection refused",
            "failed to establish",
            "timed out",
            "could not connect",
            "error sending request",
            "network is unreachable",
            "max retries",
            "connection broken",
            "network connectivity is disabled",
            "proxyerror",
            "tcp connect error",
        ),
        "the package registry cannot be reached",
        "Check the network, or your organisation's proxy and index settings for pip; then start again.",
    ),
    (
        ("permission denied", "access is denied", "os error 13", "os error 5)"),
        "a file may not be written",
        "Close programs that use this folder, or put the clone into a folder of your own.",
    ),
)


@dataclasses.dataclass(frozen=True)
class Clone:
    """The folder that holds the project's files, and the environment inside it."""

    root: Path

    @property
    def venv(self) -> Path:
        """Return the folder of the environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Return the environment's own Python."""
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """Return the file that says what the environment was made from."""
        return self.venv / "useit-stamp.json"

    @property
    def log(self) -> Path:
        """Return the file that keeps what pip and uv printed."""
        return self.venv / "set-up.log"

    def digest(self) -> str:
        """Return the SHA-256 of the files that decide what is installed; a missing file counts as empty."""
        parts = ((self.root / name) for name in MADE_FROM)
        raw = b"\0".join(part.read_bytes() if part.is_file() else b"" for part in parts)
        return hashlib.sha256(raw).hexdigest()

    def is_ready(self) -> bool:
        """Return whether the environment stands and was made from these very files, in this very folder."""
        return self.python.is_file() and _read_stamp(self.stamp) == {"digest": self.digest(), "root": str(self.root)}


def find_clone(package: Path | None = None) -> Clone | None:
    """Return the clone that this package runs from, or None when it was installed from a wheel."""
    root = (package or Path(__file__).resolve().parent).parent
    return Clone(root) if all((root / name).is_file() for name in MADE_FROM) else None


def check_python(version: tuple[int, ...] = tuple(sys.version_info)) -> None:
    """Raise UsageError when this Python is older than the project can use.

    Example:
        >>> check_python((3, 12, 1))
    """
    if version[:2] < OLDEST:
        found, oldest = ".".join(map(str, version[:2])), ".".join(map(str, OLDEST))
        raise UsageError(
            f"this is Python {found}, and useit_eval needs {oldest} or newer",
            "",
            "Install a newer Python, then start it by name.",
        )


def enter(arguments: list[str]) -> int | None:
    """Set up what is missing, and go on inside the environment.

    Returns None when this very process may go on (an installed wheel, a conda environment, or ``.venv`` itself), and on
    Windows the exit code of the process that did the work; elsewhere that process takes this one's place.
    Raises WorkFailed, with one plain sentence, when the set-up cannot be finished.
    """
    check_python()
    clone = find_clone()
    if clone is None or (not _is_inside(clone) and _is_installed_here()):
        return None
    if not clone.is_ready():
        set_up(clone)
    return None if _is_inside(clone) else _go_on(clone, arguments)


def set_up(clone: Clone) -> None:
    """Install everything into the clone's ``.venv`` and stamp it. Raises WorkFailed when a step fails."""
    with _alone(clone.root / ".set-up.lock"):
        if clone.is_ready():  # another start did it while this one waited
            return
        _check_room(clone)
        _make_venv(clone)
        _install(clone)
        content = json.dumps({"digest": clone.digest(), "root": str(clone.root)})
        clone.stamp.write_text(content, encoding="utf-8")


def explain(output: str) -> tuple[str, str]:
    """Return in plain words what went wrong, and what to do next, from what pip or uv printed.

    Example:
        >>> explain("error: No space left on device (os error 28)")[0]
        'the disk is full'
    """
    low = output.lower()
    for marks, what, next_step in FAULTS:
        if any(mark in low for mark in marks):
            return what, next_step
    return "a step of the set-up failed", "Read the log's last lines, mend that, and start again."


def _read_stamp(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _is_inside(clone: Clone) -> bool:
    return Path(sys.prefix).resolve() == clone.venv.resolve()


def _is_installed_here() -> bool:
    """Whether this interpreter, a conda environment say, already carries the project and its packages."""
    try:
        importlib.metadata.version("useit-eval")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _go_on(clone: Clone, arguments: list[str]) -> int:
    command = [str(clone.python), "-m", "useit_eval", *arguments]
    if _on_windows():  # there, exec would hand the prompt back before the work is done
        return subprocess.call(command)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def _check_room(clone: Clone) -> None:
    free = shutil.disk_usage(clone.root).free
    if not clone.stamp.is_file() and free < ROOM_BYTES:
        raise WorkFailed(
            f"the disk has {free / 1e9:.1f} GB free, and the set-up needs {ROOM_BYTES / 1e9:.0f} GB",
            str(clone.root),
            "Free some room, then start again.",
        )


def _make_venv(clone: Clone) -> None:
    """Make the environment; from nothing when the old one is broken or the clone was moved."""
    stamp = _read_stamp(clone.stamp)
    moved = isinstance(stamp, dict) and stamp.get("root") != str(clone.root)
    if clone.python.is_file() and not moved:
        return
    _say("Setting up, once: about two minutes and 1.5 GB in .venv.")
    shutil.rmtree(clone.venv, ignore_errors=True)
    clone.venv.mkdir(parents=True, exist_ok=True)
    _step(clone, "1 of 4: an environment of its own", [sys.executable, "-m", "venv", str(clone.venv)])


def _install(clone: Clone) -> None:
    python = str(clone.python)
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
    hashed = ["--require-hashes", "-r"]
    _step(
        clone,
        "2 of 4: the installer",
        [*pip, "--only-binary", ":all:", *hashed, str(clone.root / "requirements-uv.txt")],
    )
    uv = [python, "-m", "uv", "pip", "install", "--python", python]
    settings = _index_settings(python)
    lock = ["--compile-bytecode", *hashed, str(clone.root / "requirements.lock")]
    _step(clone, "3 of 4: the packages", [*uv, *lock], settings=settings)
    project = ["--no-deps", "--no-build-isolation", "--editable", str(clone.root)]
    _step(clone, "4 of 4: the project itself", [*uv, *project], settings=settings)


def _index_settings(python: str) -> dict[str, str]:
    """What pip has been told of index and certificates, in uv's words: a managed machine often knows only pip."""
    done = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    told = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    settings = {}
    for ending, name, others in (
        ("index-url", "UV_DEFAULT_INDEX", ("UV_INDEX_URL", "UV_DEFAULT_INDEX")),
        ("cert", "SSL_CERT_FILE", ("SSL_CERT_FILE", "SSL_CERT_DIR")),
    ):
        value = next((v.strip("'\"") for k, v in told.items() if k.rsplit(".", 1)[-1] == ending), "")
        if value and not any(os.environ.get(other) for other in others):
            settings[name] = value
    return settings


def _step(clone: Clone, title: str, command: list[str], *, settings: dict[str, str] | None = None) -> None:
    """Run one command; keep what it printed in the log; raise WorkFailed in plain words when it failed."""
    _say(f"  {title} ...")
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    done = subprocess.run(
        command,
        env={**kept, **(settings or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        cwd=clone.root,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    with contextlib.suppress(OSError), clone.log.open("a", encoding="utf-8") as log:
        log.write(f"{title}\n{done.stdout}\n")
    if done.returncode:
        what, next_step = explain(done.stdout)
        raise WorkFailed(what, f"set-up, step {title} (log: {clone.log})", next_step)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the set-up for this process alone: two starts at once would write into each other's environment."""
    try:
        file = path.open("a+b")
    except OSError as error:
        raise WorkFailed(
            f"the folder may not be written ({error.strerror})", str(path.parent), "Put the clone elsewhere."
        ) from None
    with file:
        if _on_windows():
            _lock_on_windows(file.fileno())
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file lets the next one in


def _on_windows() -> bool:
    return os.name == "nt"


def _lock_on_windows(handle: int) -> None:
    import msvcrt

    while True:
        with contextlib.suppress(OSError):  # each call waits ten seconds, then gives up
            return msvcrt.locking(handle, msvcrt.LK_LOCK, 1)


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
