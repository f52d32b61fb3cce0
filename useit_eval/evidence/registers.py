"""Milestones, challenges, conflicts and faults told to readers from their registers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence.figures import defined, shown
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, listed, plain, started, text

UIA = {
    "leadership": "Leadership",
    "public_procurement": "Public procurement",
    "integrated_working": "Integrated working across departments",
    "participative_coimplementation": "Participative co-implementation",
    "monitoring_evaluation": "Monitoring and evaluation",
    "communication_with_beneficiaries": "Communication with beneficiaries",
    "upscaling": "Upscaling",
    terms.FITS_NONE: "Fits none of the seven",
}
BLANK = "not reported"
FAULTS = {
    "extraction": "Faults of extraction",
    "citation": "Faults of citation",
    "conflict": "Statements in conflict",
    "naming": "Unclear names",
    "missing": "Something missing",
}


def milestones_to_check(milestones: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.milestones (all, by strand and state) and evidence.milestones.<strand>: promises, never outcomes.

    ``milestones`` as in `ground.frames`. No rows, no finding.
    """
    require(milestones, "milestones", "label", "promise", "strand", "stated_on", "check_on", "state")
    if milestones.empty:
        return []
    own = [
        (strand, title, rows)
        for strand, title in strands.items()
        if len(rows := milestones[milestones["strand"] == strand])
    ]
    return [
        _all_milestones(milestones, strands),
        *(_milestones(f"evidence.milestones.{strand}", strand, title, rows) for strand, title, rows in own),
    ]


def _milestones(key: str, strand: str, title: str, rows: pd.DataFrame) -> Finding:
    ids = tuple(rows["label"])
    line = Sentence(f"{_waiting(rows)} A promise is never counted as an outcome.", ids)
    shown_rows = tuple(
        (started(row.promise), text(row.stated_on), text(row.check_on), plain(row.state)) for row in rows.itertuples()
    )
    table = Table(
        ("Promise, in our words", "Stated", "Check on", "State"),
        shown_rows,
        tuple((label,) for label in ids),
        caption="Promises, not results",
    )
    return Finding(
        key, f"Milestones to check: {title}", (line,), table, strand=strand, data={"promises": len(rows)}, trace=ids
    )


def _waiting(rows: pd.DataFrame) -> str:
    """Say how many promises wait to be checked or followed up: a promise that was met does not."""
    left = int((rows["state"] != "met").sum())
    who = counted(len(rows), "promise") if left in (0, len(rows)) else f"of {counted(len(rows), 'promise')} {left}"
    does = (
        f"{agrees(left, 'waits', 'wait')} to be checked or followed up"
        if left
        else f"{agrees(len(rows), 'was', 'were')} met"
    )
    return started(f"{who} {does}")


def _all_milestones(milestones: pd.DataFrame, strands: Mapping[str, str]) -> Finding:
    ids = tuple(milestones["label"])
    counts = milestones["state"].value_counts()
    told = listed(f"{counts[state]} {plain(state)}" for state in terms.MILESTONE_STATES if state in counts)
    line = Sentence(f"The sources make {counted(len(milestones), 'promise')}: {told}.", ids)
    rows = tuple(
        {
            "group": strands.get(strand, plain(strand)),
            "state": state,
            "count": len(own),
            "unit": "promises",
            "ids": tuple(own["label"]),
        }
        for (strand, state), own in milestones.groupby(["strand", "state"], sort=True)
    )
    alt = "; ".join(f"{row['group']}: {row['count']} {plain(row['state'])}" for row in rows)
    figure = FigureSpec(
        "states",
        "Promises by strand and state",
        rows,
        alt=alt,
        legend="Anticipated by the sources, never counted as outcomes.",
    )
    return Finding(
        "evidence.milestones",
        "Milestones to check",
        (line,),
        None,
        figure,
        data={"promises": len(milestones)},
        trace=ids,
    )


