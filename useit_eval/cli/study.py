"""Commands on a study as a whole: init, status, run, export."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.progress import ProgressBar
from useit_eval.cli.telling import counted, folded, near, say, table, told
from useit_eval.ground import project as projects
from useit_eval.ground.wording import singular

if TYPE_CHECKING:
    from useit_eval.runs import RunReport
    from useit_eval.workbench import StatusReport

_WORDS = {
    "sections": "turns and paragraphs", "quote": "may be quoted", "paraphrase": "in paraphrase only",
    "answers": "answers in questionnaires", "readings": "readings of indicators", "original": "as spoken or written",
}  # fmt: skip
_ONE = {
    "sections": "turn or paragraph", "claims that count": "claim that counts",
    "questionnaires that count": "questionnaire that counts", "answers": "answer in questionnaires",
    "readings": "reading of indicators", "signed judgements": "signed judgement",
}  # fmt: skip


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
    say(told(f"Started the study {report.study} in {report.root}.", {"Written": report.created, "Next": report.next}))


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

    with open_study(study, root=find(context, root).root) as bench:
        report = study_status(bench)
    if as_json:
        say(json.dumps(report.as_dict(), ensure_ascii=False, indent=1, default=str))
        return
    say(_tell_status(report))


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

    project = find(context, root)
    given = gather(parameter or [], study=study, strand=strand, as_of=as_of, round_no=round_no)
    with ProgressBar() as bar:
        report = run_study(project, given.get("study"), only=only, parameters=given, progress=bar.show)
    say(_tell_run(report, Path.cwd()))


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

    with open_study(study, root=find(context, root).root) as bench:
        report = export_coding(bench, folder=folder)
    evidence = counted(report.evidence, "piece of evidence", "pieces of evidence")
    first = f"Exported {counted(report.claims, 'claim')}, {counted(report.codings, 'coding')} and {evidence}."
    waiting = [f"{label}: {count}" for label, count in report.awaiting.items()]
    say(told(first, {"Written": [near(Path(file), Path.cwd()) for file in report.files], "Await a new place": waiting}))


def _tell_status(report: StatusReport) -> str:
    """Return the state of a study as lines: what there is in a table, what there is none of in one line."""
    held = [(f"{count:>7,}", _noun(words, count)) for words, count in report.holds.items() if count]
    absent = ", ".join(words for words, count in report.holds.items() if not count)
    strands = [(strand, counted(held["theories"], "theory", "theories"), counted(held["claims"], "claim")) for strand, held in report.by_strand.items()]
    shown = [(name, _tallied(counts)) for name, counts in report.consent.items() if counts]
    language, rendering = (report.spoken.get(name, {}) for name in ("language", "rendering"))
    spoken = [_tallied(counts) for counts in (language, rendering) if len(counts) > 1]
    parts = {
        "Holds": [*table(held), *([f"none yet: {absent}"] if absent else [])],
        "What may be shown": table(shown),
        "Languages of turns and paragraphs": spoken,
        "By strand": table(strands),
        "Warning": report.warnings,
        "Missing": folded(report.missing),
        "Next": folded(report.next),
    }
    return told(f"{report.title} (study {report.study}), as of {report.as_of}", parts)


def _noun(words: str, count: int) -> str:
    """Return the words beside a count, in the form that goes with one or with many."""
    return _ONE.get(words) or singular(words) if count == 1 else _WORDS.get(words, words)


def _tallied(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {_WORDS.get(word, word)}" for word, count in counts.items())


def _tell_run(report: RunReport, here: Path) -> str:
    """Return the last lines of a run: what was done, what was written, what to know, and where to start reading."""
    counts = [(report.count("done"), "run"), (report.count("cached"), "unchanged and taken from the cache")]
    done = ", ".join(f"{count} {words}" for count, words in counts if count)
    first = f"{counted(len(report.notebooks), 'notebook')} in {report.seconds:.1f} s: {done}."
    lines = [told(first, {"Written": [near(path, here) for path in report.pages], "Note": report.warnings})]
    lines += [f"Record of this run: {near(report.folder / 'run.json', here)}"]
    lines += [f"Start reading: {near(report.start_here, here)}"] if report.start_here else []
    return "\n".join(lines)
