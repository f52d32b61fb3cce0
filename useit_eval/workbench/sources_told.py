"""What the field gave us, told: sources, who speaks in them, and whether every marked passage still reads as it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from useit_eval.coding import verify_spans
from useit_eval.ground.findings import Finding, Sentence, Table

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench


def tell_sources(bench: Bench) -> list[Finding]:
    """Return sources.register, sources.voices and sources.passages of a study; without sources, one that says so."""
    sources, voices = bench.load("source"), bench.load("voice")
    if sources.empty:
        nothing = Sentence("No source is registered yet.", explains=True)
        return [Finding("sources.register", "Sources", (nothing,))]
    return [_register(bench, sources), _voices(sources, voices), _passages(bench, sources)]


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
    return Finding("sources.register", "Sources", (_count(len(rows), "source is", "sources are", "registered", labels),), table, trace=labels)


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
    )
    return Finding("sources.voices", "Voices", lines if labels else (), table, trace=labels)


def _passages(bench: Bench, sources: pd.DataFrame) -> Finding:
    codings = bench.load("coding")
    checked = [_check(bench, row, codings) for row in sources.to_dict("records")]
    lines = tuple(line for line, _ in checked)
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
    said = f"{verified} of {len(own)} marked passages of {label} read as they did when they were marked."
    return Sentence(said, (label,)), {"marked": len(own), "verified": verified}


def _count(number: int, one: str, more: str, rest: str, ids: tuple[str, ...]) -> Sentence:
    return Sentence(f"{number} {one if number == 1 else more} {rest}.", ids)


def _yes(flag: object) -> str:
    return "yes" if bool(flag) else "no"
