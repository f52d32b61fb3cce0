"""Indicators arrive: a file of statistics becomes a source of kind series, and its values readings of the store."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.sources.series.indicators import open_indicators
from useit_eval.store.signing import signed
from useit_eval.workbench.desk import Desk

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.series.indicators import IndicatorFile
    from useit_eval.workbench.bench import Bench

NEW, KNOWN = "new", "already there"


@dataclasses.dataclass(frozen=True)
class IndicatorsReport:
    """What became of a file: ``state`` is new or already there. ``notes`` say what was left out, guessed or is doubtful.

    ``series`` holds a sentence for each indicator; ``missing`` counts readings without a value.
    """

    file: str
    state: str
    label: str
    layout: str
    readings: int
    missing: int
    areas: int
    vintages: tuple[str, ...]
    periods: tuple[str, str]
    rounded_to: tuple[float, ...]
    series: tuple[str, ...]
    notes: tuple[str, ...]
    decisions: tuple[str, ...]


def add_indicators(
    bench: Bench,
    path: Path | str,
    *,
    title: str | None = None,
    collector: str = "not stated",
    dated: str | None = None,
    by: str = "researcher",
    **told: Any,
) -> IndicatorsReport:
    """Return what became of a file of indicators: registered as a source (method figures) with its readings, or known.

    ``told`` says what the file does not (layout, indicator, unit, vintage, period, rounded_to, sheet), as
    `sources.indicators.open_indicators` takes it. A file that is in the manifest already is left alone. Raises
    InputRefused for a file that cannot be read; nothing is then written.
    """
    source_id = str(uuid.uuid4())
    found = open_indicators(path, source_id=source_id, **told)
    desk = Desk(bench, by=by)
    known = desk.of_text(found.sha256)
    if known is not None:
        return _report(found, KNOWN, known["label"], ())
    named = desk.of_file(found.file)
    row = _manifest_row(bench, found, source_id, title=title, collector=collector, dated=dated)
    with desk.adding([row]) as work:  # the row gets its label
        signed(work, by).append("reading", found.readings)
    earlier = named["label"] if named else ""
    return _report(found, NEW, row["label"], tuple(_decisions(row, found, desk.place, earlier)))


def _manifest_row(
    bench: Bench, found: IndicatorFile, source_id: str, *, title: str | None, collector: str, dated: str | None
) -> dict[str, Any]:
    return {
        "record": "source",
        "id": source_id,
        "file": found.file,
        "sha256_file": found.sha256,
        "sha256_text": found.sha256,  # it has rows and no text; by this a second arrival is noticed
        "characters": 0,
        "title": title or Path(found.file).stem.replace("_", " ").strip() or "Untitled",
        "kind": "series",
        "method": "figures",
        "by_programme": False,
        "consent": "quote",
        "collector": collector,
        "collector_relation": "publisher of statistics",
        "language": bench.study.locale.split("_")[0],
        "dated": dated,
        "practice": bench.study.practice,
    }


def _decisions(row: dict[str, Any], found: IndicatorFile, place: str, earlier: str) -> Iterator[str]:
    if earlier:
        yield f"{row['label']}: {earlier} came in a file of the same name; the readings of both are kept, each under its source."
    if row["collector"] == "not stated":
        yield f"{row['label']}: say under collector in {place} who publishes it."
    if row["dated"] is None:
        yield f"{row['label']}: write the day of publication under dated in {place}."
    if "not stated" in set(found.readings["unit"]):
        yield f"{row['label']}: the unit of its values is not stated; add it again under another name with --unit."


def _report(found: IndicatorFile, state: str, label: str, decisions: Iterable[str]) -> IndicatorsReport:
    readings = found.readings
    return IndicatorsReport(
        file=found.file,
        state=state,
        label=label,
        layout=found.layout,
        readings=len(readings),
        missing=int(readings["value"].isna().sum()),
        areas=readings["area"].nunique(),
        vintages=tuple(sorted(readings["area_vintage"].fillna("not stated").unique())),
        periods=(readings["period"].min(), readings["period"].max()),
        rounded_to=tuple(sorted(readings["rounded_to"].dropna().unique())),
        series=tuple(_tell_series(name, rows) for name, rows in readings.groupby("indicator", sort=False)),
        notes=found.notes,
        decisions=tuple(decisions),
    )


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _tell_series(name: object, rows: pd.DataFrame) -> str:
    periods, areas, gaps = rows["period"].nunique(), rows["area"].nunique(), int(rows["value"].isna().sum())
    rounded = rows["rounded_to"].dropna().unique()
    told = f"{name}: {_plural(len(rows), 'value')} in {rows['unit'].iloc[0]}, {_plural(areas, 'area')}, {_plural(periods, 'period')}"
    told += f", {gaps} missing" if gaps else ""
    return told + (f", rounded to {rounded[0]:g}" if len(rounded) else "")
