"""Authored files rewritten after a withdrawal: the manifest's rows, and the entries of coding files, without the words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval import codebook
from useit_eval.codebook.reasons import WHYS
from useit_eval.ground.blanks import WITHDRAWN
from useit_eval.ground.project import StudyPaths
from useit_eval.ground.safe_files import write_whole
from useit_eval.sources import change_row
from useit_eval.workbench import shipped
from useit_eval.workbench.extent import SOURCE, VOICE, Extent
from useit_eval.workbench.remains import digest_at

if TYPE_CHECKING:
    from useit_eval.store.database import Store

_OF_SOURCE = ("sha256_text", "file", "title", "note")
_OF_VOICE = ("pseudonym", "role", "independence_unit", "spoken_as")
OPTIONAL = ("kind", "spoken_as")


def blank_manifest(paths: StudyPaths, store: Store, extent: Extent) -> bool:
    """Return whether manifest.csv was rewritten: the rows of the withdrawn say so and bear no hash of what was said."""
    path = paths.raw / "manifest.csv"
    if not path.is_file():
        return False
    before, held = path.read_bytes(), shipped.manifest_of(paths)
    _blank_rows(path, held.sources, store, extent, table=SOURCE)
    _blank_rows(path, held.voices, store, extent, table=VOICE)
    return path.read_bytes() != before


def _blank_rows(path: Path, frame: Any, store: Store, extent: Extent, *, table: str) -> None:
    reached = set(extent.rows.get(table, ()))
    rows = {row["label"]: row for row in store.current(table).astype(object).to_dict("records")}
    mentioned = _header(path)
    for key, label in zip(frame[f"{table}_id"], frame["label"], strict=True):
        if key in reached and label in rows:
            change_row(path, key, {n: v for n, v in _cells(rows[label], extent, table).items() if n in mentioned})


def _header(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return {name.strip().strip('"') for name in lines[1].split(",")}


def _cells(row: Mapping[str, Any], extent: Extent, table: str) -> dict[str, Any]:
    if table == VOICE:
        return {"consent": WITHDRAWN, **{name: _told(row[name]) for name in _OF_VOICE}}
    hashes = {"sha256_file": "", "sha256_text": row["sha256_text"]}
    if extent.kind == VOICE:
        return hashes
    return {"consent": WITHDRAWN, **hashes, **{name: _told(row[name]) for name in _OF_SOURCE}}


def _told(value: Any) -> Any:
    return value if isinstance(value, str) else ""


def blank_coding_files(paths: StudyPaths, store: Store, extent: Extent) -> tuple[Path, ...]:
    """Return the coding files that were rewritten: entries of erased words keep ids, codes and places, and no words.

    A rewritten file begins with a dated note; comments in it are gone, as they may have told the words.
    """
    left = _Left(store, extent)
    found = [path for pattern, blanked in _KINDS.items() for path in _rewrite(paths.coding, pattern, blanked, left)]
    for name, blanked in _WRITTEN.items():
        found += [path for path in _rewrite(paths.codebooks, name, blanked, left)]
    return tuple(found)


class _Left:
    """What stands in the store now for the entries of a file."""

    def __init__(self, store: Store, extent: Extent) -> None:
        self.extent = extent
        self.hashes = dict(store.history("coding")[["coding_id", "quote_sha256"]].itertuples(index=False, name=None))
        self.texts = dict(store.history("source_text")[["source_id", "text"]].itertuples(index=False, name=None))
        self.sources = dict(store.history(SOURCE)[["label", "source_id"]].itertuples(index=False, name=None))
        self.keys = {table: frozenset(keys) for table, keys in extent.rows.items()}

    def reaches(self, table: str, key: str) -> bool:
        """Return whether a record's words were erased."""
        return key in self.keys.get(table, ())

    def digest(self, source: str, start: int, end: int) -> str | None:
        """Return the hash of a place of a source now, or None when no withdrawn words stand there."""
        key = self.extent.texts.get(self.sources.get(source, ""))
        spans = self.extent.spans.get(key or "", ())
        if not any(start < stop and begin < end for begin, stop in spans):
            return None
        return digest_at(self.extent, self.texts, self.sources[source], start, end)


def _rewrite(folder: Path, pattern: str, blanked: Callable[[Path, _Left], str | None], left: _Left) -> Iterator[Path]:
    for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
        text = blanked(path, left)
        if text is not None:
            today = dt.datetime.now(dt.UTC).date().isoformat()
            write_whole(path, f"# Words of {left.extent.label} were withdrawn on {today}.\n{text}")
            yield path


