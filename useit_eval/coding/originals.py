"""From a translation to what was said: which turns a coding on translated or interpreted words reaches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.wording import missing

COLUMNS = (
    *("coding_id", "segment_id", "original_segment_id", "original_start", "original_end", "language", "rendering"),
    "translated_by",
)


def reach_originals(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each coding and each translated or interpreted segment that it touches, with the original turn.

    ``codings`` need coding_id, source_id, start and end; ``segments`` the columns of `ground.frames`, those of a source
    disjoint. The answer has ``COLUMNS``: ``language`` and the ``original_`` columns are of the turn that
    ``translated_from`` names, missing where none is named or it is not among the segments. ``language`` is that of the
    ``rendered_from`` of the segment where the original says none of its own; an original in the language of its
    translation was left unmarked. Codings on original words have no row. Rows keep the order of the codings, then of the text.

    Example:
        >>> segments = pd.DataFrame({"segment_id": ["s1", "s2"], "source_id": "a", "start": [0, 20], "end": [10, 30],
        ...     "language": ["ur", "en"], "rendering": ["original", "translated"], "translated_by": [None, "R02"],
        ...     "translated_from": [None, "s1"], "rendered_from": [None, None]})
        >>> codings = pd.DataFrame({"coding_id": ["c1"], "source_id": ["a"], "start": [22], "end": [25]})
        >>> reach_originals(codings, segments)[["coding_id", "original_segment_id", "language"]].values.tolist()
        [['c1', 's1', 'ur']]
    """
    require(codings, "codings", "coding_id", "source_id", "start", "end")
    wanted = ("segment_id", "source_id", "start", "end", "language", "rendering")
    require(segments, "segments", *wanted, "translated_by", "translated_from", "rendered_from")
    rendered = segments[segments["rendering"].fillna("original") != "original"]
    touched = _touched(codings, rendered)
    originals = segments.set_index("segment_id")[["start", "end", "language"]]
    originals = originals.rename(columns={"start": "original_start", "end": "original_end"})
    found = touched.merge(originals, how="left", left_on="translated_from", right_index=True)
    known = found["language"].notna()
    # Left unmarked, an original has the language of its source, which is that of the translation: it says nothing.
    told = found["language"].where(known & (found["language"] != found["put_into"]), found["rendered_from"])
    found = found.assign(original_segment_id=found["translated_from"].where(known, None), language=told)
    return found[list(COLUMNS)].astype({"original_start": "Int64", "original_end": "Int64"}).reset_index(drop=True)


def tell_rendering(reached: pd.DataFrame, *, name: Callable[[str], str] = str) -> dict[str, str]:
    """Return for each coding that touches rendered words how a quotation says so: ``translated from Urdu by R02``.

    ``reached`` is what `reach_originals` gives; ``name`` turns a language tag into its name. A passage over several
    turns says each way once.

    Example:
        >>> row = {"coding_id": ["c1"], "rendering": ["interpreted"], "language": [None], "translated_by": [None]}
        >>> tell_rendering(pd.DataFrame(row))
        {'c1': 'interpreted'}
    """
    require(reached, "reached", "coding_id", "rendering", "language", "translated_by")
    told: dict[str, dict[str, None]] = {}
    columns = (reached[column] for column in ("coding_id", "rendering", "language", "translated_by"))
    for coding_id, rendering, language, by in zip(*columns, strict=True):
        source = "" if missing(language) else f" from {name(language)}"
        person = "" if missing(by) else f" by {by}"
        told.setdefault(coding_id, {})[f"{rendering}{source}{person}"] = None
    return {coding_id: "; ".join(ways) for coding_id, ways in told.items()}


def _touched(codings: pd.DataFrame, rendered: pd.DataFrame) -> pd.DataFrame:
    """Return codings beside the rendered segments they overlap, by search in each source's ordered segments."""
    pieces = [(np.empty(0, dtype=int), rendered.iloc[:0])]
    by_source = {key: rows.sort_values("start") for key, rows in rendered.groupby("source_id")}
    positions = pd.Series(np.arange(len(codings)), index=codings.index)
    for key, rows in codings.groupby("source_id"):
        near = by_source.get(key)
        if near is None:
            continue
        first = np.searchsorted(near["end"].to_numpy(), rows["start"].to_numpy(), side="right")
        last = np.searchsorted(near["start"].to_numpy(), rows["end"].to_numpy(), side="left")
        many = np.maximum(last - first, 0)
        offsets = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        places = np.repeat(positions[rows.index].to_numpy(), many)
        pieces.append((places, near.iloc[np.repeat(first, many) + offsets]))
    places = np.concatenate([place for place, _ in pieces])
    segments = pd.concat([rows for _, rows in pieces], ignore_index=True)
    segments.insert(0, "coding_id", codings["coding_id"].to_numpy()[places])
    return segments.iloc[np.argsort(places, kind="stable")].rename(columns={"language": "put_into"})
