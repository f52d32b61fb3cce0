"""The SQL tables, made from the column specification: plain types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import functools

import sqlalchemy as sa

from useit_eval.ground.frames import TABLES, Column, TableSpec
from useit_eval.store import seal

WRITTEN = ("store_id", "recorded_by", "recorded_at")
STORED = tuple(spec for spec in TABLES.values() if spec.home == "store")
META = "store_meta"
_TYPES = {
    "text": sa.Text,
    "uuid": sa.Text,
    "date": sa.Text,
    "instant": sa.Text,
    "integer": sa.Integer,
    "number": sa.Double,
    "flag": sa.Boolean,
}


@functools.cache
def metadata() -> sa.MetaData:
    """Return the SQLAlchemy metadata of every table whose home is the store, and of the one-row table `store_meta`."""
    made = sa.MetaData()
    for spec in STORED:
        own = [_column(column, spec) for column in spec.columns]
        sa.Table(spec.name, made, *own, *_sealed(spec), *_indexes(spec))
    sa.Table(
        META,
        made,
        sa.Column("store_id", sa.Text, primary_key=True),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("last_number", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_link", sa.Text, nullable=False, server_default=""),
    )
    return made


def table(name: str) -> sa.Table:
    """Return one SQL table. Raises KeyError when no table of the store has that name."""
    return metadata().tables[name]


def view_name(spec: TableSpec) -> str:
    """Return the name of the view of a table's current rows."""
    return f"current_{spec.name}"


def versioned(spec: TableSpec) -> bool:
    """Return whether rows of the table can be superseded (all but the audit)."""
    return "supersedes" in spec.names


def view_sql(spec: TableSpec) -> str:
    """Return the SQL of the current view: rows that nothing supersedes and that do not stand for a removal."""
    return (
        f"CREATE VIEW {view_name(spec)} AS SELECT * FROM {spec.name} WHERE NOT removed AND NOT EXISTS "
        f"(SELECT 1 FROM {spec.name} AS later WHERE later.supersedes = {spec.name}.{spec.key})"
    )


def _column(column: Column, spec: TableSpec) -> sa.Column:
    keys = [sa.ForeignKey(column.reference)] if column.reference and column.reference.split(".")[0] != spec.name else []
    return sa.Column(column.name, _TYPES[column.dtype], *keys, primary_key=column.key, nullable=column.nullable)


def _sealed(spec: TableSpec) -> list[sa.Column]:
    """Return what the store keeps beside a row and shows in no frame: salt, digest and entry; of an act, its rows' keys."""
    if spec.name == "audit":
        return [sa.Column(seal.ROW_KEYS, sa.Text)]
    return [sa.Column(name, sa.Text) for name in seal.COLUMNS] if versioned(spec) else []


def _indexes(spec: TableSpec) -> list[sa.Index]:
    made = [sa.Index(f"ix_{spec.name}_supersedes", "supersedes")] if versioned(spec) else []
    if spec.name == "coding":
        # Covering: questions of overlap are answered from the index alone.
        made.append(sa.Index("ix_coding_span", "source_id", "start", "end", "code_id"))
    if spec.name == "audit":
        made.append(sa.Index("ix_audit_record", "act", "record_key", "recorded_at"))
        made.append(sa.Index("ix_audit_number", "store_id", "number", unique=True))
    return made
