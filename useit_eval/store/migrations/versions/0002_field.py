"""The second revision: kinds of sources, labels of speakers, renderings, answers and readings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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


def upgrade() -> None:
    """Widen source, voice and segment; make response and reading."""
    _widen("source", _text("kind", nullable=True))
    _widen("voice", _text("spoken_as", nullable=True))
    _widen("segment", _text("speaker", nullable=True), _text("rendering", server_default="original"))
    _response()
    _reading()


def _widen(table: str, *columns: sa.Column) -> None:
    # A view keeps the columns it was made with, so it is made again.
    op.execute(f"DROP VIEW current_{table}")
    for column in columns:
        op.add_column(table, column)
    op.execute(_view(table, f"{table}_id"))


def _response() -> None:
    op.create_table(
        "response",
        _text("response_id", primary_key=True),
        _text("source_id", sa.ForeignKey("source.source_id")),
        _text("questionnaire"),
        _text("submission_id"),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("repeat_no", sa.Integer, nullable=True),
        _text("question_id"),
        _text("choice", nullable=True),
        _text("words", nullable=True),
        sa.Column("number", sa.Double, nullable=True),
        _text("collected_on", nullable=True),
        _text("researcher_id", nullable=True),
        sa.Column("counted", sa.Boolean, nullable=False),
        _text("reason", nullable=True),
        *_written(),
    )
    op.create_index("ix_response_supersedes", "response", ["supersedes"])
    op.execute(_view("response", "response_id"))


def _reading() -> None:
    op.create_table(
        "reading",
        _text("reading_id", primary_key=True),
        _text("source_id", sa.ForeignKey("source.source_id")),
        _text("indicator"),
        _text("area"),
        _text("area_name", nullable=True),
        _text("area_vintage", nullable=True),
        _text("period"),
        sa.Column("value", sa.Double, nullable=True),
        _text("unit"),
        sa.Column("rounded_to", sa.Double, nullable=True),
        _text("note", nullable=True),
        *_written(),
    )
    op.create_index("ix_reading_supersedes", "reading", ["supersedes"])
    op.execute(_view("reading", "reading_id"))
