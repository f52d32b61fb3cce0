"""Commands on what the field gives: add, voices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.progress import FolderBar
from useit_eval.cli.telling import say, told
from useit_eval.ground.errors import InputRefused, PartlyDone, UsageError

if TYPE_CHECKING:
    from useit_eval.workbench.arrival import AddReport
    from useit_eval.workbench.bench import Bench
    from useit_eval.workbench.folder import FolderReport, Outcome
    from useit_eval.workbench.voices import Proposal

_FILE = "A file from the field, or a folder of them: text, Word, OpenDocument, RTF, web page, e-mail, PDF, captions."
_KIND = "What it is: transcript, notes, minutes, round_up, report, leaflet, message."


def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help=_FILE)],
    study: Study = None,
    title: Annotated[str | None, typer.Option(help="A new source's title for readers.", show_default=False)] = None,
    method: Annotated[str | None, typer.Option(help="How it was gathered: interview, group, document, questionnaire or figures; without it, proposed.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help=_KIND, show_default=False)] = None,
    consent: Annotated[str, typer.Option(help="What may be shown of it: quote or paraphrase.")] = "paraphrase",
    by_programme: Annotated[bool | None, typer.Option("--by-programme/--not-by-programme", help="Whether the programme or its funder wrote it.", show_default=False)] = None,
    collector: Annotated[str, typer.Option(help="Who gathered or wrote it.")] = "not stated",
    dated: Annotated[str | None, typer.Option(metavar="DAY", help="The day it is of, such as 2017-09-30.", show_default=False)] = None,
    language: Annotated[str | None, typer.Option(help="The language spoken or written, such as en or ur.", show_default=False)] = None,
    encoding: Annotated[str | None, typer.Option(help="For plain text whose bytes do not decide it, such as cp1252.", show_default=False)] = None,
    new_version: Annotated[bool, typer.Option("--new-version", help="The file is a new version of the source of its name, however much changed.")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who adds it, for the audit.")] = "researcher",
    root: Root = None,
) -> None:
    """Register a file or a folder of files in a study, and keep their texts in the study's store.

    Every passage the study marks in a text is compared with it first; a changed file becomes a new version.

    Example: useit-eval add ../shared/journal/useit-journal-1.txt --study useit

    Example: useit-eval add transcripts --consent quote
    """
    from useit_eval.workbench import open_study

    said = {"title": title, "method": method, "kind": kind, "consent": consent, "by_programme": by_programme}
    said |= {"collector": collector, "dated": dated, "language": language, "encoding": encoding, "by": by}
    with open_study(study, root=find(context, root).root) as bench:
        if file.is_dir():
            _add_folder(bench, file, said, new_version)
        else:
            _add_file(bench, file, {**said, "new_version": new_version})


def voices(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="A source's label; without it, all.", show_default=False)] = None,
    study: Study = None,
    adopt: Annotated[bool, typer.Option("--adopt", help="Write those that are new into manifest.csv as voices.")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who adopts them, for the audit.")] = "researcher",
    root: Root = None,
) -> None:
    """Say who speaks in the sources: labels of turns, grouped by proposal; a person adopts them.

    Example: useit-eval voices S001 --adopt --by Ann
    """
    from useit_eval.workbench import adopt_voices, open_study, propose_study_voices

    with open_study(study, root=find(context, root).root) as bench:
        report = adopt_voices(bench, source, by=by) if adopt else propose_study_voices(bench, source)
    sure = [_tell_voice(proposal) for proposal in report.proposals if proposal.sure]
    doubtful = [_tell_voice(proposal) for proposal in report.proposals if not proposal.sure]
    new = sum(not proposal.voice for proposal in report.proposals)
    first = f"{len(report.proposals)} voices are heard in the labels of turns; {new} of them are new."
    if adopt:
        first = f"{len(report.adopted)} voices were adopted{': ' + ', '.join(report.adopted) if report.adopted else ''}."
    elif new:
        first += " Adopt them with --adopt, then mend manifest.csv."
    say(told(first, {"Sure": sure, "In doubt": doubtful, "To decide": report.decisions}))


def _tell_voice(proposal: Proposal) -> str:
    labels = ", ".join(f"{label!r} ({count} turn{'' if count == 1 else 's'})" for label, count in proposal.labels)
    bearer = f" = {proposal.voice}" if proposal.voice else ""
    return f"{proposal.source}: {proposal.name}{bearer}: {labels}; {proposal.why}"


def _add_file(bench: Bench, file: Path, said: dict[str, Any]) -> None:
    from useit_eval.workbench import add_source

    report = add_source(bench, file, **said)
    first = f"{report.file} is source {report.label} ({report.state}): {report.characters:,} characters."
    parts = {"": _counted(report), "Await a new place": report.left, "Changed in reading": report.changes}
    say(told(first, {**parts, "Look at": report.doubts, "To decide": report.decisions, "Warning": report.warnings}))


def _counted(report: AddReport) -> Iterator[str]:
    if report.verified:
        yield f"{report.verified} marked passages agree with the text."
    if report.carried or report.left:
        total = report.carried + len(report.left)
        yield f"{report.carried} of {total} marked passages stand in the new version, at the very same words."


def _add_folder(bench: Bench, folder: Path, said: dict[str, Any], new_version: bool) -> None:
    from useit_eval.workbench import add_folder

    if new_version or said["title"]:
        raise UsageError("a title or --new-version is for one file", str(folder), "Add that file alone.")
    with FolderBar() as bar:
        report = add_folder(bench, folder, progress=bar.show, **said)
    say(_tell_folder(report))
    refused = len(report.of("refused"))
    if refused == len(report.outcomes):
        raise InputRefused("no file could be added", str(folder), "Each is listed above with the reason.")
    if refused:
        raise PartlyDone(f"{refused} of {len(report.outcomes)} files were refused", str(folder), "They are listed above.")


def _tell_folder(report: FolderReport) -> str:
    from useit_eval.workbench.folder import KNOWN, REFUSED, STATES, UNDECIDED, VERSION

    counts = [f"{len(found):>6} {name}" for name, states in STATES.items() if (found := report.of(*states))]
    counts += [f"{report.passed_over:>6} passed over (hidden, lock files, licences or the study's own)"] if report.passed_over else []
    parts = {
        "": counts,
        "Imported": map(_tell_file, report.of(*STATES["imported"])),
        "Already there": map(_tell_file, report.of(KNOWN)),
        "New version": map(_tell_file, report.of(VERSION)),
        "Passages that await a new place": report.left,
        "Changed in reading": report.changes,
        "Look at": report.doubts,
        "Needs a decision": [*map(_tell_file, report.of(UNDECIDED)), *report.decisions],
        "Refused": map(_tell_file, report.of(REFUSED)),
        "Warning": report.warnings,
    }
    return told(f"{len(report.outcomes)} files:", parts)


def _tell_file(outcome: Outcome) -> str:
    return f"{outcome.label:<6}{outcome.file}" if not outcome.why else f"{outcome.file}: {outcome.why}"
