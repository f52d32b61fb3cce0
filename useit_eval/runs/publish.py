"""Publishing: the pages of a whole run become the study's pages, and no person's edit is ever lost."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import tempfile
from pathlib import Path

from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.safe_files import write_whole
from useit_eval.runs.digests import ABSENT, digest_file

FORMAT = "useit-published/1"
RECORD = "published.json"
WORD = ".docx"


@dataclasses.dataclass(frozen=True)
class Published:
    """The pages now in place, and what a person should know of them."""

    pages: tuple[Path, ...]
    warnings: tuple[str, ...]


def publish_pages(run: Path, reports: Path, *, whole: bool) -> Published:
    """Copy a run's pages to the study's reports, one file at a time, each whole.

    A Word file that somebody edited since it was published is left as it is; the new one is written beside it as
    ``NAME (new).docx`` and named in a warning. With ``whole``, pages that this run no longer makes are taken away,
    edited ones excepted. Raises WorkFailed when a file cannot be written.
    """
    pages = run / "pages"
    before = _read_record(reports)
    made = sorted(path for path in pages.rglob("*") if path.is_file()) if pages.is_dir() else []
    record, warnings, written = dict(before), [], []
    for path in made:
        name = path.relative_to(pages).as_posix()
        target, warning = _publish(path, reports / name, before.get(name, ""))
        written.append(target)
        warnings += [warning] if warning else []
        if target == reports / name:
            record[name] = digest_file(path)
    if whole:
        _take_away(set(before) - {path.relative_to(pages).as_posix() for path in made}, reports, record)
    if record != before:
        content = {"format": FORMAT, "run": run.name.removesuffix(".partial"), "files": record}
        write_whole(reports / RECORD, json.dumps(content, ensure_ascii=False, indent=1))
    return Published(tuple(written), tuple(warnings))


def _read_record(reports: Path) -> dict[str, str]:
    try:
        document = json.loads((reports / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(document.get("files", {})) if document.get("format") == FORMAT else {}


def _publish(path: Path, target: Path, recorded: str) -> tuple[Path, str]:
    """Put one page in place; return where it went, and a warning when that is not its own place."""
    new, now = digest_file(path), digest_file(target)
    if now == new:
        return target, ""
    if target.suffix == WORD and now not in (ABSENT, recorded):
        if new == recorded:  # edited by a person, and the run has nothing newer to say
            return target, ""
        return _beside(path, target, f"{target.name} was edited since it was published and is kept.")
    try:
        _copy_whole(path, target)
    except WorkFailed:
        if target.suffix != WORD:
            raise
        return _beside(path, target, f"{target.name} is open or locked and could not be replaced.")
    return target, ""


def _beside(path: Path, target: Path, why: str) -> tuple[Path, str]:
    beside = target.with_name(f"{target.stem} (new){target.suffix}")
    if digest_file(beside) != digest_file(path):
        _copy_whole(path, beside)
    return beside, f"{why} The new version is beside it: {beside.name}"


def _copy_whole(path: Path, target: Path) -> None:
    # A copy, never a link: what people open and edit must not reach into the run or the cache.
    partial = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=target.parent, prefix=".publishing-")) / target.name
        shutil.copyfile(path, partial)
        partial.replace(target)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise WorkFailed(f"the page could not be written ({reason})", str(target), "Close programs that use it, or check the folder's permissions.") from None
    finally:
        if partial is not None:
            shutil.rmtree(partial.parent, ignore_errors=True)


def _take_away(names: set[str], reports: Path, record: dict[str, str]) -> None:
    """Remove pages of earlier runs that are no longer made, unless somebody has edited them."""
    for name in sorted(names):
        recorded = record.pop(name)
        if digest_file(reports / name) == recorded:
            with contextlib.suppress(OSError):
                (reports / name).unlink()


