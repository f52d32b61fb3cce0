"""A series that something interrupts: level and slope before and after, with time centred at the interruption.

Under 12 points least squares with the warning that its intervals are probably too narrow; from 12 points on standard
errors robust to autocorrelation (Newey and West 1987), with a warning of their own: intervals of such series are too
narrow by any of the usual methods (Turner and others 2021, BMC Medical Research Methodology 21, 181). Segmented
regression after Wagner et al. 2002.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.errors import InputRefused

FEW, EACH_SIDE = 12, 3
TERMS = ("level", "slope", "level change", "slope change")
NARROW = "Under 12 points: the intervals are probably too narrow, for neighbouring points are alike."
STILL = "The errors allow for neighbouring points being alike, and are often too small all the same."


@dataclasses.dataclass(frozen=True)
class Interrupted:
    """A segmented regression: (value, low, high) of each of `TERMS`, the points before and after, formula and warnings."""

    terms: dict[str, tuple[float, float, float]]
    before: int
    after: int
    formula: str
    robust: bool
    warnings: tuple[str, ...]


def interrupted(periods: Sequence[str], values: Sequence[float | None], at: str, *, level: float = 0.95) -> Interrupted:
    """Return level and slope before ``at`` (an ISO day, the first period after) and how both change.

    ``periods`` are ISO days or months, one value each; a missing value is left out and told. Time counts the months
    from ``at``, so the level change is the step at that moment. Raises CannotCarry with fewer than three points on a side or
    values that never change, InputRefused for a period given twice or a day that is none.
    """
    import statsmodels.api as sm

    points = _points(periods, values, at)
    before, after = sum(time < 0 for time, _ in points), sum(time >= 0 for time, _ in points)
    _refuse_short(before, after)
    if len({value for _, value in points}) < 2:
        raise CannotCarry("the value never changes", "", "Tell it as it stands.")
    design = [[1.0, time, float(time >= 0), time * (time >= 0)] for time, _ in points]
    robust = len(points) >= FEW
    lags = math.floor(4 * (len(points) / 100) ** (2 / 9))
    how = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags, "use_correction": True}, "use_t": True} if robust else {}
    fit = sm.OLS([value for _, value in points], design).fit(**how)
    ends = fit.conf_int(alpha=1 - level)
    found = {name: (float(fit.params[at_]), *map(float, ends[at_])) for at_, name in enumerate(TERMS)}
    lost = len(values) - len(points)
    warnings = (STILL if robust else NARROW, *((_lost(lost),) if lost else ()))
    return Interrupted(found, before, after, _formula(at, robust, lags), robust, warnings)


def _lost(lost: int) -> str:
    return (
        f"{lost} {'period has' if lost == 1 else 'periods have'} no value and {'is' if lost == 1 else 'are'} left out."
    )


def _formula(at: str, robust: bool, lags: int) -> str:
    errors = f"Newey-West errors, {lags} lags" if robust else "ordinary least squares"
    return f"value = a + b × time + c × after + d × time × after; time in months, 0 at {at}; {errors}"


def _refuse_short(before: int, after: int) -> None:
    if min(before, after) < EACH_SIDE:
        told = f"{before} points before and {after} after cannot carry two lines; it takes at least {EACH_SIDE} on each side"
        raise CannotCarry(told, "", "Show the series as it is, with the day marked, and say what else happened then.")


def _points(periods: Sequence[str], values: Sequence[float | None], at: str) -> list[tuple[float, float]]:
    times = [months(period) for period in periods]
    if len(set(times)) < len(times):
        raise InputRefused("a period is given twice in the series", "", "Choose one indicator and one area.")
    start = months(at)
    pairs = zip(times, values, strict=True)
    return sorted((time - start, float(value)) for time, value in pairs if value is not None and math.isfinite(value))


def months(day: str) -> float:
    """Return an ISO day, month or year as months, days as parts of one. Raises InputRefused for another text.

    Example:
        >>> months("2018-02") - months("2017-12-01")
        2.0
    """
    parts = str(day).split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
        raise InputRefused(f"'{day}' is not a day", "", "Write year, month and day like 2018-06-01.")
    year, month, date = (*map(int, parts), 1, 1)[:3]
    if not (1 <= month <= 12 and 1 <= date <= 31):
        raise InputRefused(f"'{day}' is not a day", "", "Write year, month and day like 2018-06-01.")
    return float(year * 12 + month) + (date - 1) / 31
