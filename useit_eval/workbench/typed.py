"""What people typed into a form or a cell: tidied, and without signs that nobody sees and no file keeps."""

from __future__ import annotations

import re

from useit_eval.ground.errors import InputRefused

_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")


def typed(words: str, *, where: str = "", what: str = "the text") -> str:
    """Return a text with its lines kept: LF line ends, tabs as blanks, no blanks around it.

    Raises InputRefused, with ``where``, for control characters, halves of characters and the like.

    Example:
        >>> typed(" one\\r\\ntwo ")
        'one\\ntwo'
    """
    if found := _UNKEPT.search(words):
        told = f"{what} holds a character that cannot be seen (U+{ord(found[0]):04X})"
        raise InputRefused(told, where, "Delete it and type the place anew.")
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def on_one_line(words: str, *, where: str = "", what: str = "the text") -> str:
    """Return a text on one line. Raises InputRefused as `typed` does.

    Example:
        >>> on_one_line("one\\n two")
        'one two'
    """
    return " ".join(typed(words, where=where, what=what).split())
