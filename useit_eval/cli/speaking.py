"""Commands on who speaks: voices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import counted, folded, say, table, told

if TYPE_CHECKING:
    from useit_eval.workbench.voices import Proposal, VoicesReport

_MOST = 60


def voices(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="A source's label; without it, all.", show_default=False)] = None,
    study: Study = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Write those that are new into manifest.csv as voices.")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who adopts them, for the audit.")] = "researcher",
    root: Root = None,
) -> None:
    """Say who speaks in the sources, as the labels of turns tell; with --adopt they become voices of manifest.csv.

    Labels that seem to be one person's are proposed as one voice. Afterwards give each voice in manifest.csv its role,
    its group and its consent: docs/manifest.md says how.

    Example: useit-eval voices

    Example: useit-eval voices S001 --adopt --by Ann
    """
    from useit_eval.workbench import adopt_voices, open_study, propose_study_voices

    with open_study(study, root=find(context, root).root) as bench:
        report = adopt_voices(bench, source, by=by) if adopt else propose_study_voices(bench, source)
    sure, doubtful = ([one for one in report.proposals if one.sure is is_sure] for is_sure in (True, False))
    parts = {"": _rows(sure), "In doubt": _rows(doubtful), "Look at": report.doubts, "To decide": report.decisions}
    say(told(_first(report, adopt), {**parts, "Next": _next(report, source, adopt)}))


def _first(report: VoicesReport, adopt: bool) -> str:
    if not report.proposals:
        return "No labels of speakers stand in the text, so no voice can be proposed."
    new = sum(not proposal.voice for proposal in report.proposals)
    if adopt:
        return f"{counted(len(report.adopted), 'voice was', 'voices were')} adopted."
    return f"{counted(len(report.proposals), 'voice is', 'voices are')} heard, {new or 'none'} of them new."


def _next(report: VoicesReport, source: str | None, adopt: bool) -> tuple[str, ...]:
    if not report.proposals:
        return ("Write who speaks into manifest.csv by hand, a row of record voice for each (docs/manifest.md).",)
    if adopt or all(proposal.voice for proposal in report.proposals):
        return ()
    return (f"If this is right, adopt them: useit-eval voices {source + ' ' if source else ''}--adopt",)


def _rows(found: Sequence[Proposal]) -> list[str]:
    cells = (
        (one.source, one.voice or "new", one.name, f"{sum(count for _, count in one.labels):,}", _why(one)) for one in found
    )
    lines = table(cells, heads=("source", "voice", "name", "turns", ""))
    return [*lines[:1], *folded(lines[1:], most=_MOST)]


def _why(one: Proposal) -> str:
    """Return what the labels of one voice are and why they were put together; nothing where there is one."""
    if len(one.labels) == 1:
        return "" if one.sure else one.why
    return f"{', '.join(f'{label!r} ({count})' for label, count in one.labels)}: {one.why}"
