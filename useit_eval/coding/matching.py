"""Passages of two coders matched by place: which of the first coder's passages a second coder's passage answers to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from useit_eval.coding.overlaps import Line, lay_out, pairs_between
from useit_eval.ground.columns import require

LEAST_OVERLAP = 0.5
_PLACE = ["source_id", "start", "end"]
_EVEN = 1e-9
"""Two passages count as equally near when their shares differ by no more than rounding."""


def match_passages(first: pd.DataFrame, second: pd.DataFrame, *, least_overlap: float = LEAST_OVERLAP) -> pd.DataFrame:
    """Return the second coder's passages beside the first coder's code for the same place.

    Both frames need coding_id, source_id, start, end and code_id. A passage is matched with the passage of the
    first coder that overlaps it most (shared over joined length), if they share at least ``least_overlap`` of the
    shorter one. Where the first coder gave that passage several codes, a shared code is taken as the answer.
    The answer has source_id, start, end, second_code, second_coding, first_code and first_coding (None when the
    first coder marked nothing there), one row for each code of the second coder, in the order of places. Rows
    without a source, start or end are left out.
    """
    for frame, name in ((first, "the first coder's codings"), (second, "the second coder's codings")):
        require(frame, name, "coding_id", *_PLACE, "code_id")
    first, second = first.dropna(subset=_PLACE), second.dropna(subset=_PLACE)
    given = second.drop_duplicates([*_PLACE, "code_id"]).sort_values(_PLACE, kind="stable")
    places = given.drop_duplicates(_PLACE)
    rows = []
    for place, codes, pool in zip(
        places[_PLACE].itertuples(index=False, name=None),
        _codes_at(given, places),
        _pools(first, places, least_overlap),
        strict=True,
    ):
        rows.extend((*place, *answer) for answer in _answers(codes, pool))
    columns = [*_PLACE, "second_code", "second_coding", "first_code", "first_coding"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _codes_at(given: pd.DataFrame, places: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Yield the second coder's codes at each place, each with its coding; rows of one place stand together."""
    codes, codings = given["code_id"].tolist(), given["coding_id"].tolist()
    edges = [*np.flatnonzero(~given.duplicated(_PLACE).to_numpy()).tolist(), len(given)]
    for low, high in itertools.pairwise(edges):
        yield dict(zip(codes[low:high], codings[low:high], strict=True))


def _pools(first: pd.DataFrame, places: pd.DataFrame, least: float) -> list[dict[str, str]]:
    """Return for each place the codes of the first coder at the passage nearest to it, each with its coding."""
    pools: list[dict[str, str]] = [{} for _ in range(len(places))]
    place, row = _nearest(first, places, least)
    codes, codings = first["code_id"].to_numpy(dtype=object)[row], first["coding_id"].to_numpy(dtype=object)[row]
    for number, code, coding in zip(place.tolist(), codes, codings, strict=True):
        pools[number][code] = coding
    return pools


def _nearest(first: pd.DataFrame, places: pd.DataFrame, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of places, and beside each the rows of the first coder's passages that are nearest to it."""
    sources, _ = pd.factorize(pd.concat([places["source_id"], first["source_id"]]))
    spans = [(f["start"].to_numpy(dtype=np.int64), f["end"].to_numpy(dtype=np.int64)) for f in (places, first)]
    width = max(int(ends.max(initial=0)) for _, ends in spans) + 1
    left = lay_out(sources[: len(places)], *spans[0], width=width)
    right = lay_out(sources[len(places) :], *spans[1], width=width)
    best = np.zeros(len(left.starts))
    kept = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    for one, two in pairs_between(left, right):
        near, joined = _nearness(left, right, one, two, least)
        one, two = one[near], two[near]
        np.maximum.at(best, one, joined)
        # Only what may still be nearest is kept, so that deep nesting does not fill the memory.
        hold = joined >= best[one] - _EVEN
        kept.append((one[hold], two[hold], joined[hold]))
    one, two, joined = (np.concatenate(part) for part in zip(*kept, strict=True))
    last = joined >= best[one] - _EVEN
    place, row = left.rows[one[last]], right.rows[two[last]]
    order = np.lexsort((row, place))
    return place[order], row[order]


def _nearness(left: Line, right: Line, one: np.ndarray, two: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Return which pairs share enough of the shorter passage, and for those the shared over the joined length."""
    shared = np.minimum(left.ends[one], right.ends[two]) - np.maximum(left.starts[one], right.starts[two])
    mine, theirs = left.ends[one] - left.starts[one], right.ends[two] - right.starts[two]
    near = np.flatnonzero(shared / np.minimum(mine, theirs) >= least)
    return near, (shared / (mine + theirs - shared))[near]


def _answers(given: dict[str, str], pool: dict[str, str]) -> list[tuple]:
    shared = [(code, coding, code, pool[code]) for code, coding in given.items() if code in pool]
    left = [(code, coding) for code, coding in pool.items() if code not in given]
    apart = [(code, coding) for code, coding in given.items() if code not in pool]
    return [*shared, *((*mine, *(left[n] if n < len(left) else (None, None))) for n, mine in enumerate(apart))]
