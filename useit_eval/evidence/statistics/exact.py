"""Exact tests for small tables: Fisher's for two groups, McNemar's for the same people twice, the binomial for one."""

from __future__ import annotations

import dataclasses

from useit_eval.evidence.proportions import newcombe, newcombe_paired
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.errors import InputRefused

Pair = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class ExactResult:
    """A difference of shares with Newcombe's interval beside an exact p; ``odds`` is None where a cell is empty."""

    difference: float
    low: float
    high: float
    p: float
    test: str
    n: int
    odds: float | None = None


def fisher(first: Pair, second: Pair, *, level: float = 0.95) -> ExactResult:
    """Return Fisher's exact test, two-sided, of two groups given as (count, total), with Newcombe's interval.

    Raises InputRefused for counts that are none, CannotCarry where nobody or everybody of both groups is counted.

    Example:
        >>> round(fisher((3, 4), (1, 4)).p, 4)
        0.4857
    """
    from scipy import stats

    low, high = newcombe(first, second, level=level)
    (k1, n1), (k2, n2) = first, second
    if k1 + k2 in (0, n1 + n2):
        told = f"{'nobody' if k1 + k2 == 0 else 'everybody'} of either group is counted, so there is nothing to compare"
        raise CannotCarry(told, "", "Tell both counts as they stand, with Wilson's interval for each.")
    table = [[k1, n1 - k1], [k2, n2 - k2]]
    p = float(stats.fisher_exact(table).pvalue)
    cells = k1 * (n2 - k2), k2 * (n1 - k1)
    odds = cells[0] / cells[1] if all(cells) else None
    return ExactResult(k1 / n1 - k2 / n2, low, high, p, "Fisher's exact test", n1 + n2, odds)


def mcnemar(both: int, before: int, after: int, neither: int, *, level: float = 0.95) -> ExactResult:
    """Return McNemar's exact test of the same people twice: the share after less the share before.

    ``before`` counts those with it only before, ``after`` only after. Raises InputRefused for negative counts,
    CannotCarry where nobody changed.

    Example:
        >>> round(mcnemar(10, 1, 8, 5).p, 4)
        0.0391
    """
    from statsmodels.stats.contingency_tables import mcnemar as tested

    low, high = newcombe_paired(both, after, before, neither, level=level)
    if not before + after:
        told = "nobody changed from before to after, so the test has nothing to weigh"
        raise CannotCarry(told, "", "Tell how many had it both times, and how many neither time.")
    total = both + before + after + neither
    p = float(tested([[both, before], [after, neither]], exact=True).pvalue)
    return ExactResult((after - before) / total, low, high, p, "McNemar's exact test", total)


def binomial(k: int, n: int, share: float) -> float:
    """Return the exact two-sided p of k out of n against a share known beforehand. InputRefused for what is no share.

    Example:
        >>> round(binomial(9, 10, 0.5), 4)
        0.0215
    """
    from scipy import stats

    if n <= 0 or not 0 <= k <= n or not 0 < share < 1:
        raise InputRefused(
            f"{k} of {n} against {share} is no test", "", "Give a count, its total and a share between 0 and 1."
        )
    return float(stats.binomtest(k, n, share).pvalue)
