"""Commands on what the field gives: add."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import say, told


def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file from the field: plain text in UTF-8.")],
    study: Study = None,
    title: Annotated[str | None, typer.Option(help="A new source's title for readers.", show_default=False)] = None,
    method: Annotated[str, typer.Option(help="How it was gathered: interview, group, document, questionnaire or figures.")] = "document",
    consent: Annotated[str, typer.Option(help="What may be shown of it: quote or paraphrase.")] = "paraphrase",
    by_programme: Annotated[bool | None, typer.Option("--by-programme/--not-by-programme", help="Whether the programme or its funder wrote it.", show_default=False)] = None,
    collector: Annotated[str, typer.Option(help="Who gathered or wrote it.")] = "not stated",
    root: Root = None,
) -> None:
    """Register a file from the field in a study, and keep its text in the study's store.

    Every passage the study marks in the text is compared with it first.

    Example: useit-eval add ../shared/journal/useit-journal-1.txt --study useit
    """
    from useit_eval.workbench import add_source, open_study

    described = {"title": title, "method": method, "consent": consent, "by_programme": by_programme, "collector": collector}
    with open_study(study, root=find(context, root).root) as bench:
        report = add_source(bench, file, **described)
    first = f"{report.file} is source {report.label} ({report.state}): {report.characters:,} characters."
    verified = (f"{report.verified} marked passages agree with the text.",) if report.verified else ()
    say(told(first, {"": verified, "Changed in reading": report.changes, "To decide": report.decisions}))
