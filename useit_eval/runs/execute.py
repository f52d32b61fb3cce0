"""Run a study: its notebooks in order, side by side, from the cache where nothing changed; then publish what they gave."""

from __future__ import annotations

import contextlib
import datetime
import difflib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from useit_eval.ground.errors import InputRefused, UsageError, UseitError, WorkFailed
from useit_eval.ground.project import Project, StudyPaths
from useit_eval.ground.text import sha256
from useit_eval.runs.checking import check_files
from useit_eval.runs.digests import read_seed
from useit_eval.runs.folder import failed_path, name_run, open_folder, whole_path
from useit_eval.runs.graph import build_graph, select
from useit_eval.runs.parameters import check_parameters
from useit_eval.runs.publish import publish_pages
from useit_eval.runs.record import NotebookOutcome, Progress, RunReport, write_record
from useit_eval.runs.running import quiet_logs
from useit_eval.runs.scheduling import Schedule
from useit_eval.runs.templates import Notebook, read_notebooks
from useit_eval.runs.working import StudyWork

MOST_WORKERS = 4
REFUSALS = ("InputRefused", "UsageError")
START = "index.html"


def run_study(
    project: Project, study: str | None = None, *, only: str | Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None, progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Run a study's notebooks, publish their pages, and return what was done.

    ``only`` names notebooks or groups, which run with what they depend on; ``parameters`` go to every notebook that
    declares them; ``progress`` is called, in this thread, at every step.
    Raises UsageError, before anything runs, for an unknown study, notebook, parameter or strand; InputRefused when a
    notebook refused a person's file, WorkFailed when one failed: then the error's ``report`` holds the outcomes, and
    earlier pages and runs are as they were.
    """
    begun = time.monotonic()
    paths = project.paths(study).require()
    chosen = select(read_notebooks(project.notebooks), only)
    given = _check_given(paths, chosen, parameters or {})
    work = StudyWork(project, paths, given)
    with contextlib.closing(work):
        check_files(project, paths, meanwhile=work.wake)
        return _run(work, chosen, only=only or "", progress=progress or (lambda _: None), begun=begun)


def _run(
    work: StudyWork, chosen: tuple[Notebook, ...], *, only: str | Sequence[str],
    progress: Callable[[Progress], None], begun: float,
) -> RunReport:
    paths, given = work.paths, work.given
    started = datetime.datetime.now(datetime.UTC)
    with open_folder(paths.runs, name_run(started, _identity(chosen, given))) as work.folder:
        folder = work.folder
        write_record(folder, state="running", study=paths.study, started=started)
        outcomes = _work(work, chosen, progress)
        failed = [outcome for outcome in outcomes if outcome.state == "failed"]
        write_record(
            folder, state="failed" if failed else "whole", study=paths.study, started=started, outcomes=outcomes,
            given=given, only=only, seed=read_seed(paths),
        )
        if failed:
            raise _failure(failed, RunReport(failed_path(folder), (), outcomes, time.monotonic() - begun, (), None))
    whole = not only and given.get("strand", "all") == "all"
    published = publish_pages(whole_path(folder), paths.reports, whole=whole)
    start = paths.reports / START
    return RunReport(
        whole_path(folder), published.pages, outcomes, time.monotonic() - begun, published.warnings,
        start if start.is_file() else None,
    )


def _work(work: StudyWork, chosen: tuple[Notebook, ...], tell: Callable[[Progress], None]) -> tuple[NotebookOutcome, ...]:
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    schedule = Schedule(build_graph(chosen), chosen, work=work, workers=workers, tell=tell)
    with quiet_logs():
        try:
            outcomes = schedule.run()
        finally:
            work.close()  # first the kernels: a worker waits for its own
            schedule.stop()
    stray = work.undeclared(chosen)
    if stray and all(outcome.state in ("done", "cached") for outcome in outcomes):
        raise WorkFailed(f"{stray[0]} was written, but no notebook declares that it gives it", "", "Add it to the notebook's gives.")
    return outcomes


def _check_given(paths: StudyPaths, chosen: tuple[Notebook, ...], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of this run, checked, with the study's name for the notebooks that ask for it."""
    named = parameters.get("study", paths.study)
    if named != paths.study:
        raise UsageError(f"two studies are named, {paths.study!r} and {named!r}", "", "Name one.")
    asked = any(notebook.declares("study") for notebook in chosen)
    given = check_parameters(chosen, {**({"study": paths.study} if asked else {}), **parameters})
    if given.get("strand", "all") != "all":
        _check_strand(paths, given["strand"])
    return given


def _check_strand(paths: StudyPaths, strand: str) -> None:
    from useit_eval.codebook import load_study
    from useit_eval.report.overall import SLUG

    study = load_study(paths.codebooks / "study.yaml")
    known = [entry.id for entry in (*study.strands, *study.cross_strands)] + [SLUG, "all"]
    if strand not in known:
        close = difflib.get_close_matches(strand, known, n=1)
        closest = f"Closest: {close[0]!r}. " if close else ""
        raise UsageError(f"the study has no strand {strand!r}", "--strand", f"{closest}Strands: {', '.join(known)}.")


def _identity(chosen: tuple[Notebook, ...], given: Mapping[str, Any]) -> str:
    return sha256(json.dumps([[notebook.digest for notebook in chosen], dict(given)], sort_keys=True))


def _failure(failed: Sequence[NotebookOutcome], report: RunReport) -> UseitError:
    """Return the error that tells of failed notebooks; a person's file that was refused keeps its own exit code."""
    first = failed[0]
    kind = InputRefused if first.error in REFUSALS else WorkFailed
    others = f" Failed as well: {', '.join(outcome.name for outcome in failed[1:])}." if failed[1:] else ""
    reason = first.message if kind is InputRefused else f"{first.error}: {first.message}"
    error = kind(f"the notebook failed: {reason}", first.name, f"See {_copy(report, first)}.{others}")
    error.report = report
    return error


def _copy(report: RunReport, outcome: NotebookOutcome) -> Path:
    return report.folder / "notebooks" / f"{outcome.name}.ipynb"
