"""The sheet of evidence: what was judged as rows, and a person's own rows back into the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.exchange import Gathered, Row, SheetSpec, changes_in
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import text
from useit_eval.workbench.judged import GRADES, Judged, append_judged, check_judged, judged_of
from useit_eval.workbench.naming import same_person
from useit_eval.workbench.subjects import Subject, subjects_of

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

_COPIED = ("bearing", "reason", "explained", "rival", "rater", *(f"why_{name}" for name in GRADES))
_PAIR = ("theory", "version", "kind", "subject", "rater")


def rows_out(bench: Bench) -> list[dict[str, str]]:
    """Return what was judged as rows of the sheet, everybody's, without what rests on withdrawn consent."""
    says = subjects_of(bench)
    held = bench.load("evidence", coders="all").sort_values(
        ["theory_id", "theory_version", "subject_kind", "subject_label", "rater", "evidence_id"]
    )
    return [_row(row, says) for row in held.to_dict("records")]


def take_back(
    bench: Bench, rows: Mapping[str, list[Row]], specs: Iterable[SheetSpec], *, by: str, file: str
) -> tuple[int, int]:
    """Return how many rows came to the store as new and as changed: all of them, or none.

    Raises InputRefused with the row of each fault.
    """
    (spec,), gathered = specs, Gathered()
    standing = {row["evidence_id"]: row for row in rows_out(bench)}
    subjects = subjects_of(bench)
    wanted: list[tuple[bool, dict[str, Any]]] = []
    met: dict[str, str] = {}
    for row in rows[spec.name]:
        with gathered.row():
            key = row.get("evidence_id")
            _refuse_twice(key, row, met)
            changed = changes_in(row, standing.get(key), spec) if key else dict(row.cells)
            if changed:
                wanted.append((not key, _checked(bench, row, changed, subjects, by)))
                _refuse_pair(wanted, row)
    gathered.refuse(file)
    if wanted:
        append_judged(bench, [row for _, row in wanted], by=by)
    new = sum(is_new for is_new, _ in wanted)
    return new, len(wanted) - new


def _row(row: Mapping[str, Any], says: Mapping[tuple[str, str], Subject]) -> dict[str, str]:
    given = judged_of(row)
    subject = says.get((given.subject_kind, given.subject_label))
    pair = {
        "theory": given.theory_id,
        "version": str(given.theory_version),
        "kind": given.subject_kind,
        "subject": given.subject_label,
    }
    grades = {name: str(getattr(given, name)) for name in GRADES}
    copied = {name: text(getattr(given, name)) for name in _COPIED}
    return {**pair, **grades, **copied, "says": subject.says if subject else "", "evidence_id": row["evidence_id"]}


def _checked(
    bench: Bench, row: Row, changed: Mapping[str, str], subjects: Iterable[tuple[str, str]], by: str
) -> dict[str, Any]:
    known = bool(row.get("evidence_id"))
    for name in _PAIR if known else ():
        if name in changed:
            told = f"the {name} of a judgement was changed"
            raise InputRefused(told, row.where, "Put it back, and add a row with empty evidence_id and mark.")
    rater = row.get("rater") or by
    if not same_person(rater, by):
        raise InputRefused(
            f"the judgement is {rater}'s, and {by} brings the sheet back", row.where,
            "Add a row of your own with empty evidence_id and mark; theirs stays beside it.",
        )  # fmt: skip
    grades = {name: _whole(row.get(name)) for name in GRADES}
    given = Judged(
        row.get("theory"), _whole(row.get("version")), row.get("kind"), row.get("subject"), **grades,
        **{name: row.get(name) for name in _COPIED if name != "rater"}, rater=by,
    )  # fmt: skip
    reasons = [name for name in GRADES if not known or name in changed or f"why_{name}" in changed]
    return check_judged(given, theories=bench.theories, subjects=subjects, reasons=reasons, where=row.where)


def _whole(cell: str) -> Any:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else cell


def _refuse_twice(key: str, row: Row, met: dict[str, str]) -> None:
    if key and met.setdefault(key, row.where) != row.where:
        told = f"the evidence_id is also in {met[key].rpartition(', ')[2]}"
        raise InputRefused(told, row.where, "Leave evidence_id and mark empty in a copied row.")


def _refuse_pair(wanted: list[tuple[bool, dict[str, Any]]], row: Row) -> None:
    def _pair(one: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(one[name] for name in ("theory_id", "theory_version", "subject_kind", "subject_label"))

    if _pair(wanted[-1][1]) in [_pair(one) for _, one in wanted[:-1]]:
        raise InputRefused("another row of yours judges the same pair", row.where, "Keep one of the two.")
