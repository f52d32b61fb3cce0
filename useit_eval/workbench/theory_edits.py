"""A theory changed by a person: always a new version below the others, with its move, its reason and its evidence."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.codebook import edits
from useit_eval.codebook.theories import NONE_YET, RIVAL_STATES
from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import listed, plain
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench import authoring, labels, shipped, theory_page
from useit_eval.workbench.authoring import Held
from useit_eval.workbench.naming import name_given
from useit_eval.workbench.registers import read_registers
from useit_eval.workbench.typed import typed

if TYPE_CHECKING:
    from useit_eval.codebook import Codebook, Rival, Theories, Theory, TheoryVersion
    from useit_eval.workbench.bench import Bench

_WORDS = {"if": "if_", "then": "then", "because": "because"}
_PARTS = re.compile(r"[;\n]")
_CURLY = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")  # spreadsheet programs write these while one types
_COMMAS = re.compile(r"[;,\n]|\s+and\s+")


@dataclasses.dataclass(frozen=True)
class RivalGiven:
    """A rival as a person typed it; an empty id is a new one."""

    id: str
    text: str
    state: str = "open"
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class VersionGiven:
    """A new version as a person typed it: codes by slot (ids or names, semicolons between), rivals, and why."""

    theory_id: str
    if_: str
    then: str
    because: str
    expected: Mapping[str, str]
    rivals: tuple[RivalGiven, ...]
    move: str = ""
    reason: str = ""
    evidence: str = ""
    author: str = ""


def given_of(theory_id: str, version: TheoryVersion) -> VersionGiven:
    """Return a version as it would have been typed, without move, reason, evidence and author: those are the change's own."""
    rivals = tuple(RivalGiven(r.id, r.text, r.state, r.reason or "") for r in version.rivals)
    expected = {slot: "; ".join(codes) for slot, codes in version.configuration.by_slot().items()}
    return VersionGiven(theory_id, version.if_, version.then, version.because, expected, rivals)


def next_version(
    given: VersionGiven,
    theories: Theories,
    *,
    codes: Codebook,
    known: Iterable[str],
    slots: Iterable[str] = terms.SLOTS,
    where: str = "",
) -> TheoryVersion:
    """Return the version that follows the current one of a theory.

    ``known`` are the labels that evidence may name. Raises InputRefused, with ``where``, unless move, reason and
    evidence (or "none yet") are given and something changes; for an empty if, then or because, an unknown code, a
    retired one that comes in, a rival that goes missing or is kept or dropped without a reason, and by nobody.
    """
    before = theories.theory(given.theory_id).current
    made = version_of(given, before, codes=codes, known=known, slots=slots, where=where)
    if theory_page.expectation(made) == theory_page.expectation(before) and made.move != "set_aside":
        raise InputRefused("nothing changes in this version", where, "Change its words, what it expects, or a rival.")
    return made


def version_of(
    given: VersionGiven,
    before: TheoryVersion | None,
    *,
    codes: Codebook,
    known: Iterable[str],
    slots: Iterable[str],
    where: str = "",
) -> TheoryVersion:
    """Return a version as it was typed: the one that follows ``before``, or a theory's first. Raises as `next_version`."""
    for name, value in (("if", given.if_), ("then", given.then), ("because", given.because)):
        if not value.strip():
            put_back = ", or put back what stood there" if before else ""
            raise InputRefused(f"the '{name}' is empty", where, f"Write it{put_back}.")
    words = {name: typed(getattr(given, key), where=where) for name, key in _WORDS.items()}
    return edits.made_version({
        "version": before.version + 1 if before else 1, "guid": str(uuid.uuid4()), **words,
        "configuration": _expected(given, codes, before, list(slots), where),
        "rivals": _rivals(given, before.rivals if before else (), where), **_why(given, known, where),
        "dated": dt.datetime.now(dt.UTC).date().isoformat(), "author": name_given(given.author, where=where),
    })  # fmt: skip


def tried(bench: Bench, held: Held, versions: Mapping[str, TheoryVersion], *, added: Iterable[Theory] = ()) -> str:
    """Return the text of theory.yaml with new versions, by theory, and theories added, once it is known that it loads
    with nothing else changed.

    Raises InputRefused, with file and line, for what does not load or would change another version.
    """
    added = tuple(added)
    before = authoring.try_theories(bench, held.text)  # somebody may have changed the file since the study was opened
    words = edits.with_versions(held.text, versions.items(), added=added)
    found = authoring.try_theories(bench, words)
    wanted = [_with_version(theory, versions.get(theory.id)) for theory in before.theories]
    for theory in (*wanted, *added):
        if theory.id not in found.ids or found.theory(theory.id) != theory:
            where = f"theory.yaml, theory {theory.id}"
            raise InputRefused("the layout of the file would not hold what is new", where, "Add it there by hand.")
    return words


def write_versions(
    bench: Bench, held: Held, versions: Mapping[str, TheoryVersion], *, by: str, added: Iterable[Theory] = ()
) -> None:
    """Add versions and theories to theory.yaml, whole or not at all, and read the study anew. Raises what `tried` and
    `write_authored` do."""
    added = tuple(added)
    words = tried(bench, held, versions, added=added)
    every = {**versions, **{theory.id: theory.current for theory in added}}
    told = {f"theory.yaml {key} version {v.version}": f"{v.move}, by form or sheet" for key, v in every.items()}
    authoring.write_authored(bench, held, words, by=by, told=told)


def known_labels(bench: Bench) -> set[str]:
    """Return every label that the evidence of a version may name."""
    manifest = shipped.manifest_of(bench.paths)
    registers = read_registers(bench.paths, sources=manifest.source_ids, locale=bench.study.locale)
    return labels.known_labels(manifest, (), registers) | set(bench.load("claim", coders="all")["label"])


