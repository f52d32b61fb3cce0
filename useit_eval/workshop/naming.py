"""Names that participants choose: theirs alone, and nobody's who coded in the study before."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from useit_eval.coder.session import check_name
from useit_eval.ground.errors import InputRefused
from useit_eval.store import lookups

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

LONGEST = 30
_CODERS = (("coding", "coder"), ("claim", "coder"), ("coverage", "coder"), ("evidence", "rater"))


def known_coders(bench: Bench) -> set[str]:
    """Return everybody who has coded in the study, and whose coding the study counts."""
    found = {name for table, column in _CODERS for name in lookups.tally(bench.store, table, column) if name}
    return found | set(bench.study.counted_coders or ())


def choose(name: object, *, taken: Iterable[str]) -> str:
    """Return a name as it is kept. Raises InputRefused for one that will not do, or that reads like one taken.

    Example:
        >>> choose("  Blue   heron ", taken=["coder_1"])
        'Blue heron'
    """
    plain = " ".join(unicodedata.normalize("NFC", name[:200]).split()) if isinstance(name, str) else name
    if isinstance(plain, str) and len(plain) > LONGEST:
        raise InputRefused(f"a name here has at most {LONGEST} characters", "", "Choose a shorter one.")
    kept = check_name(plain)
    if not any(unicodedata.category(sign)[0] in "LN" for sign in kept):
        raise InputRefused("a name needs a letter or a number", "", "Choose another name.")
    if alike(kept) in {alike(other) for other in taken}:
        raise InputRefused("somebody has this name already", "", "Choose another, such as one with a colour or a bird.")
    return kept


def alike(name: str) -> str:
    """Return what two names share that people would take for one.

    Example:
        >>> alike("Blue Heron") == alike("blue_heron")
        True
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LNM")
