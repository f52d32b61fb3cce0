"""Files read within limits and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.ground.project import MARK

MOST_BYTES = 50_000_000


def read_bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes. Raises InputRefused when it is missing, no ordinary file, unreadable or too large."""
    try:
        if not path.is_file():
            raise _no_file(path)
        size = path.stat().st_size
        if size > most:
            raise InputRefused(
                f"the file has {size:,} bytes; the limit is {most:,}", place_of(path), "Split it, or leave out pictures."
            )
        return path.read_bytes()
    except PermissionError:
        raise InputRefused("the file may not be read", place_of(path), "Ask its owner for permission to read it.") from None


def shown_name(name: str) -> str:
    """Return a file's name as it may be printed: on one line, and signs that steer a terminal written as escapes.

    Example:
        >>> shown_name("two\\nlines.txt")
        'two\\\\nlines.txt'
    """
    if name.isprintable():
        return name
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)


def place_of(path: Path) -> str:
    """Return where a file lies, as a sentence may say it: from the project's folder where it is in one, else as given.

    Example:
        >>> place_of(Path("notes.txt"))
        'notes.txt'
    """
    whole = Path(os.path.abspath(path))
    root = next((folder for folder in whole.parents if (folder / MARK).is_file()), None)
    return shown_name(whole.relative_to(root).as_posix() if root and path.is_absolute() else str(path))


def _no_file(path: Path) -> InputRefused:
    if os.path.lexists(path):
        return InputRefused("it is no ordinary file", place_of(path), "Add the file itself.")
    return InputRefused("there is no such file", place_of(path), "Check the name and the folder.")


def write_whole(path: Path, content: str | bytes, *, mode: int | None = None) -> None:
    """Write a file beside its final name, flush it to disk, then move it into place.

    ``mode`` is who may read it. Without it, a file that is there keeps who may read it, and a new one is its owner's
    alone, whatever the system's default is; until it is in place nobody else can read it.
    Raises WorkFailed when the folder is locked or the disk full; the earlier file then stands as it was.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    except OSError as error:
        raise _refused(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(partial, _mode_of(path) if mode is None else mode)
        os.replace(partial, path)
    except OSError as error:
        raise _refused(path, error) from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(partial)


def _mode_of(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o600


def _refused(path: Path, error: OSError) -> WorkFailed:
    reason = (error.strerror or "unknown reason").lower()
    return WorkFailed(
        f"the file could not be written ({reason})",
        place_of(path),
        "Close other programs that use it, or check the folder's permissions.",
    )
