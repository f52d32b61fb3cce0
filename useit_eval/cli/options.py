"""What several commands share: the options that name project and study, and how both are found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from useit_eval.ground import project as projects

ROOT_HELP = "The project's folder, which holds useit.toml. Without it: USEIT_ROOT, else the nearest such folder upward."
Root = Annotated[Path | None, typer.Option("--root", metavar="FOLDER", help=ROOT_HELP, show_default=False)]
Study = Annotated[str | None, typer.Option("--study", metavar="NAME", help="The study; without it, the one useit.toml names.", show_default=False)]
FOUND: list[projects.Project] = []
"""The project that this command works on, so that a bug can be logged in it."""


def find(context: typer.Context, root: Path | None) -> projects.Project:
    """Return the project a command means: the folder after ``--root``, before or after the verb, else the nearest."""
    project = projects.find(root or context.obj)
    FOUND[:] = [project]
    return project
