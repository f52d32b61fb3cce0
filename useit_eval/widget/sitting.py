"""Who sits at the coder of a notebook: asked for a name where none was given, then a session like any other."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from useit_eval.coder.acts import take
from useit_eval.coder.session import READ_ONLY, Session, open_session
from useit_eval.ground.errors import UseitError
from useit_eval.store import lookups
from useit_eval.workbench.shipped import BY

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

READER = "reader"
"""The name of who only looks, and signs nothing."""
FACILITATOR = "facilitator"
Reply = dict[str, Any]


@dataclasses.dataclass
class Sitting:
    """A coder's element as Python holds it; ``session`` is None until somebody has said under which name they code."""

    bench: Bench
    mode: str
    with_coders: tuple[str, ...]
    round_no: int
    source: str
    session: Session | None = None

    def sit(self, coder: str) -> None:
        """Begin a session under a name. Raises what `open_session` raises."""
        session = open_session(
            self.bench, coder=coder, mode=self.mode, round_no=self.round_no, with_coders=self.with_coders
        )
        session.source = self.source
        self.session = session


def open_sitting(
    bench: Bench, *, coder: str, mode: str, with_coders: tuple[str, ...], round_no: int, source: str
) -> Sitting:
    """Return a sitting; under a name at once where one is given, or where nothing is written.

    Whom to compare with is the facilitator in training, everybody who coded in compare mode, unless named. Raises
    UsageError for a mode or round that is none, InputRefused for a name that will not do.
    """
    asked_later = open_session(bench, coder=coder or READER, mode=mode, round_no=round_no, with_coders=with_coders)
    others = asked_later.with_coders or _others(bench, mode)
    sitting = Sitting(bench, mode, others, round_no, source)
    if coder or mode in READ_ONLY:
        sitting.sit(coder or READER)
    return sitting


def names_used(bench: Bench) -> list[str]:
    """Return the names under which anything was coded in the study, in order."""
    return sorted(name for name in lookups.tally(bench.store, "coding", "coder") if name and name != BY)


def answer(sitting: Sitting, message: object) -> list[Reply]:
    """Return the replies to one message of the element: who is asked for a name here, all else by `coder.acts.take`."""
    kind = message.get("kind") if isinstance(message, dict) else None
    if kind not in ("who", "name"):
        if sitting.session is None:
            return [_reply(message, {"kind": "error", "sentence": "Nobody has said yet under which name they code."})]
        return take(sitting.session, message)
    if kind == "name":
        try:
            sitting.sit(message.get("coder"))
        except UseitError as error:
            sentence = str(error)
            return [_reply(message, {"kind": "error", "sentence": sentence[:1].upper() + sentence[1:]})]
    return [_reply(message, _who(sitting))]


def _who(sitting: Sitting) -> Reply:
    bench, session = sitting.bench, sitting.session
    study = {"id": bench.paths.study, "title": bench.study.title, "practice": bench.study.practice}
    told = {"kind": "who", "study": study, "mode": sitting.mode, "source": sitting.source}
    return {**told, "coder": session.coder if session else "", "names": [] if session else names_used(bench)}


def _reply(message: object, reply: Reply) -> Reply:
    n = message.get("n") if isinstance(message, dict) else None
    return {"n": n if type(n) is int and 0 <= n < 2**53 else None, **reply}


def _others(bench: Bench, mode: str) -> tuple[str, ...]:
    if mode == "training":
        return (FACILITATOR,)
    return tuple(names_used(bench)) if mode == "compare" else ()
