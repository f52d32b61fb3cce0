"""What is written into the manifest of a source that arrives, and what of it a person must still decide."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.ground import terms
from useit_eval.ground.errors import UsageError
from useit_eval.sources.dates import propose_date
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.sources.transcripts.grouping import propose_voices

if TYPE_CHECKING:
    from useit_eval.sources.texts import SourceImport
    from useit_eval.workbench.bench import Bench

_COPY = (
    "its words are nearly those of {}: keep one of them, or give those who speak the same independence_unit in both."
)
PROGRAMME_KINDS = ("minutes", "round_up")


@dataclasses.dataclass(frozen=True)
class Described:
    """What a person says of the files that arrive; None where nothing was said, and a proposal is made."""

    title: str | None = None
    method: str | None = None
    kind: str | None = None
    consent: str = "paraphrase"
    by_programme: bool | None = None
    collector: str = "not stated"
    relation: str = "not stated"
    dated: str | None = None
    language: str | None = None

    def check(self) -> Described:
        """Return this description. Raises UsageError for a word that is not of its closed list, or no day."""
        _check_word(self.method, terms.METHODS, "method")
        _check_word(self.consent, terms.CONSENTS[:2], "consent")
        _check_word(self.kind, terms.SOURCE_KINDS, "kind")
        try:
            dt.date.fromisoformat(self.dated or "2000-01-01")
        except ValueError:
            raise UsageError(f"{self.dated!r} is not a day", "", "Write year, month and day like 2017-09-30.") from None
        return self


def manifest_row(bench: Bench, found: SourceImport, said: Described) -> dict[str, Any]:
    """Return a new source's row of the manifest, without its label: what was said of it, and else what is proposed."""
    method, kind = said.method or _method(found, said), said.kind or _kind(found)
    by_programme = said.by_programme
    if by_programme is None:
        by_programme = kind in PROGRAMME_KINDS or method == "document"
    return {
        "record": "source",
        "id": str(uuid.uuid4()),
        "file": found.file,
        "sha256_file": found.sha256_file,
        "sha256_text": found.sha256_text,
        "characters": found.characters,
        "title": said.title or _title(found.file),
        "kind": kind,
        "method": method,
        "by_programme": by_programme,
        "consent": said.consent,
        "collector": said.collector,
        "collector_relation": said.relation,
        "language": said.language or bench.study.locale.split("_")[0],
        "dated": said.dated or _proposed_day(found, kind)[0],
        "practice": bench.study.practice,
    }


def decisions(
    row: dict[str, Any], said: Described, found: SourceImport, *, copy_of: str | None = None
) -> tuple[str, ...]:
    """Return what a person must still decide about a new source, a sentence each, with its label and the column.

    ``copy_of`` is the label of a source that has nearly the same words.
    """
    told = [_COPY.format(copy_of)] if copy_of else []
    return tuple(f"{row['label']}: {sentence}" for sentence in (*told, *_open(row, said, found)))


def _open(row: dict[str, Any], said: Described, found: SourceImport) -> Iterator[str]:
    if row["consent"] == "paraphrase":
        yield "words are not quoted; where people agreed to it, write quote under consent."
    if row["collector"] == "not stated":
        yield "who gathered or wrote it (collector), and how do they stand to those who speak (collector_relation)?"
    if said.method is None and found.turns:
        yield f"its turns make it look like method {row['method']}; correct method if it is not."
    if said.by_programme is None:
        told = "is" if row["by_programme"] else "is not"
        yield f"it {told} taken as written by the programme or its funder; correct by_programme if that is wrong."
    if row["kind"] in PROGRAMME_KINDS and said.dated is None:
        day, why = _proposed_day(found, row["kind"])
        yield (
            f"{day} is taken as its day, for {why}; correct dated if it is not."
            if day
            else "write its day under dated."
        )
    if not any(turn.speaker for turn in found.turns):
        yield "nobody is named before the turns: list who speaks in it as voices, for claims need a voice."


def _check_word(word: str | None, known: tuple[str, ...], what: str) -> None:
    if word is not None and word not in known:
        raise UsageError(f"{word!r} is not a {what}", "", closest(word, known))


def _method(found: SourceImport, said: Described) -> str:
    if said.kind in PROGRAMME_KINDS or not found.turns:
        return "document"
    return "interview" if len(propose_voices(found.turns)) <= 2 else "group"


def _kind(found: SourceImport) -> str | None:
    if found.turns:
        return "transcript"
    return "message" if found.kind_of_file == "eml" else None


def _proposed_day(found: SourceImport, kind: str | None) -> tuple[str | None, str]:
    proposed = propose_date(found.file, found.text) if kind in PROGRAMME_KINDS else None
    return proposed or (None, "")


def _title(file: str) -> str:
    return Path(file).stem.replace("_", " ").strip() or "Untitled"
