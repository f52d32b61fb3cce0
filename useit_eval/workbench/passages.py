"""Passages and the words at them: verified against the text at hand, and quoted only where they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.store.database import Store
    from useit_eval.workbench.shipped import Span

MOST_TOLD = 20


def refuse_moved(spans: Iterable[Span], texts: Mapping[str, str]) -> int:
    """Return how many passages lie in the texts at hand, every one verified; passages of other sources are passed over.

    Raises InputRefused that names file, label and place of those whose words are not the ones that were coded.
    """
    near = [span for span in spans if span.source_id in texts]
    moved = [span for span in near if sha256(texts[span.source_id][span.start : span.end]) != span.sha256]
    if not moved:
        return len(near)
    first = moved[0]
    others = ", ".join(f"{span.file} {span.label}" for span in moved[1:MOST_TOLD])
    also = f" (and {len(moved) - 1} more: {others})" if others else ""
    raise InputRefused(
        f"the words from {first.start} to {first.end} are not those whose hash is given{also}",
        f"{first.file}, {first.label}",
        "Correct start, end or sha256, or put back the text it was coded in.",
    )


def with_quotes(
    codings: pd.DataFrame, *, texts: Mapping[str, str], silent: set[str], mixed: pd.DataFrame
) -> pd.DataFrame:
    """Return codings with ``quote`` filled from the texts at hand where the words may be shown, missing elsewhere.

    ``silent`` holds the codings that consent keeps from quotation; ``mixed`` the segments (source_id, start, end) in
    which two speakers' words are mixed. ``quotable`` is set false for both.
    """
    barred = codings["coding_id"].isin(list(silent)) | _touches(codings, mixed)
    quotable = codings["quotable"].astype(bool) & ~barred
    found = zip(codings["source_id"], codings["start"], codings["end"], quotable, strict=True)
    quotes = [texts[source][start:end] if may and source in texts else None for source, start, end, may in found]
    kept = codings["quote"].where(quotable, None)
    quote = codings["quote"].__class__(quotes, index=codings.index, dtype="str").fillna(kept)
    return codings.assign(quote=quote, quotable=quotable.astype("boolean"))


def silent_codings(store: Store, codings: pd.DataFrame) -> set[str]:
    """Return the ids of codings that consent keeps from quotation: by their source, or by a voice of their claim."""
    sources, voices, claims, parts = (store.current(name) for name in ("source", "voice", "claim", "claim_part"))
    quiet_sources = set(sources.loc[sources["consent"] != "quote", "source_id"])
    quiet_voices = list(voices.loc[voices["consent"] != "quote", "voice_id"])
    quiet = claims["voice_id"].isin(quiet_voices) | claims["reported_by"].isin(quiet_voices)
    by_voice = parts.loc[parts["claim_id"].isin(list(claims.loc[quiet, "claim_id"])), "coding_id"]
    by_source = codings.loc[codings["source_id"].isin(list(quiet_sources)), "coding_id"]
    return {*by_voice, *by_source}


def _touches(codings: pd.DataFrame, mixed: pd.DataFrame) -> pd.Series:
    touched = codings["quotable"].astype(bool) & False
    for source_id, start, end in zip(mixed["source_id"], mixed["start"], mixed["end"], strict=True):
        near = (codings["source_id"] == source_id) & (codings["start"] < end) & (codings["end"] > start)
        touched |= near.astype(bool)
    return touched
