"""Commands on parting and coming together: withdraw, merge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import near, say, told
from useit_eval.ground.errors import PartlyDone, UsageError

if TYPE_CHECKING:
    from useit_eval.workbench.merging import MergeReport
    from useit_eval.workbench.scan import Found
    from useit_eval.workbench.withdrawal import WithdrawPlan, WithdrawReport

MOST_LISTED = 20
_NAMES = {"source_text": "text", "response": "answer"}


def withdraw(
    context: typer.Context,
    label: Annotated[
        str, typer.Argument(metavar="VOICE|SOURCE", help="The label of a voice or source, as manifest.csv has it.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    reason: Annotated[str, typer.Option(help="Why, in a sentence that names nobody; it stays on record.")] = "",
    by: Annotated[str, typer.Option(help="Who erases.")] = "researcher",
    study: Study = None,
    root: Root = None,
) -> None:
    """Erase the words of a voice or a source everywhere in a study, and leave a tombstone.

    Store, coding files, runs, caches, reports, exports and backups are erased; a person's own files are listed by path.
    Without --yes it says what would be erased, and asks.

    Example: useit-eval withdraw V07 --yes
    """
    from useit_eval import workbench

    with workbench.open_to_withdraw(study, label, root=find(context, root).root) as bench:
        if not yes:
            say(_tell_plan(workbench.plan_withdrawal(bench, label)))
            _ask(label)
        report = workbench.withdraw(bench, label, by=by, reason=reason)
    say(_tell_withdrawn(report))
    if report.found:
        raise PartlyDone(
            f"words of {label} may still stand in {_count(len(report.found), 'file')}, listed above", "",
            "See to each by hand. The words themselves are no longer known here, so nothing can search for them again.",
        )  # fmt: skip


def merge(
    context: typer.Context,
    other: Annotated[
        Path,
        typer.Argument(metavar="OTHER", help="Another copy's project folder, its store.sqlite, or a backup of it."),
    ],
    by: Annotated[str, typer.Option(help="Who merges.")] = "researcher",
    study: Study = None,
    root: Root = None,
) -> None:
    """Bring the rows of another copy of the study into this one, and list what two coders did differently.

    No row of either is lost, nothing is settled by the machine, and it is the same whichever way round.

    Example: useit-eval merge ../copy_of_ben
    """
    from useit_eval import workbench

    with workbench.open_study(study, root=find(context, root).root) as bench:
        report = workbench.merge_study(bench, other, by=by)
    say(_tell_merged(report))


def _ask(label: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"nothing was erased: {label} is withdrawn only when you say so", "", "Add --yes.")
    if input(f"This cannot be undone. Write {label} to erase: ").strip() != label:
        raise UsageError("nothing was erased", "", f"Write {label} when asked, or add --yes.")


def _tell_plan(plan: WithdrawPlan) -> str:
    here = Path.cwd()
    made = f"{_count(len(plan.made_files), 'file')} made by runs and commands (reports, cache, exports, backups)"
    erased = (*_rows(plan.rows), made, *(near(path, here) for path in plan.raw_files))
    first = f"Withdrawing the {plan.kind} {plan.label} erases words in these places:"
    return told(first, {"": erased, "No longer counted": _claims(plan.claims), "Note": plan.notes})


def _tell_withdrawn(report: WithdrawReport) -> str:
    here = Path.cwd()
    files = f"{_count(report.erased_files, 'file')} made by runs and commands, or registered as the source's"
    parts = {
        "Erased": (*_rows(report.rows), files, *(near(path, here) for path in report.raw_files)),
        "Rewritten without the words": [near(path, here) for path in report.rewritten],
        "No longer counted": _claims(report.claims),
        "To see to by hand": [_found(near(one.path, here), one) for one in report.found],
        "Prose that stands on what was withdrawn": report.blocks,
        "Note": report.notes,
    }
    return told(f"The words of the {report.kind} {report.label} are withdrawn.", parts)


def _tell_merged(report: MergeReport) -> str:
    came = [f"{count:>6,} {_noun(table, count)}" for table, count in report.added.items()] or ["nothing that was not here already"]
    shown = [f"{one.kind}: {one.where} ({' and '.join(one.who)})" for one in report.conflicts[:MOST_LISTED]]
    more = len(report.conflicts) - len(shown)
    shown += [f"and {more} more"] if more > 0 else []
    return told(f"Merged {report.other}.", {"Came": came, "For a person to settle": shown, "Note": report.notes})


def _rows(rows: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{_count(count, 'row')} of {_NAMES.get(table, table)}" for table, count in rows.items())


def _noun(table: str, count: int) -> str:
    name = _NAMES.get(table, table)
    return name if count == 1 or name == "evidence" else f"{name}s"


def _claims(labels: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{_count(len(labels), 'claim')}: {', '.join(labels)}",) if labels else ()


def _found(path: str, one: Found) -> str:
    if one.note:
        return f"{path}: {one.note}"
    met = [_count(one.runs, "run") + " of the words"] if one.runs else []
    if one.hashes:
        met.append(f"{one.hashes} {'hash' if one.hashes == 1 else 'hashes'} of them")
    return f"{path}: {' and '.join(met)}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
