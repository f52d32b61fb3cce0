"""Whether a store lies where SQLite keeps its promises: not on a network's drive, nor in a folder that a cloud copies.

SQLite's log needs memory that all its users share and locks that hold; a network's drive may have neither, and a
program that copies files one by one may take a store without its log. See SQLite's page on write-ahead logging.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection
from pathlib import Path, PurePosixPath, PureWindowsPath

NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "9p", "afs", "ceph", "davfs", "fuse.davfs2", "glusterfs", "fuse.glusterfs", "lustre"})  # fmt: skip
"""Kinds of file systems, as Linux names them, that lie on another machine (9p: also a Windows drive inside WSL)."""
CLOUDS = {
    "OneDrive": r"onedrive( - .+)?", "Dropbox": r"dropbox( \(.+\))?", "Google Drive": r"google ?drive|googledrive-.+|my drive",
    "iCloud": r"icloud ?drive|mobile documents|com~apple~clouddocs", "Nextcloud": r"nextcloud", "ownCloud": r"owncloud",
    "Box": r"box( sync|-box)?", "pCloud": r"pcloud ?drive", "Syncthing": r"syncthing",
}  # fmt: skip
MARKS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".nextcloudsync.log": "Nextcloud", ".sync_nextcloud.db": "Nextcloud",
    ".owncloudsync.log": "ownCloud", ".stfolder": "Syncthing", "desktop.ini.onedrive": "OneDrive", ".tmp.drivedownload": "Google Drive",
}  # fmt: skip
_MOUNTS = Path("/proc/self/mountinfo")
_NEXT = "keep the study in a folder of this machine's own disk, and share backups instead (useit-eval backup)."


def place_warning(path: Path | str) -> str:
    """Return a sentence that says why a store's place is unsafe and what to do, or "" when nothing is known against it."""
    text = str(path)
    if "://" in text:
        return ""
    where = str(path) if text.startswith("\\\\") else os.path.realpath(path)
    mounts = _MOUNTS.read_text("utf-8", errors="replace") if _MOUNTS.is_file() else ""
    windows = sys.platform == "win32"
    return warn_of(where, mounts=mounts, marks=_marks_above(Path(where)), windows=windows) or modes_warning(
        windows=windows
    )


def modes_warning(*, windows: bool) -> str:
    """Return a sentence where a file cannot be kept to its owner by its mode alone, else ""."""
    if not windows:
        return ""
    return (
        "on Windows the study's files can be read by whoever may read its folder: keep it in your own user folder, "
        "on an encrypted disk."
    )


def warn_of(path: str, *, mounts: str = "", marks: Collection[str] = (), windows: bool = False) -> str:
    """Return what `place_warning` says of a path, given Linux's list of mounts and the marker files in folders above.

    Example:
        >>> warn_of("/srv/ann/Dropbox/town/store.sqlite")[:45]
        'the store lies in a folder that Dropbox copie'
        >>> warn_of("/srv/ann/town/store.sqlite")
        ''
    """
    kind = "network" if path.startswith(("\\\\", "//")) else _network(path, mounts)
    if kind:
        return f"the store lies on a drive of another machine ({kind}), where locks may not hold: {_NEXT}"
    cloud = _cloud(path, windows=windows) or next((MARKS[name] for name in sorted(marks) if name in MARKS), "")
    if cloud:
        return f"the store lies in a folder that {cloud} copies, which may take it half-written: {_NEXT}"
    return ""


def _network(path: str, mounts: str) -> str:
    """Return the kind of file system of a path when it is a network's, from the deepest mount above it."""
    deepest, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4])
        below = path == point or path.startswith(point.rstrip("/") + "/")
        if below and len(point) >= len(deepest):
            deepest, kind = point, after.split()[0]
    return kind if kind in NETWORKS else ""


def _cloud(path: str, *, windows: bool) -> str:
    pure = PureWindowsPath(path) if windows or "\\" in path else PurePosixPath(path)
    folders = [part.lower() for part in pure.parts[:-1]]
    return next((name for name, pattern in CLOUDS.items() for part in folders if re.fullmatch(pattern, part)), "")


def _marks_above(path: Path) -> set[str]:
    return {name for folder in path.parents for name in MARKS if (folder / name).exists()}
