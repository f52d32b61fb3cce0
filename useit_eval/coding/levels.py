"""Agreement at three levels: the same place, the same code, the same links; each with its unit and what it leaves out."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.coding.agreement import Ratings, measure
from useit_eval.coding.linking import link_coders, rate_pairs, rate_slots
from useit_eval.coding.units import MARKED, Marks, mark_units, rate_units
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import listed, started

MEASURES = ("percent", "cohen_kappa", "gwet_ac1", "krippendorff_alpha")
COLUMNS = (
    *("Level", "Question", "Unit", "Units", "Agreed", "Cohen's kappa", "Gwet's AC1", "Krippendorff's alpha"),
    "Where there is no value",
)
_QUESTIONS = {
    "place": ("Place", "Was the same text marked?"),
    "code": ("Code", "Did it get the same codes? All text read"),
    "coded": ("Code", "Did it get the same codes? Only text that somebody marked"),
    "slot": ("Links", "Does the same passage stand in the same slot?"),
    "pair": ("Links", "Are the same passages joined in one claim?"),
}
_GIVEN = (
    "The coders had the same passages before them, so whether they would have marked the same places is not known; "
    "only text that two of them marked is compared."
)
_UNLINKED = "Fewer than two of the coders linked passages into claims, so links are not compared."
PROMPT = "Low agreement is a prompt to sharpen a definition, never a grade of a person."


def compare_levels(
    codings: pd.DataFrame,
    *,
    sources: pd.DataFrame,
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    coders: Sequence[str] | None = None,
    segments: pd.DataFrame | None = None,
    texts: Mapping[str, str] | None = None,
    read: pd.DataFrame | None = None,
    given: bool = False,
    unit: str = "character",
    seed: int = 1,
    replicates: int = 1000,
) -> Finding:
    """Return the finding agreement.levels: agreement of coders on places, codes and links, a row each.

    Columns: as `mark_units` and `link_coders` ask for; ``sources`` needs source_id and label. ``read`` says who read
    what; ``given`` says that the coders were given the passages, so that places are not compared. ``unit`` is a unit
    of text (character, word, sentence, turn); words and sentences need ``texts``. Kappa of more than two coders is
    Conger's (1980). Where coders cannot be compared the finding says why in words. Raises InputRefused for an
    unknown unit only.
    """
    settings = {"seed": seed, "replicates": replicates}
    labels = tuple(sources["label"])
    told, rows, notes = [], [], []
    try:
        marks = mark_units(
            codings, unit=unit, texts=texts, segments=segments, coders=coders, read=read, sources=sources
        )
        rows += [_row(key, ratings, settings) for key, ratings in _of_text(marks, given=given)]
        notes += [note for note in marks.notes if read is None or "are said to have read" not in note]
        linked = link_coders(claims, parts, codings=codings, coders=coders, read=read, sources=sources)
        rows += [_row(key, ratings, settings) for key, ratings in _of_links(linked)]
        told += [] if linked.parts["coder"].nunique() > 1 else [_UNLINKED]
    except InputRefused as refused:
        if "is not a unit" in refused.what:
            raise
        told.append(f"Agreement on the text itself is not measured: {refused}")
    return _finding(rows, labels, [*told, *([_GIVEN] if given and rows else []), *map(started, notes)], settings)


def _of_text(marks: Marks, *, given: bool) -> Iterator[tuple[str, Ratings]]:
    codes = rate_units(marks)
    if not given:
        marked = np.where(marks.read, marks.bits.any(axis=2), -1).astype(np.int32)
        yield "place", dataclasses.replace(codes, codes=marked, categories=MARKED)
        yield "code", codes
    kept = marks.coded()
    draws = None if codes.draws is None else codes.draws[kept]
    yield "coded", dataclasses.replace(codes, codes=codes.codes[kept], weights=codes.weights[kept], draws=draws)


def _of_links(linked) -> Iterator[tuple[str, Ratings]]:
    if linked.parts["coder"].nunique() > 1:
        yield "slot", rate_slots(linked)
        yield "pair", rate_pairs(linked)


def _row(key: str, ratings: Ratings, settings: Mapping[str, int]) -> dict:
    found = measure(ratings, measures=MEASURES, **settings).set_index("measure")
    values = {name: found.loc[name, ["value", "low", "high"]].astype(float).tolist() for name in MEASURES}
    if key == "pair":  # pairs share passages: drawn apart, they would promise more than is known
        values = {name: [value[0], math.nan, math.nan] for name, value in values.items()}
    whys = [found.loc[name, "why"] for name in MEASURES if math.isnan(values[name][0])]
    weight = round(float(ratings.weights[(ratings.codes >= 0).sum(axis=1) >= 2].sum()))
    return {"key": key, "unit": ratings.unit, "units": weight, "values": values, "why": whys[0] if whys else ""}


def _finding(rows: list[dict], labels: tuple[str, ...], told: list[str], settings: Mapping[str, int]) -> Finding:
    table = None
    if rows:
        cells = tuple(_cells(row) for row in rows)
        table = Table(COLUMNS, cells, tuple(labels for _ in cells), caption="Agreement at three levels")
        units = listed(f"{row['unit']} ({_QUESTIONS[row['key']][0].lower()})" for row in rows)
        told = [*told, _method(units, settings)]
    lines = [_sentence(line, labels) for line in (*told, PROMPT)]
    data = {row["key"]: {name: _number(value[0]) for name, value in row["values"].items()} for row in rows}
    return Finding(
        key="agreement.levels", title="Agreement on places, codes and links",
        sentences=tuple(lines), table=table, data=data, trace=labels,
    )  # fmt: skip


def _sentence(line: str, labels: tuple[str, ...]) -> Sentence:
    """Return a line as a finding when it counts something, else as an explanation; the method's numbers explain."""
    counts = any(sign.isdigit() for sign in line) and "draws with seed" not in line
    return Sentence(line, labels) if counts else Sentence(line, explains=True)


def _method(units: str, settings: Mapping[str, int]) -> str:
    return (
        f"Units: {units}. Text that nobody marked lifts the overall figures, so the figure among marked text stands beside "
        f"them. In brackets: intervals from {settings['replicates']:,} draws with seed {settings['seed']}."
    )


def _cells(row: dict) -> tuple:
    level, question = _QUESTIONS[row["key"]]
    percent, *others = (row["values"][name] for name in MEASURES)
    agreed = "no value" if math.isnan(percent[0]) else f"{percent[0]:.0%}"
    told = (tell_value(pd.Series(value, index=["value", "low", "high"])) for value in others)
    return (level, question, row["unit"], row["units"], agreed, *told, row["why"])


def tell_value(row: pd.Series) -> str:
    """Return a measure as a reader sees it: its value with the interval (columns value, low, high), or "no value"."""
    point, low, high = (round(float(row[name]), 2) + 0.0 for name in ("value", "low", "high"))
    if math.isnan(point):
        return "no value"
    return f"{point:.2f}" if math.isnan(low) else f"{point:.2f} ({low:.2f} to {high:.2f})"


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
