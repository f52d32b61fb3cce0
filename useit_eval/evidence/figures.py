"""Published numbers told to readers: against their targets, or as counts; never on one axis with another unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, listed, missing, number, plain, text, valued

NEEDED = ("label", "value", "bound", "unit", "definition", "as_of", "role", "strand", "target_of", "conflicts_with")
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
        targets = [row for row in rows.values() if row["strand"] == strand and row["role"] == "target" and not missing(row["value"])]
        if targets:
            found.append(_targets(strand, title, targets, rows))
    return found


def _targets(strand: str, title: str, targets: list[Row], rows: Mapping[str, Row]) -> Finding:
    pairs = [(target, [rows[label] for label in labels(target["target_of"]) if label in rows]) for target in targets]
    met = [(target, measured) for target, measured in pairs if measured]
    bare = [target for target, measured in pairs if not measured]
    lines = [sentence for target, measured in met for sentence in _against(target, measured)]
    if bare:
        told = f"Against {counted(len(bare), 'further target')} nothing is reported yet: {listed(f'{_first_lower(t)} ({shown(t)})' for t in bare)}."
        lines.append(Sentence(told, tuple(target["label"] for target in bare)))
    trace = tuple(dict.fromkeys(label for sentence in lines for label in sentence.ids))
    figure = _drawn(title, met)
    return Finding(f"evidence.targets.{strand}", f"Figures against targets: {title}", tuple(lines), _target_table(pairs), figure, strand=strand, trace=trace)


def _first_lower(row: Row) -> str:
    return text(row["definition"]).rstrip(".")


def shown(row: Row) -> str:
    """Return a figure's value for readers, or its day when it is a date."""
    if missing(row["value"]):
        return text(row.get("day"))
    return valued(row["value"], text(row["unit"]), bound=text(row["bound"]))


def _against(target: Row, measured: list[Row]) -> list[Sentence]:
    lines = [Sentence(f"The target is {shown(target)}: {_first_lower(target)} ({text(target['as_of'])}){_of(target)}.", (target["label"],))]
    lines += [Sentence(_one(target, row), (row["label"], target["label"])) for row in measured]
    if len({(row["value"], row["unit"]) for row in measured}) > 1:
        told = f"The source gives more than one value here ({listed(shown(row) for row in measured)}); they stand side by side and none is chosen."
        lines.append(Sentence(told, tuple(row["label"] for row in measured)))
    return lines


def _one(target: Row, row: Row) -> str:
    kind = "" if row["role"] == "outcome" else f" This is {_a(plain(row['role']))}, not an outcome."
    told = f"Reported: {shown(row)}, {_first_lower(row)} ({text(row['as_of'])}){_of(row)}"
    share = attained(target, row)
    if share is None:
        return f"{told}; it is counted in another unit, so no share of the target is given.{kind}"
    return f"{told}, {_ahead(row)}{share:.0%} of the target.{kind}"


def _ahead(row: Row) -> str:
    return {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(text(row["bound"]), "")


def _a(word: str) -> str:
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def _of(row: Row) -> str:
    return f", of {text(row['population'])}" if text(row.get("population")) else ""


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
            rows.append((_first_lower(target), shown(target), text(target["as_of"]), *told, f"{share:.0%}" if share is not None else ""))
            ids.append((target["label"], *((row["label"],) if row else ())))
    columns = ("Target", "Value", "Target stated for", "Reported", "As of", "Kind", "Share of target")
    return Table(columns, tuple(rows), tuple(ids), caption="Targets and what is reported against them")


def _drawn(title: str, met: list[tuple[Row, list[Row]]]) -> FigureSpec | None:
    rows = tuple(
        {
            "name": _first_lower(row), "unit": row["unit"], "value": float(row["value"]), "target": float(target["value"]),
            "as_of": text(row["as_of"]), "target_as_of": text(target["as_of"]), "bound": text(row["bound"]), "target_bound": text(target["bound"]),
            "note": plain(row["role"]), "ids": (row["label"], target["label"]),
        }
        for target, measured in met for row in measured if attained(target, row) is not None
    )
    if not rows:
        return None
    alt = "; ".join(f"{row['name']}: {number(row['value'])} of {number(row['target'])} {row['unit']}" for row in rows)
    legend = "Every row has its own scale. Values are as the source gives them; outputs are not outcomes."
    return FigureSpec("targets", f"Reported against targets: {title}", rows, alt=alt, legend=legend)


def count_figures(figures: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.counts.<strand>: activities, outputs and outcomes that stand against no target, in units of their own.

    ``figures`` as in `ground.frames`. Counts are not a funnel: no stage is declared a subset of another. A strand
    without such figures gives no finding.
    """
    require(figures, "figures", *NEEDED)
    measured = {label for cell in figures["target_of"] for label in labels(cell)}
    free = figures[figures["role"].isin(("activity", "output", "outcome")) & ~figures["label"].isin(measured) & figures["value"].notna()]
    return [
        _counts(strand, title, own.to_dict("records"))
        for strand, title in strands.items()
        if len(own := free[free["strand"] == strand])
    ]


def _counts(strand: str, title: str, rows: list[Row]) -> Finding:
    lines = [_counted_role(role, [row for row in rows if row["role"] == role]) for role in ("activity", "output", "outcome")]
    lines.append(Sentence("These are counts, not a funnel: none is declared a part of another, and different units share no scale.", explains=True))
    drawn = tuple({"name": _first_lower(row), "count": float(row["value"]), "unit": row["unit"], "ids": (row["label"],)} for row in _chartable(rows))
    alt = "; ".join(f"{row['name']}: {number(row['count'])} {row['unit']}" for row in drawn)
    figure = FigureSpec("counts", f"Counts: {title}", drawn, alt=alt, legend="Counts, not a funnel. Activities and outputs as the source reports them.") if drawn else None
    ids = tuple(row["label"] for row in rows)
    return Finding(f"evidence.counts.{strand}", f"Counts without a target: {title}", tuple(filter(None, lines)), None, figure, strand=strand, trace=ids)


def _chartable(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if text(row["unit"]) not in ("percent", "calendar year", "year", "rank", "GBP", "EUR") and row["role"] == "output"]


def _counted_role(role: str, rows: list[Row]) -> Sentence | None:
    if not rows:
        return None if role != "outcome" else Sentence("No outcome is given as a number.", explains=True)
    told = listed(f"{shown(row)} ({_first_lower(row)})" for row in rows)
    kind = f"{role[:-1]}ies" if role.endswith("y") else f"{role}s"
    return Sentence(f"Reported {agrees(len(rows), role, kind)}: {told}.", tuple(row["label"] for row in rows))
