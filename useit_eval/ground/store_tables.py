"""The tables whose home is the store: rows are appended, never edited."""

from __future__ import annotations

from useit_eval.ground import terms
from useit_eval.ground.specification import TableSpec, column, label_of

_WRITTEN = (
    column("store_id", "uuid", "the store in which the row was first written"),
    column("recorded_by", "text", "id of the person or coder who wrote the row"),
    column("recorded_at", "instant", "when it was written, UTC"),
    column("supersedes", "uuid", "key of the row that this one replaces", nullable=True),
    column("removed", "flag", "true when this row withdraws the row it supersedes"),
)

SOURCE = TableSpec(
    "source",
    "store",
    "one file the field gave us",
    (
        column("source_id", "uuid", "id of the source", key=True),
        label_of("source"),
        column("file", "text", "file name, without folders"),
        column("sha256_file", "text", "SHA-256 of the file's bytes", nullable=True),
        column("sha256_text", "text", "SHA-256 of the text: UTF-8, LF, no BOM"),
        column("characters", "integer", "length of the text", unit="code points"),
        column("title", "text", "title for readers"),
        column("method", "text", "how the evidence was gathered", words=terms.METHODS),
        column("consent", "text", "what may be shown of it", words=terms.CONSENTS),
        column("collector", "text", "who gathered or wrote it"),
        column("collector_relation", "text", "relation of the collector to those who speak"),
        column("by_programme", "flag", "true when the programme or its funder wrote it"),
        column("language", "text", "language spoken or written, BCP 47"),
        column("dated", "date", "date of the source", nullable=True),
        column("practice", "flag", "true for invented training material"),
        column("note", "text", "what a reader must know of it", nullable=True),
        *_WRITTEN,
    ),
)
SOURCE_TEXT = TableSpec(
    "source_text",
    "store",
    "the text of a source, stored once",
    (
        column("source_id", "uuid", "the source", key=True, reference="source.source_id"),
        column("text", "text", "code points, LF line ends, no BOM, not normalised"),
        *_WRITTEN,
    ),
)
VOICE = TableSpec(
    "voice",
    "store",
    "one person or role that speaks in a source",
    (
        column("voice_id", "uuid", "id of the voice", key=True),
        label_of("voice"),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("pseudonym", "text", "the name shown to readers"),
        column("role", "text", "role in the programme"),
        column("stakeholder_group", "text", "group for comparison"),
        column("independence_unit", "text", "voices with the same value count as one"),
        column("consent", "text", "what may be shown of it", words=terms.CONSENTS),
        column("collector_relation", "text", "relation of the collector to this voice"),
        *_WRITTEN,
    ),
)
SEGMENT = TableSpec(
    "segment",
    "store",
    "one turn or section of a source",
    (
        column("segment_id", "uuid", "id of the segment", key=True),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("number", "integer", "place in the source, from 1"),
        column("locator", "text", "how a reader finds it: section or turn"),
        column("start", "integer", "first character", unit="code points"),
        column("end", "integer", "one past the last character", unit="code points"),
        column("voice_id", "uuid", "who speaks", nullable=True, reference="voice.voice_id"),
        column("spoken_at", "number", "start of the turn in the recording", unit="seconds", nullable=True),
        column("question_id", "text", "topic-guide question it answers", nullable=True),
        column("language", "text", "language spoken, BCP 47"),
        column("translated_by", "text", "who translated it", nullable=True),
        column("translated_from", "uuid", "the original turn", nullable=True, reference="segment.segment_id"),
        column("interleaved", "flag", "true when words of two speakers are mixed by extraction: never quoted"),
        *_WRITTEN,
    ),
)
CODING = TableSpec(
    "coding",
    "store",
    "one marked passage with one code",
    (
        column("coding_id", "uuid", "id of the coding", key=True),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("start", "integer", "first character", unit="code points"),
        column("end", "integer", "one past the last character", unit="code points"),
        column("quote", "text", "the words, where they may be kept", nullable=True),
        column("quote_sha256", "text", "SHA-256 of the words as UTF-8"),
        column("code_id", "text", "the code, from codebook.yaml"),
        column("coder", "text", "who coded"),
        column("memo", "text", "the coder's note", nullable=True),
        column("origin", "text", "human, or suggested by the machine", words=terms.ORIGINS),
        column("round_no", "integer", "round of coding"),
        column("quotable", "flag", "false when the words must not be quoted"),
        *_WRITTEN,
    ),
)
CLAIM = TableSpec(
    "claim",
    "store",
    "one linked configuration stated in one place",
    (
        column("claim_id", "uuid", "id of the claim", key=True),
        label_of("claim"),
        column("source_id", "uuid", "the source", reference="source.source_id"),
        column("locator", "text", "section or turn where it is told"),
        column("voice_id", "uuid", "who says it", reference="voice.voice_id"),
        column(
            "reported_by",
            "uuid",
            "the voice that tells what was said (the same voice when first hand)",
            reference="voice.voice_id",
        ),
        column("strand", "text", "strand, or partnership, communication or whole"),
        column("about_case", "text", "whom or what the claim is about"),
        column("coder", "text", "who linked it"),
        column("round_no", "integer", "round of coding"),
        column("status", "text", "how far it has happened", words=terms.STATUSES),
        column("elicitation", "text", "how it came to be said", words=terms.ELICITATIONS),
        column("paraphrase", "text", "one sentence in the coder's own words"),
        *_WRITTEN,
    ),
)
CLAIM_PART = TableSpec(
    "claim_part",
    "store",
    "a coding in a slot of a claim",
    (
        column("part_id", "uuid", "id of the part", key=True),
        column("claim_id", "uuid", "the claim", reference="claim.claim_id"),
        column("coding_id", "uuid", "the marked passage", reference="coding.coding_id"),
        column("slot", "text", "slot of the study's template", words=terms.SLOTS),
        column("code_id", "text", "the code, as in the coding"),
        column("intensity", "text", "how strongly it fired, for mechanisms", words=terms.INTENSITIES),
        column("valence", "text", "good or bad for the person it is about", words=terms.VALENCES),
        column("intended", "flag", "whether the programme intended it", nullable=True),
        *_WRITTEN,
    ),
)
EVIDENCE = TableSpec(
    "evidence",
    "store",
    "a claim or figure bearing on a theory version",
    (
        column("evidence_id", "uuid", "id of the bearing", key=True),
        column("theory_id", "text", "the theory"),
        column("theory_version", "integer", "its version"),
        column("subject_kind", "text", "what bears on it", words=("claim", "figure", "model")),
        column("subject_label", "text", "label of the claim, figure or model"),
        column("bearing", "text", "which way", words=terms.BEARINGS),
        column("relevance", "integer", "1 low to 3 high"),
        column("richness", "integer", "1 low to 3 high"),
        column("rigour", "integer", "1 low to 3 high"),
        column("reason", "text", "why, in one sentence"),
        column("explained", "text", "how a refutation is explained; empty when it is not", nullable=True),
        column("rater", "text", "who judged"),
        *_WRITTEN,
    ),
)
JUDGEMENT = TableSpec(
    "judgement",
    "store",
    "a rating signed by a person, kept beside the proposal",
    (
        column("judgement_id", "uuid", "id of the judgement", key=True),
        column("theory_id", "text", "the theory"),
        column("theory_version", "integer", "its version"),
        column("rating", "text", "the rating", words=terms.RATINGS),
        column("reason", "text", "why"),
        column("rater", "text", "who signs"),
        *_WRITTEN,
    ),
)
AUDIT = TableSpec(
    "audit",
    "store",
    "who did what to which record",
    (
        column("audit_id", "uuid", "id of the entry", key=True),
        column("act", "text", "what was done"),
        column("table_name", "text", "which table or file"),
        column("record_key", "text", "which record"),
        column("before", "text", "digest or summary before", nullable=True),
        column("after", "text", "digest or summary after", nullable=True),
        column("store_id", "uuid", "the store in which it was done"),
        column("recorded_by", "text", "who did it"),
        column("recorded_at", "instant", "when, UTC"),
    ),
)
