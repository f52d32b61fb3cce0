"""A file arrives: it is attached to the source it belongs to, becomes a new version of one, or is registered anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import InputRefused
from useit_eval.sources import read_guarded
from useit_eval.store import lookups
from useit_eval.store.signing import signed
from useit_eval.workbench import versions
from useit_eval.workbench.describing import Described, decisions, manifest_row
from useit_eval.workbench.desk import Desk
from useit_eval.workbench.passages import refuse_moved
from useit_eval.workbench.places import place_warnings
from useit_eval.workbench.segments import segment_rows
from useit_eval.workbench.withdrawn import refuse_return

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.texts import SourceImport
    from useit_eval.workbench.bench import Bench

NEW, ATTACHED, KNOWN, VERSION = "new", "attached", "already there", "new version"


@dataclasses.dataclass(frozen=True)
class AddReport:
    """What became of one file: ``state`` is new, attached (to a source of the manifest), already there or new version.

    ``verified`` counts the passages compared with the text: all of those in it. ``changes`` and ``doubts`` come from
    reading; ``decisions`` says what a person must still decide. Of a new version, ``carried`` counts the passages that
    stand in it and ``left`` lists those that do not: they await a new place. ``warnings`` are about the store.
    """

    file: str
    state: str
    label: str
    source_id: str
    characters: int
    verified: int
    changes: tuple[str, ...]
    decisions: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    carried: int = 0
    left: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def add_source(
    bench: Bench,
    path: Path | str,
    *,
    encoding: str | None = None,
    new_version: bool = False,
    by: str = "researcher",
    **said: Any,
) -> AddReport:
    """Return what became of a file: attached to the source of the manifest whose text it is, or registered anew.

    ``said`` describes a new source (the fields of `describing.Described`) and does not change a registered one.
    Every passage that the study marks in the text is verified first. A changed file under a registered name becomes
    a new version of its source: passages are carried to the very same words, the others listed. ``new_version`` says
    so where the text shares so little with the registered one that it might be another. Raises InputRefused for a file
    that cannot be read, a passage whose words differ, another text under a registered name, or a withdrawn source;
    nothing is then written. UsageError for a word that is not of its list.
    """
    described = Described(**said).check()
    found = read_guarded(path, encoding=encoding)
    report = receive(Desk(bench, by=by), found, described, new_version=new_version)
    return dataclasses.replace(report, warnings=place_warnings(bench))


def receive(desk: Desk, found: SourceImport, said: Described, *, new_version: bool = False) -> AddReport:
    """Return what became of a file that was read; see `add_source`."""
    if desk.has_withdrawn:
        refuse_return(desk.bench.store, found)
    known = desk.of_text(found.sha256_text)
    if known is not None:
        return _attach(desk, found, known)
    named = desk.of_file(found.file)
    return _replace(desk, found, named, new_version) if named is not None else register(desk, [found], said)[0]


def is_new(desk: Desk, found: SourceImport) -> bool:
    """Return whether neither a file's text nor its name is in the manifest."""
    return desk.of_text(found.sha256_text) is None and desk.of_file(found.file) is None


def register(desk: Desk, found: Sequence[SourceImport], said: Described) -> list[AddReport]:
    """Return what became of new files: each registered with its text and segments, all in one transaction."""
    for each in found if desk.has_withdrawn else ():
        refuse_return(desk.bench.store, each)
    rows = [manifest_row(desk.bench, each, said) for each in found]
    with desk.adding(rows) as work:
        pen, pairs = signed(work, desk.by), list(zip(rows, found, strict=True))
        pen.append("source_text", _rows(*({"source_id": row["id"], "text": each.text} for row, each in pairs)))
        pen.append("segment", segment_rows([(each, row["id"], row["language"]) for row, each in pairs]))
    return [
        _report(each, NEW, {**row, "source_id": row["id"]}, decisions=decisions(row, said, each, copy_of=copy))
        for (row, each), copy in zip(pairs, desk.copies(pairs), strict=True)
    ]


