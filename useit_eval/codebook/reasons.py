"""Why something bears so, why each of its grades, and for which rival: apart in a file or a form, one text in the record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from useit_eval.ground.wording import started

GRADES = ("relevance", "richness", "rigour")
WHYS = {grade: f"why_{grade}" for grade in GRADES}
"""By grade the name under which its own reason stands in bearing.yaml, in the form and in the sheet."""
FOR_RIVAL = "Speaks for the rival {}."
"""How the reason kept in the record names the rival for which a claim or figure speaks."""
_RIVAL = re.compile(r"(?:\A|\s)Speaks for the rival ([A-Za-z][A-Za-z0-9_.-]*?)\.\s*\Z")
_APART = re.compile(r"\A(.*?)" + "".join(rf"(?: {grade.capitalize()}: (.*?))?" for grade in GRADES) + r"\Z", re.DOTALL)


def joined_reasons(reason: str, whys: Mapping[str, str], *, rival: str = "") -> str:
    """Return one text: why it bears so, the reasons that stand for grades of their own, and the rival it speaks for.

    A lone reason stays as it is. ``whys`` holds reasons by grade; empty ones are left out.

    Example:
        >>> joined_reasons("names it", {"rigour": "one voice"}, rival="T1.R1")
        'Names it. Rigour: One voice. Speaks for the rival T1.R1.'
    """
    own = [f"{grade.capitalize()}: {started(whys[grade])}" for grade in GRADES if whys.get(grade, "").strip()]
    told = FOR_RIVAL.format(rival) if rival else ""
    named = [told] if told and told not in reason else []
    return " ".join([started(reason) if own else reason, *own, *named])


def rival_apart(kept: str) -> tuple[str, str]:
    """Return a kept text without the sentence that names a rival at its end, and the rival's id ("" for none).

    Example:
        >>> rival_apart("Names it. Speaks for the rival T1.R1.")
        ('Names it.', 'T1.R1')
    """
    found = _RIVAL.search(kept)
    return (kept[: found.start()].rstrip(), found[1]) if found else (kept, "")


def reasons_apart(kept: str) -> tuple[str, dict[str, str]]:
    """Return the reason of a kept text without its rival, and by grade the reasons that stand for grades of their own.

    A text that `joined_reasons` would not have written so is one reason: nothing of it is lost or guessed.

    Example:
        >>> reasons_apart("Names it. Rigour: One voice.")
        ('Names it.', {'rigour': 'One voice.'})
    """
    parts = _APART.match(kept)
    if parts is None:
        return kept, {}
    whys = {grade: why for grade, why in zip(GRADES, parts.groups()[1:], strict=True) if why}
    same = whys and joined_reasons(parts[1], whys) == kept
    return (parts[1], whys) if same else (kept, {})
