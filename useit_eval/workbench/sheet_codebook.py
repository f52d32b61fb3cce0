"""The sheet of codes: the codebook as rows, and changed or new rows back into codebook.yaml."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.codebook import edits
from useit_eval.exchange import Gathered, Row, SheetSpec, changes_in
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench import authoring
from useit_eval.workbench.typed import typed

if TYPE_CHECKING:
    from useit_eval.codebook import Code
    from useit_eval.workbench.bench import Bench

_TEXTS = tuple(key for key in edits.CODE_KEYS if key not in ("retired", "guid"))
_YES, _NO = ("yes", "true", "1"), ("", "no", "false", "0")


def rows_out(bench: Bench) -> list[dict[str, str]]:
    """Return the codes as rows of the sheet, in the order of the file."""
    return [_row(code) for code in bench.codebook.codes]


def take_back(
    bench: Bench, rows: Mapping[str, list[Row]], specs: Iterable[SheetSpec], *, by: str, file: str
) -> tuple[int, int]:
    """Return how many codes are new and how many were changed: codebook.yaml is written whole, or left as it is.

    Raises InputRefused with the row of each fault.
    """
    held, (spec,), gathered = authoring.hold(bench.paths.codebooks / "codebook.yaml"), specs, Gathered()
    codes, standing = bench.codebook.by_id, {row["id"]: row for row in rows_out(bench)}
    wanted: dict[str, Code] = {}
    where: dict[str, str] = {}
    for row in rows[spec.name]:
        with gathered.row():
            key = row.get("id")
            _refuse_moved(row, codes, where)
            where[key] = row.where
            changed = changes_in(row, standing[key], spec) if key in codes else dict(row.cells)
            if changed:
                wanted[key] = _code(row, codes.get(key))
    known = {**codes, **wanted}
    for key, code in wanted.items():
        with gathered.row():
            _check_names(code, known, where[key])
    gathered.refuse(file)
    if wanted:
        _write(bench, held, wanted, where, by)
    new = len([key for key in wanted if key not in codes])
    return new, len(wanted) - new


def _row(code: Code) -> dict[str, str]:
    told = {key: getattr(code, key) or "" for key in (*_TEXTS, "guid")}
    return {**told, "retired": "yes" if code.retired else ""}


def _code(row: Row, before: Code | None) -> Code:
    content: dict[str, Any] = {key: typed(row.get(key), where=row.where, what=f"the {key}") or None for key in _TEXTS}
    retired = row.get("retired").lower()
    if retired not in (*_YES, *_NO):
        raise InputRefused(f"retired is '{row.get('retired')}'", row.where, "Write yes, or leave it empty.")
    guid = before.guid if before else str(uuid.uuid4())
    return edits.made_code({**content, "retired": retired in _YES, "guid": guid}, where=row.where)


def _refuse_moved(row: Row, codes: Mapping[str, Code], met: Mapping[str, str]) -> None:
    key, guid = row.get("id"), row.get("guid")
    if key in met:
        raise InputRefused(f"the code '{key}' has two rows", row.where, "Keep one of them.")
    named = next((code.id for code in codes.values() if code.guid == guid), "")
    if guid and named != key and (named or key not in codes):
        told = f"the id of the code '{named}' was changed to '{key}'" if named else f"the guid of '{key}' is not known"
        raise InputRefused(told, row.where, "Put it back; a new code is a new row with empty guid and mark.")


def _check_names(code: Code, known: Mapping[str, Code], where: str) -> None:
    for name in ("parent", "merged_into"):
        other = getattr(code, name)
        if other is not None and other not in known:
            raise InputRefused(f"{name} '{other}' is not a code", where, closest(other, known))
    twin = next((each.id for each in known.values() if each.name == code.name and each.id != code.id), "")
    if twin:
        raise InputRefused(f"the name '{code.name}' is also that of '{twin}'", where, "Give each its own.")


def _write(bench: Bench, held: authoring.Held, wanted: Mapping[str, Code], where: Mapping[str, str], by: str) -> None:
    codes = bench.codebook.by_id
    changed = {key: _difference(codes[key], code) for key, code in wanted.items() if key in codes}
    added = [code.model_dump() for key, code in wanted.items() if key not in codes]
    authoring.try_codebook(held.text)  # somebody may have changed the file since the study was opened
    words = edits.with_codes(held.text, changed, added=added)
    try:
        found = authoring.try_codebook(words)
    except InputRefused as fault:
        place = where.get(edits.code_at(words, fault.where), fault.where)
        raise InputRefused(fault.what, place, fault.next) from None
    if dict(found.by_id) != {**codes, **wanted}:
        raise InputRefused(
            "the layout of the file would not hold the change", "codebook.yaml", "Make it there by hand."
        )
    told = {f"codebook.yaml {key}": "changed by sheet" if key in codes else "added by sheet" for key in wanted}
    authoring.write_authored(bench, held, words, by=by, told=told)


def _difference(before: Code, after: Code) -> dict[str, Any]:
    return {key: _kept(key, after) for key in edits.CODE_KEYS if getattr(before, key) != getattr(after, key)}


def _kept(key: str, code: Code) -> Any:
    value = getattr(code, key)
    return None if value is False else value
