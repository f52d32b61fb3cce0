"""The column specification: every table of the record, once.

From these plain records come the pandera check at the bench (`workbench.check`), the SQL tables
(`store.tables`) and the data dictionary (docs/data_dictionary.md). Nothing here imports pandas at start.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from useit_eval.ground import terms

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True)
class Column:
    """One column: ``dtype`` is text, integer, number, flag, date (ISO day), instant (UTC ISO time) or uuid.

    ``words`` lists the values allowed, if the list is closed; ``reference`` names ``table.column``.
    """

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    key: bool = False
    reference: str = ""
    words: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class TableSpec:
    """One table: its home is ``store`` (rows appended, never edited) or ``file`` (a researcher's CSV or YAML)."""

    name: str
    home: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.columns]

    @property
    def key(self) -> str:
        """Return the name of the key column."""
        return next(column.name for column in self.columns if column.key)


def _c(name: str, dtype: str, meaning: str, **more) -> Column:
    return Column(name, dtype, meaning, **more)


def _label(what: str) -> Column:
    return _c("label", "text", f"short id of the {what}, unique in the study, as chapters print it")


_WRITTEN = (
    _c("store_id", "uuid", "the store in which the row was first written"),
    _c("recorded_by", "text", "id of the person or coder who wrote the row"),
    _c("recorded_at", "instant", "when it was written, UTC"),
    _c("supersedes", "uuid", "key of the row that this one replaces", nullable=True),
    _c("removed", "flag", "true when this row withdraws the row it supersedes"),
)

