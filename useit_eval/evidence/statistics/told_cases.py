"""Cases compared as combinations of conditions (QCA), told as one statistic of a study."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Sentence
from useit_eval.ground.wording import counted, plain

if TYPE_CHECKING:
    from useit_eval.codebook.models import Calibrated, Model

LEAST = 4
METHOD = "consistency = sum(min(x, y)) / sum(x), coverage = sum(min(x, y)) / sum(y)"


def qca(model: Model, held: Held) -> Told:
    """Return the comparison of the cases of a CSV: its truth table, every equally short model, and the limits.

    A set without anchors must hold memberships already (0 or 1 for a crisp set). Raises CannotCarry where the file is not
    at hand or holds too few cases, InputRefused for columns and values that are not as said.
    """
    from useit_eval.evidence.qca import tell_qca

    data = model.data
    cases = _cases(model, held)
    sets = (*data.conditions, data.result)
    found = tell_qca(
        cases,
        outcome=data.result.name,
        conditions=[one.name for one in data.conditions],
        label=data.case,
        names={one.name: plain(one.name) for one in sets},
        anchors={one.name: one.anchors for one in sets if one.anchors},
        expected=_expected(data.conditions),
        cutoff=0.8 if data.cutoff is None else float(data.cutoff),
        frequency=data.frequency or 1,
        ids=(data.source,),
        title=model.title,
    )
    whole, models, needed = found
    lines = (*whole.sentences[:-1], *_parts(models.table, data.source), *needed.sentences, *models.sentences)
    told = (*lines, whole.sentences[-1])
    return Told(told, whole.table, data=whole.data | {"n": len(cases)}, sources=(data.source,), formula=METHOD)


def _cases(model: Model, held: Held) -> pd.DataFrame:
    """Return the file's cases with a column for each set under its own name."""
    data = model.data
    if data.file not in held.tables:
        told = f"the file {data.file} is not at hand on this machine"
        raise CannotCarry(told, "", "Put it into the study's folder of data_raw.")
    cases = held.tables[data.file]
    sets = (*data.conditions, data.result)
    require(cases, data.file, data.case, *(one.column for one in sets))
    least = max(LEAST, len(data.conditions))
    if len(cases) < least:
        told = f"{counted(len(cases), 'case')} cannot be compared by {counted(len(data.conditions), 'condition')}"
        raise CannotCarry(told, "", "Tell each case as it is, or compare by fewer conditions.")
    for one in sets:
        _refuse_words(cases[one.column], data.file)
    return cases[[data.case]].assign(**{one.name: cases[one.column] for one in sets})


def _refuse_words(values: pd.Series, file: str) -> None:
    """Refuse a cell that is no number with its row as a spreadsheet counts it: the header is row 1."""
    wrong = ~np.isfinite(pd.to_numeric(values, errors="coerce").astype(float)).to_numpy()
    if wrong.any():
        place = int(wrong.argmax())
        found = "nothing" if pd.isna(values.iloc[place]) else f"'{values.iloc[place]}'"
        told = f"'{values.name}' should be a number, found {found}"
        raise InputRefused(told, f"{file}, row {place + 2}", "Fill it in, or leave the case out and say so.")


def _expected(conditions: tuple[Calibrated, ...]) -> dict[str, bool]:
    return {one.name: one.expected == "present" for one in conditions if one.expected}


def _parts(table, source: str) -> list[Sentence]:
    """Say what each part of a model of several reaches, and how much of it no other part does: for the outcome only."""
    outcome = table.rows[0][0] if table.rows else ""
    parts = Counter(row[:2] for row in table.rows if row[2] != "the whole")
    return [
        Sentence(
            f"{kind.capitalize()}, {words}: consistency {consistency}, PRI {pri}, coverage {coverage}, of its own {own} ({cases}).",
            (source,),
        )
        for side, kind, part, words, consistency, pri, coverage, own, cases, _ in table.rows
        if side == outcome and part != "the whole" and parts[side, kind] > 1
    ]