def _claims(path: Path, left: _Left) -> str | None:
    held = codebook.load_claims(path)
    claims = tuple(_claim(claim, left) for claim in held.claims)
    codings = tuple(_passage(passage, left) for passage in held.codings)
    changed = held.model_copy(update={"claims": claims, "codings": codings})
    return None if changed == held else codebook.yaml_of_claims(changed)


def _claim(claim: Any, left: _Left) -> Any:
    parts = tuple(_passage(part, left) for part in claim.parts)
    words = (
        dict.fromkeys(("paraphrase", "locator", "about"), WITHDRAWN) if left.reaches("claim", claim.claim_id) else {}
    )
    return claim.model_copy(update={"parts": parts, **words})


def _passage(passage: Any, left: _Left) -> Any:
    if not left.reaches("coding", passage.coding_id):
        return passage
    return passage.model_copy(update={"sha256": left.hashes[passage.coding_id], "memo": None})


def _sections(path: Path, left: _Left) -> str | None:
    held = codebook.load_sections(path)
    sections = tuple(_section(section, held.source, left) for section in held.sections)
    changed = held.model_copy(update={"sections": sections})
    return None if changed == held else _yaml(changed, "sections")


def _section(section: Any, source: str, left: _Left) -> Any:
    digest = left.digest(source, section.start, section.end)
    if digest is None:
        return section
    words = {"locator": WITHDRAWN, "note": None} if left.extent.kind == SOURCE else {}
    return section.model_copy(update={"sha256": digest, **words})


def _bearing(path: Path, left: _Left) -> str | None:
    held = codebook.load_bearing(path)
    bare = {"reason": WITHDRAWN, "explained": None, **dict.fromkeys(WHYS.values())}
    found = tuple(b.model_copy(update=bare) if left.reaches("evidence", b.evidence_id) else b for b in held.bearing)
    changed = held.model_copy(update={"bearing": found})
    return None if changed == held else _yaml(changed, "bearing")


def _ripples(path: Path, left: _Left) -> str | None:
    held, gone = codebook.load_ripples(path), set(left.extent.claims)
    found = tuple(
        ripple.model_copy(update={"reason": WITHDRAWN}) if gone & {ripple.from_claim, ripple.to_claim} else ripple
        for ripple in held.confirmed
    )
    changed = held.model_copy(update={"confirmed": found})
    return None if changed == held else _yaml(changed, "ripples")


def _joint(path: Path, left: _Left) -> str | None:
    held, gone = codebook.load_joint_display(path), set(left.extent.claims)
    bare = {"inference": WITHDRAWN, "change": WITHDRAWN}
    rows = tuple(row.model_copy(update=bare) if gone & set(row.claims) else row for row in held.rows)
    changed = held.model_copy(update={"rows": rows})
    return None if changed == held else _yaml(changed, "joint_display")


def _yaml(held: Any, kind: str) -> str:
    return codebook.yaml_of(held.model_dump(exclude_none=True, exclude_defaults=False), kind=kind)


def _retroduction(path: Path, left: _Left) -> str | None:
    held, gone = codebook.load_retroduction(path), set(left.extent.claims)
    steps = tuple(_step(step, gone) for step in held.steps)
    if steps == held.steps:
        return None
    content = {"steps": [step.model_dump() for step in steps]}
    for entry in (*content["steps"], *(cause for step in content["steps"] for cause in step["causes"])):
        entry |= {key: entry[key] or "none yet" for key in ("evidence", "led_to") if key in entry}
    return codebook.yaml_of(content, kind="retroduction")


def _step(step: Any, gone: set[str]) -> Any:
    bare = {"reason": WITHDRAWN}
    causes = tuple(cause.model_copy(update=bare) if gone & set(cause.evidence) else cause for cause in step.causes)
    seen = {"observed": WITHDRAWN} if gone & set(step.evidence) else {}
    return step.model_copy(update={"causes": causes, **seen})


_WRITTEN = {"ripples.yaml": _ripples, "joint_display.yaml": _joint, "retroduction.yaml": _retroduction}
_KINDS = {
    "claims_*.yaml": _claims,
    "second_*.yaml": _claims,
    "sections_*.yaml": _sections,
    "bearing*.yaml": _bearing,
}
