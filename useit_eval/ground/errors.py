"""One family of errors for everything a person can put right, and the exit codes of the command line."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """What the command line hands back to the shell. Documented in README and tested one by one."""

    DONE = 0
    WORK_FAILED = 1
    USAGE = 2
    INPUT_REFUSED = 3
    PARTLY_DONE = 4
    INTERRUPTED = 130


class UseitError(Exception):
    """A fault a person can mend: what is wrong, where (file and line or row), and what to do next.

    Example:
        >>> str(UseitError("parent 'trust' is not a code", "codebook.yaml, line 41", "Closest: 'trust_in_staff'."))
        "codebook.yaml, line 41: parent 'trust' is not a code. Closest: 'trust_in_staff'."
    """

    exit_code = ExitCode.INPUT_REFUSED

    def __init__(self, what: str, where: str = "", next: str = "") -> None:
        self.what, self.where, self.next = what.rstrip("."), where, next
        super().__init__(what, where, next)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}. {self.next}".rstrip()


class UsageError(UseitError):
    """The command itself was wrong: an unknown study, strand, parameter or option."""

    exit_code = ExitCode.USAGE


class InputRefused(UseitError):
    """A file or value from a person was refused; nothing was written."""


class WorkFailed(UseitError):
    """The input was in order, but the work could not be finished (a notebook failed, a disk was full)."""

    exit_code = ExitCode.WORK_FAILED


class PartlyDone(UseitError):
    """Some of it was done and is kept; the message lists what was not."""

    exit_code = ExitCode.PARTLY_DONE
