"""Starting a study: commented files to fill in, whole or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from useit_eval import codebook
from useit_eval.ground import project, safe_files
from useit_eval.ground.errors import UsageError, WorkFailed
from useit_eval.ground.project import Project, StudyPaths


@dataclasses.dataclass(frozen=True)
class InitReport:
    """What was made for a new study, with paths below the project's root, and what to do next."""

    study: str
    root: Path
    created: tuple[str, ...]
    made_project: bool
    next: tuple[str, ...]


def init_study(name: str, *, folder: Path | str = ".") -> InitReport:
    """Return what was made for a new study in the project around a folder; without one the folder becomes a project.

    Raises UsageError for a name that is no plain lower-case word or a study that is there already (nothing of it is
    touched), WorkFailed when the folder cannot be written; then nothing is left behind.
    """
    root = _root_of(Path(folder).expanduser().resolve())
    made_project = not (root / project.MARK).is_file()
    paths = Project(root, name).paths(name)
    _refuse_existing(paths)
    files = codebook.new_study_files(name, today=dt.date.today().isoformat())
    with _all_or_nothing(paths.codebooks, paths.raw) as (decided, given):
        for file, text in files.items():
            safe_files.write_whole((given if file.endswith(".csv") else decided) / file, text)
        (decided / "coding").mkdir()
        if made_project:
            safe_files.write_whole(root / project.MARK, _project_file(name))
    return InitReport(name, root, _created(paths, made_project), made_project, _next(name))


def _root_of(folder: Path) -> Path:
    return next((above for above in (folder, *folder.parents) if (above / project.MARK).is_file()), folder)


def _refuse_existing(paths: StudyPaths) -> None:
    for path in (paths.codebooks, paths.raw):
        if path.exists() or path.is_symlink():
            raise UsageError(f"there is a study {paths.study!r} already", str(path), "Choose another name.")


@contextlib.contextmanager
def _all_or_nothing(*folders: Path) -> Iterator[list[Path]]:
    """Give a folder to build in for each folder wanted, and give them their names only when all is written."""
    partial = [path.with_name(f".{path.name}.{uuid.uuid4().hex}.partial") for path in folders]
    placed: list[Path] = []
    try:
        for path in partial:
            path.mkdir(parents=True)
        yield partial
        for built, path in zip(partial, folders, strict=True):
            built.rename(path)
            placed.append(path)
    except OSError as error:
        _remove(placed)
        reason = (error.strerror or "unknown reason").lower()
        where = str(folders[0].parent.parent)
        raise WorkFailed(f"the study could not be made ({reason})", where, "Check the folder's permissions.") from None
    finally:
        _remove(partial)


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _project_file(name: str) -> str:
    return (
        "# This file marks the root of a useit-eval project.\n"
        f'format = "{project.FORMAT}"\n'
        "# The study that is meant when a command names none.\n"
        f'study = "{name}"\n'
    )


def _created(paths: StudyPaths, made_project: bool) -> tuple[str, ...]:
    files = [path for folder in (paths.codebooks, paths.raw) for path in sorted(folder.rglob("*")) if path.is_file()]
    mark = [project.MARK] if made_project else []
    return (*mark, *(path.relative_to(paths.root).as_posix() for path in files))


def _next(name: str) -> tuple[str, ...]:
    return (
        f"Open codebooks/{name}/study.yaml and say what you evaluate, where, and in which strands.",
        f"Open codebooks/{name}/theory.yaml and codebooks/{name}/codebook.yaml; their entries are examples to replace.",
        f"Add transcripts, a file or a folder: useit-eval add PATH --study {name} (names come out first: useit-eval redact)",
        f"See what is there and what is missing with: useit-eval status --study {name}",
    )
