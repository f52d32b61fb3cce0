"""The room: who is in it, what each of them may see, and how far the group is. It knows nothing of the network."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING, Any

from useit_eval.coder.acts import take
from useit_eval.coder.session import Session, open_session
from useit_eval.ground.errors import InputRefused
from useit_eval.workshop import codes, covered, naming
from useit_eval.workshop.limits import Limits

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench
    from useit_eval.workshop.slips import Book, Slip

NOT_OPEN = "The comparison is not open yet. Your facilitator opens it when the group is ready."
HERE = 25.0
"""Seconds after its last sign of life that a page counts as in the room: pages ask every few seconds."""
Row = dict[str, Any]


class Room:
    """One workshop. Slips and names change on one thread only; `answer` and `coverage` may run on others."""

    def __init__(self, bench: Bench, book: Book, *, facilitator: str, limits: Limits | None = None) -> None:
        self.bench, self.book, self.facilitator = bench, book, facilitator
        self.limits = limits or Limits()
        self.wrong: dict[str, int] = {}
        self._sessions: dict[tuple[int, str], Session] = {}
        self._seen: dict[int, float] = {}
        for name in ("study", "codebook", "theories", "topic_guide"):  # read once, here: several threads ask later
            getattr(bench, name)

    def enter(self, *, code: str = "", token: str = "") -> tuple[Slip, str] | None:
        """Return the slip of a code or token, and a secret for the device's cookie; None when it is wrong."""
        slips = self.book.slips
        if code:
            place = codes.find(codes.tidy_code(code), [slip.code for slip in slips])
        else:
            place = codes.find(token, [slip.token for slip in slips])
        if place is None:
            return None
        return slips[place], self.book.admit(slips[place].devices)

    def note_wrong(self, address: str) -> None:
        """Note that a wrong code came from an address: the next are slowed, and the facilitator is told."""
        self.limits.note_wrong(address)
        if len(self.wrong) < 1_000 or address in self.wrong:
            self.wrong[address] = self.wrong.get(address, 0) + 1

    def slip_of(self, secret: str) -> Slip | None:
        """Return the slip under which a device was let in, and note that it is here."""
        held = codes.digest(secret) if secret else ""
        for slip in self.book.slips:
            if held in slip.devices:
                self._seen[slip.number] = time.monotonic()
                return slip
        return None

    def name(self, slip: Slip, wanted: object, known: set[str]) -> None:
        """Give a slip the name that its holder chose. Raises InputRefused for one taken, or when it has one already."""
        if slip.coder:
            raise InputRefused(f"you are {slip.coder} already", "", "The name stays, so that your coding stays yours.")
        others = {other.coder for other in self.book.slips if other.coder}
        slip.coder = naming.choose(wanted, taken={self.facilitator, "facilitator", *known, *others})
        self.book.keep()

    def answer(self, slip: Slip, source: object, message: object) -> list[Row]:
        """Return the replies to a message of a participant's page, on which ``source`` is open."""
        if isinstance(message, dict) and message.get("kind") == "compare":
            if not self.book.comparison:
                return [{"n": message.get("n"), "kind": "error", "sentence": NOT_OPEN}]
            message = {**message, "with": [self.facilitator]}
        return take(self._session(slip, source), message)

    def _session(self, slip: Slip, source: object) -> Session:
        """Return the session of a participant, in the mode that the group is in, with the source this page has open.

        Several windows of one person share texts and what is owed, but each has its own source.
        """
        mode = "training" if self.book.comparison else "blind"
        if (slip.number, mode) not in self._sessions:
            others = [self.facilitator] if mode == "training" else []
            made = open_session(self.bench, coder=slip.coder, mode=mode, with_coders=others)
            self._sessions.setdefault((slip.number, mode), made)
        session = self._sessions[slip.number, mode]
        return dataclasses.replace(session, source=source if isinstance(source, str) and len(source) <= 60 else "")

    def state(self) -> Row:
        """Return what every page of the room is told with each answer."""
        return {"comparison": self.book.comparison, "ended": self.book.ended}

    def people(self) -> list[Row]:
        """Return each slip in its order: number, name, and whether its holder's page is open."""
        now = time.monotonic()
        return [
            {"number": slip.number, "coder": slip.coder, "entered": bool(slip.devices),
             "here": now - self._seen.get(slip.number, -HERE) < HERE}
            for slip in self.book.slips
        ]  # fmt: skip

    def coverage(self) -> list[Row]:
        """Return what the room has read and marked, source by source."""
        return covered.tell_coverage(self.bench, [slip.coder for slip in self.book.slips if slip.coder])
