"""Any file from the field as text: code points, LF, no BOM, its turns, and what was changed or is in doubt."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path

from useit_eval.ground import safe_files
from useit_eval.ground import text as texts
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft, Turn
from useit_eval.sources.formats import kinds
from useit_eval.sources.formats.kinds import READABLE

__all__ = ["READABLE", "SourceImport", "read_bytes", "read_source"]
# kind of file -> module of this package and its reader
_READERS = {
    "docx": ("formats.word", "read_docx"),
    "odt": ("formats.odt", "read_odt"),
    "rtf": ("formats.rtf", "read_rtf"),
    "html": ("formats.web", "read_html"),
    "eml": ("formats.mail", "read_mail"),
    "pdf": ("formats.pdf", "read_pdf"),
    "vtt": ("transcripts.captions", "read_captions"),
    "srt": ("transcripts.captions", "read_captions"),
    "sbv": ("transcripts.captions", "read_captions"),
    "json": ("transcripts.exports", "read_json"),
    "qde": ("formats.projects", "read_project"),
    "qdpx": ("formats.projects", "read_project"),
}
_PLAIN = ("txt", "md")


@dataclasses.dataclass(frozen=True)
class SourceImport:
    """One file as the record keeps it: text, turns, the hashes of file and text, and what a person should know.

    ``changes`` says in sentences what was left out or altered on the way; ``doubts`` what a person should look at.
    ``kind_of_file`` is what the content is (docx, pdf, txt ...), whatever the ending says.
    """

    file: str
    kind_of_file: str
    text: str
    turns: tuple[Turn, ...]
    sha256_file: str
    sha256_text: str
    characters: int
    changes: tuple[str, ...]
    doubts: tuple[str, ...]


def read_source(path: Path | str, *, encoding: str | None = None) -> SourceImport:
    """Return a file's text, turns and hashes, with what was changed or is in doubt, in sentences.

    The content decides how it is read, and the ending where the content does not (plain text has no signature).
    ``encoding`` (such as ``cp1252``) is for plain text whose bytes do not decide it. Raises InputRefused for a
    missing, empty, too large or damaged file, one without text, and one of a kind that cannot be read.
    """
    path = Path(path)
    return read_bytes(safe_files.read_bytes(path), path.name, encoding=encoding)


def read_bytes(raw: bytes, name: str, *, encoding: str | None = None) -> SourceImport:
    """Return what ``read_source`` does, of bytes at hand and the name of their file. Raises InputRefused like it."""
    kind = kinds.recognise(raw, Path(name))
    draft = _turned(_draft(raw, kind.name, name, encoding), kind.name)
    if not draft.text.strip():
        raise InputRefused("the file holds no text", name, "Check that it is the right file.")
    changes = ((kind.told,) if kind.told else ()) + draft.changes
    hashes = texts.sha256(raw), texts.sha256(draft.text)
    return SourceImport(name, kind.name, draft.text, draft.turns, *hashes, len(draft.text), changes, draft.doubts)


def _draft(raw: bytes, kind: str, name: str, encoding: str | None) -> Draft:
    if kind in _PLAIN:
        from useit_eval.sources.formats import encodings

        return encodings.read_plain(raw, where=name, encoding=encoding)
    module, function = _READERS[kind]
    reader = getattr(importlib.import_module(f"useit_eval.sources.{module}"), function)
    return reader(raw, where=name)


def _turned(draft: Draft, kind: str) -> Draft:
    """Return a draft with its turns marked. In an e-mail lines such as "From: ..." are no speech."""
    if draft.turns or kind == "eml":
        return draft
    from useit_eval.sources.transcripts.turns import mark_turns

    return mark_turns(draft)
