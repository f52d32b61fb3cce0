"""The three solutions of a truth table, each with every equally short model, its fit, and what it assumes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from useit_eval.evidence.qca.chart import MOST_COVERS, smallest_covers
from useit_eval.evidence.qca.fit import consistency, membership, pri, union
from useit_eval.evidence.qca.minimising import Term, conservative_primes, covered_by, parsimonious_primes
from useit_eval.evidence.qca.truth_table import NOT, TruthTable
from useit_eval.ground.errors import InputRefused

KINDS = ("conservative", "intermediate", "parsimonious")
Expected = Mapping[str, bool | None]


@dataclass(frozen=True)
class Fit:
    """How a term or a model fits: of its members, who has the outcome; of the outcome, how much it reaches."""

    consistency: float
    pri: float
    coverage: float
    unique: float
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Solution:
    """All equally short models of one kind, as tuples of terms; ``primes`` are those to choose from.

    Where there are more than can be listed, ``models`` is empty and ``complete`` false; ``count`` is then their number
    where ``exact``, else the least there are. ``shared`` are the terms that stand in all of them, as far as that is known.
    """

    kind: str
    conditions: tuple[str, ...]
    models: tuple[tuple[Term, ...], ...]
    primes: tuple[Term, ...]
    count: int
    shared: tuple[Term, ...] = ()
    complete: bool = True
    exact: bool = True


def solve(
    table: TruthTable, *, kind: str = "parsimonious", expected: Expected | None = None, most: int = MOST_COVERS
) -> Solution:
    """Return every shortest model (fewest terms) of a kind: "conservative", "intermediate" or "parsimonious".

    Conservative assumes nothing about corners without cases; parsimonious uses any of them that shortens; intermediate
    only those that agree with ``expected`` (easy counterfactuals, Ragin 2008, chapters 8 and 9): condition to True where its
    presence should help the outcome, False its absence, None or left out: no expectation. For each pair of a
    conservative and a parsimonious model, a literal of a conservative term is dropped when the parsimonious term that
    holds it lacks the literal and it is against the expectation; what follows from another pair may be longer, and all of
    it stays. A table without a positive row has no model.
    """
    if kind not in KINDS:
        raise InputRefused(f"there is no {kind!r} solution", "", f"The kinds are {', '.join(KINDS)}.")
    if kind == "intermediate":
        return _intermediate(table, expected or {}, most)
    if kind == "conservative":
        primes = conservative_primes(table.positive, table.width)
    else:
        primes = parsimonious_primes(table.positive, table.negative, table.width)
    return _from_primes(kind, table, primes, most)


def _from_primes(kind: str, table: TruthTable, primes: Sequence[Term], most: int) -> Solution:
    if not table.positive:
        return Solution(kind, table.conditions, (), (), 0)
    covers = smallest_covers(covered_by(primes, table.positive), len(table.positive), most=most)
    shared = tuple(primes[place] for place in covers.shared())
    if not covers.complete or covers.count > most:
        return Solution(kind, table.conditions, (), tuple(primes), covers.count, shared, False, covers.complete)
    models = tuple(_ordered(primes, cover) for cover in covers.listed(most=most))
    return Solution(kind, table.conditions, models, tuple(primes), covers.count, shared)


def _ordered(primes: Sequence[Term], cover: tuple[int, ...]) -> tuple[Term, ...]:
    return tuple(
        sorted((primes[place] for place in cover), key=lambda term: (term.mask.bit_count(), -term.mask, -term.value))
    )


def _intermediate(table: TruthTable, expected: Expected, most: int) -> Solution:
    """Return the models that follow from each pair of a conservative and a parsimonious model, each once."""
    if unknown := [name for name in expected if name not in table.conditions]:
        known = ", ".join(table.conditions)
        raise InputRefused(
            f"an expectation is stated for {unknown[0]!r}, which is no condition", "", f"The conditions are {known}."
        )
    ends = [solve(table, kind=kind, most=most) for kind in ("conservative", "parsimonious")]
    if not all(end.complete for end in ends) or ends[0].count * ends[1].count > most:
        return Solution("intermediate", table.conditions, (), (), max(end.count for end in ends), (), False, False)
    found: dict[tuple[Term, ...], None] = {}
    offered: dict[Term, None] = {}
    for conservative, parsimonious in itertools.product(ends[0].models, ends[1].models):
        terms = _eased(table, conservative, parsimonious, expected)
        part = _from_primes("intermediate", table, terms, most)
        if not part.complete or len(found) + len(part.models) > most:
            return Solution("intermediate", table.conditions, (), (), len(found) + part.count, (), False, False)
        found |= dict.fromkeys(part.models)
        offered |= dict.fromkeys(terms)
    shared = set.intersection(*map(set, found)) if found else set()
    return Solution("intermediate", table.conditions, tuple(found), tuple(offered), len(found), tuple(sorted(shared)))


def _eased(
    table: TruthTable, conservative: Sequence[Term], parsimonious: Sequence[Term], expected: Expected
) -> list[Term]:
    """Return the conservative terms after every easy counterfactual, without those that lie within another."""
    against_present, against_absent = _expectations(table, expected)
    eased: set[Term] = set()
    for term in conservative:
        wider = [other for other in parsimonious if term.within(other)]
        for other in wider:
            droppable = (term.value & against_present) | (~term.value & against_absent)
            mask = term.mask & ~(droppable & ~other.mask)
            eased.add(Term(mask, term.value & mask))
        if not wider:
            eased.add(term)
    return sorted(term for term in eased if not any(term != other and term.within(other) for other in eased))


def _expectations(table: TruthTable, expected: Expected) -> tuple[int, int]:
    """Return the bits of conditions whose presence, and of those whose absence, goes against what is expected."""
    sides = {True: 0, False: 0}
    for place, name in enumerate(table.conditions):
        if expected.get(name) is not None:
            sides[bool(expected[name])] |= 1 << (table.width - 1 - place)
    return sides[False], sides[True]


def fit_of(table: TruthTable, model: Sequence[Term]) -> tuple[Fit, list[Fit]]:
    """Return the fit of a model and of each of its terms; a term's ``unique`` is what no other term of the model reaches.

    Coverage is sum(min(x, y)) / sum(y), unique coverage that of the model less that of the model without the term. The
    cases are those more than half in it.
    """
    held = [membership(term, table.sets) for term in model]
    whole = _fit(table, union(held, len(table.labels)), 0.0)
    parts = []
    for place, own in enumerate(held):
        rest = union([*held[:place], *held[place + 1 :]], len(table.labels))
        parts.append(_fit(table, own, consistency(table.target, rest)))
    return _with_unique(whole), [
        Fit(part.consistency, part.pri, part.coverage, whole.coverage - part.unique, part.cases) for part in parts
    ]


def _fit(table: TruthTable, held: np.ndarray, rest: float) -> Fit:
    cases = tuple(label for label, own in zip(table.labels, held, strict=True) if own > 0.5)
    return Fit(consistency(held, table.target), pri(held, table.target), consistency(table.target, held), rest, cases)


def _with_unique(whole: Fit) -> Fit:
    return Fit(whole.consistency, whole.pri, whole.coverage, whole.coverage, whole.cases)


def assumptions(table: TruthTable, model: Sequence[Term]) -> list[int]:
    """Return the corners without a verdict that a model claims all the same: its simplifying assumptions, as rows."""
    seen = {*table.positive, *table.negative}
    claimed = np.zeros(1 << table.width, dtype=bool)
    corners = np.arange(1 << table.width)
    for term in model:
        claimed |= (corners & term.mask) == term.value
    return [row for row in np.flatnonzero(claimed).tolist() if row not in seen]


def literals(term: Term, conditions: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the conditions a term names, with whether each is there (True) or absent."""
    for place, name in enumerate(conditions):
        bit = 1 << (len(conditions) - 1 - place)
        if term.mask & bit:
            yield name, bool(term.value & bit)


def written(model: Sequence[Term], conditions: Sequence[str]) -> str:
    """Return a model in the notation of the method: * for and, + for or, ~ for not; "1" for a term that is always true.

    Example:
        >>> written([Term(0b11, 0b10)], ["DEV", "STB"])
        'DEV*~STB'
    """
    terms = ("*".join(name if there else NOT + name for name, there in literals(term, conditions)) for term in model)
    return " + ".join(term or "1" for term in terms)


def corner(row: int, conditions: Sequence[str]) -> Term:
    """Return a row of the table as the term that fixes every condition."""
    return Term((1 << len(conditions)) - 1, row)
