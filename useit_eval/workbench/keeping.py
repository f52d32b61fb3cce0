"""Keeping what people did: backups of a study's store, bringing one back, and whether the audit's chain holds."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import project
from useit_eval.ground.errors import InputRefused, PartlyDone, UsageError, UseitError
from useit_eval.ground.project import StudyPaths
from useit_eval.store import open_store
from useit_eval.workbench.bench import open_study

if TYPE_CHECKING:
    from useit_eval.store.backups import Restored
    from useit_eval.store.database import Store
    from useit_eval.store.verification import VerifyReport

BACKUPS = "backups"
BACKED_UP, INSIDE, OUTSIDE = "backup", "in the study's folder", "in another folder"
_DID = {
    "append": "added", "load": "read from the study's files", "adopt": "took into the chain", "merge": "merged",
    "erase": "erased",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class BackupReport:
    """A backup made: its file, and the last entry of the audit in it."""

    study: str
    path: Path
    rows: int
    last_number: int
    last_link: str


def back_up_study(
    study: str | None = None, *, root: Path | str | None = None, folder: Path | None = None
) -> BackupReport:
    """Return the backup made of a study's store, verified; ``folder`` is where, else `backups` beside the store.

    The study's own files (codebooks, data_raw) are not in it. The store's audit notes the backup's name afterwards. Raises UsageError when there is no store yet,
    InputRefused when the store is not as it was written, WorkFailed when the folder cannot be written.
    """
    from useit_eval.store import backups

    paths = _with_store(study, root)
    path = backups.back_up(paths.store_url, folder or paths.processed / BACKUPS, name=paths.study)
    report = _verified(str(path))
    _note_backup(paths, path)
    return BackupReport(paths.study, path, report.rows, report.last_number, report.last_link)


def _note_backup(paths: StudyPaths, path: Path) -> None:
    """Note in the audit that a backup was made, so that a withdrawal can name those that it does not reach.

    Its name and whether it lies in the study are noted, not the folder: a path may tell of a person or a machine.
    """
    inside = path.resolve().is_relative_to(paths.processed.resolve())

    def note(store: Store) -> None:
        """Write the audit's entry."""
        with store.writing(by=BACKED_UP) as work:
            work.note(BACKED_UP, {path.name: INSIDE if inside else OUTSIDE}, table="store")

    _with(paths.store_url, note)


def restore_study(backup: Path, study: str | None = None, *, root: Path | str | None = None) -> Restored:
    """Put a backup in the place of a study's store; the store replaced is kept beside it. See `store.backups.restore`.

    Raises PartlyDone when the study's files and the store brought back do not fit, for one when words were withdrawn since.
    """
    from useit_eval.store import backups

    restored = backups.restore(backup, project.find(root).paths(study).require().store_url)
    try:
        open_study(study, root=root).close()
    except UseitError as error:
        what = f"the backup is in its place, but the study does not open with it: {error.what}"
        raise PartlyDone(what, error.where, error.next) from None
    return restored


def verify_study(study: str | None = None, *, root: Path | str | None = None, expect: str = "") -> VerifyReport:
    """Return whether rows and audit of a study are as they were written: the first fault, named, and what was erased.

    ``expect`` is a link noted elsewhere at an earlier time: InputRefused is raised when the chain does not hold it,
    for whoever can write the whole file can make a chain of their own.
    """
    paths = _with_store(study, root)
    report = _verified(paths.store_url)
    if expect and expect not in _links(paths.store_url):
        raise InputRefused(
            "the chain does not hold the link you noted", paths.store_url,
            "Either it is of another study, or the store was replaced: compare with your backups.",
        )  # fmt: skip
    return report


def tell_acts(study: str | None = None, *, root: Path | str | None = None, last: int = 20) -> list[str]:
    """Return the last acts on a study's store in words, oldest first."""
    store = open_store(_with_store(study, root).store_url)
    try:
        entries = store.history("audit").sort_values(["store_id", "number"]).tail(last)
    finally:
        store.close()
    return [_tell(entry) for entry in entries.to_dict("records")]


def _tell(entry: dict) -> str:
    when = f"{entry['recorded_at'][:10]} {entry['recorded_at'][11:16]} UTC"
    count, act = int(entry["row_count"]), entry["act"]
    if count:
        what = f"{_DID.get(act, act)}: {count} row{'' if count == 1 else 's'} of {entry['table_name']}"
    elif act == "read files":
        what = "read the study's files again"
    else:
        what = f"{act}: {entry['table_name']} {entry['record_key']}"
    return f"{entry['number']}. {when}, {entry['recorded_by']}, {what}"


def _with_store(study: str | None, root: Path | str | None) -> StudyPaths:
    paths = project.find(root).paths(study).require()
    if not paths.server and not paths.store.is_file():
        raise UsageError("the study has no store yet", str(paths.store), "It is made when something is first added.")
    return paths


def _verified(place: str) -> VerifyReport:
    return _with(place, lambda store: store.verify())


def _links(place: str) -> set[str]:
    return _with(place, lambda store: set(store.history("audit")["link"]))


def _with(place: str, ask):
    store: Store = open_store(place)
    try:
        return ask(store)
    finally:
        store.close()
