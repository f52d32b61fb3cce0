"""What of a passage was translated or interpreted, from which turn: for quotations that must say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.coding import reach_originals, tell_rendering
from useit_eval.sources.transcripts.languages import language_name

if TYPE_CHECKING:
    import pandas as pd


def with_renderings(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return codings with ``rendered`` (``translated from Urdu by R02``) and ``original`` (where the original stands).

    ``codings`` need coding_id, source_id, start and end; ``segments`` are those of the study. ``rendered`` is "" for
    words as they were spoken, ``original`` also where no original turn is known; positions are code points.
    """
    reached = reach_originals(codings, segments)
    told = tell_rendering(reached, name=language_name)
    places: dict[str, list[str]] = {}
    for row in reached.dropna(subset=["original_start"]).itertuples():
        places.setdefault(row.coding_id, []).append(f"{row.original_start}–{row.original_end}")
    original = {coding_id: ", ".join(dict.fromkeys(found)) for coding_id, found in places.items()}
    ids = codings["coding_id"]
    return codings.assign(rendered=[told.get(one, "") for one in ids], original=[original.get(one, "") for one in ids])
