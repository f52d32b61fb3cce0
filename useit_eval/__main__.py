"""The front door: ``python -m useit_eval evaluate | test | lab`` from a bare Python, on any system, without make.

Everything up to ``enter`` runs on the standard library alone, on Pythons too old for the rest as well.
"""

from __future__ import annotations

import sys

USAGE = """\
useit_eval: a workbench for realist evaluation.

  python -m useit_eval evaluate   set up what is missing, evaluate USE-IT!, write reports/useit/index.html
  python -m useit_eval test       set up what is missing, run all tests
  python -m useit_eval lab        open JupyterLab on notebooks/00_start_here.ipynb
  python -m useit_eval clean      delete what can be made again (never codings, reports or your notebooks)

Any other word goes to useit-eval: python -m useit_eval status. All its commands: python -m useit_eval --help
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and return its exit code; errors a person can mend become one plain sentence."""
    words = sys.argv[1:] if arguments is None else arguments
    if sys.version_info < (3, 11):  # before any import that such a Python could not read
        sys.stderr.write(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; useit_eval needs 3.11 or newer.\n"
        )
        return 2
    if not words:
        sys.stdout.write(USAGE)
        return 0
    from useit_eval.ground.errors import ExitCode, UseitError

    try:
        return _open(words)
    except UseitError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Start again to go on.\n")
        return int(ExitCode.INTERRUPTED)


def _open(words: list[str]) -> int:
    from useit_eval import chores, setting_up

    verb, rest = words[0], words[1:]
    if verb == "clean":  # needs no environment, and must not make one
        return chores.clean(rest)
    code = setting_up.enter(words)
    if code is not None:
        return code
    return chores.VERBS[verb](rest) if verb in chores.VERBS else chores.hand_over(words)


if __name__ == "__main__":
    sys.exit(main())
