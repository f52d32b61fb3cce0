"""The sheets of theories and rivals: current versions as rows, and each changed row back as the theory's next version."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from useit_eval.exchange import Gathered, Row, SheetSpec, changes_in
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench import authoring, theory_edits
from useit_eval.workbench.theory_edits import RivalGiven, VersionGiven, given_of

if TYPE_CHECKING:
    from useit_eval.codebook import TheoryVersion
    from useit_eval.workbench.bench import Bench

_WHY = ("move", "reason", "evidence")


def rows_out(bench: Bench) -> dict[str, list[dict[str, str]]]:
    """Return current versions and their rivals as rows of the sheets Theory and Rivals."""
    theories = [theory for theory in bench.theories.theories]
    names = {code.id: code.name for code in bench.codebook.codes}
    rows = []
    for theory in theories:
        now = theory.current
        expected = {
            slot: "; ".join(names.get(code, code) for code in codes)
            for slot, codes in now.configuration.by_slot().items()
        }
        said = {"if": now.if_, "then": now.then, "because": now.because}
        rows.append({"theory": theory.id, "title": theory.title, "version": str(now.version), **said, **expected})
    rivals = [
        {"theory": theory.id, "rival": rival.id, "text": rival.text, "state": rival.state, "reason": rival.reason or ""}
        for theory in theories
        for rival in theory.current.rivals
    ]
    return {"Theory": rows, "Rivals": rivals}


def take_back(
    bench: Bench, rows: Mapping[str, list[Row]], specs: Iterable[SheetSpec], *, by: str, file: str
) -> tuple[int, int]:
    """Return (0, how many theories got a new version): theory.yaml is written whole, or left as it is.

    Raises InputRefused with the row of each fault.
    """
    held, gathered = authoring.hold(bench.paths.codebooks / "theory.yaml"), Gathered()
    theory_spec, rival_spec = specs
    out = rows_out(bench)
    changed = _changed(rows["Theory"], {row["theory"]: row for row in out["Theory"]}, theory_spec, gathered)
    rivals = _changed_rivals(rows["Rivals"], out["Rivals"], rival_spec, bench, gathered)
    for theory_id, found in rivals.items():
        if theory_id not in changed:
            with gathered.row():
                raise _without_why(theory_id, found[0][0])
    made: dict[str, TheoryVersion] = {}
    known = theory_edits.known_labels(bench) if changed else set()
    for theory_id, row in changed.items():
        with gathered.row():
            given = _given(bench, theory_id, row, rivals.get(theory_id, []), by)
            made[theory_id] = theory_edits.next_version(
                given, bench.theories, codes=bench.codebook, known=known, slots=bench.study.slots, where=row.where
            )
    gathered.refuse(file)
    if made:
        theory_edits.write_versions(bench, held, made, by=by)
    return 0, len(made)


def _changed(
    rows: list[Row], standing: Mapping[str, Mapping[str, str]], spec: SheetSpec, gathered: Gathered
) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        with gathered.row():
            key = row.get("theory")
            if key not in standing:
                raise InputRefused(
                    f"'{key}' is not a theory",
                    row.where,
                    f"{closest(key, standing)} A new theory is written in theory.yaml.",
                )
            if changes_in(row, standing[key], spec):
                if key in found:
                    raise InputRefused(f"the theory {key} has two rows", row.where, "Keep one of them.")
                found[key] = row
    return found


def _changed_rivals(
    rows: list[Row], out: list[dict[str, str]], spec: SheetSpec, bench: Bench, gathered: Gathered
) -> dict[str, list[tuple[Row, RivalGiven]]]:
    standing, met = {row["rival"]: row for row in out}, set()
    found: dict[str, list[tuple[Row, RivalGiven]]] = {}
    for row in rows:
        with gathered.row():
            theory_id, key = row.get("theory"), row.get("rival")
            if theory_id not in bench.theories.ids:
                raise InputRefused(f"'{theory_id}' is not a theory", row.where, closest(theory_id, bench.theories.ids))
            if key and key not in standing:
                raise InputRefused(f"'{key}' is not a rival", row.where, "Leave the id of a new rival empty.")
            if key in met:
                raise InputRefused(f"the rival {key} has two rows", row.where, "Keep one of them.")
            met |= {key} - {""}
            changed = changes_in(row, standing[key], spec) if key else dict(row.cells)
            if "theory" in changed and key:
                raise InputRefused(
                    "the theory of a rival was changed", row.where, f"Put back '{standing[key]['theory']}'."
                )
            if changed:
                given = RivalGiven(key, row.get("text"), row.get("state") or "open", row.get("reason"))
                found.setdefault(theory_id, []).append((row, given))
    return found


def _given(bench: Bench, theory_id: str, row: Row, rivals: list[tuple[Row, RivalGiven]], by: str) -> VersionGiven:
    current = given_of(theory_id, bench.theories.theory(theory_id).current)
    typed = {given.id: given for _, given in rivals if given.id}
    new = tuple(given for _, given in rivals if not given.id)
    kept = (*(typed.get(rival.id, rival) for rival in current.rivals), *new)
    expected = {slot: row.get(slot) for slot in bench.study.slots}
    words = {"if_": row.get("if"), "then": row.get("then"), "because": row.get("because")}
    why = {name: row.get(name) for name in _WHY}
    return dataclasses.replace(current, **words, expected=expected, rivals=kept, **why, author=by)


def _without_why(theory_id: str, row: Row) -> InputRefused:
    told = f"a rival of {theory_id} was changed, and the sheet Theory does not say why"
    return InputRefused(told, row.where, f"Fill in move, reason and evidence in the row of {theory_id} there.")
