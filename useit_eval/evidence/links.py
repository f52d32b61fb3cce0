"""The links register's answer: how well macro-assets and micro-assets are being connected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, listed, plain, started, text

MADE, UNDER_WAY = ("realised", "sustained"), ("brokered", "agreed")
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
MOST_BREAKS = 3
FEW = 5


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
    finding. In the data ``short`` counts the lines that answer, up to the first place where links wait.
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
    breaks = [_all_breaks(links, strands)] if _broken(links) else []
    return [_whole(links, strands, names, words), *breaks, *parts]


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
    split = _split(links)
    made, failed, unknown = (split[name] for name in ("made", "failed", "not known"))
    lines = [Sentence(_how_far(split, len(links), words), _ids(links))]
    lines += [Sentence(f"Reported as made: {_named(made)}.", _with_evidence(made))] if len(made) else []
    lines += [Sentence(f"Reported as failed: {_named(failed)}.", _with_evidence(failed))] if len(failed) else []
    if 0 < len(unknown) < len(links):
        told = f"For {counted(len(unknown), 'link')} the sources do not say how far {agrees(len(unknown), 'it has', 'they have')} come"
        lines.append(Sentence(f"{told}; that is silence, not failure.", _ids(unknown)))
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
    return listed(
        (f"{text(row.opportunity)} (drawing on {text(row.micro_asset_detail)})" for row in rows.itertuples()),
        last="; and",
    )


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


def _broken(links: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    waiting = links[~links["state"].isin(MADE)]
    return _by_size(waiting.assign(breaks_at=[text(cell).rstrip(".") for cell in waiting["breaks_at"]]), "breaks_at")


def _breaks(links: pd.DataFrame, *, rest: str) -> list[Sentence]:
    groups = _broken(links)
    lines = [
        Sentence(f"{_break(own).capitalize()} here: {place}.", _with_evidence(own))
        for place, own in groups[:MOST_BREAKS]
    ]
    if others := [own for _, own in groups[MOST_BREAKS:]]:
        further = pd.concat(others)
        where = (
            "each in a place of its own" if len(others) == len(further) else f"in {counted(len(others), 'other place')}"
        )
        lead = f"The other {_break(further)}" if len(further) > 1 else f"{_break(further).capitalize()} elsewhere"
        lines.append(Sentence(f"{lead}{f' {where}' if len(further) > 1 else ''}; {rest}.", _ids(further)))
    return lines


def _break(own: pd.DataFrame) -> str:
    return f"{counted(len(own), 'link')} {agrees(len(own), 'breaks or waits', 'break or wait')}"


def _whole(
    links: pd.DataFrame, strands: Mapping[str, str], names: Mapping[str, str], words: tuple[str, str]
) -> Finding:
    rest = "the table of breaks lists them all"
    answer = (*_answer(links, words), *_strand_lines(links, strands), *_resources(links, names))
    lines = (*answer, *_breaks(links, rest=rest))
    figure = _states(links, "strand", strands, "Links by strand and state")
    table = _state_table(links, "macro_asset", names, words[0].capitalize(), f"Links by {words[0]} and state")
    data = {name: len(rows) for name, rows in _split(links).items()} | {"short": len(answer) + 1}
    title = f"How well {words[0]}s and {words[1]}s are being connected"
    return Finding("evidence.links", title, lines, table, figure, data=data, trace=_ids(links))


def _all_breaks(links: pd.DataFrame, strands: Mapping[str, str]) -> Finding:
    groups = _broken(links)
    rows = tuple(
        (started(place), listed(strands.get(strand, strand) for strand in own["strand"]), len(own))
        for place, own in groups
    )
    ids = tuple(_with_evidence(own) for _, own in groups)
    table = Table(
        ("Where the chain breaks or waits", "Strand", "Links"),
        rows,
        ids,
        caption="Every place where a link breaks or waits",
    )
    told = f"Links break or wait in {counted(len(groups), 'place')}; the place that holds most links comes first."
    lines = (Sentence(told, _ids(links)),)
    return Finding(
        "evidence.links.breaks", "Where the chain breaks", lines, table, data={"places": len(groups)}, trace=_ids(links)
    )


def _strand_lines(links: pd.DataFrame, strands: Mapping[str, str]) -> list[Sentence]:
    return [
        Sentence(f"{title}: {_moved(own)}.", _ids(own))
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
    lines = (*answer, *_breaks(own, rest="the table says where"))
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
    data = {name: len(rows) for name, rows in _split(own).items()} | {"short": len(answer) + 1}
    return Finding(
        f"evidence.links.{strand}",
        f"{words[0].capitalize()}s and {words[1]}s: {title}",
        lines,
        table,
        figure,
        strand=strand,
        data=data,
        trace=_ids(own),
    )


def _states(links: pd.DataFrame, column: str, names: Mapping[str, str], title: str) -> FigureSpec:
    order = [key for key in names if key in set(links[column])] + sorted(set(links[column]) - set(names))
    rows = tuple(
        {"group": names.get(key, key), "state": state, "count": len(own), "unit": "links", "ids": _ids(own)}
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


def _state_table(links: pd.DataFrame, column: str, names: Mapping[str, str], heading: str, caption: str) -> Table:
    groups = _by_size(links, column)
    used = [state for state in terms.LINK_STATES if state in set(links["state"])]
    rows = tuple(
        (names.get(key, key), len(own), *(int((own["state"] == state).sum()) for state in used)) for key, own in groups
    )
    return Table(
        (heading, "Links", *(plain(state).capitalize() for state in used)),
        rows,
        tuple(_ids(own) for _, own in groups),
        caption=caption,
    )
