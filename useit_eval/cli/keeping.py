"""Commands on keeping what people did: audit, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import near, say, told
from useit_eval.ground.errors import InputRefused


def audit(
    context: typer.Context,
    study: Study = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check every row and every act against the chain.")] = False,
    expect: Annotated[str, typer.Option(metavar="LINK", help="A link noted earlier, which the chain must hold; implies --verify.")] = "",
    root: Root = None,
) -> None:
    """Show who did what, or verify that nothing was changed behind the store's back.

    The chain cannot tell of somebody who rewrites the whole of it: note its last link elsewhere, and compare.

    Example: useit-eval audit --verify
    """
    from useit_eval.workbench import tell_acts, verify_study

    folder = find(context, root).root
    if not (verify or expect):
        say(told("The last acts, oldest first:", {"": tell_acts(study, root=folder)}))
        return
    report = verify_study(study, root=folder, expect=expect)
    erased = [f"{table} {key}: erased on {day}" for table, key, day in report.erased]
    if report.first_fault:
        raise InputRefused(
            f"the store is not as it was written: {report.first_fault}", "", "Compare with a backup: useit-eval restore FILE."
        )
    first = f"{report.rows:,} rows and {report.entries:,} entries of the audit are as they were written."
    last = f"Last entry: {report.last_number}, link {report.last_link}"
    say(told(first, {"": [last, *(["It holds the link you noted."] if expect else [])], "Erased on request": erased}))


def backup(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help="Where to; without it, the study's own folder of backups.", show_default=False)] = None,
    study: Study = None,
    root: Root = None,
) -> None:
    """Keep a checked copy of a study's store: codings, claims, judgements, texts and the audit.

    Example: useit-eval backup
    """
    from useit_eval.workbench import back_up_study

    report = back_up_study(study, root=find(context, root).root, folder=folder)
    last = f"Last entry of its audit: {report.last_number}, link {report.last_link}"
    say(told(f"Backed up {report.rows:,} rows of {report.study} to {near(report.path, Path.cwd())}.", {"": [last]}))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup made by: useit-eval backup.")],
    study: Study = None,
    root: Root = None,
) -> None:
    """Check a backup and put it in the place of a study's store; the store replaced is kept beside it.

    Example: useit-eval restore data_processed/useit/backups/useit.20170930T120000Z.sqlite
    """
    from useit_eval.workbench import restore_study

    report = restore_study(file, study, root=find(context, root).root)
    kept = [f"The store replaced is kept: {report.kept}"] if report.kept else []
    say(told(f"Restored {report.rows:,} rows; the last link is {report.last_link}.", {"": kept}))
