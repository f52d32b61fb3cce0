"""How each theory came to be what it is: from the first version to the current one, each move with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import day, listed, plain, started

if TYPE_CHECKING:
    from useit_eval.codebook import Theories, Theory, TheoryVersion

MOVES: dict[str, str] = {
    "glean": "gleaned: a first wording, to be tested",
    "juxtapose": "set beside other evidence",
    "reconcile": "reconciled with evidence that seemed not to fit",
    "adjudicate": "decided between rivals",
    "consolidate": "joined from several",
    "situate": "bound to its contexts",
    "split": "split from another",
    "merge": "merged with another",
    "set_aside": "set aside",
}
_CLAUSES = (("if_", "if"), ("then", "then"), ("because", "because"))


def tell_history(theories: Theories, *, names: Mapping[str, str] | None = None) -> list[Finding]:
    """Return judgement.history.<theory>: every version in order, with its move, what it changed, why and on what evidence.

    ``theories`` as loaded from theory.yaml; ``names`` maps codes to readers' words. The sentences read as a story from
    the first version to the current one; the table has a row for each change. Data: versions and moves.
    """
    return [_told(theory, names or {}) for theory in theories.theories]


def _told(theory: Theory, names: Mapping[str, str]) -> Finding:
    first, steps = theory.versions[0], list(zip(theory.versions, theory.versions[1:], strict=False))
    changes = [changed(before, after, names=names) for before, after in steps]
    lines = [_opening(theory.id, first, read=bool(steps))]
    lines += [_step(theory.id, after, told) for (_, after), told in zip(steps, changes, strict=True)]
    if steps:
        now = theory.current
        lines.append(Sentence(f"It now reads: {_reading(now)}.", (theory.id,)))
    rows = [
        (f"{before.version} to {after.version}", *change)
        for (before, after), told in zip(steps, changes, strict=True)
        for change in told
    ]
    ids = [(theory.id, *after.evidence) for (_, after), told in zip(steps, changes, strict=True) for _ in told]
    columns = ("Versions", "What changed", "Before", "After")
    table = Table(columns, tuple(rows), tuple(ids), caption=f"What changed in {theory.id}") if rows else None
    data = {"versions": len(theory.versions), "moves": [version.move for version in theory.versions]}
    evidence = (label for version in theory.versions for label in version.evidence)
    return Finding(
        f"judgement.history.{theory.id}",
        f"How it came to read so: {theory.title}",
        tuple(lines),
        table,
        strand=theory.strand,
        theory=theory.id,
        data=data,
        trace=tuple(dict.fromkeys((theory.id, *evidence))),
    )


def _opening(key: str, version: TheoryVersion, *, read: bool) -> Sentence:
    words = f" It then read: {_reading(version)}." if read else ""
    told = f"It began on {day(version.dated)}, {MOVES[version.move]}.{words} {started(version.reason)} {_on(version)}"
    return Sentence(told, (key, *version.evidence))


def _reading(version: TheoryVersion) -> str:
    return f"if {version.if_}, then {version.then}, because {version.because}"


def _on(version: TheoryVersion) -> str:
    return f"Evidence cited: {listed(version.evidence)}." if version.evidence else "No evidence was cited yet."


def _step(key: str, version: TheoryVersion, changes: list[tuple[str, str, str]]) -> Sentence:
    what = listed(dict.fromkeys(change[0] for change in changes)) or "nothing but the reason"
    told = (
        f"On {day(version.dated)} it came to version {version.version}, {MOVES[version.move]}, by {version.author}. "
        f"What changed: {what}. {started(version.reason)} {_on(version)}"
    )
    return Sentence(told, (key, *version.evidence))


def changed(
    before: TheoryVersion, after: TheoryVersion, *, names: Mapping[str, str] | None = None
) -> list[tuple[str, str, str]]:
    """Return what a version changed, each as (what, before, after): if, then, because, slots and rivals.

    A rival that is new has no before, one that is gone no after; states are told with their reasons.
    """
    found = [
        (word, getattr(before, name), getattr(after, name))
        for name, word in _CLAUSES
        if getattr(before, name) != getattr(after, name)
    ]
    return [*found, *_slots(before, after, names or {}), *_rivals(before, after)]


def _slots(before: TheoryVersion, after: TheoryVersion, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    old, new = before.configuration.by_slot(), after.configuration.by_slot()
    told = [(slot, _codes(old.get(slot, ()), names), _codes(new.get(slot, ()), names)) for slot in {**old, **new}]
    return [(f"expected {plain(slot)}", was, now) for slot, was, now in told if was != now]


def _codes(codes: tuple[str, ...], names: Mapping[str, str]) -> str:
    return listed(sorted(names.get(code, plain(code)) for code in codes)) or "none"


def _rivals(before: TheoryVersion, after: TheoryVersion) -> list[tuple[str, str, str]]:
    old, new = ({rival.id: rival for rival in version.rivals} for version in (before, after))
    found = []
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        if was != now:
            found.append((f"rival {key}", _rival(was, beside=now), _rival(now, beside=was)))
    return found


def _rival(rival, *, beside) -> str:
    """Return a rival's state and reason, and its text where it is new, gone or worded anew."""
    if rival is None:
        return "not there"
    words = f"{rival.text.rstrip('.')}: " if beside is None or beside.text != rival.text else ""
    return f"{words}{rival.state}{' (' + rival.reason.rstrip('.') + ')' if rival.reason else ''}"
