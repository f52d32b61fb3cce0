"""Published numbers told to readers: against their targets, or as counts; never on one axis with another unit."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, day, listed, missing, number, plain, started, text, valued

NEEDED = ("label", "value", "bound", "unit", "definition", "as_of", "role", "strand", "target_of", "conflicts_with")
NOT_COUNTS = ("percent", "calendar year", "year", "rank", "GBP", "EUR")
Row = dict


def attain_targets(figures: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.targets.<strand>: each target, what is reported against it, with dates and denominators.

    ``figures`` as in `ground.frames`; a target names in ``target_of`` the figures measured against it. A share is given
    only when both are in one unit. Outputs are never called outcomes; figures that contradict each other stand
    side by side. A strand without targets gives no finding.
    """
    require(figures, "figures", *NEEDED)
    rows = {row["label"]: row for row in figures.to_dict("records")}
    found = []
    for strand, title in strands.items():
        targets = [
            row
            for row in rows.values()
            if row["strand"] == strand and row["role"] == "target" and not missing(row["value"])
        ]
        if targets:
            found.append(_targets(strand, title, targets, rows))
    return found


def _targets(strand: str, title: str, targets: list[Row], rows: Mapping[str, Row]) -> Finding:
    pairs = [(target, [rows[label] for label in labels(target["target_of"]) if label in rows]) for target in targets]
    met = [(target, measured) for target, measured in pairs if measured]
    bare = [target for target, measured in pairs if not measured]
    lines = [sentence for target, measured in met for sentence in _against(target, measured)]
    if bare:
        told = listed(f"{defined(target)} ({shown(target)})" for target in bare)
        lead = f"Nothing is reported yet against {counted(len(bare), 'other target' if met else 'target')}"
        lines.append(Sentence(f"{lead}: {told}.", tuple(target["label"] for target in bare)))
    trace = tuple(dict.fromkeys(label for sentence in lines for label in sentence.ids))
    figure = _drawn(title, met)
    return Finding(
        f"evidence.targets.{strand}",
        f"Figures against targets: {title}",
        tuple(lines),
        _target_table(pairs),
        figure,
        strand=strand,
        trace=trace,
    )


def defined(row: Row) -> str:
    """Return what a figure counts, ready to stand inside a sentence."""
    return text(row["definition"]).rstrip(".")


def shown(row: Row) -> str:
    """Return a figure's value for readers, or its day when it is a date."""
    if missing(row["value"]):
        return day(row.get("day"))
    return valued(row["value"], text(row["unit"]), bound=text(row["bound"]))


def _against(target: Row, measured: list[Row]) -> list[Sentence]:
    ids = tuple(row["label"] for row in measured)
    lines = [Sentence(f"The target is {shown(target)}: {defined(target)} ({_when(target)}).", (target["label"],))]
    lines += [Sentence(_one(target, row), (row["label"], target["label"])) for row in measured]
    if len({(row["value"], row["unit"]) for row in measured}) > 1:
        values = listed(shown(row) for row in measured)
        told = f"The sources give more than one value here ({values}); they stand side by side and none is chosen."
        lines.append(Sentence(told, ids))
    kinds = [kind for kind in ("activity", "output") if kind in {row["role"] for row in measured}]
    if kinds:
        lines.append(Sentence(f"What is reported here is {listed(_a(kind) for kind in kinds)}, not an outcome.", ids))
    return lines


def _one(target: Row, row: Row) -> str:
    told = f"Reported: {shown(row)}, {defined(row)} ({_when(row)})"
    share = attained(target, row)
    if share is None:
        return f"{told}; it is counted in another unit, so no share of the target is given."
    return f"{told}. That is {_ahead(row)}{share:.0%} of the target."


def _when(row: Row) -> str:
    population = text(row.get("population"))
    return "; ".join(filter(None, (text(row["as_of"]), f"counted among: {population}" if population else "")))


