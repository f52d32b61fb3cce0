"""A theory that a person puts forward in a form or a sheet: all that theory.yaml asks of one, checked before it is written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from useit_eval.codebook import edits
from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench.theory_edits import VersionGiven, version_of
from useit_eval.workbench.typed import typed

if TYPE_CHECKING:
    from useit_eval.codebook import Codebook, Study, Theories, Theory

ASKED = {
    "title": "Give it a short title.",
    "question": "Write the question to people that leads to it.",
    "plain": "Say the theory in plain words, in a sentence.",
    "moves_rating": "Say what evidence would move its rating.",
}
"""The words a new theory needs beside its first version, and what to do where one lacks."""
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,19}\Z")


@dataclasses.dataclass(frozen=True)
class TheoryGiven:
    """A new theory as a person typed it; ``version`` holds its id, its words, its rivals and why it is put forward."""

    version: VersionGiven
    strand: str = ""
    kind: str = ""
    title: str = ""
    question: str = ""
    plain: str = ""
    moves_rating: str = ""


def new_theory(
    given: TheoryGiven,
    theories: Theories,
    *,
    codes: Codebook,
    known: Iterable[str],
    study: Study,
    where: str = "",
) -> Theory:
    """Return a theory of one version from what a person typed.

    ``known`` are the labels that evidence may name. Raises InputRefused, with ``where``, for an id that is none or
    another record's, code's, strand's or rival's, capitals or not, an unknown strand or kind, words that lack, no rival,
    and what `next_version` refuses.
    """
    known, first = set(known), given.version
    _check_id(first.theory_id, theories, {*known, *codes.by_id, *study.all_strand_ids}, where)
    if given.strand not in study.all_strand_ids:
        told = f"the strand '{given.strand}' is not in study.yaml" if given.strand else "the theory has no strand"
        raise InputRefused(told, where, closest(given.strand, study.all_strand_ids))
    kind = given.kind.casefold() or terms.THEORY_KINDS[0]
    if kind not in terms.THEORY_KINDS:
        raise InputRefused(f"'{given.kind}' is not a kind of theory", where, closest(kind, terms.THEORY_KINDS))
    words = {name: typed(getattr(given, name), where=where, what=f"the {name}") for name in ASKED}
    for name, advice in ASKED.items():
        if not any(sign.isalnum() for sign in words[name]):
            raise InputRefused(f"the {name} is empty", where, advice)
    version = version_of(first, None, codes=codes, known=known, slots=study.slots, where=where)
    content = {"id": first.theory_id, "strand": given.strand, "kind": kind, **words}
    return edits.made_theory({**content, "versions": [edits.version_content(version)]}, where=where)


def _check_id(theory_id: str, theories: Theories, known: set[str], where: str) -> None:
    if not _ID.match(theory_id):
        told = f"'{theory_id}' is not an id of a theory" if theory_id else "the theory has no id"
        raise InputRefused(told, where, "Use letters and digits, starting with a letter, at most 20: XY3.")
    taken = [other for other in theories.ids if other.casefold() == theory_id.casefold()]
    rivals = (rival.id for theory in theories.theories for version in theory.versions for rival in version.rivals)
    if taken or theory_id.casefold() in map(str.casefold, (*known, *rivals)):
        told = f"the id '{theory_id}' is another {'theory' if taken else 'record'}'s"
        raise InputRefused(told, where, f"Give it one of its own. In use: {', '.join(theories.ids)}.")
