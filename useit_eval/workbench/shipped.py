"""The files of a study as frames: manifest and shipped codings, ready for the store, each passage with its file."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval import codebook
from useit_eval.ground import frames, safe_files
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES
from useit_eval.ground.project import StudyPaths
from useit_eval.sources import REGISTERS, Manifest, read_manifest
from useit_eval.sources.spreadsheets.sheets import closest

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import BearingFile, ClaimsFile, Codebook, SectionsFile, Study, Theories

BY = "files"
"""Who the store says wrote the rows that come from authored files."""
ORDER = ("source", "voice", "segment", "coding", "claim", "claim_part", "evidence")
_MOST_BYTES = 2**40  # what reads a file sets its limit; whether it changed can be told of any
_LOADER = "1"  # raise it when the same files would give other rows, so that studies are loaded again
Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class CodingFiles:
    """The coding files of a study, each by its file name. Second codings give passages, never claims."""

    claims: Mapping[str, ClaimsFile]
    second: Mapping[str, ClaimsFile]
    bearing: Mapping[str, BearingFile]
    sections: Mapping[str, SectionsFile]


@dataclasses.dataclass(frozen=True)
class Span:
    """One passage of a file: which source it lies in, where, the hash of its words, and how to name it to a person."""

    file: str
    label: str
    source_id: str
    start: int
    end: int
    sha256: str


@dataclasses.dataclass(frozen=True)
class Shipped:
    """The rows that a study's files give, by table of the store, and every passage they mark."""

    frames: Mapping[str, pd.DataFrame]
    spans: tuple[Span, ...]


def digest_files(paths: StudyPaths) -> str:
    """Return one SHA-256 over every authored file and register of a study: their names and bytes.

    Raises InputRefused for one that may not be read, or is a folder, or a link that leads nowhere.
    """
    hashed = hashlib.sha256(_LOADER.encode())
    for path in _authored(paths):
        hashed.update(f"\0{path.name}\0".encode())
        hashed.update(safe_files.read_bytes(path, most=_MOST_BYTES))
    return hashed.hexdigest()


def read_coding_files(folder: Path, *, study: Study, code_list: Codebook, theories: Theories) -> CodingFiles:
    """Return the coding files of a folder. Raises InputRefused, with file and line, for what does not hold together."""
    return CodingFiles(
        claims=_each(folder, "claims_*.yaml", lambda path: codebook.load_claims(path, codebook=code_list, study=study)),
        second=_each(folder, "second_*.yaml", lambda path: codebook.load_claims(path, codebook=code_list)),
        bearing=_each(folder, "bearing*.yaml", lambda path: codebook.load_bearing(path, theories=theories)),
        sections=_each(folder, "sections_*.yaml", codebook.load_sections),
    )


def read_shipped(manifest: Manifest, files: CodingFiles) -> Shipped:
    """Return the store's rows of a study's files. Raises InputRefused when one names an unknown source or voice."""
    names = _Names(manifest)
    _refuse_doubles(files)
    rows: dict[str, list[Row]] = {table: [] for table in ORDER}
    rows["segment"] = [row for name, held in files.sections.items() for row in _segments(name, held, names)]
    for name, held in (*files.claims.items(), *files.second.items()):
        rows["coding"].extend(_codings(name, held, names))
    for name, held in files.claims.items():
        rows["claim"].extend(_claim(name, held, claim, names) for claim in held.claims)
        rows["claim_part"].extend(_parts(held))
    rows["evidence"] = [row for held in files.bearing.values() for row in _evidence(held)]
    made = {table: _frame(table, found) for table, found in rows.items() if table not in ("source", "voice")}
    return Shipped({"source": manifest.sources, "voice": manifest.voices, **made}, tuple(_spans(files, names)))


def manifest_of(paths: StudyPaths) -> Manifest:
    """Return the study's manifest; a study that has none yet holds no sources."""
    path = paths.raw / "manifest.csv"
    if path.is_file():
        return read_manifest(path)
    return Manifest(frames.empty("source"), frames.empty("voice"))


def _authored(paths: StudyPaths) -> list[Path]:
    authored = [*paths.codebooks.glob("*.yaml"), *paths.coding.glob("*.yaml"), *paths.raw.glob("*.csv")]
    read = {"manifest", *REGISTERS}  # other things that lie in the folder of material are left alone
    return sorted(path for path in authored if path.is_file() or path.parent != paths.raw or path.stem in read)


def _each(folder: Path, pattern: str, load: Callable[[Path], Any]) -> dict[str, Any]:
    return {path.name: load(path) for path in sorted(folder.glob(pattern))}


class _Names:
    """Labels of the manifest to ids, with a kind word for a label that is not there."""

    def __init__(self, manifest: Manifest) -> None:
        self._sources, self._voices = manifest.source_ids, manifest.voice_ids
        self._heard_in = dict(zip(manifest.voices["voice_id"], manifest.voices["source_id"], strict=True))
        self.languages = dict(zip(manifest.sources["source_id"], manifest.sources["language"], strict=True))

    def source(self, label: str, where: str) -> str:
        """Return a source's id."""
        return _known(label, self._sources, "source", where)

    def voice(self, label: str, source_id: str, where: str) -> str:
        """Return the id of a voice that speaks in a source."""
        voice_id = _known(label, self._voices, "voice", where)
        if self._heard_in[voice_id] != source_id:
            told = f"the voice {label!r} speaks in another source than the claim stands in"
            raise InputRefused(told, where, "Name a voice of this source, or list the person as a voice of it too.")
        return voice_id


