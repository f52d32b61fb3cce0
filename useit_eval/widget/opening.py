"""The verb of notebook 02: the coder for a person, the reason in a sentence where there is nobody or nothing to code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from useit_eval.coder.session import open_session
from useit_eval.coder.view import opened
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import started
from useit_eval.widget.sitting import READER, open_sitting
from useit_eval.workbench.showing import show

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

NOBODY = "Nobody sits at a run: the coder opens when this notebook is run by hand. What stands is told below."


def open_coder(
    bench: Bench,
    *,
    source: str | None = None,
    coder: str = "",
    mode: str = "code",
    with_coders: Sequence[str] | str = (),
    round_no: int = 1,
    by_hand: bool = True,
) -> Any:
    """Return the coder as a notebook shows it: what a person marks and links there is in the store at once.

    ``source`` is a label or id, else where one was last; ``coder`` the name under which somebody codes: without one it
    is asked, never taken from the login. ``mode`` is code, blind, training, read or compare; ``with_coders`` whose
    codings are shown beside (names, or one text with semicolons). In a run without a person (``by_hand`` is false), and
    where no text is at hand, a sentence is shown instead. Raises UsageError for a mode or round that is none,
    InputRefused for a source that is unknown or cannot be coded, and for a name that will not do.
    """
    checked = {name: _text(value, name) for name, value in (("source", source), ("coder", coder), ("mode", mode))}
    others = tuple(labels(with_coders)) if isinstance(with_coders, str) else tuple(with_coders)
    sitting = open_sitting(
        bench, coder=checked["coder"], mode=checked["mode"], with_coders=others, round_no=round_no,
        source=checked["source"],
    )  # fmt: skip
    if not by_hand:
        return _tell(NOBODY)
    try:
        opened(open_session(bench, coder=READER, mode="read"), checked["source"])
    except InputRefused as error:
        if checked["source"]:
            raise
        return _tell(started(str(error)))
    from useit_eval.widget.element import CoderElement

    return CoderElement(sitting)


def _text(value: object, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(f"{name} is not a text", "", f'Write it in quotes: {name}="..."')
    return value.strip()


def _tell(sentence: str) -> Any:
    return show(Finding("coding.coder", "The coder", (Sentence(sentence, explains=True),)))
