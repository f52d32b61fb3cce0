"""Commands on what the field gives: add."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.progress import FolderBar
from useit_eval.cli.telling import counted, folded, say, told
from useit_eval.ground.errors import InputRefused, PartlyDone, UsageError
from useit_eval.ground.safe_files import shown_name

if TYPE_CHECKING:
    from useit_eval.workbench.arrival import AddReport
    from useit_eval.workbench.bench import Bench
    from useit_eval.workbench.folder import FolderReport, Outcome

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
    collector: Annotated[str, typer.Option(metavar="NAME", help="Who gathered or wrote it: an id or a role, such as R02.")] = "not stated",
    relation: Annotated[str, typer.Option(metavar="WORDS", help="How they stand to those who speak, such as 'community researcher, a neighbour'.")] = "not stated",
    dated: Annotated[str | None, typer.Option(metavar="DAY", help="The day it is of, such as 2017-09-30.", show_default=False)] = None,
    language: Annotated[str | None, typer.Option(help="The language spoken or written, such as en or ur.", show_default=False)] = None,
    encoding: Annotated[str | None, typer.Option(help="For plain text whose bytes do not decide it, such as cp1252.", show_default=False)] = None,
    new_version: Annotated[bool, typer.Option("--new-version", help="The file is a new version of the source of its name, however much changed.")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who adds it, for the audit.")] = "researcher",
    root: Root = None,
) -> None:
    """Register a file or a folder of files in a study, and keep their texts in the study's store.

    What is said by options holds for all files of the folder; single ones are corrected in manifest.csv. A changed file
    of the same name becomes a new version. Tables go to: useit-eval questionnaires, or useit-eval indicators.

    Example: useit-eval add transcripts

    Example: useit-eval add transcripts --consent quote --collector R02 --relation "community researcher, a neighbour"
    """
    from useit_eval.workbench import open_study

    said = {"title": title, "method": method, "kind": kind, "consent": consent, "by_programme": by_programme}
    said |= {"collector": collector, "relation": relation, "dated": dated, "language": language, "encoding": encoding, "by": by}
    with open_study(study, root=find(context, root).root) as bench:
        if file.is_dir():
            _add_folder(bench, file, said, new_version)
        else:
            _add_file(bench, file, {**said, "new_version": new_version})


def _add_file(bench: Bench, file: Path, said: dict[str, Any]) -> None:
    from useit_eval.workbench import add_source

    report = add_source(bench, file, **said)
    first = f"{shown_name(report.file)} is source {report.label} ({report.state}): {counted(report.characters, 'character')}."
    parts = {"": _counted(report), "Await a new place": folded(report.left), "Changed in reading": folded(report.changes)}
    parts |= {"Look at": folded(report.doubts), _decide(bench): report.decisions, "Warning": report.warnings}
    say(told(first, {**parts, "Next": _next(report.state == "new", bool(report.left))}))


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
    say(_tell_folder(report, _decide(bench)))
    waiting = len(report.of("refused", "needs a decision"))
    if waiting == len(report.outcomes):
        raise InputRefused("no file could be added", str(folder), "Each is listed above with the reason.")
    if waiting:
        raise PartlyDone(f"{waiting} of {counted(len(report.outcomes), 'file')} were not added", str(folder), "Each is listed above with the reason.")


def _tell_folder(report: FolderReport, decide: str) -> str:
    from useit_eval.workbench.folder import KNOWN, NEW, REFUSED, STATES, UNDECIDED, VERSION

    counts = [f"{len(found):>6} {name}" for name, states in STATES.items() if (found := report.of(*states))]
    counts += [f"{report.passed_over:>6} passed over (hidden, lock files, licences or the study's own)"] if report.passed_over else []
    listed = {
        "Imported": STATES["imported"], "Already there": (KNOWN,), "New version": (VERSION,),
        "Needs a decision, not added": (UNDECIDED,), "Refused": (REFUSED,),
    }  # fmt: skip
    parts = {
        "": counts,
        **{heading: folded(map(_tell_file, report.of(*states)), most=50) for heading, states in listed.items()},
        "Passages that await a new place": folded(report.left),
        "Changed in reading": folded(report.changes),
        "Look at": folded(report.doubts),
        decide: folded(report.decisions),
        "Warning": report.warnings,
        "Next": _next(bool(report.of(NEW)), bool(report.left)),
    }
    return told(f"{counted(len(report.outcomes), 'file')}:", parts)


def _decide(bench: Bench) -> str:
    return f"To decide, in data_raw/{bench.paths.study}/manifest.csv (docs/manifest.md explains its columns)"


def _next(new: bool, left: bool) -> Iterator[str]:
    if left:
        yield "See which passages wait: useit-eval status"
    if new:
        yield "See who speaks: useit-eval voices"
        yield "Then see what is still open: useit-eval status"


def _tell_file(outcome: Outcome) -> str:
    return f"{outcome.label:<6}{outcome.file}" if not outcome.why else f"{outcome.file}: {outcome.why}"