SOURCE = TableSpec(
    "source",
    "store",
    "one file the field gave us",
    (
        _c("source_id", "uuid", "id of the source", key=True),
        _label("source"),
        _c("file", "text", "file name, without folders"),
        _c("sha256_file", "text", "SHA-256 of the file's bytes", nullable=True),
        _c("sha256_text", "text", "SHA-256 of the text: UTF-8, LF, no BOM"),
        _c("characters", "integer", "length of the text", unit="code points"),
        _c("title", "text", "title for readers"),
        _c("method", "text", "how the evidence was gathered", words=terms.METHODS),
        _c("consent", "text", "what may be shown of it", words=terms.CONSENTS),
        _c("collector", "text", "who gathered or wrote it"),
        _c("collector_relation", "text", "relation of the collector to those who speak"),
        _c("by_programme", "flag", "true when the programme or its funder wrote it"),
        _c("language", "text", "language spoken or written, BCP 47"),
        _c("dated", "date", "date of the source", nullable=True),
        _c("practice", "flag", "true for invented training material"),
        _c("note", "text", "what a reader must know of it", nullable=True),
        *_WRITTEN,
    ),
)
SOURCE_TEXT = TableSpec(
    "source_text",
    "store",
    "the text of a source, stored once",
    (
        _c("source_id", "uuid", "the source", key=True, reference="source.source_id"),
        _c("text", "text", "code points, LF line ends, no BOM, not normalised"),
        *_WRITTEN,
    ),
)
VOICE = TableSpec(
    "voice",
    "store",
    "one person or role that speaks in a source",
    (
        _c("voice_id", "uuid", "id of the voice", key=True),
        _label("voice"),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("pseudonym", "text", "the name shown to readers"),
        _c("role", "text", "role in the programme"),
        _c("stakeholder_group", "text", "group for comparison"),
        _c("independence_unit", "text", "voices with the same value count as one"),
        _c("consent", "text", "what may be shown of it", words=terms.CONSENTS),
        _c("collector_relation", "text", "relation of the collector to this voice"),
        *_WRITTEN,
    ),
)
SEGMENT = TableSpec(
    "segment",
    "store",
    "one turn or section of a source",
    (
        _c("segment_id", "uuid", "id of the segment", key=True),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("number", "integer", "place in the source, from 1"),
        _c("locator", "text", "how a reader finds it: section or turn"),
        _c("start", "integer", "first character", unit="code points"),
        _c("end", "integer", "one past the last character", unit="code points"),
        _c("voice_id", "uuid", "who speaks", nullable=True, reference="voice.voice_id"),
        _c("spoken_at", "number", "start of the turn in the recording", unit="seconds", nullable=True),
        _c("question_id", "text", "topic-guide question it answers", nullable=True),
        _c("language", "text", "language spoken, BCP 47"),
        _c("translated_by", "text", "who translated it", nullable=True),
        _c("translated_from", "uuid", "the original turn", nullable=True, reference="segment.segment_id"),
        _c("interleaved", "flag", "true when words of two speakers are mixed by extraction: never quoted"),
        *_WRITTEN,
    ),
)
CODING = TableSpec(
    "coding",
    "store",
    "one marked passage with one code",
    (
        _c("coding_id", "uuid", "id of the coding", key=True),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("start", "integer", "first character", unit="code points"),
        _c("end", "integer", "one past the last character", unit="code points"),
        _c("quote", "text", "the words, where they may be kept", nullable=True),
        _c("quote_sha256", "text", "SHA-256 of the words as UTF-8"),
        _c("code_id", "text", "the code, from codebook.yaml"),
        _c("coder", "text", "who coded"),
        _c("memo", "text", "the coder's note", nullable=True),
        _c("origin", "text", "human, or suggested by the machine", words=terms.ORIGINS),
        _c("round_no", "integer", "round of coding"),
        _c("quotable", "flag", "false when the words must not be quoted"),
        *_WRITTEN,
    ),
)
CLAIM = TableSpec(
    "claim",
    "store",
    "one linked configuration stated in one place",
    (
        _c("claim_id", "uuid", "id of the claim", key=True),
        _label("claim"),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("locator", "text", "section or turn where it is told"),
        _c("voice_id", "uuid", "who says it", reference="voice.voice_id"),
        _c(
            "reported_by",
            "uuid",
            "the voice that tells what was said (the same voice when first hand)",
            reference="voice.voice_id",
        ),
        _c("strand", "text", "strand, or partnership, communication or whole"),
        _c("about_case", "text", "whom or what the claim is about"),
        _c("coder", "text", "who linked it"),
        _c("round_no", "integer", "round of coding"),
        _c("status", "text", "how far it has happened", words=terms.STATUSES),
        _c("elicitation", "text", "how it came to be said", words=terms.ELICITATIONS),
        _c("paraphrase", "text", "one sentence in the coder's own words"),
        *_WRITTEN,
    ),
)
CLAIM_PART = TableSpec(
    "claim_part",
    "store",
    "a coding in a slot of a claim",
    (
        _c("part_id", "uuid", "id of the part", key=True),
        _c("claim_id", "uuid", "the claim", reference="claim.claim_id"),
        _c("coding_id", "uuid", "the marked passage", reference="coding.coding_id"),
        _c("slot", "text", "slot of the study's template", words=terms.SLOTS),
        _c("code_id", "text", "the code, as in the coding"),
        _c("intensity", "text", "how strongly it fired, for mechanisms", words=terms.INTENSITIES),
        _c("valence", "text", "good or bad for the person it is about", words=terms.VALENCES),
        _c("intended", "flag", "whether the programme intended it", nullable=True),
        *_WRITTEN,
    ),
)
EVIDENCE = TableSpec(
    "evidence",
    "store",
    "a claim or figure bearing on a theory version",
    (
        _c("evidence_id", "uuid", "id of the bearing", key=True),
        _c("theory_id", "text", "the theory"),
        _c("theory_version", "integer", "its version"),
        _c("subject_kind", "text", "what bears on it", words=("claim", "figure", "model")),
        _c("subject_label", "text", "label of the claim, figure or model"),
        _c("bearing", "text", "which way", words=terms.BEARINGS),
        _c("relevance", "integer", "1 low to 3 high"),
        _c("richness", "integer", "1 low to 3 high"),
        _c("rigour", "integer", "1 low to 3 high"),
        _c("reason", "text", "why, in one sentence"),
        _c("explained", "text", "how a refutation is explained; empty when it is not", nullable=True),
        _c("rater", "text", "who judged"),
        *_WRITTEN,
    ),
)
JUDGEMENT = TableSpec(
    "judgement",
    "store",
    "a rating signed by a person, kept beside the proposal",
    (
        _c("judgement_id", "uuid", "id of the judgement", key=True),
        _c("theory_id", "text", "the theory"),
        _c("theory_version", "integer", "its version"),
        _c("rating", "text", "the rating", words=terms.RATINGS),
        _c("reason", "text", "why"),
        _c("rater", "text", "who signs"),
        *_WRITTEN,
    ),
)
AUDIT = TableSpec(
    "audit",
    "store",
    "who did what to which record",
    (
        _c("audit_id", "uuid", "id of the entry", key=True),
        _c("act", "text", "what was done"),
        _c("table_name", "text", "which table or file"),
        _c("record_key", "text", "which record"),
        _c("before", "text", "digest or summary before", nullable=True),
        _c("after", "text", "digest or summary after", nullable=True),
        _c("store_id", "uuid", "the store in which it was done"),
        _c("recorded_by", "text", "who did it"),
        _c("recorded_at", "instant", "when, UTC"),
    ),
)
FIGURE = TableSpec(
    "figure",
    "file",
    "one published number or date",
    (
        _c("figure_id", "uuid", "id of the figure", key=True),
        _label("figure"),
        _c("value", "number", "the number, when it is one", nullable=True),
        _c("day", "date", "the date, when it is one", nullable=True),
        _c("bound", "text", "how exact", words=terms.BOUNDS),
        _c("unit", "text", "unit of the value"),
        _c("definition", "text", "what exactly is counted or measured"),
        _c("population", "text", "population or denominator", nullable=True),
        _c("area", "text", "area", nullable=True),
        _c("area_vintage", "text", "boundary year of the area", nullable=True),
        _c("as_of", "text", "date or period it speaks of"),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("locator", "text", "where in the source"),
        _c("role", "text", "what kind of figure", words=terms.FIGURE_ROLES),
        _c("strand", "text", "strand, or partnership, communication or whole"),
        _c("as_printed", "text", "characters as the source prints them"),
        _c("printed_locale", "text", "locale in which they are read"),
        _c("target_of", "text", "labels of the figures measured against this target", nullable=True),
        _c("conflicts_with", "text", "labels of figures that contradict it", nullable=True),
        _c("note", "text", "faults and readings", nullable=True),
    ),
)
LINK = TableSpec(
    "link",
    "file",
    "one macro-asset opportunity against a micro-asset",
    (
        _c("link_id", "uuid", "id of the link", key=True),
        _label("link"),
        _c("strand", "text", "strand"),
        _c("macro_asset", "text", "code of the macro-asset"),
        _c("opportunity", "text", "what the macro-asset opens"),
        _c("owner", "text", "who can open it"),
        _c("opportunity_date", "text", "when", nullable=True),
        _c("need", "text", "what the opportunity needs"),
        _c("micro_asset", "text", "code of the micro-asset"),
        _c("micro_asset_detail", "text", "which skills, talents or ideas"),
        _c("resource", "text", "code of the connecting resource"),
        _c("resource_detail", "text", "what connects the two"),
        _c("state", "text", "how far the link has come", words=terms.LINK_STATES),
        _c("state_date", "text", "as of when"),
        _c("evidence", "text", "labels of claims and figures", nullable=True),
        _c("breaks_at", "text", "where the chain breaks, if it does", nullable=True),
        _c("note", "text", "note", nullable=True),
    ),
)
MILESTONE = TableSpec(
    "milestone",
    "file",
    "a promise, to be checked later",
    (
        _c("milestone_id", "uuid", "id of the milestone", key=True),
        _label("milestone"),
        _c("promise", "text", "the promise in our words"),
        _c("strand", "text", "strand, or partnership, communication or whole"),
        _c("stated_on", "text", "when it was made"),
        _c("check_on", "text", "when to check"),
        _c("state", "text", "what became of it", words=terms.MILESTONE_STATES),
        _c("evidence", "text", "labels of claims and figures", nullable=True),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("locator", "text", "where in the source"),
        _c("note", "text", "note", nullable=True),
    ),
)
CHALLENGE = TableSpec(
    "challenge",
    "file",
    "a challenge the source reports",
    (
        _c("challenge_id", "uuid", "id of the challenge", key=True),
        _label("challenge"),
        _c("title", "text", "short title"),
        _c("problem", "text", "the problem"),
        _c("response", "text", "what was done"),
        _c("reported_result", "text", "what is said to have come of it"),
        _c("recommendation", "text", "what the source recommends", nullable=True),
        _c("said_by", "text", "label of the voice that says so"),
        _c("strand", "text", "strand, or partnership, communication or whole"),
        _c("uia", "text", "challenges of Urban Innovative Actions it maps to, or fits_none"),
        _c("evidence", "text", "labels of claims and figures", nullable=True),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("locator", "text", "where in the source"),
        _c("note", "text", "note", nullable=True),
    ),
)
FAULT = TableSpec(
    "fault",
    "file",
    "a fault or conflict of a source, and how it is read",
    (
        _c("fault_id", "uuid", "id of the fault", key=True),
        _label("fault"),
        _c("kind", "text", "kind of fault", words=terms.FAULT_KINDS),
        _c("what", "text", "what is wrong"),
        _c("reading", "text", "how it is read here, or that it stays open"),
        _c("evidence", "text", "labels of claims and figures", nullable=True),
        _c("source_id", "uuid", "the source", reference="source.source_id"),
        _c("locator", "text", "where in the source"),
    ),
)

