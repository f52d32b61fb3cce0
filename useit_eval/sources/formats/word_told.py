"""What is said of a Word document's reading: sentences on what was left out, and on what a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

_TOLD = {
    "deleted": ("deletion", "by tracked changes left out: the text is as if all changes were accepted"),
    "added": ("insertion", "by tracked changes taken in: the text is as if all changes were accepted"),
    "hidden": ("stretch of hidden text", "left out"),
    "note": ("note", "put as [note 1: ...] at the end of its paragraph"),
    "box": ("text box", "put after the paragraph it belongs to"),
    "listed": ("paragraph of a list", "without its automatic number or bullet"),
    "ruby": ("reading aid beside a word (ruby)", "left out"),
    "prompt": ("prompt of an empty form field", "left out"),
}
_LOOK_AT = {
    "faint": ("stretch of text", "in white or tiny letters, which no reader sees, stand in the text"),
    "struck": (
        "stretch of text",
        "struck through by hand stand in the text: no tracked change says that they are gone",
    ),
    "symbol": ("sign", "of a symbol font have no letter of their own and stand as private signs"),
    "missing note": ("note", "named in the text are not in the file"),
    "open field": ("field", "have no result, or are damaged"),
    "equation": ("equation", "written on one line, with / and ^ for what is printed below or above: compare the two"),
    "unknown": ("stretch of text", "in a form that is unknown here left out: look for it in the document"),
    "drawn": ("stretch of text", "in a drawing left out: look for it in the document"),
}


def told(met: Counter[str]) -> tuple[str, ...]:
    """Return a sentence for each thing met that was left out, put elsewhere or altered."""
    return tuple(_sentences(met, _TOLD))


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: 1 note, 2 notes, 2 text boxes, 2 stretches of hidden text."""
    if count == 1:
        return f"1 {noun}"
    if noun == "header or footer":
        return f"{count:,} headers or footers"
    head, of, rest = noun.partition(" of ")
    return f"{count:,} {head}{'es' if head.endswith(('x', 'ch')) else 's'}{of}{rest}"


def doubts(met: Counter[str]) -> Iterator[str]:
    """Yield a sentence for each thing met that a person should look at."""
    return _sentences(met, _LOOK_AT)


def _sentences(met: Counter[str], known: dict[str, tuple[str, str]]) -> Iterator[str]:
    return (f"{plural(met[key], noun)} {rest}" for key, (noun, rest) in known.items() if met[key])
