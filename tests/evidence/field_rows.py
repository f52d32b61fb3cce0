"""Registers of the field written short."""

from __future__ import annotations

import pandas as pd

from useit_eval.evidence.pathway import MATCHED
from useit_eval.ground import frames

ENDING = {"as_of": "2018-11-30", "evidence": None, "source_id": "id-S1", "strand": "north"}


def make_register(table: str, *rows: dict) -> pd.DataFrame:
    """Return a register's rows with all of its columns; what a row does not give is missing."""
    if not rows:
        return frames.empty(table)
    columns = frames.TABLES[table].names
    made = pd.DataFrame([{**ENDING, **row} for row in rows]).reindex(columns=columns)
    return made.astype({c.name: frames.PANDAS_DTYPES[c.dtype] for c in frames.TABLES[table].columns})


def make_field(**registers: list[dict]) -> dict[str, pd.DataFrame]:
    """Return the registers that matching needs; those not named have no rows."""
    return {name: make_register(name, *registers.get(name, [])) for name in MATCHED}


def make_steps(*rows: str) -> list[dict]:
    """Return steps from rows such as "CA1 language_training done"."""
    cells = (row.split() for row in rows)
    return [{"label": f"PS{n}", "case": c, "step": s, "state": t} for n, (c, s, t) in enumerate(cells, start=1)]
