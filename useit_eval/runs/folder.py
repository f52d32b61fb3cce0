"""A run's folder: built under a partial name, renamed when whole, set aside as failed otherwise."""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from useit_eval.ground.errors import WorkFailed

PARTIAL, FAILED = ".partial", ".failed"
FAILED_KEPT = 3
STALE_SECONDS = 24 * 3600
MOST_NAMES = 100


def name_run(started: datetime.datetime, digest: str) -> str:
    """Return a run's name: its UTC time and the digest of what it was told.

    Example:
        >>> name_run(datetime.datetime(2017, 9, 30, 12, 5, 1, tzinfo=datetime.UTC), "ab12cd34ef")
        '20170930T120501Z-ab12cd34'
    """
    return f"{started.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}"


@contextlib.contextmanager
def open_folder(runs: Path, name: str) -> Iterator[Path]:
    """Give a new folder under a partial name; rename it when the block ends well, set it aside as failed when not.

    The whole run is then at ``whole_path`` of the folder given. Raises WorkFailed when the folder cannot be made.
    """
    set_stale_aside(runs)
    folder = _make(runs, name)
    try:
        yield folder
    except BaseException as error:
        _set_aside(folder, "interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
        _prune_failed(runs)
        raise
    folder.replace(whole_path(folder))


def whole_path(folder: Path) -> Path:
    """Return where a partial run's folder goes when it is whole."""
    return folder.with_name(folder.name.removesuffix(PARTIAL))


def failed_path(folder: Path) -> Path:
    """Return where a partial run's folder goes when it fails."""
    return folder.with_name(folder.name.removesuffix(PARTIAL) + FAILED)


def _make(runs: Path, name: str) -> Path:
    try:
        runs.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST_NAMES):
            folder = runs / f"{name}{'' if number == 1 else f'-{number}'}{PARTIAL}"
            if not whole_path(folder).exists() and not failed_path(folder).exists():
                with contextlib.suppress(FileExistsError):  # two runs in one second: the next number
                    folder.mkdir()
                    return folder
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise WorkFailed(f"the folder cannot be written ({reason})", str(runs), "Check the folder's permissions and the disk.") from None
    raise WorkFailed("there are too many runs of this second", str(runs), "Wait a moment and start again.")


def _set_aside(folder: Path, state: str) -> None:
    record = folder / "run.json"
    with contextlib.suppress(OSError, ValueError):
        document = json.loads(record.read_text(encoding="utf-8"))
        if document["state"] == "running":
            record.write_text(json.dumps({**document, "state": state}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with contextlib.suppress(OSError):
        folder.replace(failed_path(folder))


def set_stale_aside(runs: Path) -> None:
    """Set partial runs aside that nobody has written to for a day: their process was killed before it could."""
    for folder in runs.glob(f"*{PARTIAL}"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > STALE_SECONDS:
                _set_aside(folder, "interrupted")


def _prune_failed(runs: Path) -> None:
    for folder in sorted(runs.glob(f"*{FAILED}"))[:-FAILED_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)
