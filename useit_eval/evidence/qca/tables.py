"""The tables of a comparison of cases: the truth table, the models with their fit, and what is always there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from useit_eval.evidence.qca.necessity import necessity
from useit_eval.evidence.qca.question import Asked
from useit_eval.evidence.qca.solutions import Solution, assumptions, corner, fit_of, written
from useit_eval.evidence.qca.truth_table import TruthTable, bits
from useit_eval.evidence.qca.wording import listed_cases, named, term_words
from useit_eval.ground.findings import Table

VERDICTS = {"1": "enough", "0": "not enough", "C": "in contradiction", "?": "too few cases"}
MOST_NAMED = 32
"""So many assumed combinations of a model are written out; more are counted."""


def truth(asked: Asked) -> Table:
    """Return the truth table: each combination with cases, its verdict, consistency and PRI, and the cases by name."""
    table = asked.table
    order = sorted(table.rows, key=lambda row: ("1C0?".index(row.out), -row.consistency, row.row))
    rows = tuple(
        (
            *("yes" if bit else "no" for bit in bits(row.row, table.width)),
            VERDICTS[row.out], len(row.cases), share(row.consistency), share(row.pri), listed_cases(row.cases),
        )
        for row in order
    )  # fmt: skip
    heads = (
        *(asked.names.get(one, one) for one in table.conditions),
        "Verdict",
        "Cases",
        "Consistency",
        "PRI",
        "Which",
    )
    return Table(heads, rows, (asked.ids,) * len(rows), caption=f"Truth table for {asked.outcome}")


def models(asked: Asked, found: Mapping[str, Solution], negated: TruthTable, against: Mapping[str, Solution]) -> Table:
    """Return every model of every kind, a row for each of its terms and one for the whole, for outcome and absence."""
    rows = [
        row
        for table, solutions in ((asked.table, found), (negated, against))
        for kind, solution in solutions.items()
        for place, model in enumerate(solution.models, start=1)
        for row in _rows(asked, table, f"{kind} {place}" if len(solution.models) > 1 else kind, model)
    ]
    heads = ("Outcome", "Model", "Part", "In words", "Consistency", "PRI", "Coverage", "Of its own", "Cases", "Assumed")
    return Table(heads, tuple(rows), (asked.ids,) * len(rows), caption="Every model, part by part")


def _rows(asked: Asked, table: TruthTable, name: str, model) -> Iterator[tuple[object, ...]]:
    whole, parts = fit_of(table, model)
    outcome = named(table.outcome, asked.names)
    for term, fit in zip(model, parts, strict=True):
        figures = (share(fit.consistency), share(fit.pri), share(fit.coverage), share(fit.unique))
        words = term_words(term, table.conditions, asked.names)
        yield (outcome, name, written([term], table.conditions), words, *figures, listed_cases(fit.cases), "")
    figures = (share(whole.consistency), share(whole.pri), share(whole.coverage), "")
    yield (outcome, name, "the whole", "", *figures, listed_cases(whole.cases), _assumed(table, model))


def _assumed(table: TruthTable, model) -> str:
    rows = assumptions(table, model)
    if len(rows) > MOST_NAMED:
        return f"{len(rows):,} combinations without cases"
    return ", ".join(written([corner(row, table.conditions)], table.conditions) for row in rows) or "nothing"


def needed(asked: Asked) -> Table:
    """Return every condition and its absence with consistency, coverage and relevance of necessity."""
    found = necessity(asked.table)
    rows = tuple(
        (named(row.condition, asked.names), share(row.consistency), share(row.coverage), share(row.relevance))
        for row in found.itertuples()
    )
    heads = ("Condition", "Consistency", "Coverage", "Relevance")
    return Table(heads, rows, (asked.ids,) * len(rows), caption=f"What is there when {asked.outcome} is")


def share(value: float) -> str:
    """Return a share with two decimals; a missing one as a dash.

    Example:
        >>> share(0.8714), share(float("nan"))
        ('0.87', '–')
    """
    return "–" if math.isnan(value) else f"{value:.2f}"
