"""A workshop opened: what is asked for is checked in plain words before anybody can come in."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.store import lookups
from useit_eval.workshop import serving, slips
from useit_eval.workshop.desk import Desk
from useit_eval.workshop.room import Room

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

PORT = 8520
FACILITATOR = "facilitator"


@dataclasses.dataclass(frozen=True)
class Wish:
    """What the command line asks for."""

    participants: int | None = None
    port: int | None = None
    lan: bool = False
    address: str = ""
    certificate: Path | None = None
    key: Path | None = None
    facilitator: str = FACILITATOR
    new: bool = False


@dataclasses.dataclass(frozen=True)
class Opened:
    """What a person at the terminal must know: links, where coding is kept, how many slips, and what to mind."""

    desk: Desk
    store: str
    book: Path
    continued: bool
    joined: int
    compares: bool


def hold(bench: Bench, wish: Wish, *, ready: Callable[[Opened], None]) -> Opened:
    """Hold a workshop until it ends; ``ready`` is called once, when people can come in. Returns what was held.

    Raises UsageError for what does not go together, InputRefused for a study without texts, WorkFailed for a port in
    use or a folder that cannot be written.
    """
    check_wish(bench, wish)
    path = bench.paths.processed / slips.FILE
    book = slips.open_book(path, study=bench.paths.study, participants=wish.participants, new=wish.new)
    continued = any(slip.devices for slip in book.slips)
    wanted = book.port or PORT if wish.port is None else wish.port
    listening = serving.listen(wanted, lan=wish.lan, address=wish.address, certificate=wish.certificate, key=wish.key)
    book.port = listening.port
    book.keep()
    logging.getLogger("tornado").setLevel(logging.CRITICAL)  # its lines hold addresses of people's phones
    room = Room(bench, book, facilitator=wish.facilitator)
    desk = Desk(room, port=listening.port, link=listening.link, names=listening.names)
    joined = sum(bool(slip.coder) for slip in book.slips)
    opened = Opened(desk, bench.store.place, path, continued, joined, desk.has_facilitator_coding())
    serving.run(desk, listening, ready=lambda: ready(opened))
    return dataclasses.replace(opened, joined=sum(bool(slip.coder) for slip in book.slips))


def check_wish(bench: Bench, wish: Wish) -> None:
    """Raise unless the study can be coded, and may be shown as widely as is asked for."""
    if wish.participants is not None and not 1 <= wish.participants <= slips.MOST_SLIPS:
        told = f"a workshop has 1 to {slips.MOST_SLIPS} participants"
        raise UsageError(told, "", "For more, hold two.")
    if (wish.certificate is None) != (wish.key is None):
        raise UsageError("a certificate and its key come together", "", "Give both: --certificate CERT --key KEY")
    if wish.certificate and not wish.lan:
        raise UsageError("a certificate is for other machines", "", "Add --lan, or leave the certificate out.")
    held = lookups.with_text(bench.store)
    if not held:
        raise InputRefused(
            f"the study {bench.paths.study} has no text to code", "", "Add one with: useit-eval add PATH"
        )
    if bench.study.counted_coders is None:
        told = f"the study {bench.paths.study} does not say whose claims count, so what participants mark would count"
        raise InputRefused(told, "study.yaml", "Name those who code in earnest: counted_coders: [names]")
    if wish.lan and not wish.certificate:
        _refuse_real(bench, held)


def _refuse_real(bench: Bench, held: set[str]) -> None:
    """Refuse to send what people really said over a network where it can be read on its way."""
    rows = lookups.rows_where(bench.store, "source", "source_id", held, standing=True)
    if bench.study.practice and all(row["practice"] for row in rows):
        return
    raise UsageError(
        f"{bench.paths.study} holds what people really said, and without a certificate the network could read it",
        "",
        "Use the study practice, leave out --lan, or give --certificate CERT --key KEY.",
    )
