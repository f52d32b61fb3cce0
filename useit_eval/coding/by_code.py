"""Agreement code by code: which definitions two coders read in the same way, and which they do not."""

from __future__ import annotations

import math

import pandas as pd

from useit_eval.coding.agreement import measure_codes
from useit_eval.coding.codes import code_names
from useit_eval.coding.levels import PROMPT, tell_value
from useit_eval.coding.matching import match_passages
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed

_TITLE = "Agreement code by code"
_FEW, _TOO_FEW = 5, "too few"
COLUMNS = (
    *("Code", "By both", "First coder alone", "Second coder alone", "Cohen's kappa", "Gwet's AC1"),
    "Where there is no value",
)


def compare_codes(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    codes: pd.DataFrame,
    sources: pd.DataFrame,
    seed: int = 1,
    replicates: int = 1000,
) -> Finding:
    """Return the finding agreement.by_code: for each code how often both gave it, and its agreement against all others.

    ``first`` and ``second`` are codings (coding_id, source_id, start, end, code_id); ``codes`` needs code_id and name,
    ``sources`` source_id and label. The unit is a passage marked by both, as in `compare_coders`. Codes on which the
    two differ most come first. Without such a passage the finding says so and has no table.
    """
    pairs = match_passages(first, second)
    both = pairs[pairs["first_code"].notna()]
    labelled = dict(zip(sources["source_id"], sources["label"], strict=True))
    ids = tuple(sorted({labelled.get(source, "") for source in both["source_id"]})) or tuple(labelled.values())
    if both.empty:
        nothing = Sentence("No passage was marked by both coders, so no code can be compared.", explains=True)
        return Finding("agreement.by_code", _TITLE, (nothing,), trace=ids)
    table, apart = _table(both, code_names(codes), ids, seed=seed, replicates=replicates)
    return Finding(
        key="agreement.by_code", title=_TITLE, sentences=tuple(_sentences(table, apart, ids, seed=seed, replicates=replicates)),
        table=table, data={"codes": len(table.rows), "apart": len(apart)}, trace=ids,
    )  # fmt: skip


def _table(
    both: pd.DataFrame, names: dict[str, str], ids: tuple[str, ...], *, seed: int, replicates: int
) -> tuple[Table, list[str]]:
    one, two = list(both["first_code"]), list(both["second_code"])
    found = measure_codes(one, two, measures=("cohen_kappa", "gwet_ac1"), seed=seed, replicates=replicates)
    rows = []
    for code, own in found.groupby("code", sort=False):
        shared = sum(a == b == code for a, b in zip(one, two, strict=True))
        alone = [coder.count(code) - shared for coder in (one, two)]
        values = own.set_index("measure")
        why = next((why for why, value in zip(own["why"], own["value"], strict=True) if math.isnan(value)), "")
        few = shared + sum(alone) < _FEW
        told = [_TOO_FEW if few else tell_value(values.loc[name]) for name in ("cohen_kappa", "gwet_ac1")]
        rows.append((names.get(code, str(code)), shared, *alone, *told, "" if few else why))
    rows.sort(key=lambda row: (-(row[2] + row[3]), row[0]))
    apart = [row[0] for row in rows if row[2] + row[3]]
    return Table(
        COLUMNS, tuple(rows), tuple(ids for _ in rows), caption="Codes given to passages marked by both"
    ), apart


def _sentences(table: Table, apart: list[str], ids: tuple[str, ...], *, seed: int, replicates: int) -> list[Sentence]:
    count = len(table.rows)
    same = count - len(apart)
    lines = [
        Sentence(
            f"{counted(count, 'code')} {agrees(count, 'was', 'were')} given to passages marked by both; {same} of them always by both.",
            ids,
        )
    ]
    if apart:
        shown = listed([*apart[:4], *([f"{len(apart) - 4} more"] if len(apart) > 4 else [])])
        lines.append(
            Sentence(
                f"Definitions to look at first, because one coder gave the code where the other did not: {shown}.", ids
            )
        )
    few = sum(row[1] + row[2] + row[3] < _FEW for row in table.rows)
    if few:
        told = f"{counted(few, 'code')} {agrees(few, 'was', 'were')} given to fewer than {_FEW} passages, too few for a coefficient: read the counts."
        lines.append(Sentence(told, ids))
    unit = f"The unit is a passage marked by both; each code stands against all others. In brackets: intervals from {replicates:,} draws with seed {seed}."
    return [*lines, Sentence(unit, explains=True), Sentence(PROMPT, explains=True)]
