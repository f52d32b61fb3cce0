"""Whatever bytes come, a reader gives a text or a refusal: short here, longer with ``make test-long``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.fuzzing import change, fuzz
from tests.sources.made_files import SHARED, docx, hostile, link, odt, p, pdf, r, words
from useit_eval.sources.texts import read_bytes

MAIL = (
    b"Subject: =?utf-8?q?Caf=C3=A9?=\nFrom: A <a@example.org>\nDate: Mon, 1 Jan 2018 10:00:00 +0000\n"
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nHello caf=C3=A9\n--x\nContent-Type: text/html\n\n<p>Hello</p>\n"
    b"--x\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nx\n--x--\n"
)
NOTE = f'<w:footnote w:id="1">{p("by bus")}</w:footnote>'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/><w:t>x</w:t><w:fldChar w:fldCharType="end"/></w:r>'
WORD = docx(
    p("Amina: I ", f"<w:del>{r('hated')}</w:del><w:ins>{r('liked')}</w:ins>", r("secret", "<w:vanish/>"), FIELD)
    + p('<w:r><w:footnoteReference w:id="1"/><w:sym w:char="F0B7"/><w:tab/></w:r>')
    + f'<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("a")}</w:tc><w:tc>{p("b")}</w:tc></w:tr></w:tbl>',
    links=link("attachedTemplate", "http://127.0.0.1:9/", outside=True),
    footnotes=NOTE,
    styles='<w:style w:styleId="H"><w:basedOn w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>',
)
OPEN = odt(
    '<text:p>Amina: a<text:s text:c="3"/>b<text:tab/><text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>'
    '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>c</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row></table:table><text:list><text:list-item><text:p>d</text:p></text:list-item></text:list>"
)
RICH = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}Amina: \f1 \'cf\f0 \u8217\'92{\v x}{\deleted y}"
    rb"{\footnote n}\par\trowd a\cell b\cell\row{\*\shpinst{\shptxt z}}{\field{\*\fldinst q}{\fldrslt w}}\bin3 }}}\uc2}"
)
PAGE = b"<html><head><meta charset=utf-8><style>p{display:none}</style></head><body><h1>A</h1><table><tr><td>b<td><p>c</table><pre> d\n</pre><del>e</del><p hidden>f"
KINDS: dict[str, tuple[list[bytes], list[bytes]]] = {
    "txt": (["Amina: It’s the café\r\nZoë: £5 …\n".encode(e) for e in ("utf-8", "cp1252", "mac_roman", "utf-16")], [b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\x1b$B", b"00:01:02 "]),
    "docx": ([WORD], [b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:del>", b"<!DOCTYPE a>", b"&#0;", b"<mc:AlternateContent/>", b"w:val"]),
    "odt": ([OPEN], [b"<text:p>", b"<table:table-row>", b"<text:s/>", b"<!DOCTYPE a>", b"</text:p>"]),
    "rtf": ([RICH], [b"{", b"}", b"\\u-1?", b"\\bin9", b"\\'", b"\\*", b"\\fcharset128", b"\\ansicpg65001", b"\\cell"]),
    "html": ([PAGE], [b"<td>", b"</tr>", b"<tr>", b"<pre>", b"</pre>", b"<!--", b"\x00", b"<meta charset=utf-16>", b"<br>", b"&#0;"]),
    "eml": ([MAIL], [b"--x\n", b"=?utf-8?b?", b"?=", b"\n\n", b"Content-Type: message/rfc822\n\n", b"charset=hex", b"=ZZ"]),
    "pdf": ([pdf(words("Amina: inter-", "national"), words("two", mode=3))], [b"stream\n", b"endobj", b"/Kids[2 0 R]", b"Tj", b"/Encrypt 1 0 R", b"xref"]),
}  # fmt: skip


def _read(kind: str):
    def read(raw: bytes) -> str:
        found = read_bytes(raw, f"x.{kind}")
        for turn in found.turns:
            assert 0 <= turn.start <= turn.end <= len(found.text)
        return found.text

    return read


def _seeds(kind: str) -> list[bytes]:
    """Return the seeds of a kind, with the real and hostile files of that kind which are at hand."""
    folders = (SHARED / "transcripts" / "pdpilot", SHARED / "hostile_inputs" / "generated")
    real = [
        path.read_bytes()
        for folder in folders
        for path in sorted(folder.glob(f"*.{kind}"))
        if path.stat().st_size < 20_000
    ]
    made = [raw for name, raw in hostile().items() if Path(name).suffix == f".{kind}" and len(raw) < 5_000]
    return [*KINDS[kind][0], *made, *real]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_bytes_come_a_reader_gives_a_text_or_a_refusal(kind):
    seeds, tokens = KINDS[kind]
    assert fuzz(_read(kind), seeds, tokens, rounds=250, seed=3) > 50


@pytest.mark.long
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("kind", KINDS)
def test_many_more_changes_of_real_files_too(kind):
    assert fuzz(_read(kind), _seeds(kind), KINDS[kind][1], rounds=4_000, seed=4) > 50


def test_the_fuzzer_finds_a_fault_that_is_there():
    def read(raw: bytes) -> str:
        if raw.startswith(b"PK"):
            read_bytes(raw, "x.docx")
        return "fault\r" if b"<!DOCTYPE" in raw else ""

    with pytest.raises(AssertionError, match="DOCTYPE"):
        fuzz(read, [b"plain"], [b"<!DOCTYPE"], rounds=300, seed=1)


def test_a_change_of_a_zip_file_is_mostly_one_of_a_part():
    import random

    changed = [change(WORD, random.Random(number), [b"x"]) for number in range(40)]
    assert sum(raw.startswith(b"PK\x03\x04") for raw in changed) > 25
