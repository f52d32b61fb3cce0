"""The door: ``useit-eval`` parses words, calls one function, prints what it reports. Nothing heavy loads here."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.ground import project as projects
from useit_eval.ground.errors import ExitCode, UseitError

if TYPE_CHECKING:
    from useit_eval.runs import Progress, RunReport

WORDS = {"done": "done", "cached": "unchanged", "failed": "failed", "skipped": "not run"}
_FOUND: list[projects.Project] = []
"""The project that this command works on, so that a bug can be logged in it."""
ROOT_HELP = "The project's folder, which holds useit.toml. Without it: USEIT_ROOT, else the nearest such folder upward."
Root = Annotated[Path | None, typer.Option("--root", metavar="FOLDER", help=ROOT_HELP, show_default=False)]
Study = Annotated[str | None, typer.Option("--study", metavar="NAME", help="The study; without it, the one useit.toml names.", show_default=False)]

app = typer.Typer(
    name="useit-eval", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="useit-eval: realist evaluation in notebooks. What works, for whom, in what circumstances, how and why.",
)


@app.callback()
def _shared(context: typer.Context, root: Root = None) -> None:
    context.obj = root


def _find(context: typer.Context, root: Path | None) -> projects.Project:
    project = projects.find(root or context.obj)
    _FOUND[:] = [project]
    return project


@app.command()
def init(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The study's name: lower-case letters, digits and underscores.")],
    root: Root = None,
) -> None:
    """Start a new study from commented templates: another programme, another city.

    Example: useit-eval init leeds
    """
    from useit_eval.workbench import init_study

    report = init_study(name, folder=root or context.obj or os.environ.get(projects.ENVIRONMENT) or ".")
    _say(_told(f"Started the study {report.study} in {report.root}.", {"Written": report.created, "Next": report.next}))


@app.command()
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
    with open_study(study, root=_find(context, root).root) as bench:
        report = add_source(bench, file, **described)
    first = f"{report.file} is source {report.label} ({report.state}): {report.characters:,} characters."
    verified = (f"{report.verified} marked passages agree with the text.",) if report.verified else ()
    _say(_told(first, {"": verified, "Changed in reading": report.changes, "To decide": report.decisions}))


@app.command()
def status(
    context: typer.Context,
    study: Study = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for programs to read.")] = False,
    root: Root = None,
) -> None:
    """Say what a study holds, what is missing, and what to do next.

    Example: useit-eval status --json
    """
    from useit_eval.workbench import open_study, study_status

    with open_study(study, root=_find(context, root).root) as bench:
        report = study_status(bench)
    if as_json:
        _say(json.dumps(report.as_dict(), ensure_ascii=False, indent=1, default=str))
        return
    holds = tuple(f"{count:>6} {words}" for words, count in report.holds.items())
    strands = tuple(f"{strand}: {held['theories']} theories, {held['claims']} claims" for strand, held in report.by_strand.items())
    first = f"{report.title} (study {report.study}), as of {report.as_of}"
    _say(_told(first, {"Holds": holds, "By strand": strands, "Missing": report.missing, "Next": report.next}))


@app.command()
def run(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="Run this notebook or group, and what it depends on.", show_default=False)] = None,
    strand: Annotated[str | None, typer.Option("--strand", metavar="ID", help="One strand; without it, all.", show_default=False)] = None,
    study: Study = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Evaluate as of this day, such as 2017-09-30.", show_default=False)] = None,
    round_no: Annotated[str | None, typer.Option("--round", metavar="NUMBER", help="The coding round.", show_default=False)] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="Pass a parameter to the notebooks that have it.", show_default=False)] = None,
    root: Root = None,
) -> None:
    """Run the notebooks: evaluate the study and write its chapters and training modules.

    What did not change since the last run is taken from the cache.

    Example: useit-eval run --only chapters --strand matching_skills

    Example: useit-eval run -p min_units=3
    """
    from useit_eval.runs import run_study
    from useit_eval.runs.parameters import gather

    project = _find(context, root)
    given = gather(parameter or [], study=study, strand=strand, as_of=as_of, round_no=round_no)
    with _ProgressBar() as bar:
        report = run_study(project, given.get("study"), only=only, parameters=given, progress=bar.show)
    _say(_tell_run(report, Path.cwd()))


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help="Where to write; without it, data_processed/STUDY/export.", show_default=False)] = None,
    study: Study = None,
    root: Root = None,
) -> None:
    """Write the codings of a study's store as files, in the form in which they are shipped.

    Example: useit-eval export exported
    """
    from useit_eval.workbench import export_coding, open_study

    with open_study(study, root=_find(context, root).root) as bench:
        report = export_coding(bench, folder=folder)
    first = f"Exported {report.claims} claims, {report.codings} codings and {report.evidence} pieces of evidence."
    _say(_told(first, {"Written": tuple(_near(Path(file), Path.cwd()) for file in report.files)}))


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    A fault a person can mend is one plain sentence on stderr; a bug keeps its traceback, there and in the study's logs.
    """
    try:
        app(args=arguments, prog_name="useit-eval")
    except UseitError as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    except SystemExit as end:  # how Typer hands back its code: 2 for a wrong command, 130 for Ctrl-C
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
        return _stopped() if code == ExitCode.INTERRUPTED else code
    except KeyboardInterrupt:
        return _stopped()
    except Exception:
        _log_bug(traceback.format_exc())
        raise
    return int(ExitCode.DONE)


