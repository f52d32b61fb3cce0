"""The door: ``useit-eval`` parses words, calls one function, prints what it reports. Nothing heavy loads here."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
import threading
import traceback

import typer

from useit_eval.cli import (
    arriving,
    fielding,
    hosting,
    keeping,
    measuring,
    parting,
    printing,
    redacting,
    registers,
    sheets,
    speaking,
    study,
)
from useit_eval.cli.options import FOUND, Root
from useit_eval.ground import project as projects
from useit_eval.ground.errors import ExitCode, UseitError

app = typer.Typer(
    name="useit-eval", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="useit-eval: realist evaluation in notebooks. What works, for whom, in what circumstances, how and why.",
)


@app.callback()
def _shared(context: typer.Context, root: Root = None) -> None:
    context.obj = root


SHORT = {
    study.init: "Start a new study from templates.",
    redacting.redact: "Take names out of a text before adding it.",
    arriving.add: "Add a file or a folder from the field.",
    speaking.voices: "See who speaks; adopt them as voices.",
    registers.register: "Begin a register, or list those there are.",
    measuring.indicators: "Read statistics of areas over time.",
    fielding.questionnaires: "Read filled-in questionnaires.",
    study.status: "What is there, what is missing, what next.",
    study.run: "Run the notebooks; write the chapters.",
    study.export: "Write the codings as files.",
    sheets.sheet: "Edit theory, codes, evidence in a workbook.",
    hosting.workshop: "Open the coder for a room.",
    printing.paper: "Print an interview to code on paper.",
    parting.merge: "Bring in a colleague's copy.",
    parting.withdraw: "Erase the words of a voice or a source.",
    keeping.audit: "See who did what; verify the store.",
    keeping.backup: "Keep a checked copy of the store.",
    keeping.restore: "Put a backup in the store's place.",
}
"""Every verb, in the order in which a study needs them, with the line that the list of verbs has room for."""
for _verb, _short in SHORT.items():
    app.command(short_help=_short)(_verb)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    A fault a person can mend is one plain sentence on stderr; a bug keeps its traceback, there and in the study's logs.
    What is written meanwhile, by kernels too, is its owner's alone, whatever the system's default is.
    """
    before = os.umask(0o077)
    try:
        return _answer(arguments)
    finally:
        os.umask(before)


def _answer(arguments: list[str] | None) -> int:
    try:
        app(args=arguments, prog_name="useit-eval")
    except UseitError as error:
        told = str(error)
        print(told[:1].upper() + told[1:] if not error.where else told, file=sys.stderr)
        return int(error.exit_code)
    except SystemExit as end:  # how Typer hands back its code: 2 for a wrong command, 130 for Ctrl-C
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
        return _stopped() if code == ExitCode.INTERRUPTED else code
    except KeyboardInterrupt:
        return _stopped()
    except Exception as bug:
        _log_bug(bug)
        raise
    return int(ExitCode.DONE)


def _stopped() -> int:
    print("Stopped. What was published before is as it was.", file=sys.stderr)
    others = [thread for thread in threading.enumerate() if thread is not threading.current_thread() and not thread.daemon]
    if others:  # a worker that still waits for a killed kernel must not keep the person waiting
        sys.stderr.flush()
        os._exit(ExitCode.INTERRUPTED)
    return int(ExitCode.INTERRUPTED)


def _log_bug(bug: Exception) -> None:
    """Keep in the study's logs where a bug struck, where a project can be found; its message may hold people's words."""
    place = "".join(traceback.format_tb(bug.__traceback__))
    text = f"{place}{type(bug).__name__} (its message was shown on the screen and is not kept: it may hold words of people)\n"
    with contextlib.suppress(UseitError, OSError):
        project = FOUND[0] if FOUND else projects.find()
        logs = project.paths().logs
        logs.mkdir(parents=True, exist_ok=True)
        now = datetime.datetime.now(datetime.UTC)
        (logs / f"bug-{now:%Y%m%dT%H%M%SZ}.log").write_text(text, encoding="utf-8")
        print(f"This is a bug in useit-eval. It is kept in {logs}.", file=sys.stderr)
