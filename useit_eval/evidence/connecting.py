"""What connects, and what waits to be: resources by what became of their links, micro-assets found and not connected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence.link_rows import MADE, by_size, current_links, ids_of, state_table
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import counted, listed, text

MICRO = "micro_asset"
_COLUMNS = ("Told in claims", "Sources", "Units", "In the links register")


def tell_resources(links: pd.DataFrame, *, names: Mapping[str, str]) -> list[Finding]:
    """Return evidence.links.resources: each connecting resource with the states of its links. No rows, no finding."""
    require(links, "links", "label", "resource", "state")
    links = current_links(links)
    if links.empty:
        return []
    groups = [(names.get(key, key), own) for key, own in by_size(links, "resource")]
    made = [(name, own[own["state"].isin(MADE)]) for name, own in groups]
    joined = [(name, own) for name, own in made if len(own)]
    if joined:
        told = listed(f"{name} ({counted(len(own), 'link')})" for name, own in joined)
        line = Sentence(
            f"Reported as having joined the two: {told}.", tuple(x for _, own in joined for x in own["label"])
        )
    else:
        line = Sentence("No resource is reported to have joined the two yet.", ids_of(links))
    table = state_table(groups, heading="What connects them", caption="Resources by the state of the links they serve")
    title = "Resources that connect"
    return [
        Finding("evidence.links.resources", title, (line,), table, data={"resources": len(groups)}, trace=ids_of(links))
    ]


def tell_unconnected(
    links: pd.DataFrame,
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    codes: pd.DataFrame,
    assets: pd.DataFrame,
    micro_name: str = "micro-asset",
) -> list[Finding]:
    """Return evidence.links.unconnected: micro-assets told of or listed, for which no link is reported as made.

    ``claims`` as `cmo.situate_claims` gives them, ``parts`` with claim_id and code_id; ``codes`` needs code_id, name,
    kind, parent and retired; ``assets`` is the register of assets, of which the community's side counts. One that is in
    no link at all comes first. A micro-asset is known by its code: what only people say of it is not read here.
    Nothing found, no finding.
    """
    require(claims, "situated claims", "claim_id", "label", "source", "unit")
    require(codes, "codes", "code_id", "name", "kind", "parent", "retired")
    now = current_links(links)
    own = codes[(codes["kind"] == MICRO) & ~codes["retired"].fillna(False).astype(bool)]
    rows = [row for code in own.to_dict("records") if (row := _of_code(code, own, now, claims, parts))]
    rows += [_of_asset(asset, now, claims) for asset in _own_side(assets) if not _is_made(_links_of(asset, now))]
    if not rows:
        return []
    rows.sort(key=lambda row: row[2])
    alone = [row for row in rows if row[2] == 0]
    lines = [_in_short(rows, alone, micro_name), *_silent(own, now, parts, micro_name)]
    columns = (f"{micro_name.capitalize()} found", *_COLUMNS)
    caption = f"{micro_name.capitalize()}s found and not yet connected"
    table = Table(columns, tuple(row[0] for row in rows), tuple(row[1] for row in rows), caption=caption)
    data = {"unconnected": len(rows), "in no link": len(alone)}
    trace = tuple(dict.fromkeys(label for row in rows for label in row[1]))
    return [Finding("evidence.links.unconnected", caption, tuple(lines), table, data=data, trace=trace)]


Row = tuple[tuple, tuple[str, ...], int, bool]
"""Cells, the labels they stand on, how many links name the micro-asset, and whether the assets register lists it."""


def _of_code(
    code: dict, own: pd.DataFrame, links: pd.DataFrame, claims: pd.DataFrame, parts: pd.DataFrame
) -> Row | None:
    """Return a code's row, or None where no claim tells of it or a link with it is made."""
    told = claims[claims["claim_id"].isin(list(parts.loc[parts["code_id"] == code["code_id"], "claim_id"]))]
    mine = links[links["micro_asset"] == code["code_id"]]
    if told.empty or _is_made(mine):
        return None
    cells = (
        code["name"],
        len(told),
        told["source"].nunique(),
        told["unit"].nunique(),
        _standing(code, own, mine, links),
    )
    return cells, (*told["label"], *mine["label"]), len(mine), False


def _of_asset(asset: dict, links: pd.DataFrame, claims: pd.DataFrame) -> Row:
    mine = _links_of(asset, links)
    told = claims[claims["label"].isin(labels(asset["evidence"]))]
    cells = (asset["name"], len(told), told["source"].nunique(), told["unit"].nunique(), _say(mine))
    return cells, (asset["label"], *told["label"], *mine["label"]), len(mine), True


def _own_side(assets: pd.DataFrame) -> list[dict]:
    return assets[assets["side"] == MICRO].to_dict("records") if len(assets) else []


def _links_of(asset: dict, links: pd.DataFrame) -> pd.DataFrame:
    """Return the links that name an asset in their evidence, or that the asset names in its own."""
    named = set(labels(asset["evidence"]))
    cites = links["evidence"].map(lambda cell: asset["label"] in labels(cell)).astype(bool)
    return links[cites | links["label"].isin(named)]


def _is_made(links: pd.DataFrame) -> bool:
    return bool(links["state"].isin(MADE).any())


def _standing(code: dict, own: pd.DataFrame, mine: pd.DataFrame, links: pd.DataFrame) -> str:
    broader = text(code["parent"])
    through = int((links["micro_asset"] == broader).sum()) if broader and mine.empty else 0
    name = dict(zip(own["code_id"], own["name"], strict=True)).get(broader, broader)
    of_kind = f"; of the broader kind “{name}”, {counted(through, 'link')}" if through else ""
    return f"{_say(mine)}{of_kind}"


def _say(mine: pd.DataFrame) -> str:
    if mine.empty:
        return "in no link"
    return f"in {counted(len(mine), 'link')}, {'not' if len(mine) == 1 else 'none'} reported as made"


def _in_short(rows: list[Row], alone: list[Row], micro_name: str) -> Sentence:
    ids = tuple(dict.fromkeys(label for row in rows for label in row[1]))
    listed_ones = sum(1 for row in rows if row[3])
    parts = (
        counted(len(rows) - listed_ones, f"kind of {micro_name}", f"kinds of {micro_name}"),
        counted(listed_ones, "entry", "entries") + " of the assets register",
    )
    told = f"No link is reported as made for {listed(parts[: 2 if listed_ones else 1])} that the record tells of"
    named = f"; in no link at all: {listed(row[0][0] for row in alone)}" if alone else ""
    return Sentence(f"{told}{named}.", ids)


def _silent(own: pd.DataFrame, links: pd.DataFrame, parts: pd.DataFrame, micro_name: str) -> list[Sentence]:
    """Say which kinds the codebook foresees and no claim tells of: nobody said so, which is not that they are absent."""
    silent = own[~own["code_id"].isin(list(parts["code_id"]))]
    if silent.empty:
        return []
    told = f"Foreseen as a kind of {micro_name} and told in no claim: {listed(silent['name'])}"
    linked = links[links["micro_asset"].isin(list(silent["code_id"]))]
    return [Sentence(f"{told}. That is silence, not absence.", ids_of(linked), explains=linked.empty)]
