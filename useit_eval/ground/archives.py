"""ZIP archives from strangers, opened within limits and never unpacked onto the disk.

Documents (DOCX, ODT) and projects (QDPX) are ZIP files. Before anything in one is read, its list of entries is judged:
a bomb, a name that climbs out of its folder or an archive within the archive is refused, and the refusal names the
entry. What an entry really holds is counted while it is unpacked, for the list may lie.
"""

from __future__ import annotations

import dataclasses
import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from useit_eval.ground.errors import InputRefused

MOST_ENTRIES = 2_000
MOST_BYTES = 200_000_000
MOST_ENTRY_BYTES = 60_000_000
MOST_RATIO = 200
RATIO_FROM_BYTES = 1_000_000
"""Below this an entry may be packed as tightly as it likes: a blank picture is."""
_LISTED = b"PK\x01\x02"
_NESTED = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".jar")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)
_AGAIN = "Open it in the program it came from and save it again."
_NEVER = "Nothing was unpacked. Ask whoever sent it for the file itself."


@dataclasses.dataclass(frozen=True)
class Archive:
    """An archive whose list of entries was judged: ``names`` in order, ``read`` for one entry's bytes."""

    where: str
    names: tuple[str, ...]
    packed: zipfile.ZipFile

    def read(self, name: str, *, most: int = MOST_ENTRY_BYTES) -> bytes:
        """Return one entry's bytes. Raises InputRefused when it is missing, damaged or larger than ``most``."""
        if name not in self.names:
            raise InputRefused(f"the part {name!r} is missing", self.where, _AGAIN)
        try:
            with self.packed.open(name) as entry:
                raw = entry.read(most + 1)
        except _DAMAGED:
            raise InputRefused(f"the part {name!r} is damaged", self.where, _AGAIN) from None
        if len(raw) > most:
            raise _too_much(name, f"is larger than {most:,} bytes", self.where)
        return raw


def open_archive(raw: bytes, *, where: str) -> Archive:
    """Return the archive in these bytes, its entries judged. Raises InputRefused that names the entry at fault.

    Refused: more than 2,000 entries, 60 MB in one or 200 MB in all once unpacked, packed tighter than 200 to 1,
    names with ``..``, absolute names, names given twice, symbolic links, encrypted entries, archives in the archive.
    """
    # The library makes an object of each entry before any can be judged: a million of them would take its time.
    if (listed := raw.count(_LISTED)) > 10 * MOST_ENTRIES:
        what = f"the archive lists about {listed:,} entries; the limit is {MOST_ENTRIES:,}"
        raise InputRefused(what, where, _NEVER)
    try:
        packed = zipfile.ZipFile(io.BytesIO(raw))
    except _DAMAGED:
        raise InputRefused("the file is damaged: its list of parts cannot be read", where, _AGAIN) from None
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _too_much(
            entries[MOST_ENTRIES].filename, f"is one of {len(entries):,} entries; the limit is {MOST_ENTRIES:,}", where
        )
    _judge_all(entries, where)
    return Archive(where, tuple(entry.filename for entry in entries if not entry.is_dir()), packed)


def names(raw: bytes, *, where: str) -> tuple[str, ...]:
    """Return the names of an archive's files, judged as ``open_archive`` does. Raises InputRefused like it."""
    return open_archive(raw, where=where).names


def _judge_all(entries: list[zipfile.ZipInfo], where: str) -> None:
    met: set[str] = set()
    total = 0
    for entry in entries:
        fault = _fault(entry)
        if fault is None and entry.filename.casefold() in met:
            fault = "is there twice"
        if fault:
            raise InputRefused(f"the entry {_shown(entry.filename)} {fault}, so the file is not opened", where, _NEVER)
        met.add(entry.filename.casefold())
        total += entry.file_size
        if total > MOST_BYTES:
            raise _too_much(entry.filename, f"brings the whole over {MOST_BYTES:,} bytes", where)
        _judge_size(entry, where)


def _fault(entry: zipfile.ZipInfo) -> str | None:
    name = entry.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts:
        return "climbs out of its folder"
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":") or "\x00" in entry.orig_filename:
        return "names a place on the disk"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a symbolic link"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if name.lower().endswith(_NESTED):
        return "is an archive within the archive"
    return None


def _judge_size(entry: zipfile.ZipInfo, where: str) -> None:
    if entry.file_size > MOST_ENTRY_BYTES:
        raise _too_much(
            entry.filename, f"would unpack to {entry.file_size:,} bytes; the limit is {MOST_ENTRY_BYTES:,}", where
        )
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        ratio = entry.file_size // max(entry.compress_size, 1)
        raise _too_much(entry.filename, f"would unpack to {ratio:,} times its size; the limit is {MOST_RATIO}", where)


def _too_much(name: str, fault: str, where: str) -> InputRefused:
    return InputRefused(f"the entry {_shown(name)} {fault}, as in a file made to break programs", where, _NEVER)


def _shown(name: str) -> str:
    return repr(name if len(name) <= 80 else name[:77] + "...")