def codes_named(cell: str, codes: Codebook, *, where: str = "") -> list[str]:
    """Return the ids of the codes in a cell, by id or name, semicolons between; capitals, blanks and the shape of quotation
    marks do not matter. Raises InputRefused for one that is none."""
    names = {_plainly(code.name): code.id for code in codes.codes} | {_plainly(id): id for id in codes.by_id}
    found = []
    for word in filter(None, (" ".join(part.split()) for part in _PARTS.split(cell))):
        code = names.get(_plainly(word), "")
        if not code:
            raise InputRefused(f"'{word}' is not a code", where, _instead(word, codes))
        found.append(code)
    return list(dict.fromkeys(found))


def _instead(word: str, codes: Codebook) -> str:
    names = [each.name for each in codes.codes]
    near = closest(word, [*names, *codes.by_id])
    near = near if near.startswith("Closest") else closest(word, names)
    return f"Put semicolons between codes. {near}" if "," in word else near


def _plainly(words: str) -> str:
    return " ".join(words.translate(_CURLY).split()).casefold()


def _with_version(theory: Theory, version: TheoryVersion | None) -> Theory:
    return theory if version is None else theory.model_copy(update={"versions": (*theory.versions, version)})


def _expected(
    given: VersionGiven, codes: Codebook, before: TheoryVersion | None, slots: list[str], where: str
) -> dict[str, Any]:
    named = {slot: codes_named(cell, codes, where=where) for slot, cell in given.expected.items()}
    held = before.configuration.by_slot() if before else {}
    for slot, found in named.items():
        if found and slot not in slots:
            raise InputRefused(f"the slot '{slot}' is not in the study's template", where, f"Slots: {listed(slots)}.")
        for code in found:
            if not codes.code(code).in_use and code not in held.get(slot, ()):
                raise InputRefused(f"the code '{code}' is no longer used", where, "Choose another code.")
    if not any(named.values()):
        raise InputRefused("the theory expects nothing", where, "Name a code in a slot.")
    return {slot: found for slot, found in named.items() if found}


def _rivals(given: VersionGiven, before: Iterable[Rival], where: str) -> list[dict[str, Any]]:
    held = {rival.id for rival in before}
    for lost in held - {rival.id for rival in given.rivals}:
        raise InputRefused(f"the rival {lost} is missing", where, "Leave it in: drop it with a reason.")
    if not given.rivals:
        told = f"the theory {given.theory_id} has no rival"
        raise InputRefused(told, where, "Write at least one other explanation of the same outcome.")
    made: list[dict[str, Any]] = []
    for rival in given.rivals:
        key = rival.id or _new_id(given.theory_id, {*held, *(each["id"] for each in made)})
        made.append(_rival(rival, key, where))
    if len({rival["id"] for rival in made}) < len(made):
        raise InputRefused("two rivals bear the same id", where, "Leave the id of a new rival empty.")
    return made


def _rival(given: RivalGiven, key: str, where: str) -> dict[str, Any]:
    if not given.text.strip():
        raise InputRefused(f"the rival {key} has no words", where, "Write the other explanation in a sentence.")
    if given.state not in RIVAL_STATES:
        raise InputRefused(f"the rival {key} is '{given.state}'", where, closest(given.state, RIVAL_STATES))
    if given.state != "open" and not given.reason.strip():
        raise InputRefused(f"the rival {key} is {given.state} without a reason", where, "Say in a sentence why.")
    reason = {"reason": typed(given.reason, where=where)} if given.reason.strip() else {}
    return {"id": key, "text": typed(given.text, where=where), "state": given.state, **reason}


def move_named(words: str, *, where: str = "") -> str:
    """Return the move that words name: capitals and blanks do not matter. Raises InputRefused, with the closest, for none.

    Example:
        >>> move_named("Set aside")
        'set_aside'
    """
    move = "_".join(words.casefold().split())
    if move in terms.MOVES:
        return move
    among = f"One of: {listed(map(plain, terms.MOVES), last='or')}."
    if not move:
        raise InputRefused("the version has no move", where, among)
    near = difflib.get_close_matches(move, terms.MOVES, n=1, cutoff=0.5)
    raise InputRefused(f"'{words}' is not a move", where, f"Closest: '{plain(near[0])}'. {among}" if near else among)


def _why(given: VersionGiven, known: Iterable[str], where: str) -> dict[str, Any]:
    move = move_named(given.move, where=where)
    if not any(sign.isalpha() for sign in given.reason):
        raise InputRefused(
            "the version has no reason", where, "Say in a sentence why the theory changes, or why it is put forward."
        )
    cell = " ".join(given.evidence.split())
    if not cell:
        raise InputRefused(
            "the version names no evidence", where, f"Name labels such as C001; F003, or write: {NONE_YET}."
        )
    if cell.casefold() == NONE_YET:
        return {"move": move, "reason": typed(given.reason, where=where), "evidence": NONE_YET}
    named, known = list(dict.fromkeys(filter(None, (part.strip() for part in _COMMAS.split(cell))))), set(known)
    for label in named:
        if label not in known:
            told = f"the evidence names '{label}', which no record bears"
            raise InputRefused(told, where, f"{closest(label, sorted(known))} Or write: {NONE_YET}.")
    return {"move": move, "reason": typed(given.reason, where=where), "evidence": named}


def _new_id(theory_id: str, taken: Iterable[str]) -> str:
    taken, number = set(taken), 1
    while f"{theory_id}.R{number}" in taken:
        number += 1
    return f"{theory_id}.R{number}"
