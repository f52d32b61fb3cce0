"""Elements of a Word document by their local names: their attributes and flags, whichever form of the format it is in."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF = ("0", "false", "off", "none")
_WORDS = frozenset({"t", "textpath"})


def local(element: _Element) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return _bare(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=2_000)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: _Element, name: str) -> str | None:
    """Return the value of an attribute, whatever its namespace, or None."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def flag(properties: _Element | None, name: str) -> bool | None:
    """Return whether a property such as ``vanish`` is on, or None where it is not set."""
    for child in properties if properties is not None else ():
        if local(child) == name:
            return attribute(child, "val") not in _OFF
    return None


def chosen(alternatives: _Element) -> _Element:
    """Return one of the forms in which the same content is given twice, for new and for old programs."""
    found = {local(child): child for child in reversed(alternatives)}
    new, old = found.get("Choice"), found.get("Fallback")
    if new is None or (old is not None and not has_words(new) and has_words(old)):
        new = old
    return new if new is not None else alternatives.makeelement("nothing")


def has_words(element: _Element) -> bool:
    """Return whether an element holds text, of whatever kind: that of Word, of drawings or of formulas."""
    return any(local(part) in _WORDS for part in element.iter())


def outermost(element: _Element, name: str) -> Iterator[_Element]:
    """Yield the elements of a name within another, but none within one of them."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) == "AlternateContent":
            yield from outermost(chosen(child), name)
        else:
            yield from outermost(child, name)


def is_faint(properties: _Element) -> bool:
    """Return whether letters are white without a ground behind them, or at most two points high."""
    found = {local(child): attribute(child, "val") for child in properties}
    white = (found.get("color") or "").upper() == "FFFFFF" and not found.keys() & {"shd", "highlight"}
    size = found.get("sz") or ""
    return white or (size.isdigit() and int(size) <= 4)