def challenges_matrix(challenges: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.challenges (each in full), evidence.challenges.seven (what each maps to) and .strands (by strand).

    ``challenges`` as in `ground.frames`; ``uia`` holds any of the seven of Urban Innovative Actions, or fits_none. Empty
    cells read "not reported", which is not "no challenge". No rows, no finding.
    """
    columns = ("title", "problem", "response", "reported_result", "recommendation", "said_by", "strand", "uia")
    require(challenges, "challenges", "label", *columns)
    if challenges.empty:
        return []
    return [_challenges(challenges), _of_seven(challenges), _by_strand(challenges, strands)]


def _challenges(challenges: pd.DataFrame) -> Finding:
    ids = tuple(challenges["label"])
    line = Sentence(
        f"The sources report {counted(len(challenges), 'challenge')}; what came of each is what they say.", ids
    )
    rows = tuple(
        (
            row.title,
            started(row.problem),
            started(row.response),
            started(row.reported_result),
            text(row.recommendation) or BLANK,
        )
        for row in challenges.itertuples()
    )
    said = tuple((row.label, *labels(row.said_by)) for row in challenges.itertuples())
    columns = ("Challenge", "Problem", "What was done", "Reported result", "What the sources recommend")
    table = Table(columns, rows, said, caption="Challenges the sources report")
    return Finding("evidence.challenges", "Challenges the sources report", (line,), table, trace=ids)


def _fitting(challenges: pd.DataFrame, key: str) -> pd.DataFrame:
    return challenges[challenges["uia"].map(lambda cell: key in labels(cell)).astype(bool)]


def _of_seven(challenges: pd.DataFrame) -> Finding:
    ids, none = tuple(challenges["label"]), _fitting(challenges, terms.FITS_NONE)
    absent = [UIA[key] for key in terms.UIA_CHALLENGES if _fitting(challenges, key).empty]
    lines = []
    if len(none):
        told = f"{counted(len(none), 'challenge').capitalize()} {agrees(len(none), 'fits', 'fit')} none of the seven"
        lines.append(Sentence(f"{told}, wholly or in part: {listed(none['title'])}.", tuple(none["label"])))
    if absent:
        told = f"Of the seven, these are not reported: {'; '.join(absent)}. That is not the same as their absence."
        lines.append(Sentence(told, ids))
    rows = tuple(
        (row.title, "; ".join(UIA.get(key, plain(key)) for key in labels(row.uia)) or BLANK)
        for row in challenges.itertuples()
    )
    name = "The challenges and the seven of Urban Innovative Actions"
    table = Table(
        ("Challenge", "Of the seven of Urban Innovative Actions"), rows, tuple((label,) for label in ids), caption=name
    )
    return Finding("evidence.challenges.seven", name, tuple(lines), table, trace=ids)


def _by_strand(challenges: pd.DataFrame, strands: Mapping[str, str]) -> Finding:
    rows, ids = [], []
    for key, name in UIA.items():
        fits = _fitting(challenges, key)
        rows.append((name, *(listed(fits.loc[fits["strand"] == strand, "label"]) or BLANK for strand in strands)))
        ids.append(tuple(fits["label"]))
    table = Table(
        ("Challenge of Urban Innovative Actions", *strands.values()),
        tuple(rows),
        tuple(ids),
        caption="Challenges by strand; an empty cell reads not reported",
    )
    line = Sentence(
        "An empty cell reads “not reported”: the sources do not speak of it, which does not mean that there was no such challenge.",
        explains=True,
    )
    return Finding(
        "evidence.challenges.strands", "Challenges by strand", (line,), table, trace=tuple(challenges["label"])
    )


def conflicts(figures: pd.DataFrame, faults: pd.DataFrame) -> list[Finding]:
    """Return evidence.conflicts (values that contradict each other, side by side) and evidence.conflicts.faults (all faults).

    ``figures`` needs label, value, day, bound, unit, definition, as_of and conflicts_with; ``faults`` label, kind, what
    and reading. Nothing is merged or chosen. No conflict and no fault, no finding.
    """
    require(figures, "figures", "label", "value", "bound", "unit", "definition", "as_of", "conflicts_with")
    require(faults, "faults", "label", "kind", "what", "reading")
    found = [_conflicts(groups, figures)] if (groups := conflict_groups(figures)) else []
    return found + ([_faults(faults)] if len(faults) else [])


def conflict_groups(figures: pd.DataFrame) -> list[list[str]]:
    """Return the labels of figures that contradict each other, directly or through a third, in the ledger's order."""
    known = list(figures["label"])
    group = {label: {label} for label in known}
    for label, cell in zip(known, figures["conflicts_with"], strict=True):
        for other in labels(cell):
            if other in group and group[other] is not group[label]:
                joined = group[label] | group[other]
                group.update(dict.fromkeys(joined, joined))
    unique = {id(members): members for members in group.values() if len(members) > 1}
    return [[label for label in known if label in members] for members in unique.values()]


def _conflicts(groups: list[list[str]], figures: pd.DataFrame) -> Finding:
    rows = {row["label"]: row for row in figures.to_dict("records")}
    ids = tuple(label for group in groups for label in group)
    told = f"The sources contradict themselves in {counted(len(groups), 'number or date', 'numbers or dates')}"
    line = Sentence(f"{told}; the values stand side by side and none is chosen.", ids)
    cells = tuple(
        ("; ".join(f"{shown(rows[label])}: {defined(rows[label])}" for label in group), len(group)) for group in groups
    )
    table = Table(("Values side by side", "How many"), cells, tuple(map(tuple, groups)), caption="Values in conflict")
    return Finding(
        "evidence.conflicts",
        "Values that contradict each other",
        (line,),
        table,
        data={"groups": len(groups)},
        trace=ids,
    )


def _faults(faults: pd.DataFrame) -> Finding:
    ids = tuple(faults["label"])
    counts = faults["kind"].value_counts()
    told = listed(f"{FAULTS.get(kind, plain(kind)).lower()} ({count})" for kind, count in counts.items())
    line = Sentence(
        f"{counted(len(faults), 'fault').capitalize()} of the sources {agrees(len(faults), 'is', 'are')} on record: {told}.",
        ids,
    )
    rows = tuple(
        (FAULTS.get(row.kind, plain(row.kind)), started(row.what), started(row.reading)) for row in faults.itertuples()
    )
    table = Table(
        ("Kind", "What is wrong", "How it is read here"),
        rows,
        tuple((label,) for label in ids),
        caption="Faults of the sources",
    )
    return Finding(
        "evidence.conflicts.faults", "Faults of the sources, and how they are read", (line,), table, trace=ids
    )
