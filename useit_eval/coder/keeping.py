"""One act into the store: all of its rows or none, once, however often it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from useit_eval.coder import filling
from useit_eval.coder.columns import TABLE_ORDER, check_row, check_uuid, refused
from useit_eval.coder.holding import ANEW, MEANWHILE, OWNERS, Holding
from useit_eval.ground.frames import TABLES
from useit_eval.store import lookups

if TYPE_CHECKING:
    from useit_eval.coder.session import Session
    from useit_eval.store.database import Writing

DOES = ("mark", "change", "remove", "link", "unlink", "bear", "read", "undo", "redo")
MOST_ROWS = 200
Row = dict[str, Any]


def check_act(act: object) -> tuple[str, list[tuple[str, Row]]]:
    """Return an act's id and its rows as (table, row), what is referred to first. InputRefused for what is no act."""
    if not isinstance(act, dict):
        raise refused("what was sent is not an act")
    act_id = check_uuid(act.get("act"), "act")
    if act.get("does") not in DOES or set(act) - {"act", "does", "rows"}:
        raise refused("what was sent is not an act")
    rows = act.get("rows")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise refused(f"an act has 1 to {MOST_ROWS} rows")
    if any(not isinstance(entry, dict) or set(entry) != {"table", "row"} for entry in rows):
        raise refused("a row of the act has no table")
    checked = [(entry["table"], check_row(entry["table"], entry["row"])) for entry in rows]
    _refuse_repeats(checked)
    return act_id, sorted(checked, key=lambda entry: TABLE_ORDER.index(entry[0]))


def keep_act(session: Session, rows: list[tuple[str, Row]]) -> list[dict[str, str]]:
    """Return the labels of the claims that an act wrote, once all of its rows are in the store.

    Rows that are there already (the act was sent before) are left as they are. Raises InputRefused, and
    writes nothing, for what cannot be so; WorkFailed when the store cannot be written now.
    """
    with session.bench.store.writing(by=session.coder) as work:
        held = _held(work, rows)
        if held:
            _refuse_changed(session, rows, held)
            return _labels(held.values())
        holding = Holding(session, work, rows)
        for table, row in rows:
            holding.made[row[TABLES[table].key]] = filling.fill(table, row, holding)
        _refuse_left(work, rows, holding)
        for table in TABLE_ORDER:
            made = [holding.made[row[TABLES[table].key]] for name, row in rows if name == table]
            if made:
                work.append_rows(table, made)
    return _labels(holding.made.values())


def _held(work: Writing, rows: list[tuple[str, Row]]) -> dict[str, Row]:
    found = {}
    for table in TABLE_ORDER:
        key = TABLES[table].key
        if keys := [row[key] for name, row in rows if name == table]:
            found.update({row[key]: row for row in lookups.rows_where(work, table, key, keys)})
    return found


def _refuse_changed(session: Session, rows: list[tuple[str, Row]], held: dict[str, Row]) -> None:
    """Refuse an act of which some rows are there and others are not, or whose rows said something else before."""
    for table, row in rows:
        stored = held.get(row[TABLES[table].key])
        own = stored is not None and stored["recorded_by"] == session.coder
        own = own and stored.get(OWNERS.get(table, ""), session.coder) == session.coder
        if not own or not _says_same(table, row, stored):
            raise refused("a row with this id is in the store and says something else")


def _says_same(table: str, row: Row, stored: Row) -> bool:
    if row["removed"] or stored["removed"]:
        return row["removed"] == stored["removed"] and row["supersedes"] == stored["supersedes"]
    apart = _PUT_IN | ({"code_id"} if table == "claim_part" else set())
    told = {
        name: value.strip() if isinstance(value, str) else value for name, value in row.items() if name not in apart
    }
    # What was left empty was filled in when it was kept, and says nothing now.
    return all(value == stored[name] for name, value in told.items() if value not in (None, ""))


_PUT_IN = frozenset(
    [
        *("quote", "coder", "rater", "origin", "round_no", "label", "subject_kind", "subject_label", "source_id"),
        "quotable",
    ]
)


def _labels(rows: Any) -> list[dict[str, str]]:
    return [{"claim_id": row["claim_id"], "label": row["label"]} for row in rows if "label" in row]


def _refuse_repeats(rows: list[tuple[str, Row]]) -> None:
    keys = [row[TABLES[table].key] for table, row in rows]
    before = [row["supersedes"] for _, row in rows if row["supersedes"]]
    if len(set(keys)) < len(keys) or set(keys) & set(before):
        raise refused("two rows of the act have the same id")
    if len(set(before)) < len(before):
        raise refused(MEANWHILE, ANEW)


def _refuse_left(work: Writing, rows: list[tuple[str, Row]], holding: Holding) -> None:
    """Refuse to remove a passage, or a claim, while a part or a bearing still rests on it."""
    going = {row["supersedes"] for _, row in rows if row["supersedes"]}
    for table, row in rows:
        if not row["removed"] or table not in ("coding", "claim"):
            continue
        key = TABLES[table].key
        for part in lookups.rows_where(work, "claim_part", key, list(_chain(work, table, row))):
            if part["part_id"] not in going and not part["removed"] and _stands(work, "claim_part", part):
                raise refused("it is still part of a configuration", "Take it out there first.")
        label = holding.made[row[key]].get("label")
        bearing = lookups.rows_where(work, "evidence", "subject_label", [label], standing=True) if label else []
        if any(each["evidence_id"] not in going and each["subject_kind"] == "claim" for each in bearing):
            raise refused("the configuration still bears on a theory", "Take that back first.")


def _chain(work: Writing, table: str, row: Row) -> Iterator[str]:
    key, met = row["supersedes"], set()
    while key and key not in met:
        met.add(key)
        yield key
        found = lookups.rows_where(work, table, TABLES[table].key, [key])
        key = found[0]["supersedes"] if found else None


def _stands(work: Writing, table: str, row: Row) -> bool:
    return not lookups.rows_where(work, table, "supersedes", [row[TABLES[table].key]])
