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
from useit_eval.coding.places import gather_places, join_up, read_stretches
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
    same passage in another slot, or in a claim that does not answer to the other coder's), source_id, source, locator, start, end, coders,
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
    """Give the places that two coders linked differently: in other slots, or in claims that do not answer to each other."""
    if claims is None or parts is None or parts.empty:
        return
    joined = placed[["coding_id", "coder", "place", "source_id", "code_id"]].merge(
        parts[["claim_id", "coding_id", "slot"]], on="coding_id"
    )
    labelled = dict(zip(claims["claim_id"], claims["label"], strict=True))
    linkers = joined.groupby("source_id")["coder"].agg(lambda coders: frozenset(coders.astype(str))).to_dict()
    shared = placed.groupby("place")["coder"].agg(lambda coders: frozenset(coders.astype(str)))
    ways = _ways(joined)
    for place, group in placed.groupby("place", sort=False):
        coders = sorted(shared[place] & linkers.get(group["source_id"].iloc[0], frozenset()))
        if len({frozenset((slot, answers) for slot, _, answers in ways[place][coder]) for coder in coders}) > 1:
            slots = {frozenset(slot for slot, *_ in ways[place][coder]) for coder in coders}
            beside = _beside(joined, names) if len(slots) == 1 else None
            mine = group[group["coder"].isin(coders)]
            said = {coder: _linked(place, coder, ways[place][coder], labelled, beside) for coder in coders}
            yield names.row("link", mine, set(mine["code_id"]), said)


def _ways(joined: pd.DataFrame) -> Any:
    """Return by place and coder the slots filled, each with its claim and with the claim that this one answers to.

    Of two coders' claims those that share most passages answer to each other, each to one; so a claim that has one
    passage more is one difference, at that passage, and not one at each of its passages.
    """
    rows = joined[["coder", "claim_id", "place", "slot"]].drop_duplicates(ignore_index=True)
    rows["number"] = pd.factorize(pd.MultiIndex.from_frame(rows[["coder", "claim_id"]]))[0]
    met = rows.merge(rows, on="place", suffixes=("", "_two"))
    met = met[met["coder"].astype(str) < met["coder_two"].astype(str)]
    met = met.assign(same=met["slot"] == met["slot_two"])
    pairs = met.groupby(["number", "number_two"]).agg(
        places=("place", "nunique"), same=("same", "sum"), coder=("coder", "first"), coder_two=("coder_two", "first")
    )
    taken, edges = set(), []
    for (one, two), row in pairs.sort_values(["places", "same"], ascending=False, kind="stable").iterrows():
        if not taken & {(one, row["coder_two"]), (two, row["coder"])}:
            taken |= {(one, row["coder_two"]), (two, row["coder"])}
            edges.append((one, two))
    answers = join_up(int(rows["number"].max()) + 1, edges)
    ways: Any = defaultdict(lambda: defaultdict(set))
    for row in rows.itertuples():
        ways[row.place][row.coder].add((row.slot, row.claim_id, answers[row.number]))
    return ways


def _beside(joined: pd.DataFrame, names: _Names) -> Mapping[tuple[str, str], list[tuple[int, str]]]:
    """Return for each coder and claim its places, each with the name of what is coded there."""
    rows = joined.drop_duplicates(["coder", "claim_id", "place", "code_id"])
    told = defaultdict(list)
    for coder, claim, place, code in zip(rows["coder"], rows["claim_id"], rows["place"], rows["code_id"], strict=True):
        told[coder, claim].append((place, names.codes.get(code, code)))
    return told


def _linked(place: int, coder: str, way: Any, labelled: Mapping[str, str], beside: Any) -> str:
    """Return a coder's slots and claims in words; where only the claims differ, with what else each claim holds."""
    where = sorted((labelled.get(claim, "a claim"), plain(slot), claim) for slot, claim, _ in way)
    told = [
        f"{slot} of {label}{_others(place, beside[coder, claim]) if beside else ''}" for label, slot, claim in where
    ]
    return listed(told) or NOT_LINKED


def _others(place: int, held: list[tuple[int, str]]) -> str:
    others = dict.fromkeys(name for at, name in held if at != place)
    return f" (beside {listed(others)})" if others else " (nothing beside)"


def key_of(kind: str, codings: str, codes: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return what makes two rows the same difference: its kind, its codings and the codes at issue.

    Example:
        >>> key_of("code", "b; a", "x") == key_of("code", "a;b", "x")
        True
    """
    return kind, frozenset(labels(codings)), frozenset(labels(codes))
