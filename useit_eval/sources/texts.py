"""Texts of sources: bytes to code points, with a record of what was changed on the way."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from useit_eval.ground import safe_files
from useit_eval.ground import text as texts
from useit_eval.ground.errors import InputRefused

READABLE = (".txt", ".md")
_BOM = b"\xef\xbb\xbf"
_KINDLY = {
    ".docx": "Save it from Word as plain text (UTF-8)",
    ".doc": "Save it from Word as plain text (UTF-8)",
    ".odt": "Save it from your word processor as plain text (UTF-8)",
    ".rtf": "Save it from your word processor as plain text (UTF-8)",
    ".pdf": "Copy its text into a plain text file and read it over, for columns may be mixed",
    ".html": "Save the page as text",
    ".vtt": "Save the captions as plain text",
    ".srt": "Save the captions as plain text",
}


@dataclasses.dataclass(frozen=True)
class TextImport:
    """The text of one file as the record keeps it, the hashes of file and text, and what was changed, in words."""

    file: str
    text: str
    sha256_file: str
    sha256_text: str
    characters: int
    changes: tuple[str, ...]


def read_text(path: Path | str) -> TextImport:
    """Return a plain text file's text: UTF-8 decoded, LF line ends, no BOM, otherwise untouched.

    Raises InputRefused for a missing, empty or too large file, for bytes that are no UTF-8, and for another kind of
    file, saying how to turn it into text.
    """
    path = Path(path)
    _check_ending(path)
    raw = safe_files.read_bytes(path)
    text = texts.decode(raw, where=path.name)
    if not text.strip():
        raise InputRefused("the file holds no text", path.name, "Check that it is the right file.")
    return TextImport(path.name, text, texts.sha256(raw), texts.sha256(text), len(text), _changes(raw))


def _check_ending(path: Path) -> None:
    ending = path.suffix.lower()
    if ending in READABLE or not path.is_file():  # a missing file is refused by its own sentence
        return
    what = f"files of the kind {ending!r}" if ending else "files without an ending"
    advice = _KINDLY.get(ending, "Turn it into plain text (UTF-8)")
    raise InputRefused(f"{what} cannot be read yet", path.name, f"{advice}, with the ending .txt, and add that file.")


def _changes(raw: bytes) -> tuple[str, ...]:
    found = []
    if raw.startswith(_BOM):
        found.append("the byte order mark at the start was left out")
    if b"\r" in raw:
        found.append("line ends were made LF")
    return tuple(found)
