"""The key of a study: which name stands for which pseudonym. It lies outside the project, readable by its owner alone.

No error raised here repeats a name: errors may be logged.
"""

from __future__ import annotations

import dataclasses
import os
import stat
import tempfile
import unicodedata
from pathlib import Path

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.terms import KEY_ROLES
from useit_eval.sources.spreadsheets.sheets import Faults, Line, read_sheet

ENVIRONMENT = "USEIT_KEY"
COLUMNS = ("name", "pseudonym", "role", "variants", "note")
OPTIONAL = ("variants", "note")
FIRST_LINE = "# format: useit-key/1"
_OF_PERSONS = ("participant", "researcher")


@dataclasses.dataclass(frozen=True)
class Entry:
    """One line of the key: a name as it is written, its other spellings, and the pseudonym or id that stands for it."""

    name: str = dataclasses.field(repr=False)
    pseudonym: str
    role: str
    variants: tuple[str, ...] = dataclasses.field(default=(), repr=False)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return the name and its variants."""
        return (self.name, *self.variants)


@dataclasses.dataclass(frozen=True)
class Key:
    """The entries of a key file in its order, and what its reader should know. No name shows in its repr."""

    path: Path
    entries: tuple[Entry, ...] = dataclasses.field(repr=False)
    warnings: tuple[str, ...] = ()

    def researcher_id(self, name: str) -> str | None:
        """Return the pseudonym or id of a researcher by name or variant, whatever its case and blanks.

        None when no researcher bears it, or when two bear it: whose it is, a person must say.
        """
        wanted = plain(name)
        met = {
            entry.pseudonym
            for entry in self.entries
            if entry.role == "researcher" and wanted in map(plain, entry.spellings)
        }
        return met.pop() if wanted and len(met) == 1 else None


def plain(name: str) -> str:
    """Return a name for exact comparison: composed (NFC), case folded, single blanks.

    Example:
        >>> plain("  Amina   KHAN ")
        'amina khan'
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def key_path(given: Path | str | None) -> Path:
    """Return the path of the key: the one given, else that in the environment variable USEIT_KEY.

    Raises UsageError when there is neither.
    """
    named = given or os.environ.get(ENVIRONMENT)
    if named:
        return Path(named).expanduser()
    raise UsageError(
        "no key is named", "", f"Give --key FILE, or set {ENVIRONMENT}; docs/pseudonyms.md says how to keep a key."
    )


def read_key(path: Path | str, *, project_root: Path | str) -> Key:
    """Return the key of a study from a CSV file of ``# format: useit-key/1``.

    Columns: name, pseudonym (or id), role (participant, researcher, place, organisation), and where there are any
    variants (parted by ";") and note. Raises InputRefused for a key inside the project (symbolic links followed), one
    that others may read, and for faults of the file by row, never repeating a name.
    """
    path = Path(path).expanduser()
    refuse_inside(path, project_root, what="the key")
    warnings = _check_mode(path)
    lines = _lines(path)
    faults = Faults(path.name)
    entries = tuple(_entry(line, faults) for line in lines)
    faults.refuse()
    return Key(path, entries, warnings)


def refuse_inside(path: Path, project_root: Path | str, *, what: str) -> None:
    """Raise InputRefused when a path, or what it leads to through symbolic links, lies inside the project."""
    root = Path(project_root).resolve()
    for place in (Path(os.path.abspath(path)), path.resolve()):
        if any(_same(folder, root) for folder in (place, *place.parents)):
            raise InputRefused(
                f"{what} lies inside the project", path.name, "Names are kept apart: move it to a folder outside."
            )


def kept_private(folder: Path) -> bool | None:
    """Return whether files in a folder can be kept to their owner; None when that cannot be tried (no right to write)."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".useit-") as tried:
            return os.name == "posix" and not os.stat(tried.name).st_mode & 0o077
    except OSError:
        return None


def _same(folder: Path, root: Path) -> bool:
    try:
        return folder == root or os.path.samefile(folder, root)
    except OSError:
        return False


def _check_mode(path: Path) -> tuple[str, ...]:
    if not path.is_file():  # refused by its own sentence
        return ()
    unprotected = (
        f"{path.name}: on this disk others who use the computer may read the key; keep it on an encrypted one."
    )
    if os.name != "posix":
        return (unprotected,)
    if not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return ()
    if kept_private(path.parent) is False:
        return (unprotected,)
    raise InputRefused("others than its owner may read the key", path.name, f"Run: chmod 600 '{path}'")


def _lines(path: Path) -> list[Line]:
    try:
        return read_sheet(path, kind="key", columns=COLUMNS, optional=OPTIONAL)
    except InputRefused as error:
        if error.where.endswith("row 2"):  # a key without its header would have a person's name in this sentence
            advice = f"Let row 2 be: {','.join(COLUMNS)}"
            raise InputRefused("the header is not that of a key", error.where, advice) from None
        raise


def _entry(line: Line, faults: Faults) -> Entry:
    name, pseudonym, role = line.get("name"), line.get("pseudonym"), line.get("role").lower()
    variants = tuple(dict.fromkeys(part.strip() for part in line.get("variants").split(";") if part.strip()))
    for column, cell in (("name", name), ("pseudonym", pseudonym)):
        if not cell:
            faults.add(line, f"the {column} is missing")
    if role not in KEY_ROLES:
        faults.add(line, "the role is not one of the words allowed", f"Known: {', '.join(KEY_ROLES)}.")
    if role in _OF_PERSONS and _tells(pseudonym, name):
        faults.add(line, "the pseudonym holds a part of the name", "Choose one that tells nothing of the person.")
    return Entry(name, pseudonym, role, variants)


def _tells(pseudonym: str, name: str) -> bool:
    parts = {part for part in plain(name).split() if len(part) > 2}
    return bool(parts & set(plain(pseudonym).replace("-", " ").replace("_", " ").split()))
