"""The desk at which files arrive: what the manifest holds, read once, and the study's marked passages."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground import safe_files
from useit_eval.sources import append_rows, change_row, sources_of
from useit_eval.store import lookups
from useit_eval.workbench import loading, shipped
from useit_eval.workbench.copies import Copies

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.texts import SourceImport
    from useit_eval.store.database import Writing
    from useit_eval.workbench.bench import Bench
    from useit_eval.workbench.shipped import Span

Row = dict[str, Any]


class Desk:
    """A study's manifest at hand while files arrive; it is read again only when somebody else changed it."""

    def __init__(self, bench: Bench, *, by: str) -> None:
        self.bench, self.by = bench, by
        self.place = f"data_raw/{bench.paths.study}/manifest.csv"
        self._path: Path = bench.paths.raw / "manifest.csv"
        self._bytes = b"none yet"
        self._copies = Copies(bench.store)
        self._read()

    def of_text(self, sha256_text: str) -> Row | None:
        """Return the source of the manifest that has this text, or None."""
        self._read()
        return self._by_text.get(sha256_text)

    def of_file(self, file: str) -> Row | None:
        """Return the source of the manifest that came in a file of this name, or None."""
        return self._by_file.get(file)

    def spans(self, source_id: str) -> list[Span]:
        """Return the passages that the study's files mark in a source, given the id the manifest has."""
        return [span for span in self._spans if span.source_id == source_id]

    def holds(self, source_id: str, sha256_text: str) -> bool:
        """Return whether the store holds this text as the one that stands for a source of the manifest."""
        return self._held.get(source_id) == sha256_text

    def copies(self, arrived: list[tuple[Row, SourceImport]]) -> Iterator[str | None]:
        """Give, for each file that has just been registered, the label of an earlier source of nearly its words."""
        earlier = {id: told for id, told in self._lengths.items() if id not in {row["id"] for row, _ in arrived}}
        for row, found in arrived:
            yield self._copies.label_of(found, earlier)
            self._copies.keep(row["id"], found.text)
            earlier[row["id"]] = (row["label"], found.characters)

    @functools.cached_property
    def has_withdrawn(self) -> bool:
        """Return whether words of some voice were withdrawn, so that each text is looked at before it is kept."""
        return "withdrawn" in lookups.tally(self.bench.store, "voice", "consent")

    @contextmanager
    def adding(self, rows: list[Row]) -> Iterator[Writing]:
        """Give an open transaction in which sources were added to manifest and store; each row gets its label."""

        def add() -> pd.DataFrame:
            """Return the manifest's new rows as a frame, written into the file."""
            self._read()
            for row in rows:
                row["label"] = self._next_label()
            frame = sources_of(rows)
            append_rows(self._path, rows)
            self._remember(frame)
            return frame

        with loading.registering(self.bench.store, self.bench.paths, add) as work:
            yield work
        self._held.update({row["id"]: row["sha256_text"] for row in rows})

    @contextmanager
    def changing(self, source_id: str, changes: Mapping[str, object]) -> Iterator[Writing]:
        """Give an open transaction in which cells of a source's row were changed in manifest and store."""

        def change() -> None:
            """Write the changed cells into the file."""
            if changes:
                change_row(self._path, source_id, changes)

        with loading.registering(self.bench.store, self.bench.paths, change) as work:
            yield work
        self._read()
        self.__dict__.pop("_held", None)

    @functools.cached_property
    def _spans(self) -> tuple[Span, ...]:
        return loading.spans_of(self.bench.paths)

    @functools.cached_property
    def _held(self) -> dict[str, str]:
        return lookups.held_hashes(self.bench.store)

    def _next_label(self) -> str:
        numbers = range(self._last + 1, 1_000_000)
        self._last = next(number for number in numbers if f"S{number:03d}" not in self._labels)
        return f"S{self._last:03d}"

    def _read(self) -> None:
        found = safe_files.read_bytes(self._path) if self._path.is_file() else b""
        if found == self._bytes:
            return
        manifest = shipped.manifest_of(self.bench.paths)
        self._bytes, self._last = found, 0
        self._labels = {*manifest.source_ids, *manifest.voice_ids}
        self._by_text: dict[str, Row] = {}
        self._by_file: dict[str, Row] = {}
        self._lengths: dict[str, tuple[str, int]] = {}
        self._keep(manifest.sources)

    def _remember(self, added: pd.DataFrame) -> None:
        self._bytes = safe_files.read_bytes(self._path)
        self._keep(added)

    def _keep(self, sources: pd.DataFrame) -> None:
        for row in sources.to_dict("records"):
            self._labels.add(row["label"])
            self._by_text.setdefault(row["sha256_text"], row)
            self._by_file.setdefault(row["file"], row)
            if row["consent"] != "withdrawn":
                self._lengths[row["source_id"]] = (row["label"], int(row["characters"]))
