"""Commands on statistics: indicators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import say, told

if TYPE_CHECKING:
    from useit_eval.workbench.indicators import IndicatorsReport

_SHOWN = 20


def indicators(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, XLSX or City Observatory JSON: long, wide, from Nomis, or an index of deprivation.")],
    study: Study = None,
    layout: Annotated[str | None, typer.Option(help="table, nomis, deprivation or observatory; without it, the layout is found.", show_default=False)] = None,
    indicator: Annotated[str, typer.Option(help="What is measured, where the file does not say.", show_default=False)] = "",
    unit: Annotated[str, typer.Option(help="Unit of the values, where the file does not say.", show_default=False)] = "",
    vintage: Annotated[str, typer.Option(metavar="YEAR", help="Year of the areas' boundaries, where the file does not say.", show_default=False)] = "",
    period: Annotated[str, typer.Option(help="Day, month or year of the values, where no column holds it.", show_default=False)] = "",
    rounded_to: Annotated[float | None, typer.Option("--rounded-to", metavar="NUMBER", help="What the publisher rounds to.", show_default=False)] = None,
    title: Annotated[str | None, typer.Option(help="The source's title for readers.", show_default=False)] = None,
    collector: Annotated[str, typer.Option(help="Who publishes it.")] = "not stated",
    dated: Annotated[str | None, typer.Option(metavar="DAY", help="Day of publication, such as 2017-05-17.", show_default=False)] = None,
    root: Root = None,
) -> None:
    """Read a file of statistics: indicators of areas over time, kept as readings beside the study's own material.

    Withheld and missing values stay missing; boundaries and rounding are kept with every value.

    Example: useit-eval indicators claimant-count.json --collector DWP
    """
    from useit_eval.workbench import open_study
    from useit_eval.workbench.indicators import add_indicators

    said = {"layout": layout, "indicator": indicator, "unit": unit, "vintage": vintage, "period": period, "rounded_to": rounded_to}
    with open_study(study, root=find(context, root).root) as bench:
        report = add_indicators(bench, file, title=title, collector=collector, dated=dated, **said)
    say(_tell(report))


def _tell(report: IndicatorsReport) -> str:
    """Return the report as lines: series, areas, periods, boundaries, what is missing and how values are rounded."""
    first = f"{report.file} is source {report.label} ({report.state}): {report.readings:,} readings of {report.areas} areas, "
    first += f"{report.periods[0]} to {report.periods[1]}, layout {report.layout}."
    more = (f"and {len(report.series) - _SHOWN} more",) if len(report.series) > _SHOWN else ()
    rounded = ", ".join(f"{number:g}" for number in report.rounded_to) or "not stated"
    about = (f"Boundaries: {', '.join(report.vintages)}", f"Missing: {report.missing}", f"Rounded to: {rounded}")
    parts = {"": about, "Series": (*report.series[:_SHOWN], *more), "Note": report.notes, "To decide": report.decisions}
    return told(first, parts)
