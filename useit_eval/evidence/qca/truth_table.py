"""The truth table: each corner of the conditions that has cases, what they say, and the cases by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from useit_eval.evidence.qca.fit import consistency, membership, pri
from useit_eval.evidence.qca.minimising import MOST_CONDITIONS, Term
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

NOT = "~"
SLACK = 1e-9
"""What a share may lack through rounding and still reach a cut-off."""


@dataclass(frozen=True)
class Row:
    """One corner with cases: ``row`` has its bits, ``out`` is "1", "0", "C" (in contradiction) or "?" (too few cases)."""

    row: int
    out: str
    cases: tuple[str, ...]
    consistency: float
    pri: float
    with_outcome: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def contradictory(self) -> bool:
        """Whether its cases disagree: some have the outcome and some have not."""
        return bool(self.with_outcome and self.without)


@dataclass(frozen=True)
class TruthTable:
    """The rows that occur, with what is needed to go on from them: names, memberships of every case, and cut-offs."""

    outcome: str
    conditions: tuple[str, ...]
    rows: tuple[Row, ...]
    labels: tuple[str, ...]
    sets: np.ndarray
    target: np.ndarray
    cutoff: float
    frequency: int
    least_pri: float
    nowhere: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """The number of conditions."""
        return len(self.conditions)

    @property
    def positive(self) -> tuple[int, ...]:
        """The rows that count as sufficient."""
        return tuple(row.row for row in self.rows if row.out == "1")

    @property
    def negative(self) -> tuple[int, ...]:
        """The rows that must be left out: those without the outcome, and those in contradiction."""
        return tuple(row.row for row in self.rows if row.out in "0C")

    @property
    def contradictions(self) -> tuple[Row, ...]:
        """The rows whose cases disagree, whatever the cut-offs make of them."""
        return tuple(row for row in self.rows if row.contradictory)

    @property
    def remainders(self) -> int:
        """The number of corners about which no case decides: limited diversity."""
        return (1 << self.width) - len(self.positive) - len(self.negative)

    def frame(self) -> pd.DataFrame:
        """Return the table with a column for each condition, then out, n, consistency, pri and cases; best rows first."""
        order = sorted(self.rows, key=lambda row: ("1C0?".index(row.out), -row.consistency, row.row))
        made = [
            {
                **dict(zip(self.conditions, bits(row.row, self.width), strict=True)),
                "out": row.out, "n": len(row.cases), "consistency": row.consistency, "pri": row.pri, "cases": ", ".join(row.cases),
            }
            for row in order
        ]  # fmt: skip
        return pd.DataFrame(made, columns=[*self.conditions, "out", "n", "consistency", "pri", "cases"])


def truth_table(
    cases: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str],
    label: str = "case",
    cutoff: float = 0.8,
    frequency: int = 1,
    least_pri: float = 0.0,
) -> TruthTable:
    """Return the truth table of calibrated cases for an outcome, or for its absence when written "~NAME".

    ``cases`` needs the columns ``label``, ``outcome`` and ``conditions`` with memberships 0 to 1. A case belongs to the
    one corner in which it is more than half; with exactly 0.5 in a condition it belongs to none (``nowhere``), with 0.5 in
    the outcome it is on neither side (``undecided``). A corner with ``frequency`` cases counts as sufficient when its
    consistency over all cases, weighed by their membership, reaches ``cutoff`` and its PRI ``least_pri``. Ragin (2008),
    chapter 7. Raises InputRefused for missing or other values, doubled labels or conditions, and cut-offs out of range.

    Example:
        >>> cases = pd.DataFrame({"case": ["A", "B"], "course": [1, 0], "job": [1, 0]})
        >>> truth_table(cases, outcome="job", conditions=["course"]).positive
        (1,)
    """
    _check_asked(outcome, conditions, cutoff, frequency, least_pri)
    name = outcome.removeprefix(NOT)
    require(cases, "cases", label, name, *conditions)
    labels = _labels(cases[label])
    sets = np.column_stack([_memberships(cases[one], labels) for one in conditions])
    target = _memberships(cases[name], labels)
    table = TruthTable(
        outcome, tuple(conditions), (), labels, sets, 1 - target if outcome.startswith(NOT) else target,
        cutoff, frequency, least_pri, _named(labels, (sets == 0.5).any(axis=1)), _named(labels, target == 0.5),
    )  # fmt: skip
    return replace(table, rows=_rows(table))


def with_cutoffs(table: TruthTable, *, cutoff: float, frequency: int) -> TruthTable:
    """Return the same table under other cut-offs of consistency and frequency."""
    _check_asked(table.outcome, table.conditions, cutoff, frequency, table.least_pri)
    moved = replace(table, cutoff=cutoff, frequency=frequency)
    return replace(moved, rows=_rows(moved))


def bits(row: int, width: int) -> tuple[int, ...]:
    """Return a row's conditions as 0 or 1, in their order.

    Example:
        >>> bits(0b101, 3)
        (1, 0, 1)
    """
    return tuple(row >> place & 1 for place in reversed(range(width)))


def _rows(table: TruthTable) -> tuple[Row, ...]:
    weights = 1 << np.arange(table.width)[::-1]
    corner = (table.sets > 0.5) @ weights
    inside = ~(table.sets == 0.5).any(axis=1)
    whole = (1 << table.width) - 1
    return tuple(_row(table, int(row), whole, inside & (corner == row)) for row in np.unique(corner[inside]))


def _row(table: TruthTable, row: int, whole: int, members: np.ndarray) -> Row:
    held = membership(Term(whole, row), table.sets)
    found = Row(
        row, "0", _named(table.labels, members), consistency(held, table.target), pri(held, table.target),
        _named(table.labels, members & (table.target > 0.5)), _named(table.labels, members & (table.target < 0.5)),
    )  # fmt: skip
    return replace(found, out=_verdict(found, table))


def _verdict(row: Row, table: TruthTable) -> str:
    if len(row.cases) < table.frequency:
        return "?"
    reaches = row.consistency >= table.cutoff - SLACK and not row.pri < table.least_pri - SLACK
    return "1" if reaches else "C" if row.contradictory else "0"


def _named(labels: tuple[str, ...], which: np.ndarray) -> tuple[str, ...]:
    return tuple(label for label, held in zip(labels, which, strict=True) if held)


def _labels(column: pd.Series) -> tuple[str, ...]:
    if not len(column):
        raise InputRefused("there are no cases", "", "Give a row for each case.")
    if column.isna().any():
        place = int(column.isna().to_numpy().argmax())
        raise InputRefused(f"the case in row {place + 1} has no label", "", "Give each case a label.")
    labels = tuple(column.astype(str))
    if len(set(labels)) < len(labels):
        twice = next(one for one in labels if labels.count(one) > 1)
        raise InputRefused(f"the case {twice!r} stands in two rows", "", "Give each case one row and one label.")
    return labels


def _memberships(column: pd.Series, labels: tuple[str, ...]) -> np.ndarray:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero(~((numbers >= 0) & (numbers <= 1)))
    if len(wrong):
        raise InputRefused(
            f"{column.name} of the case {labels[wrong[0]]!r} is {column.iloc[wrong[0]]}, not a membership from 0 to 1", "",
            "Calibrate it first: one threshold for a crisp set, three anchors for a fuzzy one.",
        )  # fmt: skip
    return numbers


def _check_asked(outcome: str, conditions: Sequence[str], cutoff: float, frequency: int, least_pri: float) -> None:
    """Refuse an analysis that cannot be meant, in one sentence."""
    name, given = outcome.removeprefix(NOT), list(conditions)
    if not 1 <= len(given) <= MOST_CONDITIONS:
        raise InputRefused(
            f"a truth table has 1 to {MOST_CONDITIONS} conditions, and {len(given)} were given", "",
            "Leave out conditions that no theory names; four to seven are usual.",
        )  # fmt: skip
    if name in given or len(set(given)) < len(given):
        wrong = f"{name} is outcome and condition at once" if name in given else "a condition is named twice"
        raise InputRefused(wrong, "", "Name each column once.")
    if not (0 < cutoff <= 1 and 0 <= least_pri <= 1):
        raise InputRefused(
            f"the cut-offs are {cutoff:g} (consistency) and {least_pri:g} (PRI)", "",
            "Consistency lies above 0 and up to 1, 0.75 at the least as a rule; PRI from 0 to 1.",
        )  # fmt: skip
    if frequency < 1 or int(frequency) != frequency:
        raise InputRefused(f"the cut-off of frequency is {frequency}", "", "Give a whole number of cases, 1 or more.")
