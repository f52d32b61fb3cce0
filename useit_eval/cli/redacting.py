"""Commands that put names aside before a text is added: redact."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import near, say, told
from useit_eval.ground.errors import InputRefused, UsageError, UseitError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from useit_eval.ground.project import Project
    from useit_eval.sources.redacting.redaction_sheet import Decided

_CONTEXT = 60


def redact(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A raw file from the field; it is only read.", show_default=False)] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The key, outside the project; without it, USEIT_KEY.", show_default=False)] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="FOLDER", help="Where the review sheet goes, outside the project; without it, beside FILE.", show_default=False)] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for each doubtful place here, and write the answers into the sheet.")] = False,
    decisions: Annotated[Path | None, typer.Option("--decisions", metavar="SHEET", help="The review sheet with your decisions.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Where the redacted copy goes.", show_default=False)] = None,
    undecided: Annotated[str | None, typer.Option("--undecided", metavar="WORD", help="keep or replace what nobody decided; without it such rows are refused.", show_default=False)] = None,
    to_key: Annotated[bool, typer.Option("--to-key", help="Add confirmed new names to the key, with the next free pseudonym.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Look for names of the key in what the study's store holds.")] = False,
    study: Study = None,
    root: Root = None,
) -> None:
    """Propose names, numbers and addresses in a raw text for you to confirm, and write the redacted copy to add.

    First without --decisions: a review sheet is written. Go through it; then with --decisions and --out.

    Example: useit-eval redact raw/interview_07.docx --key keys/harbour.csv

    Example: useit-eval redact raw/interview_07.docx --key keys/harbour.csv --decisions raw/interview_07_review.csv --out redacted

    Example: useit-eval redact --check --key keys/harbour.csv
    """
    project = find(context, root)
    choices = {"ask": ask, "out": out, "undecided": undecided, "to_key": to_key}
    try:
        _work(project, file, key, sheet=sheet, decisions=decisions, study=study, check=check, **choices)
    except UseitError:
        raise
    except Exception as bug:  # its message may hold words of the text, and bugs are logged in the project
        told = f"{type(bug).__name__}, its message left out because it may hold words of a raw text"
        raise RuntimeError(told).with_traceback(bug.__traceback__) from None


def _work(
    project: Project, file: Path | None, key: Path | None, *, sheet: Path | None, decisions: Path | None, study: str | None,
    check: bool, ask: bool, out: Path | None, undecided: str | None, to_key: bool,
) -> None:  # fmt: skip
    from useit_eval.sources.keys import key_path

    key = key_path(key)
    if check:
        _check(project, study, key)
    elif file is None:
        raise UsageError("no file is named", "", "Give the raw file, or --check to look through the store.")
    elif decisions is None:
        _propose(project, file, key, sheet, ask=ask)
    elif out is None:
        raise UsageError("--out is missing", "", "Give the folder for the redacted copy.")
    else:
        _apply(project, file, decisions, key=key, out=out, undecided=undecided, to_key=to_key)


def _propose(project: Project, file: Path, key: Path, folder: Path | None, *, ask: bool) -> None:
    from useit_eval.workbench.redaction import propose_redactions

    report = propose_redactions(file, key=key, root=project.root, folder=folder, ask=_ask if ask else None)
    sheet = near(report.sheet, Path.cwd())
    first = f"{sum(report.sure.values())} places are decided, {sum(report.doubtful.values())} are left to you."
    following = (
        f"Open {sheet}: write yes or no under decision; change a replacement where it is wrong.",
        "Add a row (words and replacement, no number) for what was missed; it counts wherever the words stand.",
        f"Then: useit-eval redact {quote(str(file))} --decisions {quote(sheet)} --out FOLDER",
        "The sheet holds words of the raw text: delete it afterwards.",
    )
    say(told(first, {"Decided": _counts(report.sure), "Left to you": _counts(report.doubtful), "Note": report.warnings, "Next": following}))


def _apply(project: Project, file: Path, sheet: Path, *, key: Path, out: Path, undecided: str | None, to_key: bool) -> None:
    from useit_eval.workbench.redaction import apply_decisions

    report = apply_decisions(file, sheet, out=out, key=key, root=project.root, undecided=undecided, to_key=to_key)
    copy = near(report.file, Path.cwd())
    new = f"{report.new_names} persons are not in the key; the same command with --to-key adds them." if report.new_names > report.added_to_key else ""
    added = f"{report.added_to_key} persons were added to the key; see that their role is right." if report.added_to_key else ""
    notes = [note for note in (new, added, *report.warnings) if note]
    following = (
        f"Read {copy} once from beginning to end: no rule finds everything (docs/pseudonyms.md).",
        f"useit-eval add {quote(copy)}",
        f"Delete {near(sheet, Path.cwd())}, and keep the raw file where your data plan says.",
    )
    first = f"Written: {copy}, {sum(report.replaced.values())} places replaced, {report.kept} kept as they are."
    say(told(first, {"Replaced": _counts(report.replaced), "Note": notes, "Next": following}))


def _check(project: Project, study: str | None, key: Path) -> None:
    from useit_eval.workbench import open_study
    from useit_eval.workbench.redaction import check_study

    with open_study(study, root=project.root) as bench:
        report = check_study(bench, key)
    say(told(f"{report.sources} sources of {report.study}: {report.sure} names of the key, {report.doubtful} doubtful.", {"Where": report.lines}))
    if report.sure:
        raise InputRefused(
            "names of the key stand in the store", "",
            "Redact the raw texts and add them as new versions; the old ones go with useit-eval withdraw.",
        )  # fmt: skip


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [f"{count:>5} {kind}" for kind, count in sorted(counts.items())]


def _ask(text: str, decided: list[Decided]) -> list[Decided]:
    """Ask for what is not decided, one by one; "all" and "none" answer for the same words in what follows too."""
    answers: dict[str, bool] = {}
    made, asking = [], True
    waiting = sum(each.decision is None for each in decided)
    for each in decided:
        if each.decision is not None or not asking:
            made.append(each)
            continue
        words = " ".join(text[each.proposal.start : each.proposal.end].split()).casefold()
        if words not in answers:
            answer = _answer(text, each, f"{each.number} of {len(decided)}, {waiting} doubtful")
            asking = answer != "q"
            if answer in ("a", "s"):
                answers[words] = answer == "a"
        decision = answers[words] if words in answers else {"y": True, "n": False}.get(answer)
        made.append(dataclasses.replace(each, decision=decision))
    return made


def _answer(text: str, each: Decided, place: str) -> str:
    start, end = each.proposal.start, each.proposal.end
    before = " ".join(text[max(0, start - _CONTEXT) : start].split())
    after = " ".join(text[end : end + _CONTEXT].split())
    words = " ".join(text[start:end].split())
    shown = "".join(c if c.isprintable() else "?" for c in f"...{before} >>{words}<< {after}...")
    typer.echo(f"\n{place}: {each.proposal.kind} -> {each.proposal.replacement} ({each.proposal.why})\n{shown}")
    while True:
        try:
            answer = typer.prompt("Replace? [y]es, [n]o, [a]ll the same yes, [s]ame all no, [q]uit asking").strip().lower()[:1]
        except typer.Abort:  # Ctrl-C or the end of input: what was answered is kept
            return "q"
        if answer in tuple("ynasq"):
            return answer
