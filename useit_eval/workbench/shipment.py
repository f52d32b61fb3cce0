"""Codings written out again in the form in which a study ships them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval import codebook
from useit_eval.codebook.reasons import WHYS, reasons_apart, rival_apart
from useit_eval.ground.errors import UsageError
from useit_eval.workbench.decisions_file import write_decisions
from useit_eval.workbench.passages import awaiting_by_source

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Claim, ClaimsFile, MarkedPassage, Part
    from useit_eval.workbench.bench import Bench

_SLUG = re.compile(r"[^a-z0-9]+")


@dataclasses.dataclass(frozen=True)
class ExportReport:
    """The files written, and how many claims, codings and pieces of evidence they hold.

    ``awaiting`` counts, by source, the codings whose words changed with a new version: they are written with the place
    and hash they had, and can be read only beside the version they were marked in.
    """

    files: tuple[Path, ...]
    claims: int
    codings: int
    evidence: int
    awaiting: Mapping[str, int] = dataclasses.field(default_factory=dict)


def export_coding(bench: Bench, *, folder: Path | str | None = None) -> ExportReport:
    """Return the files written: one of claims per source, coder and round, one of bearing per rater, one of decisions.

    Loading them into an empty store of the same study gives the same current rows, under the ids their records
    began with. Claims without any passage yet stay behind. Sections stay in their own files; decisions.csv is for people, and not read. Words of respondents are never written. ``folder`` is
    ``data_processed/<study>/export`` unless given. Raises UsageError for the study's own coding folder, where every
    claim would then stand twice, and WorkFailed when a file cannot be written.
    """
    target = Path(folder) if folder else bench.paths.processed / "export"
    if target.resolve() == bench.paths.coding.resolve():
        raise UsageError("the export would stand beside the files it repeats", str(target), "Name another folder.")
    rows = _Rows(bench)
    written = [_write(target, held) for held in rows.claims_files()]
    raters = [_write_bearing(target, rater, held) for rater, held in rows.bearing_files()]
    counts = {name: len(getattr(rows, name)) for name in ("claims", "codings", "evidence")}
    decided = write_decisions(bench, target)
    return ExportReport(tuple([*written, *raters, *decided]), **counts, awaiting=awaiting_by_source(bench.store))


class _Rows:
    """The store's current rows, under the keys their records began with."""

    def __init__(self, bench: Bench) -> None:
        self._store = bench.store
        self._slots = bench.study.slots
        self.claims, self.codings = self._first("claim", "claim_id"), self._first("coding", "coding_id")
        self.parts = self._first("claim_part", "part_id", "claim_id", "coding_id")
        self.evidence = self._first("evidence", "evidence_id")
        self._leave_out_begun()
        self._sources = self._labels("source")
        self._voices = self._labels("voice")
        self._rivals = {
            (theory.id, version.version): [rival.id for rival in version.rivals]
            for theory in bench.theories.theories
            for version in theory.versions
        }

    def claims_files(self) -> Iterator[ClaimsFile]:
        """Give the claims and lone codings of each source, coder and round."""
        by = ["source_id", "coder", "round_no"]
        for key, codings in self.codings.groupby(by, sort=True):
            mine = (self.claims[by].apply(tuple, axis=1) == key) if len(self.claims) else self.claims["label"] == ""
            yield self._claims_file(key, codings, self.claims[mine].sort_values("label"))

    def bearing_files(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give what each rater judged."""
        for rater, held in self.evidence.sort_values(["theory_id", "subject_label"]).groupby("rater", sort=True):
            entries = [_bearing(row, self._rivals_of(row)) for row in held.to_dict("records")]
            yield rater, {"rater": rater, "recorded_at": held["recorded_at"].max(), "bearing": entries}

    def _rivals_of(self, row: Mapping[str, Any]) -> list[str]:
        return self._rivals.get((row["theory_id"], int(row["theory_version"])), [])

    def _claims_file(self, key: tuple[str, str, int], codings: pd.DataFrame, claims: pd.DataFrame) -> ClaimsFile:
        passages = {row["coding_id"]: _passage(row) for row in codings.to_dict("records")}
        made = tuple(self._claim(row, passages) for row in claims.to_dict("records"))
        linked = {part.coding_id for claim in made for part in claim.parts}
        source_id, coder, round_no = key
        return codebook.ClaimsFile(
            source=self._sources[source_id],
            coder=coder,
            round_no=int(round_no),
            recorded_at=codings["recorded_at"].max(),
            claims=made,
            codings=tuple(_lone(values) for id, values in passages.items() if id not in linked),
        )

    def _claim(self, row: dict[str, Any], passages: Mapping[str, dict[str, Any]]) -> Claim:
        copied = ("label", "claim_id", "locator", "strand", "status", "elicitation", "paraphrase")
        parts = self.parts[self.parts["claim_id"] == row["claim_id"]]
        order = parts.assign(_slot=parts["slot"].map(self._slots.index)).sort_values(["_slot", "part_id"])
        return codebook.Claim(
            **{name: row[name] for name in copied},
            voice=self._voices[row["voice_id"]],
            reported_by=self._voices[row["reported_by"]],
            about=row["about_case"],
            parts=tuple(_part(part, passages[part["coding_id"]]) for part in order.to_dict("records")),
        )

    def _leave_out_begun(self) -> None:
        """Leave out claims that nobody has put a passage into yet, and what bears through them: no file could hold them."""
        begun = ~self.claims["claim_id"].isin(list(self.parts["claim_id"]))
        about = (self.evidence["subject_kind"] == "claim") & self.evidence["subject_label"].isin(
            list(self.claims.loc[begun, "label"])
        )
        self.claims, self.evidence = self.claims[~begun], self.evidence[~about]

    def _first(self, table: str, *columns: str) -> pd.DataFrame:
        frame = self._store.current(table)
        owners = {"claim_id": "claim", "coding_id": "coding", "part_id": "claim_part", "evidence_id": "evidence"}
        keys = {name: self._store.first_keys(owners[name]) for name in columns}
        return frame.assign(**{name: frame[name].map(found).astype("str") for name, found in keys.items()})

    def _labels(self, table: str) -> dict[str, str]:
        frame = self._store.current(table)
        return dict(zip(frame[f"{table}_id"], frame["label"], strict=True))


def _passage(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "coding_id": row["coding_id"],
        "code": row["code_id"],
        "start": int(row["start"]),
        "end": int(row["end"]),
        "sha256": row["quote_sha256"],
        "memo": _told(row["memo"]),
        "certainty": _told(row["certainty"]),
        "quotable": bool(row["quotable"]),
    }


def _lone(values: dict[str, Any]) -> MarkedPassage:
    return codebook.MarkedPassage(**values)


def _part(row: dict[str, Any], passage: dict[str, Any]) -> Part:
    judged = {name: row[name] for name in ("intensity", "valence") if row[name] != "unknown"}
    intended = {} if _told(row["intended"]) is None else {"intended": bool(row["intended"])}
    return codebook.Part(part_id=row["part_id"], slot=row["slot"], **passage, **judged, **intended)


def _bearing(row: dict[str, Any], rivals: Collection[str]) -> dict[str, Any]:
    values = {
        "evidence_id": row["evidence_id"],
        "theory": row["theory_id"],
        "version": int(row["theory_version"]),
        row["subject_kind"]: row["subject_label"],
        "bearing": row["bearing"],
        **{name: int(row[name]) for name in ("relevance", "richness", "rigour")},
        **_reasons(row["reason"], rivals),
        "explained": _told(row["explained"]),
    }
    return {name: value for name, value in values.items() if value is not None}


def _reasons(kept: str, rivals: Collection[str]) -> dict[str, str]:
    """Return the reason as a file holds it: apart where grades have reasons of their own, else as it is."""
    words, rival = rival_apart(kept)
    reason, whys = reasons_apart(words)
    if not whys or (rival and rival not in rivals):
        return {"reason": kept}
    named = {"rival": rival} if rival else {}
    return {"reason": reason, **{WHYS[grade]: why for grade, why in whys.items()}, **named}


def _write(folder: Path, held: ClaimsFile) -> Path:
    kind = "claims" if held.claims else "second"
    path = folder / f"{kind}_{_slug(held.source)}_{_slug(held.coder)}_{held.round_no}.yaml"
    codebook.write_claims(path, held)
    return path


def _write_bearing(folder: Path, rater: str, content: dict[str, Any]) -> Path:
    path = folder / f"bearing_{_slug(rater)}.yaml"
    codebook.write_yaml(path, content, kind="bearing")
    return path


def _slug(words: str) -> str:
    return _SLUG.sub("_", words.lower()).strip("_") or "unnamed"


def _told(value: Any) -> Any:
    return None if value is None or value != value or type(value).__name__ == "NAType" else value
