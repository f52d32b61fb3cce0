"""Files made for tests: small documents of each format, and hostile ones that must cost a refusal only."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """Return a ZIP file of these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def link(kind: str, target: str, *, outside: bool = False) -> str:
    """Return one relationship of a Word package."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r{abs(hash((kind, target)))}" Type="{_TYPE}{kind}" Target="{target}"{mode}/>'


def docx(body: str, *, links: str = "", namespace: str = W, **parts: str) -> bytes:
    """Return a Word document with this body (WordprocessingML); ``parts`` are further parts such as footnotes."""
    wrap = f'<?xml version="1.0"?><w:{{0}} xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{{1}}</w:{{0}}>'
    named = "".join(link(name, f"{name}.xml") for name in parts)
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _LINKS.format(link("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _LINKS.format(links + named),
        "word/document.xml": wrap.format("document", f"<w:body>{body}</w:body>"),
    }
    return zipped(entries | {f"word/{name}.xml": wrap.format(name, content) for name, content in parts.items()})


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs, each given as text or as ready XML."""
    return f"<w:p>{properties}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(body: str, *, styles: str = "") -> bytes:
    """Return an OpenDocument text with this body."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "drawing")
    )
    content = f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(*pages: str, extra: str = "") -> bytes:
    """Return a PDF of one line of text a page, without compression; ``extra`` goes into each page's dictionary."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>")
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for number, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R{extra}>>"
        )
        objects.append(f"<</Length {len(page)}>>stream\n{page}\nendstream")
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF"
    return made + end.encode("latin-1")


def words(*lines: str, mode: int = 0) -> str:
    """Return the content of a PDF page that prints these lines."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return f"BT /F1 12 Tf {mode} Tr 14 TL 50 700 Td {shown} ET"


def bomb(size: int) -> bytes:
    """Return a Word document whose body is so many zeros."""
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": b"0" * size})


def hostile() -> dict[str, bytes]:
    """Return files made to break readers, by name; each must be refused, within the limits."""
    deep = f'<w:document xmlns:w="{W}"><w:body>' + "<w:p>" * 100_000
    entities = '<!DOCTYPE a [<!ENTITY a "' + "a" * 100_000 + '">]><a>' + "&a;" * 100_000 + "</a>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    good = docx(p("Amina: It was good."))
    return {
        "ratio.docx": bomb(55_000_000),
        "entries.docx": zipped({f"word/{number}.xml": "" for number in range(5_000)}),
        "deep.docx": zipped({"[Content_Types].xml": _TYPES, "word/document.xml": deep}),
        "quadratic.docx": zipped({"[Content_Types].xml": _TYPES, "word/document.xml": entities}),
        "laughs.odt": zipped({"content.xml": f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]><a>&l9;</a>'}),
        "utf16_doctype.qde": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode(
            "utf-16"
        ),
        "nested.docx": zipped({"[Content_Types].xml": _TYPES, "word/more.zip": good}),
        "symlink.docx": _with_symlink(),
        "twice.docx": _twice(),
        "absolute.odt": zipped({"content.xml": "<a/>", "/etc/evil": "x"}),
        "drive.odt": zipped({"content.xml": "<a/>", "C:\\evil.txt": "x"}),
        "slip.qdpx": zipped({"project.qde": "<a/>", "..\\..\\evil.txt": "x"}),
        "cut.docx": good[: len(good) // 2],
        "flipped.docx": good[:60] + bytes(255 - byte for byte in good[60:400]) + good[400:],
        "empty.docx": b"",
        "empty.pdf": b"",
        "random.docx": os.urandom(10_000),
        "random.txt": b"\x00\x01\x02" + os.urandom(10_000),
        "macro.docm": good,
        "groups.rtf": b"{\\rtf1 " + b"{" * 1_000_000,
        "deep.html": b"<html>" + b"<div>" * 100_000 + b"x",
        "tags.html": b"<b>" * 1_500_000,
        "parts.eml": b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5_000,
        "nested.eml": b"Subject: x\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000)),
        "parameters.eml": b"Subject: x\nContent-Type: text/plain; " + b"a=b; " * 300_000 + b"\n\nx",
        "comments.html": b"<!-- -->" * 800_000,
        "encrypted.eml": b"Subject: x\nContent-Type: application/pkcs7-mime\n\nx",
        "loop.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>",
        "scan.pdf": pdf("0 0 100 100 re f"),
        "cut.pdf": pdf(words("Amina"))[:200],
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1_000,
        "archive.txt": zipped({"a.txt": "x"}),
        "picture.txt": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
        "program.md": b"MZ" + b"\x00" * 100,
    }


def _with_symlink() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("word/document.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


def _twice() -> bytes:
    raw = zipped({"word/a.xml": "one", "word/b.xml": "two"})
    return raw.replace(b"word/b.xml", b"word/a.xml")
