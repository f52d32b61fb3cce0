"""XML from strangers: no document type, no entities, no network, and limits on size, depth and number of elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 60_000_000
MOST_TAGS = 3_000_000
MOST_DEPTH = 256
_AGAIN = "Open it in the program it came from and save it again."
_NEVER = "Nothing it points to was read. Ask whoever sent it for the file itself."


def parse(raw: bytes, *, where: str, part: str | None = None) -> _Element:
    """Return the root element of an XML document. ``part`` names it within the file ``where``, for refusals.

    Refused with InputRefused: a DOCTYPE (the way to entities, files and addresses), more than 60 MB, more than
    3,000,000 tags, elements nested more than 256 deep, and XML that is not well-formed.

    Example:
        >>> parse(b"<a><b/></a>", where="x.xml").tag
        'a'
    """
    from lxml import etree

    place = f"{where}, {part}" if part else where
    _judge(raw, place)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(str(error), place) from None
    if root.getroottree().docinfo.doctype:
        raise _doctype(place)
    return root


def _judge(raw: bytes, place: str) -> None:
    if len(raw) > MOST_BYTES:
        raise InputRefused(f"the XML has {len(raw):,} bytes; the limit is {MOST_BYTES:,}", place, "Split the file.")
    # In UTF-16 and UTF-32 every second byte or more is NUL: without them the same words are looked for.
    if b"<!DOCTYPE" in raw or (b"\x00" in raw[:64] and b"<!DOCTYPE" in raw.replace(b"\x00", b"")):
        raise _doctype(place)
    if (tags := raw.count(b"<")) > MOST_TAGS:
        raise InputRefused(f"the XML has {tags:,} tags; the limit is {MOST_TAGS:,}", place, "Split the file.")


def _doctype(place: str) -> InputRefused:
    return InputRefused("the XML declares a document type, which can draw in other files or addresses", place, _NEVER)


def _unreadable(reason: str, place: str) -> InputRefused:
    if "depth" in reason:
        return InputRefused(f"the XML is nested more than {MOST_DEPTH} elements deep", place, _AGAIN)
    if "huge" in reason.lower() or "too long" in reason.lower():
        return InputRefused("one piece of text in the XML is longer than 10 MB", place, "Split the file.")
    return InputRefused("the XML is damaged", place, _AGAIN)
