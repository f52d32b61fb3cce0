"""The texts that a file's bytes hold: as they stand, unpacked, decoded, from columns and from pages."""

from __future__ import annotations

import base64
import bz2
import contextlib
import gzip
import io
import lzma
import quopri
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

from useit_eval.ground.errors import InputRefused

DEEPEST = 4
MOST_UNPACKED = 1_000_000_000
_PACKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
}
# Lines of base64 as e-mails, notebooks and pages hold them; within JSON a line ends in two characters.
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/_-]{24,}(?:\\n|\\r\\n|\r?\n[ \t]*)?)+[A-Za-z0-9+/_-]*={0,2}")
_LINE_ENDS = re.compile(rb"\\r|\\n|\s")
_SOFT_END = re.compile(rb"=\r?\n")
# Latin letters as UTF-16 amid other bytes, either byte first.
_WIDE = (
    (re.compile(rb"(?:[\x09\x0a\x0d\x20-\xff]\x00){8,}"), "utf-16-le"),
    (re.compile(rb"(?:\x00[\x09\x0a\x0d\x20-\xff]){8,}"), "utf-16-be"),
)
_SEALED = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive", b"Rar!": "a RAR archive", b"\x28\xb5\x2f\xfd": "packed with Zstandard",
    b"\xd0\xcf\x11\xe0": "an encrypted document",
}  # fmt: skip
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError)


def texts_in(raw: bytes, *, where: str = "", deep: int = 0) -> Iterator[str]:
    """Give the texts that bytes hold; what is packed in them (ZIP, DOCX, gzip, Parquet, PDF) is unpacked too.

    Raises InputRefused when an archive or document is damaged, encrypted or nested too deep: its words are then not known.
    """
    _refuse_sealed(raw, where)
    yield from _as_text(raw)
    if raw[:4] == b"PK\x03\x04":
        yield from _members(raw, where, deep)
    elif raw[:4] == b"PAR1":
        yield from _columns(raw, where)
    elif raw[:1024].find(b"%PDF-") >= 0:
        yield _pages(raw, where)
    else:
        yield from _inflated(raw, where, deep)
        yield from _from_base64(raw, deep)


def _refuse_sealed(raw: bytes, where: str) -> None:
    kind = next((kind for mark, kind in _SEALED.items() if raw.startswith(mark)), None)
    if kind and (not raw.startswith(b"\xd0\xcf") or "EncryptedP".encode("utf-16-le") in raw):
        raise InputRefused(f"it is {kind}", where, "Look into it by hand.")


def _as_text(raw: bytes) -> Iterator[str]:
    """Give bytes decoded as whatever they may be: UTF-8, UTF-16 whole or in part, Windows-1252, quoted-printable."""
    plain = raw.decode("utf-8", "replace")
    yield plain
    zeros = raw.count(0)
    if zeros > len(raw) // 4:
        # Every second byte of UTF-16 of a Western text is zero; where a text begins is not known.
        yield from (raw[at:].decode(code, "replace") for code in ("utf-16-le", "utf-16-be") for at in (0, 1))
    elif zeros:
        yield from ("\n".join(m.group().decode(code, "replace") for m in form.finditer(raw)) for form, code in _WIDE)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield raw.decode("utf-16", "replace")
    if not zeros and "\ufffd" in plain:
        yield raw.decode("cp1252", "replace")
    if _SOFT_END.search(raw):
        yield quopri.decodestring(raw).decode("utf-8", "replace")


def _from_base64(raw: bytes, deep: int) -> Iterator[str]:
    if deep >= DEEPEST:
        return
    texts: list[str] = []
    for found in _BASE64.finditer(raw):
        bare = _LINE_ENDS.sub(b"", found.group()).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        inner = base64.b64decode(bare[: len(bare) - (len(bare) % 4 == 1)] + b"=" * (-len(bare) % 4))
        # What only looks like base64 may look like a damaged archive too.
        with contextlib.suppress(InputRefused):
            texts += texts_in(inner, deep=deep + 1)
    if texts:
        yield "\n".join(texts)


def _members(raw: bytes, where: str, deep: int) -> Iterator[str]:
    if deep >= DEEPEST:
        raise InputRefused("archives are nested too deep", where, "Look into it by hand.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise InputRefused("the archive is too large unpacked", where, "Look into it by hand.")
            for entry in packed.infolist():
                yield entry.filename
                yield from texts_in(packed.read(entry), where=where, deep=deep + 1)
    except _DAMAGED:
        raise InputRefused("the archive is damaged or encrypted", where, "Look into it by hand.") from None


def _inflated(raw: bytes, where: str, deep: int) -> Iterator[str]:
    unpack = next((way for mark, way in _PACKED.items() if raw.startswith(mark)), None)
    if unpack is None:
        return
    if deep >= DEEPEST:
        raise InputRefused("archives are nested too deep", where, "Look into it by hand.")
    try:
        inner = unpack(raw)
    except _DAMAGED:
        raise InputRefused("the packed file is damaged", where, "Look into it by hand.") from None
    yield from texts_in(inner, where=where, deep=deep + 1)


def _columns(raw: bytes, where: str) -> Iterator[str]:
    import pandas as pd

    try:
        frame = pd.read_parquet(io.BytesIO(raw))
    except (OSError, ValueError):
        raise InputRefused("the Parquet file is damaged", where, "Look into it by hand.") from None
    for name in frame.columns:
        yield str(name)
        if not pd.api.types.is_numeric_dtype(frame[name]):
            yield "\n".join(str(value) for value in frame[name].dropna().tolist())


def _pages(raw: bytes, where: str) -> str:
    from useit_eval.sources.formats.pdf import read_pdf

    return read_pdf(raw, where=where).text
