"""The cache of runs: what a notebook gave is kept under a key of everything it rested on, and handed back unchanged."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.text import sha256
from useit_eval.runs.digests import digest_file

FORMAT = "useit-cache-entry/1"
ENTRY = "entry.json"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One kept result: the folder, its files with their digests, and the store as the notebook left it."""

    folder: Path
    files: Mapping[str, str]
    store: str
    seconds: float


def make_key(*, notebook: str, parameters: Mapping[str, Any], inputs: Mapping[str, str], always: Mapping[str, str]) -> str:
    """Return the key of a notebook's result: the digest of its source, parameters, declared inputs, and what all share.

    ``always`` holds what every result rests on: package code, installed packages, and the study's settings with the seed.
    """
    parts = {"format": FORMAT, "notebook": notebook, "parameters": parameters, "inputs": inputs, "always": always}
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False))


def find_entry(cache: Path, key: str) -> Entry | None:
    """Return the kept result of a key, or None when there is none or its files are no longer what was kept."""
    folder = cache / key
    try:
        document = json.loads((folder / ENTRY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if document.get("format") != FORMAT:
        return None
    # A hard link shares its bytes with every run that used it: whoever wrote into one of them spoilt the entry.
    if any(digest_file(folder / "files" / name) != digest for name, digest in document["files"].items()):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return Entry(folder / "files", document["files"], document["store"], document["seconds"])


def keep_entry(cache: Path, key: str, *, run: Path, files: Iterable[str], store: str, seconds: float) -> None:
    """Keep files of a run under a key, whole or not at all. Raises WorkFailed when the cache cannot be written."""
    names = sorted(files)
    digests = {name: digest_file(run / name) for name in names}
    content = {"format": FORMAT, "files": digests, "store": store, "seconds": seconds}
    try:
        cache.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=cache, prefix=f"{key[:8]}.", suffix=".partial"))
        for name in names:
            link(run / name, partial / "files" / name)
        (partial / ENTRY).write_text(json.dumps(content), encoding="utf-8")
        _move(partial, cache / key)
    except OSError as error:
        raise WorkFailed(f"the cache cannot be written ({error.strerror})", str(cache), "Check the folder's permissions and the disk.") from None


def _move(partial: Path, final: Path) -> None:
    try:
        os.replace(partial, final)
    except OSError:  # another run kept the same result first
        shutil.rmtree(partial, ignore_errors=True)


def restore_entry(entry: Entry, run: Path) -> None:
    """Put a kept result's files into a run's folder."""
    for name in entry.files:
        link(entry.folder / name, run / name)


def link(source: Path, target: Path) -> None:
    """Make ``target`` the same file as ``source`` where the disk can, else a copy of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)
