"""Two copies of a study come together: the rows of both stores, and what a person must settle."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground import project
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.project import StudyPaths
from useit_eval.sources import append_rows
from useit_eval.store.merging import merge, reading_copy
from useit_eval.workbench import loading, shipped
from useit_eval.workbench.conflicts import Conflict, find_conflicts
from useit_eval.workbench.remains import TITLE
from useit_eval.workbench.withdrawal import is_needed, withdraw
from useit_eval.workbench.withdrawn import WITHDRAWN

if TYPE_CHECKING:
    from useit_eval.store.database import Store
    from useit_eval.workbench.bench import Bench

_OF_MANIFEST = (
    *("label", "file", "sha256_file", "sha256_text", "characters", "title", "kind", "method", "by_programme"),
    *("pseudonym", "role", "stakeholder_group", "independence_unit", "consent", "collector", "collector_relation"),
    *("spoken_as", "language", "dated", "practice", "note"),
)


@dataclasses.dataclass(frozen=True)
class MergeReport:
    """What came from another copy, by table; what stands for a person to settle; and what to know of it."""

    other: str
    added: dict[str, int]
    known: int
    erased: int
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]


def merge_study(bench: Bench, other: Path | str, *, by: str = "researcher") -> MergeReport:
    """Bring every row of another copy of the study into this one; conflicts are found and listed, never settled.

    ``other`` is a store.sqlite, the folder of a project, or a backup. Sources and voices that only the other has are
    added to manifest.csv. What either has withdrawn is withdrawn in the result. Raises UsageError when there is no
    store there; InputRefused for another study, a damaged or newer store, or two sources under one label.
    """
    place, folder = _store_of(Path(other), bench.paths.study)
    _refuse_labels(bench.store, place)
    merged = merge(bench.store, place, by=by)
    added = _register(bench)
    # Files may still hold what the other has withdrawn: they are read only when they are clean.
    again = [
        _withdraw_again(bench, label, by=by)
        for label in _withdrawn_labels(bench.store)
        if merged.came or is_needed(bench, label)
    ]
    loading.bring_up_to_date(bench.store, bench.paths)
    conflicts = find_conflicts(bench.store)
    notes = [*added, *(note for note in again if note), *_files_apart(bench.paths, folder)]
    return MergeReport(str(other), dict(merged.added), merged.known, merged.erased, conflicts, tuple(notes))


def _store_of(other: Path, study: str) -> tuple[Path, StudyPaths | None]:
    """Return the path of the other's store, and the paths of its project where that is what was named."""
    if other.is_dir() and (other / project.MARK).is_file():
        paths = project.find(other).paths(study).require()
        if paths.server:
            raise UsageError(
                "the other's store is on a database server", str(other),
                "Take a backup of it with: useit-eval backup. Then merge that file.",
            )  # fmt: skip
        return paths.store, paths
    return (other / "store.sqlite" if other.is_dir() else other), None


def _refuse_labels(store: Store, place: Path) -> None:
    """Refuse records under one label before anything is written: claims name sources and voices by it. All are named."""
    apart, taken = [], set()
    with reading_copy(place, verified=False) as copy:  # the merge itself verifies it
        for table in ("source", "voice"):
            key = f"{table}_id"
            first, theirs = store.first_keys(table), copy.first_keys(table)
            here = {label: first[id] for label, id in _labels(store, table, key)}
            there = {label: theirs[id] for label, id in _labels(copy, table, key)}
            apart += sorted(label for label, id in there.items() if here.get(label, id) != id)
            taken |= {*here, *there}
    if apart:
        what = f"the label {apart[0]} is" if len(apart) == 1 else f"the labels {', '.join(apart)} are"
        free = ", ".join(f"{label} to {_free(label, taken)}" for label in apart)
        raise InputRefused(
            f"{what} used in each copy for something else", str(place),
            f"In one of the two copies, rename {free}, in manifest.csv (label and source) and its coding files, and "
            "merge again. Nothing was merged.",
        )  # fmt: skip


def _free(label: str, taken: set[str]) -> str:
    """Return the next label of the same kind that neither copy uses, and take it."""
    kind = label.rstrip("0123456789")
    width = len(label) - len(kind)
    found = next(new for n in range(1, 1_000_000) if (new := f"{kind}{n:0{width}d}") not in taken)
    taken.add(found)
    return found


def _labels(store: Store, table: str, key: str) -> Iterator[tuple[str, str]]:
    return store.current(table)[["label", key]].itertuples(index=False, name=None)


def _register(bench: Bench) -> Iterator[str] | list[str]:
    """Add to manifest.csv the sources and voices that came; return a note that says so."""
    manifest = shipped.manifest_of(bench.paths)
    known = {*manifest.sources["source_id"], *manifest.voices["voice_id"]}
    sources = bench.store.current("source")
    labels = dict(zip(sources["source_id"], sources["label"], strict=True))
    rows = []
    for table in ("source", "voice"):
        first = bench.store.first_keys(table)
        for row in bench.store.current(table).astype(object).sort_values("label").to_dict("records"):
            if first[row[f"{table}_id"]] not in known:
                held_in = {"source": labels[row["source_id"]]} if table == "voice" else {}
                told = {name: row[name] for name in _OF_MANIFEST if name in row and _is_told(row[name])}
                rows.append({"record": table, "id": first[row[f"{table}_id"]], **held_in, **told})
    if not rows:
        return []
    append_rows(bench.paths.raw / "manifest.csv", rows)
    return [f"Added to manifest.csv: {', '.join(row['label'] for row in rows)}."]


def _is_told(value: Any) -> bool:
    return not (value is None or value != value or type(value).__name__ == "NAType")


def _withdrawn_labels(store: Store) -> list[str]:
    """Return the sources and voices that were withdrawn in either copy, sources first: voices of theirs are done with them."""
    sources, voices = store.current("source"), store.current("voice")
    whole = sources[(sources["consent"] == WITHDRAWN) & (sources["title"] == TITLE)]
    stones = store.history("erasure")
    erased = set(stones.loc[stones["table_name"] == "voice", "record_key"])
    first = store.first_keys("voice")
    alone = voices[~voices["source_id"].isin(list(whole["source_id"])) & (voices["consent"] == WITHDRAWN)]
    named = [label for label, id in zip(alone["label"], alone["voice_id"], strict=True) if {id, first[id]} & erased]
    return [*sorted(whole["label"]), *sorted(named)]


def _withdraw_again(bench: Bench, label: str, *, by: str) -> str:
    """Erase what came of a withdrawn voice or source; return a note when there was something."""
    report = withdraw(bench, label, by=by, reason="withdrawn in another copy of the study", read=False)
    if not report.rows and not report.rewritten and not report.found:
        return ""
    return f"{label} is withdrawn: what came of it was erased. See to what remains with: useit-eval withdraw {label}"


def _files_apart(paths: StudyPaths, other: StudyPaths | None) -> Iterator[str]:
    """Name the authored files that differ between the two projects: their entries are rows now, the files are not."""
    if other is None:
        return
    names = sorted(
        {path.relative_to(base.codebooks) for base in (paths, other) for path in base.codebooks.rglob("*.*")}
    )
    apart = [name.as_posix() for name in names if _bytes(paths.codebooks / name) != _bytes(other.codebooks / name)]
    if apart:
        yield f"Files that differ between the two, to be brought together by hand: {', '.join(apart)}."


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
