"""What the field gave us, told: sources, who speaks in them, and whether every marked passage still reads as it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from useit_eval.coding import verify_spans
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.sources.transcripts.languages import language_name
from useit_eval.workbench import labelled

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench


def tell_sources(bench: Bench) -> list[Finding]:
    """Return sources.register, sources.voices, sources.turns (where people speak in turns) and sources.passages.

    Without sources, one finding that says so.
    """
    sources, voices = bench.load("source"), bench.load("voice")
    if sources.empty:
        nothing = Sentence("No source is registered yet.", explains=True)
        return [Finding("sources.register", "Sources", (nothing,))]
    return [_register(bench, sources), _voices(sources, voices), *_turns(bench, sources), _passages(bench, sources)]


def _register(bench: Bench, sources: pd.DataFrame) -> Finding:
    rows = sources.to_dict("records")
    at_hand = {row["label"]: bench.text(row["source_id"]) is not None for row in rows}
    table = Table(
        ("Source", "Title", "Method", "By the programme or its funder", "Consent", "Text at hand"),
        tuple(
            (row["label"], row["title"], row["method"], _yes(row["by_programme"]), row["consent"], _yes(at_hand[row["label"]]))
            for row in rows
        ),
        tuple((row["label"],) for row in rows),
        caption="Everything registered for this study",
    )
    labels = tuple(sources["label"])
    lines = (_count(len(rows), "source is", "sources are", "registered", labels), *_consent(sources, "sources"))
    return Finding("sources.register", "Sources", lines, table, trace=labels)


def _consent(frame: pd.DataFrame, what: str) -> tuple[Sentence, ...]:
    """Return a sentence on those of which words may not be quoted; none where all may."""
    silent = tuple(frame.loc[frame["consent"] != "quote", "label"])
    if not silent:
        return ()
    one = f"Of {labelled.listed(list(silent))} no words are quoted" if len(silent) < len(frame) else f"Of none of the {what} are words quoted"
    return (Sentence(f"{one}: consent says so in the manifest.", silent),)


def _voices(sources: pd.DataFrame, voices: pd.DataFrame) -> Finding:
    labels = tuple(voices["label"])
    names = dict(zip(sources["source_id"], sources["label"], strict=True))
    rows = voices.assign(told_in=voices["source_id"].map(names)).to_dict("records")
    table = Table(
        ("Voice", "Told in", "Role", "Stakeholder group", "Counts as unit", "Consent"),
        tuple((r["label"], r["told_in"], r["role"], r["stakeholder_group"], r["independence_unit"], r["consent"]) for r in rows),
        tuple((label,) for label in labels),
        caption="Who speaks, and what may be shown of it",
    )
    units = voices["independence_unit"].nunique()
    lines = (
        _count(len(labels), "voice speaks", "voices speak", "in the sources", labels),
        Sentence(f"They count as {units} independent {'unit' if units == 1 else 'units'}.", labels),
        *_consent(voices, "voices"),
    )
    return Finding("sources.voices", "Voices", lines if labels else (), table, trace=labels)


def _turns(bench: Bench, sources: pd.DataFrame) -> list[Finding]:
    """Return how many turns each source has, in which languages, translated or interpreted, and how many have no voice."""
    segments = bench.sections()
    held = segments[segments["speaker"].notna()]
    if held.empty:
        return []
    rows = [(label, held[held["source_id"] == id]) for label, id in zip(sources["label"], sources["source_id"], strict=True)]
    rows = [(label, own) for label, own in rows if len(own)]
    table = Table(
        ("Source", "Turns", "Languages", "Translated", "Interpreted", "Turns without a voice"),
        tuple((label, len(own), _languages(own), _of(own, "translated"), _of(own, "interpreted"), _voiceless(own)) for label, own in rows),
        tuple((label,) for label, _ in rows),
        caption="Turns of those who speak",
    )
    labels = tuple(label for label, _ in rows)
    put, open_ = _of(held, "translated") + _of(held, "interpreted"), _voiceless(held)
    lines = [_count(len(held), "turn bears", "turns bear", "the name of a speaker", labels)]
    if put:
        lines.append(_count(put, "turn was", "turns were", "translated or interpreted: quotations say so", labels))
    if open_:
        lines.append(_count(open_, "turn has", "turns have", "no voice yet: useit-eval voices", labels))
    return [Finding("sources.turns", "Turns", tuple(lines), table, trace=labels)]


def _languages(turns: pd.DataFrame) -> str:
    return ", ".join(map(language_name, sorted(turns["language"].unique())))


def _of(turns: pd.DataFrame, rendering: str) -> int:
    return int((turns["rendering"] == rendering).sum())


def _voiceless(turns: pd.DataFrame) -> int:
    return int(turns["voice_id"].isna().sum())


def _passages(bench: Bench, sources: pd.DataFrame) -> Finding:
    codings = bench.load("coding", coders="counted")  # who only joins an exercise moves no chapter
    checked = [_check(bench, row, codings) for row in sources.to_dict("records")]
    lines = tuple(line for line, counts in checked if counts["marked"])
    bare = tuple(label for (_, counts), label in zip(checked, sources["label"], strict=True) if not counts["marked"])
    if bare:
        lines = (*lines, Sentence(f"No passage of {labelled.listed(list(bare))} is marked yet.", bare))
    data = {label: counts for (_, counts), label in zip(checked, sources["label"], strict=True)}
    return Finding("sources.passages", "Marked passages", lines, data=data, trace=tuple(sources["label"]))


def _check(bench: Bench, source: dict, codings: pd.DataFrame) -> tuple[Sentence, dict[str, int]]:
    """Compare one source's passages with its text, where the text is at hand."""
    label, own = source["label"], codings[codings["source_id"] == source["source_id"]]
    text = bench.text(source["source_id"])
    if text is None:
        said = f"The text of {label} is not at hand: its {len(own)} marked passages are told in paraphrase, without quotations."
        return Sentence(said, (label,)), {"marked": len(own), "verified": 0}
    verified = int(verify_spans(own, text)["verified"].sum())
    said = f"{verified} of {len(own)} marked passages of {label} read as they did when they were marked"
    more = f"; {len(own) - verified} await a new place." if verified < len(own) else "."
    return Sentence(said + more, (label,)), {"marked": len(own), "verified": verified}


def _count(number: int, one: str, more: str, rest: str, ids: tuple[str, ...]) -> Sentence:
    return Sentence(f"{number} {one if number == 1 else more} {rest}.", ids)


def _yes(flag: object) -> str:
    return "yes" if bool(flag) else "no"