TABLES: dict[str, TableSpec] = {
    spec.name: spec
    for spec in (
        SOURCE,
        SOURCE_TEXT,
        VOICE,
        SEGMENT,
        CODING,
        CLAIM,
        CLAIM_PART,
        EVIDENCE,
        JUDGEMENT,
        AUDIT,
        FIGURE,
        LINK,
        MILESTONE,
        CHALLENGE,
        FAULT,
    )
}
PANDAS_DTYPES = {
    "text": "str",
    "uuid": "str",
    "date": "str",
    "instant": "str",
    "integer": "Int64",
    "number": "Float64",
    "flag": "boolean",
}


def empty(name: str) -> pd.DataFrame:
    """Return a frame of no rows with the declared columns and dtypes of a table.

    Example:
        >>> list(empty("source_text").columns)[:2]
        ['source_id', 'text']
    """
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series(dtype=PANDAS_DTYPES[c.dtype]) for c in TABLES[name].columns})


def labels(cell: object) -> list[str]:
    """Return the record labels in a cell such as ``"C001; F012"``; missing gives an empty list.

    Example:
        >>> labels("C001; F012")
        ['C001', 'F012']
    """
    if cell is None or cell != cell or not isinstance(cell, str):
        return []
    return [part.strip() for part in cell.split(";") if part.strip()]