def _stopped() -> int:
    print("Stopped. What was published before is as it was.", file=sys.stderr)
    others = [thread for thread in threading.enumerate() if thread is not threading.current_thread() and not thread.daemon]
    if others:  # a worker that still waits for a killed kernel must not keep the person waiting
        sys.stderr.flush()
        os._exit(ExitCode.INTERRUPTED)
    return int(ExitCode.INTERRUPTED)


def _log_bug(text: str) -> None:
    """Keep a bug's traceback in the study's logs, where a project can be found."""
    with contextlib.suppress(UseitError, OSError):
        project = _FOUND[0] if _FOUND else projects.find()
        logs = project.paths().logs
        logs.mkdir(parents=True, exist_ok=True)
        now = datetime.datetime.now(datetime.UTC)
        (logs / f"bug-{now:%Y%m%dT%H%M%SZ}.log").write_text(text, encoding="utf-8")
        print(f"This is a bug in useit-eval. It is kept in {logs}.", file=sys.stderr)


def _say(text: str) -> None:
    print(text)


def _told(first: str, parts: Mapping[str, Iterable[str]]) -> str:
    """Return a report as lines: what was done, then each part that has something in it under its heading."""
    lines = [first]
    for heading, items in parts.items():
        rows = [f"  {item}" for item in items]
        lines += [*([f"{heading}:"] if heading and rows else []), *rows]
    return "\n".join(lines)


def _tell_run(report: RunReport, here: Path) -> str:
    """Return the last lines of a run: what was done, what was written, what to know, and where to start reading."""
    counts = [(report.count("done"), "run"), (report.count("cached"), "unchanged and taken from the cache")]
    told = ", ".join(f"{count} {words}" for count, words in counts if count)
    first = f"{len(report.notebooks)} notebooks in {report.seconds:.1f} s: {told}."
    lines = [_told(first, {"Written": [_near(path, here) for path in report.pages], "Note": report.warnings})]
    lines += [f"Record of this run: {_near(report.folder / 'run.json', here)}"]
    lines += [f"Start reading: {_near(report.start_here, here)}"] if report.start_here else []
    return "\n".join(lines)


def _near(path: Path, here: Path) -> str:
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


class _ProgressBar:
    """A bar on a terminal, a line for each notebook elsewhere; both on stderr."""

    def __enter__(self) -> _ProgressBar:
        self._bar = self._task = None
        if sys.stderr.isatty():
            self._open()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, step: Progress) -> None:
        """Show one step of the run."""
        if self._bar is not None:
            self._bar.update(self._task, completed=step.done, total=step.total, description=step.title)
        elif step.state not in ("started", "cell"):
            print(f"{step.notebook}: {WORDS[step.state]}", file=sys.stderr, flush=True)

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", style="bold"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task("Looking for what has changed", total=None)