def _ahead(row: Row) -> str:
    return {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(text(row["bound"]), "")


def _a(word: str) -> str:
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def attained(target: Mapping, row: Mapping) -> float | None:
    """Return what share of a target a figure reaches (1 is all of it); None when their units differ or a value is missing.

    Example:
        >>> attained({"value": 22, "unit": "people"}, {"value": 11, "unit": "people"})
        0.5
    """
    if missing(target["value"]) or missing(row["value"]) or target["unit"] != row["unit"] or not float(target["value"]):
        return None
    return float(row["value"]) / float(target["value"])


def _target_table(pairs: list[tuple[Row, list[Row]]]) -> Table:
    rows, ids = [], []
    for target, measured in pairs:
        for row in measured or [None]:
            share = attained(target, row) if row else None
            told = (shown(row), text(row["as_of"]), plain(row["role"])) if row else ("nothing reported yet", "", "")
            rows.append(
                (
                    defined(target),
                    shown(target),
                    text(target["as_of"]),
                    *told,
                    f"{share:.0%}" if share is not None else "",
                )
            )
            ids.append((target["label"], *((row["label"],) if row else ())))
    columns = ("Target", "Value", "Target stated for", "Reported", "As of", "Kind", "Share of target")
    return Table(columns, tuple(rows), tuple(ids), caption="Targets and what is reported against them")


def _drawn(title: str, met: list[tuple[Row, list[Row]]]) -> FigureSpec | None:
    rows = tuple(
        {
            "name": defined(row),
            "unit": row["unit"],
            "value": float(row["value"]),
            "target": float(target["value"]),
            "as_of": text(row["as_of"]),
            "target_as_of": text(target["as_of"]),
            "bound": text(row["bound"]),
            "target_bound": text(target["bound"]),
            "note": plain(row["role"]),
            "ids": (row["label"], target["label"]),
        }
        for target, measured in met
        for row in measured
        if attained(target, row) is not None
    )
    if not rows:
        return None
    alt = "; ".join(f"{row['name']}: {number(row['value'])} of {number(row['target'])} {row['unit']}" for row in rows)
    legend = "Every row has its own scale. Values are as the sources give them; outputs are not outcomes."
    return FigureSpec("targets", f"Reported against targets: {title}", rows, alt=alt, legend=legend)


def count_figures(figures: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.counts.<strand>: activities, outputs and outcomes that stand against no target, in units of their own.

    ``figures`` as in `ground.frames`. Counts are not a funnel: no stage is declared a subset of another. A strand
    without such figures gives no finding.
    """
    require(figures, "figures", *NEEDED)
    measured = {label for cell in figures["target_of"] for label in labels(cell)}
    free = figures[
        figures["role"].isin(("activity", "output", "outcome"))
        & ~figures["label"].isin(measured)
        & figures["value"].notna()
    ]
    return [
        _counts(strand, title, own.to_dict("records"))
        for strand, title in strands.items()
        if len(own := free[free["strand"] == strand])
    ]


def _counts(strand: str, title: str, rows: list[Row]) -> Finding:
    lines = [line for role in ("outcome", "output", "activity") if (line := _of_role(role, rows))]
    told = "These are counts, not a funnel: none is declared a part of another, and different units share no scale."
    lines.append(Sentence(told, explains=True))
    ids, key = tuple(row["label"] for row in rows), f"evidence.counts.{strand}"
    name = f"Counts without a target: {title}"
    return Finding(key, name, tuple(lines), None, _counts_drawn(title, rows), strand=strand, trace=ids)


def _of_role(role: str, rows: list[Row]) -> Sentence | None:
    """Tell outputs and outcomes one by one; activities are only counted, the ledger lists them."""
    own = [row for row in rows if row["role"] == role]
    ids = tuple(row["label"] for row in own)
    if not own:
        return Sentence("No outcome is given as a number.", explains=True) if role == "outcome" else None
    if role == "activity":
        told = f"{counted(len(own), 'figure')} {agrees(len(own), 'counts', 'count')} activities, not results."
        return Sentence(started(told), ids)
    told = listed(f"{shown(row)} ({defined(row)})" for row in own)
    return Sentence(f"Reported {agrees(len(own), role, f'{role}s')}: {told}.", ids)


def _counts_drawn(title: str, rows: list[Row]) -> FigureSpec | None:
    """Draw outputs that count something; shares, ranks, years and money are left to the ledger."""
    own = [row for row in rows if row["role"] == "output" and text(row["unit"]) not in NOT_COUNTS]
    if len(own) < 2:
        return None
    drawn = tuple(
        {"name": defined(row), "count": float(row["value"]), "unit": row["unit"], "ids": (row["label"],)} for row in own
    )
    alt = "; ".join(f"{row['name']}: {number(row['count'])} {row['unit']}" for row in drawn)
    legend = "Counts, not a funnel. Outputs as the sources report them."
    return FigureSpec("counts", f"Outputs: {title}", drawn, alt=alt, legend=legend)
