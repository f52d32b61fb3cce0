"""The slips of a workshop: who may come in with which code, under which name, kept so that a restart changes nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import check_format
from useit_eval.ground.safe_files import read_bytes, write_whole
from useit_eval.workshop import codes

FILE = "workshop.json"
FORMAT = "useit-workshop/1"
MOST_SLIPS = 60
MOST_DEVICES = 6


@dataclasses.dataclass
class Slip:
    """One participant's place: a code to type, a token for the picture, the name chosen, and the devices let in.

    Code and token are kept as they are, because they are printed again; of a device only the hash of its cookie is.
    """

    number: int
    code: str
    token: str
    coder: str = ""
    devices: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Book:
    """All that a workshop must remember: slips, the facilitator's own token, the port, and how far the group is."""

    path: Path
    study: str
    slips: list[Slip]
    facilitator: str
    facilitator_devices: list[str] = dataclasses.field(default_factory=list)
    port: int = 0
    comparison: bool = False
    ended: bool = False

    def keep(self) -> None:
        """Write the book, for its owner alone to read. Raises WorkFailed when it cannot be written."""
        told: dict[str, Any] = {"format": FORMAT, **dataclasses.asdict(self)}
        del told["path"]
        write_whole(self.path, json.dumps(told, indent=1, ensure_ascii=False) + "\n", mode=0o600)

    def admit(self, held: list[str]) -> str:
        """Return the secret of a device that is let in now; the oldest goes where there are too many."""
        secret = codes.make_token()
        held.append(codes.digest(secret))
        del held[:-MOST_DEVICES]
        self.keep()
        return secret

    def renew(self, number: int) -> None:
        """Give a slip another code and token, and let none of its devices in any more: for a slip that was lost."""
        slip = self.slips[number - 1]
        slip.code, slip.token, slip.devices = _fresh_code(self.slips), codes.make_token(), []
        self.keep()

    def lengthen(self, participants: int) -> None:
        """Add slips until there are so many; there are never fewer than before."""
        while len(self.slips) < participants:
            number = len(self.slips) + 1
            self.slips.append(Slip(number, _fresh_code(self.slips), codes.make_token()))


def open_book(path: Path, *, study: str, participants: int | None, new: bool = False) -> Book:
    """Return a study's book: the one kept, unless it has ended or a ``new`` one is asked for. It is not yet written.

    Raises InputRefused when the file kept cannot be read, UsageError never.
    """
    book = None if new or not path.is_file() else read_book(path)
    if book is None or book.ended:
        book = Book(path, study, [], codes.make_token(), port=book.port if book else 0)
    book.lengthen(participants or (0 if book.slips else 12))
    return book


def read_book(path: Path) -> Book:
    """Return the book kept in a file. Raises InputRefused when it is none, or of a newer format."""
    try:
        told = json.loads(read_bytes(path, most=1_000_000))
        check_format(told.pop("format", None), FORMAT, str(path))
        slips = [Slip(**slip) for slip in told.pop("slips")]
        return Book(path=path, slips=slips, **told)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputRefused(
            "the workshop's file cannot be read", str(path), "Begin a new one with: useit-eval workshop --new"
        ) from None


def _fresh_code(slips: list[Slip]) -> str:
    taken = {slip.code for slip in slips}
    while (code := codes.make_code()) in taken:
        pass
    return code
