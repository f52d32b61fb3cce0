"""The disagreement list: one row for each place where coders differ, for people to go through together."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from useit_eval.coding.codes import code_names
from useit_eval.coding.matching import LEAST_OVERLAP
from useit_eval.coding.overlaps import find_overlaps
from useit_eval.coding.places import gather_places, read_stretches
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import listed, plain, text

COLUMNS = (
    *("kind", "source_id", "source", "locator", "start", "end", "coders", "codings", "codes", "said", "definitions"),
    "sharper_definition",
)
NOT_MARKED, NOT_LINKED = "not marked", "marked, not linked"
_GUIDE = ("definition", "use_when", "do_not_use_when")
_ORDER = {"place": 0, "code": 0, "link": 1}
Said = dict[str, dict[str, set[str]]]


def list_disagreements(
    codings: pd.DataFrame,
    *,
    codes: pd.DataFrame,
    sources: pd.DataFrame,
    segments: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    coders: Sequence[str] | None = None,
    read: pd.DataFrame | None = None,
    least_overlap: float = LEAST_OVERLAP,
) -> pd.DataFrame:
    """Return one row for each place where two coders or more differ, in the order in which people read.

    ``codings`` needs coder, coding_id, source_id, start, end and code_id; ``coders`` says whose, all by default.
    ``codes`` needs code_id and name, with definition, use_when and do_not_use_when where known; ``sources`` source_id
    and label in their order; ``segments`` (source_id, start, end, locator) names places; ``claims`` (claim_id, label)
    with ``parts`` (claim_id, coding_id, slot) say what each coder linked. ``read`` (coder, source_id, start, end)
    says what each has read: what lies outside was not left out. By default only what two marked counts as read.

    Columns: kind (place: somebody who read it did not mark it; code: marked by all and coded otherwise; link: the
    same passage in another slot, or joined with other passages), source_id, source, locator, start, end, coders,
    codings and codes (with semicolons between), said (pairs of coder and what was said), definitions (a mapping for
    each code: code_id, name, definition, use_when, do_not_use_when) and an empty sharper_definition. No words of
    respondents. Which passages answer to one another: see `gather_places`. Raises InputRefused for fewer than two
    coders.
    """
    require(codings, "codings", "coder", "coding_id", "source_id", "start", "end", "code_id")
    mine = codings if coders is None else codings[codings["coder"].isin(list(coders))]
    if mine["coder"].nunique() < 2:
        told = "; ".join(map(str, mine["coder"].unique())) or "nobody"
        raise InputRefused(
            f"differences need two coders, and here is: {told}", "", "Choose two coders who coded the same source."
        )
    placed = gather_places(mine, least_overlap=least_overlap)
    names = _names(codes, sources, segments)
    expected = _readers(placed, read_stretches(mine, segments=segments) if read is None else read)
    found = [*_by_code(placed, expected, names), *_by_link(placed, claims, parts, names)]
    order = {source: number for number, source in enumerate(sources["source_id"])}
    found.sort(key=lambda row: (order.get(row["source_id"], len(order)), row["start"], row["end"], _ORDER[row["kind"]]))
    return pd.DataFrame(found, columns=list(COLUMNS))


@dataclasses.dataclass(frozen=True)
class _Names:
    """What codes and places are called, and how each code is defined."""

    codes: dict[str, str]
    guides: dict[str, dict[str, str]]
    sources: dict[str, str]
    segments: pd.DataFrame | None

    def row(self, kind: str, group: pd.DataFrame, codes: set[str], said: Mapping[str, str]) -> dict[str, Any]:
        """Return one row of the list."""
        source_id, start, end = group["source_id"].iloc[0], int(group["start"].min()), int(group["end"].max())
        known = sorted(codes, key=lambda code: (self.codes.get(code, code), code))
        return {
            **{"kind": kind, "source_id": source_id, "source": self.sources.get(source_id, "source")},
            **{"locator": self.locator(source_id, start), "start": start, "end": end},
            **{"coders": _cell(said), "codings": _cell(sorted(set(group["coding_id"]))), "codes": _cell(known)},
            **{"said": tuple(said.items()), "definitions": tuple(self.guide(code) for code in known)},
            "sharper_definition": "",
        }

    def locator(self, source_id: str, start: int) -> str:
        """Return how a reader finds a place: the section or turn it begins in, or "" where none is known."""
        found = self.segments
        if found is None:
            return ""
        found = found[(found["source_id"] == source_id) & (found["start"] <= start) & (found["end"] > start)]
        return text(found["locator"].iloc[-1]) if len(found) else ""

    def guide(self, code: str) -> dict[str, str]:
        """Return what the codebook says of a code; empty texts where it says nothing."""
        return {"code_id": code, "name": self.codes.get(code, code), **self.guides.get(code, dict.fromkeys(_GUIDE, ""))}

    def named(self, codes: set[str]) -> str:
        """Return codes as a reader sees them."""
        return listed(sorted(self.codes.get(code, code) for code in codes)) or NOT_MARKED


def _names(codes: pd.DataFrame, sources: pd.DataFrame, segments: pd.DataFrame | None) -> _Names:
    held = [name for name in _GUIDE if name in codes]
    guides = {
        row["code_id"]: {**dict.fromkeys(_GUIDE, ""), **{name: text(row[name]) for name in held}}
        for row in codes.to_dict("records")
    }
    labelled = dict(zip(sources["source_id"], sources["label"], strict=True))
    return _Names(code_names(codes), guides, labelled, segments)


def _cell(items: Any) -> str:
    return "; ".join(map(str, items))


def _readers(placed: pd.DataFrame, read: pd.DataFrame) -> dict[int, set[str]]:
    """Return for each place who has read it: it lies within what they read by more than half."""
    places = placed.groupby("place").agg(source_id=("source_id", "first"), start=("start", "min"), end=("end", "max"))
    numbers, coders = places.index.to_numpy(), read["coder"].to_numpy(dtype=object)
    lengths = (places["end"] - places["start"]).to_numpy(dtype=float)
    readers: dict[int, set[str]] = defaultdict(set)
    for pairs in find_overlaps(places.reset_index(drop=True), read.reset_index(drop=True)):
        one = pairs["first"].to_numpy(dtype=int)
        most = pairs["shared"].to_numpy(dtype=float) * 2 > np.maximum(lengths[one], 1)
        for place, coder in zip(numbers[one[most]], coders[pairs["second"].to_numpy(dtype=int)[most]], strict=True):
            readers[int(place)].add(coder)
    return readers


def _by_code(placed: pd.DataFrame, readers: Mapping[int, set[str]], names: _Names) -> Iterator[dict[str, Any]]:
    for place, group in placed.groupby("place", sort=False):
        given: dict[str, set[str]] = {coder: set() for coder in sorted(set(group["coder"]) | readers.get(place, set()))}
        for coder, code, also in zip(group["coder"], group["code_id"], group["also"], strict=True):
            for who in {coder, *(also & set(given))}:
                given[who].add(code)
        if len(given) < 2 or len({frozenset(codes) for codes in given.values()}) == 1:
            continue
        kind = "code" if all(given.values()) else "place"
        said = {coder: names.named(codes) for coder, codes in given.items()}
        yield names.row(kind, group, set(group["code_id"]), said)


def _by_link(
    placed: pd.DataFrame, claims: pd.DataFrame | None, parts: pd.DataFrame | None, names: _Names
) -> Iterator[dict[str, Any]]:
    """Give the places that two coders linked differently: in other slots, or joined with other places."""
    if claims is None or parts is None or parts.empty:
        return
    joined = placed[["coding_id", "coder", "place", "source_id"]].merge(parts, on="coding_id")
    labelled = dict(zip(claims["claim_id"], claims["label"], strict=True))
    linkers = joined.groupby("source_id")["coder"].agg(lambda coders: frozenset(coders.astype(str))).to_dict()
    shared = placed.groupby("place")["coder"].agg(lambda coders: frozenset(coders.astype(str)))
    slots, partners, told = _links(joined, shared)
    for place, group in placed.groupby("place", sort=False):
        coders = sorted(shared[place] & linkers.get(group["source_id"].iloc[0], frozenset()))
        one = [(slots[place].get(coder), partners[place].get(coder)) for coder in coders]
        if len(coders) > 1 and any(slots[place].values()) and len({repr(_sorted(way)) for way in one}) > 1:
            mine = group[group["coder"].isin(coders)]
            said = {coder: _linked(told[place].get(coder, ()), labelled) for coder in coders}
            yield names.row("link", mine, set(mine["code_id"]), said)


def _links(joined: pd.DataFrame, shared: pd.Series) -> tuple[Any, Any, Any]:
    """Return by place and coder the slots filled, the other places joined by a claim (that two marked), and the claims."""
    of_two = {place for place, coders in shared.items() if len(coders) > 1}
    slots, partners, told = (defaultdict(lambda: defaultdict(set)) for _ in range(3))
    for (coder, claim), rows in joined.groupby(["coder", "claim_id"]):
        here = set(rows["place"]) & of_two
        for place, slot in zip(rows["place"], rows["slot"], strict=True):
            slots[place][coder].add(slot)
            partners[place][coder] |= here - {place}
            told[place][coder].add((slot, claim))
    return slots, partners, told


def _sorted(way: tuple[set | None, ...]) -> tuple[list, ...]:
    return tuple(sorted(part or ()) for part in way)


def _linked(told: Any, labelled: Mapping[str, str]) -> str:
    where = sorted({(labelled.get(claim, "a claim"), plain(slot)) for slot, claim in told})
    return listed(f"{slot} of {claim}" for claim, slot in where) or NOT_LINKED


def key_of(kind: str, codings: str, codes: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return what makes two rows the same difference: its kind, its codings and the codes at issue.

    Example:
        >>> key_of("code", "b; a", "x") == key_of("code", "a;b", "x")
        True
    """
    return kind, frozenset(labels(codings)), frozenset(labels(codes))
