"""Commands on registers: register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import near, say, told


def register(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="The register to begin, such as partners; without it, the registers of the study are listed.", show_default=False)] = None,
    study: Study = None,
    root: Root = None,
) -> None:
    """Begin a register from an empty sheet that says what goes into each column, or list the registers of a study.

    The list says how many rows each holds and what looks doubtful in them.

    Example: useit-eval register partners

    Example: useit-eval register
    """
    from useit_eval.workbench.registers_told import begin_register, tell_registers

    project = find(context, root)
    if kind is not None:
        path = begin_register(project.paths(study).require(), kind)
        say(f"Written: {near(path, Path.cwd())}\nFill in a row for each; the remarks under the columns may stay or go.")
        return
    from useit_eval.workbench import open_study

    with open_study(study, root=project.root) as bench:
        report = tell_registers(bench)
    rows = (f"{name}: {count}" for name, count in report.rows.items())
    absent = (", ".join(report.absent),) if report.absent else ()
    say(told(f"Registers of {report.study}.", {"Rows": rows, "Doubtful": report.doubts, "Not begun": absent}))
