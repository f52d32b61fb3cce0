"""The third revision: certainty of codings, what coders read, and what they decided. No earlier row changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str, *constraints, **more) -> sa.Column:
    return sa.Column(name, sa.Text, *constraints, **{"nullable": False, **more})


def _view(table: str, key: str) -> str:
    return (
        f"CREATE VIEW current_{table} AS SELECT * FROM {table} WHERE NOT removed AND NOT EXISTS "
        f"(SELECT 1 FROM {table} AS later WHERE later.supersedes = {table}.{key})"
    )


def upgrade() -> None:
    """Widen coding by its certainty (empty for earlier rows, whose seals so stay whole), and make decision and coverage."""
    # A view keeps the columns it was made with, so it is made again.
    op.execute("DROP VIEW current_coding")
    op.add_column("coding", _text("certainty", nullable=True))
    op.execute(_view("coding", "coding_id"))
    _decision()
    _coverage()


def _decision() -> None:
    op.create_table(
        "decision",
        _text("decision_id", primary_key=True),
        _text("source_id", sa.ForeignKey("source.source_id")),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        *(_text(name) for name in ("kind", "codings", "coders", "codes", "decided")),
        *(_text(name, nullable=True) for name in ("agreed_code", "agreed_slot", "sharper_code")),
        _text("sharper_definition", nullable=True),
        _text("reason", nullable=True),
        _text("decided_by"),
        sa.Column("round_no", sa.Integer, nullable=False),
        *_written(),
    )
    op.create_index("ix_decision_supersedes", "decision", ["supersedes"])
    op.execute(_view("decision", "decision_id"))


def _coverage() -> None:
    op.create_table(
        "coverage",
        _text("coverage_id", primary_key=True),
        _text("source_id", sa.ForeignKey("source.source_id")),
        _text("coder"),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("from_turn", "to_turn", "round_no")),
        *_written(),
    )
    op.create_index("ix_coverage_supersedes", "coverage", ["supersedes"])
    op.execute(_view("coverage", "coverage_id"))


def _written() -> list[sa.Column]:
    return [
        *(_text(name) for name in ("store_id", "recorded_by", "recorded_at")),
        _text("supersedes", nullable=True),
        sa.Column("removed", sa.Boolean, nullable=False),
        *(_text(name, nullable=True) for name in ("salt", "digest", "entry")),
    ]


def downgrade() -> None:
    """Refuse: no way leads back."""
    raise NotImplementedError("A store is never taken back a revision: restore the backup made before the migration.")
