"""Opportunities over time: what can be ordered by its date is, what cannot is said to be unordered, nothing is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd

from useit_eval.evidence.link_rows import current_links, ids_of
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.periods import Period, read_period
from useit_eval.ground.wording import MONTHS, agrees, counted, day, listed, plain, started, text

UNDATED = "no date that can be ordered"
Groups = list[tuple[str, pd.DataFrame]]
_TIMES = ("opportunity_date", "state_date", "state", "macro_asset", "opportunity", "need", "strand")


def tell_times(
    links: pd.DataFrame, *, strands: Mapping[str, str], names: Mapping[str, str], macro_name: str = "macro-asset"
) -> list[Finding]:
    """Return evidence.links.time: opportunities by when they open, with macro-asset, strand, need and state.

    ``links`` as in `ground.frames`. Dates in words are read by `ground.periods`; those that tell no date, or more than
    one, stand last and unordered, in the words of the register. States are told with their days, and the history of a
    link where rows follow one another. No rows, no finding.
    """
    require(links, "links", "label", *_TIMES)
    if links.empty:
        return []
    groups = in_order(current_links(links))
    lines = (*_ordered(groups), _as_of(current_links(links)), *_histories(links))
    table = _table(groups, strands, names, macro_name)
    figure = _figure(groups) if any(name != UNDATED for name, _ in groups) else None
    data = {"undated": sum(len(own) for name, own in groups if name == UNDATED)}
    title = "Opportunities over time"
    return [Finding("evidence.links.time", title, lines, table, figure, data=data, trace=ids_of(links))]


def in_order(links: pd.DataFrame) -> Groups:
    """Return links by the span of days in which their opportunity opens, the earliest first, the unordered last."""
    spans = [read_period(cell) for cell in links["opportunity_date"]]
    met = sorted({span for span in spans if span})
    groups: Groups = [(say_period(span), links[[own == span for own in spans]]) for span in met]
    rest = links[[span is None for span in spans]]
    return [*groups, (UNDATED, rest)] if len(rest) else groups


def say_period(span: Period) -> str:
    """Return a span of days as a reader writes it.

    Example:
        >>> say_period(read_period("about September 2017")), say_period(read_period("2018/19"))
        ('about September 2017', '2018 to 2019')
    """
    first, last = span.first, span.last
    if first == last:
        told = day(first.isoformat())
    elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        told = str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    else:
        told = " to ".join(dict.fromkeys((_month(first), _month(last))))
    return f"about {told}" if span.about else told


def _month(date: dt.date) -> str:
    return f"{MONTHS[date.month - 1]} {date.year}"


def _ordered(groups: Groups) -> list[Sentence]:
    dated = [own for name, own in groups if name != UNDATED]
    rest = next((own for name, own in groups if name == UNDATED), None)
    total, count = sum(len(own) for _, own in groups), sum(map(len, dated))
    if not dated:
        told = f"None of the {total} opportunities bears a date" if total > 1 else "The one opportunity bears no date"
    else:
        told = f"{count} of {counted(total, 'opportunity', 'opportunities')} {agrees(count, 'bears', 'bear')} a date"
    lines = [
        Sentence(
            f"{told} by which {'they' if count > 1 else 'it'} can be ordered.",
            tuple(label for _, own in groups for label in own["label"]),
        )
    ]
    if rest is not None:
        words = [f"“{text(cell)}”" for cell in rest["opportunity_date"] if text(cell)]
        said = f": {listed(words)}" if words else ""
        lines.append(
            Sentence(
                f"For {len(rest)} the sources tell no such date{said}. They are not put in any order.", ids_of(rest)
            )
        )
    return lines


def _as_of(links: pd.DataFrame) -> Sentence:
    days = listed(_by_day(links["state_date"]))
    one = links["state_date"].nunique() == 1
    told = f"{'All states are' if len(links) > 1 else 'The state is'} as of {days}"
    rest = "one look, from which no movement can be read" if one else "each link is told at its own day"
    return Sentence(f"{told}: {rest}.", ids_of(links))


def _by_day(days: Iterable[object]) -> list[str]:
    """Return days in words in the order of time; those that tell none keep their order and stand last."""
    words = [text(cell) for cell in days]
    spans = {word: read_period(word) for word in words}
    return sorted((word for word in words if spans[word]), key=spans.__getitem__) + [word for word in words if not spans[word]]


def _histories(links: pd.DataFrame) -> list[Sentence]:
    """Tell each link that rows follow over time: its states from the earliest row to the newest."""
    if "follows" not in links:
        return []
    rows = {row["label"]: row for row in links.to_dict("records")}
    told = []
    for newest in current_links(links)["label"]:
        steps = [rows[newest]]
        while text(steps[0]["follows"]) in rows:
            steps.insert(0, rows[text(steps[0]["follows"])])
        if len(steps) > 1:
            way = ", then ".join(f"{plain(row['state'])} ({text(row['state_date'])})" for row in steps)
            told.append(
                Sentence(
                    f"{started(text(rows[newest]['opportunity'])).rstrip('.')}: {way}.",
                    tuple(row["label"] for row in steps),
                )
            )
    return told


def _table(groups: Groups, strands: Mapping[str, str], names: Mapping[str, str], macro_name: str) -> Table:
    columns = (
        "When it opens",
        "Opportunity",
        macro_name.capitalize(),
        "Strand",
        "What it needs",
        "State",
        "State as of",
    )
    told = [
        (
            text(row.opportunity_date) or "no date is told",
            text(row.opportunity),
            names.get(row.macro_asset, row.macro_asset),
            strands.get(row.strand, row.strand),
            text(row.need) or "not told",
            plain(row.state),
            text(row.state_date),
        )
        for _, own in groups
        for row in own.itertuples()
    ]
    ids = tuple((label,) for _, own in groups for label in own["label"])
    caption = "Opportunities: those with a date first, in its order; then those that cannot be ordered"
    return Table(columns, tuple(told), ids, caption=caption)


def _figure(groups: Groups) -> FigureSpec:
    rows = tuple(
        {"group": name, "state": state, "count": len(split), "unit": "links", "ids": ids_of(split)}
        for name, own in groups
        for state in terms.LINK_STATES
        if len(split := own[own["state"] == state])
    )
    alt = "; ".join(f"{row['group']}: {row['count']} {plain(row['state'])}" for row in rows)
    legend = "By when the opportunity opens, as the sources tell it; spans that overlap are in no order between them."
    return FigureSpec("states", "Opportunities by when they open, and state", rows, alt=alt, legend=legend)
