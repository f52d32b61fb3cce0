"""The links register's answer: how well macro-assets and micro-assets are being connected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence.breaks import all_breaks, broken, tell_breaks
from useit_eval.evidence.link_rows import (
    MADE,
    UNDER_WAY,
    by_size,
    current_links,
    ids_of,
    split_states,
    state_table,
    with_evidence,
)
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain, text

NEEDED = (
    "label",
    "strand",
    "macro_asset",
    "opportunity",
    "micro_asset",
    "micro_asset_detail",
    "resource",
    "state",
    "evidence",
    "breaks_at",
)
FEW = 5


def answer_links(
    links: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    names: Mapping[str, str],
    macro_name: str = "macro-asset",
    micro_name: str = "micro-asset",
    claims: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
) -> list[Finding]:
    """Return evidence.links (the whole) and evidence.links.<strand>: what is connected, by what, and where it breaks.

    ``links`` as in `ground.frames`; ``names`` maps codes and ``strands`` strand ids to readers' words, in the order to
    print; ``macro_name`` and ``micro_name`` are the study's words; with ``claims`` and ``parts`` the places where the
    chain breaks tell the claims that say why. States are those the source reports; a row that another follows is
    history and not counted. No rows, no finding. In the data ``short`` counts the lines that answer, up to the first
    place where links wait.
    """
    require(links, "links", *NEEDED)
    links = current_links(links)
    if links.empty:
        return []
    words = (macro_name, micro_name)
    by_strand = [
        _of_strand(strand, title, own, names, words)
        for strand, title in strands.items()
        if len(own := links[links["strand"] == strand])
    ]
    breaks = [all_breaks(links, strands=strands, claims=claims, parts=parts)] if broken(links) else []
    return [_whole(links, strands, names, words), *breaks, *by_strand]


def _answer(links: pd.DataFrame, words: tuple[str, str]) -> list[Sentence]:
    split = split_states(links)
    made, failed, unknown = (split[name] for name in ("made", "failed", "not known"))
    lines = [Sentence(_how_far(split, len(links), words), ids_of(links))]
    lines += [Sentence(f"Reported as made: {_named(made)}.", with_evidence(made))] if len(made) else []
    short = made[[row.state == "realised" and bool(text(row.breaks_at)) for row in made.itertuples()]]
    if len(short):
        told = "; ".join(dict.fromkeys(text(cell).rstrip(".") for cell in short["breaks_at"]))
        lines.append(Sentence(f"Where what is made still falls short: {told}.", with_evidence(short)))
    lines += [Sentence(f"Reported as failed so far: {_named(failed)}.", with_evidence(failed))] if len(failed) else []
    if 0 < len(unknown) < len(links):
        told = f"For {counted(len(unknown), 'link')} the sources do not say how far {agrees(len(unknown), 'it has', 'they have')} come"
        lines.append(Sentence(f"{told}; that is silence, not failure.", ids_of(unknown)))
    return lines


def _how_far(split: Mapping[str, pd.DataFrame], total: int, words: tuple[str, str]) -> str:
    """Return the verdict and the count of each state that occurs; made ones are counted even when there are none."""
    joins = f"could join {words[0]}s with {words[1]}s"
    if len(split["not known"]) == total:
        which = "the one link" if total == 1 else f"each of the {total} links"
        return f"Not known: of {which} that {joins}, the sources do not say how far it has come; that is silence, not failure."
    told = [f"{_are(split['made'])} reported as made"]
    states = (
        ("under way", "brokered or agreed"),
        ("possible", "possible but not begun"),
        ("failed", "reported as failed"),
    )
    told += [f"{_are(split[name])} {state}" for name, state in states if len(split[name])]
    few = " (few links are on record)" if len(split["made"]) and total < FEW else ""
    return f"{verdict(len(split['made']), total)}{few}: of {counted(total, 'link')} that {joins}, {listed(told)}."


def verdict(made: int, total: int) -> str:
    """Return how far a register has come in a few words, from the share of its links reported as made.

    Example:
        >>> verdict(0, 9), verdict(1, 9), verdict(3, 9), verdict(8, 9)
        ('Not yet', 'Hardly yet', 'In part', 'Mostly')
    """
    share = made / total
    return "Not yet" if not made else "Hardly yet" if share < 0.25 else "In part" if share < 0.6 else "Mostly"


def _are(rows: pd.DataFrame) -> str:
    return f"{len(rows) or 'none'} {agrees(len(rows) or 1, 'is', 'are')}"


def _named(rows: pd.DataFrame) -> str:
    return "; ".join(
        f"{text(row.opportunity)} (drawing on {text(row.micro_asset_detail)})" for row in rows.itertuples()
    )


def _resources(links: pd.DataFrame, names: Mapping[str, str]) -> list[Sentence]:
    moved = links[links["state"].isin((*MADE, *UNDER_WAY))]
    if moved.empty:
        return [Sentence("No resource is reported to have joined the two yet.", ids_of(links))]
    told = listed(f"{names.get(code, code)} ({counted(len(own), 'link')})" for code, own in by_size(moved, "resource"))
    return [Sentence(f"What connects, in the links that are past the possible: {told}.", ids_of(moved))]


def _whole(
    links: pd.DataFrame, strands: Mapping[str, str], names: Mapping[str, str], words: tuple[str, str]
) -> Finding:
    rest = "the table of breaks lists them all"
    answer = (*_answer(links, words), *_resources(links, names))
    # The drawing tells the strands at a glance, so their lines follow what the short answer takes.
    lines = (*answer, *tell_breaks(links, rest=rest), *_strand_lines(links, strands))
    figure = _states(links, "strand", strands, "Links by strand and state")
    groups = [(names.get(key, key), own) for key, own in by_size(links, "macro_asset")]
    table = state_table(groups, heading=words[0].capitalize(), caption=f"Links by {words[0]} and state")
    data = {name: len(rows) for name, rows in split_states(links).items()} | {"short": len(answer) + 1}
    title = f"How well {words[0]}s and {words[1]}s are being connected"
    return Finding("evidence.links", title, lines, table, figure, data=data, trace=ids_of(links))


def _strand_lines(links: pd.DataFrame, strands: Mapping[str, str]) -> list[Sentence]:
    return [
        Sentence(f"{title}: {_moved(own)}.", ids_of(own))
        for strand, title in strands.items()
        if len(own := links[links["strand"] == strand])
    ]


def _moved(own: pd.DataFrame) -> str:
    if len(own) == 1:
        state = own["state"].iloc[0]
        told = {
            "not_known": "the sources do not say how far its one link has come",
            "failed": "its one link is reported as failed",
        }
        return told.get(state, f"its one link is {plain(state)}")
    moved = int(own["state"].isin((*MADE, *UNDER_WAY)).sum())
    return f"{moved or 'none'} of {len(own)} links {agrees(moved or 1, 'has', 'have')} moved beyond the possible"


def _of_strand(strand: str, title: str, own: pd.DataFrame, names: Mapping[str, str], words: tuple[str, str]) -> Finding:
    answer = (*_answer(own, words), *_resources(own, names))
    lines = (*answer, *tell_breaks(own, rest="the table says where"))
    columns = (
        "Opening",
        words[0].capitalize(),
        words[1].capitalize(),
        "What connects them",
        "State",
        "Where it breaks or waits",
    )
    rows = tuple(
        (
            text(row.opportunity),
            names.get(row.macro_asset, row.macro_asset),
            f"{names.get(row.micro_asset, row.micro_asset)}: {text(row.micro_asset_detail)}",
            names.get(row.resource, row.resource),
            plain(row.state),
            text(row.breaks_at),
        )
        for row in own.itertuples()
    )
    table = Table(columns, rows, tuple((label,) for label in own["label"]), caption=f"Links register: {title}")
    figure = _states(own, "macro_asset", names, f"Links by {words[0]} and state: {title}")
    data = {name: len(rows) for name, rows in split_states(own).items()} | {"short": len(answer) + 1}
    return Finding(
        f"evidence.links.{strand}",
        f"{words[0].capitalize()}s and {words[1]}s: {title}",
        lines,
        table,
        figure,
        strand=strand,
        data=data,
        trace=ids_of(own),
    )


def _states(links: pd.DataFrame, column: str, names: Mapping[str, str], title: str) -> FigureSpec:
    order = [key for key in names if key in set(links[column])] + sorted(set(links[column]) - set(names))
    rows = tuple(
        {"group": names.get(key, key), "state": state, "count": len(own), "unit": "links", "ids": ids_of(own)}
        for key in order
        for state in terms.LINK_STATES
        if len(own := links[(links[column] == key) & (links["state"] == state)])
    )
    alt = "; ".join(f"{row['group']}: {row['count']} {plain(row['state'])}" for row in rows)
    return FigureSpec(
        "states",
        title,
        rows,
        alt=alt,
        legend="States as the sources report them. Links are openings found in the sources, not a sample.",
    )
