"""A study's files checked before anything runs, so that a fault is one sentence and not a failed notebook."""

from __future__ import annotations

from collections.abc import Callable

from useit_eval.ground.project import Project, StudyPaths
from useit_eval.ground.safe_files import write_whole
from useit_eval.ground.text import sha256
from useit_eval.runs.digests import digest_inputs, digest_package

CHECKED = "checked"
INPUTS = ("files:codebooks", "files:data_raw", "store")


def check_files(project: Project, paths: StudyPaths, *, meanwhile: Callable[[], object]) -> None:
    """Open the study once, unless neither its files, its store nor the package changed since it was last opened here.

    ``meanwhile`` is called first when it must be opened: what it starts loads at the same time. Raises InputRefused for a fault in a file (file and line or row), WorkFailed for a locked store or folder.
    """
    mark = paths.cache / CHECKED
    if mark.is_file() and mark.read_text(encoding="utf-8") == _state(paths):
        return
    meanwhile()
    from useit_eval.workbench import open_study

    open_study(paths.study, root=project.root).close()
    write_whole(mark, _state(paths))


def _state(paths: StudyPaths) -> str:
    return sha256("\n".join([digest_package(), *(digest_inputs(name, paths) for name in INPUTS)]))
