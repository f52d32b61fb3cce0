"""Consent withdrawn: the words of a source or voice are erased from store, files and everything made from them.

The order is such that it can be broken off anywhere and done again with the same end: what is to be erased is written
down first, then the store is changed in one transaction, then files, then everything is searched, and last of all the
note of what was to be erased goes too. Until then the study cannot be opened for anything else.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground import project
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.safe_files import write_whole
from useit_eval.store import open_store
from useit_eval.workbench import blanked_files, leavings, loading, shipped, withdrawn
from useit_eval.workbench.extent import SOURCE, VOICE, Extent, find_extent, strange_labels
from useit_eval.workbench.keeping import BACKED_UP, OUTSIDE
from useit_eval.workbench.leavings import Registered
from useit_eval.workbench.remains import changes_of
from useit_eval.workbench.scan import Found, Runs, scan_files
from useit_eval.workbench.traces import (
    Traces,
    files_of_project,
    find_traces,
    quoted_elsewhere,
    runs_to_seek,
    unreadable,
)
from useit_eval.workbench.withdrawn import PENDING

if TYPE_CHECKING:
    from useit_eval.store.database import Store, Writing
    from useit_eval.workbench.bench import Bench

ACT = "withdraw"
FORMAT = "useit-withdrawing/1"


@dataclasses.dataclass(frozen=True)
class WithdrawPlan:
    """What withdrawing would erase, for a person to confirm: counts of rows by table, and files by path."""

    label: str
    kind: str
    rows: dict[str, int]
    claims: tuple[str, ...]
    made_files: tuple[Path, ...]
    raw_files: tuple[Path, ...]
    notes: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class WithdrawReport:
    """What was erased, and what a person must still see to.

    ``rows`` counts the erased rows by table; ``rewritten`` are authored files; ``erased_files`` counts the files
    deleted; ``found`` are files in which words of the withdrawn still stand, or that could not be looked into;
    ``notes`` and ``blocks`` say what the machine cannot do.
    """

    label: str
    kind: str
    rows: dict[str, int]
    claims: tuple[str, ...]
    rewritten: tuple[Path, ...]
    erased_files: int
    raw_files: tuple[Path, ...]
    found: tuple[Found, ...]
    notes: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class _Wanted:
    """What is to be erased, as it is written down before anything is: the words, and the files as registered."""

    label: str
    by: str
    reason: str
    traces: Traces
    files: tuple[Registered, ...]
    notes: tuple[str, ...]


def open_to_withdraw(study: str | None, label: str, *, root: Path | str | None = None) -> Bench:
    """Return a study opened to withdraw a source or voice.

    Its files are read first as `open_study` does, unless a withdrawal was broken off, or files are refused that hold
    again what was withdrawn before: they are then read when they no longer do.
    """
    from useit_eval.workbench import bench as benches

    paths = project.find(root).paths(study).require()
    if _read_pending(paths) is None:
        try:
            return benches.open_study(study, root=paths.root)
        except InputRefused:
            if not _is_withdrawn(paths, label):
                raise
    return benches.open_study(study, root=paths.root, withdrawing=True)


def _is_withdrawn(paths: StudyPaths, label: str) -> bool:
    manifest, store = shipped.manifest_of(paths), open_store(paths.store_url)
    held = [manifest.sources, manifest.voices, *(store.current(table) for table in (SOURCE, VOICE))]
    store.close()
    return any(((frame["label"] == label) & (frame["consent"] == withdrawn.WITHDRAWN)).any() for frame in held)


def plan_withdrawal(bench: Bench, label: str) -> WithdrawPlan:
    """Return what withdrawing a source or voice would erase; nothing is changed. Raises UsageError for another label."""
    extent = find_extent(bench.store, label)
    wanted = _wanted(bench.store, extent, by="", reason="")
    return WithdrawPlan(
        label,
        extent.kind,
        {table: len(keys) for table, keys in extent.rows.items()},
        extent.claims,
        tuple(leavings.made_files(bench.paths)),
        tuple(leavings.raw_files(bench.paths, wanted.files)),
        wanted.notes,
    )


def withdraw(
    bench: Bench, label: str, *, by: str = "researcher", reason: str = "", read: bool = True
) -> WithdrawReport:
    """Erase the words of a source or voice everywhere in the study, and return what was done and what is left to do.

    Of a voice, only its own turns: every other place stays where it was. Ids, places, codes and dates stay, and that
    a withdrawal took place; consent becomes withdrawn, and what was said no longer counts. It can be broken off and
    done again. Without ``read`` the rewritten files are left for the caller to read into the store.

    Raises UsageError for an unknown label; WorkFailed while a run is under way or another program has the
    store open; InputRefused while another withdrawal was broken off.
    """
    store, paths = bench.store, bench.paths
    pending = _read_pending(paths)
    if pending and pending.label != label:
        told = f"the withdrawal of {pending.label} was broken off"
        raise InputRefused(told, "", f"Finish it first: useit-eval withdraw {pending.label}")
    leavings.refuse_running(paths)
    with store.writing(by=by) as work:
        extent = find_extent(store, label)
        wanted = pending or _wanted(store, extent, by=by, reason=reason or "asked for by the person who spoke")
        _write_pending(paths, wanted)
        rows = _erase_rows(work, extent, wanted)
    store.compact()
    rewritten, raw, count = _clean_files(paths, store, extent, wanted, read=read)
    return _finish(bench, extent, wanted, rows, rewritten, raw, count)


def is_needed(bench: Bench, label: str) -> bool:
    """Return whether anything in the store is left to erase of a source or voice that was withdrawn."""
    with bench.store.writing(by=ACT) as work:
        return any(changes_of(work, find_extent(bench.store, label)).values())


def _erase_rows(work: Writing, extent: Extent, wanted: _Wanted) -> dict[str, int]:
    remains = changes_of(work, extent)
    counts = {table: work.erase(table, left, reason=wanted.reason) for table, left in remains.items()}
    done = {table: count for table, count in counts.items() if count}
    if done:
        work.note(ACT, {extent.label: json.dumps(done)}, table=extent.kind)
    return done


def _clean_files(
    paths: StudyPaths, store: Store, extent: Extent, wanted: _Wanted, *, read: bool
) -> tuple[tuple[Path, ...], tuple[Path, ...], int]:
    """Rewrite authored files, read them in, and delete what was made; return the rewritten, the raw, and how many."""
    rewritten = list(blanked_files.blank_coding_files(paths, store, extent))
    if blanked_files.blank_manifest(paths, store, extent):
        rewritten.append(paths.raw / "manifest.csv")
    if read:
        loading.bring_up_to_date(store, paths, withdrawing=True)
    raw = tuple(leavings.raw_files(paths, wanted.files))
    count = leavings.erase_files(paths, [*leavings.made_files(paths), *raw])
    leavings.forget_labels(paths, extent.claims)
    return tuple(rewritten), raw, count


def _finish(
    bench: Bench, extent: Extent, wanted: _Wanted, rows: dict[str, int], rewritten: Any, raw: Any, count: int
) -> WithdrawReport:
    kept = bench.store.compact()
    runs = runs_to_seek(bench.store, wanted.traces)
    met = scan_files((path for path in files_of_project(bench.paths) if path.name != PENDING), runs)
    left = tuple(one for one in met if one.note or one.runs or one.hashes)
    notes = [
        *(*wanted.notes, *_named(bench.store, wanted), *_named_in_files(bench.paths, wanted, met)),
        *(*_quoted(bench.store, extent, runs), *_unsearched(bench.paths, runs), *_elsewhere(bench, wanted, kept)),
    ]
    (bench.paths.processed / PENDING).unlink(missing_ok=True)
    blocks = tuple(_blocks(bench.paths, set(extent.claims) | {extent.label}))
    return WithdrawReport(
        extent.label, extent.kind, rows, extent.claims, rewritten, count, raw, left, tuple(notes), blocks
    )


def _wanted(store: Store, extent: Extent, *, by: str, reason: str) -> _Wanted:
    sources = store.history("source")
    own = sources[sources["source_id"].isin(extent.rows.get(SOURCE, ()))]
    files = {(row["file"], _told(row["sha256_file"])) for row in own.to_dict("records")}
    return _Wanted(
        extent.label,
        by,
        reason,
        traces=find_traces(store, extent),
        files=tuple(Registered(*one) for one in sorted(files)),
        notes=tuple(_notes(store, extent)),
    )


def _told(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _write_pending(paths: StudyPaths, wanted: _Wanted) -> None:
    path = paths.processed / PENDING
    if not path.is_file():
        write_whole(path, json.dumps({"format": FORMAT, **dataclasses.asdict(wanted)}, ensure_ascii=False))
        leavings.make_private(path)


def _read_pending(paths: StudyPaths) -> _Wanted | None:
    path = paths.processed / PENDING
    if not path.is_file():
        return None
    held = json.loads(path.read_text(encoding="utf-8"))
    traces = Traces(**{name: tuple(words) for name, words in held["traces"].items()})
    files = tuple(Registered(**one) for one in held["files"])
    return _Wanted(held["label"], held["by"], held["reason"], traces, files, tuple(held["notes"]))


def _notes(store: Store, extent: Extent) -> Iterator[str]:
    """Give what the machine cannot tell and a person must look at."""
    sources = dict(store.history(SOURCE)[["source_id", "label"]].itertuples(index=False, name=None))
    texts = set(store.history("source_text")["source_id"])
    if extent.kind == VOICE and not extent.marked:
        named = sorted({sources[key] for key in extent.texts if key in sources}) or ["its source"]
        yield (
            f"No turn of {', '.join(named)} is marked as spoken by {extent.label}: only the passages coded as its claims "
            f"are erased. Words outside them cannot be told apart by the machine: look through {', '.join(named)}."
        )
    strange = strange_labels(store, extent) if extent.kind == VOICE and extent.marked else ()
    if strange:
        yield (
            f"Some turns bear labels that no voice of the manifest bears ({', '.join(strange)}): if any is {extent.label}, "
            f"its words stay. Write the label under spoken_as of {extent.label}, and withdraw it again."
        )
    if not any(key in texts for key in extent.spans):
        yield "The text is not held in this store, so files can only be searched for what was coded and told of it."
    yield from _namesakes(store, extent)


def _namesakes(store: Store, extent: Extent) -> Iterator[str]:
    """Name voices of other sources that may be the same person: they count as the same unit, or bear the same name."""
    voices = store.current(VOICE)
    own = voices[voices["voice_id"].isin(extent.rows.get(VOICE, ()))]
    voices = voices[~voices["source_id"].isin(list(own["source_id"]))]
    for column in ("independence_unit", "pseudonym"):
        same = voices[voices[column].isin(list(own[column])) & (voices["consent"] != withdrawn.WITHDRAWN)]
        if len(same) and extent.kind == VOICE:
            named = ", ".join(sorted(same["label"]))
            yield f"{named} may be the same person (same {column.replace('_', ' ')}): withdraw each if so."
            return


def _named(store: Store, wanted: _Wanted) -> Iterator[str]:
    """Say where others speak the names of the withdrawn: their words stay, and a name in them too."""
    texts = store.history("source_text")[["source_id", "text"]].itertuples(index=False, name=None)
    labels = dict(store.history(SOURCE)[["source_id", "label"]].itertuples(index=False, name=None))
    names = [
        re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) for name in wanted.traces.names if name.strip()
    ]
    counts = {labels.get(key, key): sum(len(name.findall(text)) for name in names) for key, text in texts}
    found = [f"{label} ({count})" for label, count in sorted(counts.items()) if count]
    if found:
        yield f"Names of {wanted.label} still stand in what others say, in {', '.join(found)}: look through it."


def _named_in_files(paths: StudyPaths, wanted: _Wanted, met: list[Found]) -> Iterator[str]:
    """Name a person's own files in which a name of the withdrawn stands: the store's texts are told by source."""
    named = [one.path for one in met if one.names and one.path.name not in leavings.KEPT]
    if named:
        listed = ", ".join(path.relative_to(paths.root).as_posix() for path in named)
        yield f"Names of {wanted.label} stand in {listed}: look through it."


def _quoted(store: Store, extent: Extent, runs: Runs) -> Iterator[str]:
    rows = quoted_elsewhere(store, extent, runs)
    if rows:
        yield f"Words of {extent.label} are quoted in what was written of others ({', '.join(rows)}): write it anew without."


def _unsearched(paths: StudyPaths, runs: Runs) -> Iterator[str]:
    if not runs.lines:
        yield "No run of three words or more is known of what was said, so no file could be searched for it."
    media = unreadable(paths)
    if media:
        yield f"No search can look into recordings and pictures: {', '.join(media)}."


def _elsewhere(bench: Bench, wanted: _Wanted, kept: tuple[str, ...]) -> Iterator[str]:
    paths = bench.paths
    acts = bench.store.history("audit")
    away = sorted(acts.loc[(acts["act"] == BACKED_UP) & (acts["after"] == OUTSIDE), "record_key"])
    if away:
        yield f"Backups were put into folders outside the study, and hold the words: {', '.join(away)}. Delete them."
    if kept:
        yield f"The database keeps older copies of the store, which hold the words: drop the schemas {', '.join(kept)}."
    if paths.server:
        yield "The database server's own log and backups are not reached: ask whoever runs it."
    names = ", ".join(sorted({one.name for one in wanted.files} - {withdrawn.WITHDRAWN}))
    if names:
        yield f"Copies of {names} outside the study's folders are not known to it: delete them where they are."
    if any((folder / ".git").exists() for folder in (paths.root, *paths.root.parents)):
        yield "The project is kept in Git: earlier versions of its files stay in the history until that is rewritten."
    yield "The key of pseudonyms, backups kept elsewhere and copies on other machines are not reached: see to them by hand."


def _blocks(paths: StudyPaths, labels: set[str]) -> Iterator[str]:
    from useit_eval.codebook.blocks import load_blocks

    for block in load_blocks(paths.text):
        gone = sorted(labels & set(block.stands_on))
        if gone:
            yield f"{block.name}.md stands on {', '.join(gone)}: read it again, and write it without them."