def _known(label: str, ids: Mapping[str, str], what: str, where: str) -> str:
    if label not in ids:
        raise InputRefused(f"the {what} {label!r} is not in manifest.csv", where, closest(label, ids))
    return ids[label]


def _refuse_doubles(files: CodingFiles) -> None:
    """Raise InputRefused when two files give the same id: within one file the codebook has seen to it."""
    coded = (*files.claims.items(), *files.second.items())
    ids = {
        "coding_id": [(name, passage.coding_id) for name, held in coded for passage in held.passages],
        "part_id": [(n, part.part_id) for n, held in files.claims.items() for c in held.claims for part in c.parts],
        "evidence_id": [(name, found.evidence_id) for name, held in files.bearing.items() for found in held.bearing],
        "segment_id": [(name, found.segment_id) for name, held in files.sections.items() for found in held.sections],
    }
    for what, pairs in ids.items():
        first: dict[str, str] = {}
        for name, found in pairs:
            if first.setdefault(found, name) != name:
                raise InputRefused(f"the {what} {found!r} is also in {first[found]}", name, "Give each its own.")


def _segments(name: str, held: SectionsFile, names: _Names) -> Iterator[Row]:
    source_id = names.source(held.source, name)
    for section in held.sections:
        yield {
            "segment_id": section.segment_id,
            "source_id": source_id,
            "number": section.number,
            "locator": section.locator,
            "start": section.start,
            "end": section.end,
            "language": names.languages[source_id],
            "rendering": "original",
            "interleaved": section.interleaved,
            "recorded_at": held.recorded_at,
        }


def _codings(name: str, held: ClaimsFile, names: _Names) -> Iterator[Row]:
    source_id = names.source(held.source, name)
    for passage in held.passages:
        yield {
            "coding_id": passage.coding_id,
            "source_id": source_id,
            "start": passage.start,
            "end": passage.end,
            "quote_sha256": passage.sha256,
            "code_id": passage.code,
            "coder": held.coder,
            "memo": passage.memo,
            "certainty": passage.certainty,
            "origin": "human",
            "round_no": held.round_no,
            "quotable": passage.quotable,
            "recorded_at": held.recorded_at,
        }


def _claim(name: str, held: ClaimsFile, claim: Any, names: _Names) -> Row:
    where = f"{name}, claim {claim.label}"
    copied = ("claim_id", "label", "locator", "strand", "status", "elicitation", "paraphrase")
    source_id = names.source(held.source, where)
    return {
        **{key: getattr(claim, key) for key in copied},
        "source_id": source_id,
        "voice_id": names.voice(claim.voice, source_id, where),
        "reported_by": names.voice(claim.reported_by, source_id, where),
        "about_case": claim.about,
        "coder": held.coder,
        "round_no": held.round_no,
        "recorded_at": held.recorded_at,
    }


def _parts(held: ClaimsFile) -> Iterator[Row]:
    for claim in held.claims:
        for part in claim.parts:
            yield {
                "part_id": part.part_id,
                "claim_id": claim.claim_id,
                "coding_id": part.coding_id,
                "slot": part.slot,
                "code_id": part.code,
                "intensity": part.intensity or "unknown",
                "valence": part.valence or "unknown",
                "intended": part.intended,
                "recorded_at": held.recorded_at,
            }


def _evidence(held: BearingFile) -> Iterator[Row]:
    copied = ("evidence_id", "subject_kind", "subject_label", "bearing", "relevance", "richness", "rigour")
    for found in held.bearing:
        yield {
            **{key: getattr(found, key) for key in copied},
            "theory_id": found.theory,
            "theory_version": found.version,
            "reason": found.kept_reason,
            "explained": found.explained,
            "rater": held.rater,
            "recorded_at": held.recorded_at,
        }


def _spans(files: CodingFiles, names: _Names) -> Iterator[Span]:
    for name, held in (*files.claims.items(), *files.second.items()):
        source_id = names.source(held.source, name)
        of_claim = {part.coding_id: f"claim {claim.label}" for claim in held.claims for part in claim.parts}
        for passage in held.passages:
            label = of_claim.get(passage.coding_id, f"coding {passage.coding_id}")
            yield Span(name, label, source_id, passage.start, passage.end, passage.sha256)
    for name, held in files.sections.items():
        source_id = names.source(held.source, name)
        for section in held.sections:
            yield Span(name, f"section {section.number}", source_id, section.start, section.end, section.sha256)


def _frame(table: str, rows: Iterable[Row]) -> pd.DataFrame:
    import pandas as pd

    rows = list(rows)
    columns = [c for c in TABLES[table].columns if c.name not in ("store_id", "recorded_by", "supersedes", "removed")]
    made = {c.name: pd.Series([row.get(c.name) for row in rows], dtype=PANDAS_DTYPES[c.dtype]) for c in columns}
    return pd.DataFrame(made)
