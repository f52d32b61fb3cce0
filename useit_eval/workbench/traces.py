"""What is looked for once a source or voice is withdrawn: its words, their hashes and its names, in every file."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground.frames import labels as split_labels
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.text import sha256
from useit_eval.workbench.extent import SOURCE, VOICE, Extent
from useit_eval.workbench.remains import PSEUDONYM
from useit_eval.workbench.scan import Runs, count_runs, files_below, runs_of

if TYPE_CHECKING:
    from useit_eval.store.database import Store

TOLD = {
    "coding": ("quote", "memo"),
    "claim": ("paraphrase",),
    "evidence": ("reason", "explained"),
    "response": ("words",),
    "reading": ("note",),
    "decision": ("sharper_definition", "reason"),
}
"""Columns in which people wrote words that a withdrawal erases."""
_QUOTING = {**TOLD, "judgement": ("reason",), SOURCE: ("note", "title")}
_HASHES = {"coding": ("quote_sha256",), SOURCE: ("sha256_file", "sha256_text")}
# What names nobody: these labels are in every guide and template.
_COMMON = frozenset(
    [
        "interviewee",
        "interviewer",
        "participant",
        "respondent",
        "resident",
        "speaker",
        "facilitator",
        "moderator",
        "researcher",
        "person",
        "voice",
        "unknown",
        "not",
        "stated",
        "int",
        "res",
        "fac",
        "mod",
        "man",
        "woman",
        "a",
        "b",
    ]
)
_NOT_OURS = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "env"})
_OWN_HIDDEN = frozenset({".jupyter", ".ipynb_checkpoints"})
_UNREADABLE = frozenset(
    [
        ".mp3",
        ".m4a",
        ".wav",
        ".ogg",
        ".opus",
        ".flac",
        ".wma",
        ".aac",
        ".mp4",
        ".mov",
        ".avi",
        ".webm",
        ".mkv",
        ".jpg",
        ".jpeg",
        ".png",
        ".heic",
        ".tif",
        ".tiff",
    ]
)


@dataclasses.dataclass(frozen=True)
class Traces:
    """What tells of the withdrawn: what was spoken, what was told of it, hashes of both, and names."""

    spoken: tuple[str, ...]
    told: tuple[str, ...]
    digests: tuple[str, ...]
    names: tuple[str, ...]


def find_traces(store: Store, extent: Extent) -> Traces:
    """Return what to look for, as it stands in the store before it is erased."""
    texts = dict(store.history("source_text")[["source_id", "text"]].itertuples(index=False, name=None))
    spoken = [texts[key][start:end] for key, spans in extent.spans.items() if key in texts for start, end in spans]
    quotes = _cells(store, extent, "coding", ("quote",))
    answers = _cells(store, extent, "response", ("words",))
    told = [word for table, columns in TOLD.items() for word in _cells(store, extent, table, columns)]
    hashes = [digest for table, columns in _HASHES.items() for digest in _cells(store, extent, table, columns)]
    made = [sha256(words) for words in (*spoken, *(line for words in spoken for line in words.splitlines()))]
    names = _names(store, extent)
    return Traces((*spoken, *quotes, *answers), tuple(told), tuple(sorted({*hashes, *made})), names)


def _names(store: Store, extent: Extent) -> tuple[str, ...]:
    voices = store.history(VOICE)
    mine = voices[voices["voice_id"].isin(extent.rows.get(VOICE, ()))]
    names = {name for cell in mine["spoken_as"].dropna() for name in split_labels(cell)} | set(mine["pseudonym"])
    return tuple(sorted(names - {PSEUDONYM}))


def _cells(store: Store, extent: Extent, table: str, columns: tuple[str, ...]) -> list[str]:
    frame = store.history(table)
    own = frame[frame.iloc[:, 0].isin(extent.rows.get(table, ()))]
    return [cell for column in columns for cell in own[column].dropna() if isinstance(cell, str)]


def runs_to_seek(store: Store, traces: Traces) -> Runs:
    """Return what to look for in files, without what also stands for others who stay: it tells nobody apart.

    What was spoken is told apart from what others say; what a coder wrote of it, from all that coders wrote. So words
    of the withdrawn that somebody quoted elsewhere are found.
    """
    said = list(_column(store, {"source_text": ("text",), "response": ("words",)}))
    spoken = runs_of(traces.spoken, but=said)
    told = runs_of(traces.told, but=[*said, *_column(store, TOLD)])
    digests = frozenset(traces.digests) - set(_column(store, _HASHES)) - {sha256(""), *map(sha256, said)}
    others = {name.casefold() for name in _others(store)}
    names = frozenset(name for name in map(_line, traces.names) if name not in others and not _is_common(name))
    return Runs(spoken.lines | told.lines, digests, names)


def _column(store: Store, wanted: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for table, columns in wanted.items():
        frame = store.history(table)
        for column in columns:
            yield from frame[column].dropna()


def _others(store: Store) -> Iterator[str]:
    voices = store.current(VOICE)
    yield from (_line(name) for name in voices["pseudonym"] if name != PSEUDONYM)
    yield from (_line(name) for cell in voices["spoken_as"] for name in split_labels(cell))


def _line(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def _is_common(name: str) -> bool:
    bare = re.sub(r"\d+", " ", name).split()
    return len(name) < 3 or all(word in _COMMON or len(word) < 3 for word in bare)


def files_of_project(paths: StudyPaths) -> Iterator[Path]:
    """Give every file of the project in which a person or a command may have put words; not programs, not Git."""
    yield from files_below((paths.raw, paths.codebooks, paths.processed, paths.reports))
    own = {paths.raw, paths.codebooks, paths.processed, paths.reports}
    for folder, folders, names in os.walk(paths.root):
        here = Path(folder)
        folders[:] = [name for name in folders if _is_ours(here, name) and here / name not in own]
        yield from (path for name in names if (path := here / name).is_file() and not path.is_symlink())


def _is_ours(folder: Path, name: str) -> bool:
    hidden = name.startswith(".") and name not in _OWN_HIDDEN
    code = (folder / name / "__init__.py").is_file() or (folder / name / "pyvenv.cfg").is_file()
    return not (hidden or code or name in _NOT_OURS)


def unreadable(paths: StudyPaths) -> list[str]:
    """Return the recordings and pictures that people put into the study's folders, in which no search can look."""
    return sorted(path.name for path in files_below([paths.raw]) if path.suffix.lower() in _UNREADABLE)


def quoted_elsewhere(store: Store, extent: Extent, runs: Runs) -> list[str]:
    """Return, as words for a person, the rows that stay in which runs of the withdrawn words stand."""
    found = []
    for table, columns in _QUOTING.items():
        frame = store.history(table)
        rest = frame[~frame.iloc[:, 0].isin(extent.rows.get(table, ()))]
        for row in rest.to_dict("records"):
            words = [row[column] for column in columns if isinstance(row[column], str)]
            if words and count_runs("\n".join(words).encode("utf-8", "replace"), runs):
                found.append(f"{table} {_named(row, table)}")
    return sorted(set(found))


def _named(row: dict[str, object], table: str) -> str:
    names: Iterable[str] = ("label", "subject_label", "theory_id", f"{table}_id")
    return next(str(row[name]) for name in names if isinstance(row.get(name), str))
