"""Three areas are described; a difference-in-differences takes ten."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.evidence.statistics import CannotCarry, changes_by_area, difference_in_differences


def _readings(areas: int, *, lift: float = 3.0) -> pd.DataFrame:
    rows = [
        (
            f"A{at}",
            f"Area {at}",
            f"2018-{month:02d}-01",
            10 + at + 0.1 * at * (month > 6) + (lift if at < 4 and month > 6 else 0),
        )
        for at in range(areas)
        for month in range(1, 13)
    ]
    return pd.DataFrame(rows, columns=["area", "area_name", "period", "value"])


def test_each_area_is_described_before_and_after():
    row = changes_by_area(_readings(3), "2018-07-01").iloc[1]
    assert (row["area_name"], row["periods_before"], row["periods_after"], row["before"]) == ("Area 1", 6, 6, 11)
    assert row["change"] == pytest.approx(3.1)


def test_three_areas_cannot_carry_a_difference_in_differences():
    with pytest.raises(
        CannotCarry,
        match="3 areas, 1 of them with the programme, cannot carry a difference-in-differences.*Describe each area",
    ):
        difference_in_differences(_readings(3), "2018-07-01", treated=["A0"])


def test_twelve_areas_give_the_difference_of_the_mean_changes():
    found = difference_in_differences(_readings(12), "2018-07-01", treated=["A0", "A1", "A2", "A3"])
    assert found.value == pytest.approx(3 + 0.15 - 0.75) and found.low < found.value < found.high


def test_one_area_with_the_programme_among_many_is_refused():
    with pytest.raises(CannotCarry, match="12 areas, 1 of them"):
        difference_in_differences(_readings(12), "2018-07-01", treated=["A0"])
