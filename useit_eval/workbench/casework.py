"""A caseworker's list: what each person still lacks, one row a person. It stays on the desk and enters no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import counted, text
from useit_eval.workbench.showing import Shown, show

if TYPE_CHECKING:
    import pandas as pd


def show_gaps(gaps: pd.DataFrame) -> Shown:
    """Return what is left to do for each person, in the order of their labels: a column for each gap.

    ``gaps`` as from `evidence.list_gaps`: needs label, profession, gap, state, open, with and waits_for. A step that is
    done is an empty cell. Raises what `require` raises where a column is lacking.
    """
    require(gaps, "gaps", "label", "profession", "gap", "state", "open", "with", "waits_for")
    kinds = list(dict.fromkeys(gaps["gap"]))
    left = {(row["label"], row["gap"]): _told(row) for row in gaps.to_dict("records") if row["open"]}
    people = gaps.drop_duplicates("label")[["label", "profession"]].itertuples(index=False, name=None)
    rows = tuple((label, trade, *(left.get((label, kind), "") for kind in kinds)) for label, trade in people)
    table = Table(("Person", "Profession", *map(str.capitalize, kinds)), rows, caption="Left to do, person by person")
    words = (
        "Nobody stands in the register of candidates."
        if not rows
        else (
            f"{counted(len(left), 'gap')} of {counted(len(rows), 'person', 'people')}. Nobody is ranked: people stand in the order "
            "of their labels. This list is for the caseworker's desk and enters no chapter."
        )
    )
    return show(Finding("desk.gaps", "Who still lacks what", (Sentence(words, explains=True),), table=table))


def _told(row: dict) -> str:
    whom = f" ({text(row['with'])})" if text(row["with"]) else ""
    waits = f"; waits for {text(row['waits_for'])}" if text(row["waits_for"]) else ""
    return f"{row['state']}{whom}{waits}"
