"""Passages and the words at them: verified against the text at hand, and quoted only where they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.store import lookups

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.store.database import Store
    from useit_eval.workbench.shipped import Span

MOST_TOLD = 20


def refuse_moved(spans: Iterable[Span], versions: Mapping[str, Sequence[str]]) -> int:
    """Return how many passages lie in the texts at hand, every one verified; passages of other sources are passed over.

    ``versions`` gives the versions of each source's text that are held: a passage agrees when its words stand at its
    place in any of them, for that is the one it was coded in. Raises InputRefused that names file, label and place of
    those whose words are not the ones that were coded.
    """
    near = [span for span in spans if versions.get(span.source_id)]
    moved = [span for span in near if not _agrees(span, versions[span.source_id])]
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


def awaiting(codings: pd.DataFrame, texts: Mapping[str, str]) -> pd.Series:
    """Return for each coding whether it awaits a new place: the words at its span are not those that were coded.

    Columns: source_id, start, end, quote_sha256. ``texts`` holds the text of each source as it stands now; of sources
    that are not in it nothing can be said, and the answer is false.
    """
    columns = (codings[name] for name in ("source_id", "start", "end", "quote_sha256"))
    found = [
        source in texts and sha256(texts[source][start:end]) != expected
        for source, start, end, expected in zip(*columns, strict=True)
    ]
    return codings["source_id"].__class__(found, index=codings.index, dtype=bool)


def awaiting_by_source(store: Store) -> dict[str, int]:
    """Return how many codings of each source (by label) await a new place; sources of one version have none.

    A passage is compared with the text when it is read, so only a source whose text was superseded can hold one.
    """
    held = lookups.of_several_versions(store)
    if not held:
        return {}
    texts, sources = lookups.texts_now(store, held), store.current("source")
    labels = dict(zip(sources["source_id"], sources["label"], strict=True))
    counts = {}
    for source_id in held & set(labels):
        codings = lookups.last_rows(store, "coding", source_id)
        standing = codings[~codings["removed"].astype(bool)]
        counts[labels[source_id]] = int(awaiting(standing, texts).sum())
    return {label: counts[label] for label in sorted(counts) if counts[label]}


def with_quotes(
    codings: pd.DataFrame, *, texts: Mapping[str, str], silent: set[str], mixed: pd.DataFrame
) -> pd.DataFrame:
    """Return codings with ``quote`` filled from the texts at hand where the words may be shown, missing elsewhere.

    ``silent`` holds the codings that consent keeps from quotation; ``mixed`` the segments (source_id, start, end) in
    which two speakers' words are mixed. ``quotable`` is set false for both, and for codings that await a new place
    since their words changed: what stands at their span now was never coded.
    """
    barred = codings["coding_id"].isin(list(silent)) | _touches(codings, mixed) | awaiting(codings, texts)
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


def _agrees(span: Span, versions: Sequence[str]) -> bool:
    return any(sha256(text[span.start : span.end]) == span.sha256 for text in versions)


def _touches(codings: pd.DataFrame, mixed: pd.DataFrame) -> pd.Series:
    touched = codings["quotable"].astype(bool) & False
    for source_id, start, end in zip(mixed["source_id"], mixed["start"], mixed["end"], strict=True):
        near = (codings["source_id"] == source_id) & (codings["start"] < end) & (codings["end"] > start)
        touched |= near.astype(bool)
    return touched
