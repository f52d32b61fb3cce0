"""Who does something: a name that a person gave, never one that the machine knows."""

from __future__ import annotations

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import text
from useit_eval.workbench.shipped import BY
from useit_eval.workbench.typed import on_one_line

_NOBODY = ("nobody", "no one", "none", "anonymous", "unknown", "not known", "machine", "somebody", "n/a", BY)
ASK = "Write the name of the person who does this."


def name_given(words: object, *, where: str = "", what: str = "nobody is named") -> str:
    """Return one person's name, blanks tidied. Raises InputRefused for no name, a word for nobody, or several names.

    Example:
        >>> name_given("  Ada   Rater ")
        'Ada Rater'
    """
    name = on_one_line(text(words), where=where, what="the name")
    if not any(sign.isalpha() for sign in name) or name.casefold() in _NOBODY:
        raise InputRefused(what, where, ASK)
    if ";" in name or "," in name:
        raise InputRefused(f"'{name}' reads like several names", where, "Each person does it in their own name.")
    return name


def same_person(one: object, other: object) -> bool:
    """Return whether two names are one person's: only blanks and capitals may differ.

    Example:
        >>> same_person("ada  Rater", "Ada Rater")
        True
    """
    return " ".join(text(one).split()).casefold() == " ".join(text(other).split()).casefold()
