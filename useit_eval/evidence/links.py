"""The links register's answer: how well macro-assets and micro-assets are being connected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, listed, plain, text

MADE, UNDER_WAY = ("realised", "sustained"), ("brokered", "agreed")
NEEDED = ("label", "strand", "macro_asset", "opportunity", "micro_asset", "micro_asset_detail", "resource", "state", "evidence", "breaks_at")
MOST_BREAKS = 4


def answer_links(
    links: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    names: Mapping[str, str],
    macro_name: str = "macro-asset",
    micro_name: str = "micro-asset",
) -> list[Finding]:
    """Return evidence.links (the whole) and evidence.links.<strand>: what is connected, by what, and where it breaks.

    ``links`` as in `ground.frames`; ``names`` maps codes and ``strands`` strand ids to readers' words, in the order to
    print; ``macro_name`` and ``micro_name`` are the study's words. States are those the source reports. No rows, no
    finding.
    """
    require(links, "links", *NEEDED)
    if links.empty:
        return []
    words = (macro_name, micro_name)
    parts = [
        _of_strand(strand, title, own, names, words)
        for strand, title in strands.items()
        if len(own := links[links["strand"] == strand])
    ]
    return [_whole(links, strands, names, words), *parts]


def _ids(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(rows["label"])


def _split(links: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split links into made, under way, possible, failed and not known."""
    state = links["state"]
    return {
        "made": links[state.isin(MADE)],
        "under way": links[state.isin(UNDER_WAY)],
        "possible": links[state == "possible"],
        "failed": links[state == "failed"],
        "not known": links[state == "not_known"],
    }


def _answer(links: pd.DataFrame, words: tuple[str, str]) -> list[Sentence]:
    split, total = _split(links), len(links)
    made, way, possible = split["made"], split["under way"], split["possible"]
    lines = [
        Sentence(
            f"The source tells of {counted(total, 'link')} that could join {words[0]}s with {words[1]}s. {len(made)} {agrees(len(made), 'is', 'are')} reported as made, "
            f"{len(way)} {agrees(len(way), 'is', 'are')} brokered or agreed, and {len(possible)} {agrees(len(possible), 'is', 'are')} possible but not begun.", _ids(links))
    ]
    lines += [Sentence(f"Reported as made: {_named(made)}.", _with_evidence(made))] if len(made) else []
    lines += [Sentence(f"Failed so far: {_named(split['failed'])}.", _with_evidence(split["failed"]))] if len(split["failed"]) else []
    if len(unknown := split["not known"]):
        lines.append(Sentence(f"For {counted(len(unknown), 'link')} the source does not say how far it has come; that is silence, not failure.", _ids(unknown)))
    return lines


def _named(rows: pd.DataFrame) -> str:
    return listed((f"{text(row.opportunity)}, for {text(row.micro_asset_detail)}" for row in rows.itertuples()), last="; and")


def _with_evidence(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*rows["label"], *(label for cell in rows["evidence"] for label in labels(cell))]))


def _resources(links: pd.DataFrame, names: Mapping[str, str]) -> list[Sentence]:
    moved = links[links["state"].isin((*MADE, *UNDER_WAY))]
    if moved.empty:
        return [Sentence("No resource is reported to have joined the two yet.", _ids(links))]
    told = listed(f"{names.get(code, code)} ({counted(len(own), 'link')})" for code, own in _by_size(moved, "resource"))
    return [Sentence(f"What has moved a link beyond the possible: {told}.", _ids(moved))]


