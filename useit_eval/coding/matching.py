"""Passages of two coders matched by place: which of the first coder's passages a second coder's passage answers to."""

from __future__ import annotations

import pandas as pd

from useit_eval.ground.columns import require

LEAST_OVERLAP = 0.5


def match_passages(first: pd.DataFrame, second: pd.DataFrame, *, least_overlap: float = LEAST_OVERLAP) -> pd.DataFrame:
    """Return the second coder's passages beside the first coder's code for the same place.

    Both frames need coding_id, source_id, start, end and code_id. A passage is matched with the passage of the
    first coder that overlaps it most (shared over joined length), if they share at least ``least_overlap`` of the
    shorter one. Where the first coder gave that passage several codes, a shared code is taken as the answer.
    The answer has source_id, start, end, second_code, second_coding, first_code and first_coding (None when the
    first coder marked nothing there), one row for each code of the second coder.
    """
    for frame, name in ((first, "the first coder's codings"), (second, "the second coder's codings")):
        require(frame, name, "coding_id", "source_id", "start", "end", "code_id")
    rows = []
    for place, codes in second.drop_duplicates(["source_id", "start", "end", "code_id"]).groupby(
        ["source_id", "start", "end"]
    ):
        rows.extend(_answers(place, codes, _nearest(first, place, least_overlap)))
    columns = ["source_id", "start", "end", "second_code", "second_coding", "first_code", "first_coding"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _nearest(first: pd.DataFrame, place: tuple, least: float) -> dict[str, str]:
    """Return codes of the first coder at the passage nearest to a place, each with its coding."""
    source, start, end = place
    there = first[(first["source_id"] == source) & (first["start"] < end) & (first["end"] > start)]
    if there.empty:
        return {}
    shared = there["end"].clip(upper=end) - there["start"].clip(lower=start)
    length = there["end"] - there["start"]
    near = there[shared / length.clip(upper=end - start) >= least]
    joined = (shared / (length + (end - start) - shared)).loc[near.index]
    best = near[joined >= joined.max() - 1e-9] if len(near) else near
    return dict(zip(best["code_id"], best["coding_id"], strict=True))


def _answers(place: tuple, codes: pd.DataFrame, pool: dict[str, str]) -> list[tuple]:
    given = dict(zip(codes["code_id"], codes["coding_id"], strict=True))
    shared = [(code, coding, code, pool[code]) for code, coding in given.items() if code in pool]
    left = [(code, coding) for code, coding in pool.items() if code not in given]
    apart = [(code, coding) for code, coding in given.items() if code not in pool]
    others = [(*mine, *(left[n] if n < len(left) else (None, None))) for n, mine in enumerate(apart)]
    return [(*place, *row) for row in (*shared, *others)]
