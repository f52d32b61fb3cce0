"""Digests of everything a notebook's result rests on: files, the store, the package's own code and what is installed."""

from __future__ import annotations

import functools
import hashlib
import re
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import useit_eval
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import Project, StudyPaths
from useit_eval.ground.text import sha256

ABSENT = "absent"
NOT_CODE = ("__pycache__",)
SEED = re.compile(r"^seed:\s*(-?\d+)\s*(?:#.*)?$", re.MULTILINE)


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, or "absent". Raises InputRefused when it may not be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ABSENT
    except OSError as error:
        raise InputRefused(f"the file may not be read ({error.strerror})", str(path), "Ask its owner for permission.") from None


def digest_tree(folder: Path, *, skip: Iterable[str] = ()) -> str:
    """Return one digest of the names and bytes of all files below a folder, or "absent".

    ``skip`` holds names of files or folders left out wherever they stand. Hidden files are left out: editors and
    file managers leave them about, and no part of the package reads them.
    """
    if not folder.is_dir():
        return ABSENT
    left_out = frozenset(skip)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    rows = []
    for path in files:
        parts = path.relative_to(folder).parts
        if left_out.isdisjoint(parts) and not any(part.startswith(".") for part in parts):
            rows.append(f"{'/'.join(parts)} {digest_file(path)}")
    return sha256("\n".join(rows))


@functools.cache
def digest_package(folder: Path | None = None) -> str:
    """Return one digest of the package's code, templates and styles."""
    return digest_tree(folder or Path(useit_eval.__file__).parent, skip=NOT_CODE)


def digest_installed(project: Project) -> str:
    """Return one digest of the lock, of the Python, and of the names and versions of the packages installed.

    The lock says what should be installed, the folder of packages what is; a wheel's user has the second only.
    """
    packages = Path(sysconfig.get_path("purelib"))
    names = sorted(path.name for path in packages.glob("*.dist-info")) if packages.is_dir() else []
    return sha256("\n".join([sys.version, digest_file(project.root / "requirements.lock"), *names]))


def digest_inputs(name: str, paths: StudyPaths) -> str:
    """Return the digest of one of the study's own inputs: files:codebooks, files:data_raw, files:text or store."""
    if name == "files:codebooks":
        return digest_tree(paths.codebooks, skip=("text",))
    if name == "files:data_raw":
        return digest_tree(paths.raw)
    if name == "files:text":
        return digest_tree(paths.text)
    return digest_store(paths)


def digest_store(paths: StudyPaths) -> str:
    """Return a digest of what the store holds, or "absent": the same rows give the same digest, however stored."""
    if not paths.server and not paths.store.is_file():
        return ABSENT
    from useit_eval.store.head import read_head

    return read_head(paths.store_url)


def read_seed(paths: StudyPaths) -> int | None:
    """Return the seed that study.yaml names, or None. The file itself is checked by `codebook`, where it is used."""
    path = paths.codebooks / "study.yaml"
    found = SEED.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return int(found[1]) if found else None
