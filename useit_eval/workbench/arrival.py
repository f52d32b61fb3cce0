"""A text arrives: it is attached to the source it belongs to, or registered as a new one."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources import TextImport, append_source, read_text
from useit_eval.sources.sheets import closest
from useit_eval.workbench import loading, shipped
from useit_eval.workbench.passages import refuse_moved

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench

NEW, ATTACHED, KNOWN = "new", "attached", "already there"
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


@dataclasses.dataclass(frozen=True)
class AddReport:
    """What became of one file: ``state`` is new, attached (to a source of the manifest) or already there.

    ``verified`` counts the passages compared with the text: all of those in it. ``decisions`` says what a person must
    still decide.
    """

    file: str
    state: str
    label: str
    source_id: str
    characters: int
    verified: int
    changes: tuple[str, ...]
    decisions: tuple[str, ...]


def add_source(
    bench: Bench,
    path: Path | str,
    *,
    title: str | None = None,
    method: str = "document",
    consent: str = "paraphrase",
    by_programme: bool | None = None,
    collector: str = "not stated",
    by: str = "researcher",
) -> AddReport:
    """Return what became of a text file: attached to the source of the manifest whose text it is, or registered anew.

    Every passage that the study marks in the text is verified first; the options describe a new source and do not
    change a registered one. Raises InputRefused for a file that cannot be read, a passage whose words differ, or a
    text that differs from the registered one of the same file name; nothing is then written. UsageError for an
    unknown method or consent.
    """
    _check_word(method, terms.METHODS, "method")
    _check_word(consent, terms.CONSENTS[:2], "consent")
    found = read_text(path)
    known = _registered(bench, found)
    if known is not None:
        return _attach(bench, found, known, by=by)
    described = {"title": title or _title(found.file), "method": method, "consent": consent, "collector": collector}
    return _register(bench, found, described, by_programme=by_programme, by=by)


def _check_word(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        raise UsageError(f"{word!r} is not a {what}", "", closest(word, known))


def _registered(bench: Bench, found: TextImport) -> dict[str, Any] | None:
    """Return the manifest's source that has this text. Raises InputRefused when only the file name is the same."""
    rows = shipped.manifest_of(bench.paths).sources.to_dict("records")
    for row in rows:
        if row["sha256_text"] == found.sha256_text:
            return row
    for row in rows:
        if row["file"] == found.file:
            raise InputRefused(
                f"the text is not the one registered as {row['label']} (its SHA-256 differs)",
                found.file,
                "Add the file that was registered; to register this one beside it, give it another name.",
            )
    return None


def _attach(bench: Bench, found: TextImport, row: dict[str, Any], *, by: str) -> AddReport:
    source_id = row["source_id"]
    spans = [span for span in loading.spans_of(bench.paths) if span.source_id == source_id]
    verified = refuse_moved(spans, {source_id: found.text})
    added = bench.store.append("source_text", _rows({"source_id": source_id, "text": found.text}), by=by)
    return _report(found, ATTACHED if added else KNOWN, row["label"], source_id, verified, ())


def _register(
    bench: Bench, found: TextImport, described: dict[str, str], *, by_programme: bool | None, by: str
) -> AddReport:
    settled = described["method"] == "document" if by_programme is None else by_programme
    source_id = str(uuid.uuid4())
    with bench.store.writing(by=by):  # nobody else numbers a source meanwhile
        label = _next_label(bench)
        row = _manifest_row(bench, found, {**described, "label": label, "id": source_id, "by_programme": settled})
        append_source(bench.paths.raw / "manifest.csv", row)
    loading.bring_up_to_date(bench.store, bench.paths)
    with bench.store.writing(by=by) as work:
        work.append("source_text", _rows({"source_id": source_id, "text": found.text}))
        work.append("segment", _rows(*_paragraphs(found.text, source_id, row["language"])))
    return _report(found, NEW, label, source_id, 0, _decisions(bench, label, row, by_programme))


def _next_label(bench: Bench) -> str:
    manifest = shipped.manifest_of(bench.paths)
    taken = {*manifest.source_ids, *manifest.voice_ids}
    return next(label for number in range(1, 1_000_000) if (label := f"S{number:03d}") not in taken)


def _manifest_row(bench: Bench, found: TextImport, described: dict[str, object]) -> dict[str, object]:
    return {
        "record": "source",
        "file": found.file,
        "sha256_file": found.sha256_file,
        "sha256_text": found.sha256_text,
        "characters": found.characters,
        "collector_relation": "not stated",
        "language": bench.study.locale.split("_")[0],
        "practice": bench.study.practice,
        **described,
    }


def _paragraphs(text: str, source_id: str, language: str) -> Iterator[dict[str, Any]]:
    for number, found in enumerate(_PARAGRAPH.finditer(text), start=1):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        yield {
            "segment_id": str(uuid.uuid5(uuid.UUID(source_id), f"{start}-{end}")),
            "source_id": source_id,
            "number": number,
            "locator": f"paragraph {number}",
            "start": start,
            "end": end,
            "language": language,
            "rendering": "original",
            "interleaved": False,
        }


def _rows(*rows: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows))


def _title(file: str) -> str:
    # A cell that begins with one of these signs would be run as a formula by a spreadsheet.
    return Path(file).stem.replace("_", " ").lstrip("=+-@ \t") or "Untitled"


def _decisions(bench: Bench, label: str, row: dict[str, object], by_programme: bool | None) -> tuple[str, ...]:
    place = f"data_raw/{bench.paths.study}/manifest.csv"
    found = []
    if row["consent"] == "paraphrase":
        found.append(f"{label}: words are not quoted; if those who speak agreed, write quote under consent in {place}.")
    if by_programme is None:
        said = "is" if row["by_programme"] else "is not"
        found.append(
            f"{label} {said} taken as written by the programme or its funder; correct by_programme in {place}."
        )
    if row["collector"] == "not stated":
        found.append(f"{label}: say in {place} who gathered or wrote it, and their relation to those who speak.")
    found.append(f"{label}: list who speaks in it as voices in {place}; claims need a voice.")
    return tuple(found)


def _report(
    found: TextImport, state: str, label: str, source_id: str, verified: int, decisions: tuple[str, ...]
) -> AddReport:
    return AddReport(found.file, state, label, source_id, found.characters, verified, found.changes, decisions)