def _by_size(rows: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    groups = [(key, own) for key, own in rows.groupby(column, sort=True) if text(key)]
    return sorted(groups, key=lambda group: (-len(group[1]), group[0]))


def _breaks(links: pd.DataFrame) -> list[Sentence]:
    open_links = links[~links["state"].isin(MADE)]
    groups = _by_size(open_links.assign(breaks_at=[text(cell) for cell in open_links["breaks_at"]]), "breaks_at")
    lines = [
        Sentence(f"{counted(len(own), 'link').capitalize()} {agrees(len(own), 'breaks or waits', 'break or wait')} here: {text(place).rstrip('.')}.", _with_evidence(own))
        for place, own in groups[:MOST_BREAKS]
    ]
    if rest := [label for _, own in groups[MOST_BREAKS:] for label in own["label"]]:
        lines.append(Sentence(f"{counted(len(rest), 'further link').capitalize()} {agrees(len(rest), 'breaks or waits', 'break or wait')} elsewhere; the tables of the strands say where.", tuple(rest)))
    return lines


def _whole(links: pd.DataFrame, strands: Mapping[str, str], names: Mapping[str, str], words: tuple[str, str]) -> Finding:
    lines = (*_answer(links, words), *_strand_lines(links, strands), *_resources(links, names), *_breaks(links))
    figure = _states(links, "strand", strands, "Links by strand and state")
    table = _state_table(links, "macro_asset", names, words[0].capitalize(), f"Links by {words[0]} and state")
    data = {name: len(rows) for name, rows in _split(links).items()}
    return Finding("evidence.links", f"How well {words[0]}s and {words[1]}s are being connected", lines, table, figure, data=data, trace=_ids(links))


def _strand_lines(links: pd.DataFrame, strands: Mapping[str, str]) -> list[Sentence]:
    lines = []
    for strand, title in strands.items():
        own = links[links["strand"] == strand]
        moved = own[own["state"].isin((*MADE, *UNDER_WAY))]
        if len(own):
            lines.append(Sentence(f"{title}: {len(moved)} of {counted(len(own), 'link')} {agrees(len(moved), 'has', 'have')} moved beyond the possible.", _ids(own)))
    return lines


def _of_strand(strand: str, title: str, own: pd.DataFrame, names: Mapping[str, str], words: tuple[str, str]) -> Finding:
    lines = (*_answer(own, words), *_resources(own, names), *_breaks(own))
    columns = ("Opening", words[0].capitalize(), words[1].capitalize(), "What connects them", "State", "Where it breaks or waits")
    rows = tuple(
        (text(row.opportunity), names.get(row.macro_asset, row.macro_asset), f"{names.get(row.micro_asset, row.micro_asset)}: {text(row.micro_asset_detail)}",
         names.get(row.resource, row.resource), plain(row.state), text(row.breaks_at))
        for row in own.itertuples()
    )
    table = Table(columns, rows, tuple((label,) for label in own["label"]), caption=f"Links register: {title}")
    figure = _states(own, "macro_asset", names, f"Links by {words[0]} and state: {title}")
    data = {name: len(rows) for name, rows in _split(own).items()}
    return Finding(f"evidence.links.{strand}", f"{words[0].capitalize()}s and {words[1]}s: {title}", lines, table, figure, strand=strand, data=data, trace=_ids(own))


def _states(links: pd.DataFrame, column: str, names: Mapping[str, str], title: str) -> FigureSpec:
    order = [key for key in names if key in set(links[column])] + sorted(set(links[column]) - set(names))
    rows = tuple(
        {"group": names.get(key, key), "state": state, "count": len(own), "unit": "links", "ids": _ids(own)}
        for key in order
        for state in terms.LINK_STATES
        if len(own := links[(links[column] == key) & (links["state"] == state)])
    )
    alt = "; ".join(f"{row['group']}: {row['count']} {plain(row['state'])}" for row in rows)
    return FigureSpec("states", title, rows, alt=alt, legend="States as the source reports them. Links are openings found in the source, not a sample.")


def _state_table(links: pd.DataFrame, column: str, names: Mapping[str, str], heading: str, caption: str) -> Table:
    groups = _by_size(links, column)
    used = [state for state in terms.LINK_STATES if state in set(links["state"])]
    rows = tuple((names.get(key, key), len(own), *(int((own["state"] == state).sum()) for state in used)) for key, own in groups)
    return Table((heading, "Links", *(plain(state).capitalize() for state in used)), rows, tuple(_ids(own) for _, own in groups), caption=caption)
