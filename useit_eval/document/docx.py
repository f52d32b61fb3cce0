"""A page as DOCX: the print face as HTML, turned into a Word file by Pandoc, a separate program, in its sandbox.

Styles, paper, header and footer come from templates/reference.docx, which tests/document/make_reference.py makes.
"""

from __future__ import annotations

import base64
import functools
import io
import re
import struct
import subprocess
import tempfile
import zipfile
import zlib
from importlib import resources
from pathlib import Path
from xml.sax.saxutils import escape

from useit_eval.document import draw
from useit_eval.document.cells import clean
from useit_eval.document.face import Face, environment
from useit_eval.document.page import Page
from useit_eval.document.sheet import DOTS
from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.findings import FigureSpec
from useit_eval.ground.safe_files import write_whole

LONGEST_SECONDS = 120
LARGER = 1.24
_PICTURE_NAME = re.compile(rb'(<pic:cNvPr descr=")data:[^"]*"')
_INLINE = b'<wp:inline distT="0" distB="0" distL="0" distR="0">'
_NEW_PAGE = re.compile(  # an empty line before a new page could fall on a page of its own: it goes
    rb'(?:<w:p><w:pPr><w:pStyle w:val="After" /></w:pPr>(?:(?!</w:p>).)*</w:p>\s*)?((?:<w:bookmark[^>]*/>\s*)*)'
    rb'<w:p><w:pPr><w:pStyle w:val="NewPage" /></w:pPr>(?:(?!</w:p>).)*</w:p>(\s*(?:<w:bookmark[^>]*/>\s*)*)'
    rb'(<w:p><w:pPr><w:pStyle w:val="Heading\d" />)',
    re.S,
)
_WHEN = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def write(page: Page, path: Path) -> None:
    """Write a page as DOCX; see `useit_eval.document.write_docx`."""
    write_whole(path, render(page))


def render(page: Page) -> bytes:
    """Return a page as the bytes of a DOCX file, the same for the same page. Raises WorkFailed when Pandoc fails."""
    plates: list[bytes] = []
    html = print_face(page, plates)
    with tempfile.TemporaryDirectory(prefix="useit-") as folder:
        reference, made = Path(folder, "reference.docx"), Path(folder, "page.docx")
        reference.write_bytes(_reference(_header(page), clean(page.title), page.large_print))
        _convert(html, reference, made, title=page.title)
        return _settled(made.read_bytes(), plates)


def print_face(page: Page, plates: list[bytes]) -> str:
    """Return the HTML that Pandoc reads: one template, everything escaped. Its pictures are appended to ``plates``.

    The HTML holds a numbered stand-in of one dot for each picture, because Pandoc is slow to read pictures inside
    HTML and its sandbox, rightly, reads no other file; `_settled` puts the pictures in their place.
    """

    def _pictures(spec: FigureSpec) -> list[dict[str, str]]:
        found = []
        for plate in draw.pictures(spec, large=page.large_print) if spec.rows else ():
            plates.append(plate)
            found.append(
                {"src": "data:image/png;base64," + base64.b64encode(_stand_in(len(plates))).decode(), **_size(plate)}
            )
        return found

    template = environment().get_template("print.html.j2")
    return template.render(page=page, face=Face(page), pictures=_pictures, record_lines=record_lines)


def _stand_in(number: int) -> bytes:
    """Return a PNG of one dot with its number in a text chunk, so that no two are the same file."""
    return _DOT[:-12] + _chunk(b"tEXt", b"Comment\0useit-%d" % number) + _DOT[-12:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_DOT = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff"))
    + _chunk(b"IEND", b"")
)


def _size(plate: bytes) -> dict[str, str]:
    """Return the width and height of a PNG on paper."""
    return {
        side: f"{dots / DOTS:.3f}in"
        for side, dots in zip(("width", "height"), struct.unpack(">II", plate[16:24]), strict=True)
    }


def record_lines(fields: tuple[tuple[str, str], ...]) -> list[list[tuple[str, str]]]:
    """Return a record's fields in lines for print: all in one, so that an appendix stays short.

    Example:
        >>> record_lines((("Status", "observed"), ("Voice", "V01")))
        [[('Status', 'observed'), ('Voice', 'V01')]]
    """
    return [[(name, str(value)) for name, value in fields]] if fields else []


def _convert(html: str, reference: Path, made: Path, *, title: str) -> None:
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(),
        "--sandbox",
        "--from=html",
        "--to=docx",
        "--shift-heading-level-by=-1",
        f"--reference-doc={reference}",
        f"--output={made}",
        "-",
    ]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WorkFailed(
            f"Pandoc did not run ({type(error).__name__})", title, "Run the set-up again, then try once more."
        ) from None
    if done.returncode:
        told = (done.stderr.decode(errors="replace").strip().splitlines() or ["no message"])[-1]
        raise WorkFailed(
            f"Pandoc could not make the Word file ({told})",
            title,
            "The HTML page was not touched; report this message.",
        )


def _header(page: Page) -> str:
    return " · ".join(clean(part) for part in ("Practice material" if page.practice else "", page.standing) if part)


@functools.lru_cache(maxsize=32)
def _reference(header: str, footer: str, large: bool) -> bytes:
    """Return the reference document with a page's words in its header and footer; larger and sans serif for sheets."""
    raw = resources.files("useit_eval.document").joinpath("templates", "reference.docx").read_bytes()

    def _changed(name: str, part: bytes) -> bytes:
        if name.startswith(("word/header", "word/footer")):
            words = {b"{header}": header, b"{footer}": footer}
            for mark, text in words.items():
                part = part.replace(mark, escape(text).encode())
        if name == "word/styles.xml" and large:
            part = re.sub(
                rb'(<w:sz(?:Cs)? w:val=")(\d+)"', lambda m: m[1] + str(_larger(int(m[2]))).encode() + b'"', part
            )
            part = part.replace(b"Palatino Linotype", b"Arial").replace(b"555555", b"1C1C1C")
        return part

    return _rewritten(raw, _changed)


def _larger(half_points: int) -> int:
    """Return a size for a sheet to be read at arm's length: never under 12 points, except the invisible ones."""
    return half_points if half_points < 10 else max(24, round(half_points * LARGER))


def _settled(raw: bytes, plates: list[bytes]) -> bytes:
    """Return Pandoc's file without the times of its making, with the pictures in place of their stand-ins, flush and
    named by their text only, with rows kept on one page and a page break in each heading that asked for one."""
    stand_ins = {_stand_in(n): plate for n, plate in enumerate(plates, 1)}

    def _changed(name: str, part: bytes) -> bytes:
        if name.startswith("word/media/"):
            return stand_ins.get(part, part)
        if name == "word/document.xml":
            part = _PICTURE_NAME.sub(rb'\1"', part.replace(b"<wp:inline>", _INLINE))
            part = part.replace(b"<w:tr><w:tc>", b"<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>")
            return _NEW_PAGE.sub(rb"\1\2\3<w:pageBreakBefore />", part)
        return _WHEN.sub(b"", part) if name == "docProps/core.xml" else part

    return _rewritten(raw, _changed)


def _rewritten(raw: bytes, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            kind = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(name), change(name, old.read(name)), kind)
    return out.getvalue()
