"""What kind of file lies there: its content decides, and its ending where the content does not.

A signature is what the first bytes say (``%PDF``, ``PK``, ``{\\rtf``). A Word file that is really a PDF is read as the
PDF it is, with a sentence; a plain text that is really an archive is refused.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from useit_eval.ground.errors import InputRefused

READABLE = (
    *(".txt", ".text", ".md", ".docx", ".odt", ".rtf", ".html", ".htm", ".xhtml", ".eml", ".pdf"),
    *(".vtt", ".srt", ".sbv", ".json"),
)
"""Endings of files that can be read; what such a file really is, its content says."""
_BY_ENDING = {
    **dict.fromkeys((".txt", ".text"), "txt"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **{
        f".{kind}": kind
        for kind in ("md", "docx", "odt", "rtf", "eml", "pdf", "vtt", "srt", "sbv", "json", "qde", "qdpx")
    },
}
NAMES = {
    **{"txt": "plain text", "md": "Markdown text", "docx": "Word document", "odt": "OpenDocument text"},
    **{"rtf": "rich text (RTF)", "html": "web page", "eml": "e-mail", "pdf": "PDF", "vtt": "WebVTT captions"},
    **{"srt": "SubRip captions", "sbv": "YouTube captions", "json": "JSON export", "qde": "REFI-QDA project"},
    "qdpx": "REFI-QDA project",
}
_TABLE = "It is a table: useit-eval questionnaires takes answers, useit-eval indicators takes statistics."
_ADVICE = {
    ".doc": "Open it in Word or LibreOffice, save it as .docx (without a password), and add that file.",
    ".dot": "Open it in Word or LibreOffice, save it as .docx, and add that file.",
    ".docm": "It may hold macros: save it from Word as .docx, and add that file.",
    ".dotm": "It may hold macros: save it from Word as .docx, and add that file.",
    ".dotx": "It is a template: save it from Word as .docx, and add that file.",
    ".fodt": "Open it in LibreOffice, save it as .odt, and add that file.",
    ".ott": "It is a template: save it as .odt, and add that file.",
    ".pages": "Export it from Pages as Word (.docx), and add that file.",
    ".msg": "Save it from your mail program as .eml, and add that file.",
    ".mht": "Save the page as .html, and add that file.",
    ".mhtml": "Save the page as .html, and add that file.",
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv", ".tsv"), _TABLE),
}
_OTHERWISE = "Save it as plain text (UTF-8) with the ending .txt, and add that file."
_SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"\x1aE\xdf\xa3", "recording"),
    (b"\x1f\x8b", "packed file"),
    (b"BZh", "packed file"),
    (b"7z\xbc\xaf", "packed file"),
    (b"Rar!", "packed file"),
    (b"\xfd7zXZ", "packed file"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
    (b"bplist", "web archive of Safari"),
)
# A comment ends at its first end: written as ".*?" this would try every way to part a thousand comments.
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.I | re.S,
)


@dataclasses.dataclass(frozen=True)
class Kind:
    """The kind a file is read as, and a sentence where its ending promised another (None where both agree)."""

    name: str
    told: str | None = None


def recognise(raw: bytes, path: Path) -> Kind:
    """Return what a file is read as. Raises InputRefused for kinds that cannot be read, saying what to do.

    Example:
        >>> recognise(b"%PDF-1.7", Path("minutes.docx")).name
        'pdf'
    """
    ending = path.suffix.lower()
    promised = _BY_ENDING.get(ending)
    found = _signature(raw)
    if found is None:
        return _without_signature(raw, path, promised)
    if found in ("zip", "ole") or found not in NAMES:
        return _packed(raw, path, found, promised)
    if found == promised or (found == "html" and promised == "md"):
        return Kind(promised or found)
    said = f"its ending is {ending}" if ending else "it has no ending"
    return Kind(found, f"{said}, but it is {_named(found)} and was read as one")


def _signature(raw: bytes) -> str | None:
    head = raw[:4096].removeprefix(b"\xef\xbb\xbf")
    for start, kind in _SIGNATURES:
        # A transcript may begin with "MZ: Hello": what is a program or a recording has bytes that no text has.
        if head.startswith(start) and (kind in NAMES or not start.isascii() or b"\x00" in head):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and b"\nendobj" in raw):
        return "pdf"
    if head[4:8] == b"ftyp":
        return "recording"
    if head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI "):
        return "recording"
    if head.startswith(b"WEBVTT"):
        return "vtt"
    return "html" if _HTML.match(head) else None


def _refused(path: Path, what: str) -> InputRefused:
    return InputRefused(what, path.name, _ADVICE.get(path.suffix.lower(), _OTHERWISE))


def _without_signature(raw: bytes, path: Path, promised: str | None) -> Kind:
    """Return the kind by the ending alone, for text has no signature; a document must have one."""
    ending = path.suffix.lower()
    if promised in ("docx", "odt", "qdpx", "pdf", "rtf"):
        if not raw:
            raise InputRefused("the file is empty", path.name, "Check that it is the right file.")
        what = f"its ending is {ending}, but it is no {NAMES[promised]} (or a damaged one)"
        raise InputRefused(what, path.name, "Open it in the program it came from and save it again.")
    if promised is None and ending:
        raise _refused(path, f"files of the kind {ending!r} cannot be read")
    return Kind(promised) if promised else Kind("txt", "it has no ending and was read as plain text")


def _packed(raw: bytes, path: Path, found: str, promised: str | None) -> Kind:
    ending = path.suffix.lower()
    if found == "zip":
        return _zipped(raw, path, promised)
    if found == "ole":
        told = "it is an Office file of before 2007, or protected by a password"
        anew = "Open it in Word or LibreOffice, save it as .docx without a password, and add that file."
        raise InputRefused(told, path.name, _ADVICE.get(ending, anew))
    said = f"its ending is {ending}, but " if promised else ""
    raise InputRefused(
        f"{said}it is a {found}, not a text", path.name, _ADVICE.get(ending, "Check that it is the right file.")
    )


def _zipped(raw: bytes, path: Path, promised: str | None) -> Kind:
    if path.suffix.lower() in _ADVICE:
        raise _refused(path, f"files of the kind {path.suffix.lower()!r} cannot be read")
    if promised == "qdpx":
        return Kind("qdpx")
    from useit_eval.ground import archives

    names = archives.names(raw, where=path.name)
    found = "odt" if "content.xml" in names else "docx" if "[Content_Types].xml" in names else None
    if found is None:
        what = f"its ending is {path.suffix}, but it is an archive" if promised else "it is an archive"
        raise InputRefused(what, path.name, "Unpack it, look what it holds, and add the files in it.")
    if found == promised:
        return Kind(found)
    return Kind(found, f"its ending is {path.suffix or 'missing'}, but it is {_named(found)} and was read as one")


def _named(kind: str) -> str:
    return f"{'an' if NAMES[kind][0] in 'eO' else 'a'} {NAMES[kind]}"
