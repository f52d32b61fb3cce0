"""What two coders did apart and a person must settle: found and listed, never settled by the machine."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.store.database import Store

CODES, NEARLY, CHANGED, REMOVED = (
    "same words, different codes",
    "same code, overlapping words",
    "changed in two ways",
    "changed by one, removed by the other",
)
VERSIONED = (
    "source",
    "voice",
    "segment",
    "coding",
    "claim",
    "claim_part",
    "evidence",
    "judgement",
    "response",
    "reading",
    "decision",
    "coverage",
)


@dataclasses.dataclass(frozen=True, order=True)
class Conflict:
    """One thing to settle: its kind, the table, where it stands, who is party to it, and the keys of the rows."""

    kind: str
    table: str
    where: str
    who: tuple[str, ...]
    keys: tuple[str, ...]


def find_conflicts(store: Store) -> tuple[Conflict, ...]:
    """Return every conflict that stands in a store, in a fixed order: the same rows give the same list.

    Two coders' codings of the same words with different codes; of overlapping words with the same code; rows of which
    two newer versions stand; rows that one changed and another removed. Agreement is no conflict. A row changed
    apart is settled as soon as one of its two versions is superseded.
    """
    labels = dict(store.current("source")[["source_id", "label"]].itertuples(index=False, name=None))
    found = [*_by_span(store.current("coding"), labels)]
    for table in VERSIONED:
        found.extend(_forked(store.history(table), table))
    return tuple(sorted(found))


def _by_span(codings: pd.DataFrame, labels: dict[str, str]) -> Iterator[Conflict]:
    rows = codings[["coding_id", "source_id", "start", "end", "code_id", "coder"]].sort_values(
        ["source_id", "start", "end", "coding_id"]
    )
    for source_id, own in rows.groupby("source_id", sort=True):
        place = labels.get(source_id, source_id)
        records = own.to_dict("records")
        for (start, end), same in itertools.groupby(records, key=lambda row: (row["start"], row["end"])):
            yield from _different_codes(list(same), f"{place}, {start} to {end}")
        for first, second in _overlapping(records):
            where = f"{place}, {first['start']} to {first['end']} and {second['start']} to {second['end']}"
            yield _conflict(NEARLY, "coding", where, (first, second))


def _different_codes(rows: list[dict[str, Any]], where: str) -> Iterator[Conflict]:
    codes: dict[str, set[str]] = {}
    for row in rows:
        codes.setdefault(row["coder"], set()).add(row["code_id"])
    for one, other in itertools.combinations(sorted(codes), 2):
        if codes[one] != codes[other]:
            apart = codes[one] ^ codes[other]
            party = [row for row in rows if row["coder"] in (one, other) and row["code_id"] in apart]
            told = ", ".join(sorted({f"{row['coder']}: {row['code_id']}" for row in party}))
            yield _conflict(CODES, "coding", f"{where} ({told})", party, who=(one, other))


def _overlapping(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give the pairs of codings of one code by two coders that share characters, but not all of them."""
    still: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        near = [other for other in still.get(row["code_id"], []) if other["end"] > row["start"]]
        for other in near:
            span, other_span = (row["start"], row["end"]), (other["start"], other["end"])
            if other["coder"] != row["coder"] and span != other_span:
                yield other, row
        still[row["code_id"]] = [*near, row]


def _forked(history: pd.DataFrame, table: str) -> Iterator[Conflict]:
    later = history[history["supersedes"].notna()]
    doubled = later[later["supersedes"].duplicated(keep=False)]
    superseded = set(later["supersedes"])
    key = history.columns[0]
    for first, rows in doubled.groupby("supersedes", sort=True):
        open_ends = [row for row in rows.sort_values(key).to_dict("records") if row[key] not in superseded]
        if len(open_ends) < 2 or all(row["removed"] for row in open_ends):
            continue
        kind = REMOVED if any(row["removed"] for row in open_ends) else CHANGED
        name = next((str(row[column]) for row in open_ends for column in ("label",) if column in row), str(first))
        yield _conflict(kind, table, name, open_ends, key=key, who=tuple(sorted({r["recorded_by"] for r in open_ends})))


def _conflict(
    kind: str, table: str, where: str, rows: Any, *, key: str = "coding_id", who: tuple[str, ...] | None = None
) -> Conflict:
    told = tuple(sorted({row["coder"] for row in rows})) if who is None else who
    return Conflict(kind, table, where, told, tuple(sorted(row[key] for row in rows)))
