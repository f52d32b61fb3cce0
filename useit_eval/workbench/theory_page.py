"""A version of a theory as a form shows it: its words, what it expects, its rivals, and how it came to be."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from useit_eval.codebook.edits import version_content
from useit_eval.ground.wording import counted, day, listed, plain
from useit_eval.workbench.form_parts import pairs, safe, shortened

if TYPE_CHECKING:
    from useit_eval.codebook import Theory, TheoryVersion
    from useit_eval.workbench.bench import Bench

PRACTICE = '<p class="told"><strong>Practice: this study is invented.</strong></p>'
KINDS = {"programme": "how the programme works", "failure": "how it fails"}
_NAMES = {"if": "If", "then": "Then", "because": "Because", "move": "Move", "reason": "Reason", "dated": "Dated"}


def told_version(bench: Bench, theory: Theory, version: TheoryVersion) -> str:
    """Return a version as HTML, everything escaped: if, then, because, the expected configuration and the rivals."""
    names = {code.id: code.name for code in bench.codebook.codes}
    expected = [
        (f"Expected {plain(slot)}", listed(names.get(code, code) for code in codes))
        for slot, codes in version.configuration.by_slot().items()
    ]
    rivals = [(f"Rival {rival.id} ({rival.state})", rival.text) for rival in version.rivals]
    head = f"<h3>{safe(theory.id)}, version {version.version}: {safe(theory.title)}</h3>"
    said = [("If", version.if_), ("Then", version.then), ("Because", version.because)]
    practice = PRACTICE if bench.study.practice else ""
    return f"{practice}{head}{pairs(said)}<details><summary>What it expects, and its rivals</summary>{pairs([*expected, *rivals])}</details>"


def told_history(theory: Theory) -> str:
    """Return in a sentence how a theory came to its current version, as HTML."""
    now = theory.current
    many = counted(len(theory.versions), "version")
    stands = listed(now.evidence) if now.evidence else "none yet"
    told = f"It has {many}. The last move was {plain(now.move)}, by {now.author} on {day(now.dated)}: {now.reason} Evidence: {stands}."
    return f'<p class="quiet">{safe(told)}</p>'


def told_theory(bench: Bench, theory: Theory) -> str:
    """Return what stands around the versions of a new theory, as HTML: its id, title, strand, question and plain words."""
    about = [("Strand", bench.study.title_of(theory.strand)), ("It tells", KINDS[theory.kind])]
    about += [("Question", theory.question)]
    about += [("In plain words", theory.plain), ("What would move its rating", theory.moves_rating)]
    return f"<h3>{safe(theory.id)}, new: {safe(theory.title)}</h3>{pairs(about)}"


def told_codes(bench: Bench) -> str:
    """Return the codes in use by their kind as HTML, folded away: what a theory expects is written in these names."""
    named: dict[str, list[str]] = {}
    for code in bench.codebook.codes:
        if code.in_use:
            named.setdefault(plain(code.kind), []).append(code.name)
    rows = pairs((kind.capitalize(), "; ".join(names)) for kind, names in named.items())
    return (
        f"<details><summary>The codes, by kind; a code may stand in a field of another kind</summary>{rows}</details>"
    )


def told_difference(
    before: TheoryVersion | None, after: TheoryVersion, *, names: Mapping[str, str] | None = None
) -> str:
    """Return what changes between two versions as HTML: each line that goes and each that comes, escaped.

    Without a version ``before``, all of ``after`` comes. Codes are told by ``names`` (id to name), else by their ids.
    """
    gone, come = _lines(before, names or {}) if before else [], _lines(after, names or {})
    found = [line for line in difflib.ndiff(gone, come) if line[0] in "+-"]
    rows = "".join(
        f"<li><strong>{'comes' if line[0] == '+' else 'goes'}</strong> {safe(line[2:])}</li>" for line in found
    )
    return f"<ul>{rows}</ul>"


def expectation(version: TheoryVersion) -> dict[str, object]:
    """Return what a version says, without number, guid, move, reason, evidence, day and author."""
    apart = ("version", "guid", "move", "reason", "evidence", "dated", "author")
    return {key: value for key, value in version_content(version).items() if key not in apart}


def _lines(version: TheoryVersion, names: Mapping[str, str]) -> list[str]:
    content = version_content(version)
    told = [f"{_NAMES.get(key, key)}: {content[key]}" for key in ("if", "then", "because")]
    expected = content["configuration"].items()
    told += [f"Expected {plain(slot)}: {names.get(code, code)}" for slot, codes in expected for code in codes]
    for rival in content["rivals"]:
        told += [
            f"Rival {rival['id']}: {rival['text']}",
            f"Rival {rival['id']} is {rival['state']}{_because(rival)}",
        ]
    return told


def _because(rival: dict) -> str:
    """Return why a rival is kept or dropped, and its first words: a label alone says nothing to who reads a difference."""
    why = f": {rival['reason']}" if rival.get("reason") else ""
    return f" (“{shortened(rival['text'], most=60)}”){why}"