def _attach(desk: Desk, found: SourceImport, row: dict[str, Any]) -> AddReport:
    _refuse_withdrawn(found, row)
    store, source_id = desk.bench.store, row["source_id"]
    spans = desk.spans(source_id)
    held = found.text if desk.holds(source_id, found.sha256_text) else lookups.text_of(store, source_id)
    if held == found.text:
        verified = refuse_moved(spans, lookups.versions_of(store, [source_id])) if spans else 0
        return _report(found, KNOWN, row, verified=verified)
    if held is not None:  # the manifest names this text already, the store not yet
        return _write_version(desk, found, row, {})
    verified = refuse_moved(spans, {source_id: [found.text]})
    with store.writing(by=desk.by) as work:
        standing, before = lookups.standing_ids(work)[source_id], lookups.text_key(work, source_id)
        work.append("source_text", _rows({"source_id": standing, "text": found.text, "supersedes": before}))
        if lookups.last_rows(work, "segment", source_id).empty:
            work.append("segment", segment_rows([(found, standing, row["language"])]))
    return _report(found, ATTACHED, row, verified=verified)


def _replace(desk: Desk, found: SourceImport, row: dict[str, Any], new_version: bool) -> AddReport:
    _refuse_withdrawn(found, row)
    source_id = row["source_id"]
    held = lookups.text_of(desk.bench.store, source_id)
    if held is None:
        _refuse_unseen(desk, found, row, new_version)
    elif not (new_version or versions.is_a_version(held, found.text) or _was_held(desk, found, source_id)):
        raise _another(found, row, "it shares few words with it")
    changes = {"sha256_file": found.sha256_file, "sha256_text": found.sha256_text, "characters": found.characters}
    return _write_version(desk, found, row, changes)


def _was_held(desk: Desk, found: SourceImport, source_id: str) -> bool:
    """Return whether a text is an earlier version of the source: going back needs no word of a person."""
    return found.text in lookups.versions_of(desk.bench.store, [source_id])[source_id]


def _write_version(desk: Desk, found: SourceImport, row: dict[str, Any], changes: dict[str, Any]) -> AddReport:
    spans = desk.spans(row["source_id"])
    with desk.changing(row["source_id"], changes) as work:
        carried = versions.write_version(work, found, row, by=desk.by, spans=spans)
    return _report(found, VERSION, row, carried=carried.standing, left=carried.left)


def _refuse_unseen(desk: Desk, found: SourceImport, row: dict[str, Any], new_version: bool) -> None:
    """Raise InputRefused for another text of a registered name when nothing held can vouch for its passages."""
    spans = desk.spans(row["source_id"])
    try:
        refuse_moved(spans, {row["source_id"]: [found.text]})
    except InputRefused:
        raise _another(found, row, "its SHA-256 differs") from None
    if not spans and not new_version:
        raise _another(found, row, "its SHA-256 differs")


def _another(found: SourceImport, row: dict[str, Any], why: str) -> InputRefused:
    return InputRefused(
        f"the text is not the one registered as {row['label']} ({why})",
        found.file,
        "Add the file that was registered first; to register this one beside it, give it another name; if it is a "
        "new version of it, add it alone with --new-version.",
    )


def _refuse_withdrawn(found: SourceImport, row: dict[str, Any]) -> None:
    if row["consent"] == "withdrawn":
        raise InputRefused(f"the source {row['label']} was withdrawn", found.file, "Delete the file; it is not kept.")


def _rows(*rows: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows))


def _report(found: SourceImport, state: str, row: dict[str, Any], *, verified: int = 0, **more: Any) -> AddReport:
    base = AddReport(
        found.file, state, row["label"], row["source_id"], found.characters, verified, found.changes, (), found.doubts
    )
    return dataclasses.replace(base, **more)
