"""The first revision: every table of the record, the current views and the one-row table of the store's own id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, *constraints, **more) -> sa.Column:
    return sa.Column(name, sa.Text, *constraints, **{"nullable": False, **more})


def _view(table: str, key: str) -> str:
    return (
        f"CREATE VIEW current_{table} AS SELECT * FROM {table} WHERE NOT removed AND NOT EXISTS "
        f"(SELECT 1 FROM {table} AS later WHERE later.supersedes = {table}.{key})"
    )


def _written() -> list[sa.Column]:
    return [
        _text("store_id"),
        _text("recorded_by"),
        _text("recorded_at"),
        _text("supersedes", nullable=True),
        sa.Column("removed", sa.Boolean, nullable=False),
    ]


def _source() -> None:
    op.create_table(
        "source",
        _text("source_id", primary_key=True),
        _text("label"),
        _text("file"),
        _text("sha256_file", nullable=True),
        _text("sha256_text"),
        sa.Column("characters", sa.Integer, nullable=False),
        _text("title"),
        _text("method"),
        _text("consent"),
        _text("collector"),
        _text("collector_relation"),
        sa.Column("by_programme", sa.Boolean, nullable=False),
        _text("language"),
        _text("dated", nullable=True),
        sa.Column("practice", sa.Boolean, nullable=False),
        _text("note", nullable=True),
        *_written(),
    )
    op.create_index("ix_source_supersedes", "source", ["supersedes"])
    op.execute(_view("source", "source_id"))


def _source_text() -> None:
    op.create_table(
        "source_text",
        _text("source_id", sa.ForeignKey("source.source_id"), primary_key=True),
        _text("text"),
        *_written(),
    )
    op.create_index("ix_source_text_supersedes", "source_text", ["supersedes"])
    op.execute(_view("source_text", "source_id"))


def _voice() -> None:
    op.create_table(
        "voice",
        _text("voice_id", primary_key=True),
        _text("label"),
        _text("source_id", sa.ForeignKey("source.source_id")),
        _text("pseudonym"),
        _text("role"),
        _text("stakeholder_group"),
        _text("independence_unit"),
        _text("consent"),
        _text("collector_relation"),
        *_written(),
    )
    op.create_index("ix_voice_supersedes", "voice", ["supersedes"])
    op.execute(_view("voice", "voice_id"))


def _segment() -> None:
    op.create_table(
        "segment",
        _text("segment_id", primary_key=True),
        _text("source_id", sa.ForeignKey("source.source_id")),
        sa.Column("number", sa.Integer, nullable=False),
        _text("locator"),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        _text("voice_id", sa.ForeignKey("voice.voice_id"), nullable=True),
        sa.Column("spoken_at", sa.Double, nullable=True),
        _text("question_id", nullable=True),
        _text("language"),
        _text("translated_by", nullable=True),
        _text("translated_from", nullable=True),
        sa.Column("interleaved", sa.Boolean, nullable=False),
        *_written(),
    )
    op.create_index("ix_segment_supersedes", "segment", ["supersedes"])
    op.execute(_view("segment", "segment_id"))


def _coding() -> None:
    op.create_table(
        "coding",
        _text("coding_id", primary_key=True),
        _text("source_id", sa.ForeignKey("source.source_id")),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        _text("quote", nullable=True),
        _text("quote_sha256"),
        _text("code_id"),
        _text("coder"),
        _text("memo", nullable=True),
        _text("origin"),
        sa.Column("round_no", sa.Integer, nullable=False),
        sa.Column("quotable", sa.Boolean, nullable=False),
        *_written(),
    )
    op.create_index("ix_coding_span", "coding", ["source_id", "start", "end", "code_id"])
    op.create_index("ix_coding_supersedes", "coding", ["supersedes"])
    op.execute(_view("coding", "coding_id"))


def _claim() -> None:
    op.create_table(
        "claim",
        _text("claim_id", primary_key=True),
        _text("label"),
        _text("source_id", sa.ForeignKey("source.source_id")),
        _text("locator"),
        _text("voice_id", sa.ForeignKey("voice.voice_id")),
        _text("reported_by", sa.ForeignKey("voice.voice_id")),
        _text("strand"),
        _text("about_case"),
        _text("coder"),
        sa.Column("round_no", sa.Integer, nullable=False),
        _text("status"),
        _text("elicitation"),
        _text("paraphrase"),
        *_written(),
    )
    op.create_index("ix_claim_supersedes", "claim", ["supersedes"])
    op.execute(_view("claim", "claim_id"))


def _claim_part() -> None:
    op.create_table(
        "claim_part",
        _text("part_id", primary_key=True),
        _text("claim_id", sa.ForeignKey("claim.claim_id")),
        _text("coding_id", sa.ForeignKey("coding.coding_id")),
        _text("slot"),
        _text("code_id"),
        _text("intensity"),
        _text("valence"),
        sa.Column("intended", sa.Boolean, nullable=True),
        *_written(),
    )
    op.create_index("ix_claim_part_supersedes", "claim_part", ["supersedes"])
    op.execute(_view("claim_part", "part_id"))


def _evidence() -> None:
    op.create_table(
        "evidence",
        _text("evidence_id", primary_key=True),
        _text("theory_id"),
        sa.Column("theory_version", sa.Integer, nullable=False),
        _text("subject_kind"),
        _text("subject_label"),
        _text("bearing"),
        sa.Column("relevance", sa.Integer, nullable=False),
        sa.Column("richness", sa.Integer, nullable=False),
        sa.Column("rigour", sa.Integer, nullable=False),
        _text("reason"),
        _text("explained", nullable=True),
        _text("rater"),
        *_written(),
    )
    op.create_index("ix_evidence_supersedes", "evidence", ["supersedes"])
    op.execute(_view("evidence", "evidence_id"))


def _judgement() -> None:
    op.create_table(
        "judgement",
        _text("judgement_id", primary_key=True),
        _text("theory_id"),
        sa.Column("theory_version", sa.Integer, nullable=False),
        _text("rating"),
        _text("reason"),
        _text("rater"),
        *_written(),
    )
    op.create_index("ix_judgement_supersedes", "judgement", ["supersedes"])
    op.execute(_view("judgement", "judgement_id"))


def _audit() -> None:
    op.create_table(
        "audit",
        _text("audit_id", primary_key=True),
        _text("act"),
        _text("table_name"),
        _text("record_key"),
        _text("before", nullable=True),
        _text("after", nullable=True),
        _text("store_id"),
        _text("recorded_by"),
        _text("recorded_at"),
    )
    op.create_index("ix_audit_record", "audit", ["act", "record_key", "recorded_at"])


def _store_meta() -> None:
    op.create_table(
        "store_meta",
        _text("store_id", primary_key=True),
        _text("created_at"),
    )


def upgrade() -> None:
    """Make the tables, their indexes and views."""
    _source()
    _source_text()
    _voice()
    _segment()
    _coding()
    _claim()
    _claim_part()
    _evidence()
    _judgement()
    _audit()
    _store_meta()


def downgrade() -> None:
    """Refuse: no way leads back."""
    raise NotImplementedError("A store is never taken back a revision: restore the backup made before the migration.")
