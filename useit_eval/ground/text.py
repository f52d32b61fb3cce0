"""Text as the record keeps it: code points, LF line ends, no BOM, never normalised; and what is hashed of it."""

from __future__ import annotations

import hashlib

from useit_eval.ground.errors import InputRefused


def decode(raw: bytes, *, where: str) -> str:
    """Return the text of UTF-8 bytes with LF line ends and no BOM. Raises InputRefused when it is not UTF-8.

    Example:
        >>> decode(b"\\xef\\xbb\\xbfone\\r\\ntwo", where="note.txt")
        'one\\ntwo'
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(
            f"the text is not UTF-8 (byte {error.start})", where, "Save it as UTF-8 in your editor and add it again."
        ) from None
    if "\x00" in text:
        raise InputRefused("the file holds NUL bytes, so it is not plain text", where, "Export it as plain text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def undecodable_line(raw: bytes) -> int:
    """Return the line, from 1, of the first byte that is not UTF-8, or else of the first NUL byte; 1 if there is none.

    Example:
        >>> undecodable_line(b"one\\ncaf\\xe9")
        2
    """
    try:
        at = raw.decode("utf-8").find("\0")
    except UnicodeDecodeError as error:
        at = error.start
    return raw.count(b"\n", 0, max(at, 0)) + 1


def sha256(value: str | bytes) -> str:
    """Return the SHA-256 of bytes, or of a text as UTF-8, in hexadecimal.

    Example:
        >>> sha256("")[:8]
        'e3b0c442'
    """
    raw = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return hashlib.sha256(raw).hexdigest()
