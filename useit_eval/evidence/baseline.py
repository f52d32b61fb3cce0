"""Assets and money as they stood at the beginning: value, owner, state and day, and "not reported" where nothing is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence.figures import defined, shown
from useit_eval.evidence.link_rows import MADE, current_links
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import CURRENCIES, agrees, counted, day, listed, missing, plain, text, valued

BLANK = "not reported"
_ASSETS = ("What", "Side", "Kind", "Whose", "Value", "In the links register", "As of")
_MONEY = ("What for", "Kind", "Who gives", "Who receives", "Amount", "State", "Paid", "As of")


def tell_baseline(
    assets: pd.DataFrame,
    finance: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    links: pd.DataFrame,
    partners: pd.DataFrame,
    figures: pd.DataFrame,
    macro_name: str = "macro-asset",
    micro_name: str = "micro-asset",
) -> list[Finding]:
    """Return evidence.baseline.assets and evidence.baseline.finance: each row of the registers, with "not reported" for blanks.

    ``assets``, ``finance``, ``links``, ``partners`` and ``figures`` as in `ground.frames`. Where a register holds no
    amount, sums of money among the figures that the row cites stand in its place, with what they count. They are told in the chapter of the one
    strand of ``strands`` that assets belong to, else (none, or several) in that on the whole (``strand`` ""). Values are
    never added: one asset may be part of another. No rows, no finding.
    """
    require(assets, "assets", "label", "name", "side", "kind", "owner", "value_gbp", "strand", "as_of", "evidence")
    require(
        finance, "finance", "label", "title", "kind", "state", "amount_gbp", "payer", "receiver", "paid_on", "as_of"
    )
    named = dict(zip(partners["label"], partners["name"], strict=True))
    own = [strand for strand in strands if strand != "whole" and (assets["strand"] == strand).any()]
    where = own[0] if len(own) == 1 else ""
    sides = {"macro_asset": macro_name, "micro_asset": micro_name}
    money = {row["label"]: row for row in figures.to_dict("records") if row["unit"] in CURRENCIES}
    found = [_assets(assets, where, sides, named, links, money)] if len(assets) else []
    return found + ([_finance(finance, where, named, money)] if len(finance) else [])


def _assets(
    assets: pd.DataFrame,
    strand: str,
    sides: Mapping[str, str],
    named: Mapping[str, str],
    links: pd.DataFrame,
    money: Mapping[str, dict],
) -> Finding:
    now = current_links(links)
    cells = tuple(
        (
            text(row.name),
            sides[row.side],
            plain(row.kind),
            _party(row.owner, named),
            _money(row.value_gbp, row.evidence, money),
            _linked(row, now),
            day(row.as_of),
        )
        for row in assets.itertuples(index=False)
    )
    ids = tuple((row.label, *labels(row.evidence)) for row in assets.itertuples())
    caption = "Assets on record; values are never added, for one may be part of another"
    lines = [
        Sentence(_held(assets, sides), tuple(assets["label"])),
        _values(assets, [cell[4] for cell in cells], "value"),
    ]
    table = _dated_once(Table(_ASSETS, cells, ids, caption=caption))
    data = {"assets": len(assets)}
    title, trace = "Assets: the baseline", tuple(assets["label"])
    return Finding("evidence.baseline.assets", title, tuple(lines), table, strand=strand, data=data, trace=trace)


def _finance(finance: pd.DataFrame, strand: str, named: Mapping[str, str], money: Mapping[str, dict]) -> Finding:
    cells = tuple(
        (
            text(row.title),
            plain(row.kind),
            _party(row.payer, named),
            _party(row.receiver, named),
            _money(row.amount_gbp, row.evidence, money),
            plain(row.state),
            day(row.paid_on) or BLANK,
            day(row.as_of),
        )
        for row in finance.itertuples(index=False)
    )
    ids = tuple((row.label, *labels(row.evidence)) for row in finance.itertuples())
    paid = finance[finance["state"] == "paid"]
    told = f"{counted(len(finance), 'flow')} of money {agrees(len(finance), 'is', 'are')} on record"
    rest = (
        f"{len(paid)} of them {agrees(len(paid), 'is', 'are')} reported as paid"
        if len(paid)
        else "none is reported as paid"
    )
    amounts = _values(finance, [cell[4] for cell in cells], "amount")
    lines = (Sentence(f"{told}; {rest}.", tuple(finance["label"])), amounts)
    table = _dated_once(Table(_MONEY, cells, ids, caption="Money on record, planned, secured or paid"))
    data = {"flows": len(finance)}
    title, trace = "Money: the baseline", tuple(finance["label"])
    return Finding("evidence.baseline.finance", title, lines, table, strand=strand, data=data, trace=trace)


def _dated_once(table: Table) -> Table:
    """Return a table whose rows all speak of one day with that day in the caption and not in each row."""
    days = {row[-1] for row in table.rows}
    if len(days) > 1 or not all(days):
        return table
    rows, caption = tuple(row[:-1] for row in table.rows), f"{table.caption} (as of {days.pop()})"
    return dataclasses.replace(table, columns=table.columns[:-1], rows=rows, caption=caption)


def _held(assets: pd.DataFrame, sides: Mapping[str, str]) -> str:
    counts = assets["side"].value_counts()
    told = listed(counted(int(counts[side]), name) for side, name in sides.items() if side in counts)
    return f"{told} {agrees(len(assets), 'is', 'are')} on record."


def _values(rows: pd.DataFrame, cells: list[str], what: str) -> Sentence:
    """Say for how many rows a value is told, in the register or by a figure, and that the others read not reported."""
    count = sum(cell != BLANK for cell in cells)
    ids = tuple(rows["label"])
    if count == len(cells):
        return Sentence(f"For each the sources tell {_a(what)}.", ids)
    if not count:
        return Sentence(f"For none do the sources tell {_a(what)}: each reads “{BLANK}”, which is not nought.", ids)
    left = len(cells) - count
    told = f"For {count} of {len(cells)} the sources tell {_a(what)}"
    return Sentence(f"{told}; the other{agrees(left, ' reads', 's read')} “{BLANK}”, which is not nought.", ids)


def _a(what: str) -> str:
    return f"an {what}" if what.startswith("a") else f"a {what}"


def _party(cell: object, named: Mapping[str, str]) -> str:
    """Return who owns, gives or receives: the partner's name for a label, also within words; "not reported" for blanks."""
    said = text(cell)
    words = [named.get(word.strip(",;"), word.strip(",;")) + word[len(word.rstrip(",;")) :] for word in said.split()]
    return BLANK if said in ("", "not stated") else " ".join(words)


def _money(value: object, evidence: object, money: Mapping[str, dict]) -> str:
    """Return a row's own amount, else the sums of money it cites, each with what it counts; else not reported."""
    if not missing(value):
        return valued(value, "GBP")
    cited = (money[label] for label in labels(evidence) if label in money)
    return "; ".join(f"{shown(figure)}: {defined(figure)}" for figure in cited) or BLANK


def _linked(row, links: pd.DataFrame) -> str:
    """Tell how many links name an asset as their opportunity or in their evidence, and whether one is made."""
    named = {row.label, *labels(row.evidence)}
    mine = links.loc[
        [at for at, link in zip(links.index, links.to_dict("records"), strict=True) if _names(link, row.label, named)]
    ]
    if mine.empty:
        return "in no link"
    made = int(mine["state"].isin(MADE).sum())
    return f"{counted(len(mine), 'link')}, {made or 'none'} reported as made"


def _names(link: Mapping, label: str, named: set[str]) -> bool:
    return link["label"] in named or label in (*labels(link.get("opening")), *labels(link["evidence"]))
