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
    esco: Annotated[Path | None, typer.Option("--esco", metavar="FILE", help="ESCO's export of occupations (CSV): look up the professions of the registers in it.", show_default=False)] = None,
    study: Study = None,
    root: Root = None,
) -> None:
    """Begin a register from an empty sheet that says what goes into each column, or list the registers of a study.

    The list says how many rows each holds and what looks doubtful in them. With ``--esco`` it also says which occupation
    of ESCO each profession is, or which are closest; what fits, a person writes into occupations.csv.

    Example: useit-eval register partners

    Example: useit-eval register

    Example: useit-eval register --esco occupations_en.csv
    """
    from useit_eval.workbench.registers_told import begin_register, look_up_professions, tell_registers

    project = find(context, root)
    if kind is not None:
        path = begin_register(project.paths(study).require(), kind)
        say(f"Written: {near(path, Path.cwd())}\nFill in a row for each; the remarks under the columns may stay or go.")
        return
    from useit_eval.workbench import open_study

    with open_study(study, root=project.root) as bench:
        report = tell_registers(bench)
        read = look_up_professions(bench, esco) if esco else {}
    rows = (f"{name}: {count}" for name, count in report.rows.items())
    absent = (", ".join(report.absent),) if report.absent else ()
    said = tuple(f"{profession}: {what}" for profession, what in read.items())
    lists = {"Rows": rows, "Doubtful": report.doubts, "Occupations of ESCO, European Union": said, "Not begun": absent}
    say(told(f"Registers of {report.study}.", lists))
