"""What a study leaves behind beside its store: made files that are erased with a withdrawal, and a person's own, listed."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from useit_eval.ground import safe_files
from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.safe_files import write_whole
from useit_eval.ground.text import sha256
from useit_eval.sources import REGISTERS
from useit_eval.workbench.scan import files_below

KEPT = ("store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "blocks.json")
MADE = ("cache", "logs", "export", "backups", "sheets")
PUBLISHED = "published.json"
UNDER_WAY_SECONDS = 120
_NO_LONGER = "withdrawn"
_AUTHORED = frozenset({"manifest.csv", "README.md", *(f"{kind}.csv" for kind in REGISTERS)})


@dataclasses.dataclass(frozen=True)
class Registered:
    """A file that was registered as a withdrawn source's: its name, and its SHA-256 where that was known."""

    name: str
    sha256: str


def refuse_running(paths: StudyPaths) -> None:
    """Raise WorkFailed while a run of the study is under way: it would write the words again."""
    now = time.time()
    for folder in paths.runs.glob("*.partial"):
        newest = max((path.stat().st_mtime for path in files_below([folder])), default=folder.stat().st_mtime)
        if now - newest < UNDER_WAY_SECONDS:
            raise WorkFailed(
                "a run of this study is under way, or was stopped a moment ago",
                str(folder),
                "Let it end, wait two minutes, and do the same again. Nothing was erased.",
            )


def made_files(paths: StudyPaths) -> list[Path]:
    """Return every file that runs and commands made and can make again: cache, logs, exports, backups, runs, pages."""
    processed = [path for name in MADE for path in files_below([paths.processed / name])]
    copies = [path for path in _direct(paths.processed) if path.name not in KEPT and ".sqlite" in path.name]
    partial = [path for path in _direct(paths.processed) if path.name.endswith(".partial")]
    half = files_below(paths.reports.rglob(".publishing-*"))  # a page on its way when its program was stopped
    return sorted({*processed, *copies, *partial, *files_below([paths.runs]), *half, *_pages(paths.reports)})


def _direct(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _pages(reports: Path) -> Iterator[Path]:
    """Give the published pages that nobody edited since, and the new versions laid beside edited ones."""
    yield from (path for path in files_below([reports]) if path.stem.endswith("(new)"))
    for path in (reports / name for name in published(reports)):
        if path.is_file() and sha256(path.read_bytes()) in (
            published(reports)[path.relative_to(reports).as_posix()],
            "",
        ):
            yield path


def published(reports: Path) -> dict[str, str]:
    """Return the pages that were published, with their digests; none when nothing was."""
    with contextlib.suppress(OSError, ValueError):
        files = json.loads((reports / PUBLISHED).read_text(encoding="utf-8")).get("files", {})
        return {str(name): str(digest).removeprefix("sha256:") for name, digest in files.items()}
    return {}


def erase_files(paths: StudyPaths, files: Iterable[Path]) -> int:
    """Return how many files were deleted, with the folders that they leave empty. Raises WorkFailed for one in use."""
    count = 0
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            _unlink(path)
            count += 1
    for folder in (*(paths.processed / name for name in MADE), paths.runs):
        shutil.rmtree(folder, ignore_errors=True)
    _forget_pages(paths.reports)
    return count


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise WorkFailed(
            f"the file could not be erased ({reason})", safe_files.place_of(path), "Close programs that use it, and do the same again."
        ) from None


def _forget_pages(reports: Path) -> None:
    record = reports / PUBLISHED
    if not record.is_file():
        return
    document = json.loads(record.read_text(encoding="utf-8"))
    left = {name: digest for name, digest in document.get("files", {}).items() if (reports / name).is_file()}
    if left != document.get("files"):
        write_whole(record, json.dumps({**document, "files": left}, ensure_ascii=False, indent=1))


def raw_files(paths: StudyPaths, registered: Iterable[Registered]) -> list[Path]:
    """Return the files of the study's raw folder that were registered as the source's: by bytes, or else by name."""
    names = {one.name for one in registered if not one.sha256}
    digests = {one.sha256 for one in registered if one.sha256}
    found = []
    for path in files_below([paths.raw]):
        if path.name not in _AUTHORED and (path.name in names or (digests and sha256(path.read_bytes()) in digests)):
            found.append(path)
    return sorted(found)


def forget_labels(paths: StudyPaths, labels: Iterable[str]) -> None:
    """Take the digests of withdrawn claims out of what is kept about authors' blocks: a digest of words is as personal."""
    path, gone = paths.processed / "blocks.json", set(labels)
    if not path.is_file():
        return
    known = json.loads(path.read_text(encoding="utf-8"))
    for block in known.values():
        held = block.get("evidence", {})
        block["evidence"] = {label: _NO_LONGER if label in gone else digest for label, digest in held.items()}
    write_whole(path, json.dumps(known, indent=1, sort_keys=True))


def make_private(path: Path) -> None:
    """Let the owner alone read a file."""
    if os.name == "posix":
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
