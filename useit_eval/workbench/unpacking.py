"""The texts that a file's bytes hold: as they stand, unpacked, decoded, from columns and from pages."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
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
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError)


def texts_in(raw: bytes, *, where: str = "", deep: int = 0) -> Iterator[str]:
    """Give the texts that bytes hold; what is packed in them (ZIP, DOCX, gzip, Parquet, PDF) is unpacked too.

    Raises InputRefused when an archive or document is damaged, encrypted or nested too deep: its words are then not known.
    """
    yield raw.decode("utf-8", "replace")
    if raw.count(0) > len(raw) // 4:
        # Every second byte of UTF-16 of a Western text is zero; where a text begins is not known.
        yield from (raw[at:].decode(code, "replace") for code in ("utf-16-le", "utf-16-be") for at in (0, 1))
    if raw[:4] == b"PK\x03\x04":
        yield from _members(raw, where, deep)
    elif raw[:4] == b"PAR1":
        yield from _columns(raw, where)
    elif raw[:1024].find(b"%PDF-") >= 0:
        yield _pages(raw, where)
    else:
        yield from _inflated(raw, where, deep)


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
