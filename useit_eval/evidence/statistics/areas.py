"""Areas over time: a difference-in-differences where there are enough of them, else each described."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import TYPE_CHECKING

from useit_eval.evidence.statistics.clusters import FEW, estimate
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.columns import require

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True)
class Differences:
    """The difference of two changes: of areas with the programme less of areas without, with its interval."""

    value: float
    low: float
    high: float
    areas: int
    treated: int
    df: float | None
    formula: str


def changes_by_area(readings: pd.DataFrame, at: str) -> pd.DataFrame:
    """Return one row an area: area, area_name, periods_before, periods_after, before and after (means) and change.

    ``readings`` holds one indicator (columns area, area_name, period, value); ``at`` is the first day after.
    """
    import pandas as pd

    require(readings, "reading", "area", "area_name", "period", "value")
    rows = []
    for area, own in readings[readings["value"].notna()].groupby("area", sort=True):
        later = own["period"].astype(str) >= at
        before, after = own.loc[~later, "value"].astype(float), own.loc[later, "value"].astype(float)
        name = own["area_name"].iloc[0]
        told = {"area": area, "area_name": name if name == name and name else area}
        told |= {"periods_before": len(before), "periods_after": len(after)}
        rows.append(told | {"before": before.mean(), "after": after.mean(), "change": after.mean() - before.mean()})
    return pd.DataFrame(
        rows, columns=["area", "area_name", "periods_before", "periods_after", "before", "after", "change"]
    )


def difference_in_differences(readings: pd.DataFrame, at: str, *, treated: Collection[str]) -> Differences:
    """Return the change in treated areas less that in the others; every area is a cluster of one change.

    Raises CannotCarry under ten areas, or fewer than two on a side: three areas carry no such design, they are described.
    """
    each = changes_by_area(readings, at).dropna(subset=["change"])
    mine = each["area"].isin(list(treated))
    if len(each) < FEW or min(mine.sum(), (~mine).sum()) < 2:
        told = (
            f"{len(each)} areas, {int(mine.sum())} of them with the programme, cannot carry a difference-in-differences"
        )
        raise CannotCarry(told, "", "Describe each area before and after, and what else differs between them.")
    design = mine.astype(float).to_frame("treated")
    design.insert(0, "one", 1.0)
    found = estimate(each["change"].to_numpy(dtype=float), design.to_numpy(), each["area"], at=1)
    formula = f"change from before to after {at} = a + b × programme, by area"
    return Differences(found.value, found.low, found.high, len(each), int(mine.sum()), found.df, formula)
