"""The audit as a chain: every act gets the next number and a link over the one before, and seals the rows it wrote."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa

from useit_eval.ground.frames import TableSpec
from useit_eval.store import rows, seal
from useit_eval.store.tables import META


class Chain:
    """The chain of a store inside one write transaction, which nobody else can enter: so numbers have no gap."""

    def __init__(self, connection: sa.Connection, *, store_id: str, by: str) -> None:
        self._connection, self._store_id, self._by = connection, store_id, by

    def write(self, spec: TableSpec, new: list[rows.Row], *, act: str) -> int:
        """Return how many rows were written, sealed under one entry; none gives no entry.

        When the key of any row is there already, nothing is written and none is returned.
        """
        if not new:
            return 0
        salts, entry_id = seal.make_salts(len(new)), str(uuid.uuid4())
        digests = seal.digest_rows(new, salts)
        sealed = [(*row.values(), *seals, entry_id) for row, *seals in zip(new, salts, digests, strict=True)]
        if not self._insert_all(spec.name, (*new[0], *seal.COLUMNS), sealed):
            return 0
        keys = [row[spec.key] for row in new]
        record = keys[0] if len(keys) == 1 else f"{len(keys)} rows"
        after = seal.cover(zip(keys, digests, strict=True))
        told = {"act": act, "table_name": spec.name, "record_key": record, "after": after, "row_count": len(new)}
        self._add(entry_id, **told, **({seal.ROW_KEYS: " ".join(keys)} if len(keys) > 1 else {}))
        return len(new)

    def note(self, act: str, *, table: str, key: str, before: str | None, after: str | None) -> None:
        """Write an entry about something that is no row of a table."""
        self._add(str(uuid.uuid4()), act=act, table_name=table, record_key=key, before=before, after=after)

    def _insert_all(self, name: str, columns: tuple[str, ...], sealed: list[tuple[Any, ...]]) -> bool:
        if len(sealed) == 1:
            return rows.insert_values(self._connection, name, columns, sealed) == 1
        kept = self._connection.begin_nested()
        whole = rows.insert_values(self._connection, name, columns, sealed) == len(sealed)
        (kept.commit if whole else kept.rollback)()
        return whole

    def _add(self, entry_id: str, **told: Any) -> None:
        number, link = last_of(self._connection)
        entry = {"audit_id": entry_id, "number": number + 1, "before": None, "row_count": 0, **told}
        entry |= {"store_id": self._store_id, "recorded_by": self._by, "recorded_at": rows.now()}
        entry["link"] = seal.link(link, entry)
        rows.insert(self._connection, "audit", [entry])
        mark = rows.mark_of(self._connection)
        change = f"UPDATE {META} SET last_number = {mark}, last_link = {mark}"
        self._connection.exec_driver_sql(change, (entry["number"], entry["link"]))


def last_of(connection: sa.Connection) -> tuple[int, str]:
    """Return the number and the link of the last entry of the store's own chain; 0 and "" when there is none."""
    number, link = connection.exec_driver_sql(f"SELECT last_number, last_link FROM {META}").one()
    return number, link
