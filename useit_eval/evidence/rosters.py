"""Partners and events told from their registers: who is in which class, what was held, planned or never said."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, day, listed, plain, started, text

BLANK = "not told"


def tell_partners(partners: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.registers.partners: each organisation with its classes, its part and its strand.

    ``partners`` as in `ground.frames`. One that stands in two classes has two rows and is one organisation: it is told
    once, with both, and named as such, since a sum over classes would count it twice. The finding belongs to the theme
    "partnership" where ``strands`` has it, else to the whole (``strand`` ""). No rows, no finding.
    """
    require(partners, "partners", "label", "name", "class", "role", "strand", "evidence")
    if partners.empty:
        return []
    groups = [own for _, own in partners.groupby("name", sort=False)]
    twice = [own for own in groups if own["class"].nunique() > 1]
    classes = [(plain(key), own) for key, own in partners.groupby("class", sort=False)]
    told = f"{counted(len(groups), 'organisation')} {agrees(len(groups), 'is', 'are')} named as partners"
    by_class = listed(f"{name} ({len(own)})" for name, own in classes)
    lines = [Sentence(f"{told}, in {counted(len(classes), 'class', 'classes')}: {by_class}.", tuple(partners["label"]))]
    lines += [_in_two(twice, len(partners), len(groups))] if twice else []
    silent = [own for own in groups if not any(text(role) for role in own["role"])]
    lines += [_without_part(silent)] if silent else []
    rows = tuple(_partner(own, strands) for own in groups)
    ids = tuple((*own["label"], *_cited(own)) for own in groups)
    table = Table(("Partner", "Class", "What it does", "Strand"), rows, ids, caption="Partners on record")
    strand = "partnership" if "partnership" in strands else ""
    data = {"organisations": len(groups), "in two classes": len(twice)}
    trace = tuple(partners["label"])
    return [
        Finding("evidence.registers.partners", "Partners", tuple(lines), table, strand=strand, data=data, trace=trace)
    ]


def tell_events(events: pd.DataFrame, *, strands: Mapping[str, str], partners: pd.DataFrame) -> list[Finding]:
    """Return evidence.registers.events.<strand>: the events of each strand or theme, in the register's order.

    ``events`` and ``partners`` as in `ground.frames`. An event without a day reads "not told"; whether it was held is what
    the source says. No rows, no finding.
    """
    require(events, "events", "label", "title", "kind", "strand", "state", "held_on", "place", "held_by", "evidence")
    named = dict(zip(partners["label"], partners["name"], strict=True))
    return [
        _events(strand, title, own, named)
        for strand, title in strands.items()
        if len(own := events[events["strand"] == strand])
    ]


def _partner(own: pd.DataFrame, strands: Mapping[str, str]) -> tuple[str, str, str, str]:
    roles = "; ".join(dict.fromkeys(text(role) for role in own["role"] if text(role)))
    where = listed(strands.get(strand, strand) for strand in own["strand"])
    return own["name"].iloc[0], listed(plain(one) for one in own["class"]), roles or BLANK, where


def _in_two(twice: list[pd.DataFrame], rows: int, organisations: int) -> Sentence:
    ids = tuple(dict.fromkeys(label for own in twice for label in (*own["label"], *_cited(own))))
    named = listed(f"{own['name'].iloc[0]} ({listed(plain(one) for one in own['class'])})" for own in twice)
    told = f"{agrees(len(twice), 'One stands', 'These stand')} in two classes: {named}"
    return Sentence(f"{told}. Summed over classes, {organisations} organisations would read as {rows}.", ids)


def _without_part(silent: list[pd.DataFrame]) -> Sentence:
    ids = tuple(label for own in silent for label in own["label"])
    return Sentence(f"What it does is not told of {listed(own['name'].iloc[0] for own in silent)}.", ids)


def _events(strand: str, title: str, own: pd.DataFrame, named: Mapping[str, str]) -> Finding:
    ids = tuple(own["label"])
    states = own["state"].value_counts()
    told = listed(
        f"{count} {'not known to have been held' if state == 'not_known' else plain(state)}"
        for state, count in states.items()
    )
    undated = int(own["held_on"].isna().sum())
    rest = "; no day is told" if undated == len(own) else f"; of {undated} no day is told" if undated else ""
    line = Sentence(f"{counted(len(own), 'event')} {agrees(len(own), 'is', 'are')} on record: {told}{rest}.", ids)
    rows = tuple(
        (
            started(text(row.title)).rstrip("."),
            plain(row.kind),
            plain(row.state),
            day(row.held_on) or BLANK,
            text(row.place) or BLANK,
            listed(named.get(label, label) for label in labels(row.held_by)) or BLANK,
        )
        for row in own.itertuples()
    )
    columns = ("Event", "Kind", "State", "Day", "Where", "Held by")
    table = Table(
        columns, rows, tuple((row.label, *labels(row.evidence)) for row in own.itertuples()), caption="Events on record"
    )
    key = f"evidence.registers.events.{strand}"
    return Finding(key, f"Events: {title}", (line,), table, strand=strand, data={"events": len(own)}, trace=ids)


def _cited(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for cell in rows["evidence"] for label in labels(cell)))
