"""The sheets of theories and rivals: current versions as rows, each changed row back as the theory's next
version, and each new row as a new theory."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from useit_eval.exchange import Gathered, Row, SheetSpec, changes_in
from useit_eval.exchange.columns import MARK
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench import authoring, theory_edits
from useit_eval.workbench.new_theory import TheoryGiven, new_theory
from useit_eval.workbench.theory_edits import RivalGiven, VersionGiven, given_of

if TYPE_CHECKING:
    from useit_eval.codebook import Theory, TheoryVersion
    from useit_eval.workbench.bench import Bench

_WHY = ("move", "reason", "evidence")
_ABOUT = ("strand", "kind", "title", "question", "plain", "moves_rating")
_ANEW = "A new theory has an id of its own, and empty version and mark."


_Given = tuple[Row, RivalGiven]


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
        about = {name: getattr(theory, name) for name in _ABOUT}
        rows.append({"theory": theory.id, "version": str(now.version), **about, **said, **expected})
    rivals = [
        {"theory": theory.id, "rival": rival.id, "text": rival.text, "state": rival.state, "reason": rival.reason or ""}
        for theory in theories
        for rival in theory.current.rivals
    ]
    return {"Theory": rows, "Rivals": rivals}


def take_back(
    bench: Bench, rows: Mapping[str, list[Row]], specs: Iterable[SheetSpec], *, by: str, file: str
) -> tuple[int, int]:
    """Return how many theories are new, and how many got a new version: theory.yaml is written whole, or left as it is.

    Raises InputRefused with the row of each fault.
    """
    held, gathered = authoring.hold(bench.paths.codebooks / "theory.yaml"), Gathered()
    theory_spec, rival_spec = specs
    out = rows_out(bench)
    changed = _changed(rows["Theory"], {row["theory"]: row for row in out["Theory"]}, theory_spec, gathered)
    begun = [row.get("theory") for row in rows["Theory"]]
    rivals = _changed_rivals(rows["Rivals"], out["Rivals"], rival_spec, (*bench.theories.ids, *begun), gathered)
    for theory_id, found in rivals.items():
        if theory_id in bench.theories.ids and theory_id not in changed:
            with gathered.row():
                raise _without_why(theory_id, found[0][0])
    made, added = _made(bench, changed, rivals, by, gathered)
    gathered.refuse(file)
    if made or added:
        theory_edits.write_versions(bench, held, made, by=by, added=added)
    return len(added), len(made)


def _made(
    bench: Bench, changed: Mapping[str, Row], rivals: Mapping[str, list[_Given]], by: str, gathered: Gathered
) -> tuple[dict[str, TheoryVersion], list[Theory]]:
    """Return the next versions by theory, and the theories that are new."""
    made: dict[str, TheoryVersion] = {}
    added: list[Theory] = []
    told = {"codes": bench.codebook, "known": theory_edits.known_labels(bench) if changed else set()}
    for theory_id, row in changed.items():
        with gathered.row():
            given = _given(bench, theory_id, row, rivals.get(theory_id, []), by)
            if theory_id in bench.theories.ids:
                made[theory_id] = theory_edits.next_version(
                    given, bench.theories, slots=bench.study.slots, where=row.where, **told
                )
            else:
                new = TheoryGiven(given, **{name: row.get(name) for name in _ABOUT})
                _refuse_twin(theory_id, [theory.id for theory in added], row)
                added.append(new_theory(new, bench.theories, study=bench.study, where=row.where, **told))
    return made, added


def _refuse_twin(theory_id: str, others: Iterable[str], row: Row) -> None:
    if theory_id.casefold() in map(str.casefold, others):
        raise InputRefused(f"the id '{theory_id}' is given to two new theories", row.where, "Give each its own.")


def _changed(
    rows: list[Row], standing: Mapping[str, Mapping[str, str]], spec: SheetSpec, gathered: Gathered
) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        with gathered.row():
            key = row.get("theory")
            if key not in standing and (row.get("version") or row.get(MARK)):
                near = f"{closest(key, standing)} " if key else ""
                raise InputRefused(f"'{key}' is not a theory", row.where, f"{near}{_ANEW}")
            if key not in standing or changes_in(row, standing[key], spec):
                if key in found:
                    raise InputRefused(f"the theory {key} has two rows", row.where, "Keep one of them.")
                found[key] = row
    return found


def _changed_rivals(
    rows: list[Row], out: list[dict[str, str]], spec: SheetSpec, theories: Collection[str], gathered: Gathered
) -> dict[str, list[_Given]]:
    standing, met = {row["rival"]: row for row in out}, set()
    found: dict[str, list[_Given]] = {}
    for row in rows:
        with gathered.row():
            theory_id, key = row.get("theory"), row.get("rival")
            if theory_id not in theories:
                told = f"'{theory_id}' is not a theory" if theory_id else "the rival is not said to be of any theory"
                raise InputRefused(told, row.where, closest(theory_id, theories))
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


def _given(bench: Bench, theory_id: str, row: Row, rivals: list[_Given], by: str) -> VersionGiven:
    expected = {slot: row.get(slot) for slot in bench.study.slots}
    words = {"if_": row.get("if"), "then": row.get("then"), "because": row.get("because")}
    why = {name: row.get(name) for name in _WHY}
    new = tuple(given for _, given in rivals if not given.id)
    if theory_id not in bench.theories.ids:
        return VersionGiven(theory_id, **words, expected=expected, rivals=new, **why, author=by)
    current = given_of(theory_id, bench.theories.theory(theory_id).current)
    typed = {given.id: given for _, given in rivals if given.id}
    kept = (*(typed.get(rival.id, rival) for rival in current.rivals), *new)
    return dataclasses.replace(current, **words, expected=expected, rivals=kept, **why, author=by)


def _without_why(theory_id: str, row: Row) -> InputRefused:
    told = f"a rival of {theory_id} was changed, and the sheet Theory does not say why"
    return InputRefused(told, row.where, f"Fill in move, reason and evidence in the row of {theory_id} there.")
