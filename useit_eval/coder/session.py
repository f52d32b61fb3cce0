"""Who codes, in which mode, and what they are shown: what a page is told once, and every act is checked against."""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from useit_eval.coder.places import Place, read_place
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench.shipped import BY

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

MODES = ("code", "blind", "training", "read", "compare")
READ_ONLY = ("read", "compare")
MOST_NAME = 60
_UNSEEN, _JOINERS = ("Cc", "Cf", "Cs", "Zl", "Zp"), "\u200c\u200d"  # names in some scripts need the joiners


@dataclasses.dataclass
class Session:
    """One coder at work in one study: a page, a widget, or several of one person's windows.

    ``with_coders`` are those whose codings are shown beside one's own; in training mode, whom one may compare with.
    ``source`` is the source last opened. ``owed`` are acts that the store could not take, with when: they are sent again.
    """

    bench: Bench
    coder: str
    mode: str = "code"
    round_no: int = 1
    with_coders: tuple[str, ...] = ()
    source: str = ""
    owed: dict[str, float] = dataclasses.field(default_factory=dict)
    _places: dict[str, Place] = dataclasses.field(default_factory=dict, repr=False)

    @property
    def may_write(self) -> bool:
        """Return whether acts are taken at all."""
        return self.mode not in READ_ONLY

    def place(self, source_id: str, sha256_text: str) -> Place | None:
        """Return text and turns of a source, read once for each version of the text; None when it is not at hand."""
        held = self._places.get(source_id)
        if held is not None and held.sha256_text == sha256_text:
            return held
        found = read_place(self.bench, source_id)
        if found is not None and found.sha256_text == sha256_text:  # else the text is not that of the row: read again
            self._places[source_id] = found
        return found

    @functools.cached_property
    def versions(self) -> dict[str, frozenset[int]]:
        """Return the versions of each theory by its id."""
        return {theory.id: frozenset(v.version for v in theory.versions) for theory in self.bench.theories.theories}


def open_session(
    bench: Bench, *, coder: str, mode: str = "code", round_no: int = 1, with_coders: Sequence[str] = ()
) -> Session:
    """Return a session of one coder. Raises UsageError for a mode that is none, InputRefused for a name that will not do.

    Modes: code (one's own codings and those of ``with_coders``), blind (one's own alone), training (one's own, and
    the facilitator's once one asks to compare), read and compare (nothing is written).
    """
    if mode not in MODES:
        raise UsageError(f"{mode!r} is not a mode", "", f"Modes: {', '.join(MODES)}.")
    if type(round_no) is not int or not 1 <= round_no <= 1000:
        raise UsageError(f"round {round_no!r} is not a round of coding", "", "Rounds count from 1.")
    others = tuple(dict.fromkeys(check_name(name) for name in with_coders if name != coder))
    return Session(bench, check_name(coder), mode, round_no, others)


def check_name(name: object) -> str:
    """Return a coder's name. Raises InputRefused for one that could not be kept, told apart or listed.

    Example:
        >>> check_name("Blue heron")
        'Blue heron'
    """
    if not isinstance(name, str) or not name.strip() or name != name.strip() or len(name) > MOST_NAME:
        told = f"a coder's name has 1 to {MOST_NAME} characters, with no blank at either end"
        raise InputRefused(told, "", "Choose another name.")
    if ";" in name or any(unicodedata.category(each) in _UNSEEN and each not in _JOINERS for each in name):
        raise InputRefused("a coder's name holds a sign that cannot be used", "", "Use letters, digits and blanks.")
    if name == BY:
        raise InputRefused(f"'{BY}' stands for the study's files", "", "Choose another name.")
    return name
