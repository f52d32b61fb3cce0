"""Commands on sheets that people edit in a spreadsheet program: sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import counted, near, say, told
from useit_eval.ground.errors import UsageError

_WAYS = ("out", "back")


def sheet(
    context: typer.Context,
    way: Annotated[str, typer.Argument(metavar="out|back", help="out writes the workbook, back reads it again.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help="theory, codebook or evidence.")],
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The workbook; without it, data_processed/STUDY/sheets/KIND.xlsx.", show_default=False)] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who changed the sheet: asked, never taken from the login.", show_default=False)] = "",
    study: Study = None,
    root: Root = None,
) -> None:
    """Write theories, codes or evidence as a workbook to edit (out), or take an edited one in again (back).

    Nothing is taken in unless every row is right. Changed theories become new versions; codes are never deleted.

    Example: useit-eval sheet out theory

    Example: useit-eval sheet back evidence evidence.xlsx --by 'Ada Rater'
    """
    if way not in _WAYS:
        raise UsageError(f"'{way}' is not a way for a sheet", "", "Write: sheet out KIND, or: sheet back KIND FILE.")
    if way == "back" and not by.strip():
        raise UsageError("nobody brings the sheet back", "", "Add --by 'Your Name'.")
    from useit_eval.workbench import open_study, read_back, write_sheet

    with open_study(study, root=find(context, root).root) as bench:
        if way == "out":
            report = write_sheet(bench, kind, file)
            rows = (f"{name}: {counted(count, 'row')}" for name, count in report.rows.items())
            say(told(f"Written: {near(report.path, Path.cwd())}", {"Sheets": rows}))
            return
        back = read_back(bench, kind, file or bench.paths.processed / "sheets" / f"{kind}.xlsx", by=by)
    left = f" {counted(back.left_out, 'row')} left out of the sheet: nothing is deleted by that." if back.left_out else ""
    say(f"Taken in by {by}: {back.new} new, {back.changed} changed, {back.same} as before.{left}")
