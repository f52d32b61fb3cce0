"""What stands in a Word document as a form or a formula and not as words: old form fields and equations, as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.sources.formats.word_signs import attribute, flag, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_GONE = frozenset({"del", "moveFrom"})
_BETWEEN = {"f": "/", "sSup": "^", "sSub": "_", "sSubSup": "^", "sPre": "^", "nary": " ", "rad": "\u221a", "func": " "}
_PROPERTIES = "Pr"


def filled_in(field: _Element) -> str:
    """Return what an old form field holds beside its text: the entry chosen from its list, or whether it is ticked."""
    for data in field:
        for kind in data if local(data) == "ffData" else ():
            if local(kind) == "ddList":
                return _entry(kind)
            if local(kind) == "checkBox":
                ticked = flag(kind, "checked")
                return "\u2612" if (flag(kind, "default") if ticked is None else ticked) else "\u2610"
    return ""


def _entry(choices: _Element) -> str:
    entries = [attribute(part, "val") or "" for part in choices if local(part) == "listEntry"]
    numbers = {local(part): attribute(part, "val") or "" for part in choices}
    number = numbers.get("result", numbers.get("default", "0"))
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


def on_one_line(equation: _Element) -> str:
    """Return the signs of an equation on one line: a half is ``1/2``, a square ``x^2``; deleted parts left out.

    A part of more than one sign beside such a mark stands in round brackets.
    """
    name = local(equation)
    if name == "t":
        return equation.text or ""
    if name in _GONE or name.endswith(_PROPERTIES):
        return ""
    parts = [text for child in equation if (text := on_one_line(child))]
    if name not in _BETWEEN:
        return "".join(parts)
    mark = _BETWEEN[name]
    grouped = [part if len(part) == 1 or part.isalnum() else f"({part})" for part in parts]
    return mark + "".join(grouped) if name == "rad" else mark.join(grouped)
