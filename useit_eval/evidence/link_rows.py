"""Rows of the links register: those that stand today, in groups, with the labels they stand on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.findings import Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import plain, text

MADE, UNDER_WAY = ("realised", "sustained"), ("brokered", "agreed")


def current_links(links: pd.DataFrame) -> pd.DataFrame:
    """Return the links that no later row follows: each link once, as it stands at its newest day.

    ``links`` needs label and may have follows (the label of the row that tells the same link earlier).
    """
    if "follows" not in links:
        return links
    return links[~links["label"].isin(list(links["follows"].dropna()))]


def split_states(links: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return links apart: made, under way, possible, failed and not known."""
    state = links["state"]
    return {
        "made": links[state.isin(MADE)],
        "under way": links[state.isin(UNDER_WAY)],
        "possible": links[state == "possible"],
        "failed": links[state == "failed"],
        "not known": links[state == "not_known"],
    }


def ids_of(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the labels of rows."""
    return tuple(rows["label"])


def with_evidence(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the labels of rows and of all that they stand on, each once."""
    return tuple(dict.fromkeys([*rows["label"], *(label for cell in rows["evidence"] for label in labels(cell))]))


def by_size(rows: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    """Return rows in groups of a column's words, the largest first; rows with an empty cell are in none."""
    groups = [(key, own) for key, own in rows.groupby(column, sort=True) if text(key)]
    return sorted(groups, key=lambda group: (-len(group[1]), group[0]))


def state_table(groups: Sequence[tuple[str, pd.DataFrame]], *, heading: str, caption: str) -> Table:
    """Return groups of links counted by state, a row for each, in the order given; states that do not occur are left out."""
    met = {state for _, own in groups for state in own["state"]}
    used = [state for state in terms.LINK_STATES if state in met]
    rows = tuple((name, len(own), *(int((own["state"] == state).sum()) for state in used)) for name, own in groups)
    columns = (heading, "Links", *(plain(state).capitalize() for state in used))
    return Table(columns, rows, tuple(ids_of(own) for _, own in groups), caption=caption)
