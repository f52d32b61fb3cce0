"""The second revision: kinds of sources, speakers, renderings, answers, readings, tombstones, and the audit's chain."""

from __future__ import annotations

import datetime as dt
import uuid

import sqlalchemy as sa
from alembic import op

from useit_eval.store import seal

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


FIRST_TABLES = {
    "source": "source_id", "source_text": "source_id", "voice": "voice_id", "segment": "segment_id",
    "coding": "coding_id", "claim": "claim_id", "claim_part": "part_id", "evidence": "evidence_id",
    "judgement": "judgement_id",
}  # fmt: skip
ROW_ACTS = ("append", "load")
BY = "useit-eval"


def upgrade() -> None:
    """Widen source, voice and segment; make response, reading and erasure; seal what is there into the chain."""
    _widen("source", _text("kind", nullable=True))
    _widen("voice", _text("spoken_as", nullable=True))
    spoken = _text("speaker", nullable=True), _text("rendering", server_default="original")
    _widen("segment", *spoken, _text("rendered_from", nullable=True))
    for table in FIRST_TABLES:
        _widen(table, *_sealed())
    _response()
    _reading()
    _erasure()
    _chain()
    _adopt(op.get_bind())


def _sealed() -> list[sa.Column]:
    return [_text(name, nullable=True) for name in ("salt", "digest", "entry")]


def _widen(table: str, *columns: sa.Column) -> None:
    # A view keeps the columns it was made with, so it is made again.
    op.execute(f"DROP VIEW current_{table}")
    for column in columns:
        op.add_column(table, column)
    op.execute(_view(table, FIRST_TABLES[table]))


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
        *_sealed(),
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
        *_sealed(),
    )
    op.create_index("ix_reading_supersedes", "reading", ["supersedes"])
    op.execute(_view("reading", "reading_id"))


def _erasure() -> None:
    op.create_table(
        "erasure",
        _text("erasure_id", primary_key=True),
        _text("table_name"),
        _text("record_key"),
        _text("reason"),
        _text("remains"),
        *_written(),
        *_sealed(),
    )
    op.create_index("ix_erasure_supersedes", "erasure", ["supersedes"])
    op.execute(_view("erasure", "erasure_id"))


def _chain() -> None:
    op.add_column("store_meta", sa.Column("last_number", sa.Integer, nullable=False, server_default="0"))
    op.add_column("store_meta", _text("last_link", server_default=""))
    op.add_column("audit", sa.Column("number", sa.Integer, nullable=False, server_default="0"))
    op.add_column("audit", sa.Column("row_count", sa.Integer, nullable=False, server_default="0"))
    op.add_column("audit", _text("link", server_default=""))
    op.add_column("audit", _text("row_keys", nullable=True))


def _adopt(connection: sa.Connection) -> None:
    """Give the entries of revision 0001 numbers and links, and seal its rows under one entry for each table.

    Those entries held digests of words without a salt, which must go: what they covered, the new entries cover.
    """
    made = sa.MetaData()
    audit, meta = (sa.Table(name, made, autoload_with=connection) for name in ("audit", "store_meta"))
    store_id = connection.execute(sa.select(meta.c.store_id)).scalar()
    query = sa.select(audit).order_by(audit.c.recorded_at, audit.c.audit_id)
    entries = [dict(row) for row in connection.execute(query).mappings()]
    for entry in entries:
        entry |= {"after": None if entry["act"] in ROW_ACTS else entry["after"], "row_keys": None}
    connection.execute(audit.delete())
    entries += [entry for table, key in FIRST_TABLES.items() for entry in _seal(connection, table, key, store_id)]
    last = _link(entries)
    if entries:
        connection.execute(audit.insert(), entries)
        connection.execute(meta.update().values(last_number=len(entries), last_link=last))
    op.create_index("ix_audit_number", "audit", ["store_id", "number"], unique=True)


def _seal(connection: sa.Connection, name: str, key: str, store_id: str) -> list[dict]:
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    if not rows:
        return []
    salts, entry_id = seal.make_salts(len(rows)), str(uuid.uuid4())
    digests = seal.digest_rows(rows, salts)
    sealed = [
        {"_key": row[key], "salt": salt, "digest": digest, "entry": entry_id}
        for row, salt, digest in zip(rows, salts, digests, strict=True)
    ]
    change = table.update().where(table.c[key] == sa.bindparam("_key"))
    connection.execute(change, sealed)
    at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    record = rows[0][key] if len(rows) == 1 else f"{len(rows)} rows"
    after = seal.cover((row["_key"], row["digest"]) for row in sealed)
    known = {"audit_id": entry_id, "act": "adopt", "table_name": name, "record_key": record, "row_count": len(rows)}
    known["row_keys"] = " ".join(row[key] for row in rows) if len(rows) > 1 else None
    return [{**known, "before": None, "after": after, "store_id": store_id, "recorded_by": BY, "recorded_at": at}]


def _link(entries: list[dict]) -> str:
    last = ""
    for number, entry in enumerate(entries, start=1):
        entry["number"] = number
        entry["link"] = last = seal.link(last, entry)
    return last


def downgrade() -> None:
    """Refuse: no way leads back."""
    raise NotImplementedError("A store is never taken back a revision: restore the backup made before the migration.")
