"""Places: passages of several coders that answer to one another, and the text in which an omission says something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from useit_eval.coding.matching import LEAST_OVERLAP
from useit_eval.coding.overlaps import find_overlaps
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

LOOKED_AT = ("passages", "sections", "sources")
"""What several coders had before them: the passages two marked, the sections each marked in, or whole sources."""
_SPAN = ["source_id", "start", "end"]


def gather_places(codings: pd.DataFrame, *, least_overlap: float = LEAST_OVERLAP) -> pd.DataFrame:
    """Return codings with a column ``place``: codings with one number stand where coders marked the same passage.

    ``codings`` needs coder, coding_id, source_id, start, end and code_id. Two coders' passages answer to each other
    when each is the one that overlaps the other most (shared over joined length), and they share at least
    ``least_overlap`` of the shorter one. ``also`` names coders, other than those of the place, who gave the same code
    to another passage that shares as much: one coder's long passage may hold two of another's. Rows without source,
    start or end are left out.
    """
    require(codings, "codings", "coder", "coding_id", *_SPAN, "code_id")
    held = codings.dropna(subset=_SPAN).reset_index(drop=True)
    passages = held.drop_duplicates(["coder", *_SPAN])[["coder", *_SPAN]].reset_index(drop=True)
    near = _near(passages, least_overlap)
    numbers = join_up(len(passages), near[_is_nearest(near, passages)][["first", "second"]].to_numpy())
    keys = pd.MultiIndex.from_frame(passages).get_indexer(pd.MultiIndex.from_frame(held[["coder", *_SPAN]]))
    return held.assign(place=np.asarray(numbers, dtype=int)[keys], also=_also(held, keys, near))


def _near(passages: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return pairs of two coders' passages that share enough, both ways round, with shared over joined length."""
    pairs = pd.concat([pd.DataFrame({"first": [], "second": [], "shared": []}, dtype=int), *find_overlaps(passages)])
    coders = passages["coder"].to_numpy(dtype=object)
    lengths = (passages["end"] - passages["start"]).to_numpy(dtype=float)
    one, two = pairs["first"].to_numpy(dtype=int), pairs["second"].to_numpy(dtype=int)
    shared = pairs["shared"].to_numpy(dtype=float)
    kept = (coders[one] != coders[two]) & (shared >= least * np.minimum(lengths[one], lengths[two]))
    one, two, shared = one[kept], two[kept], shared[kept]
    joined = shared / (lengths[one] + lengths[two] - shared)
    both = {"first": np.concatenate([one, two]), "second": np.concatenate([two, one]), "joined": np.tile(joined, 2)}
    return pd.DataFrame(both)


def _is_nearest(near: pd.DataFrame, passages: pd.DataFrame) -> pd.Series:
    """Return which pairs are nearest to each other: of all passages of that coder, from either side."""
    whose = passages["coder"].to_numpy(dtype=object)
    ways = (("first", "second"), ("second", "first"))
    best = [near.groupby([near[own], whose[near[other]]])["joined"].transform("max") for own, other in ways]
    return (near["joined"] >= best[0] - 1e-9) & (near["joined"] >= best[1] - 1e-9)


def join_up(count: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each of so many things the first of those it is joined with, directly or through others.

    Example:
        >>> join_up(4, [(3, 1), (1, 2)])
        [0, 1, 1, 1]
    """
    leads = list(range(count))

    def lead(one: int) -> int:
        """Return the first of those that a thing is joined with so far."""
        while leads[one] != one:
            leads[one] = leads[leads[one]]
            one = leads[one]
        return one

    for one, two in edges:
        low, high = sorted((lead(one), lead(two)))
        leads[high] = low
    return [lead(one) for one in range(count)]


def _also(held: pd.DataFrame, keys: np.ndarray, near: pd.DataFrame) -> list[frozenset[str]]:
    given = defaultdict(set)
    coders, codes = held["coder"].tolist(), held["code_id"].tolist()
    for passage, coder, code in zip(keys.tolist(), coders, codes, strict=True):
        given[passage].add((coder, code))
    others = defaultdict(set)
    for one, two in zip(near["first"].tolist(), near["second"].tolist(), strict=True):
        others[one] |= given[two]
    return [
        frozenset(coder for coder, other in others[passage] if other == code)
        for passage, code in zip(keys.tolist(), codes, strict=True)
    ]


def read_stretches(
    codings: pd.DataFrame, *, looked_at: str = "passages", segments: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return coder, source_id, start and end: the text that each coder is taken to have read.

    ``looked_at`` says what: ``passages`` (only the places that two coders or more marked, read by all), ``sections``
    (each section in which the coder marked something; ``segments`` needs source_id, start, end) or ``sources``
    (each source in which the coder marked something, up to the last mark or section). Somebody who marked nothing in
    a section is not known to have read it. Raises InputRefused for another word.
    """
    if looked_at not in LOOKED_AT:
        told = f"{looked_at!r} does not say what the coders had before them"
        raise InputRefused(told, "", f"Words: {', '.join(LOOKED_AT)}.")
    if looked_at == "passages":
        return _places_of_two(gather_places(codings))
    known = None if segments is None or segments.empty else segments[_SPAN].drop_duplicates()
    if looked_at == "sections" and known is not None:
        return _touched(codings, known)
    ends = pd.concat([codings[_SPAN], *([] if known is None else [known])]).groupby("source_id")["end"].max()
    read = codings[["coder", "source_id"]].drop_duplicates()
    return read.assign(start=0, end=read["source_id"].map(ends)).reset_index(drop=True)


def _places_of_two(placed: pd.DataFrame) -> pd.DataFrame:
    places = placed.groupby("place", sort=False).agg(
        source_id=("source_id", "first"), start=("start", "min"), end=("end", "max"), coders=("coder", "nunique")
    )
    shared = places.loc[places["coders"] > 1, _SPAN]
    coders = pd.DataFrame({"coder": placed["coder"].drop_duplicates()})
    return coders.merge(shared, how="cross")


def _touched(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    codings, segments = codings.reset_index(drop=True), segments.reset_index(drop=True)
    pairs = pd.concat([pd.DataFrame({"first": [], "second": []}, dtype=int), *find_overlaps(codings, segments)])
    found = segments.iloc[pairs["second"].to_numpy(dtype=int)].reset_index(drop=True)
    coders = codings["coder"].to_numpy(dtype=object)[pairs["first"].to_numpy(dtype=int)]
    return found.assign(coder=coders)[["coder", *_SPAN]].drop_duplicates(ignore_index=True)
