"""Commands on paper: paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import near, say, told


def paper(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="[SOURCE]", help="Label of the interview; the first without one.", show_default=False)] = "",
    study: Study = None,
    root: Root = None,
) -> None:
    """Write a practice interview as sheets to code on paper: numbered lines, the codes, forms for passages and claims.

    For practice material only: what people really said cannot be taken back from paper.

    Example: useit-eval paper S001 --study practice
    """
    from useit_eval.coder.paper import write_paper
    from useit_eval.workbench import open_study

    with open_study(study, root=find(context, root).root) as bench:
        made = write_paper(bench, source)
    say(told("Sheets to print:", {"": [near(path, Path.cwd()) for path in made]}))
